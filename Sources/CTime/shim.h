#pragma once
#include <sys/sysinfo.h>
#include <sys/timex.h>

/// Whether somebody, such as systemd-timesyncd, keeps the kernel's clock right: 1 or 0; -1 where the kernel does not say.
static inline int clock_is_kept(void) {
  struct timex state = {0};
  int code = adjtimex(&state);
  return code < 0 ? -1 : code != TIME_ERROR;
}

/// Tasks that wanted to run, the mean of the last minute, in 65 536ths; -1 where the kernel does not say. The C library's
/// own getloadavg reads /proc/loadavg, which a service need not see.
static inline long machine_load(void) {
  struct sysinfo state;
  return sysinfo(&state) == 0 ? (long)state.loads[0] : -1;
}

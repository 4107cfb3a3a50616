#pragma once
#include <sys/timex.h>

/// Whether somebody, such as systemd-timesyncd, keeps the kernel's clock right: 1 or 0; -1 where the kernel does not say.
static inline int clock_is_kept(void) {
  struct timex state = {0};
  int code = adjtimex(&state);
  return code < 0 ? -1 : code != TIME_ERROR;
}

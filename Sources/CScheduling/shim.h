#pragma once
#define _GNU_SOURCE 1
#include <sched.h>
#include <sys/syscall.h>
#include <unistd.h>

/// Has the calling thread run, and read and write disks, only when nobody else wants to (sched(7), ioprio_set(2)). 0, or −1 when the
/// kernel refused one of the two.
static inline int yield_to_all(void) {
  const int thread = 1, idle_class = 3 << 13;  // IOPRIO_WHO_PROCESS, IOPRIO_CLASS_IDLE
  struct sched_param parameters = {.sched_priority = 0};
  int processor = sched_setscheduler(0, 5 /* SCHED_IDLE */, &parameters);
  long disk = syscall(SYS_ioprio_set, thread, 0, idle_class);
  return processor == 0 && disk == 0 ? 0 : -1;
}

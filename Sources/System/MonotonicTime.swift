import Glibc

/// The time on the clock that never jumps, which button edges and camera frames carry too (`CLOCK_MONOTONIC`).
package func monotonicTime() -> Duration {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)  // cannot fail with this clock and a valid pointer
  return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
}

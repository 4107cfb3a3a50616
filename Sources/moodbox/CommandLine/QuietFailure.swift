/// Something failed and was reported already; ends the process with exit code 1.
struct QuietFailure: Error {}

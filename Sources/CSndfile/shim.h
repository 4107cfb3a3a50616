#pragma once
#include <sndfile.h>
#include <stdio.h>
#include <sys/types.h>

/* glibc's fopencookie(3) and its argument, which glibc itself declares for _GNU_SOURCE only. */
struct sndfile_stream_functions {
  ssize_t (*read)(void *, char *, size_t);
  ssize_t (*write)(void *, const char *, size_t);
  int (*seek)(void *, off_t *, int);
  int (*close)(void *);
};
FILE *sndfile_open_stream(void *cookie, const char *mode, struct sndfile_stream_functions functions) __asm__("fopencookie");

/* From now on what C code writes to `stderr`, which in glibc is a variable that may be set, goes to `write`. */
static inline void sndfile_pass_standard_error_to(ssize_t (*write)(void *, const char *, size_t)) {
  FILE *stream = sndfile_open_stream(NULL, "w", (struct sndfile_stream_functions){.write = write});
  if (stream == NULL) return;
  setvbuf(stream, NULL, _IONBF, 0);
  stderr = stream;
}

#pragma once
#include <alsa/asoundlib.h>

static inline void alsa_ignore_message(const char *file, int line, const char *function, int error, const char *format,
                                       ...) {}

/* Variadic functions cannot be written in Swift: from now on alsa-lib keeps what it has to say to itself. */
static inline void alsa_be_quiet(void) { snd_lib_error_set_handler(alsa_ignore_message); }

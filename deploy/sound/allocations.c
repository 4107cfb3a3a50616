/* Loaded before everything else: counts what the sound thread asks of the allocator and of locks, and says so at the end.
   The thread is known by the name it gives itself. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>

static atomic_long allocations, frees, locks, blocks;

static int is_sound_thread(void) {
  static __thread int known;
  if (!known) {
    char name[16] = "";
    prctl(PR_GET_NAME, name);
    known = strcmp(name, "moodbox-sound") == 0;
  }
  return known;
}

extern void *__libc_malloc(size_t), *__libc_calloc(size_t, size_t), *__libc_realloc(void *, size_t);
extern void __libc_free(void *);

void *malloc(size_t size) {
  if (is_sound_thread()) allocations++;
  return __libc_malloc(size);
}
void *calloc(size_t count, size_t size) {
  if (is_sound_thread()) allocations++;
  return __libc_calloc(count, size);
}
void *realloc(void *old, size_t size) {
  if (is_sound_thread()) allocations++;
  return __libc_realloc(old, size);
}
void free(void *old) {
  if (old && is_sound_thread()) frees++;
  __libc_free(old);
}

int pthread_mutex_lock(pthread_mutex_t *mutex) {
  static int (*next)(pthread_mutex_t *);
  if (!next) next = (int (*)(pthread_mutex_t *))dlsym(RTLD_NEXT, "pthread_mutex_lock");
  if (is_sound_thread()) locks++;
  return next(mutex);
}

/* One call a block of music. */
long snd_pcm_writei(void *pcm, const void *samples, unsigned long frames) {
  static long (*next)(void *, const void *, unsigned long);
  if (!next) next = (long (*)(void *, const void *, unsigned long))dlsym(RTLD_NEXT, "snd_pcm_writei");
  if (is_sound_thread()) blocks++;
  return next(pcm, samples, frames);
}

__attribute__((destructor)) static void tell(void) {
  if (blocks) fprintf(stderr, "blocks %ld allocations %ld frees %ld locks %ld\n", blocks, allocations, frees, locks);
}

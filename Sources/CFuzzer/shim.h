#pragma once
#include <stddef.h>
#include <stdint.h>

// compiler-rt's libFuzzer, which the compiler links with -sanitize=fuzzer; declared in no installed header.
// https://llvm.org/docs/LibFuzzer.html#using-libfuzzer-as-a-library
int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*callback)(const uint8_t *data, size_t size));

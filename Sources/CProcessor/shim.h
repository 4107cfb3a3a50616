#pragma once
#include <sys/auxv.h>
#ifdef __x86_64__
#include <sys/platform/x86.h>
#endif

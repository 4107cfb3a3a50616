#pragma once
#include <taglib/tag_c.h>

/* New in TagLib 2, which Debian 13 has; Debian 12's TagLib 1 links without them. */
TAGLIB_C_EXPORT char **taglib_property_get(const TagLib_File *file, const char *name) __attribute__((weak));
TAGLIB_C_EXPORT void taglib_property_free(char **values) __attribute__((weak));

static inline int tag_knows_properties(void) { return taglib_property_get != 0 && taglib_property_free != 0; }

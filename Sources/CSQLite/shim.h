#pragma once
#include <sqlite3.h>

/// SQLITE_TRANSIENT is a cast, which Swift does not import: SQLite copies what is bound with it.
static const sqlite3_destructor_type SQLITE_COPIED = SQLITE_TRANSIENT;

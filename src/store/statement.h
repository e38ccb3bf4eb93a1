/* SPDX-License-Identifier: Apache-2.0
 *
 * What tools/sql makes of sql/: the closed list of statements, the migrations, the tables of a
 * dump.  One text per database; most are common to both.
 */
#ifndef HOCBA_STORE_STATEMENT_H
#define HOCBA_STORE_STATEMENT_H

#include <stddef.h>

enum dialect { DIALECT_SQLITE, DIALECT_POSTGRES, DIALECT_COUNT };

enum { PARAMETERS_MAX = 24 };

struct statement {
    const char *name;
    const char *text[DIALECT_COUNT]; /* NULL: this database has nothing to do */
    int parameters;                  /* $1 .. $n */
};

struct migration {
    int number; /* 1.. */
    const char *name;
    const char *text[DIALECT_COUNT];
    const char *checksum[DIALECT_COUNT]; /* SHA-256 of the text, hex */
};

struct dump_table {
    const char *name;
    size_t column_count;
    const char *const *columns;
    int dump, load; /* enum statement_id */
    int renumber;   /* the same; -1: nothing counts its rows */
};

#endif

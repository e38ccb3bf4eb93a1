/* SPDX-License-Identifier: Apache-2.0
 *
 * Inside sheet/: the words by which columns are named (data/header-aliases.tsv).
 */
#ifndef HOCBA_SHEET_HEADER_ALIAS_H
#define HOCBA_SHEET_HEADER_ALIAS_H

#include "base/list.h"
#include "base/text.h"

enum alias_kind {
    ALIAS_NONE,
    ALIAS_ORDER,
    ALIAS_NAME,
    ALIAS_FAMILY,
    ALIAS_GIVEN,
    ALIAS_BIRTH,
    ALIAS_CLASS,
    ALIAS_CODE,
    ALIAS_NUMBER,
    ALIAS_CODE_OR_NUMBER,
    ALIAS_PERIOD,
    ALIAS_SUBJECT_NAME,
    ALIAS_YEAR,
    ALIAS_SCHOOL,
    ALIAS_FIELD,
    ALIAS_EXTRA,
    ALIAS_PART,
    ALIAS_SUBJECT,
    ALIAS_TRAIT,
    ALIAS_GROUP,
    ALIAS_RESULT,
    ALIAS_AWARD,
    ALIAS_NOT_PROMOTED,
    ALIAS_PROMOTED,
    ALIAS_IGNORE,
    ALIAS_KIND_COUNT
};

struct alias {
    const char *words; /* alias_normal() of it */
    enum alias_kind kind;
    const char *key;
};

struct aliases {
    LIST(struct alias) list; /* by words */
};

/* The table, in the arena. */
const struct aliases *aliases_load(struct arena *arena);
/* Lower case, no diacritics, punctuation as blanks, blanks squeezed. */
char *alias_normal(struct arena *arena, const char *text);
/* The alias of that kind with these words, or NULL; ALIAS_NONE: of any kind, the first. */
const struct alias *alias_find(const struct aliases *aliases, const char *words,
                               enum alias_kind kind);

#endif

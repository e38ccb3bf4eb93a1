/* SPDX-License-Identifier: Apache-2.0 */
#include "sheet/header_alias.h"

#include <assert.h>
#include <ctype.h>
#include <stdlib.h>

#include "base/table.h"
#include "base/unicode.h"
#include "embedded_aliases.h"

static const char *const kind_words[ALIAS_KIND_COUNT] = {
    "-",     "order",        "name",           "family",  "given",        "birth", "class",
    "code",  "number",       "code_or_number", "period",  "subject_name", "year",  "school",
    "field", "extra",        "part",           "subject", "trait",        "group", "result",
    "award", "not_promoted", "promoted",       "ignore",
};

char *
alias_normal(struct arena *arena, const char *text)
{
    char *folded = unicode_fold_key(arena, text);

    if (folded == NULL)
        return arena_text(arena, "");
    for (char *p = folded; *p; p++)
        if ((unsigned char)*p < 0x80 && !isalnum((unsigned char)*p))
            *p = ' ';
    return text_squeeze(arena, folded);
}

static enum alias_kind
kind_of(const char *word)
{
    for (int i = 1; i < ALIAS_KIND_COUNT; i++)
        if (text_equal(kind_words[i], word))
            return (enum alias_kind)i;
    assert(!"header-aliases.tsv: unknown kind");
    return ALIAS_NONE;
}

static int
compare_aliases(const void *a, const void *b)
{
    const struct alias *x = a, *y = b;
    int order = strcmp(x->words, y->words);

    return order ? order : (int)x->kind - (int)y->kind;
}

const struct aliases *
aliases_load(struct arena *arena)
{
    struct aliases *aliases = arena_make(arena, struct aliases);
    const struct table *table = table_parse(arena, embedded_header_aliases_tsv);

    for (size_t row = 0; row < table->rows; row++) {
        enum alias_kind kind = kind_of(table_cell(table, row, "kind"));
        char *words = arena_text(arena, table_cell(table, row, "aliases")), *rest = words;
        for (char *word; (word = strsep(&rest, "|")) != NULL;) {
            struct alias *alias = list_add(arena, aliases->list);
            alias->words = alias_normal(arena, word);
            alias->kind = kind;
            alias->key = table_cell(table, row, "key");
        }
    }
    qsort(aliases->list.items, aliases->list.count, sizeof(struct alias), compare_aliases);
    return aliases;
}

const struct alias *
alias_find(const struct aliases *aliases, const char *words, enum alias_kind kind)
{
    size_t low = 0, high = aliases->list.count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(aliases->list.items[middle].words, words) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < aliases->list.count; low++) {
        const struct alias *alias = &aliases->list.items[low];
        if (strcmp(alias->words, words) != 0)
            return NULL;
        if (kind == ALIAS_NONE || alias->kind == kind)
            return alias;
    }
    return NULL;
}

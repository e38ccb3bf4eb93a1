/* SPDX-License-Identifier: Apache-2.0 */
#include "model/catalog.h"

#include <assert.h>
#include <pthread.h>

#include "base/table.h"
#include "base/unicode.h"
#include "embedded_data.h"

enum { PROVINCES = 63, ETHNIC_GROUPS = 55 };

/* Parsed once from the embedded tables, never changed afterwards. */
static struct {
    struct arena *arena;
    struct {
        struct province province;
        const char *key, *key_2025; /* unicode_fold_key() of the names */
    } provinces[PROVINCES];
    const struct table *groups;
} all;
static pthread_once_t loaded = PTHREAD_ONCE_INIT;

static void
load(void)
{
    all.arena = arena_new();
    const struct table *table = table_parse(all.arena, embedded_provinces_tsv);
    assert(table->rows == PROVINCES);
    for (size_t i = 0; i < PROVINCES; i++) {
        struct province *province = &all.provinces[i].province;
        province->code = table_cell(table, i, "code");
        province->name = table_cell(table, i, "name");
        province->code_2025 = table_cell(table, i, "code_2025");
        province->name_2025 = table_cell(table, i, "name_2025");
        all.provinces[i].key = unicode_fold_key(all.arena, province->name);
        all.provinces[i].key_2025 = unicode_fold_key(all.arena, province->name_2025);
    }
    all.groups = table_parse(all.arena, embedded_ethnic_groups_tsv);
    assert(all.groups->rows == ETHNIC_GROUPS);
}

size_t
province_count(void)
{
    return PROVINCES;
}

const struct province *
province_at(size_t i)
{
    pthread_once(&loaded, load);
    assert(i < PROVINCES);
    return &all.provinces[i].province;
}

const struct province *
province_by_code(const char *code)
{
    for (size_t i = 0; i < PROVINCES; i++)
        if (text_equal(province_at(i)->code, code))
            return province_at(i);
    return NULL;
}

static bool
is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (unsigned char)c >= 0x80;
}

/* Where `word` last stands as whole words in `text`, plus one; 0 when it does not. */
static size_t
last_place(const char *text, const char *word)
{
    size_t place = 0, size = strlen(word);

    for (const char *at = strstr(text, word); at; at = strstr(at + 1, word))
        if ((at == text || !is_letter(at[-1])) && !is_letter(at[size]))
            place = (size_t)(at - text) + 1;
    return place;
}

const struct province *
province_in_address(const char *address, struct arena *arena)
{
    const struct province *found = NULL;
    size_t best = 0;

    if (address == NULL || !utf8_is_valid(span_of(address)))
        return NULL;
    pthread_once(&loaded, load);
    const char *text = unicode_fold_key(arena, address);
    for (size_t i = 0; i < PROVINCES; i++) {
        size_t old = last_place(text, all.provinces[i].key);
        size_t now = last_place(text, all.provinces[i].key_2025);
        size_t place = old > now ? old : now;
        /* A province's own name counts before that of another which was merged into it. */
        if (place > best || (place == best && place > 0 && old == place)) {
            best = place;
            found = &all.provinces[i].province;
        }
    }
    return found;
}

/* Is `key` one of the names of a group? `others` are separated by ';'. */
static bool
is_name(const char *key, const char *name, const char *others, struct arena *arena)
{
    if (text_equal(unicode_fold_key(arena, name), key))
        return true;
    for (char *rest = arena_text(arena, others), *one; (one = strsep(&rest, ";"));)
        if (*one && text_equal(unicode_fold_key(arena, one), key))
            return true;
    return false;
}

const char *
ethnic_group_code(const char *name, struct arena *arena)
{
    if (name == NULL || !utf8_is_valid(span_of(name)))
        return NULL;
    pthread_once(&loaded, load);
    const char *key = unicode_fold_key(arena, name);
    for (size_t i = 0; i < ETHNIC_GROUPS; i++)
        if (is_name(key, table_cell(all.groups, i, "name"),
                    table_cell(all.groups, i, "other_names"), arena))
            return table_cell(all.groups, i, "code");
    return NULL;
}

size_t
ethnic_group_count(void)
{
    return ETHNIC_GROUPS;
}

const char *
ethnic_group_name(size_t i)
{
    pthread_once(&loaded, load);
    return table_cell(all.groups, i, "name");
}

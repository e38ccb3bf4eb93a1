/* SPDX-License-Identifier: Apache-2.0 */
#include "model/places.h"

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>

#include "base/table.h"
#include "base/unicode.h"
#include "embedded_places.h"
#include "model/catalog.h"

struct entry {
    struct place place;
    const char *key, *short_key;           /* unicode_fold_key() of the names */
    const char *name_key, *short_name_key; /* unicode_name_key(): with diacritics */
};

/* Parsed once from the embedded tables, never changed afterwards; in the order of the files: by
 * level, then code. */
static struct {
    struct entry *entries;
    size_t count, levels[PLACE_COMMUNE + 1];
} eras[PLACES_ERAS];
static struct arena *memory;
static pthread_once_t loaded = PTHREAD_ONCE_INIT;

static const char *
without_kind(const char *name)
{
    static const char *const kinds[] = {"Thành phố ", "Tỉnh ",     "Quận ", "Huyện ",  "Thị xã ",
                                        "Phường ",    "Thị trấn ", "Xã ",   "Đặc khu "};

    for (size_t i = 0; i < COUNT_OF(kinds); i++)
        if (text_starts(name, kinds[i]))
            return name + strlen(kinds[i]);
    return name;
}

static enum place_level
level_of_code(const char *code)
{
    size_t digits = strlen(code);

    return digits == 2 ? PLACE_PROVINCE : digits == 3 ? PLACE_DISTRICT : PLACE_COMMUNE;
}

/* Codes of one era are in order within their level. */
static const struct place *
find_code(enum places_era era, const char *code)
{
    enum place_level level = level_of_code(code);
    size_t low = 0, high = eras[era].levels[level];

    for (size_t i = 0; i < level; i++)
        low += eras[era].levels[i];
    high += low;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(eras[era].entries[middle].place.code, code);
        if (order == 0)
            return &eras[era].entries[middle].place;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

static void
load_era(struct arena *arena, enum places_era era, struct span bytes)
{
    const struct table *table = table_parse(arena, bytes);
    struct entry *entries = arena_alloc(arena, table->rows * sizeof *entries);

    eras[era].entries = entries;
    eras[era].count = table->rows;
    for (size_t i = 0; i < table->rows; i++) {
        const char *name = table_cell(table, i, "name"), *within = table_cell(table, i, "within");
        const char *code = table_cell(table, i, "code");
        enum place_level level = level_of_code(code);
        entries[i] = (struct entry){
            .place = {.code = code,
                      .name = name,
                      .short_name = without_kind(name),
                      .within = *within ? find_code(era, within) : NULL,
                      .era = era,
                      .level = level},
            .key = unicode_fold_key(arena, name),
            .name_key = unicode_name_key(arena, name),
        };
        entries[i].short_key = unicode_fold_key(arena, entries[i].place.short_name);
        entries[i].short_name_key = unicode_name_key(arena, entries[i].place.short_name);
        assert((entries[i].place.within == NULL) == (level == PLACE_PROVINCE));
        eras[era].levels[level]++;
    }
}

static void
load(void)
{
    memory = arena_new();
    load_era(memory, PLACES_UNTIL_2025_06, embedded_places_before_2025_07_tsv);
    load_era(memory, PLACES_SINCE_2025_07, embedded_places_from_2025_07_tsv);
}

enum places_era
places_era_on(struct date day)
{
    return date_compare(day, (struct date){2025, 7, 1}) < 0 ? PLACES_UNTIL_2025_06
                                                            : PLACES_SINCE_2025_07;
}

size_t
place_count(enum places_era era, enum place_level level)
{
    pthread_once(&loaded, load);
    return eras[era].levels[level];
}

const struct place *
place_by_code(enum places_era era, const char *code)
{
    pthread_once(&loaded, load);
    return code ? find_code(era, code) : NULL;
}

static bool
lies_within(const struct place *place, const struct place *where)
{
    for (; place; place = place->within)
        if (place == where)
            return true;
    return where == NULL;
}

void
places_by_name(enum places_era era, const char *name, const struct place *within,
               struct arena *arena, struct places *found)
{
    struct places exact = {0};

    if (name == NULL || !utf8_is_valid(span_of(name)))
        return;
    pthread_once(&loaded, load);
    const char *key = unicode_fold_key(arena, name), *name_key = unicode_name_key(arena, name);
    for (size_t i = 0; i < eras[era].count; i++) {
        const struct entry *entry = &eras[era].entries[i];
        if (!text_equal(entry->key, key) && !text_equal(entry->short_key, key))
            continue;
        if (!lies_within(&entry->place, within))
            continue;
        *list_add(arena, found->list) = &entry->place;
        if (text_equal(entry->name_key, name_key) || text_equal(entry->short_name_key, name_key))
            *list_add(arena, exact.list) = &entry->place;
    }
    if (exact.list.count > 0)
        *found = exact;
}

const char *
place_full_name(const struct place *place, struct arena *arena)
{
    const char *name = place->name;

    while ((place = place->within))
        name = arena_printf(arena, "%s, %s", name, place->name);
    return name;
}

struct place_future
place_future(const struct place *old)
{
    struct place_future future = {0};
    const struct place *top = old;

    assert(old->era == PLACES_UNTIL_2025_06);
    while (top->within)
        top = top->within;
    const struct province *province = province_by_code(top->code);
    if (province)
        future.province = place_by_code(PLACES_SINCE_2025_07, province->code_2025);
    if (old->level == PLACE_PROVINCE)
        future.place = future.province;
    if (old->level == PLACE_COMMUNE)
        future.place = place_by_code(PLACES_SINCE_2025_07, old->code);
    return future;
}

/* SPDX-License-Identifier: Apache-2.0
 *
 * What a column means, from the labels over it, the broadest first.
 */
#include "sheet/header.h"

/* What the labels read so far say. */
struct reading {
    const struct aliases *aliases;
    struct arena *arena;
    struct column column;
    const char *group;
    bool lost; /* a label below was not understood */
};

static bool
is_trait_group(const char *group)
{
    return text_equal(group, "qualities") || text_equal(group, "competences") ||
           text_equal(group, "general") || text_equal(group, "specific");
}

static enum subject_part
part_of_key(const char *key)
{
    return text_equal(key, "muc")    ? SUBJECT_LEVEL
           : text_equal(key, "diem") ? SUBJECT_MARK
                                     : SUBJECT_COMMENT;
}

static void
set_subject(struct reading *reading, const struct alias *alias)
{
    reading->column.kind = ALIAS_SUBJECT;
    reading->column.subject = alias->key;
    reading->column.ambiguous = text_equal(alias->key, "?");
}

/* A word that names a subject and a trait: the group decides, or the other columns later. */
static void
set_subject_or_trait(struct reading *reading, const struct alias *subject,
                     const struct alias *trait)
{
    if (subject == NULL || (trait && is_trait_group(reading->group))) {
        reading->column.kind = ALIAS_TRAIT;
        reading->column.key = trait->key;
        return;
    }
    set_subject(reading, subject);
    if (trait && !text_equal(reading->group, "subjects")) {
        reading->column.either = true;
        reading->column.trait_key = trait->key;
    }
}

/* The comment of a group of traits: "Phẩm chất" over "Nhận xét". */
static bool
set_group_comment(struct reading *reading)
{
    static const char *const comments[][2] = {{"qualities", "nhan_xet_pham_chat"},
                                              {"general", "nhan_xet_nang_luc_chung"},
                                              {"specific", "nhan_xet_nang_luc_dac_thu"}};

    for (size_t i = 0; i < COUNT_OF(comments); i++)
        if (text_equal(reading->group, comments[i][0])) {
            reading->column.kind = ALIAS_FIELD;
            reading->column.key = comments[i][1];
            return true;
        }
    return false;
}

static void
set_part(struct reading *reading, const struct alias *alias)
{
    struct column *column = &reading->column;
    enum subject_part part = part_of_key(alias->key);

    if (column->kind == ALIAS_TRAIT || (column->either && part == SUBJECT_LEVEL)) {
        reading->lost |= part != SUBJECT_LEVEL;
        return;
    }
    if (is_trait_group(reading->group) && column->kind != ALIAS_SUBJECT) {
        reading->lost |= part != SUBJECT_COMMENT || !set_group_comment(reading);
        return;
    }
    if (text_equal(reading->group, "result") && part == SUBJECT_LEVEL) {
        column->kind = ALIAS_RESULT;
        return;
    }
    column->kind = ALIAS_PART;
    column->part = part;
    column->either = false;
}

/* "T" below a subject, "Đ" below a trait: an X there means that level. */
static bool
set_crossed(struct reading *reading, const char *label)
{
    struct column *column = &reading->column;

    if (column->kind == ALIAS_TRAIT)
        column->crossed = rating_parse(label, &column->rating);
    else if (column->kind == ALIAS_SUBJECT ||
             (column->kind == ALIAS_PART && column->part == SUBJECT_LEVEL && column->subject))
        column->crossed = level_parse(label, &column->level);
    return column->crossed;
}

/* A label below one that already says what the column is. */
static bool
stays_as_it_is(struct reading *reading, const struct alias *alias)
{
    enum alias_kind kind = reading->column.kind;

    if (kind == ALIAS_FIELD && alias->kind == ALIAS_NAME)
        return true; /* "Mẹ" over "Họ và tên" */
    if (kind == ALIAS_FIELD && alias->kind != ALIAS_FIELD) {
        reading->lost = true; /* "Mẹ" over "Ngày sinh" */
        return true;
    }
    return kind == ALIAS_IGNORE;
}

static void
take_alias(struct reading *reading, const char *words, const char *label)
{
    const struct aliases *aliases = reading->aliases;
    const struct alias *alias = alias_find(aliases, words, ALIAS_NONE);
    const struct alias *subject = alias_find(aliases, words, ALIAS_SUBJECT);
    const struct alias *trait = alias_find(aliases, words, ALIAS_TRAIT);

    if (stays_as_it_is(reading, alias))
        return;
    if (subject || trait) {
        set_subject_or_trait(reading, subject, trait);
    } else if (alias->kind == ALIAS_PART) {
        set_part(reading, alias);
    } else if (alias->kind == ALIAS_GROUP) {
        reading->group = alias->key;
        if (text_equal(alias->key, "result"))
            reading->column.kind = ALIAS_RESULT;
        else if (text_equal(alias->key, "subjects"))
            reading->column.kind = ALIAS_SUBJECT_NAME;
    } else if (alias->kind == ALIAS_RESULT) {
        reading->column.kind = ALIAS_RESULT;
        reading->column.crossed = result_parse(label, &reading->column.result) ||
                                  result_parse(alias->key, &reading->column.result);
    } else {
        reading->column.kind = alias->kind;
        reading->column.key = alias->key;
    }
}

/* "Điểm Toán", "Toán - Mức đạt được": a subject and a part in one label. */
static bool
take_composite(struct reading *reading, const char *words)
{
    const struct aliases *aliases = reading->aliases;

    for (const char *blank = strchr(words, ' '); blank; blank = strchr(blank + 1, ' ')) {
        const char *left = arena_copy(reading->arena, words, (size_t)(blank - words));
        const char *right = blank + 1;
        if (text_starts(right, "mon "))
            right += 4;
        const struct alias *subject = alias_find(aliases, left, ALIAS_SUBJECT);
        const struct alias *part = alias_find(aliases, right, ALIAS_PART);
        if (!subject || !part) {
            subject = alias_find(aliases, right, ALIAS_SUBJECT);
            part = alias_find(aliases, left, ALIAS_PART);
        }
        if (!subject || !part)
            continue;
        set_subject(reading, subject);
        set_part(reading, part);
        return true;
    }
    return false;
}

/* Without what stands in parentheses. */
static const char *
without_parentheses(const char *label, struct arena *arena)
{
    char *copy = arena_text(arena, label);
    char *open = strchr(copy, '(');

    if (open)
        *open = '\0';
    return alias_normal(arena, copy);
}

/* Column numbers below a header: "(1)", "2", "B". */
static bool
is_numbering(const char *words)
{
    return strlen(words) <= 2 && (strspn(words, "0123456789") == strlen(words));
}

static void
take_label(struct reading *reading, const char *label)
{
    const char *words = alias_normal(reading->arena, label);
    const char *rest = "", *bare;

    if (*words == '\0' || is_numbering(words))
        return;
    if (set_crossed(reading, label))
        return;
    if (reading->column.kind == ALIAS_AWARD && text_starts(words, "cuoi nam"))
        return; /* "Khen thưởng" over "Cuối năm" */
    if (alias_find(reading->aliases, words, ALIAS_NONE)) {
        take_alias(reading, words, label);
        return;
    }
    if (text_starts(words, "mon ") && alias_find(reading->aliases, words + 4, ALIAS_SUBJECT)) {
        take_alias(reading, words + 4, label);
        return;
    }
    if (period_find(label, reading->arena, &reading->column.period, &rest)) {
        reading->column.has_period = true;
        words = rest;
        if (*words == '\0')
            return;
        if (alias_find(reading->aliases, words, ALIAS_NONE)) {
            take_alias(reading, words, label);
            return;
        }
    }
    if (take_composite(reading, words))
        return;
    bare = without_parentheses(label, reading->arena);
    if (!text_equal(bare, words) && alias_find(reading->aliases, bare, ALIAS_NONE))
        take_alias(reading, bare, label);
    else if (*bare)
        reading->lost = true;
}

/* A subject alone over a column holds its level; of a year's summary the form says so. */
static void
settle(struct column *column)
{
    if (column->kind == ALIAS_SUBJECT && !column->either) {
        column->kind = ALIAS_PART;
        column->part = SUBJECT_LEVEL;
    }
}

struct column
column_resolve(const char *const *labels, size_t count, const struct aliases *aliases,
               struct arena *arena)
{
    struct reading reading = {.aliases = aliases, .arena = arena};
    const char *label = "";

    for (size_t i = 0; i < count; i++) {
        take_label(&reading, labels[i]);
        const char *squeezed = text_squeeze(arena, labels[i]);
        label = *label ? arena_printf(arena, "%s, %s", label, squeezed) : squeezed;
    }
    settle(&reading.column);
    if (reading.lost)
        reading.column.kind = ALIAS_NONE;
    reading.column.label = label;
    return reading.column;
}

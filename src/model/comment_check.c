/* SPDX-License-Identifier: Apache-2.0 */
#include "model/comment_check.h"

#include "base/unicode.h"

enum { SAME_NAMED_MAX = 3 };

struct checking {
    const struct comment_facts *facts;
    struct arena *arena;
    struct comment_hints *hints;
    const char *own; /* given name */
};

const char *
given_name(const char *name)
{
    const char *blank = strrchr(name, ' ');

    return blank ? blank + 1 : name;
}

static void
add_hint(const struct checking *work, const char *kind, const char *message)
{
    for (size_t i = 0; i < work->hints->list.count; i++)
        if (text_equal(work->hints->list.items[i].message, message))
            return;
    *list_add(work->arena, work->hints->list) = (struct comment_hint){kind, message};
}

/* --- words ------------------------------------------------------------------------------------ */

struct word {
    const char *text, *key, *fold; /* as written, in lower case, and without marks */
    bool first;                    /* of a sentence */
    bool capital;
};

struct words {
    LIST(struct word) list;
};

static bool
is_gap(char c)
{
    return strchr(" \t\n,.;:!?()[]{}\"/-", c) != NULL;
}

static void
split_words(struct arena *arena, const char *text, struct words *words)
{
    bool first = true;

    for (const char *p = text; *p;) {
        size_t size = 0;
        while (p[size] && !is_gap(p[size]))
            size++;
        if (size == 0) {
            first |= strchr(".!?\n", *p) != NULL;
            p++;
            continue;
        }
        struct word *word = list_add(arena, words->list);
        word->text = arena_copy(arena, p, size);
        word->key = unicode_name_key(arena, word->text);
        word->fold = unicode_fold_key(arena, word->text);
        word->first = first;
        const char *upper = unicode_upper(arena, word->text);
        word->capital = strncmp(upper, word->text, unicode_grapheme_size(span_of(upper))) == 0;
        first = false;
        p += size;
    }
}

/* --- names ------------------------------------------------------------------------------------ */

static bool
is_called_by(struct arena *arena, const struct word *word)
{
    static const char *const titles[] = {"em", "bạn", "con", "cháu"};

    for (size_t i = 0; i < COUNT_OF(titles); i++)
        if (text_equal(word->key, unicode_name_key(arena, titles[i])))
            return true;
    return false;
}

/* Given names with which sentences begin as words: "Hiền lành", "Tiến bộ rõ rệt". */
static bool
begins_sentences(struct arena *arena, const struct word *word)
{
    static const char *const words[] = {
        "hiền",  "chăm", "ngoan", "tốt",  "học",  "hòa",   "thông", "minh",  "vui",  "mạnh", "kiên",
        "trung", "đạt",  "thành", "tiến", "hăng", "nhanh", "tính",  "linh",  "sáng", "nhân", "hoàn",
        "tích",  "có",   "tự",    "biết", "lễ",   "khéo",  "cần",   "chính", "thật", "yêu",  "an",
    };

    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (text_equal(unicode_name_key(arena, words[i]), word->key))
            return true;
    return false;
}

static const struct classmate *
find_classmate(const struct checking *work, const struct word *word)
{
    for (size_t i = 0; i < work->facts->classmate_count; i++) {
        const struct classmate *mate = &work->facts->classmates[i];
        if (text_equal(unicode_name_key(work->arena, given_name(mate->name)), word->key))
            return mate;
    }
    return NULL;
}

/* A part of the pupil's own name: "Thu" of "Nguyễn Thu Hà". */
static bool
is_own_part(const struct checking *work, const struct word *word)
{
    struct words own = {0};

    split_words(work->arena, work->facts->name, &own);
    for (size_t i = 0; i < own.list.count; i++)
        if (text_equal(own.list.items[i].key, word->key))
            return true;
    return false;
}

static void
check_name(const struct checking *work, const struct words *words, size_t at)
{
    const struct word *word = &words->list.items[at];
    bool called = at > 0 && is_called_by(work->arena, &words->list.items[at - 1]);
    const struct classmate *mate = find_classmate(work, word);

    if (is_own_part(work, word) || (word->first && (!mate || begins_sentences(work->arena, word))))
        return;
    if (text_equal(unicode_fold_key(work->arena, work->own), word->fold))
        add_hint(
            work, "spelling",
            arena_printf(work->arena, "Tên viết “%s”; tên của em là “%s”.", word->text, work->own));
    else if (mate)
        add_hint(work, "name",
                 arena_printf(work->arena, "“%s” là tên của %s, không phải của em này.", word->text,
                              mate->name));
    else if (called)
        add_hint(work, "name",
                 arena_printf(work->arena, "“%s” không phải tên của em này (%s).", word->text,
                              work->facts->name));
}

static void
check_names(const struct checking *work, const struct words *words)
{
    for (size_t i = 0; i < words->list.count; i++)
        if (words->list.items[i].capital)
            check_name(work, words, i);
}

/* --- phrases ---------------------------------------------------------------------------------- */

/* All words in lower case, one blank between and around: whole words are found in it. */
static const char *
key_text(struct arena *arena, const struct words *words)
{
    struct buffer out;

    buffer_init(&out, 1 << 20);
    buffer_char(&out, ' ');
    for (size_t i = 0; i < words->list.count; i++)
        buffer_printf(&out, "%s ", words->list.items[i].key);
    const char *text = arena_copy(arena, out.data, out.size);
    buffer_clear(&out);
    return text;
}

static const char *
phrase_key(struct arena *arena, const char *phrase)
{
    struct words words = {0};

    split_words(arena, phrase, &words);
    return words.list.count > 0 ? key_text(arena, &words) : NULL;
}

static void
check_level(const struct checking *work, const char *text)
{
    static const struct {
        enum level level;
        const char *phrase;
    } opposites[] = {
        {LEVEL_T, "chưa hoàn thành"},
        {LEVEL_T, "chưa đạt"},
        {LEVEL_T, "còn yếu"},
        {LEVEL_T, "còn chậm"},
        {LEVEL_T, "cần cố gắng"},
        {LEVEL_H, "chưa hoàn thành"},
        {LEVEL_H, "hoàn thành xuất sắc"},
        {LEVEL_C, "hoàn thành tốt"},
        {LEVEL_C, "xuất sắc"},
        {LEVEL_C, "nắm vững"},
        {LEVEL_C, "rất tốt"},
    };

    for (size_t i = 0; i < COUNT_OF(opposites); i++) {
        if (opposites[i].level == work->facts->level &&
            strstr(text, phrase_key(work->arena, opposites[i].phrase)))
            add_hint(work, "level",
                     arena_printf(work->arena, "Mức là “%s” mà nhận xét ghi “%s”.",
                                  level_word(work->facts->level), opposites[i].phrase));
    }
}

static void
check_banned(const struct checking *work, const char *text)
{
    for (const char *p = work->facts->banned; p && *p;) {
        size_t size = strcspn(p, ",");
        const char *phrase = text_squeeze(work->arena, arena_copy(work->arena, p, size));
        const char *key = phrase_key(work->arena, phrase);
        if (key && strstr(text, key))
            add_hint(
                work, "banned",
                arena_printf(work->arena, "Trường không dùng từ “%s” trong nhận xét.", phrase));
        p += size + (p[size] == ',');
    }
}

/* --- the same words for several ----------------------------------------------------------------
 */

/* A text as it reads for anybody: the pupil's own given name is left out. */
static const char *
nameless_key(const struct checking *work, const char *text, const char *name)
{
    const char *given = unicode_name_key(work->arena, given_name(name));
    struct words words = {0}, kept = {0};

    split_words(work->arena, unicode_nfc(work->arena, text), &words);
    for (size_t i = 0; i < words.list.count; i++)
        if (!text_equal(words.list.items[i].key, given))
            *list_add(work->arena, kept.list) = words.list.items[i];
    return kept.list.count > 0 ? key_text(work->arena, &kept) : NULL;
}

static void
check_same(const struct checking *work, const char *text)
{
    const char *key = nameless_key(work, text, work->facts->name);
    struct buffer names;
    size_t count = 0;

    buffer_init(&names, 4096);
    for (size_t i = 0; key && i < work->facts->classmate_count; i++) {
        const struct classmate *mate = &work->facts->classmates[i];
        if (!mate->comment || !text_equal(nameless_key(work, mate->comment, mate->name), key))
            continue;
        if (count++ < SAME_NAMED_MAX)
            buffer_printf(&names, "%s%s", count > 1 ? ", " : "", mate->name);
    }
    if (count > 0)
        add_hint(work, "same",
                 arena_printf(work->arena, "Trùng nhận xét của %zu bạn trong lớp: %s%s.", count,
                              names.data, count > SAME_NAMED_MAX ? "…" : ""));
    buffer_clear(&names);
}

void
comment_hints_find(const char *text, const struct comment_facts *facts, struct arena *arena,
                   struct comment_hints *hints)
{
    struct checking work = {facts, arena, hints, given_name(facts->name)};
    struct words words = {0};

    if (text_is_blank(text))
        return;
    split_words(arena, unicode_nfc(arena, text), &words);
    if (words.list.count == 0)
        return;
    const char *key = key_text(arena, &words);
    check_names(&work, &words);
    check_level(&work, key);
    check_banned(&work, key);
    check_same(&work, text);
}

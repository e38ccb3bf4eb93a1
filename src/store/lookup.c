/* SPDX-License-Identifier: Apache-2.0 */
#include "store/lookup.h"

#include "store/pupil_row.h"

enum { REFRESH_PORTION = 500, QUESTION_MAX = 256 * 1024 };

/* --- kept in step ----------------------------------------------------------------------------- */

static void
read_pupil(struct row *row, void *into)
{
    pupil_read(row, into);
}

static enum status
refresh_one(struct store *store, const struct pupil *pupil, struct error *err)
{
    AUTO(arena) *arena = arena_new();
    struct enrolments years = {0};
    TRY(store_list_pupil_enrolments(store, pupil->id, arena, &years, err));
    TRY(ask(ASK(store, SQL_forget_lookup_words, v_text(pupil->id)), err));
    TRY(ask(ASK(store, SQL_set_lookup_words, v_text(pupil->id),
                v_text(lookup_words_of(arena, pupil, &years))),
            err));
    return ask(ASK(store, SQL_index_lookup_words, v_text(pupil->id)), err);
}

enum status
lookup_refresh(struct store *store, struct error *err)
{
    for (;;) {
        AUTO(arena) *arena = arena_new();
        struct pupils stale = {0};
        TRY(ask_list(ASK(store, SQL_list_stale_pupils, v_int(REFRESH_PORTION)), read_pupil, arena,
                     stale.list, err));
        for (size_t i = 0; i < stale.list.count; i++)
            TRY(refresh_one(store, &stale.list.items[i], err));
        if (stale.list.count < REFRESH_PORTION)
            return OK;
    }
}

enum status
lookup_is_stale(struct store *store, bool *stale, struct error *err)
{
    return ask_hit(ASK(store, SQL_list_stale_pupils, v_int(1)), stale, err);
}

/* --- asking ----------------------------------------------------------------------------------- */

/* Words are ASCII letters and digits by construction; both languages take them in quotes. */
static void
add_word(struct buffer *out, bool postgres, const char *word, bool prefix)
{
    if (postgres)
        buffer_printf(out, "'%s'%s", word, prefix ? ":*" : "");
    else
        buffer_printf(out, "\"%s\"%s", word, prefix ? "*" : "");
}

static void
add_term(struct buffer *out, bool postgres, const struct lookup_term *term,
         const struct lookup *lookup)
{
    const char * or = postgres ? " | " : " OR ";
    buffer_char(out, '(');
    if (term->name && lookup->unmarked)
        add_word(out, postgres, term->plain, !lookup->whole);
    else
        for (size_t i = 0; i < term->count; i++) {
            buffer_text(out, i ? or : "");
            add_word(out, postgres, term->words[i],
                     !term->whole[i] && !(term->name && lookup->whole));
        }
    buffer_char(out, ')');
}

static void
add_places(struct buffer *out, struct arena *arena, bool postgres, const struct lookup *lookup)
{
    const char * or = "";
    buffer_char(out, '(');
    for (size_t i = 0; i < lookup->unit_count + lookup->class_count; i++) {
        bool unit = i < lookup->unit_count;
        const char *id = unit ? lookup->units[i] : lookup->classes[i - lookup->unit_count];
        buffer_text(out, or);
        add_word(out, postgres, lookup_word_of_id(arena, unit ? 'u' : 'k', id), false);
        or = postgres ? " | " : " OR ";
    }
    buffer_char(out, ')');
}

static void
read_hit(struct row *row, void *into)
{
    struct lookup_hit *hit = into;
    pupil_read(row, &hit->pupil);
    hit->class_id = row_text(row);
    hit->class_name = row_text(row);
    hit->year = row_text(row);
    hit->grade = (int)row_int(row);
    hit->years = (int)row_int(row);
}

enum status
store_look_up(struct store *store, const struct lookup *lookup, struct arena *arena,
              struct lookup_hits *hits, struct error *err)
{
    AUTO(buffer) *text = buffer_new(QUESTION_MAX);
    bool postgres = store->driver->dialect == DIALECT_POSTGRES;
    size_t places = lookup->unit_count + lookup->class_count;
    int limit = lookup->limit < LOOKUP_HITS_MAX ? lookup->limit : LOOKUP_HITS_MAX;
    *hits = (struct lookup_hits){0};
    if (lookup->terms->count == 0 || (!lookup->everywhere && places == 0))
        return OK;
    if (places > LOOKUP_PLACES_MAX)
        return fail(err, INVALID, "Phạm vi tra cứu có quá nhiều đơn vị. Hãy chọn một trường.");
    for (size_t i = 0; i < lookup->terms->count; i++) {
        buffer_text(text, i == 0 ? "" : postgres ? " & " : " AND ");
        add_term(text, postgres, &lookup->terms->items[i], lookup);
    }
    if (!lookup->everywhere) {
        buffer_text(text, postgres ? " & " : " AND ");
        add_places(text, arena, postgres, lookup);
    }
    return ask_list(ASK(store, SQL_look_up, v_text(text->data), v_int(limit)), read_hit, arena,
                    hits->list, err);
}

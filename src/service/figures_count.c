/* SPDX-License-Identifier: Apache-2.0
 *
 * A pupil's steps are walked in the order of time; after each day it is said what holds.  Of
 * several records of a pupil (one made anew, one that replaces another) whatever holds of any holds
 * of the pupil, but withdrawn is only who has none that counts.
 */
#include <stdio.h>
#include <stdlib.h>

#include "model/curriculum.h"
#include "model/state.h"
#include "service/figures.h"

enum { RECORDS_MAX = 32, WANTED_MAX = SUBJECTS_MAX + TRAIT_COUNT, KEY_MAX = 64 };

enum {
    SIGNED = FIGURE_BIT(FIGURE_SIGNED_GVBM) | FIGURE_BIT(FIGURE_SIGNED_GVCN) |
             FIGURE_BIT(FIGURE_SIGNED_CBQL),
};

struct walked_record {
    const char *uuid;
    enum state state;
    unsigned bits; /* checked and signed */
    bool in_ledger, replaces_issued, was_issued;
    bool held; /* made by another program, received, and it counts */
    bool fell;
};

/* What must be entered of a pupil of one grade. */
struct wanted {
    char keys[WANTED_MAX][KEY_MAX];
    size_t count;
};

struct walk {
    const struct wanted *wanted;
    bool filled[WANTED_MAX];
    struct walked_record records[RECORDS_MAX];
    size_t record_count;
};

/* From `day` on (in days since 1970) the pupil's bits are others. */
struct turn {
    int grade;
    int64_t day;
    unsigned before, after;
};

struct turns {
    LIST(struct turn) list;
};

static int64_t
day_of(struct moment moment)
{
    return date_to_days(moment_to_date(moment_in_vietnam(moment.seconds)));
}

/* --- what is wanted --------------------------------------------------------------------------- */

static void
find_wanted(int grade, int first_year, struct wanted *wanted)
{
    const struct curriculum *curriculum;
    struct error err;

    wanted->count = 0;
    if (curriculum_find(grade, first_year, &curriculum, &err) != OK)
        return;
    for (size_t i = 0; i < curriculum->row_count; i++)
        if (!curriculum->rows[i].elective)
            snprintf(wanted->keys[wanted->count++], KEY_MAX, "mon.%s.muc",
                     curriculum->rows[i].subject->code);
    for (int i = 0; i < TRAIT_COUNT; i++)
        if (!curriculum->optional_traits[i])
            snprintf(wanted->keys[wanted->count++], KEY_MAX, "%s",
                     field_of_trait((enum trait)i)->key);
}

static bool
all_filled(const struct walk *walk)
{
    for (size_t i = 0; i < walk->wanted->count; i++)
        if (!walk->filled[i])
            return false;
    return walk->wanted->count > 0;
}

/* --- steps ------------------------------------------------------------------------------------ */

static struct walked_record *
record_of(struct walk *walk, const char *uuid)
{
    for (size_t i = 0; i < walk->record_count; i++)
        if (text_equal(walk->records[i].uuid, uuid))
            return &walk->records[i];
    if (walk->record_count == RECORDS_MAX) /* the oldest says nothing any more */
        memmove(walk->records, walk->records + 1, --walk->record_count * sizeof walk->records[0]);
    struct walked_record *made = &walk->records[walk->record_count++];
    *made = (struct walked_record){.uuid = uuid, .state = STATE_DRAFT};
    return made;
}

static unsigned
bit_of_verb(enum verb verb)
{
    switch (verb) {
    case VERB_CHECK: return FIGURE_BIT(FIGURE_CHECKED);
    case VERB_SIGN_GVBM: return FIGURE_BIT(FIGURE_SIGNED_GVBM);
    case VERB_SIGN_GVCN: return FIGURE_BIT(FIGURE_SIGNED_GVCN);
    case VERB_SIGN_CBQL: return FIGURE_BIT(FIGURE_SIGNED_CBQL);
    default: return 0;
    }
}

static void
take_record_step(struct walk *walk, const struct figure_step *step)
{
    bool replaces_issued = step->replaces[0] && record_of(walk, step->replaces)->was_issued;
    struct walked_record *record = record_of(walk, step->record);
    enum verb verb;

    if (!verb_parse(step->key, &verb) || !state_parse(step->to, &record->state))
        return;
    if (record->state <= STATE_CREATED)
        record->bits = 0; /* every signature falls */
    record->bits |= bit_of_verb(verb);
    record->was_issued |= state_is_issued(record->state);
    record->replaces_issued = replaces_issued;
}

static void
take_received(struct walked_record *record, const struct figure_step *step)
{
    record->held = !record->fell && text_equal(step->to, "valid");
}

static void
take_step(struct walk *walk, const struct figure_step *step)
{
    if (step->kind == FIGURE_STEP_RECORD)
        take_record_step(walk, step);
    else if (step->kind == FIGURE_STEP_LEDGER)
        record_of(walk, step->record)->in_ledger = true;
    else if (step->kind == FIGURE_STEP_RECEIVED || step->kind == FIGURE_STEP_STATUS)
        take_received(record_of(walk, step->record), step);
    else if (step->kind == FIGURE_STEP_VOID)
        *record_of(walk, step->record) = (struct walked_record){.uuid = step->record, .fell = true};
    else
        for (size_t i = 0; i < walk->wanted->count; i++)
            if (text_equal(walk->wanted->keys[i], step->key))
                walk->filled[i] = step->to[0] != '\0';
}

/* --- what holds ------------------------------------------------------------------------------- */

static unsigned
record_bits(const struct walked_record *record)
{
    unsigned bits = FIGURE_BIT(FIGURE_ENTERED) | record->bits;

    if (record->state == STATE_SUSPENDED || record->state == STATE_REVOKED)
        return FIGURE_BIT(FIGURE_REVOKED);
    if (record->state < STATE_CREATED || record->state == STATE_REPLACED ||
        record->state == STATE_DISCARDED)
        return 0;
    if (bits & SIGNED)
        bits |= FIGURE_BIT(FIGURE_CHECKED);
    if (!state_counts(record->state) || !state_is_issued(record->state))
        return bits;
    bits |= FIGURE_BIT(FIGURE_ISSUED) | FIGURE_BIT(FIGURE_CHECKED);
    if (record->in_ledger)
        bits |= FIGURE_BIT(FIGURE_IN_LEDGER);
    return record->replaces_issued ? bits | FIGURE_BIT(FIGURE_CORRECTED) : bits;
}

/* Of whoever is held nothing is missing here: the work was done elsewhere. */
static unsigned
lacking_bits(unsigned bits)
{
    unsigned lacking = 0;

    if (bits & FIGURE_BIT(FIGURE_HELD))
        return 0;
    for (enum figure figure = FIGURE_ENTERED; figure <= FIGURE_IN_LEDGER; figure++)
        if (!(bits & FIGURE_BIT(figure)))
            lacking |= FIGURE_BIT(figure_lacking(figure));
    return lacking;
}

static unsigned
walk_bits(const struct walk *walk)
{
    unsigned bits = FIGURE_BIT(FIGURE_ENROLLED);

    if (all_filled(walk))
        bits |= FIGURE_BIT(FIGURE_ENTERED);
    for (size_t i = 0; i < walk->record_count; i++)
        bits |= walk->records[i].held ? FIGURE_BIT(FIGURE_HELD) : record_bits(&walk->records[i]);
    if (bits & (FIGURE_BIT(FIGURE_ISSUED) | FIGURE_BIT(FIGURE_HELD)))
        bits &= ~FIGURE_BIT(FIGURE_REVOKED);
    return bits | lacking_bits(bits);
}

/* --- a pupil ---------------------------------------------------------------------------------- */

/* The pupil's days in the class; where none is kept, the school year's. */
struct stay {
    int64_t first, last, numbered;
};

static struct stay
stay_of(const struct figure_pupil *pupil, int first_year)
{
    const struct date august = {(int16_t)first_year, 8, 1};
    struct stay stay = {.first = date_to_days(date_is_none(pupil->from) ? august : pupil->from),
                        .last = date_is_none(pupil->to) ? INT64_MAX : date_to_days(pupil->to)};

    stay.numbered = INT64_MAX;
    if (pupil->personal_number && text_is_digits(pupil->personal_number, 12)) {
        stay.numbered = pupil->numbered_at.seconds ? day_of(pupil->numbered_at) : stay.first;
        if (stay.numbered < stay.first)
            stay.numbered = stay.first;
    }
    return stay;
}

static void
turn(const struct counting *it, struct turns *turns, int grade, int64_t day, unsigned *bits,
     unsigned after)
{
    if (*bits == after)
        return;
    *list_add(it->arena, turns->list) = (struct turn){grade, day, *bits, after};
    *bits = after;
}

/* Walks `steps` until the day after `until`; what holds then. Turns go into `turns` (may be NULL).
 */
static unsigned
walk_pupil(const struct counting *it, const struct figure_pupil *pupil, size_t *at, int64_t until,
           struct turns *turns)
{
    const struct figure_step *steps = it->steps->list.items;
    struct turns unused = {0};
    struct wanted wanted;
    struct walk walk = {.wanted = &wanted};
    unsigned bits = 0;
    int first_year = 0;

    (void)school_year_parse(it->class->year, &first_year);
    find_wanted(pupil->grade, first_year, &wanted);
    const struct stay stay = stay_of(pupil, first_year);
    turns = turns ? turns : &unused;
    int64_t end = stay.last < until ? stay.last : until;
    for (int64_t day = stay.first; day <= end;) {
        int64_t next = INT64_MAX; /* the day of the next step that is later */
        for (; *at < it->steps->list.count && text_equal(steps[*at].enrolment, pupil->enrolment);
             ++*at) {
            bool dated = !it->own_clock || steps[*at].kind != FIGURE_STEP_LEDGER;
            if (dated && day_of(steps[*at].at) > day) {
                next = day_of(steps[*at].at);
                break;
            }
            take_step(&walk, &steps[*at]);
        }
        if (stay.numbered > day && stay.numbered < next)
            next = stay.numbered;
        turn(it, turns, pupil->grade, day, &bits,
             walk_bits(&walk) | (stay.numbered <= day ? FIGURE_BIT(FIGURE_NUMBERED) : 0));
        if (next == INT64_MAX)
            break;
        day = next;
    }
    if (stay.last < until)
        turn(it, turns, pupil->grade, stay.last + 1, &bits, 0);
    return bits;
}

/* Where the steps of an enrolment begin; both lists are in its order. */
static void
seek(const struct counting *it, const char *enrolment, size_t *at)
{
    while (*at < it->steps->list.count &&
           strcmp(it->steps->list.items[*at].enrolment, enrolment) < 0)
        ++*at;
}

struct pupil_state *
figures_states(const struct counting *it, struct date day)
{
    struct pupil_state *states =
        arena_make_array(it->arena, it->pupils->list.count + 1, struct pupil_state);
    size_t at = 0;

    for (size_t i = 0; i < it->pupils->list.count; i++) {
        const struct figure_pupil *pupil = &it->pupils->list.items[i];
        seek(it, pupil->enrolment, &at);
        states[i] =
            (struct pupil_state){pupil, walk_pupil(it, pupil, &at, date_to_days(day), NULL)};
    }
    return states;
}

/* --- the class -------------------------------------------------------------------------------- */

static int
compare_turns(const void *a, const void *b)
{
    const struct turn *x = a, *y = b;

    if (x->grade != y->grade)
        return x->grade < y->grade ? -1 : 1;
    return x->day < y->day ? -1 : x->day > y->day;
}

static void
apply(const struct turn *turn, int64_t counts[FIGURE_KEPT])
{
    for (int i = 0; i < FIGURE_KEPT; i++)
        counts[i] += (int64_t)((turn->after >> i) & 1) - (int64_t)((turn->before >> i) & 1);
}

static void
add_rows(const struct counting *it, struct turns *turns, struct class_figures *figures)
{
    struct class_figure row = {
        .class_id = it->class->id, .unit = it->class->unit, .year = it->class->year};
    const struct turn *all = turns->list.items;
    size_t count = turns->list.count;

    if (count > 0)
        qsort(turns->list.items, count, sizeof *all, compare_turns);
    for (size_t i = 0; i < count; i++) {
        if (i == 0 || all[i].grade != row.grade)
            memset(row.counts, 0, sizeof row.counts);
        row.grade = all[i].grade;
        apply(&all[i], row.counts);
        if (i + 1 < count && all[i + 1].grade == all[i].grade && all[i + 1].day == all[i].day)
            continue;
        row.from = date_from_days(all[i].day);
        const struct class_figure *last =
            figures->list.count ? &figures->list.items[figures->list.count - 1] : NULL;
        if (last && last->grade == row.grade &&
            memcmp(last->counts, row.counts, sizeof row.counts) == 0)
            continue;
        *list_add(it->arena, figures->list) = row;
    }
}

void
figures_count(const struct counting *it, struct class_figures *figures)
{
    struct turns turns = {0};
    size_t at = 0;

    for (size_t i = 0; i < it->pupils->list.count; i++) {
        const struct figure_pupil *pupil = &it->pupils->list.items[i];
        seek(it, pupil->enrolment, &at);
        (void)walk_pupil(it, pupil, &at, INT64_MAX, &turns);
    }
    *figures = (struct class_figures){0};
    add_rows(it, &turns, figures);
}

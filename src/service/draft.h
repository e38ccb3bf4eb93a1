/* SPDX-License-Identifier: Apache-2.0
 *
 * Drafts: what the store (or a workbook) knows of a pupil's year, as the record that it would
 * become, with the facts that the rules need beside it.  Everything lives in the app's arena.
 *
 * Keys of values: those of model's record_fields; "mon.<code>.muc|diem|nhan_xet", for an earlier
 * period with ".gk1" ".hk1" ".gk2" behind; and the notes "trang_thai", "ghi_chu",
 * "khen_thuong_cuoi_nam", "khen_thuong_dot_xuat" (see sheet/workbook_map.h); of a pupil also
 * "qua_trinh.<year>" = "class; school; date": a year that this instance does not hold.
 *
 * A draft's record has every field but those made when the record is created (uuid, created);
 * issue_date is the year's planned one.  Leaders and teachers are those assigned on that day
 * (today when none is planned), by the decision about who signs when there are several.  The
 * result, completion and the promotion of who completed are computed; what was entered is kept
 * beside, for the rules to compare.
 */
#ifndef HOCBA_SERVICE_DRAFT_H
#define HOCBA_SERVICE_DRAFT_H

#include "model/curriculum.h"
#include "model/rules.h"
#include "service/school.h"
#include "service/year.h"
#include "store/decisions.h"
#include "store/drafts.h"

/* A class with all that its drafts have in common. */
struct class_context {
    struct school_class class;
    struct unit school, department; /* department.id is NULL when the school has none */
    struct year_rules rules;
    struct date day; /* on which assignments are looked up: the planned issue date, or today */
    struct assignments assignments;         /* those of the school that hold on that day */
    const struct assignment *principal;     /* who signs as CBQL; NULL: nobody is assigned */
    const struct assignment *class_teacher; /* who signs as GVCN; NULL: nobody, or see doubt */
    const char *class_teacher_doubt;        /* several and no decision: the sentence; else NULL */
};

struct draft {
    struct enrolled enrolled; /* enrolment, pupil, class name, year; empty without an instance */
    struct record record;
    struct draft_facts facts;
    const struct curriculum *curriculum;    /* NULL: no rules of TT27 for that grade and year ... */
    const char *refusal;                    /* ... with the reason */
    const char *pupil_state, *note;         /* "Đang học"; Ghi chú */
    bool award_marked, award_sudden_marked; /* an X in the class summary */
    /* levels of the periods before the year's end, for the class summary */
    enum level levels[SUBJECTS_MAX][PERIOD_COUNT];
    enum rating ratings[TRAIT_COUNT][PERIOD_COUNT];
    struct problems broken; /* values that could not be read, as problems */
};

struct drafts {
    struct class_context context;
    LIST(struct draft) list;    /* in the order of the class list */
    struct draft_values values; /* as they are kept; those of an enrolment stand together */
};

/* --- of the instance ------------------------------------------------------------------------- */

MUST_CHECK enum status class_context_load(struct app *app, const char *class_id,
                                          struct class_context *context, struct error *err);
/* The login that a decision about who signs (signer_choice) names for a key like "gvcn" or
 * "gvbm TV" in that class; the newest decision stands. NULL: none. */
const char *chosen_signer(const struct decisions *decisions, const char *class_id, const char *key);
/* All pupils of a class, in a handful of queries. */
MUST_CHECK enum status drafts_load(struct app *app, const char *class_id, struct drafts *drafts,
                                   struct error *err);
/* The same for records that will bear another issue date than the year's: replacements, made later.
 */
MUST_CHECK enum status drafts_load_dated(struct app *app, const char *class_id, struct date issued,
                                         struct drafts *drafts, struct error *err);
/* One of them; drafts->list has one item. */
MUST_CHECK enum status drafts_load_one(struct app *app, const char *enrolment_id,
                                       struct drafts *drafts, struct error *err);
/* The text of NHAN_XET_GVCN: the teacher's own, else the three comments joined; in strict v1.0 the
 * comments of the subjects as well (record-xml.md). NULL when there is none of them. */
const char *draft_teacher_comment(const struct draft *draft, struct arena *arena);

/* --- building, pure -------------------------------------------------------------------------- */

/* An empty draft of that grade (0: unknown) in that year ("2023-2024"). */
void draft_begin(struct draft *draft, int grade, const char *year_name, struct arena *arena);
/* One value. An unreadable one becomes a problem of the draft. */
void draft_put(struct draft *draft, const char *key, const char *text, struct arena *arena);
/* After all values: the subjects in the template's order, the result and what follows from it. */
void draft_finish(struct draft *draft, struct arena *arena);
/* The rules over one draft; a missing curriculum and unreadable values are problems too. */
void draft_check(const struct draft *draft, struct arena *arena, struct problems *problems);

/* A key's parts: "mon.TV.diem.gk1". False when it is no key of a subject. */
bool subject_key_parse(const char *key, const struct subject **subject, enum subject_part *part,
                       enum period *period);
/* The key without its period: "pham_chat_yeu_nuoc.gk1" -> that field and PERIOD_MID_1; a key
 * without one is of the year's end. NULL when there is no such field. */
const struct field *field_key_parse(const char *key, enum period *period);

#endif

/* SPDX-License-Identifier: Apache-2.0
 *
 * Inspection (kiểm tra) by a department: a round with its decision and scope, a sample of schools
 * weighted by risk and of their records at random, the checklist of KH213's conditions, findings,
 * the school's answer, what follows, the end.  How the sample is drawn and what each fact weighs is
 * written in docs/inspection.md, so that anybody can draw it again.
 *
 * A round is open, then sampled, then closed; only a sampled one takes answers and findings.
 */
#ifndef HOCBA_SERVICE_INSPECTION_H
#define HOCBA_SERVICE_INSPECTION_H

#include "service/public_check.h"
#include "service/school.h"
#include "store/inspections.h"
#include "store/minutes.h"
#include "store/received.h"
#include "store/records.h"

enum {
    INSPECTION_SCHOOLS_MAX = 2000, /* in the scope of a round */
    INSPECTION_RECORDS_MAX = 200,  /* drawn per school */
    INSPECTION_TEXT_MAX = 4000,    /* bytes of a remark, a finding ... */
    INSPECTION_FILE_MAX = 5 * 1024 * 1024,
    INSPECTION_FILES_MAX = 10,        /* for a finding */
    INSPECTION_FILE_NAME_MAX = 120,   /* graphemes */
    INSPECTION_POPULATION_MAX = 20000 /* records of a school in a year */
};

/* The conditions of KH213, II.4. */
struct inspection_item {
    const char *key, *sentence, *article;
};
extern const struct inspection_item inspection_items[];
extern const size_t inspection_item_count;

enum inspection_state { INSPECTION_OPEN, INSPECTION_SAMPLED, INSPECTION_CLOSED };
enum inspection_state inspection_state_of(const struct inspection *round);
const char *inspection_state_key(enum inspection_state state);  /* "open" */
const char *inspection_state_word(enum inspection_state state); /* Vietnamese */
/* Of a finding by its last step: "found", "answered", "followed", "remedied". */
const char *inspection_finding_state(const struct inspection_finding *finding);
/* Of a finding's key, "major": Vietnamese; NULL: no such key. */
const char *inspection_severity_word(const char *severity);

/* --- the draw, pure (service/inspection_draw.c) ----------------------------------------------- */

/* What the weight is a sum of. */
enum inspection_fact {
    INSPECTION_BASE, /* every school */
    INSPECTION_RETURNED,
    INSPECTION_REVOCATIONS,
    INSPECTION_NO_SEAL,
    INSPECTION_MISSING, /* pupils without a record that was issued or received */
    INSPECTION_LATE,    /* against the year's calendar */
    INSPECTION_FAULTY,  /* pupils whose draft, or record handed in, has errors */
    INSPECTION_FACT_COUNT
};
int64_t inspection_weight_of(const struct inspection_school *school, enum inspection_fact fact);
int64_t inspection_weight(const struct inspection_school *school);
/* Sets the weight and place of each; the schools stand by code.  `wanted` above their number: all.
 */
void inspection_draw_schools(const char *seed, size_t wanted, struct inspection_schools *schools);
/* The first `wanted` of the records in the order of the draw come to the front, with places. */
void inspection_draw_records(const char *seed, size_t wanted, struct arena *arena,
                             struct inspection_records *records);

/* --- the verbs -------------------------------------------------------------------------------- */

/* round->id, unit, by are set here; seed NULL: a random one.  unit_code: the department.
 * codes: the schools of the scope; count 0: all that it manages today. */
MUST_CHECK enum status inspection_open(struct app *app, struct inspection *round,
                                       const char *unit_code, const char *const *codes,
                                       size_t count, struct error *err);
/* Asked between two schools; false: it is to stop, and UNAVAILABLE is returned. */
struct inspection_pace {
    bool (*goes_on)(void *context);
    void *context;
};
/* Once. `pace` may be NULL. */
MUST_CHECK enum status inspection_sample(struct app *app, const char *code, size_t schools,
                                         size_t records, const struct inspection_pace *pace,
                                         struct error *err);
/* What of that can be said before anything is read: USAGE, DENIED, NOT_FOUND, CONFLICT. */
MUST_CHECK enum status inspection_may_sample(struct app *app, const char *code, size_t schools,
                                             size_t records, struct inspection *round,
                                             struct error *err);
/* check->school: the school's code. */
MUST_CHECK enum status inspection_check(struct app *app, const char *code,
                                        const struct inspection_check *check, struct error *err);
/* Several items of one school, all or none. */
MUST_CHECK enum status inspection_check_all(struct app *app, const char *code,
                                            const struct inspection_check *checks, size_t count,
                                            struct error *err);
/* finding->school: the school's code; sets its number. */
MUST_CHECK enum status inspection_find(struct app *app, const char *code,
                                       struct inspection_finding *finding, struct error *err);
MUST_CHECK enum status inspection_answer(struct app *app, int64_t finding, const char *text,
                                         struct error *err);
/* A file of evidence: PDF, JPEG or PNG by its first bytes. USAGE: another kind, empty, too large,
 * too many; CONFLICT: the finding has it, or the minutes are signed. */
MUST_CHECK enum status inspection_add_file(struct app *app, int64_t finding, const char *name,
                                           struct span bytes, struct error *err);
/* Of the round, for who may see that school's part of it; with its bytes. */
MUST_CHECK enum status inspection_find_file(struct app *app, const char *code, int64_t number,
                                            struct inspection_file *file, struct error *err);
/* Not remedied: a new deadline is needed. */
MUST_CHECK enum status inspection_follow(struct app *app, int64_t finding, bool remedied,
                                         const char *remark, struct date deadline,
                                         struct error *err);
/* CONFLICT: a drawn school's checklist has an item without answer, a finding is not remedied, a
 * school has neither signed minutes nor a reason why not (service/minutes.h). */
MUST_CHECK enum status inspection_close(struct app *app, const char *code, const char *conclusion,
                                        struct error *err);

/* A school's leaders see what concerns their own schools alone. */
struct inspection_view {
    struct inspection round;
    struct inspection_schools schools; /* empty before the draw */
    struct inspection_records records;
    struct inspection_checks checks;
    struct inspection_findings findings;
};
MUST_CHECK enum status inspection_load(struct app *app, const char *code,
                                       struct inspection_view *view, struct error *err);
/* The round alone, without asking who wants it. */
MUST_CHECK enum status inspection_find_round(struct app *app, const char *code,
                                             struct inspection *round, struct error *err);
/* What a page shows of a round: the view, and ... */
struct inspection_look {
    struct inspection_view it;
    const char *unit_name; /* who inspects */
    bool may_inspect;
    struct inspection_schools scope; /* before the draw: facts and weights as they are now */
    struct inspection_steps steps;   /* after the findings, oldest first */
};
MUST_CHECK enum status inspection_look(struct app *app, const char *code,
                                       struct inspection_look *look, struct error *err);
/* The drawn records of a school (its id), whichever program made them, in the order of the draw. */
struct inspection_drawn {
    const char *uuid, *pupil_code, *pupil_name;
    const char *class_name; /* NULL: received, which names no class of ours */
    int grade;
    bool received;
    const char *word; /* of a received one: how it stands */
};
struct inspection_drawn_list {
    LIST(struct inspection_drawn) list;
};
MUST_CHECK enum status inspection_list_drawn(struct app *app, const struct inspection_view *view,
                                             const char *school,
                                             struct inspection_drawn_list *drawn,
                                             struct error *err);
/* One of them: the file as it was signed, and for the access log. NOT_FOUND: not in the sample that
 * the actor may see; DENIED: may not see the school's records. */
struct inspection_paper {
    const char *uuid, *unit, *unit_code;
    const char *pupil; /* id; NULL: of a received one, whose pupil is not in a class here */
    bool received;
    struct record_row row;       /* made here */
    struct received_state state; /* received */
    struct span file;
};
MUST_CHECK enum status inspection_find_record(struct app *app, const char *code, const char *uuid,
                                              struct inspection_paper *paper, struct error *err);
/* As printed. CONFLICT: it does not count any more; UNTRUSTED: a received one does not pass the
 * verifier. */
MUST_CHECK enum status inspection_print_record(struct app *app,
                                               const struct inspection_paper *paper,
                                               struct buffer *pdf, struct error *err);
/* Those rounds that the actor may see. */
MUST_CHECK enum status inspection_list(struct app *app, struct inspections *rounds,
                                       struct error *err);

#endif

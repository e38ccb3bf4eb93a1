/* SPDX-License-Identifier: Apache-2.0
 *
 * Inspection rounds (đợt kiểm tra): scope, the sample as it was drawn, answers to the checklist,
 * findings and what came after them; all of it append-only.
 */
#ifndef HOCBA_STORE_INSPECTIONS_H
#define HOCBA_STORE_INSPECTIONS_H

#include "store/store.h"

struct inspection {
    const char *id;   /* UUID */
    const char *code; /* the round's own, unique here: "KT-2024-01" */
    const char *unit; /* id of who inspects */
    const char *year, *decision, *criteria, *members, *seed;
    struct date from, to;
    struct moment made;
    const char *by;
    /* Read only. */
    int64_t schools, drawn;
    const char *conclusion; /* NULL: not closed */
};
struct inspections {
    LIST(struct inspection) list;
};

/* A school of the scope: what was known of it, its weight, its place in the draw. */
struct inspection_school {
    const char *id, *code, *name;
    int64_t place; /* from 1; 0: not drawn */
    int64_t weight;
    int64_t enrolled, issued; /* pupils in classes of the year; those with a record that counts */
    int64_t returned;         /* times that a record was sent back */
    int64_t revocations;      /* records that a revocation was asked for */
    int64_t seals;            /* approved certificates of the school that are valid */
    int64_t late_days;        /* since the first milestone that is not met */
    int64_t faulty;           /* pupils whose draft, or record handed in, has errors */
};
struct inspection_schools {
    LIST(struct inspection_school) list;
};

struct inspection_record {
    const char *uuid, *school; /* the school's id */
    int64_t place;             /* in the one draw of the school's records */
    bool received;             /* made by another program, and received through the gateway */
};
struct inspection_records {
    LIST(struct inspection_record) list;
};

#define INSPECTION_YES    "yes"
#define INSPECTION_NO     "no"
#define INSPECTION_PARTLY "partly"

struct inspection_check {
    const char *school, *item, *answer, *remark;
};
struct inspection_checks {
    LIST(struct inspection_check) list;
};

struct inspection_finding {
    int64_t number;
    const char *inspection;           /* id when it is added, the round's code when read */
    const char *school, *school_code; /* the code: read only */
    const char *severity;             /* minor, major, critical */
    const char *article, *finding;
    const char *evidence; /* NULL: none */
    struct date deadline; /* the newest */
    /* Read only: the last step, NULL: none yet. */
    const char *step, *remark;
};
struct inspection_findings {
    LIST(struct inspection_finding) list;
};

struct inspection_step {
    int64_t finding;
    const char *step, *remark;
    struct date deadline; /* {0}: it stayed */
    struct moment made;
    const char *by; /* a name */
};
struct inspection_steps {
    LIST(struct inspection_step) list;
};

#define INSPECTION_ANSWERED "answered" /* by the school */
#define INSPECTION_FOLLOWED "followed" /* looked at again, not yet remedied */
#define INSPECTION_REMEDIED "remedied"

/* CONFLICT: the code is taken. schools: ids. */
MUST_CHECK enum status store_add_inspection(struct store *store, const struct inspection *round,
                                            const char *const *schools, size_t count,
                                            const struct stamp *stamp, struct error *err);
/* `code` NULL: all. Newest first. */
MUST_CHECK enum status store_list_inspections(struct store *store, const char *code,
                                              struct arena *arena, struct inspections *rounds,
                                              struct error *err);
/* The facts as they are now (place and weight 0, without what figures and drafts say), or all as
 * they were at the draw. By code. */
MUST_CHECK enum status store_list_inspection_facts(struct store *store,
                                                   const struct inspection *round,
                                                   struct moment now, struct arena *arena,
                                                   struct inspection_schools *schools,
                                                   struct error *err);
MUST_CHECK enum status store_list_inspection_sample(struct store *store, const char *id,
                                                    struct arena *arena,
                                                    struct inspection_schools *schools,
                                                    struct error *err);
/* Of what a school has issued for that year, here or by another program: UUIDs, and whether it was
 * received. */
MUST_CHECK enum status store_list_inspection_population(struct store *store, const char *school,
                                                        const char *year, struct arena *arena,
                                                        struct inspection_records *records,
                                                        struct error *err);
/* CONFLICT: the round has its sample. */
MUST_CHECK enum status store_add_inspection_sample(struct store *store, const char *id,
                                                   const struct inspection_schools *schools,
                                                   const struct inspection_records *records,
                                                   const struct stamp *stamp, struct error *err);
MUST_CHECK enum status store_list_inspection_records(struct store *store, const char *id,
                                                     struct arena *arena,
                                                     struct inspection_records *records,
                                                     struct error *err);
MUST_CHECK enum status store_add_inspection_check(struct store *store, const char *id,
                                                  const struct inspection_check *check,
                                                  const struct stamp *stamp, struct error *err);
MUST_CHECK enum status store_list_inspection_checks(struct store *store, const char *id,
                                                    struct arena *arena,
                                                    struct inspection_checks *checks,
                                                    struct error *err);
/* Sets finding->number. */
MUST_CHECK enum status store_add_inspection_finding(struct store *store,
                                                    struct inspection_finding *finding,
                                                    const struct stamp *stamp, struct error *err);
/* `id` NULL: of all rounds; `number` 0: all. */
MUST_CHECK enum status store_list_inspection_findings(struct store *store, const char *id,
                                                      int64_t number, struct arena *arena,
                                                      struct inspection_findings *findings,
                                                      struct error *err);
/* deadline {0}: it stays. */
MUST_CHECK enum status store_add_inspection_step(struct store *store, int64_t finding,
                                                 const char *step, const char *remark,
                                                 struct date deadline, const struct stamp *stamp,
                                                 struct error *err);
/* Of all findings of a round, oldest first. */
MUST_CHECK enum status store_list_inspection_steps(struct store *store, const char *id,
                                                   struct arena *arena,
                                                   struct inspection_steps *steps,
                                                   struct error *err);
/* CONFLICT: it is closed. */
MUST_CHECK enum status store_close_inspection(struct store *store, const char *id,
                                              const char *conclusion, const struct stamp *stamp,
                                              struct error *err);

#endif

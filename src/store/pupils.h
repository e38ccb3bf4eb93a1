/* SPDX-License-Identifier: Apache-2.0
 *
 * Pupils and their enrolments.  A pupil is found by code, then personal number, then name with
 * birth date; the last two may find several: the caller reports doubt and never guesses.
 */
#ifndef HOCBA_STORE_PUPILS_H
#define HOCBA_STORE_PUPILS_H

#include "store/store.h"

struct pupil {
    const char *id, *unit;
    const char *code;            /* MA_HOC_SINH; unique in the unit; NULL: none yet */
    const char *personal_number; /* as entered; NULL: none */
    const char *name;            /* as on the birth certificate, NFC */
    struct date birth_date;
    /* Made by the store from `name`: unicode_name_key, unicode_fold_key. */
    const char *name_key, *fold_key;
};

struct pupils {
    LIST(struct pupil) list;
};

struct enrolment {
    const char *id, *pupil, *class_id;
    int grade;
    struct date from, to; /* {0}: not known, open */
    int list_order;       /* 1.. in the class list; 0: by name */
};

/* An enrolment with its pupil and class, as lists need it. */
struct enrolled {
    struct enrolment enrolment;
    struct pupil pupil;
    const char *class_name, *year, *unit;
};

struct enrolments {
    LIST(struct enrolled) list;
};

/* CONFLICT: the code is taken in that unit. */
MUST_CHECK enum status store_add_pupil(struct store *store, const struct pupil *pupil,
                                       const struct stamp *stamp, struct error *err);
/* Replaces code, personal number, name and birth date; changes go into the history with the keys
 * "ma_hoc_sinh" "so_dinh_danh" "ho_va_ten" "ngay_sinh" (entity "pupil"). `changed` may be NULL. */
MUST_CHECK enum status store_set_pupil(struct store *store, const struct pupil *pupil,
                                       const struct stamp *stamp, bool *changed, struct error *err);
MUST_CHECK enum status store_find_pupil(struct store *store, const char *id, struct arena *arena,
                                        struct pupil *pupil, struct error *err);
MUST_CHECK enum status store_find_pupil_by_code(struct store *store, const char *unit,
                                                const char *code, struct arena *arena,
                                                struct pupil *pupil, struct error *err);
/* All with that personal number in the unit; an empty list is OK. */
MUST_CHECK enum status store_list_pupils_by_number(struct store *store, const char *unit,
                                                   const char *personal_number, struct arena *arena,
                                                   struct pupils *pupils, struct error *err);
/* All whose name key is that of `name`; birth {0}: any birth date. */
MUST_CHECK enum status store_list_pupils_by_name(struct store *store, const char *unit,
                                                 const char *name, struct date birth,
                                                 struct arena *arena, struct pupils *pupils,
                                                 struct error *err);
/* Search as people type: part of a name with or without accents, a code or a personal number.
 * unit NULL: all. At most `limit`, by name key. */
MUST_CHECK enum status store_search_pupils(struct store *store, const char *unit, const char *text,
                                           int limit, struct arena *arena, struct pupils *pupils,
                                           struct error *err);

/* CONFLICT: the pupil is in that class already. */
MUST_CHECK enum status store_add_enrolment(struct store *store, const struct enrolment *enrolment,
                                           const struct stamp *stamp, struct error *err);
/* Replaces grade, dates and order; history: entity "enrolment". `changed` may be NULL. */
MUST_CHECK enum status store_set_enrolment(struct store *store, const struct enrolment *enrolment,
                                           const struct stamp *stamp, bool *changed,
                                           struct error *err);
/* Into another class, at the end of its list; history: "lop" with the classes' names. */
MUST_CHECK enum status store_move_enrolment(struct store *store, const char *id,
                                            const char *class_id, const struct stamp *stamp,
                                            struct error *err);
MUST_CHECK enum status store_find_enrolment(struct store *store, const char *id,
                                            struct arena *arena, struct enrolled *enrolled,
                                            struct error *err);
/* The pupils of a class, by list order, then by the collation of Vietnamese class lists. */
MUST_CHECK enum status store_list_class_enrolments(struct store *store, const char *class_id,
                                                   struct arena *arena,
                                                   struct enrolments *enrolments,
                                                   struct error *err);
/* All years of a pupil, oldest first. */
MUST_CHECK enum status store_list_pupil_enrolments(struct store *store, const char *pupil,
                                                   struct arena *arena,
                                                   struct enrolments *enrolments,
                                                   struct error *err);

/* A year that a pupil was in a class of this instance. */
struct earlier_year {
    const char *pupil, *year, *class_name;
    struct date from; /* {0}: not known */
};

struct earlier_years {
    LIST(struct earlier_year) list;
};

/* Those before `year` of every pupil of a class, or of one pupil; by pupil, oldest first. */
MUST_CHECK enum status store_list_class_earlier_years(struct store *store, const char *class_id,
                                                      const char *year, struct arena *arena,
                                                      struct earlier_years *years,
                                                      struct error *err);
MUST_CHECK enum status store_list_pupil_earlier_years(struct store *store, const char *pupil,
                                                      const char *year, struct arena *arena,
                                                      struct earlier_years *years,
                                                      struct error *err);

#endif

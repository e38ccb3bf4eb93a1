/* SPDX-License-Identifier: Apache-2.0
 *
 * Training (tập huấn): sessions that a department held for roles of the schools in its pilot, and
 * who was there.  Expected is whoever held one of the roles on that day in an invited school.  That
 * somebody attended is an entry, taking it back is another; the newest counts, nothing is changed.
 */
#ifndef HOCBA_STORE_TRAINING_H
#define HOCBA_STORE_TRAINING_H

#include "store/store.h"

struct training_session {
    const char *id, *code;
    const char *unit; /* id of the department */
    const char *year, *title, *topic, *place, *held_by;
    struct date held_on;
    int64_t minutes;
    struct moment made;    /* read only */
    const char *by;        /* read only: a name */
    const char *cancelled; /* read only: why it does not count; NULL: it does */
};

struct training_sessions {
    LIST(struct training_session) list;
};

/* Of a school in a session. */
struct training_total {
    const char *session, *school, *school_code, *school_name;
    int64_t expected;
    int64_t attended; /* of the expected */
    int64_t others;   /* who attended and were not expected */
};

struct training_totals {
    LIST(struct training_total) list;
};

struct training_person {
    const char *school, *school_code, *school_name;
    const char *id, *login, *name, *title;
    bool expected, attended;
    struct moment marked;  /* {0}: never */
    const char *marked_by; /* a name */
};

struct training_people {
    LIST(struct training_person) list;
};

struct training_mark {
    bool attended;
    struct moment at;
    const char *by; /* a name */
};

struct training_marks {
    LIST(struct training_mark) list;
};

struct text_list {
    LIST(const char *) list;
};

/* With its roles (keys of model/role.h) and schools (ids). CONFLICT: the code is taken. */
MUST_CHECK enum status store_add_training(struct store *store,
                                          const struct training_session *session,
                                          const struct text_list *roles,
                                          const struct text_list *schools,
                                          const struct stamp *stamp, struct error *err);
/* Newest first; code, year NULL: any. */
MUST_CHECK enum status store_list_training(struct store *store, const char *code, const char *year,
                                           struct arena *arena, struct training_sessions *sessions,
                                           struct error *err);
MUST_CHECK enum status store_list_training_roles(struct store *store, const char *session,
                                                 struct arena *arena, struct text_list *roles,
                                                 struct error *err);
/* CONFLICT: it is cancelled already. */
MUST_CHECK enum status store_cancel_training(struct store *store, const char *session,
                                             const char *reason, const struct stamp *stamp,
                                             struct error *err);
MUST_CHECK enum status store_add_training_mark(struct store *store, const char *session,
                                               const char *person, bool attended,
                                               const struct stamp *stamp, struct error *err);
/* Expected ones, and whoever of the invited schools was marked besides; by school, login. */
MUST_CHECK enum status store_list_training_people(struct store *store, const char *session,
                                                  struct arena *arena,
                                                  struct training_people *people,
                                                  struct error *err);
/* A row for each invited school, by session (id) and school's code: of that session (id), of all of
 * that year, or (both NULL) of all. */
MUST_CHECK enum status store_list_training_totals(struct store *store, const char *session,
                                                  const char *year, struct arena *arena,
                                                  struct training_totals *totals,
                                                  struct error *err);
/* Every entry about a person, oldest first. */
MUST_CHECK enum status store_list_training_marks(struct store *store, const char *session,
                                                 const char *person, struct arena *arena,
                                                 struct training_marks *marks, struct error *err);

#endif

/* SPDX-License-Identifier: Apache-2.0
 *
 * What waits for somebody's signature: the classes of whoever asks, and of one class the records,
 * those first that must be looked at.  Only lists; who may sign is decided again when it happens
 * (service/signing.h), and by the key.
 */
#ifndef HOCBA_SERVICE_QUEUE_H
#define HOCBA_SERVICE_QUEUE_H

#include "model/verdict.h"
#include "service/app.h"
#include "store/classes.h"
#include "store/record_notes.h"
#include "store/records.h"

enum {
    QUEUE_MARK_DISTANCE = 4, /* a mark so far from the middle of the class is looked at */
    QUEUE_COMMENT_MIN = 20,  /* graphemes: shorter comments may be the same */
    QUEUE_LATE_MONTHS = 2,   /* who came to the class later than so after its beginning */
    QUEUE_REASONS_MAX = 8,   /* of one record; then "..." */
    QUEUE_PAPER_MAX = 16 * 1024 * 1024,
};

enum queue_place {
    QUEUE_ATTENTION, /* may be signed, and must be opened before */
    QUEUE_READY,
    QUEUE_RETURNED, /* went back to its draft with a reason */
    QUEUE_WAITING,  /* not made yet, or others sign first */
    QUEUE_SIGNED,
    QUEUE_PLACES
};

/* As what somebody signs in a class. */
struct queue_class {
    struct school_class class;
    enum signer_role role;
    const char *subject;    /* of a subject teacher: "TV"; NULL */
    const char *delegation; /* "ký theo ủy quyền, QĐ số ..."; NULL: in their own right */
    size_t counts[QUEUE_PLACES], total;
    size_t refused; /* of those that may be signed, what the person's last try could not sign */
};

struct queue {
    const char *year; /* the newest of the school; NULL: none */
    LIST(struct queue_class) list;
};

/* Of the app's actor today, in the newest school year: what must be looked at first. */
MUST_CHECK enum status queue_load(struct app *app, struct queue *queue, struct error *err);

struct queue_record {
    struct record_row row; /* uuid NULL: no record was made yet */
    const char *name;
    enum queue_place place;
    LIST(const char *) reasons; /* sentences: why it must be looked at, or why it was returned */
    LIST(struct record_note) notes; /* oldest first, also on a record that it replaces */
    const char *refused;            /* why the person's last try did not sign it; NULL */
    const char *last_by;            /* whose signature is the last one; NULL: nobody's */
};

struct queue_list {
    struct queue_class class;
    LIST(struct queue_record) records;
};

/* One class as one signer, by place, then in the order of the class list.  DENIED: the actor is
 * not assigned to sign so there today. */
MUST_CHECK enum status queue_open(struct app *app, const char *class_id, enum signer_role role,
                                  const char *subject, struct queue_list *list, struct error *err);

/* Append the record as it will be printed, from the document that is signed; the pages say that it
 * is not issued yet.  CONFLICT: nothing is there to be signed. */
MUST_CHECK enum status queue_print(struct app *app, const char *uuid, struct buffer *pdf,
                                   struct error *err);

#endif

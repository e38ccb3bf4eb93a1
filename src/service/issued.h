/* SPDX-License-Identifier: Apache-2.0
 *
 * What came of issuing a class: each record, its place in the ledger with the proof, and whether
 * the class is closed by a manifest.
 */
#ifndef HOCBA_SERVICE_ISSUED_H
#define HOCBA_SERVICE_ISSUED_H

#include "service/manifest.h"
#include "service/standing.h"
#include "store/records.h"

enum { ISSUED_PROOF_MAX = 512 * 1024 };

struct issued_row {
    struct record_row row;
    bool issued;
    struct standing standing; /* issued */
};

struct issued_class {
    struct school_class class;
    LIST(struct issued_row) rows; /* in the order of the class */
    size_t issued, entered;
    bool kept; /* this instance keeps a ledger */
    struct manifest_look manifest;
};

/* MAY_SEE in the class. Without rows: no record was made there yet. */
MUST_CHECK enum status issued_load(struct app *app, const char *class_id, struct issued_class *it,
                                   struct error *err);
/* Append the proof of an issued record. NOT_FOUND: it is not in the ledger; UNAVAILABLE: the ledger
 * is being written to. */
MUST_CHECK enum status issued_prove(struct app *app, const char *uuid, struct buffer *out,
                                    struct error *err);

#endif

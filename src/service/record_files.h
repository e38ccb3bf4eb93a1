/* SPDX-License-Identifier: Apache-2.0
 *
 * A pupil's records as files to take away: XML, package, the book as PDF.  The file of the pupil
 * (service/lookup.h) is the permission: whoever has one was asked who they are.
 */
#ifndef HOCBA_SERVICE_RECORD_FILES_H
#define HOCBA_SERVICE_RECORD_FILES_H

#include "model/record.h"
#include "service/ledger.h"
#include "service/lookup.h"
#include "service/standing.h"
#include "verify/package.h"
#include "xml/decision_xml.h"

enum { RECORD_FILE_MAX = 64 * 1024 * 1024 };

enum record_file { RECORD_XML, RECORD_PACKAGE, RECORD_BOOK };

/* Append the file: of the record `uuid` (NOT_FOUND: not one of this pupil's issued ones), or the
 * whole book, where `uuid` is not asked. CONFLICT: a package of a record that is not in the ledger
 * yet; UNAVAILABLE: the ledger is being written to. */
MUST_CHECK enum status record_file_write(struct app *app, const struct pupil_file *file,
                                         const char *uuid, enum record_file kind,
                                         struct buffer *out, struct error *err);

/* Append the proof of a record that stands in the ledger, issued here or received; or its package
 * around `xml`. CONFLICT: it is not in the ledger yet; UNAVAILABLE: the ledger is being written to.
 */
MUST_CHECK enum status record_prove(struct app *app, const char *uuid, struct buffer *out,
                                    struct error *err);
MUST_CHECK enum status record_pack(struct app *app, const char *uuid, struct span xml,
                                   struct buffer *out, struct error *err);

/* Put what a decision made of the record into its package: the statuses of the open ledger (in
 * `list`, which the package borrows; STATUS_LIST_FILE_MAX) and the decision. Nothing when it is as
 * it was issued. */
MUST_CHECK enum status record_package_tell(struct app *app, struct ledger *ledger, const char *uuid,
                                           struct buffer *list, struct record_package *package,
                                           struct error *err);

/* Every record of the pupil that was ever issued, newest year first, newest version first. */
struct record_content {
    const struct record_row *row;
    struct standing standing;
    const char *code;            /* short, as printed */
    const struct record *record; /* verified anew; NULL: `problem` says why not */
    const char *problem;
    const struct decision_data *decision; /* of its standing; NULL: as issued, or `problem` */
};
struct record_contents {
    LIST(struct record_content) list;
};
MUST_CHECK enum status record_contents_read(struct app *app, const struct pupil_file *file,
                                            struct record_contents *contents, struct error *err);

#endif

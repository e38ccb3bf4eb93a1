/* SPDX-License-Identifier: Apache-2.0
 *
 * Inside export: what its files share.  Nobody else includes this.
 */
#ifndef HOCBA_SERVICE_EXPORT_PARTS_H
#define HOCBA_SERVICE_EXPORT_PARTS_H

#include "service/draft.h"
#include "service/export.h"
#include "service/ledger.h"
#include "service/self_check.h"

struct exporting {
    struct app *app;
    const struct export_order *order;
    struct export_report *report;
    struct school_class class;
    const char *class_word; /* its name as part of a file name */
    struct ledger *ledger;  /* of packages: open meanwhile */
};

/* The bytes under folder/name; CONFLICT when it is there and the order does not say force. */
MUST_CHECK enum status export_write(struct exporting *work, const char *name, struct span bytes,
                                    struct error *err);
/* "4A1-01-1a2b3c4d", in the arena. */
const char *export_name(const struct exporting *work, const struct record_row *row);
/* A record with its proof as a package (work->ledger is open). */
MUST_CHECK enum status export_package(struct exporting *work, const struct record_row *row,
                                      struct span record, struct error *err);
MUST_CHECK enum status export_pdf(struct exporting *work, struct error *err);
MUST_CHECK enum status export_xlsx(struct exporting *work, struct error *err);

#endif

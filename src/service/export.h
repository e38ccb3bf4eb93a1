/* SPDX-License-Identifier: Apache-2.0
 *
 * A class as files: issued records as XML, with the proofs that came since, books as PDF printed
 * from verified records only, the class summary of TT27 Phụ lục 2 as XLSX, packages of a record and
 * its proof from the ledger (verify/package.h).
 *
 * File names carry the class, the place in its list and the first digits of the UUID, no names:
 * 4A1-01-1a2b3c4d.xml.  A file that exists is not written over unless the order says so.
 */
#ifndef HOCBA_SERVICE_EXPORT_H
#define HOCBA_SERVICE_EXPORT_H

#include "print/record_print.h"
#include "service/batch.h"

enum export_format { EXPORT_XML, EXPORT_PDF, EXPORT_XLSX, EXPORT_PACKAGE };

struct export_order {
    struct class_order of;
    enum export_format format;
    const char *folder; /* made when it does not exist */
    bool force;         /* write over files that exist */
    const char *level;  /* of XML: at most this one (service/levels.h); NULL: the highest */
    /* of PDF: */
    enum print_style style;
    bool one_file; /* the whole class in one, else one per pupil */
    bool draft;    /* from the drafts, BẢN XEM TRƯỚC on every page */
    bool book;     /* with the pupil's issued records of earlier years */
    /* of XLSX: */
    enum period period;
};

struct export_report {
    LIST(const char *) files; /* paths */
    size_t pages;             /* of PDF */
    size_t provisional;       /* packages whose proof has not its witnesses yet */
    struct batch batch;       /* per pupil; not of XLSX */
};

/* CONFLICT: a file exists (nothing was written over); NOT_FOUND: the class has nothing to export.
 */
MUST_CHECK enum status export_class(struct app *app, const struct export_order *order,
                                    struct export_report *report, struct error *err);

#endif

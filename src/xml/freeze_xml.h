/* SPDX-License-Identifier: Apache-2.0
 *
 * The freeze (chốt) of a school's year as a file (docs/format.md section 5.3): every class of the
 * year, with the digest of its manifest or the reason why it has none.  Pure bytes <-> values.
 */
#ifndef HOCBA_XML_FREEZE_XML_H
#define HOCBA_XML_FREEZE_XML_H

#include "base/date.h"
#include "base/list.h"
#include "xml/scan.h"

enum {
    FREEZE_ROWS_MAX = 500, /* classes of a school in a year */
    FREEZE_FILE_MAX = 1024 * 1024,
    FREEZE_REASON_MAX = 300, /* graphemes */
    FREEZE_HASH_SIZE = 32,
};

struct freeze_row {
    const char *class_name;             /* required */
    const char *reason;                 /* why it is not closed; NULL: it is */
    uint8_t manifest[FREEZE_HASH_SIZE]; /* closed: SHA-256 of the manifest's issued form */
};

struct freeze_data {
    const char *school_name, *school_code, *year_name;
    struct moment made;
    const char *supersedes; /* hex digest of the issued form of the freeze before; NULL: the first
                               of its year */
    LIST(struct freeze_row) rows;
};

/* Append the unsigned file, rows in the order given. INVALID: a value is missing or too long. */
MUST_CHECK enum status freeze_xml_write(const struct freeze_data *data, struct buffer *out,
                                        struct error *err);
/* Read the data element; the signature is not looked at. */
MUST_CHECK enum status freeze_xml_read(const struct xml_document *document, struct arena *arena,
                                       struct freeze_data *data, struct error *err);

#endif

/* SPDX-License-Identifier: Apache-2.0
 *
 * The manifest of a class as a file (docs/format.md section 5.1): every enrolled pupil, with the
 * digest of the record that was issued or the reason why there is none.  What no longer stands in
 * it cannot be missed in silence.  Pure bytes <-> values.
 */
#ifndef HOCBA_XML_MANIFEST_XML_H
#define HOCBA_XML_MANIFEST_XML_H

#include "base/date.h"
#include "base/list.h"
#include "xml/scan.h"

enum {
    MANIFEST_ROWS_MAX = 500, /* pupils of a class */
    MANIFEST_FILE_MAX = 1024 * 1024,
    MANIFEST_NOTE_MAX = 300, /* graphemes */
    MANIFEST_HASH_SIZE = 32,
};

/* Why a pupil has no record. */
enum absence {
    ABSENCE_NONE,         /* there is one */
    ABSENCE_REASSESSMENT, /* waits for the reassessment in summer: a supplement follows */
    ABSENCE_LEFT,         /* left the class before the year's end */
    ABSENCE_OTHER,        /* as the note says */
    ABSENCE_COUNT
};
const char *absence_key(enum absence absence);  /* in the file; ABSENCE_NONE: "" */
const char *absence_word(enum absence absence); /* Vietnamese */

struct manifest_row {
    const char *pupil_code, *name; /* required */
    enum absence absence;
    const char *record;                 /* ABSENCE_NONE: MA_TRA_CUU_UUID */
    uint8_t issued[MANIFEST_HASH_SIZE]; /* ABSENCE_NONE: SHA-256 of its issued form */
    const char *note;                   /* ABSENCE_OTHER: required; else NULL */
};

struct manifest_data {
    const char *school_name, *school_code, *year_name, *class_name;
    struct moment made;
    const char *supplements; /* hex digest of the issued form of the manifest before; NULL: the
                                first of its class */
    LIST(struct manifest_row) rows;
};

/* Append the unsigned file, rows in the order given. INVALID: a value is missing or too long. */
MUST_CHECK enum status manifest_xml_write(const struct manifest_data *data, struct buffer *out,
                                          struct error *err);
/* Read the data element; the signature is not looked at. */
MUST_CHECK enum status manifest_xml_read(const struct xml_document *document, struct arena *arena,
                                         struct manifest_data *data, struct error *err);

#endif

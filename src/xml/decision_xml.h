/* SPDX-License-Identifier: Apache-2.0
 *
 * A decision of the managing level about issued records of one school year, as a file
 * (docs/format.md section 5.2): what the school asked for is agreed to or refused, record by
 * record, or a replacement that was agreed to is given up.  Pure bytes <-> values: whether the
 * department really says so, and whether the ledger allows it, is asked elsewhere.
 */
#ifndef HOCBA_XML_DECISION_XML_H
#define HOCBA_XML_DECISION_XML_H

#include "base/date.h"
#include "base/list.h"
#include "xml/scan.h"

enum {
    DECISION_ROWS_MAX = 500,
    DECISION_FILE_MAX = 512 * 1024, /* that of a package's member */
    DECISION_REASON_MAX = 300,      /* graphemes */
    DECISION_HASH_SIZE = 32,
};

/* What is decided about one record. */
enum ruling {
    RULING_REPLACE, /* agreed: a new record will replace it */
    RULING_REVOKE,  /* agreed: withdrawn without a replacement */
    RULING_REFUSE,  /* refused: the record stands */
    RULING_GIVE_UP, /* the replacement that was agreed to will not come: the record stands again */
    RULING_COUNT
};
const char *ruling_key(enum ruling ruling);  /* in the file */
const char *ruling_word(enum ruling ruling); /* Vietnamese */

struct decision_row {
    const char *record;                 /* MA_TRA_CUU_UUID; once in a decision */
    uint8_t issued[DECISION_HASH_SIZE]; /* SHA-256 of its issued form */
    enum ruling ruling;
    const char *reason;   /* required */
    const char *evidence; /* number or name of the papers; NULL: none */
};

struct decision_data {
    const char *department_name, *department_code;
    const char *number; /* of the decision, as the department counts: "123/QĐ-SGDĐT" */
    const char *school_name, *school_code, *year_name;
    const char *request; /* UUID of the school's request */
    struct moment made;
    bool after_freeze; /* chỉnh lý: the year was frozen when it was decided */
    LIST(struct decision_row) rows;
};

/* Append the unsigned file, rows in the order given. INVALID: a value is missing, too long or no
 * UUID, there is no row, or a record stands in it twice. */
MUST_CHECK enum status decision_xml_write(const struct decision_data *data, struct buffer *out,
                                          struct error *err);
/* Read the data element; the signatures are not looked at. INVALID for whatever
 * decision_xml_write() would not have written. */
MUST_CHECK enum status decision_xml_read(const struct xml_document *document, struct arena *arena,
                                         struct decision_data *data, struct error *err);

#endif

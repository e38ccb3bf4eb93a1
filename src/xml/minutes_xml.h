/* SPDX-License-Identifier: Apache-2.0
 *
 * The minutes (biên bản) of an inspection in one school as a file (docs/format.md section 5.4):
 * where and when, who took part, what was looked at, what was found, what the school says.  Pure
 * bytes <-> values.
 */
#ifndef HOCBA_XML_MINUTES_XML_H
#define HOCBA_XML_MINUTES_XML_H

#include "base/date.h"
#include "base/list.h"
#include "xml/scan.h"

enum {
    MINUTES_ROWS_MAX = 200,        /* of conditions, of records, of findings */
    MINUTES_FILES_MAX = 10,        /* of evidence, for one finding */
    MINUTES_FILE_MAX = 512 * 1024, /* as every document that is signed */
    MINUTES_TEXT_MAX = 4000,       /* graphemes of a paragraph */
    MINUTES_HASH_SIZE = 32,
};

/* The answers to a condition and the severities of a finding, as service/inspection.h keys them. */
struct minutes_condition {
    const char *item, *answer; /* keys: "network", "partly" */
    const char *remark;        /* NULL: none */
};

struct minutes_evidence {
    const char *name;
    uint8_t sha256[MINUTES_HASH_SIZE]; /* of its bytes */
};

struct minutes_finding {
    int64_t number;
    const char *severity; /* a key: "major" */
    const char *article, *finding;
    const char *evidence; /* in words; NULL: none */
    struct date deadline;
    LIST(struct minutes_evidence) files;
};

struct minutes_data {
    const char *department_name, *department_code;
    const char *round, *decision; /* the round's code; the decision that it rests on */
    const char *school_name, *school_code, *year_name;
    const char *place;
    struct moment from, to;
    const char *head;        /* name of the head of the inspection, who signs first */
    const char *team, *host; /* who took part, for the department and for the school */
    const char *looked_at;
    struct moment made;
    LIST(struct minutes_condition) conditions;
    LIST(const char *) records; /* MA_TRA_CUU_UUID */
    LIST(struct minutes_finding) findings;
    const char *opinion; /* the school's */
};

/* Append the unsigned file. INVALID: a value is missing or too long, or there are too many. */
MUST_CHECK enum status minutes_xml_write(const struct minutes_data *data, struct buffer *out,
                                         struct error *err);
/* Read the data element; the signatures are not looked at. */
MUST_CHECK enum status minutes_xml_read(const struct xml_document *document, struct arena *arena,
                                        struct minutes_data *data, struct error *err);

#endif

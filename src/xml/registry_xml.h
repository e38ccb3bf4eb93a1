/* SPDX-License-Identifier: Apache-2.0
 *
 * The registry of certificates as a file (docs/format.md section 5): who was entitled to sign
 * what, from when to when, as the department says it.  Pure bytes <-> values: whether the
 * department really says so is verify/registry.h's question.
 */
#ifndef HOCBA_XML_REGISTRY_XML_H
#define HOCBA_XML_REGISTRY_XML_H

#include "base/list.h"
#include "model/verdict.h"
#include "xml/scan.h"

enum {
    REGISTRY_ROWS_MAX = 200 * 1000, /* a province has some 10,000 teachers */
    REGISTRY_FILE_MAX = 64 * 1024 * 1024,
};

/* NULL and {0} mean "no limit". */
struct registry_row {
    uint8_t certificate_sha256[32];
    enum signer_role role;
    const char *school_code; /* required */
    const char *year_name, *class_name, *subject_code;
    struct moment from;    /* required: entitled from this moment */
    struct moment to;      /* and before this one */
    struct moment revoked; /* the certificate was revoked at this moment */
};

struct registry_data {
    const char *department_name, *department_code;
    struct moment made;
    LIST(struct registry_row) rows;
};

/* Append the unsigned file, rows in the order given. */
MUST_CHECK enum status registry_xml_write(const struct registry_data *data, struct buffer *out,
                                          struct error *err);
/* Read the data element; the signature is not looked at. */
MUST_CHECK enum status registry_xml_read(const struct xml_document *document, struct arena *arena,
                                         struct registry_data *data, struct error *err);

#endif

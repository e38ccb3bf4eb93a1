/* SPDX-License-Identifier: Apache-2.0
 *
 * expat with this house's limits, inside xml/ only: no DOCTYPE, hence no entities but XML's own
 * five; XML 1.0; at most so many bytes.  Whoever reads puts a struct xml_reading first into its own
 * state and sets the handlers that it needs; expat hands it back as the handlers' context.
 */
#ifndef HOCBA_XML_EXPAT_READER_H
#define HOCBA_XML_EXPAT_READER_H

#include <expat.h>

#include "base/text.h"

/* Why a document is refused; xml_refusal_key() names it for machines and tests. */
enum xml_refusal {
    XML_REFUSED_SYNTAX,
    XML_REFUSED_SIZE,
    XML_REFUSED_DOCTYPE,
    XML_REFUSED_ENCODING,
    XML_REFUSED_LIMIT,
    XML_REFUSED_NAMESPACE,
    XML_REFUSED_ID,
    XML_REFUSED_MARKUP, /* a comment, instruction or CDATA section where none may stand */
    XML_REFUSED_PROFILE,
};
const char *xml_refusal_key(enum xml_refusal refusal);

struct xml_reading {
    XML_Parser parser;
    bool utf8_only; /* else also what expat knows: UTF-16, ISO-8859-1, US-ASCII */
    bool stopped;
    enum xml_refusal refusal;
    const char *what; /* of a stopped reading: for people */
};

/* Refuse the document from within a handler; the first reason stands. */
void xml_reading_stop(struct xml_reading *reading, enum xml_refusal refusal, const char *what);

/* Make the parser; set handlers on reading->parser after it. UNAVAILABLE: out of memory. */
MUST_CHECK enum status xml_reading_open(struct xml_reading *reading, struct error *err);
/* Parse all of it and free the parser. INVALID: refused; err->detail is the refusal's key. */
MUST_CHECK enum status xml_reading_run(struct xml_reading *reading, struct span bytes,
                                       size_t ceiling, struct error *err);

#endif

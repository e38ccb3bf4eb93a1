/* SPDX-License-Identifier: Apache-2.0
 *
 * libxml2's exclusive C14N as the referee of our scanner.
 */
#ifndef HOCBA_TESTS_SUPPORT_REFEREE_C14N_H
#define HOCBA_TESTS_SUPPORT_REFEREE_C14N_H

#include "xml/scan.h"

/* Whether libxml2 parses the document, sees the same elements, and writes every apex (and the
 * record's signed parts) exactly as it stands. NULL when so, else what differs. */
const char *referee_c14n(const struct xml_document *document);
/* The same where `document` was written anew from `source`: C14N of each apex in the source must be
 * its bytes in the document. */
const char *referee_c14n_of(struct span source, const struct xml_document *document);

#endif

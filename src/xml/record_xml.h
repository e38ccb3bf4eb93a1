/* SPDX-License-Identifier: Apache-2.0
 *
 * A record <-> the XML of CV2088 (docs/format.md section 3).  Every tag comes from record_fields[]
 * and a small table of containers.  Writing is canonical; what we write reads back to the same
 * record, and that record writes the same bytes again.
 */
#ifndef HOCBA_XML_RECORD_XML_H
#define HOCBA_XML_RECORD_XML_H

#include "base/list.h"
#include "model/record.h"
#include "model/rules.h"
#include "xml/scan.h"

#define RECORD_VERSION_OURS   "1.0-hb1" /* with our additions */
#define RECORD_VERSION_STRICT "1.0"     /* CV2088 and nothing else */

struct record_xml_options {
    bool strict_v10;            /* no comment per subject: they go into NHAN_XET_GVCN */
    bool subject_teachers_sign; /* Ids on THONG_TIN_CHUNG and MON_HOC */
};

/* Append a whole unsigned file: declaration, HOC_BA, an empty list of signatures. PHIEN_BAN is
 * written after the options, whatever record->version says. INVALID: a text is not UTF-8 in NFC
 * or holds a control character; a subject's code is no name; the file gets over
 * XML_DOCUMENT_MAX. Which fields are there is the schema's question. */
MUST_CHECK enum status record_xml_write(const struct record *record,
                                        const struct record_xml_options *options,
                                        struct buffer *out, struct error *err);

/* Read a file, or a span <HOC_BA>...</HOC_BA>, of our own profile: INVALID for an element that the
 * specification does not have, has in another place, or twice. Signatures are not looked at.
 * Texts are copied into the arena. */
MUST_CHECK enum status record_xml_read(struct span document, struct arena *arena,
                                       struct record *record, struct error *err);

/* The same, from a document that was scanned; tells how it was written. */
MUST_CHECK enum status record_xml_read_scanned(const struct xml_document *document,
                                               struct arena *arena, struct record *record,
                                               struct record_xml_options *options,
                                               struct error *err);

/* What another supplier's record holds beside the specification's elements. */
struct foreign_elements {
    LIST(struct foreign_element {
        const char *path; /* "TONG_KET/GHI_CHU" */
        const char *text;
    })
    list;
};
enum { FOREIGN_ELEMENTS_MAX = 200 };

/* Read a record of another supplier: any well-formed UTF-8 XML without DTD within the same
 * ceilings, elements in any order and layout; unknown ones are kept in `foreign` and are never
 * part of the record. */
MUST_CHECK enum status record_xml_read_foreign(struct span document, struct arena *arena,
                                               struct record *record,
                                               struct foreign_elements *foreign, struct error *err);

/* The same, going on behind a value that cannot be read: it is left out of the record, and added to
 * the problems, for whoever tells a supplier everything at once. */
MUST_CHECK enum status record_xml_read_claims(struct span document, struct arena *arena,
                                              struct record *record, struct problems *unreadable,
                                              struct error *err);

/* The span <HOC_BA>...</HOC_BA> of a file: the issued form. INVALID when it is not such a file. */
MUST_CHECK enum status record_xml_span(struct span file, struct span *issued, struct error *err);

#endif

/* SPDX-License-Identifier: Apache-2.0
 *
 * Writing XML that is canonical as it stands (docs/format.md section 2): what comes out is what
 * exclusive C14N 1.0 of each apex would give.  The writer places the namespace declarations, sorts
 * nothing (attributes are to be given in the order of their names, asserted) and escapes as C14N.
 * Names are the program's own; texts are valid UTF-8 from anywhere.
 */
#ifndef HOCBA_XML_WRITER_H
#define HOCBA_XML_WRITER_H

#include "base/text.h"

enum { XML_DEPTH_MAX = 64 };

/* The namespaces of the closed profile. */
enum xml_space {
    XML_NONE,     /* no namespace, no prefix */
    XML_DS,       /* prefix ds: XMLDSig */
    XML_XADES,    /* prefix xades: XAdES 1.3.2 */
    XML_OURS,     /* default namespace on a leaf: urn:hocba:1 */
    XML_XADES141, /* prefix xades141: XAdES 1.4.1, TimeStampValidationData only */
};

#define XML_DECLARATION  "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
#define XML_DS_URI       "http://www.w3.org/2000/09/xmldsig#"
#define XML_XADES_URI    "http://uri.etsi.org/01903/v1.3.2#"
#define XML_OURS_URI     "urn:hocba:1"
#define XML_XADES141_URI "http://uri.etsi.org/01903/v1.4.1#"

/* Each of its children is an apex, whatever its name. */
#define XML_UNSIGNED_PROPERTIES "UnsignedSignatureProperties"

struct xml_writer {
    struct buffer *out;
    size_t depth;
    bool tag_open;              /* the start tag still takes attributes */
    const char *last_attribute; /* to hold the order */
    struct xml_open {
        const char *name;
        enum xml_space space;
        unsigned declared; /* spaces declared since the last apex, as bits */
    } open[XML_DEPTH_MAX];
};

struct xml_writer xml_writer_to(struct buffer *out);
void xml_start(struct xml_writer *writer, enum xml_space space, const char *name);
/* The first element, to be put inside one that has declared `space` already. */
void xml_start_inside(struct xml_writer *writer, enum xml_space space, const char *name);
void xml_attribute(struct xml_writer *writer, const char *name, const char *value);
void xml_text(struct xml_writer *writer, struct span text);
void xml_end(struct xml_writer *writer);
/* start, text, end; nothing at all when text is NULL. */
void xml_leaf(struct xml_writer *writer, enum xml_space space, const char *name, const char *text);

/* Append `text` as C14N writes it in an element or in an attribute. */
void xml_escape_text(struct buffer *out, struct span text);
void xml_escape_attribute(struct buffer *out, struct span text);

/* Elements that are digested on their own, where namespace declarations start anew: these and the
 * children of XML_UNSIGNED_PROPERTIES. */
bool xml_is_apex(enum xml_space space, struct span name);

#endif

/* SPDX-License-Identifier: Apache-2.0
 *
 * Canonical XML of a set of a tree's nodes: inclusive 1.0 and 1.1 (W3C xml-c14n, xml-c14n11) and
 * exclusive 1.0 (xml-exc-c14n), each with or without comments.  Linear in the nodes and in what is
 * written: what every prefix means is kept in tables while walking, never looked for among the
 * ancestors.
 *
 * Of 1.1, xml:base is not joined: a set that would need it is refused.
 */
#ifndef HOCBA_XML_CANONICAL_H
#define HOCBA_XML_CANONICAL_H

#include "xml/node_set.h"

enum xml_canonical_kind { XML_INCLUSIVE_10, XML_INCLUSIVE_11, XML_EXCLUSIVE_10 };

struct xml_canonical_method {
    enum xml_canonical_kind kind;
    bool comments;
    struct span prefixes; /* of InclusiveNamespaces PrefixList, as it stands; of exclusive only */
};

/* Append the canonical bytes to `out`. INVALID: nothing came out (an empty digest input is never
 * right), too much for `out`, or xml:base under 1.1. */
MUST_CHECK enum status xml_canonical_write(const struct xml_node_set *set,
                                           const struct xml_canonical_method *method,
                                           struct buffer *out, struct error *err);

#endif

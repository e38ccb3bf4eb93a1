/* SPDX-License-Identifier: Apache-2.0
 *
 * A packet of the exchange (CV2088 II.2.2): <DANH_SACH_HOC_BA id="dataDanhSach"> with any number of
 * <HOC_BA> and the sender's ds:Signature.  Splitting gives each record back byte for byte as it
 * stood, so that its own signatures verify without the packet; what a record needs (namespace
 * declarations) has to stand within it.  The packet's signature is verify/packet's question, what
 * is in a record the record's readers'.
 */
#ifndef HOCBA_XML_PACKET_H
#define HOCBA_XML_PACKET_H

#include "base/list.h"
#include "xml/content.h"
#include "xml/tree.h"

enum { PACKET_RECORDS_MAX = 5000 };

#define PACKET_ROOT   "DANH_SACH_HOC_BA"
#define PACKET_RECORD "HOC_BA"

struct packet {
    struct span bytes;
    LIST(struct span) records;   /* <HOC_BA>...</HOC_BA>, borrowed from the bytes */
    const struct xml_tree *tree; /* for its signature: of the whole, or of its frame alone */
};

/* For a tree of a packet: an Id that stands in several records is found by nobody. */
extern const struct xml_tree_limits packet_tree_limits;

/* List and tree live in the arena. INVALID, err->detail names the rule: one of xml/tree.h
 * ("syntax", "size", "encoding", "doctype", "namespace", ...), with packet_tree_limits; another
 * root, a namespace of its own, text or another element beside the records ("not-profile"); a quote
 * with a backslash before it ("escaped"); more than PACKET_RECORDS_MAX records ("limit"). */
MUST_CHECK enum status packet_split(struct span bytes, struct arena *arena, struct packet *packet,
                                    struct error *err);

#endif

/* SPDX-License-Identifier: Apache-2.0
 *
 * The sender's signature on a packet (CV2088 II.2.2): one enveloped ds:Signature, a child of
 * DANH_SACH_HOC_BA, over the whole list, as Java, .NET, xmlsec and others make it by default:
 * URI "" or the list's Id, inclusive or exclusive canonical XML.  It says who sent the packet.  The
 * records' own signatures are not looked at, and whether the certificate is the approved one of
 * that unit is the caller's question.
 */
#ifndef HOCBA_VERIFY_PACKET_H
#define HOCBA_VERIFY_PACKET_H

#include "verify/foreign.h"
#include "xml/packet.h"

enum {
    PACKET_OCTETS_MAX = 3 * CONTENT_MAX /* written for the signature, all references together */
};

struct packet_report {
    bool right; /* the value, every digest, and the whole list is covered */
    struct foreign_signature_report signature; /* as far as there is one; path is NULL if not */
    const char *rule, *reason;                 /* of what is wrong, else NULL */
};

/* A report for any bytes whatsoever; everything lives in the arena. Rules: those of foreign_rule.h
 * and of xml/tree.h; "no-signature", "several-signatures"; "coverage": it is right, but not over
 * the whole list. `settings` as for verify_foreign(). */
void verify_split_packet(const struct packet *packet, const struct foreign_settings *settings,
                         struct arena *arena, struct packet_report *report);
/* The same, of bytes. */
void verify_packet(struct span bytes, const struct foreign_settings *settings, struct arena *arena,
                   struct packet_report *report);

#endif

/* SPDX-License-Identifier: Apache-2.0
 *
 * The sender's signature on a packet (CV2088 II.2.2; verify/packet.h reads it): one enveloped
 * ds:Signature over the whole list, with SigningTime in SignatureProperties and the signer's
 * certificates, as CV2088 II.1.6 asks.  In the steps of xades_write.h: prepare, let the signer
 * sign, attach.  The records in the list stay byte for byte as they are.
 */
#ifndef HOCBA_SIGN_PACKET_WRITE_H
#define HOCBA_SIGN_PACKET_WRITE_H

#include "sign/xades_write.h"
#include "xml/packet.h"

enum { PACKET_SIGNATURE_MAX = 128 * 1024 }; /* bytes that the signature adds at most */

#define PACKET_OPEN  "<" PACKET_ROOT " id=\"dataDanhSach\">"
#define PACKET_CLOSE "</" PACKET_ROOT ">"

/* A signature without its value; lives in the arena. */
struct packet_pending {
    struct digest to_be_signed; /* SHA-256 of the canonical SignedInfo */
    const struct xades_identity *identity;
    struct span list;                      /* borrowed: from PACKET_OPEN to PACKET_CLOSE */
    struct span before_value, after_value; /* of the signature, around the value's base64 */
};

/* INVALID: not such a list, or not well-formed, or too large to be signed within CONTENT_MAX. */
MUST_CHECK enum status packet_prepare(struct span list, struct moment time,
                                      const struct xades_identity *identity, struct arena *arena,
                                      struct packet_pending *pending, struct error *err);
/* Check the value with the certificate's key (UNTRUSTED), then append the signed packet. INVALID:
 * `out` is too small. On failure nothing is appended. */
MUST_CHECK enum status packet_attach(const struct packet_pending *pending, struct span value,
                                     struct buffer *out, struct error *err);

#endif

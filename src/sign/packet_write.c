/* SPDX-License-Identifier: Apache-2.0 */
#include "sign/packet_write.h"

#include "base/encode.h"
#include "sign/xades_parts.h"
#include "xml/canonical.h"
#include "xml/writer.h"

#define DS_DECLARED    " xmlns:ds=\"" XML_DS_URI "\""
#define EXCLUSIVE_C14N "http://www.w3.org/2001/10/xml-exc-c14n#"
#define SHA256_URI     "http://www.w3.org/2001/04/xmlenc#sha256"
#define MORE           "http://www.w3.org/2001/04/xmldsig-more#"
#define PROPERTIES_ID  "sig-packet-props"

#define TRANSFORM(uri) "<ds:Transform Algorithm=\"" uri "\"></ds:Transform>"

/* The list as every reader of the signature will write it. */
static enum status
digest_list(struct span list, struct arena *arena, struct digest *digest, struct error *err)
{
    static const struct xml_canonical_method exclusive = {.kind = XML_EXCLUSIVE_10};
    AUTO(buffer) *out = buffer_new(CONTENT_MAX);
    struct packet packet;

    TRY(packet_split(list, arena, &packet, err));
    if (packet.tree->octets.data) {
        *digest = sha256(packet.tree->octets);
        return OK;
    }
    struct xml_node_set set = xml_node_set_subtree(packet.tree, xml_tree_root(packet.tree), false);
    TRY(xml_canonical_write(&set, &exclusive, out, err));
    *digest = sha256(buffer_span(out));
    return OK;
}

static void
write_properties(struct moment time, struct buffer *out)
{
    char text[MOMENT_TEXT_SIZE];

    buffer_printf(out,
                  "<ds:SignatureProperties" DS_DECLARED " Id=\"" PROPERTIES_ID
                  "\"><ds:SignatureProperty Target=\"#sig-packet\"><SigningTime "
                  "xmlns=\"" XML_OURS_URI "\">%s</SigningTime></ds:SignatureProperty>"
                  "</ds:SignatureProperties>",
                  moment_write(time, text));
}

static void
write_reference(const char *uri, const char *transforms, const struct digest *digest,
                struct buffer *out)
{
    buffer_printf(out,
                  "<ds:Reference URI=\"%s\"><ds:Transforms>%s</ds:Transforms>"
                  "<ds:DigestMethod Algorithm=\"" SHA256_URI "\"></ds:DigestMethod>"
                  "<ds:DigestValue>",
                  uri, transforms);
    base64_add(out, digest->bytes, SHA256_SIZE);
    buffer_text(out, "</ds:DigestValue></ds:Reference>");
}

static void
write_signed_info(enum key_kind kind, const struct digest *list, const struct digest *properties,
                  struct buffer *out)
{
    buffer_printf(out,
                  "<ds:SignedInfo" DS_DECLARED ">"
                  "<ds:CanonicalizationMethod Algorithm=\"" EXCLUSIVE_C14N
                  "\"></ds:CanonicalizationMethod>"
                  "<ds:SignatureMethod Algorithm=\"" MORE "%s\"></ds:SignatureMethod>",
                  kind == KEY_RSA ? "rsa-sha256" : "ecdsa-sha256");
    write_reference("", TRANSFORM(XML_DS_URI "enveloped-signature") TRANSFORM(EXCLUSIVE_C14N), list,
                    out);
    write_reference("#" PROPERTIES_ID, TRANSFORM(EXCLUSIVE_C14N), properties, out);
    buffer_text(out, "</ds:SignedInfo>");
}

static struct span
keep(struct arena *arena, struct buffer *from)
{
    struct span kept = {arena_copy(arena, from->data, from->size), from->size};

    from->size = 0;
    return kept;
}

static bool
is_list(struct span list)
{
    size_t open = strlen(PACKET_OPEN), close = strlen(PACKET_CLOSE);

    return list.size > open + close && memcmp(list.data, PACKET_OPEN, open) == 0 &&
           memcmp(list.data + list.size - close, PACKET_CLOSE, close) == 0;
}

enum status
packet_prepare(struct span list, struct moment time, const struct xades_identity *identity,
               struct arena *arena, struct packet_pending *pending, struct error *err)
{
    AUTO(buffer) *properties = buffer_new(PACKET_SIGNATURE_MAX);
    AUTO(buffer) *signed_info = buffer_new(PACKET_SIGNATURE_MAX);
    AUTO(buffer) *out = buffer_new(PACKET_SIGNATURE_MAX);
    struct digest of_list, of_properties;

    if (!is_list(list) || list.size > CONTENT_MAX - PACKET_SIGNATURE_MAX)
        return fail(err, INVALID,
                    "Không ký được gói tin: không phải danh sách học bạ, hoặc quá lớn.");
    TRY(digest_list(list, arena, &of_list, err));
    write_properties(time, properties);
    of_properties = sha256(buffer_span(properties));
    write_signed_info(public_key_kind(identity->certificate->key), &of_list, &of_properties,
                      signed_info);
    *pending = (struct packet_pending){
        .to_be_signed = sha256(buffer_span(signed_info)), .identity = identity, .list = list};
    buffer_text(out, "<ds:Signature" DS_DECLARED " Id=\"sig-packet\">");
    buffer_add(out, signed_info->data, signed_info->size);
    buffer_text(out, "<ds:SignatureValue>");
    pending->before_value = keep(arena, out);
    buffer_text(out, "</ds:SignatureValue>");
    buffer_add(out, identity->key_info.data, identity->key_info.size);
    buffer_text(out, "<ds:Object>");
    buffer_add(out, properties->data, properties->size);
    buffer_text(out, "</ds:Object></ds:Signature>");
    if (out->overflow)
        return fail(err, INVALID, "Không ký được gói tin: chứng thư của đơn vị quá lớn.");
    pending->after_value = keep(arena, out);
    return OK;
}

enum status
packet_attach(const struct packet_pending *pending, struct span value, struct buffer *out,
              struct error *err)
{
    size_t place = pending->list.size - strlen(PACKET_CLOSE);
    size_t size = pending->list.size + pending->before_value.size + pending->after_value.size +
                  base64_size(value.size);

    TRY(public_key_verify(pending->identity->certificate->key, &pending->to_be_signed, value, err));
    if (size > CONTENT_MAX || out->overflow || size > out->ceiling - out->size)
        return fail(err, INVALID, "Không ký được gói tin: kết quả lớn quá giới hạn.");
    buffer_add(out, pending->list.data, place);
    buffer_add(out, pending->before_value.data, pending->before_value.size);
    base64_add(out, value.data, value.size);
    buffer_add(out, pending->after_value.data, pending->after_value.size);
    buffer_text(out, PACKET_CLOSE);
    return OK;
}

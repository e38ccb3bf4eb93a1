/* SPDX-License-Identifier: Apache-2.0
 *
 * The bytes of docs/format.md section 4, in its order.  Every part that is digested on its own (an
 * apex) is written into a buffer of its own, digested, then put into the Signature as it is.
 */
#include "base/encode.h"
#include "sign/xades_parts.h"

#define DS_DECLARED    " xmlns:ds=\"" XML_DS_URI "\""
#define XADES_DECLARED " xmlns:xades=\"" XML_XADES_URI "\""
#define OURS_DECLARED  " xmlns=\"" XML_OURS_URI "\""
#define EXCLUSIVE_C14N "http://www.w3.org/2001/10/xml-exc-c14n#"
#define SHA256_URI     "http://www.w3.org/2001/04/xmlenc#sha256"
#define RSA_SHA256     "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"
#define ECDSA_SHA256   "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"
#define PROPERTIES     "http://www.w3.org/2000/09/xmldsig#SignatureProperties"
#define XADES_TYPES    "http://uri.etsi.org/01903#"

static void
add_texts(struct buffer *out, const char *const *texts)
{
    for (; *texts != NULL; texts++)
        buffer_text(out, *texts);
}

/* Append several texts. */
#define add(out, ...) add_texts((out), (const char *const[]){__VA_ARGS__, NULL})

/* --- SignatureProperties ---------------------------------------------------------------------- */

static void
write_properties(const struct xades_plan *plan, const struct xades_pending *pending,
                 const char *time, struct buffer *out)
{
    const char *key = plan->key;
    add(out, "<ds:SignatureProperties" DS_DECLARED " Id=\"sig-", key, "-props\">",
        "<ds:SignatureProperty Target=\"#sig-", key, "\"><SigningTime" OURS_DECLARED ">", time,
        "</SigningTime></ds:SignatureProperty>", "<ds:SignatureProperty Target=\"#sig-", key,
        "\"><Salt" OURS_DECLARED ">");
    base64_add(out, pending->request.salt, XADES_SALT_SIZE);
    add(out, "</Salt></ds:SignatureProperty></ds:SignatureProperties>");
}

/* --- SignedProperties ------------------------------------------------------------------------- */

static void
write_format(const char *key, const char *name, struct buffer *out)
{
    add(out, "<xades:DataObjectFormat ObjectReference=\"#sig-", key, "-", name,
        "\"><xades:MimeType>text/xml</xades:MimeType></xades:DataObjectFormat>");
}

static void
write_signed_properties(const struct xades_plan *plan, const struct xades_identity *identity,
                        const char *time, struct buffer *out)
{
    add(out, "<xades:SignedProperties" XADES_DECLARED " Id=\"sig-", plan->key, "-sp\">",
        "<xades:SignedSignatureProperties><xades:SigningTime>", time, "</xades:SigningTime>",
        "<xades:SigningCertificateV2><xades:Cert><xades:CertDigest>",
        "<ds:DigestMethod" DS_DECLARED " Algorithm=\"" SHA256_URI "\"></ds:DigestMethod>",
        "<ds:DigestValue" DS_DECLARED ">", identity->digest, "</ds:DigestValue>",
        "</xades:CertDigest></xades:Cert></xades:SigningCertificateV2>",
        "<xades:SignerRoleV2><xades:ClaimedRoles><xades:ClaimedRole>", plan->role,
        "</xades:ClaimedRole></xades:ClaimedRoles></xades:SignerRoleV2>",
        "</xades:SignedSignatureProperties><xades:SignedDataObjectProperties>");
    for (size_t i = 0; i < plan->target_count; i++)
        write_format(plan->key, plan->targets[i].name, out);
    write_format(plan->key, "props-ref", out);
    add(out, "</xades:SignedDataObjectProperties></xades:SignedProperties>");
}

/* --- SignedInfo ------------------------------------------------------------------------------- */

/* What is the same in every reference, from the end of its URI. */
static void
end_reference(const struct digest *digest, struct buffer *out)
{
    static const char same[] = "\"><ds:Transforms>"
                               "<ds:Transform Algorithm=\"" EXCLUSIVE_C14N "\"></ds:Transform>"
                               "</ds:Transforms>"
                               "<ds:DigestMethod Algorithm=\"" SHA256_URI "\"></ds:DigestMethod>"
                               "<ds:DigestValue>";
    buffer_add(out, same, sizeof same - 1);
    base64_add(out, digest->bytes, SHA256_SIZE);
    add(out, "</ds:DigestValue></ds:Reference>");
}

static void
write_references(const struct xades_plan *plan, const struct digest *properties,
                 const struct digest *signed_properties, struct buffer *out)
{
    const char *key = plan->key;
    for (size_t i = 0; i < plan->target_count; i++) {
        const struct xades_target *target = &plan->targets[i];
        add(out, "<ds:Reference Id=\"sig-", key, "-", target->name, "\" URI=\"#", target->uri);
        end_reference(&target->digest, out);
    }
    add(out, "<ds:Reference Id=\"sig-", key, "-props-ref\" Type=\"", PROPERTIES, "\" URI=\"#sig-",
        key, "-props");
    end_reference(properties, out);
    add(out, "<ds:Reference Type=\"" XADES_TYPES "SignedProperties\" URI=\"#sig-", key, "-sp");
    end_reference(signed_properties, out);
    for (size_t i = 0; i < plan->earlier_count; i++) {
        add(out, "<ds:Reference Type=\"" XADES_TYPES "CountersignedSignature\" URI=\"#sig-",
            plan->earlier[i].key, "-value");
        end_reference(&plan->earlier[i].digest, out);
    }
}

static void
write_signed_info(const struct xades_plan *plan, enum key_kind kind,
                  const struct digest *properties, const struct digest *signed_properties,
                  struct buffer *out)
{
    add(out, "<ds:SignedInfo" DS_DECLARED ">",
        "<ds:CanonicalizationMethod Algorithm=\"" EXCLUSIVE_C14N "\"></ds:CanonicalizationMethod>",
        "<ds:SignatureMethod Algorithm=\"", kind == KEY_RSA ? RSA_SHA256 : ECDSA_SHA256,
        "\"></ds:SignatureMethod>");
    write_references(plan, properties, signed_properties, out);
    add(out, "</ds:SignedInfo>");
}

/* --- the whole -------------------------------------------------------------------------------- */

/* The element around the Signature, with the unsigned copies for readers. */
static enum status
write_copies(const struct xades_plan *plan, const struct xades_identity *identity, const char *time,
             struct buffer *out, struct error *err)
{
    const char *number = identity->certificate->person_number;
    if (plan->copies_number && number == NULL)
        return fail(err, INVALID,
                    "Không ký được: chứng thư của người ký không mang số định danh cá nhân "
                    "(UID=CCCD:...). Tệp chưa bị thay đổi.");
    buffer_add(out, plan->open.data, plan->open.size);
    if (plan->copies_time)
        add(out, "<NGAY_KY>", time, "</NGAY_KY>");
    if (plan->copies_number)
        add(out, "<SO_CCCD>", number, "</SO_CCCD>");
    return OK;
}

static void
write_objects(const struct xades_plan *plan, const struct buffer *properties,
              const struct buffer *signed_properties, struct buffer *out)
{
    add(out, "<ds:Object>", properties->data, "</ds:Object><ds:Object>",
        "<xades:QualifyingProperties" XADES_DECLARED " Target=\"#sig-", plan->key, "\">",
        signed_properties->data, "</xades:QualifyingProperties></ds:Object></ds:Signature>");
}

static struct span
keep(struct arena *arena, struct buffer *from)
{
    struct span kept = {arena_copy(arena, from->data, from->size), from->size};
    from->size = 0;
    return kept;
}

enum status
xades_build(const struct xades_plan *plan, struct arena *arena, struct xades_pending *pending,
            struct error *err)
{
    const struct xades_identity *identity = pending->identity;
    AUTO(buffer) *properties = buffer_new(XADES_PARTS_MAX);
    AUTO(buffer) *signed_properties = buffer_new(XADES_PARTS_MAX);
    AUTO(buffer) *signed_info = buffer_new(XADES_PARTS_MAX);
    AUTO(buffer) *out = buffer_new(XADES_PARTS_MAX);
    char time[MOMENT_TEXT_SIZE];
    moment_write(pending->request.time, time);

    write_properties(plan, pending, time, properties);
    write_signed_properties(plan, identity, time, signed_properties);
    struct digest of_properties = sha256(buffer_span(properties));
    struct digest of_signed = sha256(buffer_span(signed_properties));
    write_signed_info(plan, public_key_kind(identity->certificate->key), &of_properties, &of_signed,
                      signed_info);

    TRY(write_copies(plan, identity, time, out, err));
    add(out, "<ds:Signature" DS_DECLARED " Id=\"sig-", plan->key, "\">", signed_info->data,
        "<ds:SignatureValue" DS_DECLARED " Id=\"sig-", plan->key, "-value\">");
    pending->before_value = keep(arena, out);
    add(out, "</ds:SignatureValue>");
    buffer_add(out, identity->key_info.data, identity->key_info.size);
    write_objects(plan, properties, signed_properties, out);
    buffer_add(out, plan->close.data, plan->close.size);
    pending->after_value = keep(arena, out);
    pending->to_be_signed = sha256(buffer_span(signed_info));
    pending->place = plan->place;
    return OK;
}

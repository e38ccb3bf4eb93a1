/* SPDX-License-Identifier: Apache-2.0 */
#include "sign/foreign_xades.h"

#include "xml/writer.h"

static const char *const spaces[] = {"http://uri.etsi.org/01903/v1.3.2#",
                                     "http://uri.etsi.org/01903/v1.2.2#",
                                     "http://uri.etsi.org/01903/v1.1.1#"};

static const struct {
    const char *uri;
    enum foreign_hash hash;
} hashes[] = {
    {"http://www.w3.org/2001/04/xmlenc#sha256", FOREIGN_SHA256},
    {"http://www.w3.org/2001/04/xmldsig-more#sha384", FOREIGN_SHA384},
    {"http://www.w3.org/2001/04/xmlenc#sha512", FOREIGN_SHA512},
    {"http://www.w3.org/2000/09/xmldsig#sha1", FOREIGN_SHA1}, /* an identifier, no signature */
};

static int32_t
only(const struct xml_tree *tree, int32_t parent, const char *space, const char *name)
{
    return parent == XML_NO_NODE ? XML_NO_NODE : xml_tree_only(tree, parent, space, name);
}

/* The one QualifyingProperties of the signature's Objects, and its namespace. */
static int32_t
find_properties(const struct xml_tree *tree, int32_t signature, const char **space)
{
    int32_t found = XML_NO_NODE;

    for (int32_t object = xml_tree_first(tree, signature); object != XML_NO_NODE;
         object = xml_tree_next(tree, object)) {
        if (!xml_tree_is(tree, object, XML_DS_URI, "Object"))
            continue;
        for (size_t i = 0; i < COUNT_OF(spaces); i++) {
            int32_t one = xml_tree_only(tree, object, spaces[i], "QualifyingProperties");
            if (one == XML_NO_NODE)
                continue;
            if (found != XML_NO_NODE)
                return XML_NO_NODE;
            found = one;
            *space = spaces[i];
        }
    }
    return found;
}

/* CertDigest of the first Cert of SigningCertificate or SigningCertificateV2: the signer's. */
static void
read_signer(const struct xml_tree *tree, int32_t properties, const char *space, struct arena *arena,
            struct foreign_xades *xades)
{
    int32_t list = only(tree, properties, space, "SigningCertificateV2");
    struct span text, algorithm;

    if (list == XML_NO_NODE)
        list = only(tree, properties, space, "SigningCertificate");
    int32_t certificate = list == XML_NO_NODE ? XML_NO_NODE : xml_tree_first(tree, list);
    int32_t digest = only(tree, certificate, space, "CertDigest");
    int32_t method = only(tree, digest, XML_DS_URI, "DigestMethod");
    int32_t value = only(tree, digest, XML_DS_URI, "DigestValue");
    if (method == XML_NO_NODE || value == XML_NO_NODE || !xml_tree_text(tree, value, &text) ||
        !foreign_base64(text, arena, &xades->signer_digest))
        return;
    algorithm = xml_tree_attribute(tree, method, "Algorithm");
    for (size_t i = 0; i < COUNT_OF(hashes); i++)
        if (span_is(algorithm, hashes[i].uri)) {
            xades->signer_hash = hashes[i].hash;
            xades->names_signer = true;
        }
}

static const char *
level_of(const struct xml_tree *tree, const struct foreign_xades *xades)
{
    const char *space = xades->space;
    bool stamped = false, values = false;

    if (!xades->covered || !xades->names_signer || !xades->signing_time.data)
        return "XMLDSig";
    int32_t list = xades->evidence;
    for (int32_t child = list == XML_NO_NODE ? list : xml_tree_first(tree, list);
         child != XML_NO_NODE; child = xml_tree_next(tree, child)) {
        stamped |= xml_tree_is(tree, child, space, "SignatureTimeStamp");
        values |= xml_tree_is(tree, child, space, "RevocationValues");
    }
    return !stamped ? "B-B" : values ? "B-LT" : "B-T";
}

void
foreign_xades_read(const struct xml_tree *tree, const struct foreign_signature *signature,
                   const int32_t *targets, size_t count, struct arena *arena,
                   struct foreign_xades *xades)
{
    const char *space = spaces[0];
    int32_t properties = find_properties(tree, signature->element, &space);
    int32_t signed_part = only(tree, properties, space, "SignedProperties");
    int32_t of_signature = only(tree, signed_part, space, "SignedSignatureProperties");
    int32_t time = only(tree, of_signature, space, "SigningTime");

    *xades = (struct foreign_xades){.level = "XMLDSig", .space = space, .evidence = XML_NO_NODE};
    for (size_t i = 0; i < count; i++)
        xades->covered |= signed_part != XML_NO_NODE && targets[i] == signed_part;
    if (!xades->covered || of_signature == XML_NO_NODE)
        return;
    if (time == XML_NO_NODE || !xml_tree_text(tree, time, &xades->signing_time))
        xades->signing_time = (struct span){0};
    read_signer(tree, of_signature, space, arena, xades);
    int32_t unsigned_part = only(tree, properties, space, "UnsignedProperties");
    xades->evidence = only(tree, unsigned_part, space, "UnsignedSignatureProperties");
    xades->level = level_of(tree, xades);
}

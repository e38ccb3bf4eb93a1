/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/hostile/resign.h"

#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/encode.h"
#include "crypto/hash.h"
#include "xml/scan.h"

enum { HOSTILE_MAX = 512 * 1024 * 1024, ID_SIZE = 96, TEXT_SIZE = 128 };

static const char *
must_find(const char *from, const char *what)
{
    const char *at = from ? strstr(from, what) : NULL;

    if (!at) {
        fprintf(stderr, "hostile: no %s\n", what);
        abort();
    }
    return at;
}

/* [from, to) of the document replaced by `text`. */
static struct span
put(struct arena *arena, struct span document, const char *from, const char *to, const char *text)
{
    AUTO(buffer) *out = buffer_new(HOSTILE_MAX);

    buffer_add(out, document.data, (size_t)(from - document.data));
    buffer_text(out, text);
    buffer_add(out, to, (size_t)(document.data + document.size - to));
    return (struct span){arena_copy(arena, out->data, out->size), out->size};
}

struct span
hostile_replace(struct arena *arena, struct span document, const char *from, const char *to)
{
    const char *at = must_find(document.data, from);

    return put(arena, document, at, at + strlen(from), to);
}

/* What canonical XML makes of the things that our format knows nothing of: comments fall out,
 * CDATA sections and entities become their text. */
static void
write_canonical(struct span bytes, struct buffer *out)
{
    const char *at = bytes.data, *end = bytes.data + bytes.size;

    while (at < end) {
        if (strncmp(at, "<!--", 4) == 0) {
            at = must_find(at, "-->") + 3;
        } else if (strncmp(at, "<![CDATA[", 9) == 0) {
            const char *close = must_find(at, "]]>");
            buffer_add(out, at + 9, (size_t)(close - at - 9));
            at = close + 3;
        } else if (strncmp(at, "&ten;", 5) == 0) {
            buffer_text(out, HOSTILE_ENTITY_TEXT);
            at += 5;
        } else {
            buffer_char(out, *at++);
        }
    }
}

/* The first element with this Id, from its '<' to the '>' of its end tag. */
static struct span
find_by_id(struct span document, const char *id)
{
    char text[TEXT_SIZE], close[TEXT_SIZE];

    snprintf(text, sizeof text, " Id=\"%.*s\"", ID_SIZE, id);
    const char *start = must_find(document.data, text);
    while (*start != '<')
        start--;
    snprintf(close, sizeof close, "</%.*s>", (int)strcspn(start + 1, " >"), start + 1);
    const char *end = must_find(start, close) + strlen(close);
    return (struct span){start, (size_t)(end - start)};
}

/* The digest that a ds:Reference asks for, by its own DigestMethod. */
static const char *
reference_digest(struct arena *arena, struct span document, const char *reference)
{
    AUTO(buffer) *canonical = buffer_new(HOSTILE_MAX);
    uint8_t digest[EVP_MAX_MD_SIZE];
    unsigned size = 0;
    char id[ID_SIZE];
    const char *uri = must_find(reference, " URI=\"") + 6;
    const char *method = must_find(reference, "<ds:DigestMethod ");
    bool sha1 = memcmp(must_find(method, "#") + 1, "sha1\"", 5) == 0;

    /* A reference out of the document says of itself that it is to our data. */
    snprintf(id, sizeof id, "%.*s", *uri == '#' ? (int)strcspn(uri + 1, "\"") : 4,
             *uri == '#' ? uri + 1 : "data");
    write_canonical(find_by_id(document, id), canonical);
    EVP_Digest(canonical->data, canonical->size, digest, &size, sha1 ? EVP_sha1() : EVP_sha256(),
               NULL);
    return base64_write(arena, digest, size);
}

static struct span
put_digests(struct arena *arena, struct span document, size_t signed_info)
{
    size_t at = signed_info;

    for (;;) {
        const char *end = must_find(document.data + signed_info, "</ds:SignedInfo>");
        const char *reference = strstr(document.data + at, "<ds:Reference ");
        if (!reference || reference > end)
            return document;
        const char *value = must_find(reference, "<ds:DigestValue>") + strlen("<ds:DigestValue>");
        at = (size_t)(value - document.data);
        document = put(arena, document, value, must_find(value, "<"),
                       reference_digest(arena, document, reference));
    }
}

static struct span
resign_one(struct arena *arena, struct span document, const char *key, struct signer *signer)
{
    AUTO(buffer) *canonical = buffer_new(HOSTILE_MAX);
    struct signature_value value;
    struct error err;
    char id[ID_SIZE];

    snprintf(id, sizeof id, " Id=\"sig-%s-value\"", key);
    const char *at = strstr(document.data, id);
    if (!at)
        return document;
    while (strncmp(at, "<ds:SignedInfo ", 15) != 0)
        at--;
    size_t signed_info = (size_t)(at - document.data);
    document = put_digests(arena, document, signed_info);
    const char *start = document.data + signed_info;
    const char *end = must_find(start, "</ds:SignedInfo>") + strlen("</ds:SignedInfo>");
    write_canonical((struct span){start, (size_t)(end - start)}, canonical);
    struct digest digest = sha256(buffer_span(canonical));
    if (signer_sign(signer, &digest, 1, &value, &err) != OK)
        abort();
    const char *text = must_find(must_find(end, id), ">") + 1;
    return put(arena, document, text, must_find(text, "<"),
               base64_write(arena, value.bytes, value.size));
}

struct span
hostile_resign(struct arena *arena, struct span document, struct signer *const by[3])
{
    static const char *const keys[] = {"gvcn", "cbql", "school"};

    for (size_t i = 0; i < COUNT_OF(keys); i++)
        document = resign_one(arena, document, keys[i], by[i]);
    return document;
}

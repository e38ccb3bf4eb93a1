/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/cache.h"

#include <stdlib.h>

#include "base/encode.h"
#include "crypto/cms.h"
#include "sign/xades_unsigned.h"
#include "verify/evidence_cache.h"
#include "xml/scan_like.h"
#include "xml/writer.h"

enum {
    SLOTS = 4096,             /* a power of two */
    ENTRIES_KEEP = SLOTS / 2, /* when one record's could come on top, start anew */
    /* Of each signature: KeyInfo, the values beside its timestamps and what these bring along. */
    ENTRIES_OF_RECORD = SIGNATURES_MAX * (CHAIN_MAX + XADES_VALUES_MAX +
                                          XADES_TIMESTAMPS_MAX * CMS_CERTIFICATES_MAX),
    ESCAPED_MAX = 64 * 1024,
    SHAPES = 4, /* of documents: a class has one or two */
};
_Static_assert(ENTRIES_KEEP + ENTRIES_OF_RECORD < SLOTS, "a slot is always free");

struct cached_path {
    struct digest certificates[CHAIN_MAX], anchors; /* whose it is */
    size_t count;
    int64_t asked_at;
    struct path_result result;
};

struct verify_cache {
    struct cached_certificate *certificates[SLOTS];
    struct cached_path *paths[SLOTS];
    size_t certificate_count, path_count;
    struct xml_shape *shapes[SHAPES]; /* the last used first */
    bool scanned_like;                /* the document at hand is of shapes[0] */
    struct evidence_cache *evidence;
};

struct verify_cache *
verify_cache_new(void)
{
    struct verify_cache *cache = heap_alloc(sizeof *cache);

    cache->evidence = evidence_cache_new();
    return cache;
}

static void
clear_certificates(struct verify_cache *cache)
{
    for (size_t i = 0; i < SLOTS; i++) {
        if (!cache->certificates[i])
            continue;
        certificate_free(cache->certificates[i]->certificate);
        free(cache->certificates[i]->text);
        free(cache->certificates[i]->subject_xml);
        free(cache->certificates[i]);
        cache->certificates[i] = NULL;
    }
    cache->certificate_count = 0;
}

static void
clear_paths(struct verify_cache *cache)
{
    for (size_t i = 0; i < SLOTS; i++) {
        free(cache->paths[i]);
        cache->paths[i] = NULL;
    }
    cache->path_count = 0;
}

void
verify_cache_free(struct verify_cache *cache)
{
    if (!cache)
        return;
    clear_certificates(cache);
    clear_paths(cache);
    for (size_t i = 0; i < SHAPES; i++)
        xml_shape_free(cache->shapes[i]);
    evidence_cache_free(cache->evidence);
    free(cache);
}

void
cache_prepare(struct verify_cache *cache)
{
    evidence_cache_prepare(cache->evidence);
    /* Paths point to certificates, so they go together. */
    if (cache->certificate_count < ENTRIES_KEEP && cache->path_count < ENTRIES_KEEP)
        return;
    evidence_cache_forget_certificates(cache->evidence);
    clear_paths(cache);
    clear_certificates(cache);
}

struct evidence_cache *
cache_evidence(struct verify_cache *cache)
{
    return cache->evidence;
}

static void
move_to_front(struct verify_cache *cache, size_t place)
{
    struct xml_shape *shape = cache->shapes[place];

    memmove(cache->shapes + 1, cache->shapes, place * sizeof cache->shapes[0]);
    cache->shapes[0] = shape;
}

enum status
cache_scan(struct verify_cache *cache, struct span file, struct arena *arena,
           struct xml_document *document, struct error *err)
{
    cache->scanned_like = false;
    for (size_t i = 0; i < SHAPES && cache->shapes[i]; i++) {
        if (!xml_scan_like(cache->shapes[i], file, XML_DOCUMENT_MAX, arena, document))
            continue;
        move_to_front(cache, i);
        cache->scanned_like = true;
        return OK;
    }
    return xml_scan(file, XML_DOCUMENT_MAX, arena, document, err);
}

void
cache_keep_shape(struct verify_cache *cache, const struct xml_document *document)
{
    if (cache->scanned_like)
        return;
    xml_shape_free(cache->shapes[SHAPES - 1]);
    cache->shapes[SHAPES - 1] = xml_shape_new(document);
    move_to_front(cache, SHAPES - 1);
}

/* SHA-256 is even, so any of its bytes say where to look. */
static size_t
slot_of(const struct digest *key)
{
    return (key->bytes[0] | (size_t)key->bytes[1] << 8) % SLOTS;
}

static char *
escaped_copy(const char *text)
{
    struct buffer buffer;

    buffer_init(&buffer, ESCAPED_MAX);
    buffer_char(&buffer, ' '); /* so that there are bytes even for an empty subject */
    xml_escape_text(&buffer, span_of(text));
    memmove(buffer.data, buffer.data + 1, buffer.size);
    return buffer.data;
}

static enum status
parse(struct span base64, struct cached_certificate **entry, struct error *err)
{
    uint8_t der[CERTIFICATE_DER_MAX + 3];
    struct certificate *certificate;
    size_t size;

    if (base64.size > base64_size(CERTIFICATE_DER_MAX) || !base64_read(base64, der, &size))
        return fail(err, INVALID, "Chứng thư số trong tệp không đọc được.");
    TRY(certificate_parse((struct span){(const char *)der, size}, &certificate, err));
    char *text = heap_resize(NULL, base64.size, 1);
    memcpy(text, base64.data, base64.size);
    *entry = heap_alloc(sizeof **entry);
    **entry = (struct cached_certificate){text,
                                          {text, base64.size},
                                          certificate,
                                          escaped_copy(certificate->subject),
                                          certificate_key_id(certificate)};
    return OK;
}

/* A certificate ends in its signature: as even as a digest. Whoever makes many that end alike only
 * makes his own files slow, by a bounded amount. */
static size_t
slot_of_text(struct span base64)
{
    uint64_t hash = base64.size;

    if (base64.size >= 24) {
        uint64_t words[2];
        memcpy(words, base64.data + base64.size - 24, sizeof words);
        hash = (words[0] ^ words[1] * 31) * UINT64_C(0x9E3779B97F4A7C15);
    }
    return (hash >> 40) % SLOTS;
}

enum status
cache_certificate(struct verify_cache *cache, struct span base64,
                  const struct cached_certificate **certificate, struct error *err)
{
    size_t slot = slot_of_text(base64);

    while (cache->certificates[slot] && !span_equal(cache->certificates[slot]->base64, base64))
        slot = (slot + 1) % SLOTS;
    if (!cache->certificates[slot]) {
        TRY(parse(base64, &cache->certificates[slot], err));
        cache->certificate_count++;
    }
    *certificate = cache->certificates[slot];
    return OK;
}

static bool
is_path_of(const struct cached_path *path, const struct certificate *const *certificates,
           size_t count, const struct digest *anchors)
{
    if (path->count != count || !digest_equal(&path->anchors, anchors))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!digest_equal(&path->certificates[i], &certificates[i]->sha256))
            return false;
    return true;
}

static struct cached_path *
path_new(const struct certificate *const *certificates, size_t count, const struct digest *anchors)
{
    struct cached_path *path = heap_alloc(sizeof *path);

    for (size_t i = 0; i < count; i++)
        path->certificates[i] = certificates[i]->sha256;
    path->count = count;
    path->anchors = *anchors;
    return path;
}

static bool
is_still_right(const struct cached_path *path, int64_t now)
{
    return path->asked_at == now ||
           (path->result.verdict == PATH_TRUSTED && path->result.valid_from <= now &&
            now <= path->result.valid_to);
}

const struct path_result *
cache_path(struct verify_cache *cache, const struct certificate *const *certificates, size_t count,
           const struct anchors *anchors, int64_t now)
{
    if (count > CHAIN_MAX)
        count = CHAIN_MAX;
    struct digest among = anchors_id(anchors);
    size_t slot = slot_of(&certificates[0]->sha256);

    while (cache->paths[slot] && !is_path_of(cache->paths[slot], certificates, count, &among))
        slot = (slot + 1) % SLOTS;
    struct cached_path *path = cache->paths[slot];
    if (path && is_still_right(path, now))
        return &path->result;
    if (!path) {
        path = cache->paths[slot] = path_new(certificates, count, &among);
        cache->path_count++;
    }
    path->asked_at = now;
    path_check(certificates[0], certificates + 1, count - 1, anchors, now, &path->result);
    return &path->result;
}

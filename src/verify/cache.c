/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/cache.h"

#include <stdlib.h>

#include "base/encode.h"
#include "xml/writer.h"

enum {
    SLOTS = 2048,             /* a power of two */
    ENTRIES_KEEP = SLOTS / 2, /* when one record's could come on top, start anew */
    ENTRIES_OF_RECORD = SIGNATURES_MAX * CHAIN_MAX,
    ESCAPED_MAX = 64 * 1024,
};
_Static_assert(ENTRIES_KEEP + ENTRIES_OF_RECORD < SLOTS, "a slot is always free");

struct cached_path {
    struct digest key; /* of the certificates and the anchors */
    int64_t asked_at;
    struct path_result result;
};

struct verify_cache {
    struct cached_certificate *certificates[SLOTS];
    struct cached_path *paths[SLOTS];
    size_t certificate_count, path_count;
};

struct verify_cache *
verify_cache_new(void)
{
    return heap_alloc(sizeof(struct verify_cache));
}

static void
clear_certificates(struct verify_cache *cache)
{
    for (size_t i = 0; i < SLOTS; i++) {
        if (!cache->certificates[i])
            continue;
        certificate_free(cache->certificates[i]->certificate);
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
    free(cache);
}

void
cache_prepare(struct verify_cache *cache)
{
    if (cache->certificate_count >= ENTRIES_KEEP)
        clear_certificates(cache);
    if (cache->path_count >= ENTRIES_KEEP)
        clear_paths(cache);
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
parse(struct span base64, const struct digest *key, struct cached_certificate **entry,
      struct error *err)
{
    uint8_t der[CERTIFICATE_DER_MAX + 3];
    struct certificate *certificate;
    size_t size;

    if (base64.size > base64_size(CERTIFICATE_DER_MAX) || !base64_read(base64, der, &size))
        return fail(err, INVALID, "Chứng thư số trong tệp không đọc được.");
    TRY(certificate_parse((struct span){(const char *)der, size}, &certificate, err));
    *entry = heap_alloc(sizeof **entry);
    **entry = (struct cached_certificate){*key, certificate, escaped_copy(certificate->subject)};
    return OK;
}

enum status
cache_certificate(struct verify_cache *cache, struct span base64,
                  const struct cached_certificate **certificate, struct error *err)
{
    struct digest key = sha256(base64);
    size_t slot = slot_of(&key);

    while (cache->certificates[slot] && !digest_equal(&cache->certificates[slot]->key, &key))
        slot = (slot + 1) % SLOTS;
    if (!cache->certificates[slot]) {
        TRY(parse(base64, &key, &cache->certificates[slot], err));
        cache->certificate_count++;
    }
    *certificate = cache->certificates[slot];
    return OK;
}

static struct digest
path_key(const struct certificate *const *certificates, size_t count, const struct anchors *anchors)
{
    struct digest parts[CHAIN_MAX + 1];

    for (size_t i = 0; i < count; i++)
        parts[i] = certificates[i]->sha256;
    parts[count] = anchors_id(anchors);
    return sha256((struct span){(const char *)parts, (count + 1) * sizeof parts[0]});
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
    struct digest key = path_key(certificates, count, anchors);
    size_t slot = slot_of(&key);

    while (cache->paths[slot] && !digest_equal(&cache->paths[slot]->key, &key))
        slot = (slot + 1) % SLOTS;
    struct cached_path *path = cache->paths[slot];
    if (path && is_still_right(path, now))
        return &path->result;
    if (!path) {
        path = cache->paths[slot] = heap_alloc(sizeof *path);
        cache->path_count++;
    }
    path->key = key;
    path->asked_at = now;
    path_check(certificates[0], certificates + 1, count - 1, anchors, now, &path->result);
    return &path->result;
}

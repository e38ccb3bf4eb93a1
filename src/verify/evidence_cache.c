/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/evidence_cache.h"

#include <stdlib.h>

#include "base/encode.h"

enum {
    SLOTS = 8192,             /* a power of two */
    ENTRIES_KEEP = SLOTS / 4, /* when one record's could come on top, start anew */
    BYTES_KEEP = 16 * 1024 * 1024,
    SIGNERS_KEPT = 4, /* issuers that one response's signature was asked about */
};

/* Every entry begins with its key. */
struct keyed {
    struct digest key;
};

struct map {
    struct keyed *slots[SLOTS];
    size_t count;
};

struct cached_revocation {
    struct digest key; /* of the base64 text */
    enum xades_value_kind kind;
    bool readable;
    uint8_t *der;
    union {
        struct ocsp_response ocsp;
        struct crl crl;
    };
    struct {
        struct digest issuer, responders;
        enum status status;
    } signers[SIGNERS_KEPT];
    size_t signer_count, next_signer;
};

/* A certificate that was good: for any earlier proof and any later verification it still is. */
struct cached_good {
    struct digest key; /* of evidence, subject, issuer and responders */
    int64_t existed_at, now;
    struct revocation_answer answer;
};

struct cached_tsa {
    struct digest key; /* of the certificates and the anchors */
    int64_t asked_at;
    struct path_result result;
};

struct evidence_cache {
    struct map revocations, goods, tsas;
    size_t bytes;
};

/* --- maps ------------------------------------------------------------------------------------- */

static struct keyed **
find_slot(struct map *map, const struct digest *key)
{
    size_t slot = (key->bytes[0] | (size_t)key->bytes[1] << 8) % SLOTS;

    while (map->slots[slot] && !digest_equal(&map->slots[slot]->key, key))
        slot = (slot + 1) % SLOTS;
    return &map->slots[slot];
}

/* The entry with this key, new and zeroed where there was none. */
static void *
find_or_add(struct map *map, const struct digest *key, size_t size, bool *is_new)
{
    struct keyed **slot = find_slot(map, key);

    *is_new = *slot == NULL;
    if (*is_new) {
        *slot = heap_alloc(size);
        (*slot)->key = *key;
        map->count++;
    }
    return *slot;
}

static void
clear_map(struct map *map)
{
    for (size_t i = 0; map->count > 0 && i < SLOTS; i++) {
        free(map->slots[i]);
        map->slots[i] = NULL;
    }
    map->count = 0;
}

static void
clear_revocations(struct evidence_cache *cache)
{
    for (size_t i = 0; i < SLOTS; i++)
        if (cache->revocations.slots[i])
            free(((struct cached_revocation *)cache->revocations.slots[i])->der);
    clear_map(&cache->revocations);
    cache->bytes = 0;
}

struct evidence_cache *
evidence_cache_new(void)
{
    return heap_alloc(sizeof(struct evidence_cache));
}

void
evidence_cache_free(struct evidence_cache *cache)
{
    if (!cache)
        return;
    clear_revocations(cache);
    clear_map(&cache->goods);
    clear_map(&cache->tsas);
    free(cache);
}

void
evidence_cache_prepare(struct evidence_cache *cache)
{
    if (cache->revocations.count >= ENTRIES_KEEP || cache->bytes >= BYTES_KEEP)
        clear_revocations(cache);
    if (cache->goods.count >= ENTRIES_KEEP)
        clear_map(&cache->goods);
    if (cache->tsas.count >= ENTRIES_KEEP)
        clear_map(&cache->tsas);
}

void
evidence_cache_forget_certificates(struct evidence_cache *cache)
{
    clear_map(&cache->tsas);
}

/* --- revocation ------------------------------------------------------------------------------- */

static void
parse(struct cached_revocation *entry, struct span base64)
{
    struct error why;
    size_t size;

    entry->der = heap_alloc(base64.size + 1);
    if (!base64_read(base64, entry->der, &size))
        return;
    struct span der = {(const char *)entry->der, size};
    entry->readable = (entry->kind == XADES_OCSP ? ocsp_parse(der, &entry->ocsp, &why)
                                                 : crl_parse(der, &entry->crl, &why)) == OK;
}

struct cached_revocation *
evidence_cache_revocation(struct evidence_cache *cache, const struct xades_value *value)
{
    struct digest key = sha256(value->base64);
    bool is_new;
    struct cached_revocation *entry =
        find_or_add(&cache->revocations, &key, sizeof *entry, &is_new);

    if (is_new) {
        entry->kind = value->kind;
        parse(entry, value->base64);
        cache->bytes += value->base64.size;
    }
    return entry->readable && entry->kind == value->kind ? entry : NULL;
}

/* A certificate stands in a response by its serial, in a CRL's scope by its issuer's name. */
static bool
may_be_about(const struct cached_revocation *entry, const struct certificate *subject)
{
    if (entry->kind == XADES_CRL)
        return span_equal(entry->crl.issuer, subject->issuer_der);
    return memmem(entry->ocsp.answers.data, entry->ocsp.answers.size, subject->serial_der.data,
                  subject->serial_der.size) != NULL;
}

static enum status
check_signature(struct cached_revocation *entry, const struct revocation_question *question,
                const struct anchors *responders, struct error *err)
{
    struct digest among = responders ? anchors_id(responders) : (struct digest){0};
    const struct digest *issuer = &question->issuer->sha256;

    for (size_t i = 0; i < entry->signer_count; i++)
        if (digest_equal(&entry->signers[i].issuer, issuer) &&
            digest_equal(&entry->signers[i].responders, &among) && entry->signers[i].status == OK)
            return OK;
    enum status status =
        entry->kind == XADES_OCSP
            ? ocsp_check_signature(&entry->ocsp, question->issuer, responders, question->allowed,
                                   err)
            : crl_check_signature(&entry->crl, question->issuer, question->allowed, err);
    if (status != OK)
        return status;
    size_t place = entry->next_signer++ % SIGNERS_KEPT;
    entry->signers[place].issuer = *issuer;
    entry->signers[place].responders = among;
    entry->signers[place].status = OK;
    if (entry->signer_count < SIGNERS_KEPT)
        entry->signer_count++;
    return OK;
}

static struct digest
good_key(const struct cached_revocation *entry, const struct revocation_question *question,
         const struct anchors *responders)
{
    struct digest parts[4];

    parts[0] = entry->key;
    parts[1] = question->subject->sha256;
    parts[2] = question->issuer->sha256;
    parts[3] = responders ? anchors_id(responders) : (struct digest){0};
    return sha256((struct span){(const char *)parts, sizeof parts});
}

void
evidence_cache_answer(struct evidence_cache *cache, struct cached_revocation *entry,
                      const struct revocation_question *question, const struct anchors *responders,
                      struct revocation_answer *answer)
{
    struct error err;
    bool is_new;

    answer->verdict = REVOCATION_UNUSABLE;
    answer->sentence[0] = '\0';
    if (!may_be_about(entry, question->subject))
        return;
    struct digest key = good_key(entry, question, responders);
    const struct cached_good *known = (void *)*find_slot(&cache->goods, &key);
    if (known && question->existed_at <= known->existed_at && question->now >= known->now) {
        *answer = known->answer;
        return;
    }
    if (check_signature(entry, question, responders, &err) != OK) {
        *answer = (struct revocation_answer){.verdict = REVOCATION_UNUSABLE};
        memcpy(answer->sentence, err.message, sizeof answer->sentence);
        return;
    }
    if (entry->kind == XADES_OCSP)
        ocsp_answer(&entry->ocsp, question, answer);
    else
        crl_answer(&entry->crl, question, answer);
    if (answer->verdict != REVOCATION_GOOD || answer->revoked_at != 0)
        return;
    struct cached_good *good = find_or_add(&cache->goods, &key, sizeof *good, &is_new);
    *good = (struct cached_good){key, question->existed_at, question->now, *answer};
}

/* --- timestamp authorities -------------------------------------------------------------------- */

static struct digest
tsa_key(const struct path_query *query)
{
    struct digest parts[PATH_CANDIDATES_MAX + 2];
    size_t count = query->count < PATH_CANDIDATES_MAX ? query->count : PATH_CANDIDATES_MAX;

    for (size_t i = 0; i < count; i++)
        parts[i] = query->others[i]->sha256;
    parts[count] = query->leaf->sha256;
    parts[count + 1] = anchors_id(query->anchors);
    return sha256((struct span){(const char *)parts, (count + 2) * sizeof parts[0]});
}

const struct path_result *
evidence_cache_tsa(struct evidence_cache *cache, const struct path_query *query)
{
    struct digest key = tsa_key(query);
    bool is_new;
    struct cached_tsa *entry = find_or_add(&cache->tsas, &key, sizeof *entry, &is_new);

    bool still_right =
        !is_new && (entry->asked_at == query->at ||
                    (entry->result.verdict == PATH_TRUSTED &&
                     entry->result.valid_from <= query->at && query->at <= entry->result.valid_to));
    if (!still_right) {
        path_validate(query, &entry->result);
        entry->asked_at = query->at;
    }
    return &entry->result;
}

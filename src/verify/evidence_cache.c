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

struct map {
    void *slots[SLOTS];
    size_t count;
};

struct cached_revocation {
    struct span base64; /* what is in the file, with what was read from it behind */
    enum xades_value_kind kind;
    bool readable;
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

struct good_key {
    const struct cached_revocation *evidence;
    struct digest subject, issuer, responders;
};

/* A certificate that was good: for any earlier proof and any later verification it still is. */
struct cached_good {
    struct good_key key;
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

typedef bool is_entry(const void *entry, const void *key);

/* The slot of the entry with this key, or an empty one; looked for from `slot` on. */
static void **
find_slot(struct map *map, size_t slot, is_entry *is, const void *key)
{
    slot %= SLOTS;
    while (map->slots[slot] && !is(map->slots[slot], key))
        slot = (slot + 1) % SLOTS;
    return &map->slots[slot];
}

/* What is there, or a new entry of `size` bytes, zeroed. */
static void *
fill_slot(struct map *map, void **slot, size_t size)
{
    if (!*slot) {
        *slot = heap_alloc(size);
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

/* With what was said by them. */
static void
clear_revocations(struct evidence_cache *cache)
{
    clear_map(&cache->goods);
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

/* Whoever makes many that are alike in these places only makes his own files slow, by a bounded
 * amount. */
static size_t
slot_of_text(struct span base64)
{
    enum { PLACES = 8 };
    uint64_t hash = base64.size, word;

    for (size_t i = 1; i <= PLACES && base64.size >= sizeof word; i++) {
        memcpy(&word, base64.data + (base64.size - sizeof word) * i / PLACES, sizeof word);
        hash = (hash ^ word) * UINT64_C(0x9E3779B97F4A7C15);
    }
    return hash >> 40;
}

/* Of the same kind, too: whoever writes another's response as a CRL spoils only his own file. */
static bool
is_value(const void *entry, const void *key)
{
    const struct cached_revocation *kept = entry;
    const struct xades_value *value = key;

    return kept->kind == value->kind && span_equal(kept->base64, value->base64);
}

/* The entry holds the text and the bytes that it stands for, which the parsed answer borrows. */
static struct cached_revocation *
revocation_new(const struct xades_value *value)
{
    struct span base64 = value->base64;
    struct cached_revocation *entry = heap_alloc(sizeof *entry + 2 * base64.size + 1);
    char *text = (char *)(entry + 1);
    uint8_t *bytes = (uint8_t *)text + base64.size;
    struct error why;
    size_t size;

    memcpy(text, base64.data, base64.size);
    entry->base64 = (struct span){text, base64.size};
    entry->kind = value->kind;
    if (!base64_read(base64, bytes, &size))
        return entry;
    struct span der = {(const char *)bytes, size};
    entry->readable = (entry->kind == XADES_OCSP ? ocsp_parse(der, &entry->ocsp, &why)
                                                 : crl_parse(der, &entry->crl, &why)) == OK;
    return entry;
}

struct cached_revocation *
evidence_cache_revocation(struct evidence_cache *cache, const struct xades_value *value)
{
    void **slot = find_slot(&cache->revocations, slot_of_text(value->base64), is_value, value);

    if (!*slot) {
        *slot = revocation_new(value);
        cache->revocations.count++;
        cache->bytes += 2 * value->base64.size;
    }
    struct cached_revocation *entry = *slot;
    return entry->readable ? entry : NULL;
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

static bool
is_good(const void *entry, const void *key)
{
    const struct good_key *a = &((const struct cached_good *)entry)->key, *b = key;

    return a->evidence == b->evidence && digest_equal(&a->subject, &b->subject) &&
           digest_equal(&a->issuer, &b->issuer) && digest_equal(&a->responders, &b->responders);
}

static void **
find_good(struct evidence_cache *cache, const struct good_key *key)
{
    size_t slot;

    memcpy(&slot, key->subject.bytes, sizeof slot);
    return find_slot(&cache->goods, slot ^ (uintptr_t)key->evidence >> 6, is_good, key);
}

void
evidence_cache_answer(struct evidence_cache *cache, struct cached_revocation *entry,
                      const struct revocation_question *question, const struct anchors *responders,
                      struct revocation_answer *answer)
{
    struct error err;

    answer->verdict = REVOCATION_UNUSABLE;
    answer->sentence[0] = '\0';
    if (!may_be_about(entry, question->subject))
        return;
    struct good_key key = {.evidence = entry,
                           .subject = question->subject->sha256,
                           .issuer = question->issuer->sha256};
    if (responders)
        key.responders = anchors_id(responders);
    void **slot = find_good(cache, &key);
    const struct cached_good *known = *slot;
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
    if (answer->verdict != REVOCATION_GOOD || answer->revoked_at != 0 ||
        cache->goods.count >= SLOTS / 2)
        return;
    struct cached_good *good = fill_slot(&cache->goods, slot, sizeof *good);
    *good = (struct cached_good){
        .key = key, .existed_at = question->existed_at, .now = question->now, .answer = *answer};
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

static bool
is_tsa(const void *entry, const void *key)
{
    return digest_equal(&((const struct cached_tsa *)entry)->key, key);
}

const struct path_result *
evidence_cache_tsa(struct evidence_cache *cache, const struct path_query *query)
{
    struct digest key = tsa_key(query);
    size_t first;
    memcpy(&first, key.bytes, sizeof first);
    void **slot = find_slot(&cache->tsas, first, is_tsa, &key);
    bool is_new = !*slot;
    struct cached_tsa *entry = fill_slot(&cache->tsas, slot, sizeof *entry);

    entry->key = key;
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

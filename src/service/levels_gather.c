/* SPDX-License-Identifier: Apache-2.0
 *
 * What turns B-T into B-LT: for every certificate below an anchor, the signer's
 * and the timestamp authority's, a response that says it was good when the
 * timestamp was given.
 */
#include <stdlib.h>

#include "base/encode.h"
#include "service/levels_source.h"
#include "sign/xades_levels.h"
#include "sign/xades_names.h"
#include "store/records.h"

enum { GATHERED_MAX = 512, CANDIDATES_MAX = PATH_CANDIDATES_MAX };

/* Responses that came in this run. */
struct gathered {
    struct arena *arena;
    struct {
        struct digest subject, issuer;
        struct proof proof;
    } items[GATHERED_MAX];
    size_t count;
};

struct gathered *
gathered_new(void)
{
    struct gathered *gathered = heap_alloc(sizeof *gathered);

    gathered->arena = arena_new();
    return gathered;
}

void
gathered_free(struct gathered *gathered)
{
    if (!gathered)
        return;
    arena_free(gathered->arena);
    free(gathered);
}

/* One signature and its timestamp. */
struct gathering {
    struct proof_source *source;
    struct gathered *gathered;
    struct arena *arena;
    int64_t existed_at;
    const struct certificate *candidates[CANDIDATES_MAX];
    size_t candidate_count;
    struct proofs *proofs;
};

/* --- one certificate -------------------------------------------------------------------------- */

static void
ask_again(const struct proof *proof, const struct revocation_question *question,
          struct revocation_answer *answer)
{
    if (text_equal(proof->kind, PROOF_OCSP))
        ocsp_check(proof->bytes, question, NULL, NULL, answer);
    else
        crl_check(proof->bytes, question, answer);
}

static const struct proof *
find_gathered(struct gathered *gathered, const struct revocation_question *question,
              bool of_authority)
{
    for (size_t i = 0; i < gathered->count; i++) {
        struct revocation_answer answer;
        if (!digest_equal(&gathered->items[i].subject, &question->subject->sha256) ||
            !digest_equal(&gathered->items[i].issuer, &question->issuer->sha256))
            continue;
        ask_again(&gathered->items[i].proof, question, &answer);
        if (answer.verdict == REVOCATION_GOOD &&
            (!of_authority || revocation_leaves_stamps(&answer)))
            return &gathered->items[i].proof;
    }
    return NULL;
}

static enum status
refuse(const struct revocation_question *question, const struct revocation_answer *answer,
       struct error *err)
{
    char when[MOMENT_TEXT_SIZE];

    if (answer->verdict == REVOCATION_REVOKED)
        return fail(err, UNTRUSTED,
                    "Chứng thư \"%.100s\" đã bị thu hồi lúc %s, trước khi có dấu "
                    "thời gian.",
                    question->subject->common_name,
                    moment_write(moment_in_vietnam(answer->revoked_at), when));
    return fail(err, UNAVAILABLE, "Chứng thư \"%.100s\": %.300s", question->subject->common_name,
                answer->sentence);
}

/* What such an authority stamped proves nothing: with that the record is no B-LT. */
static enum status
refuse_stamps(const struct revocation_question *question, struct error *err)
{
    return fail(
        err, UNTRUSTED,
        "Chứng thư \"%.100s\" của nơi cấp dấu thời gian về sau bị thu hồi, có thể vì lộ "
        "khóa: dấu ấy không còn chứng minh được gì. Chữ ký vẫn nguyên; hãy báo người vận hành.",
        question->subject->common_name);
}

static enum status
fetch(struct gathering *gathering, const struct revocation_question *question, bool of_authority,
      const struct proof **found, struct error *err)
{
    struct gathered *gathered = gathering->gathered;
    struct proof proof = {.fetched = app_now(gathering->source->app)};
    struct revocation_answer answer = {.verdict = REVOCATION_UNUSABLE};

    TRY(gathering->source->revocation(gathering->source, question, gathered->arena, &proof, &answer,
                                      err));
    if (answer.verdict != REVOCATION_GOOD)
        return refuse(question, &answer, err);
    if (of_authority && !revocation_leaves_stamps(&answer))
        return refuse_stamps(question, err);
    if (gathered->count == GATHERED_MAX)
        gathered->count = 0; /* the bytes stay in the arena, their order is of no account */
    gathered->items[gathered->count].subject = question->subject->sha256;
    gathered->items[gathered->count].issuer = question->issuer->sha256;
    gathered->items[gathered->count].proof = proof;
    *found = &gathered->items[gathered->count++].proof;
    return OK;
}

static void
add_proof(struct gathering *gathering, const struct proof *proof, bool of_authority)
{
    for (size_t i = 0; i < gathering->proofs->list.count; i++)
        if (span_equal(gathering->proofs->list.items[i].bytes, proof->bytes))
            return;
    struct proof *added = list_add(gathering->arena, gathering->proofs->list);
    *added = *proof;
    added->of_authority = of_authority;
}

/* --- a path ----------------------------------------------------------------------------------- */

static enum status
find_path(struct gathering *gathering, const struct certificate *leaf, enum path_purpose purpose,
          struct path_result *path, struct error *err)
{
    struct path_query query = {.leaf = leaf,
                               .others = gathering->candidates,
                               .count = gathering->candidate_count,
                               .anchors = gathering->source->anchors,
                               .at = gathering->existed_at,
                               .purpose = purpose};

    path_validate(&query, path);
    if (path->verdict == PATH_TRUSTED)
        return OK;
    return fail(err, UNTRUSTED,
                "Chưa dẫn được chứng thư \"%.100s\" tới các gốc trong "
                "tsa.anchors: %.300s",
                leaf->common_name, path->reason);
}

static enum status
gather_path(struct gathering *gathering, const struct certificate *leaf, enum path_purpose purpose,
            struct error *err)
{
    bool of_authority = purpose == PATH_FOR_TSA;
    struct path_result path;

    TRY(find_path(gathering, leaf, purpose, &path, err));
    for (size_t i = 0; i + 1 < path.length; i++) {
        struct revocation_question question = {.subject = path.chain[i],
                                               .issuer = path.chain[i + 1],
                                               .existed_at = gathering->existed_at,
                                               .now = app_now(gathering->source->app).seconds};
        struct proof certificate = {.kind = PROOF_CERTIFICATE,
                                    .bytes = path.chain[i]->der,
                                    .fetched = app_now(gathering->source->app)};
        const struct proof *proof = find_gathered(gathering->gathered, &question, of_authority);
        if (of_authority) /* the signer's stand in the signature's KeyInfo */
            add_proof(gathering, &certificate, true);
        if (!proof)
            TRY(fetch(gathering, &question, of_authority, &proof, err));
        add_proof(gathering, proof, of_authority);
    }
    return OK;
}

/* --- a record --------------------------------------------------------------------------------- */

static enum status
parse_base64(struct span text, struct arena *arena, struct certificate **certificate,
             struct error *err)
{
    uint8_t *der = arena_alloc(arena, text.size + 1);
    size_t size;

    if (!base64_read(text, der, &size))
        return fail(err, CORRUPT, "Chứng thư trong học bạ không đọc được.");
    return certificate_parse((struct span){(const char *)der, size}, certificate, err);
}

static enum status
read_chain(const struct xades_signature *signature, struct arena *arena,
           struct certificate_chain *chain, struct error *err)
{
    for (size_t i = 0; i < signature->certificate_count; i++) {
        struct certificate *certificate;
        TRY(parse_base64(signature->certificates[i], arena, &certificate, err));
        certificate_chain_add(chain, certificate);
    }
    return OK;
}

static void
add_candidates(struct gathering *gathering, struct certificate *const *certificates, size_t count)
{
    for (size_t i = 0; i < count && gathering->candidate_count < CANDIDATES_MAX; i++)
        gathering->candidates[gathering->candidate_count++] = certificates[i];
}

static enum status
gather_signature(struct gathering *gathering, const char *record,
                 const struct xades_signature *signature, const struct stamped_signature *stamped,
                 struct error *err)
{
    AUTO(certificate_chain) *chain = certificate_chain_new();
    AUTO(certificate) *authority = NULL;
    struct proof_source *source = gathering->source;
    struct proofs *proofs = arena_make(gathering->arena, struct proofs);

    gathering->existed_at = stamped->at.seconds;
    gathering->candidate_count = 0;
    gathering->proofs = proofs;
    TRY(read_chain(signature, gathering->arena, chain, err));
    TRY(certificate_parse(stamped->authority, &authority, err));
    add_candidates(gathering, chain->items + 1, chain->count - 1);
    add_candidates(gathering, source->known, source->known_count);
    TRY(gather_path(gathering, chain->items[0], PATH_FOR_SIGNER, err));
    TRY(gather_path(gathering, authority, PATH_FOR_TSA, err));
    return store_add_proofs(source->app->store, record, stamped->signature, proofs,
                            app_now(source->app), err);
}

static const struct xades_signature *
find_signature(const struct xades_levels *levels, const char *key)
{
    char text[XADES_KEY_MAX];

    for (size_t i = 0; i < levels->count; i++)
        if (text_equal(xades_key(&levels->signatures[i].place, text), key))
            return &levels->signatures[i];
    return NULL;
}

enum status
levels_gather(struct proof_source *source, struct gathered *gathered, const char *record,
              struct error *err)
{
    AUTO(arena) *arena = arena_new();
    struct gathering gathering = {.source = source, .gathered = gathered, .arena = arena};
    struct stamped_signatures stamped = {0};
    struct issued_document issued;
    struct xades_levels levels;

    TRY(store_find_issued(source->app->store, record, arena, &issued, err));
    TRY(xades_levels_list(issued.bytes, arena, &levels, err));
    TRY(store_list_timestamps(source->app->store, record, arena, &stamped, err));
    for (size_t i = 0; i < stamped.list.count; i++) {
        const struct stamped_signature *one = &stamped.list.items[i];
        const struct xades_signature *signature = find_signature(&levels, one->signature);
        if (!one->proof_set && signature)
            TRY(gather_signature(&gathering, record, signature, one, err));
    }
    return OK;
}

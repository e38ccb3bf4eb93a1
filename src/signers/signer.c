/* SPDX-License-Identifier: Apache-2.0 */
#include "signers/signer_internal.h"

#include <assert.h>
#include <stdlib.h>

struct signer_session *
signer_session_new(const struct signer_driver *driver, void *state)
{
    struct signer_session *session = heap_alloc(sizeof *session);

    *session = (struct signer_session){.driver = driver, .state = state, .arena = arena_new()};
    return session;
}

void
signer_session_free(struct signer_session *session)
{
    if (!session)
        return;
    session->driver->free(session->state);
    for (size_t i = 0; i < session->chain_count; i++)
        certificate_chain_free(session->chains[i]);
    arena_free(session->arena);
    free(session);
}

const char *
signer_session_name(const struct signer_session *session)
{
    return session->driver->name;
}

/* --- certificates ----------------------------------------------------------------------------- */

struct signer_offers {
    struct signer_session *session;
};

void
signer_offer(struct signer_offers *offers, struct certificate_chain *chain,
             const struct signer_limits *limits, const char *place)
{
    struct signer_session *session = offers->session;

    assert(chain->count > 0 && limits->batch_max > 0);
    if (session->chain_count == SIGNER_CERTIFICATES_MAX) {
        certificate_chain_free(chain);
        return;
    }
    session->chains[session->chain_count++] = chain;
    struct signer_certificate *one = list_add(session->arena, session->certificates.list);
    *one = (struct signer_certificate){
        .chain = chain, .limits = *limits, .place = arena_text(session->arena, place ? place : "")};
    if (one->limits.batch_max > SIGNER_BATCH_MAX)
        one->limits.batch_max = SIGNER_BATCH_MAX;
}

static void
forget_offers(struct signer_session *session)
{
    for (size_t i = 0; i < session->chain_count; i++)
        certificate_chain_free(session->chains[i]);
    session->chain_count = 0;
    session->certificates = (struct signer_certificates){0};
}

enum status
signer_session_certificates(struct signer_session *session,
                            const struct signer_certificates **certificates, struct error *err)
{
    if (!session->listed) {
        struct signer_offers offers = {session};
        enum status status = session->driver->list(session->state, &offers, err);
        if (status != OK) {
            forget_offers(session);
            return status;
        }
        session->listed = true;
    }
    *certificates = &session->certificates;
    return OK;
}

enum status
signer_session_find(struct signer_session *session, const struct digest *certificate,
                    const struct signer_certificate **found, struct error *err)
{
    const struct signer_certificates *all;

    TRY(signer_session_certificates(session, &all, err));
    for (size_t i = 0; i < all->list.count; i++) {
        if (digest_equal(&all->list.items[i].chain->items[0]->sha256, certificate)) {
            *found = &all->list.items[i];
            return OK;
        }
    }
    return fail(err, NOT_FOUND,
                "Nơi ký (%s) không có chứng thư ấy. Chưa ký gì; hãy dùng đúng tệp khóa, thẻ hoặc "
                "tài khoản của người ký.",
                session->driver->name);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "service/ledger_documents.h"

#include "crypto/certificate.h"
#include "store/certificates.h"
#include "store/freezes.h"
#include "store/ledger_entries.h"
#include "store/manifests.h"
#include "store/revocations.h"

enum status
ledger_key_id(struct app *app, const char *certificate_sha256, struct digest *id, struct error *err)
{
    AUTO(certificate) *certificate = NULL;
    struct stored_certificate stored;

    TRY(store_find_certificate_by_sha256(app->store, certificate_sha256, app->arena, &stored, err));
    TRY(certificate_parse(stored.der, &certificate, err));
    *id = certificate_key_id(certificate);
    return OK;
}

enum status
ledger_note_document(struct app *app, const char *sha256, const struct written *written,
                     struct error *err)
{
    struct ledger_entry entry = {.position = (int64_t)written->index,
                                 .kind = ENTRY_DOCUMENT,
                                 .sha256 = sha256,
                                 .entered = moment_in_vietnam(written->time)};
    return store_add_ledger_entry(app->store, &entry, err);
}

/* By the key that signed it; a principal's is enrolled by no entry, and no record is under it. */
static enum status
enter_document(struct ledger *ledger, enum document_kind kind, const char *certificate,
               const char *sha256, struct error *err)
{
    struct app *app = ledger->app;
    struct handed item = {.leaf = {.kind = LEAF_DOCUMENT, .document = kind}};
    struct digest key_id;
    struct written written;

    TRY(ledger_key_id(app, certificate, &key_id, err));
    leaf_kid_of(&key_id, item.leaf.kid);
    if (!digest_parse_hex(span_of(sha256), &item.leaf.hash))
        return fail(err, CORRUPT, "Văn bản %s trong kho không đọc được.", sha256);
    TRY(ledger_hand_in(ledger, &item, 1, &written, err));
    if (written.status != OK)
        return fail(err, CONFLICT, "%s", written.reason);
    return ledger_note_document(app, sha256, &written, err);
}

enum status
ledger_enter_manifests(struct ledger *ledger, size_t *entered, struct error *err)
{
    struct app *app = ledger->app;
    struct manifests due = {0};

    TRY(store_list_unentered_manifests(app->store, STORE_ROWS_MAX, app->arena, &due, err));
    for (size_t i = 0; i < due.list.count; i++, ++*entered)
        TRY(enter_document(ledger, DOCUMENT_MANIFEST, due.list.items[i].certificate,
                           due.list.items[i].sha256, err));
    return OK;
}

enum status
ledger_enter_freezes(struct ledger *ledger, size_t *entered, struct error *err)
{
    struct app *app = ledger->app;
    struct year_freezes due = {0};

    TRY(store_list_freezes(app->store, NULL, NULL, true, STORE_ROWS_MAX, app->arena, &due, err));
    for (size_t i = 0; i < due.list.count; i++, ++*entered)
        TRY(enter_document(ledger, DOCUMENT_FREEZE, due.list.items[i].certificate,
                           due.list.items[i].sha256, err));
    return OK;
}

enum status
ledger_enter_decisions(struct ledger *ledger, size_t *entered, struct error *err)
{
    struct app *app = ledger->app;
    struct revocation_decisions due = {0};

    TRY(store_list_decision_papers(app->store, true, STORE_ROWS_MAX, app->arena, &due, err));
    for (size_t i = 0; i < due.list.count; i++, ++*entered)
        TRY(enter_document(ledger, DOCUMENT_DECISION, due.list.items[i].seal,
                           due.list.items[i].sha256, err));
    return OK;
}

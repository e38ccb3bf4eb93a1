/* SPDX-License-Identifier: Apache-2.0 */
#include "service/ledger_documents.h"

#include "crypto/certificate.h"
#include "service/manifest.h"
#include "store/certificates.h"
#include "store/ledger_entries.h"

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

/* By the key that signed it: the principal's, which no entry enrols and no record is under. */
static enum status
enter_manifest(struct app *app, struct writer *writer, const struct manifest *manifest,
               struct error *err)
{
    struct leaf leaf = {.kind = LEAF_DOCUMENT, .document = DOCUMENT_MANIFEST};
    struct digest key_id;
    struct written written;

    TRY(ledger_key_id(app, manifest->certificate, &key_id, err));
    leaf_kid_of(&key_id, leaf.kid);
    leaf.hash = manifest_digest(manifest->bytes);
    TRY(writer_append(writer, &leaf, 1, app->arena, &written, err));
    if (written.status != OK)
        return fail(err, CONFLICT, "%s", written.reason);
    struct ledger_entry entry = {.position = (int64_t)written.index,
                                 .kind = ENTRY_DOCUMENT,
                                 .sha256 = manifest->sha256,
                                 .entered = moment_in_vietnam(written.time)};
    return store_add_ledger_entry(app->store, &entry, err);
}

enum status
ledger_enter_manifests(struct app *app, struct writer *writer, size_t *entered, struct error *err)
{
    struct manifests due = {0};

    *entered = 0;
    TRY(store_list_unentered_manifests(app->store, STORE_ROWS_MAX, app->arena, &due, err));
    for (; *entered < due.list.count; ++*entered)
        TRY(enter_manifest(app, writer, &due.list.items[*entered], err));
    return OK;
}

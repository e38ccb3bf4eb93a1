/* SPDX-License-Identifier: Apache-2.0 */
#include "crypto/anchors.h"
#include "crypto/anchors_store.h"

#include <stdlib.h>

struct anchors {
    struct certificate *items[ANCHORS_MAX];
    size_t count;
    struct digest id;
    X509_STORE *store;
};

X509_STORE *
anchors_store(const struct anchors *anchors)
{
    return anchors->store;
}

static enum status
cannot_use(struct error *err)
{
    err->status = USAGE;
    return fail_within(err, "Tệp chứng thư gốc tin cậy không dùng được");
}

static enum status
add_anchor(struct anchors *anchors, struct certificate *certificate, struct error *err)
{
    if (anchors->count == ANCHORS_MAX) {
        certificate_free(certificate);
        return fail(err, USAGE, "có nhiều hơn %d chứng thư.", ANCHORS_MAX);
    }
    anchors->items[anchors->count++] = certificate;
    if (X509_STORE_add_cert(anchors->store, certificate_handle(certificate)) != 1) {
        fail(err, USAGE, "thư viện mật mã từ chối một chứng thư.");
        return library_detail(err);
    }
    return OK;
}

static enum status
read_all(struct anchors *anchors, BIO *reader, struct error *err)
{
    for (;;) {
        struct certificate *next;
        enum status status = certificate_next_pem(reader, &next, err);
        if (status == NOT_FOUND && anchors->count > 0)
            return OK;
        if (status != OK)
            return status;
        TRY(add_anchor(anchors, next, err));
    }
}

static struct digest
identify(const struct anchors *anchors)
{
    AUTO(sha256_stream) *stream = sha256_stream_new();
    for (size_t i = 0; i < anchors->count; i++)
        sha256_stream_add(stream, anchors->items[i]->sha256.bytes, SHA256_SIZE);
    return sha256_stream_finish(stream);
}

enum status
anchors_parse(struct span pem, struct anchors **anchors, struct error *err)
{
    if (pem.size > ANCHORS_PEM_MAX) {
        fail(err, USAGE, "lớn quá %d byte.", ANCHORS_PEM_MAX);
        return cannot_use(err);
    }
    LIBRARY(BIO) *reader = library_reader(pem);
    AUTO(anchors) *made = heap_alloc(sizeof *made);
    made->store = X509_STORE_new(); /* empty: the system's anchors are never added */
    library_must("out of memory", reader && made->store);
    if (read_all(made, reader, err) != OK)
        return cannot_use(err);
    made->id = identify(made);
    *anchors = made;
    made = NULL;
    return OK;
}

void
anchors_free(struct anchors *anchors)
{
    if (anchors == NULL)
        return;
    X509_STORE_free(anchors->store);
    for (size_t i = 0; i < anchors->count; i++)
        certificate_free(anchors->items[i]);
    free(anchors);
}

size_t
anchors_count(const struct anchors *anchors)
{
    return anchors->count;
}

const struct certificate *
anchors_at(const struct anchors *anchors, size_t index)
{
    return index < anchors->count ? anchors->items[index] : NULL;
}

const struct certificate *
anchors_find(const struct anchors *anchors, const struct digest *sha256)
{
    for (size_t i = 0; i < anchors->count; i++)
        if (digest_equal(&anchors->items[i]->sha256, sha256))
            return anchors->items[i];
    return NULL;
}

struct digest
anchors_id(const struct anchors *anchors)
{
    return anchors->id;
}

bool
anchors_are_training(const struct anchors *anchors)
{
    for (size_t i = 0; i < anchors->count; i++)
        if (!anchors->items[i]->is_training)
            return false;
    return anchors->count > 0;
}

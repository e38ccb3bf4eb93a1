/* SPDX-License-Identifier: Apache-2.0 */
#include "crypto/anchors.h"
#include "crypto/anchors_store.h"

#include <stdlib.h>

struct anchors {
    struct certificate *items[ANCHORS_MAX];
    int64_t from[ANCHORS_MAX], to[ANCHORS_MAX]; /* when each is trusted, inclusive */
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

struct anchors *
anchors_new(void)
{
    struct anchors *made = heap_alloc(sizeof *made);
    made->store = X509_STORE_new(); /* empty: the system's anchors are never added */
    library_must("out of memory", made->store);
    return made;
}

enum status
anchors_add(struct anchors *anchors, struct certificate *certificate, int64_t from, int64_t to,
            struct error *err)
{
    if (anchors->count == ANCHORS_MAX) {
        certificate_free(certificate);
        return fail(err, USAGE, "có nhiều hơn %d chứng thư.", ANCHORS_MAX);
    }
    anchors->from[anchors->count] = from;
    anchors->to[anchors->count] = to;
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
        TRY(anchors_add(anchors, next, INT64_MIN, INT64_MAX, err));
    }
}

void
anchors_seal(struct anchors *anchors)
{
    AUTO(sha256_stream) *stream = sha256_stream_new();
    for (size_t i = 0; i < anchors->count; i++) {
        sha256_stream_add(stream, anchors->items[i]->sha256.bytes, SHA256_SIZE);
        sha256_stream_add(stream, &anchors->from[i], sizeof anchors->from[i]);
        sha256_stream_add(stream, &anchors->to[i], sizeof anchors->to[i]);
    }
    anchors->id = sha256_stream_finish(stream);
}

enum status
anchors_parse(struct span pem, struct anchors **anchors, struct error *err)
{
    if (pem.size > ANCHORS_PEM_MAX) {
        fail(err, USAGE, "lớn quá %d byte.", ANCHORS_PEM_MAX);
        return cannot_use(err);
    }
    LIBRARY(BIO) *reader = library_reader(pem);
    AUTO(anchors) *made = anchors_new();
    library_must("out of memory", reader);
    if (read_all(made, reader, err) != OK)
        return cannot_use(err);
    anchors_seal(made);
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

bool
anchors_hold_at(const struct anchors *anchors, const struct certificate *anchor, int64_t at,
                int64_t *from, int64_t *to)
{
    for (size_t i = 0; i < anchors->count; i++)
        if (anchors->items[i] == anchor) {
            *from = anchors->from[i];
            *to = anchors->to[i];
            return at >= *from && at <= *to;
        }
    return false;
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

/* SPDX-License-Identifier: Apache-2.0 */
#include "store/pack.h"

#include <assert.h>
#include <stdlib.h>

#include <zstd.h>

enum { PACK_LEVEL = 6, PIECE = 64 * 1024 };

/* --- packing ---------------------------------------------------------------------------------- */

struct packer {
    ZSTD_CCtx *zstd;
    dump_sink *sink;
    void *context;
    char piece[PIECE];
};

struct packer *
packer_new(dump_sink *sink, void *context)
{
    struct packer *packer = heap_alloc(sizeof *packer);

    packer->zstd = ZSTD_createCCtx();
    assert(packer->zstd);
    ZSTD_CCtx_setParameter(packer->zstd, ZSTD_c_compressionLevel, PACK_LEVEL);
    ZSTD_CCtx_setParameter(packer->zstd, ZSTD_c_checksumFlag, 1);
    packer->sink = sink;
    packer->context = context;
    return packer;
}

void
packer_free(struct packer *packer)
{
    if (!packer)
        return;
    ZSTD_freeCCtx(packer->zstd);
    free(packer);
}

static enum status
pack(struct packer *packer, struct span bytes, ZSTD_EndDirective end, struct error *err)
{
    ZSTD_inBuffer in = {bytes.data, bytes.size, 0};

    for (;;) {
        ZSTD_outBuffer out = {packer->piece, PIECE, 0};
        size_t left = ZSTD_compressStream2(packer->zstd, &out, &in, end);
        if (ZSTD_isError(left)) {
            fail(err, UNAVAILABLE, "Không nén được bản sao lưu.");
            return fail_detail(err, "zstd: %s", ZSTD_getErrorName(left));
        }
        if (out.pos)
            TRY(packer->sink(packer->context, (struct span){packer->piece, out.pos}, err));
        if (end == ZSTD_e_end ? left == 0 : in.pos == in.size)
            return OK;
    }
}

enum status
packer_add(void *context, struct span bytes, struct error *err)
{
    return pack(context, bytes, ZSTD_e_continue, err);
}

enum status
packer_finish(struct packer *packer, struct error *err)
{
    return pack(packer, SPAN(""), ZSTD_e_end, err);
}

/* --- unpacking -------------------------------------------------------------------------------- */

struct unpacker {
    ZSTD_DCtx *zstd;
    dump_source *source;
    void *context;
    ZSTD_inBuffer in;
    bool whole; /* the frame ended */
    char piece[PIECE];
};

struct unpacker *
unpacker_new(dump_source *source, void *context)
{
    struct unpacker *unpacker = heap_alloc(sizeof *unpacker);

    unpacker->zstd = ZSTD_createDCtx();
    assert(unpacker->zstd);
    unpacker->source = source;
    unpacker->context = context;
    unpacker->in = (ZSTD_inBuffer){unpacker->piece, 0, 0};
    unpacker->whole = false;
    return unpacker;
}

void
unpacker_free(struct unpacker *unpacker)
{
    if (!unpacker)
        return;
    ZSTD_freeDCtx(unpacker->zstd);
    free(unpacker);
}

static enum status
damaged(struct error *err)
{
    return fail(err, CORRUPT, "Bản sao lưu bị hỏng hoặc bị cắt ngắn; hãy dùng bản sao khác.");
}

/* Some more output; *at_end when the source has no more. */
static enum status
unpack_some(struct unpacker *unpacker, ZSTD_outBuffer *out, bool *at_end, struct error *err)
{
    size_t got = 0;

    *at_end = unpacker->whole;
    if (*at_end)
        return OK;
    if (unpacker->in.pos == unpacker->in.size) {
        TRY(unpacker->source(unpacker->context, unpacker->piece, PIECE, &got, err));
        unpacker->in = (ZSTD_inBuffer){unpacker->piece, got, 0};
        if (got == 0)
            return damaged(err);
    }
    size_t left = ZSTD_decompressStream(unpacker->zstd, out, &unpacker->in);
    if (ZSTD_isError(left))
        return damaged(err);
    unpacker->whole = left == 0;
    return OK;
}

enum status
unpacker_read(void *context, void *to, size_t room, size_t *size, struct error *err)
{
    struct unpacker *unpacker = context;
    ZSTD_outBuffer out = {to, room, 0};
    bool at_end = false;

    while (out.pos < room && !at_end)
        TRY(unpack_some(unpacker, &out, &at_end, err));
    *size = out.pos;
    return OK;
}

enum status
unpacker_next(struct unpacker *unpacker, bool *another, struct error *err)
{
    size_t got;

    if (!unpacker->whole)
        return damaged(err);
    if (unpacker->in.pos == unpacker->in.size) {
        TRY(unpacker->source(unpacker->context, unpacker->piece, PIECE, &got, err));
        unpacker->in = (ZSTD_inBuffer){unpacker->piece, got, 0};
    }
    *another = unpacker->in.pos < unpacker->in.size;
    unpacker->whole = !*another;
    return OK;
}

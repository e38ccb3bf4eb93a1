/* SPDX-License-Identifier: Apache-2.0 */
#include "store/compress.h"

#include <assert.h>
#include <stdlib.h>

#include <zstd.h>

enum { READY_MAX = 8, SAMPLE = 16 };

struct ready_dictionary {
    char *id, *bytes;
    size_t size;
    ZSTD_CDict *pack; /* made when first needed */
    ZSTD_DDict *expand;
    size_t packed, documents; /* what it made of the first of them */
    bool asked;               /* the store, what it made of those before */
};

struct compressor {
    ZSTD_CCtx *pack;
    ZSTD_DCtx *expand;
    struct ready_dictionary ready[READY_MAX];
    size_t next; /* the slot that goes next, round and round */
};

struct compressor *
compressor_new(void)
{
    struct compressor *compressor = heap_alloc(sizeof *compressor);
    *compressor = (struct compressor){.pack = ZSTD_createCCtx(), .expand = ZSTD_createDCtx()};
    assert(compressor->pack && compressor->expand);
    return compressor;
}

static void
drop(struct ready_dictionary *ready)
{
    free(ready->id);
    free(ready->bytes);
    ZSTD_freeCDict(ready->pack);
    ZSTD_freeDDict(ready->expand);
    *ready = (struct ready_dictionary){0};
}

void
compressor_free(struct compressor *compressor)
{
    if (!compressor)
        return;
    for (size_t i = 0; i < READY_MAX; i++)
        drop(&compressor->ready[i]);
    ZSTD_freeCCtx(compressor->pack);
    ZSTD_freeDCtx(compressor->expand);
    free(compressor);
}

const struct ready_dictionary *
compressor_find(struct compressor *compressor, const char *id)
{
    for (size_t i = 0; i < READY_MAX; i++)
        if (text_equal(compressor->ready[i].id, id))
            return &compressor->ready[i];
    return NULL;
}

const struct ready_dictionary *
compressor_add(struct compressor *compressor, const char *id, struct span bytes)
{
    assert(bytes.size <= DICTIONARY_BYTES_MAX);
    struct ready_dictionary *slot = &compressor->ready[compressor->next++ % READY_MAX];
    /* `bytes` may be those of the slot that goes. */
    char *copy = heap_alloc(bytes.size + 1);
    memcpy(copy, bytes.data, bytes.size);
    char *name = strdup(id);
    assert(name);
    drop(slot);
    *slot = (struct ready_dictionary){.id = name, .bytes = copy, .size = bytes.size};
    return slot;
}

size_t
dictionary_usual(const struct ready_dictionary *dictionary)
{
    return dictionary->documents ? dictionary->packed / dictionary->documents : 0;
}

struct span
dictionary_bytes(const struct ready_dictionary *dictionary)
{
    return (struct span){dictionary->bytes, dictionary->size};
}

/* The slot of a dictionary that was handed out as const. */
static struct ready_dictionary *
slot_of(struct compressor *compressor, const struct ready_dictionary *dictionary)
{
    return &compressor->ready[dictionary - compressor->ready];
}

bool
dictionary_ask_once(struct compressor *compressor, const struct ready_dictionary *dictionary)
{
    struct ready_dictionary *slot = slot_of(compressor, dictionary);
    bool first = !slot->asked;
    slot->asked = true;
    return first;
}

void
dictionary_note(struct compressor *compressor, const struct ready_dictionary *dictionary,
                size_t packed)
{
    struct ready_dictionary *slot = slot_of(compressor, dictionary);
    if (slot->documents == SAMPLE)
        return;
    slot->packed += packed;
    slot->documents++;
}

enum status
compress_bytes(struct compressor *compressor, const struct ready_dictionary *dictionary,
               struct span plain, struct arena *arena, struct span *packed, struct error *err)
{
    size_t room = ZSTD_compressBound(plain.size), size;
    char *out = arena_room(arena, room);
    if (dictionary) {
        struct ready_dictionary *slot = slot_of(compressor, dictionary);
        if (!slot->pack)
            slot->pack = ZSTD_createCDict(slot->bytes, slot->size, COMPRESS_LEVEL);
        assert(slot->pack);
        size = ZSTD_compress_usingCDict(compressor->pack, out, room, plain.data, plain.size,
                                        slot->pack);
    } else {
        size =
            ZSTD_compressCCtx(compressor->pack, out, room, plain.data, plain.size, COMPRESS_LEVEL);
    }
    if (ZSTD_isError(size)) {
        fail(err, UNAVAILABLE, "Không nén được tài liệu. Chưa ghi gì.");
        return fail_detail(err, "zstd: %s", ZSTD_getErrorName(size));
    }
    *packed = (struct span){out, size};
    return OK;
}

enum status
expand_bytes(struct compressor *compressor, const struct ready_dictionary *dictionary,
             struct span packed, size_t size, struct arena *arena, struct span *plain,
             struct error *err)
{
    char *out = arena_room(arena, size + 1);
    size_t got;
    if (dictionary) {
        struct ready_dictionary *slot = slot_of(compressor, dictionary);
        if (!slot->expand)
            slot->expand = ZSTD_createDDict(slot->bytes, slot->size);
        assert(slot->expand);
        got = ZSTD_decompress_usingDDict(compressor->expand, out, size, packed.data, packed.size,
                                         slot->expand);
    } else {
        got = ZSTD_decompressDCtx(compressor->expand, out, size, packed.data, packed.size);
    }
    if (got != size) {
        fail(err, CORRUPT,
             "Tài liệu trong kho bị hỏng, không mở ra được. "
             "Hãy phục hồi từ bản sao lưu.");
        return fail_detail(err, "zstd: %s", ZSTD_isError(got) ? ZSTD_getErrorName(got) : "size");
    }
    out[size] = '\0';
    *plain = (struct span){out, size};
    return OK;
}

/* SPDX-License-Identifier: Apache-2.0
 *
 * Issued documents and the dictionaries that they are compressed with.  Documents of one school
 * are much alike, down to the certificates inside, so a dictionary is simply some of them one
 * after the other.  A document that the newest dictionary does not help with (the first ones; the
 * first of a class with another teacher) is put at its end: that costs only what is new in it,
 * because the longer dictionary is itself kept compressed with the shorter one.
 */
#include "crypto/hash.h"
#include "store/ask.h"
#include "store/compress.h"
#include "store/document.h"
#include "store/records.h"

enum {
    LEARNING_GENERATIONS = 6, /* the first documents of a school are all learned from */
    CHAIN_MAX = 32,           /* then a dictionary stands for itself again */
    KNOWN_RATIO = 50,         /* nothing but what tells one document apart is larger */
};

/* --- dictionaries ---------------------------------------------------------------------------- */

struct dictionary_row {
    const char *base;
    int64_t size;
    struct span bytes;
};

static void
read_dictionary(struct row *row, void *into)
{
    struct dictionary_row *it = into;
    it->base = row_text(row);
    it->size = row_int(row);
    it->bytes = row_bytes(row);
}

static enum status
find_dictionary_row(struct store *store, const char *id, struct arena *arena,
                    struct dictionary_row *out, struct error *err)
{
    bool found;
    TRY(ask_one(ASK(store, SQL_find_dictionary, v_text(id)), read_dictionary, arena, out, &found,
                err));
    if (found && out->size >= 0 && out->size <= DICTIONARY_BYTES_MAX)
        return OK;
    fail(err, CORRUPT, "Kho thiếu từ điển nén. Hãy phục hồi từ bản sao lưu.");
    return fail_detail(err, "dictionary %s", id);
}

static enum status
check_dictionary(const char *id, struct span bytes, struct error *err)
{
    struct digest digest = sha256(bytes);
    char hex[SHA256_HEX_SIZE];
    if (text_equal(digest_hex(&digest, hex), id))
        return OK;
    fail(err, CORRUPT, "Từ điển nén trong kho bị hỏng. Hãy phục hồi từ bản sao lưu.");
    return fail_detail(err, "dictionary %s: hash differs", id);
}

/* Back to one that is ready or stands for itself, then forward again. */
static enum status
load_dictionary(struct store *store, const char *id, const struct ready_dictionary **out,
                struct error *err)
{
    AUTO(arena) *arena = arena_new();
    const char *ids[CHAIN_MAX + 1];
    struct dictionary_row rows[CHAIN_MAX + 1];
    size_t count = 0;
    const struct ready_dictionary *ready = NULL;
    while (id && !(ready = compressor_find(store->compressor, id))) {
        if (count > CHAIN_MAX)
            return fail(err, CORRUPT,
                        "Từ điển nén trong kho bị hỏng. Hãy phục hồi từ bản sao "
                        "lưu.");
        ids[count] = id;
        TRY(find_dictionary_row(store, id, arena, &rows[count], err));
        id = rows[count++].base;
    }
    while (count-- > 0) {
        struct span bytes;
        TRY(expand_bytes(store->compressor, ready, rows[count].bytes, (size_t)rows[count].size,
                         arena, &bytes, err));
        TRY(check_dictionary(ids[count], bytes, err));
        ready = compressor_add(store->compressor, ids[count], bytes);
    }
    *out = ready;
    return OK;
}

/* The newest dictionary of a school, and how well it does. */
struct newest {
    const char *id; /* NULL: there is none yet */
    int64_t generation, documents, average;
};

static void
read_newest(struct row *row, void *into)
{
    struct newest *it = into;
    it->id = row_text(row);
    it->generation = row_int(row);
    it->documents = row_int(row);
    it->average = row_int(row);
}

/* As this process has seen it; else as it was before with issued or received ones. 0: nobody knows.
 */
static enum status
usual_size(struct store *store, const char *unit, const struct newest *newest, size_t *usual,
           struct error *err)
{
    const struct ready_dictionary *ready = compressor_find(store->compressor, newest->id);
    int64_t received = 0;
    *usual = ready ? dictionary_usual(ready) : 0;
    if (*usual || !ready)
        return OK;
    *usual = (size_t)newest->average;
    if (*usual || !dictionary_ask_once(store->compressor, ready))
        return OK;
    TRY(ask_int(ASK(store, SQL_find_received_average, v_text(unit), v_text(newest->id)), &received,
                err));
    *usual = (size_t)received;
    if (received > 0)
        dictionary_note(store->compressor, ready, *usual);
    return OK;
}

static enum status
is_poor(struct store *store, const char *unit, const struct newest *newest, size_t packed,
        bool *poor, struct error *err)
{
    size_t usual;
    *poor = newest->generation < LEARNING_GENERATIONS;
    if (*poor)
        return OK;
    TRY(usual_size(store, unit, newest, &usual, err));
    *poor = usual > 0 && packed > usual * 5 / 4;
    return OK;
}

/* A document that the dictionary has nearly all of tells nothing about others. */
static void
note_size(struct store *store, const struct newest *newest, struct span document, size_t packed)
{
    const struct ready_dictionary *ready = compressor_find(store->compressor, newest->id);
    if (ready && packed * KNOWN_RATIO > document.size)
        dictionary_note(store->compressor, ready, packed);
}

/* `base` with the document after it, the oldest bytes dropped. */
static struct span
grow(struct arena *arena, const struct ready_dictionary *base, struct span document)
{
    struct span old = base ? dictionary_bytes(base) : (struct span){"", 0};
    size_t kept_document =
        document.size < DICTIONARY_BYTES_MAX ? document.size : DICTIONARY_BYTES_MAX;
    size_t room = DICTIONARY_BYTES_MAX - kept_document;
    size_t kept_old = old.size < room ? old.size : room;
    char *bytes = arena_alloc(arena, kept_old + kept_document + 1);
    memcpy(bytes, old.data + old.size - kept_old, kept_old);
    memcpy(bytes + kept_old, document.data + document.size - kept_document, kept_document);
    return (struct span){bytes, kept_old + kept_document};
}

static enum status
learn(struct store *store, const char *unit, const struct newest *newest, struct span document,
      struct moment now, struct arena *arena, const char **id, struct error *err)
{
    const struct ready_dictionary *base = NULL;
    if (newest->id)
        TRY(load_dictionary(store, newest->id, &base, err));
    struct span bytes = grow(arena, base, document), packed;
    struct digest digest = sha256(bytes);
    char hex[SHA256_HEX_SIZE];
    digest_hex(&digest, hex);
    bool alone = newest->generation % CHAIN_MAX == 0;
    TRY(compress_bytes(store->compressor, alone ? NULL : base, bytes, arena, &packed, err));
    bool hit;
    TRY(ask_hit(ASK(store, SQL_add_dictionary, v_text(hex), v_text(unit),
                    v_int(newest->generation + 1), v_text(alone ? NULL : newest->id), v_moment(now),
                    v_int((int64_t)bytes.size), v_bytes(packed)),
                &hit, err));
    if (hit) /* nothing was made with it before */
        (void)dictionary_ask_once(store->compressor, compressor_add(store->compressor, hex, bytes));
    *id = hit ? arena_text(arena, hex) : newest->id;
    return OK;
}

/* --- keeping --------------------------------------------------------------------------------- */

struct issuing {
    const char *uuid;
    struct span document;
    struct moment now;
};

static enum status
pack_with(struct store *store, const char *dictionary, struct span document, struct arena *arena,
          struct span *packed, struct error *err)
{
    const struct ready_dictionary *ready = NULL;
    if (dictionary)
        TRY(load_dictionary(store, dictionary, &ready, err));
    return compress_bytes(store->compressor, ready, document, arena, packed, err);
}

enum status
document_pack(struct store *store, const char *unit, struct span document, struct moment now,
              struct arena *arena, const char **dictionary, struct span *packed, struct error *err)
{
    struct newest newest = {0};
    bool found;
    TRY(ask_one(ASK(store, SQL_find_newest_dictionary, v_text(unit)), read_newest, arena, &newest,
                &found, err));
    *dictionary = newest.id;
    TRY(pack_with(store, *dictionary, document, arena, packed, err));
    bool poor;
    TRY(is_poor(store, unit, &newest, packed->size, &poor, err));
    if (!poor) {
        note_size(store, &newest, document, packed->size);
        return OK;
    }
    TRY(learn(store, unit, &newest, document, now, arena, dictionary, err));
    return pack_with(store, *dictionary, document, arena, packed, err);
}

enum status
document_pack_apart(struct store *store, const char *unit, struct span document,
                    struct arena *arena, const char **dictionary, struct span *packed,
                    struct error *err)
{
    struct newest newest = {0};
    bool found;
    TRY(ask_one(ASK(store, SQL_find_newest_dictionary, v_text(unit)), read_newest, arena, &newest,
                &found, err));
    *dictionary = newest.id;
    return pack_with(store, *dictionary, document, arena, packed, err);
}

enum status
document_unpack(struct store *store, const char *dictionary, struct span packed, size_t size,
                struct arena *arena, struct span *document, struct error *err)
{
    const struct ready_dictionary *ready = NULL;
    if (dictionary)
        TRY(load_dictionary(store, dictionary, &ready, err));
    return expand_bytes(store->compressor, ready, packed, size, arena, document, err);
}

static enum status
pack(struct store *store, const struct issuing *it, struct arena *arena, const char **dictionary,
     struct span *packed, struct error *err)
{
    const char *unit;
    TRY(ask_text(ASK(store, SQL_get_record_unit, v_text(it->uuid)), arena, &unit, err));
    if (!unit)
        return fail(err, NOT_FOUND, "Không có học bạ mang mã tra cứu %s.", it->uuid);
    return document_pack(store, unit, it->document, it->now, arena, dictionary, packed, err);
}

static enum status
add_issued(struct store *store, void *context, struct error *err)
{
    const struct issuing *it = context;
    AUTO(arena) *arena = arena_new();
    const char *dictionary = NULL;
    struct span packed;
    TRY(pack(store, it, arena, &dictionary, &packed, err));
    struct digest digest = sha256(it->document);
    char hex[SHA256_HEX_SIZE];
    bool hit;
    TRY(ask_hit(ASK(store, SQL_add_issued, v_text(it->uuid), v_text(digest_hex(&digest, hex)),
                    v_int((int64_t)it->document.size), v_bytes(packed), v_text(dictionary),
                    v_moment(it->now)),
                &hit, err));
    if (!hit)
        return fail(err, CONFLICT, "Học bạ này đã được phát hành từ trước. Chưa ghi gì.");
    TRY(ask(ASK(store, SQL_add_level, v_text(it->uuid)), err));
    return ask(ASK(store, SQL_drop_work_document, v_text(it->uuid)), err);
}

enum status
store_add_issued(struct store *store, const char *uuid, struct span document, struct moment issued,
                 struct error *err)
{
    if (document.size > STORE_DOCUMENT_MAX)
        return fail(err, INVALID, "Học bạ lớn quá %d byte, không nhận.", STORE_DOCUMENT_MAX);
    struct issuing it = {uuid, document, issued};
    return store_transact(store, add_issued, &it, err);
}

/* --- giving back ----------------------------------------------------------------------------- */

struct issued_row {
    struct issued_document document;
    const char *dictionary;
};

static void
read_issued(struct row *row, void *into)
{
    struct issued_row *it = into;
    it->document.record = row_text(row);
    it->document.sha256 = row_text(row);
    it->document.size = (size_t)row_int(row);
    it->document.issued = row_moment(row);
    it->dictionary = row_text(row);
    it->document.bytes = row_bytes(row);
}

enum status
store_find_issued(struct store *store, const char *uuid, struct arena *arena,
                  struct issued_document *out, struct error *err)
{
    struct issued_row row = {0};
    bool found;
    TRY(ask_one(ASK(store, SQL_find_issued, v_text(uuid)), read_issued, arena, &row, &found, err));
    if (!found)
        return fail(err, NOT_FOUND, "Học bạ này chưa được phát hành.");
    if (row.document.size > STORE_DOCUMENT_MAX)
        return fail(err, CORRUPT, "Học bạ %s trong kho bị hỏng. Hãy phục hồi từ bản sao lưu.",
                    uuid);
    TRY(document_unpack(store, row.dictionary, row.document.bytes, row.document.size, arena,
                        &row.document.bytes, err));
    struct digest digest = sha256(row.document.bytes);
    char hex[SHA256_HEX_SIZE];
    if (!text_equal(digest_hex(&digest, hex), row.document.sha256))
        return fail(err, CORRUPT,
                    "Học bạ %s trong kho không còn đúng như lúc phát hành. "
                    "Hãy phục hồi từ bản sao lưu.",
                    uuid);
    *out = row.document;
    return OK;
}

static void
read_sizes(struct row *row, void *into)
{
    struct issued_sizes *sizes = into;
    sizes->documents = row_int(row);
    sizes->raw = row_int(row);
    sizes->stored = row_int(row);
    sizes->dictionaries = row_int(row);
}

enum status
store_measure_issued(struct store *store, struct issued_sizes *sizes, struct error *err)
{
    bool found;
    return ask_one(ASK(store, SQL_measure_issued), read_sizes, NULL, sizes, &found, err);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger/note.h"

#include <assert.h>
#include <inttypes.h>

#include "base/encode.h"
#include "base/unicode.h"

#define DASH "\xE2\x80\x94 " /* em dash and space: how a signature line begins */

enum { ID_SIZE = 4, TIME_SIZE = 8, COSIGNED_MAX = NOTE_MAX + 64 };

static enum status
refuse(struct error *err, const char *why)
{
    return fail(err, INVALID, "Văn bản có chữ ký của sổ cái không đúng dạng: %s (signed-note).",
                why);
}

/* --- names and keys --------------------------------------------------------------------------- */

/* Unicode's White_Space property. */
static bool
is_space(uint32_t c)
{
    return (c >= 0x09 && c <= 0x0D) || c == 0x20 || c == 0x85 || c == 0xA0 || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F ||
           c == 0x205F || c == 0x3000;
}

bool
note_name_is_valid(struct span name)
{
    const char *at = name.data, *end = name.data + name.size;

    if (name.size == 0 || name.size > NOTE_NAME_MAX || !utf8_is_valid(name))
        return false;
    while (at < end) {
        uint32_t c = utf8_next(&at, end);
        if (is_space(c) || c == '+' || c < 0x20)
            return false;
    }
    return true;
}

static uint32_t
big_endian(const uint8_t *bytes)
{
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

/* SHA-256(name, newline, type, key)[:4] */
static uint32_t
id_of(struct span name, uint8_t type, struct span public)
{
    AUTO(sha256_stream) *stream = sha256_stream_new();

    sha256_stream_add(stream, name.data, name.size);
    sha256_stream_add(stream, "\n", 1);
    sha256_stream_add(stream, &type, 1);
    sha256_stream_add(stream, public.data, public.size);
    struct digest digest = sha256_stream_finish(stream);
    return big_endian(digest.bytes);
}

struct note_key
note_key_of(struct span name, enum note_key_type type, const uint8_t public[ED25519_PUBLIC_SIZE])
{
    struct note_key key = {.name = name, .type = (uint8_t)type};

    memcpy(key.public, public, ED25519_PUBLIC_SIZE);
    key.id = id_of(name, key.type, (struct span){(const char *)public, ED25519_PUBLIC_SIZE});
    return key;
}

void
note_key_write(const struct note_key *key, struct buffer *out)
{
    uint8_t bytes[1 + ED25519_PUBLIC_SIZE] = {key->type};

    memcpy(bytes + 1, key->public, ED25519_PUBLIC_SIZE);
    buffer_add(out, key->name.data, key->name.size);
    buffer_printf(out, "+%08" PRIx32 "+", key->id);
    base64_add(out, bytes, sizeof bytes);
}

static bool
is_ours(uint8_t type)
{
    return type == NOTE_ED25519 || type == NOTE_COSIGNATURE;
}

enum status
note_key_parse(struct span text, struct arena *arena, struct note_key *key, struct error *err)
{
    const char *first = memchr(text.data, '+', text.size);
    const char *end = text.data + text.size;
    size_t size = 0;
    uint8_t id[ID_SIZE];

    if (!first || end - first < 10 || first[9] != '+')
        return refuse(err, "khóa không có dạng tên+mã+khóa");
    struct span name = {text.data, (size_t)(first - text.data)};
    struct span base64 = {first + 10, (size_t)(end - first - 10)};
    if (!note_name_is_valid(name) || !hex_read((struct span){first + 1, 8}, id, ID_SIZE) ||
        base64.size > base64_size(NOTE_SIGNATURE_BYTES_MAX))
        return refuse(err, "tên hoặc mã của khóa");
    uint8_t *bytes = arena_alloc(arena, base64.size + 1);
    if (!base64_read(base64, bytes, &size) || size < 2)
        return refuse(err, "khóa không phải base64");
    struct span material = {(const char *)bytes + 1, size - 1};
    struct note_key read = {
        .name = name, .id = big_endian(id), .type = bytes[0], .material = material};
    if (is_ours(read.type)) {
        if (material.size != ED25519_PUBLIC_SIZE || read.id != id_of(name, read.type, material))
            return refuse(err, "mã của khóa không phải của khóa đó");
        memcpy(read.public, material.data, ED25519_PUBLIC_SIZE);
        if (!ed25519_is_public(read.public))
            return refuse(err, "khóa Ed25519 yếu hoặc không hợp lệ");
    }
    *key = read;
    return OK;
}

/* --- reading ---------------------------------------------------------------------------------- */

static enum status
read_line(struct span line, struct arena *arena, struct note_signature *signature,
          struct error *err)
{
    const size_t dash = sizeof DASH - 1;
    size_t size = 0;

    if (line.size <= dash || memcmp(line.data, DASH, dash) != 0)
        return refuse(err, "dòng chữ ký");
    const char *name = line.data + dash, *end = line.data + line.size;
    const char *space = memchr(name, ' ', (size_t)(end - name));
    if (!space)
        return refuse(err, "dòng chữ ký");
    signature->name = (struct span){name, (size_t)(space - name)};
    struct span base64 = {space + 1, (size_t)(end - space - 1)};
    if (!note_name_is_valid(signature->name) || base64.size > base64_size(NOTE_SIGNATURE_BYTES_MAX))
        return refuse(err, "tên khóa hoặc độ dài chữ ký");
    uint8_t *bytes = arena_alloc(arena, base64.size + 1);
    if (!base64_read(base64, bytes, &size) || size <= ID_SIZE)
        return refuse(err, "chữ ký không phải base64");
    signature->id = big_endian(bytes);
    signature->value = (struct span){(const char *)bytes + ID_SIZE, size - ID_SIZE};
    signature->line = (struct span){line.data, line.size + 1};
    return OK;
}

static enum status
read_lines(struct span lines, struct arena *arena, struct note *note, struct error *err)
{
    const char *at = lines.data, *end = lines.data + lines.size;

    note->count = 0;
    while (at < end) {
        const char *newline = memchr(at, '\n', (size_t)(end - at));
        if (!newline)
            return refuse(err, "thiếu dấu xuống dòng ở cuối");
        if (note->count == NOTE_SIGNATURES_MAX)
            return refuse(err, "quá nhiều chữ ký");
        TRY(read_line((struct span){at, (size_t)(newline - at)}, arena,
                      &note->signatures[note->count], err));
        note->count++;
        at = newline + 1;
    }
    return note->count ? OK : refuse(err, "không có chữ ký nào");
}

static enum status
check_characters(struct span bytes, struct error *err)
{
    if (bytes.size == 0 || bytes.size > NOTE_MAX || !utf8_is_valid(bytes))
        return refuse(err, "độ dài hoặc UTF-8");
    for (size_t i = 0; i < bytes.size; i++) {
        if ((unsigned char)bytes.data[i] < 0x20 && bytes.data[i] != '\n')
            return refuse(err, "ký tự điều khiển");
    }
    return OK;
}

/* The text and the signatures are separated by the last empty line. */
static const char *
last_empty_line(struct span bytes)
{
    for (size_t i = bytes.size; i >= 2; i--) {
        if (bytes.data[i - 1] == '\n' && bytes.data[i - 2] == '\n')
            return bytes.data + i - 1;
    }
    return NULL;
}

enum status
note_parse(struct span bytes, struct arena *arena, struct note *note, struct error *err)
{
    TRY(check_characters(bytes, err));
    const char *empty = last_empty_line(bytes);
    if (!empty)
        return refuse(err, "không có dòng trống trước chữ ký");
    note->text = (struct span){bytes.data, (size_t)(empty - bytes.data)};
    const char *lines = empty + 1;
    return read_lines((struct span){lines, (size_t)(bytes.data + bytes.size - lines)}, arena, note,
                      err);
}

enum status
note_parse_lines(struct span text, struct span lines, struct arena *arena, struct note *note,
                 struct error *err)
{
    TRY(check_characters(lines, err));
    note->text = text;
    return read_lines(lines, arena, note, err);
}

/* --- verifying and signing -------------------------------------------------------------------- */

/* "cosignature/v1", the time, the note's text. */
static void
write_cosigned(struct span text, int64_t time, struct buffer *out)
{
    buffer_printf(out, "cosignature/v1\ntime %" PRId64 "\n", time);
    buffer_add(out, text.data, text.size);
}

static bool
verify_cosignature(struct span text, struct span value, const struct note_key *key, int64_t *time)
{
    AUTO(buffer) *message = buffer_new(COSIGNED_MAX);
    const uint8_t *bytes = (const uint8_t *)value.data;

    if (value.size != TIME_SIZE + ED25519_SIGNATURE_SIZE || bytes[0] & 0x80)
        return false;
    *time = (int64_t)((uint64_t)big_endian(bytes) << 32 | big_endian(bytes + 4));
    write_cosigned(text, *time, message);
    return ed25519_verify(key->public, buffer_span(message), bytes + TIME_SIZE);
}

static bool
verify_value(struct span text, struct span value, const struct note_key *key, int64_t *time)
{
    *time = 0;
    if (key->type == NOTE_COSIGNATURE)
        return verify_cosignature(text, value, key, time);
    return value.size == ED25519_SIGNATURE_SIZE &&
           ed25519_verify(key->public, text, (const uint8_t *)value.data);
}

enum status
note_verify(const struct note *note, const struct note_key *key, int64_t *time,
            const struct note_signature **line, struct error *err)
{
    const struct note_signature *good = NULL;
    int64_t said = 0;

    for (size_t i = 0; is_ours(key->type) && i < note->count; i++) {
        const struct note_signature *signature = &note->signatures[i];
        int64_t at;
        if (signature->id != key->id || !span_equal(signature->name, key->name))
            continue;
        if (!verify_value(note->text, signature->value, key, &at))
            return fail(err, UNTRUSTED, "Chữ ký của “%.*s” trên sổ cái không đúng.",
                        (int)key->name.size, key->name.data);
        if (!good || at > said) {
            good = signature;
            said = at;
        }
    }
    if (!good)
        return fail(err, NOT_FOUND, "Không có chữ ký của “%.*s”.", (int)key->name.size,
                    key->name.data);
    if (time)
        *time = said;
    if (line)
        *line = good;
    return OK;
}

static void
write_line(struct span name, uint32_t id, const uint8_t *value, size_t size, struct buffer *out)
{
    uint8_t bytes[ID_SIZE + TIME_SIZE + ED25519_SIGNATURE_SIZE] = {
        (uint8_t)(id >> 24), (uint8_t)(id >> 16), (uint8_t)(id >> 8), (uint8_t)id};

    memcpy(bytes + ID_SIZE, value, size);
    buffer_text(out, DASH);
    buffer_add(out, name.data, name.size);
    buffer_char(out, ' ');
    base64_add(out, bytes, ID_SIZE + size);
    buffer_char(out, '\n');
}

void
note_sign(struct span text, struct span name, const struct secret *key,
          const uint8_t public[ED25519_PUBLIC_SIZE], struct buffer *out)
{
    uint8_t value[ED25519_SIGNATURE_SIZE];

    assert(text.size && text.data[text.size - 1] == '\n');
    ed25519_sign(key, text, value);
    write_line(name, note_key_of(name, NOTE_ED25519, public).id, value, sizeof value, out);
}

void
note_cosign(struct span text, int64_t time, struct span name, const struct secret *key,
            const uint8_t public[ED25519_PUBLIC_SIZE], struct buffer *out)
{
    AUTO(buffer) *message = buffer_new(COSIGNED_MAX);
    uint8_t value[TIME_SIZE + ED25519_SIGNATURE_SIZE];

    assert(time >= 0 && text.size && text.data[text.size - 1] == '\n');
    for (int i = 0; i < TIME_SIZE; i++)
        value[i] = (uint8_t)((uint64_t)time >> (56 - 8 * i));
    write_cosigned(text, time, message);
    ed25519_sign(key, buffer_span(message), value + TIME_SIZE);
    write_line(name, note_key_of(name, NOTE_COSIGNATURE, public).id, value, sizeof value, out);
}

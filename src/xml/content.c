/* SPDX-License-Identifier: Apache-2.0 */
#include "xml/content.h"

#include <libdeflate.h>

#include "base/encode.h"
#include "base/utf8.h"

enum {
    LEVEL = 6,
    GZIP_MEMBER_MIN = 18, /* header and trailer alone */
};

static enum status
refuse(struct error *err, const char *rule, const char *sentence)
{
    fail(err, INVALID, "%s", sentence);
    fail_detail(err, "%s", rule);
    return INVALID;
}

static enum status
refuse_size(struct error *err)
{
    return refuse(err, "size",
                  "Nội dung gói tin lớn hơn 10 MB (CV2088, mục II.2.8). Chưa nhận học bạ nào; hãy "
                  "chia danh sách thành nhiều gói nhỏ hơn rồi gửi lại.");
}

/* --- packing --------------------------------------------------------------------------------- */

static void
put_length(size_t length, uint8_t *out)
{
    for (size_t i = 0; i < CONTENT_LENGTH_SIZE; i++)
        out[i] = (uint8_t)(length >> 8 * i);
}

enum status
content_pack(struct span text, struct buffer *out, struct error *err)
{
    if (text.size == 0 || !utf8_is_valid(text))
        return refuse(err, "encoding", "Nội dung gói tin rỗng hoặc không phải UTF-8.");
    if (text.size > CONTENT_MAX)
        return refuse_size(err);
    struct libdeflate_compressor *compressor = libdeflate_alloc_compressor(LEVEL);
    if (!compressor)
        return fail(err, UNAVAILABLE, "Không nén được gói tin; hãy thử lại.");
    AUTO(arena) *arena = arena_new();
    size_t room = libdeflate_gzip_compress_bound(compressor, text.size);
    uint8_t *packed = arena_alloc(arena, CONTENT_LENGTH_SIZE + room);
    put_length(text.size, packed);
    size_t size = libdeflate_gzip_compress(compressor, text.data, text.size,
                                           packed + CONTENT_LENGTH_SIZE, room);
    libdeflate_free_compressor(compressor);
    size += CONTENT_LENGTH_SIZE;
    if (base64_size(size) > CONTENT_MAX)
        return refuse_size(err);
    base64_add(out, packed, size);
    return out->overflow ? refuse_size(err) : OK;
}

/* --- unpacking ------------------------------------------------------------------------------- */

/* The bytes behind base64 in which blanks do not count. */
static bool
read_base64(struct span content, struct arena *arena, struct span *bytes)
{
    char *joined = arena_alloc(arena, content.size + 1);
    size_t size = 0;

    for (size_t i = 0; i < content.size; i++) {
        char c = content.data[i];
        if (c != ' ' && c != '\t' && c != '\r' && c != '\n')
            joined[size++] = c;
    }
    uint8_t *out = arena_alloc(arena, size / 4 * 3 + 1);
    bytes->data = (const char *)out;
    return size > 0 && base64_read((struct span){joined, size}, out, &bytes->size);
}

static uint32_t
get_length(struct span bytes)
{
    uint32_t length = 0;

    for (size_t i = 0; i < CONTENT_LENGTH_SIZE; i++)
        length |= (uint32_t)(uint8_t)bytes.data[i] << 8 * i;
    return length;
}

/* Every member, one behind the other, into exactly `length` bytes. */
static enum status
inflate_members(struct libdeflate_decompressor *decompressor, struct span packed, char *out,
                size_t length, struct error *err)
{
    size_t written = 0;

    while (packed.size) {
        size_t used, made;
        enum libdeflate_result result = libdeflate_gzip_decompress_ex(
            decompressor, packed.data, packed.size, out + written, length - written, &used, &made);
        if (result == LIBDEFLATE_INSUFFICIENT_SPACE)
            return refuse(err, "length",
                          "Nội dung gói tin dài hơn độ dài đã khai ở bốn byte đầu. Chưa nhận học "
                          "bạ nào; hãy kiểm tra hàm nén rồi gửi lại.");
        if (result != LIBDEFLATE_SUCCESS)
            return refuse(err, "gzip",
                          "Không giải nén được nội dung gói tin (gzip hỏng hoặc bị cắt). Chưa nhận "
                          "học bạ nào; hãy gửi lại.");
        packed = (struct span){packed.data + used, packed.size - used};
        written += made;
    }
    if (written != length)
        return refuse(err, "length",
                      "Nội dung gói tin ngắn hơn độ dài đã khai ở bốn byte đầu. Chưa nhận học bạ "
                      "nào; hãy kiểm tra hàm nén (độ dài tính theo byte UTF-8) rồi gửi lại.");
    return OK;
}

static enum status
check_sizes(struct span bytes, uint32_t length, struct error *err)
{
    if (length > CONTENT_MAX)
        return refuse_size(err);
    if (bytes.size < CONTENT_LENGTH_SIZE + GZIP_MEMBER_MIN || length == 0)
        return refuse(err, "gzip", "Nội dung gói tin rỗng hoặc bị cắt. Hãy gửi lại.");
    if (length / CONTENT_RATIO_MAX > bytes.size)
        return refuse(err, "length",
                      "Độ dài khai ở bốn byte đầu không thể có từ chừng ấy dữ liệu nén. Chưa nhận "
                      "học bạ nào; hãy kiểm tra hàm nén rồi gửi lại.");
    return OK;
}

enum status
content_unpack(struct span content, struct arena *arena, struct span *text, struct error *err)
{
    struct span bytes;

    if (content.size > CONTENT_MAX)
        return refuse_size(err);
    if (!read_base64(content, arena, &bytes))
        return refuse(err, "base64",
                      "Tham số content không phải base64. Chưa nhận học bạ nào; hãy gửi lại.");
    uint32_t length = bytes.size < CONTENT_LENGTH_SIZE ? 0 : get_length(bytes);
    TRY(check_sizes(bytes, length, err));
    struct libdeflate_decompressor *decompressor = libdeflate_alloc_decompressor();
    if (!decompressor)
        return fail(err, UNAVAILABLE, "Chưa giải nén được gói tin; hãy gửi lại.");
    struct span packed = {bytes.data + CONTENT_LENGTH_SIZE, bytes.size - CONTENT_LENGTH_SIZE};
    char *out = arena_alloc(arena, length + 1);
    enum status status = inflate_members(decompressor, packed, out, length, err);
    libdeflate_free_decompressor(decompressor);
    TRY(status);
    if (!utf8_is_valid((struct span){out, length}))
        return refuse(err, "encoding",
                      "Nội dung gói tin không phải UTF-8. Chưa nhận học bạ nào; hãy gửi lại.");
    *text = (struct span){out, length};
    return OK;
}

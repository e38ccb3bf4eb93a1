/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/words.h"

#include "agent/batch.h"
#include "base/encode.h"
#include "base/utf8.h"

enum { CODE_BYTES = 4 };

static const struct {
    const char *role, *words;
} roles[] = {
    {"gvbm", "Giáo viên bộ môn"},
    {"gvcn", "Giáo viên chủ nhiệm"},
    {"cbql", "Cán bộ quản lý (hiệu trưởng, phó hiệu trưởng)"},
    {"school", "Nhà trường phát hành (con dấu)"},
    {PAPER_ROLE, "Người hoặc đơn vị giữ chứng thư"},
};

/* Unicode: C0, DEL, C1; line and paragraph separators; directional and zero-width formatting;
 * soft hyphen; byte order mark; language tags. */
static const struct {
    uint32_t first, last;
} hidden[] = {
    {0x00, 0x1F},     {0x7F, 0x9F},     {0xAD, 0xAD},       {0x34F, 0x34F},      {0x61C, 0x61C},
    {0x115F, 0x1160}, {0x17B4, 0x17B5}, {0x180B, 0x180F},   {0x200B, 0x200F},    {0x2028, 0x202E},
    {0x2060, 0x206F}, {0x3164, 0x3164}, {0xFE00, 0xFE0F},   {0xFEFF, 0xFEFF},    {0xFFA0, 0xFFA0},
    {0xFFF0, 0xFFFF}, {0xE000, 0xF8FF}, {0xE0000, 0xE0FFF}, {0xF0000, 0x10FFFF},
};

bool
words_are_plain(const char *text, size_t max)
{
    const char *p = text, *end = text + strlen(text);
    bool seen = false;

    if ((size_t)(end - text) > max || !utf8_is_valid(span_of(text)))
        return false;
    while (p < end) {
        uint32_t c = utf8_next(&p, end);

        for (size_t i = 0; i < COUNT_OF(hidden); i++)
            if (c >= hidden[i].first && c <= hidden[i].last)
                return false;
        seen = seen || (c != ' ' && c != 0xA0);
    }
    return seen;
}

const char *
words_of_role(const char *role)
{
    for (size_t i = 0; i < COUNT_OF(roles); i++)
        if (strcmp(roles[i].role, role) == 0)
            return roles[i].words;
    return NULL;
}

static bool
is_paper(const struct batch *batch)
{
    return strcmp(batch->role, PAPER_ROLE) == 0;
}

static void
add_token(const struct token_certificate *with, const char *holder, struct buffer *out)
{
    if (holder)
        buffer_printf(out, "Chứng thư: %s\n", holder);
    buffer_printf(out, "Thẻ: %s (số %s)\n", with->label, with->serial);
}

void
words_question(const struct batch *batch, const struct token_certificate *with, const char *holder,
               struct buffer *out)
{
    char code[2 * CODE_BYTES + 1];
    bool paper = is_paper(batch);

    if (strcmp(batch->origin, "hocba") == 0)
        buffer_text(out, "Chương trình hocba trên máy này");
    else
        buffer_printf(out, "Trang %s", batch->origin);
    buffer_printf(out, " yêu cầu ký %u %s.\n\n", (unsigned)batch->count,
                  paper ? "văn bản" : "học bạ");
    buffer_printf(out, "Vai trò: %s\n", words_of_role(batch->role));
    if (!paper)
        buffer_printf(out, "Trường: %s\nLớp: %s, năm học %s\n", batch->school, batch->class,
                      batch->year);
    add_token(with, holder, out);
    buffer_printf(out, "Mã danh sách: %s\n", hex_write(batch->content, CODE_BYTES, code));
    if (batch->signed_count > 0)
        buffer_printf(out, "Đã ký %u từ lần trước; còn lại %u.\n", (unsigned)batch->signed_count,
                      (unsigned)(batch->count - batch->signed_count));
    buffer_text(out, "\nDanh sách:\n");
    for (size_t i = 0; i < batch->count; i++)
        buffer_printf(out, "%u. %s\n", (unsigned)i + 1, batch->items[i].label);
}

void
words_pin(const struct batch *batch, const struct token_certificate *with, const char *again,
          struct buffer *out)
{
    if (again)
        buffer_printf(out, "%s\n", again);
    else if (with->pin_final)
        buffer_text(out, "Chú ý: chỉ còn một lần thử mã PIN, sai nữa thẻ sẽ khóa.\n");
    else if (with->pin_low)
        buffer_text(out, "Chú ý: lần trước mã PIN đã bị nhập sai.\n");
    unsigned left = (unsigned)(batch->count - batch->signed_count);
    buffer_printf(out, "Mã PIN của thẻ %s (số %s), để ký %u ", with->label, with->serial, left);
    if (is_paper(batch))
        buffer_text(out, "văn bản.\n");
    else
        buffer_printf(out, "học bạ lớp %s.\n", batch->class);
}

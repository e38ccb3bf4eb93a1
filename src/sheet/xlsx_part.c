/* SPDX-License-Identifier: Apache-2.0 */
#include "sheet/xlsx_part.h"

#include <expat.h>
#include <stdio.h>

enum { CHUNK = 65536 };

struct parsing {
    XML_Parser parser;
    const struct part_reader *reader;
    struct error *err;
    enum status status;
    size_t depth;
};

static const char *
local_name(const char *name)
{
    const char *colon = strchr(name, ':');

    return colon ? colon + 1 : name;
}

static void
stop_unless_ok(struct parsing *parsing, enum status status)
{
    if (status == OK)
        return;
    parsing->status = status;
    XML_StopParser(parsing->parser, XML_FALSE);
}

static void
on_start(void *user, const char *name, const char **attributes)
{
    struct parsing *parsing = user;

    if (parsing->status != OK)
        return;
    if (++parsing->depth > WORKBOOK_DEPTH_MAX) {
        stop_unless_ok(parsing, fail_damaged(parsing->err, "xlsx: elements nested too deep"));
        return;
    }
    stop_unless_ok(parsing, parsing->reader->start(parsing->reader->state, local_name(name),
                                                   attributes, parsing->err));
}

static void
on_end(void *user, const char *name)
{
    struct parsing *parsing = user;

    if (parsing->status != OK)
        return;
    parsing->depth--;
    if (parsing->reader->end)
        stop_unless_ok(
            parsing, parsing->reader->end(parsing->reader->state, local_name(name), parsing->err));
}

static void
on_text(void *user, const char *text, int size)
{
    struct parsing *parsing = user;

    if (parsing->status == OK && parsing->reader->text)
        stop_unless_ok(parsing,
                       parsing->reader->text(parsing->reader->state,
                                             (struct span){text, (size_t)size}, parsing->err));
}

static void
on_doctype(void *user, const char *name, const char *system, const char *public, int internal)
{
    struct parsing *parsing = user;

    (void)name, (void)system, (void)public, (void)internal;
    fail(parsing->err, INVALID,
         "Tệp bảng tính chứa khai báo DOCTYPE, thứ mà Excel và LibreOffice không bao giờ ghi; tệp "
         "có thể nguy hiểm nên bị từ chối. Không có gì được nhập.");
    stop_unless_ok(parsing, INVALID);
}

/* Enough for one chunk more? Counts it. */
static enum status
count_unpacked(struct xlsx *xlsx, const zip_stat_t *stat, size_t part, size_t more,
               struct error *err)
{
    size_t packed = (stat->valid & ZIP_STAT_COMP_SIZE) && stat->comp_size ? stat->comp_size : 1;

    xlsx->unpacked += more;
    if (xlsx->unpacked > WORKBOOK_UNPACKED_MAX ||
        (part > WORKBOOK_RATIO_FREE && part / packed > WORKBOOK_RATIO_MAX)) {
        fail(err, INVALID,
             "Tệp bảng tính khi giải nén lớn bất thường (kiểu “bom nén”) nên bị từ chối. Không có "
             "gì được nhập. Hãy xin lại tệp từ người gửi.");
        return fail_detail(err, "xlsx: %zu bytes unpacked of %zu packed", part, packed);
    }
    return OK;
}

static enum status
pump(struct xlsx *xlsx, zip_file_t *file, const zip_stat_t *stat, struct parsing *parsing)
{
    size_t part = 0;

    for (;;) {
        void *chunk = XML_GetBuffer(parsing->parser, CHUNK);
        zip_int64_t n = chunk ? zip_fread(file, chunk, CHUNK) : -1;
        if (n < 0)
            return fail_damaged(parsing->err, "xlsx: a part cannot be unpacked");
        part += (size_t)n;
        TRY(count_unpacked(xlsx, stat, part, (size_t)n, parsing->err));
        enum XML_Status parsed = XML_ParseBuffer(parsing->parser, (int)n, n == 0);
        if (parsing->status != OK)
            return parsing->status;
        if (parsed != XML_STATUS_OK) {
            const char *why = XML_ErrorString(XML_GetErrorCode(parsing->parser));
            return fail_damaged(parsing->err, why ? why : "xlsx: XML");
        }
        if (n == 0)
            return OK;
    }
}

enum status
xlsx_part_read(struct xlsx *xlsx, const char *path, const struct part_reader *reader,
               struct error *err)
{
    zip_stat_t stat;
    zip_int64_t index = zip_name_locate(xlsx->zip, path, ZIP_FL_NOCASE | ZIP_FL_ENC_GUESS);

    if (index < 0 || zip_stat_index(xlsx->zip, (zip_uint64_t)index, 0, &stat) != 0)
        return fail(err, NOT_FOUND, "Tệp bảng tính thiếu phần “%s”.", path);
    if ((stat.valid & ZIP_STAT_ENCRYPTION_METHOD) && stat.encryption_method != ZIP_EM_NONE)
        return fail_password(err);
    zip_file_t *file = zip_fopen_index(xlsx->zip, (zip_uint64_t)index, 0);
    if (file == NULL)
        return fail_damaged(err, "xlsx: a part cannot be opened");
    struct parsing parsing = {XML_ParserCreate(NULL), reader, err, OK, 0};
    XML_SetUserData(parsing.parser, &parsing);
    XML_SetElementHandler(parsing.parser, on_start, on_end);
    XML_SetCharacterDataHandler(parsing.parser, on_text);
    XML_SetStartDoctypeDeclHandler(parsing.parser, on_doctype);
    enum status status = pump(xlsx, file, &stat, &parsing);
    XML_ParserFree(parsing.parser);
    zip_fclose(file);
    return status;
}

const char *
xlsx_attribute(const char **attributes, const char *name)
{
    for (; *attributes; attributes += 2)
        if (text_equal(local_name(attributes[0]), name))
            return attributes[1];
    return NULL;
}

bool
xlsx_attribute_true(const char **attributes, const char *name)
{
    const char *value = xlsx_attribute(attributes, name);

    return text_equal(value, "1") || text_equal(value, "true");
}

enum cell_font
xlsx_font(const char *name)
{
    if (name == NULL)
        return FONT_UNKNOWN;
    if (strncasecmp(name, "VNI-", 4) == 0)
        return FONT_VNI;
    if (strncasecmp(name, ".Vn", 3) != 0)
        return FONT_UNKNOWN;
    return text_ends(name, "H") ? FONT_TCVN3_CAPITALS : FONT_TCVN3;
}

/* Excel hides control characters as _x000D_. */
struct span
xlsx_unescape(struct buffer *text)
{
    size_t out = 0;

    for (size_t i = 0; i < text->size; i++) {
        unsigned code;
        int read = 0;
        if (text->data[i] == '_' && sscanf(text->data + i, "_x00%2x_%n", &code, &read) == 1 &&
            read == 7 && code < 0x20) {
            text->data[out++] = code == '\n' ? '\n' : ' ';
            i += 6;
        } else {
            text->data[out++] = text->data[i];
        }
    }
    return (struct span){text->data, out};
}

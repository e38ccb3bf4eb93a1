/* SPDX-License-Identifier: Apache-2.0 */
#include "keeper/clients.h"

#include "base/encode.h"
#include "base/file.h"

/* --- the file --------------------------------------------------------------------------------- */

static bool
read_client(struct span line, struct client *client, struct digest *token)
{
    struct span name = span_next_word(&line), role = span_next_word(&line),
                hash = span_next_word(&line);

    *client = (struct client){.department = span_is(role, "department")};
    if (name.size == 0 || name.size > CLIENT_NAME_MAX ||
        (!client->department && !span_is(role, "school")) || !digest_parse_hex(hash, token))
        return false;
    memcpy(client->name, name.data, name.size);
    while (line.size) {
        struct span key = span_next_word(&line);
        if (client->key_count == CLIENT_KEYS_MAX ||
            !hex_read(key, client->keys[client->key_count++], LEAF_KID_SIZE))
            return false;
    }
    return true;
}

static enum status
read_file(const char *path, struct arena *arena, struct span *text, struct error *err)
{
    TRY(file_check_private(path, err));
    return file_read(arena, path, CLIENTS_FILE_MAX, text, err);
}

/* The client of this token, or where there is none, the whole file is read. NOT_FOUND. */
static enum status
look_through(const char *path, const struct digest *wanted, struct client *client,
             struct error *err)
{
    AUTO(arena) *arena = arena_new();
    struct span text, line;
    struct digest token;

    TRY(read_file(path, arena, &text, err));
    for (int number = 1; span_next_line(&text, &line); number++) {
        if (line.size == 0 || line.data[0] == '#')
            continue;
        if (!read_client(line, client, &token))
            return fail(err, INVALID, "Dòng %d của tệp “%s” không đúng dạng.", number, path);
        if (wanted && digest_equal(&token, wanted))
            return OK;
    }
    return text.size == 0 ? fail(err, NOT_FOUND, "Không có trong danh sách.")
                          : fail(err, INVALID, "Tệp “%s” bị cụt ở dòng cuối.", path);
}

enum status
clients_check(const char *path, struct error *err)
{
    struct client client;
    enum status status = look_through(path, NULL, &client, err);

    return status == NOT_FOUND && file_exists(path) ? OK : status;
}

enum status
clients_find(const char *path, const char *token, struct client *client, struct error *err)
{
    struct digest wanted = sha256(span_of(token));
    enum status status = look_through(path, &wanted, client, err);

    if (status == NOT_FOUND)
        return fail(err, DENIED, "Sổ cái không nhận mã của hệ thống này. Chưa ghi gì.");
    if (status == OK)
        return OK;
    /* Whoever hands in neither did that nor needs to know where our files are. */
    const struct error why = *err;
    fail(err, UNAVAILABLE,
         "Sổ cái đang không đọc được danh sách các hệ thống được ghi; chưa ghi gì. Hãy thử lại "
         "sau, hoặc báo nơi giữ sổ cái.");
    return fail_detail(err, "%s", why.message);
}

/* --- what one may ----------------------------------------------------------------------------- */

static bool
is_for_schools(const struct leaf *leaf)
{
    return leaf_is_record(leaf) || (leaf->kind == LEAF_KEY && leaf->action == KEY_ENROL) ||
           (leaf->kind == LEAF_DOCUMENT && leaf->document != DOCUMENT_DECISION);
}

static bool
has_key(const struct client *client, const struct leaf *leaf)
{
    if (client->key_count == 0)
        return true;
    for (size_t i = 0; i < client->key_count; i++)
        if (memcmp(client->keys[i], leaf->kid, LEAF_KID_SIZE) == 0)
            return true;
    return false;
}

static enum status
refuse_key(const struct client *client, const struct leaf *leaf, struct error *err)
{
    char hex[2 * LEAF_KID_SIZE + 1];
    bool document = leaf->kind == LEAF_DOCUMENT;

    hex_write(leaf->kid, LEAF_KID_SIZE, hex);
    return fail(err, DENIED,
                "Sổ cái không nhận %s khóa %s từ “%s”. Chưa ghi gì. Nếu khóa ấy là của nơi này thì "
                "nơi giữ sổ cái thêm mã của nó vào dòng của “%s”.",
                document ? "văn bản ký bằng" : "học bạ của con dấu có", hex, client->name,
                client->name);
}

/* A department closes any key; a school retires its own, where its line says which they are. */
static bool
may_close(const struct client *client, const struct leaf *leaf)
{
    return client->department ||
           (leaf->action == KEY_RETIRE && client->key_count > 0 && has_key(client, leaf));
}

enum status
client_may(const struct client *client, const struct leaf *leaf, struct error *err)
{
    if (leaf->kind == LEAF_KEY && !leaf_enrols(leaf))
        return may_close(client, leaf)
                   ? OK
                   : fail(err, DENIED,
                          "Chỉ Sở mới ghi được khóa bị lộ hoặc thôi dùng vào sổ cái này; “%s” chỉ "
                          "thôi dùng được khóa có mã trong dòng của mình. Chưa ghi gì.",
                          client->name);
    if (!client->department && !is_for_schools(leaf))
        return fail(err, DENIED,
                    "Chỉ Sở mới ghi được quyết định và thay đổi tình trạng vào sổ cái này; “%s” là "
                    "của một trường. Chưa ghi gì.",
                    client->name);
    return has_key(client, leaf) ? OK : refuse_key(client, leaf, err);
}

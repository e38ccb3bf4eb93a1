/* SPDX-License-Identifier: Apache-2.0 */
#include "service/ledger_remote.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/utf8.h"
#include "ledger/proof.h"
#include "ledger/status_list.h"
#include "ledger/tile.h"
#include "net/http.h"

enum {
    CONNECT_MS = 3 * 1000,
    TOTAL_MS = 20 * 1000, /* somebody waits: what is not entered now is entered later */
    NAME_MAX_SIZE = 2048,
    URL_MAX_SIZE = 1024,
    BUNDLE_MAX = TILE_WIDTH * (LEAF_MAX + 2),
};

struct ledger_remote {
    struct remote_plan plan;
    struct arena *arena;
    struct http_client *client;
    struct span origin, vkey;
    struct note_key key;
    const struct policy *policy; /* the plan's, or its key alone */
};

/* --- one question -------------------------------------------------------------------------------
 */

static const char *
address(const char *url, const char *path, struct arena *arena)
{
    return arena_printf(arena, "%s%s%s", url, text_ends(url, "/") ? "" : "/", path);
}

static enum status
silent(struct error *err)
{
    const struct error why = *err;

    fail(err, UNAVAILABLE,
         "Sổ cái chung không trả lời. Học bạ đã phát hành còn nguyên; điều chưa ghi thì còn tạm "
         "và được ghi khi sổ cái trở lại.");
    return fail_detail(err, "%s", why.detail[0] ? why.detail : why.message);
}

/* Words for a person: nothing that a terminal would obey. */
static bool
is_sentence(struct span text)
{
    for (size_t i = 0; i < text.size; i++)
        if ((unsigned char)text.data[i] < ' ' || text.data[i] == 0x7f)
            return false;
    return text.size > 0 && utf8_is_valid(text);
}

/* The sentence of a service that refuses; the code, where it has none. */
static enum status
refused(const struct http_answer *answer, enum status status, struct error *err)
{
    struct span body = answer->body;

    if (!is_sentence(body))
        return fail(err, status, "Sổ cái chung trả lời mã %d. Chưa ghi gì.", answer->code);
    return fail(err, status, "%.*s", (int)body.size, body.data);
}

static enum status
judge_answer(const struct http_answer *answer, struct error *err)
{
    switch (answer->code) {
    case 200: return OK;
    case 400:
    case 413: return refused(answer, INVALID, err);
    case 401:
    case 403: return refused(answer, DENIED, err);
    case 404: return refused(answer, NOT_FOUND, err);
    case 409: return refused(answer, CONFLICT, err);
    default: return refused(answer, UNAVAILABLE, err);
    }
}

static enum status
send_to(struct http_client *client, struct http_request *request, struct arena *arena,
        struct span *body, struct error *err)
{
    struct http_answer answer = {0};

    request->connect_ms = CONNECT_MS;
    request->total_ms = TOTAL_MS;
    if (http_send(client, request, arena, &answer, err) != OK)
        return err->status == USAGE ? USAGE : silent(err);
    TRY(judge_answer(&answer, err));
    *body = answer.body;
    return OK;
}

static enum status
fetch(struct http_client *client, const char *url, const char *path, size_t most,
      struct arena *arena, struct span *body, struct error *err)
{
    struct http_request request = {.url = address(url, path, arena), .answer_max = most};

    return send_to(client, &request, arena, body, err);
}

/* --- opening ------------------------------------------------------------------------------------
 */

enum status
ledger_remote_name(const char *url, struct arena *arena, struct span *name, struct error *err)
{
    AUTO(http_client) *client = http_client_new(&(struct http_options){0});

    return fetch(client, url, "origin", NAME_MAX_SIZE, arena, name, err);
}

/* Origin and key, a line each, and nothing else; the key is of that name. */
static enum status
read_name(struct ledger_remote *remote, struct error *err)
{
    struct span rest = remote->plan.name;

    if (!span_next_line(&rest, &remote->origin) || !span_next_line(&rest, &remote->vkey) ||
        rest.size || remote->origin.size > CHECKPOINT_ORIGIN_MAX)
        return fail(err, INVALID, "Tên và khóa của sổ cái chung không đúng dạng.");
    TRY(note_key_parse(remote->vkey, remote->arena, &remote->key, err));
    return remote->key.type == NOTE_ED25519 && span_equal(remote->key.name, remote->origin)
               ? OK
               : fail(err, INVALID, "Khóa của sổ cái chung không phải của tên ấy.");
}

enum status
ledger_remote_open(const struct remote_plan *plan, struct ledger_remote **remote, struct error *err)
{
    AUTO(ledger_remote) *opened = heap_alloc(sizeof *opened);

    *opened = (struct ledger_remote){.plan = *plan, .arena = arena_new(), .policy = plan->policy};
    opened->client = http_client_new(&(struct http_options){0});
    if (strlen(plan->url) > URL_MAX_SIZE)
        return fail(err, USAGE, "Địa chỉ sổ cái (ledger.url) quá dài.");
    TRY(read_name(opened, err));
    const char *own = arena_printf(opened->arena, "log %.*s\nquorum none\n", (int)opened->vkey.size,
                                   opened->vkey.data);
    if (!opened->policy)
        TRY(policy_parse(span_of(own), opened->arena, &opened->policy, err));
    *remote = opened;
    opened = NULL;
    return OK;
}

void
ledger_remote_free(struct ledger_remote *remote)
{
    if (!remote)
        return;
    http_client_free(remote->client);
    arena_free(remote->arena);
    free(remote);
}

struct span
ledger_remote_origin(const struct ledger_remote *remote)
{
    return remote->origin;
}

struct span
ledger_remote_key(const struct ledger_remote *remote)
{
    return remote->vkey;
}

/* --- handing in ---------------------------------------------------------------------------------
 */

static enum status
read_token(const struct ledger_remote *remote, struct secret **token, struct error *err)
{
    const char *path = remote->plan.token;

    if (!path)
        return fail(err, DENIED,
                    "Hệ thống này chưa có mã để ghi vào sổ cái chung. Hãy chạy: hocba ledger "
                    "connect ĐỊA_CHỈ --token-file TỆP.");
    TRY(file_check_private(path, err));
    return secret_read_line(path, token, err);
}

/* `arena` is wiped: the token is in it. */
static enum status
post(struct ledger_remote *remote, const char *path, const struct buffer *body, struct arena *arena,
     struct span *answer, struct error *err)
{
    AUTO(secret) *token = NULL;

    TRY(read_token(remote, &token, err));
    if (body->overflow)
        return fail(err, INVALID, "Mục nộp vào sổ cái quá dài.");
    struct http_request request = {
        .url = address(remote->plan.url, path, arena),
        .content_type = "text/plain; charset=utf-8",
        .body = buffer_span(body),
        .answer_max = WRITTEN_TEXT_MAX,
        .headers = {{"Authorization", arena_printf(arena, "Bearer %s", secret_text(token))}}};
    return send_to(remote->client, &request, arena, answer, err);
}

enum status
ledger_remote_hand_in(struct ledger_remote *remote, const struct handed *items, size_t count,
                      struct arena *arena, struct written_all *all, struct written *written,
                      struct error *err)
{
    AUTO(arena) *wiped = arena_new_wiped();
    AUTO(buffer) *body = buffer_new_wiped(HANDED_TEXT_MAX);
    struct span answer = {0};

    handed_write(items, count, body);
    TRY(post(remote, "append", body, wiped, &answer, err));
    return written_read(answer, arena, all, written, count, err);
}

enum status
ledger_remote_ask_slots(struct ledger_remote *remote, const struct slot_question *questions,
                        size_t count, struct slot_answer *answers, struct error *err)
{
    AUTO(arena) *wiped = arena_new_wiped();
    AUTO(buffer) *body = buffer_new_wiped(HANDED_TEXT_MAX);
    struct span answer = {0};

    slots_write(questions, count, body);
    TRY(post(remote, "slots", body, wiped, &answer, err));
    return slots_read_answers(answer, answers, count, err);
}

/* --- reading ------------------------------------------------------------------------------------
 */

static enum status
of_another_key(struct error *err)
{
    const struct error why = *err;

    fail(err, UNTRUSTED,
         "Sổ cái chung trả lời điều mà khóa đã biết của nó không ký, hoặc không đúng mục đã ghi. "
         "Không dùng; hãy hỏi nơi giữ sổ cái.");
    return fail_detail(err, "%s", why.message);
}

static enum status
judge_note(struct ledger_remote *remote, struct span bytes, struct arena *arena, uint64_t *size,
           bool *met, struct error *err)
{
    struct note *note = arena_make(arena, struct note);
    struct policy_answer answer;

    *err = (struct error){0};
    if (note_parse(bytes, arena, note, err) != OK ||
        note_verify(note, &remote->key, NULL, NULL, err) != OK ||
        policy_check(remote->policy, bytes, arena, &answer, err) != OK ||
        !span_equal(answer.checkpoint.origin, remote->origin))
        return of_another_key(err);
    *size = answer.checkpoint.size;
    *met = remote->plan.policy && answer.verdict == POLICY_MET;
    return OK;
}

enum status
ledger_remote_checkpoint(struct ledger_remote *remote, struct arena *arena,
                         struct remote_checkpoint *checkpoint, struct error *err)
{
    TRY(fetch(remote->client, remote->plan.url, "checkpoint", NOTE_MAX, arena, &checkpoint->note,
              err));
    return judge_note(remote, checkpoint->note, arena, &checkpoint->size, &checkpoint->met, err);
}

enum status
ledger_remote_checkpoint_before(struct ledger_remote *remote, uint64_t index, struct arena *arena,
                                struct span *note, struct error *err)
{
    uint64_t size = 0;
    bool met;

    TRY(fetch(remote->client, remote->plan.url,
              arena_printf(arena, "checkpoint-before/%" PRIu64, index), NOTE_MAX, arena, note,
              err));
    TRY(judge_note(remote, *note, arena, &size, &met, err));
    return size <= index ? OK : of_another_key(err);
}

static enum status
check_proof(struct ledger_remote *remote, struct span bytes, uint64_t index, struct arena *arena,
            struct leaf *leaf, bool *met, struct error *err)
{
    struct policy_answer answer;
    struct proof proof;
    uint64_t size;

    *err = (struct error){0};
    if (proof_parse(bytes, arena, &proof, err) != OK || !proof.extra.data ||
        leaf_parse(proof.extra, leaf, err) != OK ||
        proof_check(&proof, proof.extra, remote->policy, arena, &answer, err) != OK ||
        proof.index != index)
        return of_another_key(err);
    return judge_note(remote, proof.checkpoint, arena, &size, met, err);
}

static enum status
fetch_proof(struct ledger_remote *remote, uint64_t index, struct leaf *leaf, bool *met,
            struct buffer *out, struct error *err)
{
    AUTO(arena) *arena = arena_new();
    struct span bytes = {0};

    enum status status =
        fetch(remote->client, remote->plan.url, arena_printf(arena, "proof/%" PRIu64, index),
              PROOF_FILE_MAX, arena, &bytes, err);
    if (status == NOT_FOUND)
        return fail(err, UNTRUSTED,
                    "Sổ cái chung không có mục %" PRIu64 " mà nó đã nhận. Học bạ còn nguyên; hãy "
                    "hỏi nơi giữ sổ cái.",
                    index);
    TRY(status);
    TRY(check_proof(remote, bytes, index, arena, leaf, met, err));
    buffer_add(out, bytes.data, bytes.size);
    return OK;
}

enum status
ledger_remote_leaf(struct ledger_remote *remote, uint64_t index, struct leaf *leaf,
                   struct buffer *proof, struct error *err)
{
    bool met;

    return fetch_proof(remote, index, leaf, &met, proof, err);
}

enum status
ledger_remote_bundle(struct ledger_remote *remote, uint64_t from, uint64_t size,
                     struct arena *arena, struct span *bundle, struct error *err)
{
    const struct tile tile = {.level = TILE_ENTRIES,
                              .index = from / TILE_WIDTH,
                              .width = tile_width_at(TILE_ENTRIES, from / TILE_WIDTH, size)};
    char path[TILE_PATH_SIZE];

    return fetch(remote->client, remote->plan.url, tile_write_path(&tile, path), BUNDLE_MAX, arena,
                 bundle, err);
}

enum status
ledger_remote_prove(struct ledger_remote *remote, uint64_t index, const struct digest *hash,
                    struct buffer *out, bool *met, struct error *err)
{
    AUTO(buffer) *proof = buffer_new(PROOF_FILE_MAX);
    struct leaf leaf;

    TRY(fetch_proof(remote, index, &leaf, met, proof, err));
    *err = (struct error){0};
    if (!digest_equal(&leaf.hash, hash))
        return of_another_key(err);
    buffer_add(out, proof->data, proof->size);
    return OK;
}

enum status
ledger_remote_list(struct ledger_remote *remote, int year, uint64_t index, struct buffer *out,
                   struct error *err)
{
    AUTO(arena) *arena = arena_new();
    struct status_list list;
    struct span bytes = {0};

    TRY(fetch(remote->client, remote->plan.url,
              arena_printf(arena, "status/%d-%d.cwt", year, year + 1), STATUS_LIST_FILE_MAX, arena,
              &bytes, err));
    *err = (struct error){0};
    if (status_list_read(bytes, remote->origin, remote->key.public, arena, &list, err) != OK ||
        index < list.from || index >= list.to)
        return of_another_key(err);
    buffer_add(out, bytes.data, bytes.size);
    return OK;
}

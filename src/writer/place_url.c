/* SPDX-License-Identifier: Apache-2.0
 *
 * A second place by address: GET, and PUT on condition.
 */
#include "writer/place_internal.h"

/* What is issued waits; that somebody is told so is the caller's. */
static enum status
silent(struct place *place, const char *why, int code, struct error *err)
{
    place->silent = true;
    fail(err, UNAVAILABLE,
         "Nơi giữ điểm chốt thứ hai (ledger.place) không trả lời. Học bạ đã phát hành còn nguyên; "
         "chưa ký gì thêm, và sẽ ký khi nơi ấy trở lại.");
    return code ? fail_detail(err, "%s %d", why, code) : fail_detail(err, "%s", why);
}

static enum status
ask(struct place *place, const struct place_request *request, struct arena *arena,
    struct place_answer *answer, struct error *err)
{
    place->silent = false;
    if (place->exchange(place->context, request, arena, answer, err) == OK)
        return OK;
    if (err->status != UNAVAILABLE)
        return err->status;
    const char *why = arena_text(arena, err->detail[0] ? err->detail : err->message);
    return silent(place, why, 0, err);
}

/* A weak one says "much the same", which is not what is compared here (RFC 9110 13.1.1). */
static bool
is_strong(const char *etag)
{
    size_t size = etag ? strlen(etag) : 0;

    return size >= 2 && size <= PLACE_ETAG_MAX && etag[0] == '"' && etag[size - 1] == '"' &&
           !strpbrk(etag, "\r\n");
}

/* Refused, or out of order: a person has to look. */
static enum status
judge(struct place *place, const struct place_answer *answer, struct error *err)
{
    if (answer->code == 401 || answer->code == 403)
        return silent(place, "the token is not taken:", answer->code, err);
    return silent(place, "answered", answer->code, err);
}

enum status
place_fetch(struct place *place, struct arena *arena, struct span *text, struct error *err)
{
    const struct place_request request = {.url = place->path};
    struct place_answer answer = {0};

    place->etag[0] = '\0';
    TRY(ask(place, &request, arena, &answer, err));
    if (answer.code == 404)
        return fail(err, NOT_FOUND, "Nơi giữ điểm chốt thứ hai chưa có điểm chốt nào.");
    if (answer.code != 200)
        return judge(place, &answer, err);
    if (!is_strong(answer.etag) || answer.body.size > CHECKPOINT_TEXT_MAX)
        return fail(err, INVALID,
                    "Nơi giữ điểm chốt thứ hai (ledger.place) không cho đổi có điều kiện (ETag). "
                    "Chưa ký gì; hãy dùng một nơi khác.");
    memcpy(place->etag, answer.etag, strlen(answer.etag) + 1);
    place->seen = sha256(answer.body);
    *text = answer.body;
    return OK;
}

/* A PUT whose answer was lost is found to be ours when the place is read again: the same leaves
 * give the same text. */
enum status
place_put(struct place *place, struct span text, struct error *err)
{
    AUTO(arena) *arena = arena_new();
    const struct place_request request = {
        .url = place->path, .put = true, .seen = place->etag[0] ? place->etag : NULL, .body = text};
    struct place_answer answer = {0};
    struct digest digest = sha256(text);

    if (place->etag[0] && digest_equal(&digest, &place->seen))
        return OK;
    TRY(ask(place, &request, arena, &answer, err));
    if (answer.code == 200 || answer.code == 201 || answer.code == 204)
        return OK;
    if (answer.code == 409 || answer.code == 412)
        return fail(err, CONFLICT,
                    "Nơi giữ điểm chốt thứ hai vừa được một tiến trình khác ghi. Chưa ký gì; hãy "
                    "thử lại sau.");
    return judge(place, &answer, err);
}

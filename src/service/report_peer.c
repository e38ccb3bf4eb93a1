/* SPDX-License-Identifier: Apache-2.0
 *
 * Where a unit reports to, and what became of what it reported.
 */
#include "base/file.h"
#include "crypto/secret.h"
#include "service/access.h"
#include "service/report_inside.h"

/* --- peers ------------------------------------------------------------------------------------ */

enum status
report_peer_set(struct app *app, const struct report_peer *peer, const char *password_file,
                struct error *err)
{
    AUTO(secret) *password = NULL;
    struct arena *arena = app->arena;
    struct stamp stamp = app_stamp(app, "report peer");
    struct unit unit;

    TRY(store_find_unit(app->store, peer->unit, arena, &unit, err));
    TRY(access_check(app, MAY_REPORT, unit.id, err));
    if (!http_is_private(peer->url))
        return fail(err, USAGE,
                    "Địa chỉ cổng tiếp nhận phải là https:// (http:// chỉ dùng trên chính máy "
                    "này).");
    if (!peer->signer_pass && text_equal(peer->signer_kind, "key"))
        return fail(err, USAGE,
                    "Con dấu ký không có người bên cạnh nên cần --pass-file. Chưa đổi gì.");
    TRY(secret_read_line(password_file, &password, err));
    TRY(folder_make(arena_printf(arena, "%s/report", app->home), 0700, err));
    TRY(file_write(arena_printf(arena, "%s/report/%s.password", app->home, unit.code),
                   (struct span){secret_text(password), secret_size(password)}, 0600, err));
    return store_set_report_peer(app->store, peer, &stamp, err);
}

enum status
report_peer_list(struct app *app, struct report_peers *peers, struct error *err)
{
    TRY(access_check(app, MAY_REPORT, app->actor.unit_id, err));
    return store_list_report_peers(app->store, NULL, app->arena, peers, err);
}

/* --- what became of them ---------------------------------------------------------------------- */

const char *const report_word_keys[REPORT_WORDS] = {"waiting", "sent", "accepted", "refused"};

const char *
report_word_text(enum report_word word)
{
    static const char *const words[REPORT_WORDS] = {"chờ nộp", "đã nộp, chờ kết quả", "đã nhận",
                                                    "bị từ chối"};

    return words[word];
}

enum status
report_list(struct app *app, const char *unit, const char *year, struct report_rows *rows,
            struct error *err)
{
    const struct report_question asked = {
        .unit = unit, .year = year, .word = -1, .limit = REPORTS_SHOWN};

    TRY(access_check(app, MAY_REPORT, unit, err));
    return store_list_reports(app->store, &asked, app->arena, rows, err);
}

enum status
report_again(struct app *app, const char *unit, size_t *count, struct error *err)
{
    size_t wishes;

    TRY(access_check(app, MAY_REPORT, unit, err));
    TRY(store_again_reports(app->store, unit, count, err));
    TRY(store_again_wishes(app->store, unit, &wishes, err));
    *count += wishes;
    return OK;
}

/* SPDX-License-Identifier: Apache-2.0
 *
 * Which policy counts from now on, written down in the ledger: whoever gets another one can see
 * that it is another.
 */
#include "base/file.h"
#include "service/access.h"
#include "service/ledger_inside.h"
#include "service/ledger_keys.h"

static enum status
read_rule(struct app *app, const char *file, struct span *text, struct error *err)
{
    AUTO(buffer) *own = buffer_new(LEDGER_POLICY_MAX);
    const struct policy *policy;

    if (file) {
        TRY(file_read(app->arena, file, POLICY_FILE_MAX, text, err));
        return policy_parse(*text, app->arena, &policy, err); /* a word that nobody could read */
    }
    TRY(ledger_write_policy(app, own, err));
    *text = (struct span){arena_copy(app->arena, own->data, own->size), own->size};
    return OK;
}

static enum status
write_rule(struct ledger *ledger, const struct digest *hash, struct rule_written *written,
           struct error *err)
{
    struct written done;

    TRY(writer_write_rule(ledger->writer, hash, ledger->app->arena, &done, err));
    written->index = done.index;
    written->already = done.already;
    return OK;
}

enum status
ledger_write_rule(struct app *app, const char *file, struct rule_written *written,
                  struct error *err)
{
    AUTO(http_client) *client = http_client_new(&(struct http_options){0});
    AUTO(ledger) *ledger = NULL;
    struct ledger_entering report = {0};
    struct span text;

    *written = (struct rule_written){0};
    TRY(access_check(app, MAY_BACK_UP, NULL, err));
    TRY(read_rule(app, file, &text, err));
    TRY(ledger_open_asking(app, client, &ledger, err));
    if (ledger->remote)
        return fail(err, CONFLICT,
                    "Sổ cái này do dịch vụ ở nơi khác giữ (%s); chỉ nơi ấy ghi được quy tắc của "
                    "sổ. Chưa ghi gì.",
                    ledger->url);
    struct digest hash = sha256(text);
    TRY(write_rule(ledger, &hash, written, err));
    written->sha256 = digest_text(&hash, app->arena);
    TRY(ledger_cosign(ledger, client, &report, err));
    written->final = report.final;
    return OK;
}

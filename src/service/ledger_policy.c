/* SPDX-License-Identifier: Apache-2.0
 *
 * The policy that somebody outside needs who verifies records of this ledger.
 */
#include "service/instance.h"
#include "service/ledger_inside.h"
#include "service/policy_file.h"

/* Without witnesses a checkpoint needs only its ledger's signature. */
static enum status
read_policy(struct app *app, struct span vkey, const struct policy **policy, struct error *err)
{
    struct home_settings settings;

    TRY(home_settings_read(app->home, app->arena, &settings, err));
    if (settings.ledger_policy)
        return policy_file_read(settings.ledger_policy, app->arena, policy, err) == OK
                   ? OK
                   : fail_within(err, "ledger.policy");
    const char *alone =
        arena_printf(app->arena, "log %.*s\nquorum none\n", (int)vkey.size, vkey.data);
    return policy_parse(span_of(alone), app->arena, policy, err);
}

enum status
ledger_write_policy(struct app *app, struct buffer *out, struct error *err)
{
    const struct policy *policy;
    struct span name, origin, vkey;
    struct note_key key;

    if (!ledger_exists(app))
        return fail(err, NOT_FOUND, LEDGER_NONE);
    TRY(ledger_read_name(app, &name, err));
    if (!span_next_line(&name, &origin) || !span_next_line(&name, &vkey))
        return fail(err, CORRUPT, "Tệp origin của sổ cái bị hỏng.");
    TRY(note_key_parse(vkey, app->arena, &key, err));
    TRY(read_policy(app, vkey, &policy, err));
    enum status status = policy_write(policy, &key, out, err);
    return status == NOT_FOUND ? fail(err, CONFLICT,
                                      "ledger.policy trong settings không có dòng log của sổ cái "
                                      "này, khóa %.*s.",
                                      (int)vkey.size, vkey.data)
                               : status;
}

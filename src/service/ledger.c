/* SPDX-License-Identifier: Apache-2.0 */
#include "service/ledger_inside.h"

#include <stdlib.h>

#include "base/encode.h"
#include "base/file.h"
#include "crypto/random.h"
#include "service/access.h"
#include "service/instance.h"
#include "service/ledger_ask.h"
#include "service/ledger_statuses.h"
#include "store/instance.h"
#include "store/ledger_entries.h"
#include "store/records.h"

enum { ORIGIN_RANDOM = 6 }; /* bytes in a name that we choose */

const char *
ledger_home(const struct app *app)
{
    return arena_printf(app->arena, "%s/ledger", app->home);
}

bool
ledger_exists(const struct app *app)
{
    return file_exists(arena_printf(app->arena, "%s/origin", ledger_home(app)));
}

/* --- making and opening ----------------------------------------------------------------------- */

/* A second ledger beside entries of a first one could not tell which of them it holds. */
static enum status
check_first(struct app *app, struct error *err)
{
    struct ledger_counts counts;

    if (ledger_exists(app))
        return fail(err, CONFLICT, "Hệ thống này đã có sổ cái; sổ cũ còn nguyên.");
    TRY(store_count_ledger(app->store, &counts, err));
    if (counts.entered == 0)
        return OK;
    return fail(err, CONFLICT,
                "Kho có %lld mục đã ghi vào một sổ cái không còn ở %s. Chưa tạo gì; hãy đưa thư "
                "mục ấy trở lại từ bản sao của nó.",
                (long long)counts.entered, ledger_home(app));
}

enum status
ledger_make(struct app *app, const char *origin, struct error *err)
{
    uint8_t random[ORIGIN_RANDOM];
    char hex[2 * ORIGIN_RANDOM + 1];

    TRY(access_check(app, MAY_BACK_UP, NULL, err));
    TRY(check_first(app, err));
    random_bytes(random, sizeof random);
    hex_write(random, sizeof random, hex);
    if (!origin)
        origin = arena_printf(app->arena, "so-cai.hocba/%s", hex);
    TRY(store_set_instance(app->store, INSTANCE_LEDGER_SINCE, app_now_text(app), err));
    return writer_create(ledger_home(app), span_of(origin), err);
}

static enum status
read_policy(struct ledger *ledger, const char *path, struct error *err)
{
    struct span text;

    if (!path)
        return OK;
    TRY(file_read(ledger->app->arena, path, POLICY_FILE_MAX, &text, err));
    return policy_parse(text, ledger->app->arena, &ledger->policy, err);
}

static enum status
read_since(struct ledger *ledger, struct error *err)
{
    struct moment since;
    const char *text;

    TRY(store_get_instance(ledger->app->store, INSTANCE_LEDGER_SINCE, ledger->app->arena, &text,
                           err));
    if (text && moment_parse(span_of(text), &since))
        ledger->since = since.seconds;
    return OK;
}

/* Who writes asks the witnesses first what they saw; who only reads need not. */
enum status
ledger_open_asking(struct app *app, struct http_client *client, struct ledger **ledger,
                   struct error *err)
{
    AUTO(ledger) *opened = heap_alloc(sizeof *opened);
    struct home_settings settings;

    *opened = (struct ledger){.app = app};
    if (!ledger_exists(app))
        return fail(err, NOT_FOUND,
                    "Hệ thống này chưa có sổ cái. Hãy tạo bằng: hocba ledger init.");
    TRY(home_settings_read(app->home, app->arena, &settings, err));
    enum status status = read_policy(opened, settings.ledger_policy, err);
    if (status != OK) {
        fail_within(err, "ledger.policy");
        return status;
    }
    TRY(read_since(opened, err));
    opened->has_place = settings.ledger_place != NULL;
    /* The ledger's time is real time, also in a training instance: witnesses see it. */
    struct writer_options options = {.place = settings.ledger_place,
                                     .policy = opened->policy,
                                     .clock = app->options.system_clock,
                                     .ask = client ? ask_witnesses : NULL,
                                     .context = client};
    TRY(writer_open(ledger_home(app), &options, &opened->writer, err));
    *ledger = opened;
    opened = NULL;
    return OK;
}

enum status
ledger_open(struct app *app, struct ledger **ledger, struct error *err)
{
    return ledger_open_asking(app, NULL, ledger, err);
}

void
ledger_free(struct ledger *ledger)
{
    if (!ledger)
        return;
    writer_free(ledger->writer);
    free(ledger);
}

enum status
ledger_cosign(struct ledger *ledger, struct http_client *client, struct ledger_entering *report,
              struct error *err)
{
    struct cosigning result;

    TRY(writer_cosign(ledger->writer, ask_witnesses, client, ledger->app->arena, &result, err));
    report->final = result.final;
    report->silent = result.silent;
    report->silence = result.reason;
    return OK;
}

/* --- reading ---------------------------------------------------------------------------------- */

enum status
ledger_facts(struct app *app, struct ledger_facts *facts, struct error *err)
{
    AUTO(ledger) *ledger = NULL;
    struct ledger_counts counts;
    struct span note;

    TRY(ledger_open(app, &ledger, err));
    TRY(store_count_ledger(app->store, &counts, err));
    struct span origin = writer_origin(ledger->writer), key = writer_key(ledger->writer);
    *facts = (struct ledger_facts){.origin = arena_copy(app->arena, origin.data, origin.size),
                                   .key = arena_copy(app->arena, key.data, key.size),
                                   .leaves = writer_size(ledger->writer),
                                   .unentered = counts.unentered,
                                   .changes = counts.changes,
                                   .has_place = ledger->has_place,
                                   .has_policy = ledger->policy != NULL};
    enum status status = writer_checkpoint(ledger->writer, &note, &facts->final, err);
    if (status == OK)
        facts->checkpoint = arena_copy(app->arena, note.data, note.size);
    return status == NOT_FOUND ? OK : status;
}

enum status
ledger_prove(struct ledger *ledger, const char *uuid, struct buffer *out, bool *final,
             struct error *err)
{
    struct ledger_entry entry;

    TRY(store_find_ledger_entry(ledger->app->store, uuid, ledger->app->arena, &entry, err));
    return writer_prove(ledger->writer, (uint64_t)entry.position, out, final, err);
}

void
ledger_list_statuses(struct ledger *ledger, struct buffer *out)
{
    writer_list_statuses(ledger->writer, 0, writer_size(ledger->writer), STATUS_EXPIRES_IN, out);
}

/* Whether the newest public checkpoint is over all that is written. */
static enum status
is_covered(struct ledger *ledger, bool *covered, struct error *err)
{
    AUTO(arena) *arena = arena_new();
    struct note *note = arena_make(arena, struct note);
    struct checkpoint checkpoint;
    struct span bytes;
    bool final;

    TRY(writer_checkpoint(ledger->writer, &bytes, &final, err));
    bytes.data = arena_copy(arena, bytes.data, bytes.size);
    TRY(note_parse(bytes, arena, note, err));
    TRY(checkpoint_parse(note->text, &checkpoint, err));
    *covered = checkpoint.size == writer_size(ledger->writer);
    return OK;
}

enum status
ledger_publish(struct app *app, const char *folder, bool *listed, struct error *err)
{
    AUTO(http_client) *client = http_client_new(&(struct http_options){0});
    AUTO(ledger) *ledger = NULL;
    struct ledger_entering entering;

    TRY(access_check(app, MAY_ISSUE_RECORDS, app->actor.unit_id, err));
    TRY(ledger_open_asking(app, client, &ledger, err));
    TRY(writer_snapshot(ledger->writer, err));
    TRY(ledger_cosign(ledger, client, &entering, err));
    TRY(writer_export(ledger->writer, folder, err));
    TRY(is_covered(ledger, listed, err));
    if (!*listed)
        return OK;
    return ledger_write_lists(app, ledger->writer, folder, err);
}

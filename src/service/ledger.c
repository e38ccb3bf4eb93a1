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

enum status
ledger_read_name(struct app *app, struct span *name, struct error *err)
{
    return file_read(app->arena, arena_printf(app->arena, "%s/origin", ledger_home(app)),
                     LEDGER_NAME_FILE_MAX, name, err);
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
static enum status
open_own(struct ledger *ledger, const struct home_settings *settings, struct http_client *client,
         struct error *err)
{
    struct app *app = ledger->app;
    /* The ledger's time is real time, also in a training instance: witnesses see it. */
    struct writer_options options = {.policy = ledger->policy,
                                     .clock = app->options.system_clock,
                                     .ask = client ? ask_witnesses : NULL,
                                     .context = client};

    ledger->has_place = settings->ledger_place != NULL;
    TRY(place_peer_open(settings->ledger_place, settings->ledger_place_token, &options.place,
                        &ledger->place, err));
    return writer_open(ledger_home(app), &options, &ledger->writer, err);
}

/* The second place and the witnesses are its keeper's. */
static enum status
open_remote(struct ledger *ledger, const struct home_settings *settings, struct error *err)
{
    struct remote_plan plan = {
        .url = settings->ledger_url, .token = settings->ledger_token, .policy = ledger->policy};

    TRY(ledger_read_name(ledger->app, &plan.name, err));
    ledger->has_place = true;
    ledger->url = settings->ledger_url;
    return ledger_remote_open(&plan, &ledger->remote, err);
}

enum status
ledger_open_asking(struct app *app, struct http_client *client, struct ledger **ledger,
                   struct error *err)
{
    AUTO(ledger) *opened = heap_alloc(sizeof *opened);
    struct home_settings settings;

    *opened = (struct ledger){.app = app};
    if (!ledger_exists(app))
        return fail(err, NOT_FOUND, LEDGER_NONE);
    TRY(home_settings_read(app->home, app->arena, &settings, err));
    enum status status = read_policy(opened, settings.ledger_policy, err);
    if (status != OK) {
        fail_within(err, "ledger.policy");
        return status;
    }
    TRY(read_since(opened, err));
    if (settings.ledger_url)
        TRY(open_remote(opened, &settings, err));
    else
        TRY(open_own(opened, &settings, client, err));
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
    place_peer_free(ledger->place);
    ledger_remote_free(ledger->remote);
    free(ledger);
}

enum status
ledger_hand_in(struct ledger *ledger, const struct handed *items, size_t count,
               struct written *written, struct error *err)
{
    struct arena *arena = ledger->app->arena;
    struct written_all all;

    if (ledger->remote)
        TRY(ledger_remote_hand_in(ledger->remote, items, count, arena, &all, written, err));
    else
        TRY(writer_take_in(ledger->writer, items, count, arena, written, err));
    for (size_t i = 0; i < count; i++)
        if (leaf_enrols(&items[i].leaf) && written[i].status != OK)
            return fail(err, CONFLICT, "%s", written[i].reason);
    return OK;
}

/* The service asks its witnesses; what it then signs is judged here. */
static enum status
cosign_remote(struct ledger *ledger, struct ledger_entering *report, struct error *err)
{
    struct arena *arena = ledger->app->arena;
    struct remote_checkpoint newest = {0};
    struct written_all all;

    TRY(ledger_remote_hand_in(ledger->remote, NULL, 0, arena, &all, NULL, err));
    enum status status = ledger_remote_checkpoint(ledger->remote, arena, &newest, err);
    if (status != OK && status != NOT_FOUND)
        return status;
    report->final = all.final && newest.met;
    report->silent = all.silent;
    report->silence = all.reason;
    return OK;
}

enum status
ledger_cosign(struct ledger *ledger, struct http_client *client, struct ledger_entering *report,
              struct error *err)
{
    struct cosigning result;

    if (ledger->remote)
        return cosign_remote(ledger, report, err);
    TRY(writer_cosign(ledger->writer, ask_witnesses, client, ledger->app->arena, &result, err));
    report->final = result.final;
    report->silent = result.silent;
    report->silence = result.reason;
    return OK;
}

/* --- reading ---------------------------------------------------------------------------------- */

static enum status
read_own_facts(struct ledger *ledger, struct ledger_facts *facts, struct error *err)
{
    struct arena *arena = ledger->app->arena;
    struct span origin = writer_origin(ledger->writer), key = writer_key(ledger->writer), note;

    facts->origin = arena_copy(arena, origin.data, origin.size);
    facts->key = arena_copy(arena, key.data, key.size);
    facts->leaves = writer_size(ledger->writer);
    enum status status = writer_checkpoint(ledger->writer, &note, &facts->final, err);
    if (status == OK)
        facts->checkpoint = arena_copy(arena, note.data, note.size);
    return status == NOT_FOUND ? OK : status;
}

static enum status
read_remote_facts(struct ledger *ledger, struct ledger_facts *facts, struct error *err)
{
    struct arena *arena = ledger->app->arena;
    struct span origin = ledger_remote_origin(ledger->remote);
    struct span key = ledger_remote_key(ledger->remote);
    struct remote_checkpoint newest;

    facts->url = ledger->url;
    facts->origin = arena_copy(arena, origin.data, origin.size);
    facts->key = arena_copy(arena, key.data, key.size);
    enum status status = ledger_remote_checkpoint(ledger->remote, arena, &newest, err);
    if (status != OK)
        return status == NOT_FOUND ? OK : status;
    facts->leaves = newest.size;
    facts->final = newest.met;
    facts->checkpoint = arena_copy(arena, newest.note.data, newest.note.size);
    return OK;
}

enum status
ledger_facts(struct app *app, struct ledger_facts *facts, struct error *err)
{
    AUTO(ledger) *ledger = NULL;
    struct ledger_counts counts;

    TRY(ledger_open(app, &ledger, err));
    TRY(store_count_ledger(app->store, &counts, err));
    *facts = (struct ledger_facts){.unentered = counts.unentered,
                                   .changes = counts.changes,
                                   .has_place = ledger->has_place,
                                   .has_policy = ledger->policy != NULL};
    return ledger->remote ? read_remote_facts(ledger, facts, err)
                          : read_own_facts(ledger, facts, err);
}

enum status
ledger_prove(struct ledger *ledger, const char *uuid, struct buffer *out, bool *final,
             struct error *err)
{
    struct ledger_entry entry;
    struct digest hash;

    TRY(store_find_ledger_entry(ledger->app->store, uuid, ledger->app->arena, &entry, err));
    if (ledger->writer)
        return writer_prove(ledger->writer, (uint64_t)entry.position, out, final, err);
    if (!entry.sha256)
        TRY(ledger_received_stored(ledger->app, uuid, &hash, err));
    else if (!digest_parse_hex(span_of(entry.sha256), &hash))
        return fail(err, CORRUPT, "Mục sổ cái của học bạ %s trong kho không đọc được.", uuid);
    return ledger_remote_prove(ledger->remote, (uint64_t)entry.position, &hash, out, final, err);
}

_Static_assert((size_t)LEDGER_CHECKPOINT_MAX == (size_t)NOTE_MAX, "a checkpoint is a note");

enum status
ledger_checkpoint_before(struct ledger *ledger, const char *uuid, struct buffer *out,
                         struct error *err)
{
    struct arena *arena = ledger->app->arena;
    struct ledger_entry entry;
    struct span note = {0};

    TRY(store_find_ledger_entry(ledger->app->store, uuid, arena, &entry, err));
    uint64_t index = (uint64_t)entry.position;
    TRY(ledger->remote ? ledger_remote_checkpoint_before(ledger->remote, index, arena, &note, err)
                       : writer_checkpoint_before(ledger->writer, index, &note, err));
    buffer_add(out, note.data, note.size);
    return OK;
}

enum status
ledger_list_statuses(struct ledger *ledger, const char *uuid, struct buffer *out, struct error *err)
{
    struct ledger_entry entry;
    uint64_t from, to;

    TRY(store_find_ledger_entry(ledger->app->store, uuid, ledger->app->arena, &entry, err));
    int year = writer_year_of(entry.entered.seconds);
    if (ledger->remote)
        return ledger_remote_list(ledger->remote, year, (uint64_t)entry.position, out, err);
    TRY(writer_find_year(ledger->writer, year, &from, &to, err));
    writer_list_statuses(ledger->writer, from, to, STATUS_EXPIRES_IN, out);
    return OK;
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
    if (ledger->remote)
        return fail(err, CONFLICT,
                    "Sổ cái này do dịch vụ ở nơi khác giữ, và nơi ấy đã công khai các tệp của nó. "
                    "Bản sao ở đây: hocba ledger mirror %s THƯ_MỤC --policy TỆP.",
                    ledger->url);
    TRY(writer_snapshot(ledger->writer, err));
    TRY(ledger_cosign(ledger, client, &entering, err));
    TRY(writer_export(ledger->writer, folder, err));
    TRY(is_covered(ledger, listed, err));
    if (!*listed)
        return OK;
    return ledger_write_lists(app, ledger->writer, folder, err);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "service/ledger.h"

#include <stdlib.h>

#include "base/encode.h"
#include "base/file.h"
#include "crypto/hmac.h"
#include "crypto/random.h"
#include "net/http.h"
#include "service/access.h"
#include "service/instance.h"
#include "service/ledger_ask.h"
#include "service/ledger_documents.h"
#include "service/ledger_statuses.h"
#include "store/instance.h"
#include "store/ledger_entries.h"
#include "store/records.h"
#include "writer/writer.h"

#define RECORD_TYPE "hocba-tieu-hoc"

enum {
    BATCH = 256,
    ORIGIN_RANDOM = 6, /* bytes in a name that we choose */
    SLOT_TEXT_MAX = 1024,
};

struct ledger {
    struct app *app;
    struct writer *writer;
    const struct policy *policy; /* NULL: none is set */
    bool has_place;
    int64_t since; /* records issued before are entered as such */
};

static const char *
home_folder(const struct app *app)
{
    return arena_printf(app->arena, "%s/ledger", app->home);
}

bool
ledger_exists(const struct app *app)
{
    return file_exists(arena_printf(app->arena, "%s/origin", home_folder(app)));
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
                (long long)counts.entered, home_folder(app));
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
    return writer_create(home_folder(app), span_of(origin), err);
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
open_asking(struct app *app, struct http_client *client, struct ledger **ledger, struct error *err)
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
    TRY(writer_open(home_folder(app), &options, &opened->writer, err));
    *ledger = opened;
    opened = NULL;
    return OK;
}

enum status
ledger_open(struct app *app, struct ledger **ledger, struct error *err)
{
    return open_asking(app, NULL, ledger, err);
}

void
ledger_free(struct ledger *ledger)
{
    if (!ledger)
        return;
    writer_free(ledger->writer);
    free(ledger);
}

/* --- leaves ----------------------------------------------------------------------------------- */

/* The key of a school year, made when the first record of that year is entered. */
static enum status
slot_key(struct app *app, const char *year, struct secret **key, struct error *err)
{
    const char *folder = arena_printf(app->arena, "%s/slots", home_folder(app));
    const char *path = arena_printf(app->arena, "%s/%s", folder, year);
    AUTO(secret) *made = secret_new(HMAC_KEY_SIZE);
    AUTO(secret) *line = NULL;

    if (!file_exists(path)) {
        AUTO(secret) *text = secret_new(2 * HMAC_KEY_SIZE);
        random_bytes(secret_bytes(made), HMAC_KEY_SIZE);
        hex_write(secret_bytes(made), HMAC_KEY_SIZE, (char *)secret_bytes(text));
        TRY(folder_make(folder, 0700, err));
        TRY(file_write(path, (struct span){secret_text(text), secret_size(text)}, 0600, err));
    } else {
        TRY(secret_read_line(path, &line, err));
        if (!hex_read((struct span){secret_text(line), secret_size(line)}, secret_bytes(made),
                      HMAC_KEY_SIZE))
            return fail(err, CORRUPT, "Khóa năm %s của sổ cái bị hỏng.", year);
    }
    *key = made;
    made = NULL;
    return OK;
}

static enum status
make_slot(struct app *app, const struct unentered *record, uint8_t slot[LEAF_SLOT_SIZE],
          struct error *err)
{
    AUTO(secret) *key = NULL;
    AUTO(buffer) *text = buffer_new(SLOT_TEXT_MAX);

    TRY(slot_key(app, record->year, &key, err));
    buffer_printf(text, "%s|%s|%d|%s", record->pupil_code, record->year, record->grade,
                  RECORD_TYPE);
    struct digest tag = hmac_sha256(key, buffer_span(text));
    memcpy(slot, tag.bytes, LEAF_SLOT_SIZE);
    return OK;
}

bool
ledger_issued_digest(struct span document, struct digest *digest)
{
    const char *root = memmem(document.data, document.size, "<HOC_BA", 7);

    if (!root)
        return false;
    *digest = sha256((struct span){root, document.size - (size_t)(root - document.data)});
    return true;
}

static enum status
stored_digest(struct app *app, const char *uuid, struct digest *digest, struct error *err)
{
    AUTO(arena) *arena = arena_new();
    struct issued_document document;

    TRY(store_find_issued(app->store, uuid, arena, &document, err));
    return ledger_issued_digest(document.bytes, digest)
               ? OK
               : fail(err, CORRUPT, "Học bạ %s đã phát hành không đọc được.", uuid);
}

static enum status
make_leaf(struct ledger *ledger, const struct unentered *record, struct leaf *leaf,
          struct digest *key_id, struct error *err)
{
    bool before = ledger->since && record->issued.seconds < ledger->since;

    *leaf = (struct leaf){.kind = before ? LEAF_ENTERED : LEAF_ISSUE,
                          .issued = before ? record->issued.seconds : 0};
    TRY(ledger_key_id(ledger->app, record->seal, key_id, err));
    leaf_kid_of(key_id, leaf->kid);
    TRY(stored_digest(ledger->app, record->record, &leaf->hash, err));
    return make_slot(ledger->app, record, leaf->slot, err);
}

/* The school's key, before the first record under it. */
static enum status
enrol_key(struct ledger *ledger, const struct digest *key_id, struct error *err)
{
    struct leaf leaf = {.kind = LEAF_KEY, .action = KEY_ENROL, .hash = *key_id};
    struct written written;

    leaf_kid_of(key_id, leaf.kid);
    if (writer_knows_key(ledger->writer, leaf.kid))
        return OK;
    TRY(writer_append(ledger->writer, &leaf, 1, ledger->app->arena, &written, err));
    return written.status == OK ? OK : fail(err, CONFLICT, "%s", written.reason);
}

/* --- entering --------------------------------------------------------------------------------- */

/* A batch: leaves, and where they came to stand. */
struct batch_of_leaves {
    struct ledger *ledger;
    const struct unentered *records;
    size_t count;
    struct leaf leaves[BATCH];
    struct written written[BATCH];
};

static enum status
note_entries(struct store *store, void *context, struct error *err)
{
    const struct batch_of_leaves *batch = context;

    for (size_t i = 0; i < batch->count; i++) {
        char hex[SHA256_HEX_SIZE];
        const struct written *written = &batch->written[i];
        struct ledger_entry entry = {.position = (int64_t)written->index,
                                     .kind = ENTRY_RECORD,
                                     .sha256 = digest_hex(&batch->leaves[i].hash, hex),
                                     .record = batch->records[i].record,
                                     .entered = moment_in_vietnam(written->time)};
        if (written->status == OK)
            TRY(store_add_ledger_entry(store, &entry, err));
    }
    return OK;
}

static enum status
enter_batch(struct ledger *ledger, const struct unentered *records, size_t count,
            struct ledger_entering *report, struct error *err)
{
    struct app *app = ledger->app;
    struct batch_of_leaves *batch = arena_make(app->arena, struct batch_of_leaves);

    *batch = (struct batch_of_leaves){.ledger = ledger, .records = records, .count = count};
    for (size_t i = 0; i < count; i++) {
        struct digest key_id;
        TRY(make_leaf(ledger, &records[i], &batch->leaves[i], &key_id, err));
        TRY(enrol_key(ledger, &key_id, err));
    }
    TRY(writer_append(ledger->writer, batch->leaves, count, app->arena, batch->written, err));
    /* When the power fails here, the next call hands them in again and gets the same places. */
    TRY(store_transact(app->store, note_entries, batch, err));
    for (size_t i = 0; i < count; i++) {
        report->entered += batch->written[i].status == OK;
        report->refused += batch->written[i].status != OK;
        if (batch->written[i].status != OK && !report->refusal)
            report->refusal = batch->written[i].reason;
    }
    return OK;
}

static enum status
cosign(struct ledger *ledger, struct http_client *client, struct ledger_entering *report,
       struct error *err)
{
    struct cosigning result;

    TRY(writer_cosign(ledger->writer, ask_witnesses, client, ledger->app->arena, &result, err));
    report->final = result.final;
    report->silent = result.silent;
    report->silence = result.reason;
    return OK;
}

enum status
ledger_enter(struct app *app, struct ledger_entering *report, struct error *err)
{
    AUTO(http_client) *client = http_client_new(&(struct http_options){0});
    AUTO(ledger) *ledger = NULL;
    struct unentered_list due = {0};

    *report = (struct ledger_entering){0};
    TRY(access_check(app, MAY_ISSUE_RECORDS, app->actor.unit_id, err));
    TRY(open_asking(app, client, &ledger, err));
    TRY(store_list_unentered(app->store, STORE_ROWS_MAX, app->arena, &due, err));
    for (size_t at = 0; at < due.list.count; at += BATCH) {
        size_t left = due.list.count - at;
        TRY(enter_batch(ledger, &due.list.items[at], left < BATCH ? left : BATCH, report, err));
        app_progress(app, "Ghi sổ cái", at + (left < BATCH ? left : BATCH), due.list.count);
    }
    TRY(ledger_enter_manifests(app, ledger->writer, &report->documents, err));
    return cosign(ledger, client, report, err);
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
    TRY(open_asking(app, client, &ledger, err));
    TRY(writer_snapshot(ledger->writer, err));
    TRY(cosign(ledger, client, &entering, err));
    TRY(writer_export(ledger->writer, folder, err));
    TRY(is_covered(ledger, listed, err));
    if (!*listed)
        return OK;
    return ledger_write_lists(app, ledger->writer, folder, err);
}

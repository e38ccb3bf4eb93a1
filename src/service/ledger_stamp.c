/* SPDX-License-Identifier: Apache-2.0 */
#include "service/ledger_stamp.h"

#include <dirent.h>
#include <stdlib.h>

#include "base/file.h"
#include "ledger/checkpoint.h"
#include "service/instance.h"
#include "service/ledger.h"
#include "service/levels.h"
#include "store/ledger_entries.h"

enum { STAMPED_FOLDER_MODE = 0755, STAMPED_FILE_MODE = 0644 };

static enum status
read_size(struct span checkpoint, struct arena *arena, uint64_t *size, struct error *err)
{
    struct note *note = arena_make(arena, struct note);
    struct checkpoint read;

    TRY(note_parse(checkpoint, arena, note, err));
    TRY(checkpoint_parse(note->text, &read, err));
    *size = read.size;
    return OK;
}

static enum status
keep_file(struct arena *arena, const char *folder, const char *name, struct span bytes,
          struct error *err)
{
    return file_write(arena_printf(arena, "%s/%s", folder, name), bytes, STAMPED_FILE_MODE, err);
}

/* The token last: where it is, everything is. */
static enum status
keep(struct arena *arena, const char *folder, struct span checkpoint,
     const struct stamp_evidence *evidence, struct error *err)
{
    TRY(folder_make(folder, STAMPED_FOLDER_MODE, err));
    TRY(keep_file(arena, folder, "checkpoint", checkpoint, err));
    TRY(keep_file(arena, folder, "chain.pem", evidence->chain, err));
    for (size_t i = 0; i < evidence->revocation.list.count; i++) {
        const struct proof *proof = &evidence->revocation.list.items[i];
        const char *name = arena_printf(arena, "%zu.%s", i + 1,
                                        text_equal(proof->kind, PROOF_OCSP) ? "ocsp" : "crl");
        TRY(keep_file(arena, folder, name, proof->bytes, err));
    }
    return keep_file(arena, folder, "token.tst", evidence->token, err);
}

/* One that was stamped before its witnesses answered is stamped once more with what they said, and
 * both are kept. */
static enum status
choose_folder(struct app *app, const struct ledger_facts *facts, struct ledger_stamping *stamping,
              struct error *err)
{
    const char *folder = arena_printf(app->arena, "%s/ledger/timestamps/%012llu", app->home,
                                      (unsigned long long)stamping->leaves);
    struct span stamped;

    stamping->folder = folder;
    stamping->already = file_exists(arena_printf(app->arena, "%s/token.tst", folder));
    if (!stamping->already || !facts->final)
        return OK;
    TRY(file_read(app->arena, arena_printf(app->arena, "%s/checkpoint", folder), NOTE_MAX, &stamped,
                  err));
    if (span_is(stamped, facts->checkpoint))
        return OK;
    stamping->folder = arena_printf(app->arena, "%s.final", folder);
    stamping->already = file_exists(arena_printf(app->arena, "%s/token.tst", stamping->folder));
    return OK;
}

enum status
ledger_stamp(struct app *app, struct ledger_stamping *stamping, struct error *err)
{
    struct stamp_evidence evidence;
    struct ledger_facts facts;

    *stamping = (struct ledger_stamping){0};
    TRY(ledger_facts(app, &facts, err));
    if (!facts.checkpoint)
        return fail(err, NOT_FOUND, "Sổ cái chưa có mục nào; chưa có gì để đóng dấu thời gian.");
    struct span checkpoint = span_of(facts.checkpoint);
    TRY(read_size(checkpoint, app->arena, &stamping->leaves, err));
    stamping->final = facts.final;
    TRY(choose_folder(app, &facts, stamping, err));
    if (stamping->already)
        return OK;
    TRY(levels_stamp_bytes(app, checkpoint, &evidence, err));
    TRY(keep(app->arena, stamping->folder, checkpoint, &evidence, err));
    stamping->time = evidence.time;
    stamping->authority = evidence.authority;
    stamping->missing = evidence.missing;
    return OK;
}

/* --- what waits for one ----------------------------------------------------------------------- */

/* The leaves under the newest token; 0: there is none. */
static int64_t
find_stamped(struct app *app)
{
    const char *folder = arena_printf(app->arena, "%s/ledger/timestamps", app->home);
    DIR *all = opendir(folder);
    int64_t most = 0;

    for (struct dirent *one; all && (one = readdir(all));) {
        int64_t leaves = strtoll(one->d_name, NULL, 10);
        if (leaves > most &&
            file_exists(arena_printf(app->arena, "%s/%s/token.tst", folder, one->d_name)))
            most = leaves;
    }
    if (all)
        closedir(all);
    return most;
}

enum status
ledger_unstamped(struct app *app, int64_t *seconds, struct error *err)
{
    struct home_settings settings;
    struct moment entered;
    int64_t stamped = find_stamped(app);

    *seconds = 0;
    TRY(home_settings_read(app->home, app->arena, &settings, err));
    if (!stamped && settings.tsa_count == 0)
        return OK;
    TRY(store_find_entered_from(app->store, stamped, &entered, err));
    if (entered.seconds == 0)
        return OK;
    int64_t waited = app->options.system_clock() - entered.seconds;
    *seconds = waited > 0 ? waited : 0;
    return OK;
}

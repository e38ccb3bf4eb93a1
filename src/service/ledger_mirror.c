/* SPDX-License-Identifier: Apache-2.0 */
#include "service/ledger_mirror.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "ledger/tile.h"
#include "service/policy_file.h"
#include "service/public_files.h"

struct mirroring {
    const struct mirror_order *order;
    struct arena *arena;
    struct public_files *offered;
    struct public_files *copy;
    struct span checkpoint; /* as offered */
    const char **fetched;   /* paths that the copy did not have */
    size_t count, room;
    struct mirror_report *report;
};

static const char *
staged_path(const struct mirroring *work, const char *path)
{
    return arena_printf(work->arena, "%s/incoming/%s", work->order->to, path);
}

static enum status
make_room_for(const char *path, struct arena *arena, struct error *err)
{
    const char *slash = strrchr(path, '/');

    return folder_make(arena_copy(arena, path, (size_t)(slash - path)), 0755, err);
}

static enum status
stage(struct mirroring *work, const char *path, struct span bytes, struct error *err)
{
    const char *staged = staged_path(work, path);

    TRY(make_room_for(staged, work->arena, err));
    TRY(file_write(staged, bytes, 0644, err));
    if (work->count == work->room) {
        work->room = work->room ? 2 * work->room : 256;
        work->fetched = heap_resize(work->fetched, work->room, sizeof *work->fetched);
    }
    work->fetched[work->count++] = arena_text(work->arena, path);
    return OK;
}

/* A tile has its width in its name and never changes: the copy's own is as good, as it is hashed
 * again. Anything else is fetched, and kept apart until the audit is over. */
static enum status
read_offered(void *context, const char *path, size_t most, struct span *bytes, struct error *err)
{
    struct mirroring *work = context;
    bool is_checkpoint = text_equal(path, "checkpoint");
    struct error ignored;

    if (!is_checkpoint && public_files_read(work->copy, path, most, bytes, &ignored) == OK)
        return OK;
    TRY(public_files_read(work->offered, path, most, bytes, err));
    if (!is_checkpoint)
        return stage(work, path, *bytes, err);
    work->checkpoint =
        (struct span){arena_copy(work->arena, bytes->data, bytes->size), bytes->size};
    return OK;
}

/* --- taking over ------------------------------------------------------------------------------ */

/* The checkpoint last: whoever reads the copy finds the tiles under it. */
static enum status
take_over(struct mirroring *work, struct error *err)
{
    for (size_t i = 0; i < work->count; i++) {
        const char *path = arena_printf(work->arena, "%s/%s", work->order->to, work->fetched[i]);
        TRY(make_room_for(path, work->arena, err));
        if (rename(staged_path(work, work->fetched[i]), path) != 0)
            return fail(err, UNAVAILABLE, "Không ghi được bản sao của sổ cái ở %s.", path);
    }
    return file_write(arena_printf(work->arena, "%s/checkpoint", work->order->to), work->checkpoint,
                      0644, err);
}

/* What its keeper signed and what does not go with what was seen convict him. */
static enum status
keep_evidence(struct mirroring *work, struct error *err)
{
    struct digest digest = sha256(work->checkpoint);
    char hex[SHA256_HEX_SIZE];

    if (!work->checkpoint.data) /* nothing was offered */
        return OK;
    const char *folder = arena_printf(work->arena, "%s/evidence", work->order->to);
    TRY(folder_make(folder, 0755, err));
    work->report->evidence =
        arena_printf(work->arena, "%s/%.16s.checkpoint", folder, digest_hex(&digest, hex));
    return file_write(work->report->evidence, work->checkpoint, 0644, err);
}

/* --- the whole -------------------------------------------------------------------------------- */

/* The copy's checkpoint, where there is one, as one that was seen. */
static enum status
read_own(struct mirroring *work, const struct policy *policy, struct audit_note *own,
         struct error *err)
{
    struct policy_answer answer;

    enum status status = public_files_read(work->copy, "checkpoint", NOTE_MAX, &own->bytes, err);
    if (status != OK)
        return status == NOT_FOUND ? OK : status;
    own->name = "của bản sao này";
    own->bytes.data = arena_copy(work->arena, own->bytes.data, own->bytes.size);
    TRY(policy_check(policy, own->bytes, work->arena, &answer, err));
    work->report->before = answer.checkpoint.size;
    return OK;
}

static enum status
mirror(struct mirroring *work, struct error *err)
{
    struct audit_note own = {0};
    struct audit_order order = {.read = read_offered,
                                .context = work,
                                .seen = &own,
                                .progress = work->order->progress,
                                .progress_context = work->order->progress_context};

    TRY(folder_make(work->order->to, 0755, err));
    TRY(policy_file_read(work->order->policy, work->arena, &order.policy, err));
    TRY(read_own(work, order.policy, &own, err));
    order.seen_count = own.bytes.data != NULL;
    TRY(audit_run(&order, work->arena, &work->report->audit, err));
    return work->report->audit.finding_count ? keep_evidence(work, err) : take_over(work, err);
}

enum status
ledger_mirror(const struct mirror_order *order, struct arena *arena, struct mirror_report *report,
              struct error *err)
{
    AUTO(public_files) *offered = public_files_open(order->from);
    AUTO(public_files) *copy = public_files_open(order->to);
    struct mirroring work = {
        .order = order, .arena = arena, .offered = offered, .copy = copy, .report = report};

    *report = (struct mirror_report){0};
    enum status status = mirror(&work, err);
    free(work.fetched);
    return status;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "writer/place_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

bool
place_is_address(const char *where)
{
    return text_starts(where, "https://") || text_starts(where, "http://");
}

/* Origins are names like addresses; a file is named by the digest of one. */
void
place_name(struct span origin, char name[PLACE_NAME_SIZE])
{
    struct digest digest = sha256(origin);
    char hex[SHA256_HEX_SIZE];

    digest_hex(&digest, hex);
    snprintf(name, PLACE_NAME_SIZE, "%.16s.checkpoint", hex);
}

static enum status
name_file(struct place *place, const char *where, struct error *err)
{
    char name[PLACE_NAME_SIZE];

    place_name(place->origin, name);
    int size = snprintf(place->path, sizeof place->path, "%s%s%s", where,
                        text_ends(where, "/") ? "" : "/", name);
    return size > 0 && size < PLACE_PATH_SIZE - 8 ? OK : fail(err, USAGE, "Đường dẫn quá dài.");
}

static enum status
take_lock(struct place *place, struct error *err)
{
    char path[PLACE_PATH_SIZE + 8];

    snprintf(path, sizeof path, "%s.lock", place->path);
    place->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (place->lock < 0)
        return fail(err, errno == ENOENT ? NOT_FOUND : UNAVAILABLE,
                    "Không dùng được nơi giữ điểm chốt thứ hai (ledger.place): %s.",
                    strerror(errno));
    if (flock(place->lock, LOCK_EX | LOCK_NB) != 0)
        return fail(err, CONFLICT,
                    "Một tiến trình khác đang ghi sổ cái này. Chưa ghi gì; hãy thử lại sau.");
    return OK;
}

enum status
place_open(const struct place_plan *plan, struct span origin, struct place **place,
           struct error *err)
{
    AUTO(place) *opened = heap_alloc(sizeof *opened);

    opened->lock = -1;
    opened->origin = origin;
    TRY(name_file(opened, plan->where, err));
    if (!place_is_address(plan->where))
        TRY(take_lock(opened, err));
    else if (!plan->exchange)
        return fail(err, USAGE, "Ở đây nơi giữ điểm chốt thứ hai phải là một thư mục.");
    else
        opened->exchange = plan->exchange;
    opened->context = plan->context;
    *place = opened;
    opened = NULL;
    return OK;
}

void
place_free(struct place *place)
{
    if (!place)
        return;
    if (place->lock >= 0)
        close(place->lock);
    free(place);
}

enum status
place_read(struct place *place, struct arena *arena, struct checkpoint *checkpoint,
           struct error *err)
{
    struct span text;

    if (place->exchange)
        TRY(place_fetch(place, arena, &text, err));
    else
        TRY(file_read(arena, place->path, CHECKPOINT_TEXT_MAX, &text, err));
    TRY(checkpoint_parse(text, checkpoint, err));
    return span_equal(checkpoint->origin, place->origin)
               ? OK
               : fail(err, INVALID, "Nơi giữ điểm chốt thứ hai chứa điểm chốt của sổ cái khác.");
}

/* Of a folder nobody else has the lock. */
enum status
place_swap(struct place *place, const struct checkpoint *checkpoint, struct error *err)
{
    AUTO(buffer) *text = buffer_new(CHECKPOINT_TEXT_MAX);

    checkpoint_write(checkpoint, text);
    return place->exchange ? place_put(place, buffer_span(text), err)
                           : file_write(place->path, buffer_span(text), 0600, err);
}

bool
place_is_silent(const struct place *place)
{
    return place->silent;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "writer/place.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

enum { PATH_SIZE = 4096 };

struct place {
    char path[PATH_SIZE];
    int lock;
    struct span origin; /* borrowed from the writer */
};

/* Origins are names like addresses; a file is named by the digest of one. */
static enum status
name_file(struct place *place, const char *folder, struct error *err)
{
    struct digest digest = sha256(place->origin);
    char hex[SHA256_HEX_SIZE];

    digest_hex(&digest, hex);
    hex[16] = '\0';
    int size = snprintf(place->path, sizeof place->path, "%s/%s.checkpoint", folder, hex);
    return size > 0 && size < PATH_SIZE - 8 ? OK : fail(err, USAGE, "Đường dẫn quá dài.");
}

static enum status
take_lock(struct place *place, struct error *err)
{
    char path[PATH_SIZE + 8];

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
place_open(const char *folder, struct span origin, struct place **place, struct error *err)
{
    AUTO(place) *opened = heap_alloc(sizeof *opened);

    opened->lock = -1;
    opened->origin = origin;
    TRY(name_file(opened, folder, err));
    TRY(take_lock(opened, err));
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
place_read(const struct place *place, struct arena *arena, struct checkpoint *checkpoint,
           struct error *err)
{
    struct span text;

    TRY(file_read(arena, place->path, CHECKPOINT_TEXT_MAX, &text, err));
    TRY(checkpoint_parse(text, checkpoint, err));
    return span_equal(checkpoint->origin, place->origin)
               ? OK
               : fail(err, INVALID, "Nơi giữ điểm chốt thứ hai chứa điểm chốt của sổ cái khác.");
}

enum status
place_write(const struct place *place, const struct checkpoint *checkpoint, struct error *err)
{
    AUTO(buffer) *text = buffer_new(CHECKPOINT_TEXT_MAX);

    checkpoint_write(checkpoint, text);
    return file_write(place->path, buffer_span(text), 0600, err);
}

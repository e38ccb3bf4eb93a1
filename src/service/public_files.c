/* SPDX-License-Identifier: Apache-2.0 */
#include "service/public_files.h"

#include <stdlib.h>

#include "base/file.h"
#include "net/http.h"

enum { TRIES = 3 };

struct public_files {
    const char *place;
    struct http_client *client; /* NULL: a folder */
    struct arena *own;          /* of the address */
    struct arena *arena;        /* of the file that was read last */
};

struct public_files *
public_files_open(const char *place)
{
    struct public_files *files = heap_alloc(sizeof *files);

    files->own = arena_new();
    files->arena = arena_new();
    files->place = arena_text(files->own, place);
    if (strncmp(place, "http://", 7) == 0 || strncmp(place, "https://", 8) == 0)
        files->client = http_client_new(&(struct http_options){0});
    return files;
}

void
public_files_free(struct public_files *files)
{
    if (!files)
        return;
    http_client_free(files->client);
    arena_free(files->arena);
    arena_free(files->own);
    free(files);
}

static enum status
fetch(struct public_files *files, const char *url, size_t most, struct span *bytes,
      struct error *err)
{
    struct http_request request = {.url = url, .answer_max = most, .tries = TRIES};
    struct http_answer answer;

    TRY(http_send(files->client, &request, files->arena, &answer, err));
    if (answer.code == 404)
        return fail(err, NOT_FOUND, "máy chủ không có tệp này.");
    if (answer.code != 200)
        return fail(err, UNAVAILABLE, "Máy chủ sổ cái trả lời mã %d.", answer.code);
    *bytes = answer.body;
    return OK;
}

enum status
public_files_read(struct public_files *files, const char *path, size_t most, struct span *bytes,
                  struct error *err)
{
    arena_free(files->arena);
    files->arena = arena_new();
    const char *whole = arena_printf(files->arena, "%s/%s", files->place, path);
    return files->client ? fetch(files, whole, most, bytes, err)
                         : file_read(files->arena, whole, most, bytes, err);
}

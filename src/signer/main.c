/* SPDX-License-Identifier: Apache-2.0
 *
 * hocba-signer: holds private keys in a process of its own and signs digests for hocba.
 *
 * As hocba's child for one file or token (hocba sign --key, --token), or as a service with all
 * PKCS#12 files of a folder behind a Unix socket.
 */
#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "cli/passphrase.h"
#include "crypto/pkcs12.h"
#include "signer/confine.h"
#include "signer/serve.h"
#include "signers/process_connect.h"

static const char usage[] =
    "Cách dùng: hocba-signer --socket ĐƯỜNG_DẪN --keys THƯ_MỤC [--pass-file TỆP]\n"
    "Giữ khóa của các tệp .p12 trong thư mục, ký cho hocba sign --socket ĐƯỜNG_DẪN. Mật khẩu của\n"
    "từng tệp ở TÊN.pass bên cạnh, hoặc chung ở --pass-file, biến HOCBA_PIN, hay hỏi khi khởi "
    "động.\n"
    "hocba sign --key và --token tự chạy chương trình này; không cần gọi riêng.\n";

struct options {
    const char *key, *token, *certificates, *pass_file, *socket, *keys;
    bool child, given; /* given: the passphrase lies in a pipe */
};

static enum status
read_options(int count, char **words, struct options *options, struct error *err)
{
    const struct {
        const char *name;
        const char **value;
    } table[] = {
        {"--key", &options->key},       {"--token", &options->token},
        {"--socket", &options->socket}, {"--certificates", &options->certificates},
        {"--keys", &options->keys},     {"--pass-file", &options->pass_file},
    };

    for (int i = 1; i < count; i++) {
        const char **value = NULL;
        for (size_t j = 0; j < COUNT_OF(table); j++) {
            if (strcmp(words[i], table[j].name) == 0)
                value = table[j].value;
        }
        if (strcmp(words[i], "--child") == 0)
            options->child = true;
        else if (strcmp(words[i], "--given") == 0)
            options->given = true;
        else if (value && i + 1 < count)
            *value = words[++i];
        else
            return fail(err, USAGE, "Không hiểu “%s”.\n%s", words[i], usage);
    }
    if (options->child ? !options->key == !options->token : !options->socket || !options->keys)
        return fail(err, USAGE, "%s", usage);
    return OK;
}

/* ---- one file or one token, for the parent ---- */

/* The file whose descriptor the parent gave us. */
static enum status
read_key_file(struct arena *arena, struct span *bytes, struct error *err)
{
    char *room = arena_alloc(arena, PKCS12_MAX + 1);
    size_t size = 0;
    ssize_t got;

    while ((got = read(CHILD_KEY, room + size, PKCS12_MAX + 1 - size)) > 0)
        size += (size_t)got;
    close(CHILD_KEY);
    if (got < 0 || size > PKCS12_MAX)
        return fail(err, INVALID, "Không đọc được tệp khóa (nhiều nhất %d KB).", PKCS12_MAX / 1024);
    *bytes = (struct span){room, size};
    return OK;
}

/* The passphrase that the parent was given, up to the pipe's end. */
static enum status
read_given(struct secret **passphrase, struct error *err)
{
    char room[PASSPHRASE_MAX + 1];
    size_t size = 0;
    ssize_t got;

    while (size < sizeof room &&
           (got = read(CHILD_PASSPHRASE, room + size, sizeof room - size)) > 0)
        size += (size_t)got;
    close(CHILD_PASSPHRASE);
    bool fine = size > 0 && size <= PASSPHRASE_MAX;
    *passphrase = secret_take(room, size);
    return fine ? OK : fail(err, INVALID, "Mật khẩu của khóa trống hoặc quá dài.");
}

static enum status
open_file(struct keys *keys, const struct options *options, struct arena *arena, struct error *err)
{
    AUTO(secret) *passphrase = NULL;
    struct span file;

    TRY(read_key_file(arena, &file, err));
    TRY(options->given ? read_given(&passphrase, err)
                       : cli_passphrase(options->pass_file, options->key, &passphrase, err));
    return keys_add_file(keys, file, options->key, passphrase, err);
}

static enum status
enter_pin(struct token *token, const struct options *options, struct error *err)
{
    struct secret *pin = NULL;
    char what[256];

    snprintf(what, sizeof what, "%s (mã PIN)", token_place(token));
    if (token_warning(token))
        fprintf(stderr, "%s\n", token_warning(token));
    if (!token_asks_itself(token))
        TRY(cli_passphrase(options->pass_file, what, &pin, err));
    return token_enter(token, pin, err);
}

static enum status
open_token(struct keys *keys, const struct options *options, struct arena *arena, struct error *err)
{
    AUTO(token) *token = NULL;
    struct span issuers = {0};

    if (options->certificates)
        TRY(file_read(arena, options->certificates, CERTIFICATE_PEM_MAX, &issuers, err));
    TRY(token_find(options->token, issuers, &token, err));
    TRY(enter_pin(token, options, err));
    struct token *entered = token;
    token = NULL;
    return keys_add_token(keys, entered, err);
}

/* The PIN is not left where a library or a crash could find it. */
static void
forget_environment(void)
{
    char *pin = getenv("HOCBA_PIN");

    if (pin)
        explicit_bzero(pin, strlen(pin));
    unsetenv("HOCBA_PIN");
}

static enum status
serve_parent(const struct options *options, struct arena *arena, struct error *err)
{
    AUTO(keys) *keys = keys_new();
    enum status status =
        options->key ? open_file(keys, options, arena, err) : open_token(keys, options, arena, err);

    forget_environment();
    if (status == OK && options->key)
        status = confine_calls(err);
    if (status != OK) {
        serve_refusal(CHILD_SOCKET, err);
        return OK; /* the parent says it */
    }
    AUTO(jobs) *jobs = jobs_new(keys);
    serve_connection(keys, jobs, CHILD_SOCKET);
    return OK;
}

/* ---- a folder's files, behind a socket ---- */

/* Its own NAME.pass beside it, else the common one. */
static enum status
passphrase_of(const char *path, const struct options *options, struct arena *arena,
              struct secret **passphrase, struct error *err)
{
    const char *own = arena_printf(arena, "%.*s.pass", (int)(strlen(path) - 4), path);

    return cli_passphrase(file_exists(own) ? own : options->pass_file, path_name(path), passphrase,
                          err);
}

static enum status
add_path(struct keys *keys, const char *path, const struct options *options, struct arena *arena,
         struct error *err)
{
    AUTO(secret) *passphrase = NULL;
    struct span file;

    TRY(file_read(arena, path, PKCS12_MAX, &file, err));
    TRY(passphrase_of(path, options, arena, &passphrase, err));
    if (keys_add_file(keys, file, path_name(path), passphrase, err) != OK)
        return fail_within(err, "%s", path_name(path));
    return OK;
}

static enum status
open_folder(struct keys *keys, const struct options *options, struct arena *arena,
            struct error *err)
{
    DIR *folder = opendir(options->keys);
    enum status status = OK;
    struct dirent *entry;

    if (!folder)
        return fail(err, NOT_FOUND, "Không mở được thư mục khóa %s.", options->keys);
    while (status == OK && (entry = readdir(folder)) != NULL) {
        if (text_ends(entry->d_name, ".p12"))
            status = add_path(keys, arena_printf(arena, "%s/%s", options->keys, entry->d_name),
                              options, arena, err);
    }
    closedir(folder);
    if (status == OK && keys->count == 0)
        return fail(err, NOT_FOUND, "Thư mục %s không có tệp .p12 nào.", options->keys);
    return status;
}

static enum status
serve_everybody(const struct options *options, struct arena *arena, struct error *err)
{
    AUTO(keys) *keys = keys_new();
    int fd;

    TRY(open_folder(keys, options, arena, err));
    forget_environment();
    TRY(serve_listen(options->socket, &fd, err));
    TRY(confine_calls(err));
    AUTO(jobs) *jobs = jobs_new(keys);
    fprintf(stderr, "hocba-signer: giữ %zu khóa, chờ ở %s\n", keys->count, options->socket);
    serve_socket(keys, jobs, fd);
    return OK;
}

int
main(int argc, char **argv)
{
    AUTO(arena) *arena = arena_new();
    struct options options = {0};
    struct error err = {0};

    if (argc == 2 && strcmp(argv[1], "--help") == 0) {
        fputs(usage, stdout);
        return 0;
    }
    signal(SIGPIPE, SIG_IGN);
    enum status status = read_options(argc, argv, &options, &err);
    if (status == OK)
        status = confine_memory(&err);
    if (status == OK)
        status = options.child ? serve_parent(&options, arena, &err)
                               : serve_everybody(&options, arena, &err);
    if (status == OK)
        return 0;
    fprintf(stderr, "hocba-signer: %s\n", err.message);
    return status == USAGE ? 2 : 1;
}

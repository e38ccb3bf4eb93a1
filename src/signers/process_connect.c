/* SPDX-License-Identifier: Apache-2.0 */
#include "signers/process_connect.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "crypto/secret.h"

enum { WORDS_MAX = 12 };

void
connection_close(struct connection *connection)
{
    if (connection->fd >= 0)
        close(connection->fd);
    if (connection->child) {
        while (waitpid(connection->child, NULL, 0) < 0 && errno == EINTR)
            continue;
    }
    *connection = (struct connection){.fd = -1};
}

/* What a child is given, in the order of CHILD_SOCKET ...; -1: not that one. */
enum { GIVEN = CHILD_PASSPHRASE - CHILD_SOCKET + 1 };

/* In the child: its descriptors where it looks for them, and nothing else of ours. */
_Noreturn static void
become_signer(const char *program, const char *const *words, int given[GIVEN])
{
    char *argv[WORDS_MAX + 1] = {NULL};

    for (size_t i = 0; i < WORDS_MAX && words[i]; i++)
        memcpy(&argv[i], &words[i], sizeof argv[i]); /* execv() takes them without const */
    /* Out of the way first: dup2() onto itself would keep close-on-exec. */
    for (int i = 0; i < GIVEN; i++)
        given[i] = given[i] >= 0 ? fcntl(given[i], F_DUPFD, 10) : -1;
    for (int i = 0; i < GIVEN; i++) {
        close(CHILD_SOCKET + i);
        if (given[i] >= 0 && dup2(given[i], CHILD_SOCKET + i) < 0)
            _exit(127);
    }
    close_range(CHILD_SOCKET + GIVEN, ~0U, 0);
    if (given[0] >= 0)
        execv(program, argv);
    _exit(127);
}

static enum status
start_child(const struct signer_source *source, const char *const *words, int key, int passphrase,
            struct connection *connection, struct error *err)
{
    int pair[2];

    if (!source->program || access(source->program, X_OK) != 0)
        return fail(err, NOT_FOUND,
                    "Không thấy chương trình hocba-signer bên cạnh hocba; chưa ký gì. Hãy cài lại "
                    "hocba.");
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
        return fail(err, UNAVAILABLE, "Máy không mở được kênh tới tiến trình giữ khóa.");
    pid_t child = fork();
    if (child == 0)
        become_signer(source->program, words, (int[GIVEN]){pair[1], key, passphrase});
    close(pair[1]);
    if (child < 0) {
        close(pair[0]);
        return fail(err, UNAVAILABLE, "Máy không tạo được tiến trình giữ khóa.");
    }
    *connection = (struct connection){pair[0], child};
    return OK;
}

/* A pipe that holds the passphrase; it fits, so writing waits for nobody. */
static enum status
open_passphrase(const struct signer_source *source, int *fd, struct error *err)
{
    int ends[2];

    *fd = -1;
    if (!source->given)
        return OK;
    if (!source->passphrase)
        return fail(err, DENIED,
                    "Tiến trình giữ khóa đã dừng. Những gì đã ký vẫn còn; muốn ký tiếp phải nhập "
                    "lại mật khẩu của khóa.");
    if (pipe2(ends, O_CLOEXEC) != 0)
        return fail(err, UNAVAILABLE, "Máy không mở được kênh tới tiến trình giữ khóa.");
    ssize_t size = (ssize_t)secret_size(source->passphrase);
    bool written = write(ends[1], secret_text(source->passphrase), (size_t)size) == size;
    close(ends[1]);
    if (written) {
        *fd = ends[0];
        return OK;
    }
    close(ends[0]);
    return fail(err, UNAVAILABLE, "Máy không mở được kênh tới tiến trình giữ khóa.");
}

enum status
connect_key(const struct signer_source *source, struct connection *connection, struct error *err)
{
    const char *words[WORDS_MAX + 1] = {source->program, "--child", "--key",
                                        path_name(source->place)};
    int key = open(source->place, O_RDONLY | O_CLOEXEC | O_NOCTTY);

    if (key < 0)
        return fail(err, NOT_FOUND, "Không mở được tệp khóa “%s”.", source->place);
    if (source->given) {
        words[4] = "--given";
    } else if (source->pass_file) {
        words[4] = "--pass-file";
        words[5] = source->pass_file;
    }
    int passphrase;
    enum status status = open_passphrase(source, &passphrase, err);
    if (status == OK)
        status = start_child(source, words, key, passphrase, connection, err);
    if (passphrase >= 0)
        close(passphrase);
    close(key);
    return status;
}

enum status
connect_token(const struct signer_source *source, struct connection *connection, struct error *err)
{
    const char *words[WORDS_MAX + 1] = {source->program, "--child", "--token", source->place};
    size_t count = 4;

    if (source->pass_file) {
        words[count++] = "--pass-file";
        words[count++] = source->pass_file;
    }
    if (source->certificates) {
        words[count++] = "--certificates";
        words[count] = source->certificates;
    }
    return start_child(source, words, -1, -1, connection, err);
}

enum status
connect_socket(const struct signer_source *source, struct connection *connection, struct error *err)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    size_t size = strlen(source->place);

    if (size >= sizeof address.sun_path)
        return fail(err, USAGE, "Đường dẫn tới máy ký quá dài: %s", source->place);
    memcpy(address.sun_path, source->place, size);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd >= 0 && connect(fd, (const struct sockaddr *)&address, sizeof address) == 0) {
        *connection = (struct connection){.fd = fd};
        return OK;
    }
    int cause = errno;
    if (fd >= 0)
        close(fd);
    fail(err, UNAVAILABLE,
         "Máy ký (hocba-signer) không trả lời ở %s. Hãy xem nó có đang chạy không.", source->place);
    return fail_detail(err, "%s", strerror(cause));
}

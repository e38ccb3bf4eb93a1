/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/passphrase.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

/* Read a line from the terminal without echo; false at its end. */
static bool
read_hidden(char *line, size_t room)
{
    struct termios before, hidden;

    if (tcgetattr(STDIN_FILENO, &before) != 0)
        return false;
    hidden = before;
    hidden.c_lflag &= ~(tcflag_t)ECHO;
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
    ssize_t size = read(STDIN_FILENO, line, room - 1);
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
    fputc('\n', stderr);
    if (size <= 0)
        return false;
    line[size] = '\0';
    line[strcspn(line, "\r\n")] = '\0';
    return true;
}

enum status
cli_passphrase(const char *file, const char *what, struct secret **passphrase, struct error *err)
{
    char line[PASSPHRASE_MAX + 2];
    char *pin = getenv("HOCBA_PIN");

    if (file)
        return secret_read_line(file, passphrase, err);
    if (pin) {
        *passphrase = secret_copy(pin, strlen(pin));
        return OK;
    }
    if (!isatty(STDIN_FILENO))
        return fail(err, USAGE,
                    "Cần mật khẩu của %s: ghi vào một tệp rồi dùng --pass-file TỆP, hoặc đặt biến "
                    "HOCBA_PIN.",
                    what);
    fprintf(stderr, "Mật khẩu của %s: ", what);
    if (!read_hidden(line, sizeof line))
        return fail(err, USAGE, "Không đọc được mật khẩu.");
    *passphrase = secret_take(line, strlen(line));
    return OK;
}

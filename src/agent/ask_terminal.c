/* SPDX-License-Identifier: Apache-2.0
 *
 * Asking on the terminal (/dev/tty, whatever standard input is).
 */
#include "agent/system.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <termios.h>
#include <unistd.h>

static enum status
open_terminal(int *fd, struct error *err)
{
    *fd = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
    if (*fd >= 0)
        return OK;
    return fail(err, UNAVAILABLE,
                "Agent không có màn hình để hỏi người ký; chưa ký gì. Hãy chạy nó trong một cửa sổ "
                "dòng lệnh, hoặc dùng --ask CHƯƠNG_TRÌNH.");
}

/* One line without its end; longer than the room is no answer. */
static bool
read_line(int fd, char *line, size_t room)
{
    size_t got = 0;

    for (char c; read(fd, &c, 1) == 1 && c != '\n';) {
        if (got + 1 >= room)
            return false;
        line[got++] = c;
    }
    line[got] = '\0';
    return true;
}

enum status
system_ask_yes(const char *title, const char *text, bool *yes, struct error *err)
{
    char answer[16];
    int fd;

    TRY(open_terminal(&fd, err));
    dprintf(fd, "\n=== %s ===\n%s\nGõ “ký” (hoặc “ky”) để ký, phím khác để từ chối: ", title, text);
    *yes = read_line(fd, answer, sizeof answer) &&
           (strcmp(answer, "ký") == 0 || strcmp(answer, "ky") == 0);
    close(fd);
    return OK;
}

enum status
system_ask_pin(const char *title, const char *text, char *pin, size_t room, bool *given,
               struct error *err)
{
    struct termios before, quiet;
    int fd;

    TRY(open_terminal(&fd, err));
    if (tcgetattr(fd, &before) != 0) {
        close(fd);
        return fail(err, UNAVAILABLE, "Không tắt được hiện chữ trên màn hình; chưa hỏi PIN.");
    }
    quiet = before;
    quiet.c_lflag &= ~(tcflag_t)ECHO;
    tcsetattr(fd, TCSAFLUSH, &quiet);
    dprintf(fd, "\n=== %s ===\n%s\nMã PIN (để trống là thôi): ", title, text);
    *given = read_line(fd, pin, room) && pin[0] != '\0';
    tcsetattr(fd, TCSAFLUSH, &before);
    dprintf(fd, "\n");
    close(fd);
    return OK;
}

/* SPDX-License-Identifier: Apache-2.0
 *
 * What the agent needs of its computer, the same on POSIX and on Windows: sockets on loopback, one
 * thread more, a lock, a clock, a helper program, files.  system_posix.c and system_windows.c
 * implement it; nothing else in the agent knows where it runs.
 */
#ifndef HOCBA_AGENT_SYSTEM_H
#define HOCBA_AGENT_SYSTEM_H

#include <stdint.h>

#include "base/text.h"

/* ---- sockets: a handle, NO_SOCKET when there is none ---- */

typedef intptr_t socket_handle;
#define NO_SOCKET ((socket_handle)-1)

struct socket_wait {
    socket_handle socket;
    bool read, write; /* in: wait for; out: ready (an error or a hang-up counts as ready) */
};

enum { SOCKET_AGAIN = -1, SOCKET_BROKEN = -2 };

/* Once, before anything else here. */
MUST_CHECK enum status system_start(struct error *err);
/* main()'s arguments in UTF-8 (Windows hands main() another encoding); borrowed for ever. */
char **system_arguments(int *count, char **given);
/* Listen on 127.0.0.1 and nowhere else; *port 0 takes a free one and says which.
 * CONFLICT: somebody listens there already. */
MUST_CHECK enum status system_listen(uint16_t *port, socket_handle *listener, struct error *err);
/* A new connection, which never blocks; NO_SOCKET when there is none. */
socket_handle system_accept(socket_handle listener);
void system_close(socket_handle socket);
/* Bytes done (0: the other side closed), SOCKET_AGAIN or SOCKET_BROKEN. */
int system_receive(socket_handle socket, void *data, size_t size);
int system_send(socket_handle socket, const void *data, size_t size);
/* Wait until one is ready, `timeout_ms` at the most. */
void system_wait(struct socket_wait *sockets, size_t count, int timeout_ms);

/* ---- time, memory ---- */

int64_t system_clock_ms(void); /* never goes back */
void system_sleep_ms(int ms);
void system_wipe(void *memory, size_t size);

/* ---- one more thread, one lock ---- */

struct system_lock;
struct system_lock *system_lock_new(void);
void system_lock_free(struct system_lock *lock); /* NULL is a no-op */
void system_lock_take(struct system_lock *lock);
void system_lock_leave(struct system_lock *lock);

struct system_thread;
struct system_thread *system_thread_start(void (*run)(void *state), void *state);
void system_thread_join(struct system_thread *thread); /* waits and frees; NULL is a no-op */

/* ---- a helper program ---- */

/* Run `program` with one argument, give it `input`, take at most answer_size - 1 bytes of its
 * output as a text. UNAVAILABLE: it does not start; *exit_code is what it ended with. */
MUST_CHECK enum status system_run(const char *program, const char *argument, struct span input,
                                  char *answer, size_t answer_size, int *exit_code,
                                  struct error *err);

/* ---- files and places ---- */

/* A whole file into the arena. NOT_FOUND; INVALID: larger than the ceiling. */
MUST_CHECK enum status system_read_file(struct arena *arena, const char *path, size_t ceiling,
                                        struct span *bytes, struct error *err);
/* Where the settings lie when nobody says: beside the program on Windows, in the person's
 * configuration folder elsewhere. */
const char *system_settings_path(struct arena *arena);
/* Ask the person whose computer it is: in windows of our own on Windows, on the terminal elsewhere
 * (UNAVAILABLE without one). *yes is what was answered. */
MUST_CHECK enum status system_ask_yes(const char *title, const char *text, bool *yes,
                                      struct error *err);
/* A PIN; *given false when the person cancelled. `pin` has `room` bytes. */
MUST_CHECK enum status system_ask_pin(const char *title, const char *text, char *pin, size_t room,
                                      bool *given, struct error *err);

#endif

/* SPDX-License-Identifier: Apache-2.0
 *
 * The agent's settings: lines of `name = value` in UTF-8 (Notepad's byte order mark and CR LF are
 * fine), `#` begins a comment line.
 *
 *     module = C:\Windows\System32\provider_p11.dll     the PKCS#11 module of the token's provider
 *     origin = https://hocba.example.vn                 who may ask; one line each
 *     port   = 9870
 *     ask    = /usr/bin/program                         asks the person instead of our windows
 *
 * An origin is https://host[:port]; http:// only on this computer (127.0.0.1, localhost); or the
 * word `hocba`: the command line of this computer, which no web page can send.
 */
#ifndef HOCBA_AGENT_SETTINGS_H
#define HOCBA_AGENT_SETTINGS_H

#include <stdint.h>

#include "base/text.h"

enum {
    AGENT_PORT = 9870,
    SETTINGS_FILE_MAX = 64 * 1024,
    ORIGINS_MAX = 32,
    ORIGIN_SIZE_MAX = 253 + 16,
};

struct agent_settings {
    const char *module;
    const char *origins[ORIGINS_MAX];
    size_t origin_count;
    const char *ask; /* or NULL */
    uint16_t port;   /* 0: a free one */
};

/* One setting by its name; texts are borrowed. INVALID says what is wrong with it. */
MUST_CHECK enum status settings_set(struct agent_settings *settings, const char *name,
                                    const char *value, struct error *err);
/* A whole file's text into the arena; what is there already stays. */
MUST_CHECK enum status settings_parse(struct agent_settings *settings, struct span text,
                                      struct arena *arena, struct error *err);
/* What cannot be left out is there. */
MUST_CHECK enum status settings_check(const struct agent_settings *settings, struct error *err);
bool settings_know_origin(const struct agent_settings *settings, struct span origin);

#endif

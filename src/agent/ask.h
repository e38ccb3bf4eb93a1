/* SPDX-License-Identifier: Apache-2.0
 *
 * Asking the person: through our own windows or the terminal (system.h), or through a program of
 * theirs, which is run as `PROGRAM confirm` or `PROGRAM pin`, reads the question on its standard
 * input, and answers on its output: "yes" to sign; the PIN as one line.  Anything else, or ending
 * with other than 0, is "no".
 */
#ifndef HOCBA_AGENT_ASK_H
#define HOCBA_AGENT_ASK_H

#include "base/text.h"
#include "signers/pkcs11_token.h"

/* A PIN, in this process only while a batch needs it. */
struct pin {
    char text[TOKEN_PIN_MAX + 1];
    size_t size;
};

/* `program` may be NULL. */
MUST_CHECK enum status ask_yes(const char *program, const char *title, const char *question,
                               bool *yes, struct error *err);
MUST_CHECK enum status ask_pin(const char *program, const char *title, const char *question,
                               struct pin *pin, bool *given, struct error *err);
void pin_wipe(struct pin *pin);

#endif

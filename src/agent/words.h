/* SPDX-License-Identifier: Apache-2.0
 *
 * What the person reads before signing.  The page gives only the names in it; every other word is
 * ours.
 */
#ifndef HOCBA_AGENT_WORDS_H
#define HOCBA_AGENT_WORDS_H

#include "base/text.h"

enum { WORDS_LABEL_MAX = 200, WORDS_TEXT_MAX = 1024 * 1024 };

struct batch;
struct token_certificate;

/* Not empty, at most `max` bytes, valid UTF-8, without control characters, line breaks, and the
 * invisible ones that change a text's direction or hide in it. */
bool words_are_plain(const char *text, size_t max);
/* What is no record: the label of each item says what it is, and there is no school, class, year.
 */
#define PAPER_ROLE "paper"
/* A role in words; NULL when there is no such role. */
const char *words_of_role(const char *role);
/* The question before signing. */
void words_question(const struct batch *batch, const struct token_certificate *with,
                    const char *holder, struct buffer *out);
/* The question for the PIN; `again` is the sentence about the last try, or NULL. */
void words_pin(const struct batch *batch, const struct token_certificate *with, const char *again,
               struct buffer *out);

#endif

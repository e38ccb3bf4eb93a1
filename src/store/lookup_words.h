/* SPDX-License-Identifier: Apache-2.0
 *
 * The words under which a pupil is found, and what somebody types turned into the same words.
 * ASCII letters and digits only, so that no database has to know Vietnamese:
 *
 *     nguyen        a word of the name without marks (dd is d)
 *     nguye6n       ... with the marks of its letters, as VNI types them (6 7 8 9)
 *     4nguye6n      ... and its tone (1 to 5) before it, where it has one: its place in the word
 *                   differs between schools of spelling, so that it cannot stay there
 *     0b20140301    born on; 0e0103: on the day and in the month of
 *     0i...  0m...  personal number, pupil code
 *     0y2023        a school year; 0c4a1y2023: a class of it
 *     0u...  0k...  unit, class by id: who may see
 */
#ifndef HOCBA_STORE_LOOKUP_WORDS_H
#define HOCBA_STORE_LOOKUP_WORDS_H

#include "base/list.h"
#include "store/pupils.h"

enum { LOOKUP_TEXT_MAX = 200, LOOKUP_TERMS_MAX = 10, LOOKUP_CHOICES_MAX = 6 };

/* Any of these words; each may go on (a prefix), but those that are whole. */
struct lookup_term {
    const char *words[LOOKUP_CHOICES_MAX];
    bool whole[LOOKUP_CHOICES_MAX];
    size_t count;
    bool name;         /* a word of a name */
    const char *plain; /* of a name: without its marks */
};

struct lookup_terms {
    struct lookup_term items[LOOKUP_TERMS_MAX];
    size_t count;
};

/* All words of a pupil, with a blank between two. */
const char *lookup_words_of(struct arena *arena, const struct pupil *pupil,
                            const struct enrolments *years);
/* What was typed; more than the ceilings is not looked at. */
void lookup_words_parse(struct arena *arena, const char *text, struct lookup_terms *terms);
/* The word of a unit ('u') or a class ('k') by its id. */
const char *lookup_word_of_id(struct arena *arena, char kind, const char *id);

#endif

/* SPDX-License-Identifier: Apache-2.0
 *
 * What an instance hands in to whoever keeps its ledger: the writer in its own process, or a
 * service elsewhere (keeper/).  The slot of a record is the keeper's to make, with the key of the
 * year that lies beside its ledger (<folder>/slots/<year>), so that two schools cannot fill one.
 * Handed in again an entry keeps its place: whoever is not sure hands it in again.
 */
#ifndef HOCBA_WRITER_HAND_IN_H
#define HOCBA_WRITER_HAND_IN_H

#include "writer/writer.h"

enum {
    HANDED_MAX = 512,     /* entries at once */
    SLOT_TEXT_MAX = 512,  /* bytes */
    SLOT_YEAR_MIN = 1950, /* the first year of "2023-2024" */
    SLOT_YEAR_MAX = 2150,
    HANDED_TEXT_MAX = 512 * 1024,  /* bytes of entries as they travel */
    WRITTEN_TEXT_MAX = 512 * 1024, /* and of the answer */
};

struct handed {
    struct leaf leaf;    /* without its time; of a record without its slot */
    const char *year;    /* of a record: "2023-2024" */
    const char *slot_of; /* of a record: what the slot is the tag of */
    bool follows;        /* of a status: its replacement is the record handed in just before it */
};

/* The keeper's side: keys that are not known are enrolled first, then all the rest is appended in
 * one transaction (writer_append()).  `written` has `count` places.  INVALID: an entry is none that
 * may be handed in; nothing is written then but keys. */
MUST_CHECK enum status writer_take_in(struct writer *writer, const struct handed *items,
                                      size_t count, struct arena *arena, struct written *written,
                                      struct error *err);

/* Whether a pupil has a valid record of a year already, asked before another is issued. */
struct slot_question {
    const char *year, *slot_of; /* as above */
};
struct slot_answer {
    bool taken;         /* another one would be refused (ledger/status.h, R3) */
    uint64_t index;     /* where the record stands that has the slot ... */
    struct digest hash; /* ... and its H */
};
/* Writes nothing, and makes no key of a year. INVALID: not a year, or nobody is asked about. */
MUST_CHECK enum status writer_ask_slots(struct writer *writer,
                                        const struct slot_question *questions, size_t count,
                                        struct arena *arena, struct slot_answer *answers,
                                        struct error *err);

/* How it travels: lines of text (docs/ledger.md section 10).  Reading is strict: INVALID.  `items`
 * has HANDED_MAX places; texts are the arena's. */
void handed_write(const struct handed *items, size_t count, struct buffer *out);
MUST_CHECK enum status handed_read(struct span body, struct arena *arena, struct handed *items,
                                   size_t *count, struct error *err);
void slots_write(const struct slot_question *questions, size_t count, struct buffer *out);
MUST_CHECK enum status slots_read(struct span body, struct arena *arena,
                                  struct slot_question *questions, size_t *count,
                                  struct error *err);
void slots_write_answers(const struct slot_answer *answers, size_t count, struct buffer *out);
MUST_CHECK enum status slots_read_answers(struct span body, struct slot_answer *answers,
                                          size_t count, struct error *err);

/* The answer: what became of each, and how the ledger stands. */
struct written_all {
    uint64_t size;      /* leaves */
    bool final;         /* the newest checkpoint has its quorum, and a second place */
    size_t silent;      /* witnesses that did not cosign it when they were asked last */
    const char *reason; /* of the first of those; NULL: none, or nobody knows */
};
void written_write(const struct written_all *all, const struct written *written, size_t count,
                   struct buffer *out);
MUST_CHECK enum status written_read(struct span body, struct arena *arena, struct written_all *all,
                                    struct written *written, size_t count, struct error *err);

#endif

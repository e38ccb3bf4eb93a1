/* SPDX-License-Identifier: Apache-2.0
 *
 * Inside levels: where proofs come from.  Authorities over HTTP
 * (levels_http.c), or the training instance's own (levels_training.c).  Nobody
 * else includes this.
 */
#ifndef HOCBA_SERVICE_LEVELS_SOURCE_H
#define HOCBA_SERVICE_LEVELS_SOURCE_H

#include "crypto/revocation.h"
#include "crypto/timestamp.h"
#include "service/levels.h"

enum { KNOWN_CERTIFICATES_MAX = 32 };

/* A signature that wants a timestamp. */
struct stamp_job {
    const char *record, *signature;
    struct span stamped; /* what the timestamp is over */
    int64_t claimed;     /* SigningTime: a timestamp from before that would be none */
    size_t tries;        /* of the source */
    bool done;
    const char *reason; /* why not, when not */
};

struct stamp_jobs {
    LIST(struct stamp_job) list;
};

/* Keep a token as soon as it came. */
struct stamp_taker {
    void *context;
    enum status (*take)(void *context, struct stamp_job *job, const struct timestamp *stamp,
                        const struct certificate *authority, struct error *err);
};

struct proof_source {
    /* Try all jobs; each ends done or with its reason. A failure is one of the
     * store. */
    enum status (*stamp)(struct proof_source *source, struct stamp_jobs *jobs,
                         const struct stamp_taker *taker, struct error *err);
    /* Fetch a response or a list about question->subject and fill `proof` with
     * it; whether it settles the question is in `answer`. UNAVAILABLE: nobody
     * answers. In the arena. */
    enum status (*revocation)(struct proof_source *source,
                              const struct revocation_question *question, struct arena *arena,
                              struct proof *proof, struct revocation_answer *answer,
                              struct error *err);
    void (*free)(struct proof_source *source);
    struct app *app;
    struct anchors *anchors; /* roots of authorities and signers */
    /* Certificates of authorities and their issuers, as they came with tokens;
     * the source's. */
    struct certificate *known[KNOWN_CERTIFICATES_MAX];
    size_t known_count;
};

MUST_CHECK enum status levels_http_source(struct app *app, struct proof_source **source,
                                          struct error *err);
/* Is it a training instance with an authority of its own? */
bool levels_has_training_source(struct app *app);
MUST_CHECK enum status levels_training_source(struct app *app, struct proof_source **source,
                                              struct error *err);
/* The one that the instance is set to. */
MUST_CHECK enum status levels_open_source(struct app *app, struct proof_source **source,
                                          struct error *err);
static inline void
proof_source_free(struct proof_source *source)
{
    if (source)
        source->free(source);
}
DEFINE_AUTO(proof_source)

/* What every source frees. */
void levels_source_clear(struct proof_source *source);
/* Is this a token for the job, by an authority under the anchors, at a possible
 * time? What it brings in certificates is remembered. */
MUST_CHECK enum status levels_check_token(struct proof_source *source, const struct stamp_job *job,
                                          const struct timestamp *stamp,
                                          const struct certificate **authority, struct error *err);

/* Gather and keep the proofs of a record whose signatures all have their
 * timestamps. UNAVAILABLE or UNTRUSTED: why it stays at B-T. */
struct gathered; /* responses of this run: one serves many records */
struct gathered *gathered_new(void);
void gathered_free(struct gathered *gathered); /* NULL is a no-op */
DEFINE_AUTO(gathered)
MUST_CHECK enum status levels_gather(struct proof_source *source, struct gathered *gathered,
                                     const char *record, struct error *err);

#endif

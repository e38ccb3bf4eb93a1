/* SPDX-License-Identifier: Apache-2.0
 *
 * A timestamp over any bytes, with what it takes to check it when its authority is gone.
 */
#include "service/access.h"
#include "service/levels_source.h"

struct evidencing {
    struct proof_source *source;
    struct stamp_evidence *evidence;
};

static void
keep_chain(const struct path_result *path, struct arena *arena, struct stamp_evidence *evidence)
{
    AUTO(buffer) *pem = buffer_new(CHAIN_MAX * CERTIFICATE_PEM_MAX);

    for (size_t i = 0; i < path->length; i++)
        certificate_write_pem(path->chain[i], pem);
    evidence->chain = (struct span){arena_copy(arena, pem->data, pem->size), pem->size};
}

/* For every certificate below the anchor. An authority that is silent now may answer tomorrow; the
 * token is worth keeping without. */
static void
keep_revocation(struct proof_source *source, const struct path_result *path, int64_t time,
                struct stamp_evidence *evidence)
{
    for (size_t i = 0; i + 1 < path->length; i++) {
        struct revocation_question question = {.subject = path->chain[i],
                                               .issuer = path->chain[i + 1],
                                               .existed_at = time,
                                               .now = app_now(source->app).seconds};
        struct revocation_answer answer = {.verdict = REVOCATION_UNUSABLE};
        struct proof proof = {.fetched = app_now(source->app)};
        struct error why;
        if (source->revocation(source, &question, source->app->arena, &proof, &answer, &why) != OK)
            evidence->missing = arena_text(source->app->arena, why.message);
        else if (answer.verdict != REVOCATION_GOOD)
            evidence->missing = arena_text(source->app->arena, answer.sentence);
        else
            *list_add(source->app->arena, evidence->revocation.list) = proof;
    }
}

static enum status
take_token(void *context, struct stamp_job *job, const struct timestamp *stamp,
           const struct certificate *authority, struct error *err)
{
    struct evidencing *work = context;
    struct proof_source *source = work->source;
    struct arena *arena = source->app->arena;
    struct path_result path;

    TRY(timestamp_check(stamp, job->stamped, (const struct certificate *const *)source->known,
                        source->known_count, source->anchors, &path, err));
    *work->evidence = (struct stamp_evidence){
        .time = stamp->time,
        .authority = arena_text(arena, authority->common_name),
        .token = {arena_copy(arena, stamp->token.data, stamp->token.size), stamp->token.size}};
    keep_chain(&path, arena, work->evidence);
    return OK;
}

/* The path again, outside of whatever transaction the token came in. */
static enum status
add_revocation(struct evidencing *work, struct span stamped, struct error *err)
{
    struct proof_source *source = work->source;
    struct timestamp stamp;
    struct path_result path;

    TRY(timestamp_parse(work->evidence->token, &stamp, err));
    TRY(timestamp_check(&stamp, stamped, (const struct certificate *const *)source->known,
                        source->known_count, source->anchors, &path, err));
    keep_revocation(source, &path, stamp.time, work->evidence);
    return OK;
}

enum status
levels_stamp_bytes(struct app *app, struct span stamped, struct stamp_evidence *evidence,
                   struct error *err)
{
    AUTO(proof_source) *source = NULL;
    struct stamp_jobs jobs = {0};

    TRY(access_check(app, MAY_ISSUE_RECORDS, app->actor.unit_id, err));
    TRY(levels_open_source(app, &source, err));
    struct evidencing work = {source, evidence};
    struct stamp_taker taker = {&work, take_token};
    struct stamp_job *job = list_add(app->arena, jobs.list);
    *job = (struct stamp_job){.record = "", .signature = "", .stamped = stamped};
    TRY(source->stamp(source, &jobs, &taker, err));
    if (!job->done)
        return fail(err, UNAVAILABLE, "%s",
                    job->reason ? job->reason : "Nơi cấp dấu thời gian chưa trả lời.");
    return add_revocation(&work, stamped, err);
}

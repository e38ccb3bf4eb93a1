/* SPDX-License-Identifier: Apache-2.0
 *
 * A batch through the driver for the agent or, where ADDRESS is a file of settings, for a remote
 * service, as hocba signs one:
 *     agent_driver ADDRESS CERTIFICATE_HEX NAME COUNT [resume]
 * signs SHA-256("NAME 0") .. and writes a line for each item: its number, then the value in
 * hexadecimal or "failed STATUS". What failed is put into a new batch, NAME-2 and so on, as often
 * as TURNS; so is what a remote service may have signed, or not. "resume": the batch NAME was
 * started by a process before. agent_driver ADDRESS ISSUERS.pem chains writes each certificate's
 * holder and the length of its chain.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/encode.h"
#include "signers/agent.h"
#include "signers/remote.h"

enum { ITEMS_MAX = 2000, TURNS = 8 };

struct all {
    struct signer_item items[ITEMS_MAX], left[ITEMS_MAX];
    size_t number[ITEMS_MAX], left_number[ITEMS_MAX];
    size_t count;
};

static bool
wait_ms(void *context, unsigned ms)
{
    (void)context;
    nanosleep(&(struct timespec){.tv_sec = 0, .tv_nsec = (ms < 5 ? ms : 5) * 1000000L}, NULL);
    return true;
}

/* Write what is done, keep what is not. */
static void
sift(struct all *all, const struct signer_result *results, bool last)
{
    size_t left = 0;

    for (size_t i = 0; i < all->count; i++) {
        char hex[2 * SIGNATURE_VALUE_MAX + 1];
        if (results[i].state == SIGNER_ITEM_DONE) {
            printf("%zu %s\n", all->number[i],
                   hex_write(results[i].value.bytes, results[i].value.size, hex));
            continue;
        }
        if (last)
            printf("%zu failed %d\n", all->number[i], (int)results[i].error.status);
        all->left[left] = all->items[i];
        all->left_number[left++] = all->number[i];
    }
    memcpy(all->items, all->left, left * sizeof *all->items);
    memcpy(all->number, all->left_number, left * sizeof *all->number);
    all->count = left;
}

static enum status
sign(struct signer_session *session, const struct digest *certificate, const char *id, bool resumed,
     struct all *all, bool last, struct error *err)
{
    struct signer_order order = {.id = id,
                                 .certificate = *certificate,
                                 .title = "ký học bạ",
                                 .role = "cbql",
                                 .school = "Trường Tiểu học Thử Nghiệm",
                                 .class = "4A1",
                                 .year = "2023-2024",
                                 .items = all->items,
                                 .count = all->count};
    struct signer_watch watch = {.wait = wait_ms};
    AUTO(signer_batch) *batch = NULL;

    TRY(signer_batch_new(session, &order, resumed, &batch, err));
    enum status status = signer_batch_run(batch, &watch, err);
    sift(all, signer_batch_results(batch), last || (status != OK && status != UNDECIDED));
    return status;
}

static enum status
open_signer(const char *place, const struct signer_source *source, struct signer_session **session,
            struct error *err)
{
    return text_starts(place, "http") ? signer_open_agent(place, NULL, session, err)
                                      : signer_open_remote(source, session, err);
}

static enum status
play(char **words, bool resumed, struct all *all, struct error *err)
{
    AUTO(arena) *arena = arena_new();
    struct signer_source source = {.kind = "remote", .place = words[0]};
    AUTO(signer_session) *session = NULL;
    struct digest certificate;

    if (!digest_parse_hex(span_of(words[1]), &certificate))
        return fail(err, USAGE, "no fingerprint");
    TRY(open_signer(words[0], &source, &session, err));
    all->count = strtoul(words[3], NULL, 10);
    for (size_t i = 0; i < all->count; i++) {
        all->number[i] = i;
        all->items[i].digest = sha256(span_of(arena_printf(arena, "%s %zu", words[2], i)));
        all->items[i].label = arena_printf(arena, "Học sinh thử số %zu", i + 1);
    }
    for (int turn = 1; turn <= TURNS && all->count > 0; turn++) {
        const char *id = turn == 1 ? words[2] : arena_printf(arena, "%s-%d", words[2], turn);
        enum status status =
            sign(session, &certificate, id, resumed && turn == 1, all, turn == TURNS, err);
        if (status != OK && (status != UNDECIDED || turn == TURNS))
            return status;
    }
    return OK;
}

static enum status
list_chains(const char *address, const char *issuers, struct error *err)
{
    const struct signer_certificates *all;
    AUTO(signer_session) *session = NULL;

    TRY(signer_open_agent(address, issuers, &session, err));
    TRY(signer_session_certificates(session, &all, err));
    for (size_t i = 0; i < all->list.count; i++)
        printf("%zu %s\n", all->list.items[i].chain->count,
               all->list.items[i].chain->items[0]->common_name);
    return OK;
}

int
main(int argc, char **argv)
{
    static struct all all;
    struct error err = {0};

    if (argc == 4 && strcmp(argv[3], "chains") == 0) {
        if (list_chains(argv[1], argv[2], &err) == OK)
            return 0;
        fprintf(stderr, "%d %s\n", (int)err.status, err.message);
        return 1;
    }
    if (argc < 5 || strtoul(argv[4], NULL, 10) > ITEMS_MAX)
        return 2;
    enum status status = play(argv + 1, argc > 5, &all, &err);
    if (status != OK)
        fprintf(stderr, "%d %s\n", (int)status, err.message);
    return status != OK;
}

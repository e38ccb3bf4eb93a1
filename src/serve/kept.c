/* SPDX-License-Identifier: Apache-2.0 */
#include "serve/kept.h"

#include <pthread.h>
#include <stdlib.h>

#include "serve/inside.h"
#include "serve/sign_in.h"
#include "service/session.h"
#include "store/watch.h"
#include "web/compress.h"

enum { DAY_SECONDS = 24 * 60 * 60 };

struct page {
    struct digest key;
    int64_t from, until; /* seconds; until 0: an empty place */
    const char *type;
    struct span body, gzipped;
};

struct kept {
    struct store_watch *watch;
    pthread_mutex_t lock;
    int64_t number;      /* what was committed when the pages below were begun, all of them */
    struct arena *arena; /* of their bytes */
    size_t bytes;
    struct page pages[KEPT_PAGES]; /* each in the place that its key says */
};

struct kept *
kept_new(const char *store)
{
    struct kept *kept = heap_alloc(sizeof *kept);

    kept->watch = store_watch_new(store);
    kept->arena = arena_new_wiped();
    pthread_mutex_init(&kept->lock, NULL);
    return kept;
}

void
kept_free(struct kept *kept)
{
    if (!kept)
        return;
    store_watch_free(kept->watch);
    arena_free(kept->arena);
    pthread_mutex_destroy(&kept->lock);
    free(kept);
}

/* --- with the lock held ----------------------------------------------------------------------- */

static void
forget_all(struct kept *kept)
{
    arena_free(kept->arena);
    kept->arena = arena_new_wiped();
    kept->bytes = 0;
    memset(kept->pages, 0, sizeof kept->pages);
}

/* The place of that key, among pages of that number; NULL: others have come further already. */
static struct page *
find_place(struct kept *kept, const struct kept_claim *claim)
{
    size_t place;

    if (claim->number < kept->number)
        return NULL;
    if (claim->number > kept->number)
        forget_all(kept);
    kept->number = claim->number;
    memcpy(&place, claim->key.bytes, sizeof place);
    return &kept->pages[place % KEPT_PAGES];
}

static struct span
copy(struct arena *arena, struct span bytes)
{
    return bytes.size ? (struct span){arena_copy(arena, bytes.data, bytes.size), bytes.size}
                      : bytes;
}

/* --- giving ----------------------------------------------------------------------------------- */

static bool
give(struct kept *kept, struct visit *visit, const struct kept_claim *claim)
{
    const struct page *page = find_place(kept, claim);
    struct web_answer *answer = visit->answer;

    if (!page || !digest_equal(&page->key, &claim->key) || claim->at < page->from ||
        claim->at >= page->until)
        return false;
    answer->code = 200;
    answer->type = page->type;
    answer->body = copy(visit->arena, page->body);
    answer->gzipped = copy(visit->arena, page->gzipped);
    answer->compressible = true;
    return true;
}

bool
kept_give(struct kept *kept, struct visit *visit, struct kept_claim *claim)
{
    const char *token = sign_in_token(visit);
    struct error unused;

    *claim = (struct kept_claim){0};
    if (!token || store_watch_look(kept->watch, &claim->number, &unused) != OK)
        return false; /* the page's own questions will say what is wrong */
    claim->at = visit->serve->order->options->system_clock();
    claim->key = sha256(span_of(
        arena_printf(visit->arena, "%d %s %s", visit->english, token, visit->request->target)));
    pthread_mutex_lock(&kept->lock);
    bool given = give(kept, visit, claim);
    pthread_mutex_unlock(&kept->lock);
    return given;
}

/* --- keeping ---------------------------------------------------------------------------------- */

static int64_t
end_of_day(int64_t seconds)
{
    int64_t into_day = (seconds + VIETNAM_OFFSET_MINUTES * 60) % DAY_SECONDS;

    return seconds - into_day + DAY_SECONDS;
}

static int64_t
end_of(const struct visit *visit, const struct kept_claim *claim)
{
    int64_t day = end_of_day(claim->at), session = visit->session->same_until;

    return day < session ? day : session;
}

static void
add(struct kept *kept, const struct kept_claim *claim, const struct page *page)
{
    size_t bytes = page->body.size + page->gzipped.size;

    if (kept->bytes + bytes > KEPT_BYTES_MAX)
        forget_all(kept);
    struct page *place = find_place(kept, claim);
    if (!place)
        return;
    *place = *page;
    place->body = copy(kept->arena, page->body);
    place->gzipped = copy(kept->arena, page->gzipped);
    kept->bytes += bytes;
}

void
kept_add(struct kept *kept, struct visit *visit, const struct kept_claim *claim)
{
    struct web_answer *answer = visit->answer;

    if (claim->at == 0 || !visit->session || answer->code != 200 || answer->header_count > 0 ||
        !answer->compressible || answer->body.size > KEPT_PAGE_MAX)
        return;
    if (compress_is_accepted(web_header(visit->request, "Accept-Encoding")))
        (void)!compress_gzip(answer->body, visit->arena,
                             &answer->gzipped); /* for this answer too */
    const struct page page = {.key = claim->key,
                              .from = claim->at,
                              .until = end_of(visit, claim),
                              .type = answer->type,
                              .body = answer->body,
                              .gzipped = answer->gzipped};
    pthread_mutex_lock(&kept->lock);
    add(kept, claim, &page);
    pthread_mutex_unlock(&kept->lock);
}

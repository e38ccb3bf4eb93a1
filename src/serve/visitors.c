/* SPDX-License-Identifier: Apache-2.0 */
#include "serve/visitors.h"

#include <stdlib.h>

#include "base/uuid.h"
#include "crypto/hmac.h"
#include "crypto/random.h"
#include "serve/inside.h"
#include "serve/sign_in.h"
#include "service/rate.h"

#define COOKIE "gia_dinh"

static const struct {
    unsigned burst, seconds;
} limits[TRY_COUNT] = {
    [TRY_FILE] = {60, 2},
    [TRY_RECORD_CODE] = {30, 20},
    [TRY_FAMILY_ADDRESS] = {20, 30},
    [TRY_FAMILY_CODE] = {8, 450},
};

struct visitors {
    struct rate *rates[TRY_COUNT];
    struct secret *key; /* of the cookies */
};

struct visitors *
visitors_new(void)
{
    struct visitors *visitors = heap_alloc(sizeof *visitors);

    for (size_t i = 0; i < TRY_COUNT; i++)
        visitors->rates[i] = rate_new(limits[i].burst, limits[i].seconds);
    visitors->key = secret_new(HMAC_KEY_SIZE);
    random_bytes(secret_bytes(visitors->key), HMAC_KEY_SIZE);
    return visitors;
}

void
visitors_free(struct visitors *visitors)
{
    if (!visitors)
        return;
    for (size_t i = 0; i < TRY_COUNT; i++)
        rate_free(visitors->rates[i]);
    secret_free(visitors->key);
    free(visitors);
}

/* --- how often -------------------------------------------------------------------------------- */

/* The stopwatch never goes back and has nothing to do with a training instance's clock. */
static int64_t
seconds_now(const struct visit *visit)
{
    return visit->serve->order->stopwatch() / 1000000;
}

static struct span
key_of(const struct visit *visit, struct span key)
{
    return key.data ? key : rate_address(visit->request->address);
}

bool
visitor_may_try(struct visit *visit, enum visitor_try what, struct span key)
{
    struct rate *rate = visit->serve->visitors->rates[what];
    unsigned wait = rate_take(rate, key_of(visit, key), seconds_now(visit));

    if (wait == 0)
        return true;
    web_answer_add(visit->answer, "Retry-After", arena_printf(visit->arena, "%u", wait));
    visit_send_error(visit, 429,
                     visit->english
                         ? arena_printf(visit->arena,
                                        "Too many tries. Nothing was changed; please wait %u "
                                        "seconds and try again.",
                                        wait)
                         : arena_printf(visit->arena,
                                        "Đã thử quá nhiều lần. Không có gì thay đổi; hãy đợi %u "
                                        "giây rồi thử lại.",
                                        wait));
    return false;
}

void
visitor_succeeded(struct visit *visit, enum visitor_try what, struct span key)
{
    rate_give_back(visit->serve->visitors->rates[what], key_of(visit, key), seconds_now(visit));
}

/* --- a family's browser ----------------------------------------------------------------------- */

/* "<id>.<until>.<mac>" */
static const char *
sealed(const struct visit *visit, const char *id, const char *until)
{
    const char *text = arena_printf(visit->arena, "%s.%s", id, until);
    struct digest mac = hmac_sha256(visit->serve->visitors->key, span_of(text));
    char hex[SHA256_HEX_SIZE];

    return arena_printf(visit->arena, "%s.%s", text, digest_hex(&mac, hex));
}

void
visitor_remember_family(struct visit *visit, const char *code_id)
{
    const char *until =
        arena_printf(visit->arena, "%lld", (long long)seconds_now(visit) + FAMILY_COOKIE_SECONDS);

    visit_set_cookie(visit, COOKIE, sealed(visit, code_id, until), 0);
}

void
visitor_forget_family(struct visit *visit)
{
    visit_set_cookie(visit, COOKIE, "", -1);
}

const char *
visitor_family(struct visit *visit)
{
    const char *cookie = visit_cookie(visit, COOKIE);
    char *rest = cookie ? arena_text(visit->arena, cookie) : NULL;
    const char *id = strsep(&rest, "."), *until = strsep(&rest, ".");

    if (!id || !until || !uuid_is_valid(span_of(id)) || strlen(until) > 18)
        return NULL;
    AUTO(secret) *given = secret_copy(cookie, strlen(cookie));
    const char *right_text = sealed(visit, id, until);
    AUTO(secret) *right = secret_copy(right_text, strlen(right_text));
    if (!secret_equal(given, right) || strtoll(until, NULL, 10) < seconds_now(visit))
        return NULL;
    return id;
}

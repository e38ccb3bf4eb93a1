/* SPDX-License-Identifier: Apache-2.0 */
#include "serve/sign_in.h"

#include <stdio.h>

#include "base/encode.h"
#include "crypto/random.h"
#include "model/role.h"
#include "serve/pages.h"
#include "service/app_pool.h"
#include "service/known_browser.h"
#include "service/notices.h"
#include "service/session.h"
#include "store/people.h"

#define COOKIE      "phien"
#define MARK_COOKIE "may_quen"

/* --- who asks --------------------------------------------------------------------------------- */

static enum status
read_roles(struct visit *visit, struct error *err)
{
    struct app *app = visit->app;
    struct assignments assignments = {0};
    struct assignment_filter filter = {.person = app->actor.person_id, .on = app_today(app)};
    enum role role;

    TRY(store_list_assignments(app->store, &filter, app->arena, &assignments, err));
    for (size_t i = 0; i < assignments.list.count; i++)
        if (role_parse(assignments.list.items[i].role, &role))
            visit->roles |= ROLE_BIT(role);
    return OK;
}

/* Another text each time, so that a compressed page gives nothing away (BREACH): a random mask, and
 * the token under it. */
static const char *
mask_token(const char *token, struct arena *arena)
{
    uint8_t mask[CSRF_BYTES], hidden[CSRF_BYTES];
    char text[2][2 * CSRF_BYTES + 1];

    if (!hex_read(span_of(token), hidden, sizeof hidden))
        return NULL;
    random_bytes(mask, sizeof mask);
    for (size_t i = 0; i < sizeof mask; i++)
        hidden[i] ^= mask[i];
    return arena_printf(arena, "%s%s", hex_write(mask, sizeof mask, text[0]),
                        hex_write(hidden, sizeof hidden, text[1]));
}

const char *
sign_in_token(const struct visit *visit)
{
    const char *token = visit_cookie(visit, COOKIE);

    return token && token[0] ? token : NULL;
}

enum status
sign_in_find(struct visit *visit, struct error *err)
{
    const char *token = sign_in_token(visit);
    struct session *session = arena_make(visit->arena, struct session);

    if (!token)
        return OK;
    enum status status = session_find(visit->app, token, session, err);
    if (status == NOT_FOUND)
        return OK;
    TRY(status);
    TRY(app_act_as(visit->app, session->person, err));
    visit->session = session;
    visit->csrf = mask_token(session->csrf, visit->arena);
    TRY(read_roles(visit, err));
    return visit->api ? OK : notices_count_unseen(visit->app, &visit->news, err);
}

bool
sign_in_csrf_fits(const struct visit *visit)
{
    uint8_t given[2 * CSRF_BYTES], wanted[CSRF_BYTES], differ = 0;
    const char *text = web_header(visit->request, "X-CSRF");

    if (!visit->session)
        return true;
    if (!text)
        text = web_form(visit->request, "_csrf");
    if (!text || !hex_read(span_of(text), given, sizeof given) ||
        !hex_read(span_of(visit->session->csrf), wanted, sizeof wanted))
        return false;
    for (size_t i = 0; i < CSRF_BYTES; i++)
        differ |= (uint8_t)(given[i] ^ given[CSRF_BYTES + i] ^ wanted[i]);
    return differ == 0;
}

void
sign_in_keep(struct visit *visit, const char *token)
{
    visit_set_cookie(visit, COOKIE, token ? token : "", token ? 0 : -1);
}

const char *
sign_in_mark(const struct visit *visit)
{
    return visit_cookie(visit, MARK_COOKIE);
}

void
sign_in_keep_mark(struct visit *visit, const char *mark)
{
    visit_set_cookie(visit, MARK_COOKIE, mark, KNOWN_BROWSER_SECONDS);
}

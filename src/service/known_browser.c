/* SPDX-License-Identifier: Apache-2.0 */
#include "service/known_browser.h"

#include "base/encode.h"
#include "crypto/hmac.h"
#include "crypto/random.h"
#include "service/account.h"

enum { NAME_BYTES = 16, NAME_SIZE = 2 * NAME_BYTES, MARK_SIZE = NAME_SIZE + SHA256_HEX_SIZE };

/* "<name>.<mac>": the mac is of the name and the login. NULL: there is no key. */
static const char *
seal(struct app *app, const char *login, const char *name)
{
    AUTO(secret) *key = NULL;
    char hex[SHA256_HEX_SIZE];
    struct error unused;

    if (account_key(app, &key, &unused) != OK)
        return NULL;
    const char *text = arena_printf(app->arena, "browser %s %s", name, login);
    struct digest mac = hmac_sha256(key, span_of(text));
    return arena_printf(app->arena, "%s.%s", name, digest_hex(&mac, hex));
}

const char *
known_browser_make(struct app *app, const char *login)
{
    uint8_t bytes[NAME_BYTES];
    char name[NAME_SIZE + 1];

    random_bytes(bytes, sizeof bytes);
    return seal(app, login, hex_write(bytes, sizeof bytes, name));
}

bool
known_browser_fits(struct app *app, const char *login, const char *mark)
{
    if (!mark || strlen(mark) != MARK_SIZE || mark[NAME_SIZE] != '.')
        return false;
    const char *right = seal(app, login, arena_copy(app->arena, mark, NAME_SIZE));
    if (!right)
        return false;
    AUTO(secret) *given = secret_copy(mark, MARK_SIZE);
    AUTO(secret) *wanted = secret_copy(right, MARK_SIZE);
    return secret_equal(given, wanted);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "signer/keys.h"

#include <sched.h>
#include <stdio.h>
#include <stdlib.h>

#include "crypto/pkcs12.h"

enum { HANDS_MAX = 4 };

struct keys *
keys_new(void)
{
    struct keys *keys = heap_alloc(sizeof *keys);

    keys->count = 0;
    return keys;
}

static void
key_clear(struct key *key)
{
    private_key_free(key->file);
    token_free(key->token);
    certificate_chain_free(key->chain);
}

void
keys_free(struct keys *keys)
{
    if (!keys)
        return;
    for (size_t i = 0; i < keys->count; i++)
        key_clear(&keys->items[i]);
    free(keys);
}

static enum status
add(struct keys *keys, struct key *key, struct error *err)
{
    if (keys->count == KEYS_MAX) {
        key_clear(key);
        return fail(err, INVALID, "hocba-signer giữ được nhiều nhất %d khóa.", KEYS_MAX);
    }
    keys->items[keys->count++] = *key;
    return OK;
}

enum status
keys_add_file(struct keys *keys, struct span pkcs12, const char *name,
              const struct secret *passphrase, struct error *err)
{
    struct key key = {0};

    TRY(pkcs12_parse(pkcs12, passphrase, &key.file, &key.chain, err));
    snprintf(key.place, sizeof key.place, "%s", name);
    return add(keys, &key, err);
}

enum status
keys_add_token(struct keys *keys, struct token *token, struct error *err)
{
    struct key key = {.token = token};

    snprintf(key.place, sizeof key.place, "%s", token_place(token));
    enum status status = token_chain(token, &key.chain, err);
    if (status != OK) {
        token_free(token);
        return status;
    }
    return add(keys, &key, err);
}

const struct key *
keys_find(const struct keys *keys, const struct digest *certificate)
{
    for (size_t i = 0; i < keys->count; i++) {
        if (digest_equal(&keys->items[i].chain->items[0]->sha256, certificate))
            return &keys->items[i];
    }
    return NULL;
}

size_t
key_hands(const struct key *key)
{
    cpu_set_t ours;

    if (key->token && token_pin_each(key->token))
        return 1; /* the PIN belongs to the signature after it */
    if (sched_getaffinity(0, sizeof ours, &ours) != 0)
        return 1;
    int processors = CPU_COUNT(&ours);
    return processors > HANDS_MAX ? HANDS_MAX : (size_t)processors;
}

enum status
hand_open(struct hand *hand, const struct key *key, struct error *err)
{
    *hand = (struct hand){.key = key};
    return key->token ? token_take_session(key->token, &hand->session, err) : OK;
}

void
hand_close(struct hand *hand)
{
    token_session_free(hand->session);
}

enum status
hand_sign(struct hand *hand, const struct digest *digest, struct signature_value *value,
          struct error *err)
{
    if (hand->key->token)
        return token_make_signature(hand->key->token, hand->session, digest, value, err);
    return private_key_sign(hand->key->file, digest, value, err);
}

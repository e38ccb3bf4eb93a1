/* SPDX-License-Identifier: Apache-2.0 */
#include "service/rate.h"

#include <pthread.h>
#include <stdlib.h>

#include "crypto/hash.h"
#include "crypto/random.h"

enum { PLACES = RATE_KEYS / RATE_WAYS, SALT_SIZE = 32, KEY_MAX = 128 };

/* `full_at`: when all tries will be there again; in the past: they are. */
struct bucket {
    uint8_t key[16];
    int64_t full_at;
};

struct rate {
    pthread_mutex_t lock;
    unsigned burst, seconds;
    uint8_t salt[SALT_SIZE];
    struct bucket buckets[PLACES][RATE_WAYS];
};

struct rate *
rate_new(unsigned burst, unsigned seconds)
{
    struct rate *rate = heap_alloc(sizeof *rate);

    memset(rate, 0, sizeof *rate);
    rate->burst = burst;
    rate->seconds = seconds;
    random_bytes(rate->salt, sizeof rate->salt);
    pthread_mutex_init(&rate->lock, NULL);
    return rate;
}

void
rate_free(struct rate *rate)
{
    if (!rate)
        return;
    pthread_mutex_destroy(&rate->lock);
    free(rate);
}

/* The key's bucket; where it has none, the place of the one that is full soonest. */
static struct bucket *
find(struct rate *rate, struct span key)
{
    uint8_t bytes[SALT_SIZE + KEY_MAX];
    size_t size = key.size < KEY_MAX ? key.size : KEY_MAX;

    memcpy(bytes, rate->salt, SALT_SIZE);
    memcpy(bytes + SALT_SIZE, key.data, size);
    struct digest hash = sha256((struct span){(const char *)bytes, SALT_SIZE + size});
    struct bucket *row = rate->buckets[(hash.bytes[16] << 8 | hash.bytes[17]) % PLACES];
    struct bucket *oldest = row;
    for (size_t i = 0; i < RATE_WAYS; i++) {
        if (memcmp(row[i].key, hash.bytes, sizeof row[i].key) == 0)
            return &row[i];
        if (row[i].full_at < oldest->full_at)
            oldest = &row[i];
    }
    memcpy(oldest->key, hash.bytes, sizeof oldest->key);
    oldest->full_at = 0;
    return oldest;
}

unsigned
rate_take(struct rate *rate, struct span key, int64_t now)
{
    pthread_mutex_lock(&rate->lock);
    struct bucket *bucket = find(rate, key);
    int64_t begun = bucket->full_at > now ? bucket->full_at : now;
    int64_t wait = begun + rate->seconds - (now + (int64_t)rate->burst * rate->seconds);
    if (wait <= 0)
        bucket->full_at = begun + rate->seconds;
    pthread_mutex_unlock(&rate->lock);
    return wait > 0 ? (unsigned)wait : 0;
}

void
rate_give_back(struct rate *rate, struct span key, int64_t now)
{
    pthread_mutex_lock(&rate->lock);
    struct bucket *bucket = find(rate, key);
    if (bucket->full_at > now)
        bucket->full_at -= rate->seconds;
    pthread_mutex_unlock(&rate->lock);
}

struct span
rate_address(const char *address)
{
    unsigned colons = 0;

    if (!strchr(address, ':') || strchr(address, '.')) /* IPv4, also as ::ffff:192.0.2.7 */
        return span_of(address);
    for (const char *p = address; *p; p++) {
        bool hole = p[0] == ':' && p[1] == ':';
        if (hole || (*p == ':' && ++colons == 4))
            return (struct span){address, (size_t)(p - address)};
    }
    return span_of(address);
}

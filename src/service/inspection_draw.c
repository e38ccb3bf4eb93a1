/* SPDX-License-Identifier: Apache-2.0 */
#include "service/inspection.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/text.h"
#include "crypto/hash.h"

/* docs/inspection.md has this table in words; another program must come to the same. */
enum {
    WEIGHT_BASE = 10,
    WEIGHT_RETURN = 2,
    WEIGHT_RETURNS_MAX = 20,
    WEIGHT_REVOCATION = 5,
    WEIGHT_REVOCATIONS_MAX = 25,
    WEIGHT_NO_SEAL = 20,
    WEIGHT_MISSING = 40, /* when no pupil has a record */
    WEIGHT_LATE_MAX = 20,
    WEIGHT_FAULTY = 20 /* when every pupil's has errors */
};

static int64_t
at_most(int64_t number, int64_t max)
{
    return number < max ? number : max;
}

int64_t
inspection_weight_of(const struct inspection_school *school, enum inspection_fact fact)
{
    int64_t missing = school->enrolled - at_most(school->issued, school->enrolled);

    switch (fact) {
    case INSPECTION_RETURNED:
        return at_most(school->returned, WEIGHT_RETURNS_MAX / WEIGHT_RETURN) * WEIGHT_RETURN;
    case INSPECTION_REVOCATIONS:
        return at_most(school->revocations, WEIGHT_REVOCATIONS_MAX / WEIGHT_REVOCATION) *
               WEIGHT_REVOCATION;
    case INSPECTION_NO_SEAL: return school->seals ? 0 : WEIGHT_NO_SEAL;
    case INSPECTION_MISSING:
        return school->enrolled ? missing * WEIGHT_MISSING / school->enrolled : 0;
    case INSPECTION_LATE: return at_most(school->late_days, WEIGHT_LATE_MAX);
    case INSPECTION_FAULTY:
        return school->enrolled
                   ? at_most(school->faulty, school->enrolled) * WEIGHT_FAULTY / school->enrolled
                   : at_most(school->faulty, WEIGHT_FAULTY);
    default: return WEIGHT_BASE;
    }
}

int64_t
inspection_weight(const struct inspection_school *school)
{
    int64_t weight = 0;

    for (int fact = 0; fact < INSPECTION_FACT_COUNT; fact++)
        weight += inspection_weight_of(school, (enum inspection_fact)fact);
    return weight;
}

static struct digest
ticket(const char *seed, const char *what, const char *which)
{
    AUTO(sha256_stream) *stream = sha256_stream_new();
    const char *parts[] = {"hocba-inspection-1\n", seed, "\n", what, "\n", which};

    for (size_t i = 0; i < COUNT_OF(parts); i++)
        sha256_stream_add(stream, parts[i], strlen(parts[i]));
    return sha256_stream_finish(stream);
}

static uint64_t
first_eight(const struct digest *digest)
{
    enum { EIGHT = 8 };
    uint64_t number = 0;

    for (size_t i = 0; i < EIGHT; i++)
        number = number << EIGHT | digest->bytes[i];
    return number;
}

static struct inspection_school *
school_at(struct inspection_schools *schools, uint64_t point)
{
    struct inspection_school *last = NULL;

    for (size_t i = 0; i < schools->list.count; i++) {
        struct inspection_school *school = &schools->list.items[i];
        if (school->place)
            continue;
        last = school;
        if (point < (uint64_t)school->weight)
            break;
        point -= (uint64_t)school->weight;
    }
    return last;
}

void
inspection_draw_schools(const char *seed, size_t wanted, struct inspection_schools *schools)
{
    enum { NUMBER_SIZE = 24 };
    char number[NUMBER_SIZE];
    uint64_t total = 0;

    for (size_t i = 0; i < schools->list.count; i++) {
        struct inspection_school *school = &schools->list.items[i];
        school->place = 0;
        school->weight = inspection_weight(school);
        total += (uint64_t)school->weight;
    }
    for (size_t place = 1; place <= wanted && total; place++) {
        (void)snprintf(number, sizeof number, "%zu", place);
        struct digest digest = ticket(seed, "school", number);
        struct inspection_school *school = school_at(schools, first_eight(&digest) % total);
        if (!school)
            return;
        school->place = (int64_t)place;
        total -= (uint64_t)school->weight;
    }
}

struct drawn {
    struct digest ticket;
    struct inspection_record record;
};

static int
by_ticket(const void *a, const void *b)
{
    const struct drawn *one = a, *other = b;

    return memcmp(one->ticket.bytes, other->ticket.bytes, sizeof one->ticket.bytes);
}

void
inspection_draw_records(const char *seed, size_t wanted, struct arena *arena,
                        struct inspection_records *records)
{
    size_t count = records->list.count;

    if (!count)
        return;
    struct drawn *all = arena_make_array(arena, count, struct drawn);
    for (size_t i = 0; i < count; i++) {
        all[i].record = records->list.items[i];
        all[i].ticket = ticket(seed, "record", all[i].record.uuid);
    }
    qsort(all, count, sizeof *all, by_ticket);
    records->list.count = wanted < count ? wanted : count;
    for (size_t i = 0; i < records->list.count; i++) {
        records->list.items[i] = all[i].record;
        records->list.items[i].place = (int64_t)i + 1;
    }
}

/* SPDX-License-Identifier: Apache-2.0
 *
 * More than one path.  The library takes the first certificate that bears the right name and key
 * and does not come back to another: a copy with a bent signature, or the same authority under an
 * older root, would hide the good one.  So a path that fails is walked again without one of the
 * certificates that had a namesake.
 */
#include "crypto/path_rules.h"

enum { WALKS_MAX = 16 };

struct search {
    const struct path_query *query;
    size_t count;
    unsigned walks;
    struct path_result *best;
};

/* Another candidate bears the same name. */
static bool
has_namesake(const struct search *search, size_t index, unsigned left)
{
    const struct certificate *const *others = search->query->others;
    for (size_t i = 0; i < search->count; i++)
        if (i != index && (left >> i & 1) &&
            span_equal(others[i]->subject_der, others[index]->subject_der) &&
            !digest_equal(&others[i]->sha256, &others[index]->sha256))
            return true;
    return false;
}

/* Walk with the candidates that are left (bits of `left`), and after a failure without one more.
 * True when a trusted path was found. */
static bool
search_path(struct search *search, unsigned left)
{
    const struct certificate *others[PATH_CANDIDATES_MAX];
    size_t places[PATH_CANDIDATES_MAX];
    struct path_query query = *search->query;
    struct path_result result;
    unsigned used;

    query.others = others;
    query.count = 0;
    for (size_t i = 0; i < search->count; i++)
        if (left >> i & 1) {
            places[query.count] = i;
            others[query.count++] = search->query->others[i];
        }
    path_walk(&query, &result, &used);
    bool better = result.anchor != NULL && search->best->anchor == NULL;
    if (search->walks++ == 0 || better || result.verdict == PATH_TRUSTED)
        *search->best = result;
    if (result.verdict == PATH_TRUSTED)
        return true;
    for (size_t i = query.count; i-- > 0;)
        if ((used >> i & 1) && has_namesake(search, places[i], left) && search->walks < WALKS_MAX &&
            search_path(search, left & ~(1u << places[i])))
            return true;
    return false;
}

void
path_validate(const struct path_query *query, struct path_result *result)
{
    struct search search = {.query = query, .count = query->count, .best = result};
    if (search.count > PATH_CANDIDATES_MAX)
        search.count = PATH_CANDIDATES_MAX;
    search_path(&search, (1u << search.count) - 1);
}

void
path_check(const struct certificate *leaf, const struct certificate *const *others, size_t count,
           const struct anchors *anchors, int64_t at, struct path_result *result)
{
    struct path_query query = {
        .leaf = leaf, .others = others, .count = count, .anchors = anchors, .at = at};
    path_validate(&query, result);
}

/* SPDX-License-Identifier: Apache-2.0
 *
 * Certificate policies: RFC 5280 6.1 with the policy graph of RFC 9618, which has at most one node
 * per policy and depth, so that mappings cannot make it grow without bound.
 */
#include "crypto/extensions.h"
#include "crypto/path_rules.h"

#include <stdlib.h>

enum { NODES_MAX = 64, EXPECTED_MAX = 32 };

#define ANY_POLICY ((struct span){"\x55\x1d\x20\x00", 4})

struct node {
    struct span policy;                 /* OID octets */
    struct span expected[EXPECTED_MAX]; /* what the next certificate may say for it */
    size_t expected_count;
    uint64_t parents; /* bits: nodes of the level above */
    bool mapped;
};

struct level {
    struct node nodes[NODES_MAX];
    size_t count;
};

struct policy_walk {
    struct level levels[CHAIN_MAX];
    size_t depth; /* of the last level; 0 is the root's anyPolicy */
    bool none;    /* the graph is empty */
    bool overflow;
    unsigned explicit_policy, mapping, any_policy; /* certificates until these take effect */
};

static bool
is_any(struct span policy)
{
    return span_equal(policy, ANY_POLICY);
}

static struct node *
find_node(struct level *level, struct span policy)
{
    for (size_t i = 0; i < level->count; i++)
        if (span_equal(level->nodes[i].policy, policy))
            return &level->nodes[i];
    return NULL;
}

static bool
expects(const struct node *node, struct span policy)
{
    for (size_t i = 0; i < node->expected_count; i++)
        if (span_equal(node->expected[i], policy))
            return true;
    return false;
}

static struct node *
add_node(struct policy_walk *walk, struct span policy, uint64_t parents)
{
    struct level *level = &walk->levels[walk->depth];
    if (level->count == NODES_MAX) {
        walk->overflow = true;
        return NULL;
    }
    struct node *node = &level->nodes[level->count++];
    *node = (struct node){.policy = policy, .parents = parents, .expected_count = 1};
    node->expected[0] = policy;
    return node;
}

/* Which nodes of the level above expect this policy. */
static uint64_t
parents_expecting(const struct level *above, struct span policy)
{
    uint64_t parents = 0;
    for (size_t i = 0; i < above->count; i++)
        if (expects(&above->nodes[i], policy))
            parents |= UINT64_C(1) << i;
    return parents;
}

/* The bit of the level's anyPolicy node, or 0. */
static uint64_t
any_bit(const struct level *level)
{
    for (size_t i = 0; i < level->count; i++)
        if (is_any(level->nodes[i].policy))
            return UINT64_C(1) << i;
    return 0;
}

/* Take away one node; the level below points to the others by their new places. */
static void
remove_node(struct policy_walk *walk, size_t depth, size_t index)
{
    struct level *level = &walk->levels[depth];
    level->count--;
    memmove(&level->nodes[index], &level->nodes[index + 1],
            (level->count - index) * sizeof level->nodes[0]);
    if (depth == walk->depth)
        return;
    struct level *below = &walk->levels[depth + 1];
    uint64_t low = (UINT64_C(1) << index) - 1;
    for (size_t i = 0; i < below->count; i++) {
        uint64_t parents = below->nodes[i].parents;
        below->nodes[i].parents = (parents & low) | (parents >> 1 & ~low);
    }
}

/* Nodes above that lead to nothing any more go (6.1.3 (d)(3)). */
static void
prune(struct policy_walk *walk)
{
    for (size_t depth = walk->depth; depth-- > 0;) {
        uint64_t used = 0;
        const struct level *below = &walk->levels[depth + 1];
        for (size_t i = 0; i < below->count; i++)
            used |= below->nodes[i].parents;
        for (size_t i = walk->levels[depth].count; i-- > 0;)
            if (!(used >> i & 1))
                remove_node(walk, depth, i);
    }
    walk->none = walk->levels[walk->depth].count == 0;
}

/* The policies of a certificate, each once. */
static bool
read_policies(const struct certificate *certificate, struct span *policies, size_t *count,
              bool *any)
{
    struct extension found;
    struct der list, in, one;
    *count = 0;
    *any = false;
    if (!extension_find(certificate_parts(certificate)->extensions, EXTENSION_CE(CE_POLICIES),
                        &found))
        return true;
    list = der_of(found.value);
    if (!der_enter(&list, DER_SEQUENCE, &in) || !der_at_end(&list))
        return false;
    while (!der_at_end(&in)) {
        struct span policy;
        if (!der_enter(&in, DER_SEQUENCE, &one) || !der_oid(&one, &policy))
            return false;
        if (is_any(policy))
            *any = true;
        else if (*count == EXPECTED_MAX)
            return false;
        else
            policies[(*count)++] = policy;
    }
    return true;
}

/* 6.1.3 (d)(2): anyPolicy stands for everything that is expected and not named. */
static void
add_for_any(struct policy_walk *walk, const struct level *above)
{
    for (size_t i = 0; i < above->count; i++)
        for (size_t j = 0; j < above->nodes[i].expected_count; j++) {
            struct span policy = above->nodes[i].expected[j];
            if (find_node(&walk->levels[walk->depth], policy) == NULL)
                add_node(walk, policy, parents_expecting(above, policy));
        }
}

/* 6.1.3 (d)-(f) for one certificate. */
static bool
process(struct policy_walk *walk, const struct certificate *certificate, bool is_last)
{
    struct span policies[EXPECTED_MAX];
    size_t count;
    bool any;
    if (!read_policies(certificate, policies, &count, &any))
        return false;
    const struct level *above = &walk->levels[walk->depth++];
    walk->levels[walk->depth].count = 0;
    if (count == 0 && !any)
        walk->none = true;
    if (walk->none)
        return walk->explicit_policy > 0;
    for (size_t i = 0; i < count; i++) {
        uint64_t parents = parents_expecting(above, policies[i]);
        if (parents == 0)
            parents = any_bit(above);
        if (parents != 0 && find_node(&walk->levels[walk->depth], policies[i]) == NULL)
            add_node(walk, policies[i], parents);
    }
    if (any && (walk->any_policy > 0 || (!is_last && certificate->is_self_issued)))
        add_for_any(walk, above);
    prune(walk);
    return walk->explicit_policy > 0 || !walk->none;
}

/* --- preparation for the next certificate (6.1.4) -------------------------------------------- */

/* One mapping while mapping is allowed: what `from` is called from here on. */
static void
map_policy(struct policy_walk *walk, struct span from, struct span to)
{
    struct level *level = &walk->levels[walk->depth];
    struct node *node = find_node(level, from);
    if (node == NULL) {
        const struct node *any = find_node(level, ANY_POLICY);
        if (any == NULL)
            return;
        node = add_node(walk, from, any->parents);
        if (node == NULL)
            return;
    }
    if (!node->mapped) { /* the first mapping replaces, the others add */
        node->mapped = true;
        node->expected_count = 0;
    }
    if (node->expected_count == EXPECTED_MAX)
        walk->overflow = true;
    else if (!expects(node, to))
        node->expected[node->expected_count++] = to;
}

static void
drop_policy(struct policy_walk *walk, struct span policy)
{
    struct level *level = &walk->levels[walk->depth];
    for (size_t i = level->count; i-- > 0;)
        if (span_equal(level->nodes[i].policy, policy))
            remove_node(walk, walk->depth, i);
}

static bool
apply_mappings(struct policy_walk *walk, const struct certificate *certificate)
{
    struct extension found;
    struct der list, in, pair;
    if (!extension_find(certificate_parts(certificate)->extensions,
                        EXTENSION_CE(CE_POLICY_MAPPINGS), &found))
        return true;
    list = der_of(found.value);
    if (!der_enter(&list, DER_SEQUENCE, &in) || !der_at_end(&list))
        return false;
    while (!der_at_end(&in)) {
        struct span from, to;
        if (!der_enter(&in, DER_SEQUENCE, &pair) || !der_oid(&pair, &from) ||
            !der_oid(&pair, &to) || !der_at_end(&pair) || is_any(from) || is_any(to))
            return false;
        if (walk->none)
            continue;
        if (walk->mapping > 0)
            map_policy(walk, from, to);
        else
            drop_policy(walk, from);
    }
    if (!walk->none)
        prune(walk);
    return true;
}

static void
lower(unsigned *counter, unsigned value)
{
    if (value < *counter)
        *counter = value;
}

/* requireExplicitPolicy [0] and inhibitPolicyMapping [1]; `last`: only a zero of the first counts.
 */
static bool
apply_constraints(struct policy_walk *walk, const struct certificate *certificate, bool last)
{
    struct extension found;
    struct der list, in;
    unsigned value;
    if (!extension_find(certificate_parts(certificate)->extensions,
                        EXTENSION_CE(CE_POLICY_CONSTRAINTS), &found))
        return true;
    list = der_of(found.value);
    if (!der_enter(&list, DER_SEQUENCE, &in) || !der_at_end(&list))
        return false;
    if (der_is(&in, DER_CONTEXT(0))) {
        if (!der_small(&in, DER_CONTEXT(0), &value))
            return false;
        if (!last || value == 0)
            lower(&walk->explicit_policy, value);
    }
    if (der_is(&in, DER_CONTEXT(1))) {
        if (!der_small(&in, DER_CONTEXT(1), &value))
            return false;
        lower(&walk->mapping, value);
    }
    return der_at_end(&in);
}

static bool
apply_inhibit_any(struct policy_walk *walk, const struct certificate *certificate)
{
    struct extension found;
    unsigned value;
    if (!extension_find(certificate_parts(certificate)->extensions,
                        EXTENSION_CE(CE_INHIBIT_ANY_POLICY), &found))
        return true;
    struct der in = der_of(found.value);
    if (!der_small(&in, DER_INTEGER, &value) || !der_at_end(&in))
        return false;
    lower(&walk->any_policy, value);
    return true;
}

static bool
prepare(struct policy_walk *walk, const struct certificate *certificate)
{
    if (!apply_mappings(walk, certificate))
        return false;
    if (!certificate->is_self_issued) {
        walk->explicit_policy -= walk->explicit_policy > 0;
        walk->mapping -= walk->mapping > 0;
        walk->any_policy -= walk->any_policy > 0;
    }
    return apply_constraints(walk, certificate, false) && apply_inhibit_any(walk, certificate);
}

/* --- the end (6.1.5) ------------------------------------------------------------------------- */

static bool
caller_accepts(const struct path_query *query, struct span policy)
{
    char text[128];
    const char *dotted = der_oid_text(policy, text, sizeof text);
    for (const char *const *it = query->policies; dotted != NULL && *it != NULL; it++)
        if (strcmp(*it, dotted) == 0)
            return true;
    return false;
}

/* Some policy of the caller's holds along the whole path: a node right below anyPolicy has it (the
 * names that the first authorities use), or anyPolicy reaches the end. */
static bool
meets_caller(const struct policy_walk *walk, const struct path_query *query)
{
    if (walk->none)
        return false;
    if (query->policies == NULL || any_bit(&walk->levels[walk->depth]) != 0)
        return true;
    for (size_t depth = 1; depth <= walk->depth; depth++) {
        const struct level *level = &walk->levels[depth];
        uint64_t any = any_bit(&walk->levels[depth - 1]);
        for (size_t i = 0; i < level->count; i++)
            if ((level->nodes[i].parents & any) && !is_any(level->nodes[i].policy) &&
                caller_accepts(query, level->nodes[i].policy))
                return true;
    }
    return false;
}

static bool
walk_path(struct policy_walk *walk, const struct path_query *query,
          const struct path_result *result)
{
    unsigned below = (unsigned)result->length - 1; /* the anchor is not looked at */
    walk->explicit_policy = query->explicit_policy ? 0 : below + 1;
    walk->mapping = query->inhibit_mapping ? 0 : below + 1;
    walk->any_policy = query->inhibit_any_policy ? 0 : below + 1;
    add_node(walk, ANY_POLICY, 0);
    for (size_t i = below; i-- > 0;) {
        const struct certificate *certificate = result->chain[i];
        if (!process(walk, certificate, i == 0) || (i > 0 && !prepare(walk, certificate)))
            return false;
    }
    walk->explicit_policy -= walk->explicit_policy > 0;
    if (below > 0 && !apply_constraints(walk, result->chain[0], true))
        return false;
    return !walk->overflow && (walk->explicit_policy > 0 || meets_caller(walk, query));
}

/* Nothing on the path demands a policy or maps one, as nearly always: there is nothing to ask. */
static bool
nothing_demanded(const struct path_query *query, const struct path_result *result)
{
    struct extension found;
    bool demanded = query->explicit_policy;
    for (size_t i = 0; i + 1 < result->length && !demanded; i++) {
        struct span extensions = certificate_parts(result->chain[i])->extensions;
        demanded = extension_find(extensions, EXTENSION_CE(CE_POLICY_CONSTRAINTS), &found) ||
                   extension_find(extensions, EXTENSION_CE(CE_POLICY_MAPPINGS), &found);
    }
    return !demanded;
}

bool
path_check_policies(const struct path_query *query, struct path_result *result)
{
    if (nothing_demanded(query, result))
        return true;
    struct policy_walk *walk = heap_alloc(sizeof *walk);
    bool good = walk_path(walk, query, result);
    free(walk);
    if (!good)
        path_judge(result, PATH_BROKEN,
                   "Chuỗi chứng thư của \"%s\" không thỏa các chính sách chứng thư bắt buộc.",
                   result->chain[0]->common_name);
    return good;
}

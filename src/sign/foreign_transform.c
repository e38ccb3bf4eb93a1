/* SPDX-License-Identifier: Apache-2.0 */
#include "sign/foreign_transform.h"

/* What a node-set becomes where no transform says how (XMLDSig 4.4.3.2). */
static const struct xml_canonical_method otherwise = {XML_INCLUSIVE_10, false, {NULL, 0}};

/* What passes from transform to transform: nodes or bytes. */
struct passing {
    const struct foreign_signature *signature;
    struct xml_node_set set;
    struct span octets; /* when data is not NULL, these and not the set */
    bool again;         /* parsed anew from bytes: no longer the signature's own document */
    bool whole;
    bool enveloped, cut; /* what took something away: that transform, or another */
    size_t *budget;
    struct arena *arena;
    struct error *err;
};

/* Work that writes nothing costs as well. */
static enum status
charge(struct passing *passing, size_t cost)
{
    if (cost > *passing->budget)
        return foreign_refuse(passing->err, RULE_LIMIT);
    *passing->budget -= cost;
    return OK;
}

static enum status
write(struct passing *passing, const struct xml_canonical_method *method)
{
    TRY(charge(passing, (size_t)(passing->set.end - passing->set.from)));
    AUTO(buffer) *out = buffer_new(*passing->budget);
    if (xml_canonical_write(&passing->set, method, out, passing->err) != OK)
        return foreign_refuse(passing->err, out->overflow ? RULE_LIMIT : RULE_EMPTY);
    *passing->budget -= out->size;
    passing->octets = (struct span){arena_copy(passing->arena, out->data, out->size), out->size};
    return OK;
}

/* #id, #xpointer(/), #xpointer(id('x')), or the empty one. The bare forms leave comments out
 * (XMLDSig 4.4.3.3). */
static enum status
find_target(const struct xml_tree *tree, struct span uri, struct xml_node_set *set,
            struct error *err)
{
    static const struct span pointer = SPAN("#xpointer(id("), end = SPAN("))");
    struct span id;
    bool comments = false;

    if (uri.data && uri.size == 0) {
        *set = xml_node_set_subtree(tree, 0, false);
        return OK;
    }
    if (!uri.data || uri.data[0] != '#')
        return foreign_refuse(err, RULE_EXTERNAL_URI);
    id = (struct span){uri.data + 1, uri.size - 1};
    if (span_is(uri, "#xpointer(/)")) {
        *set = xml_node_set_subtree(tree, 0, true);
        return OK;
    }
    if (uri.size > pointer.size + end.size + 2 &&
        memcmp(uri.data, pointer.data, pointer.size) == 0 &&
        memcmp(uri.data + uri.size - end.size, end.data, end.size) == 0) {
        id = (struct span){uri.data + pointer.size + 1, uri.size - pointer.size - end.size - 2};
        comments = true;
    } else if (memchr(id.data, '(', id.size)) {
        return foreign_refuse(err, RULE_EXTERNAL_URI);
    }
    int32_t node = xml_tree_find_id(tree, id);
    if (node == XML_NO_NODE)
        return foreign_refuse(err, RULE_NO_TARGET);
    *set = xml_node_set_subtree(tree, node, comments);
    return OK;
}

static enum status
apply_base64(struct passing *passing)
{
    struct span text = passing->octets;
    passing->cut = true;
    AUTO(buffer) *joined = buffer_new(FOREIGN_OCTETS_MAX);

    if (!text.data) {
        const struct xml_node_set *set = &passing->set;
        for (int32_t i = set->from; i < set->end; i++)
            if (set->tree->nodes[i].kind == XML_TEXT && xml_node_set_has(set, i))
                buffer_add(joined, set->tree->nodes[i].text.data, set->tree->nodes[i].text.size);
        text = buffer_span(joined);
    }
    if (!foreign_base64(text, passing->arena, &passing->octets))
        return foreign_refuse(passing->err, RULE_TRANSFORM);
    return OK;
}

/* Canonical XML of bytes that a transform before made: parsed again, within the same limits. */
static enum status
parse_again(struct passing *passing)
{
    const struct xml_tree *tree;

    if (xml_tree_read(passing->octets, &xml_tree_limits, passing->arena, &tree, passing->err) != OK)
        return foreign_refuse(passing->err, RULE_TRANSFORM);
    passing->set = xml_node_set_subtree(tree, 0, true);
    passing->octets = (struct span){0};
    passing->again = true;
    return OK;
}

static enum status
apply_to_nodes(struct passing *passing, const struct foreign_transform *transform)
{
    struct error why;
    enum status status = OK;

    if (passing->octets.data || passing->again)
        return foreign_refuse(passing->err, RULE_TRANSFORM);
    TRY(charge(passing, 4 * passing->set.tree->node_count * (1 + transform->step_count)));
    passing->whole = false;
    passing->cut |= transform->kind != TRANSFORM_ENVELOPED;
    switch (transform->kind) {
    case TRANSFORM_ENVELOPED: {
        int32_t element = passing->signature->element;
        passing->whole = element < passing->set.from || element >= passing->set.end;
        passing->enveloped |= !passing->whole;
        xml_node_set_subtract(&passing->set, element, passing->arena);
        break;
    }
    case TRANSFORM_XPATH:
        status =
            xml_node_set_filter(&passing->set, &transform->steps[0].xpath, passing->arena, &why);
        break;
    case TRANSFORM_FILTER2:
        status = xml_node_set_filter2(&passing->set, transform->steps, transform->step_count,
                                      passing->arena, &why);
        break;
    default: break;
    }
    return status == OK ? OK : foreign_refuse(passing->err, RULE_XPATH);
}

static enum status
apply(struct passing *passing, const struct foreign_transform *transform)
{
    if (transform->kind == TRANSFORM_BASE64)
        return apply_base64(passing);
    if (transform->kind != TRANSFORM_CANONICAL)
        return apply_to_nodes(passing, transform);
    if (passing->octets.data)
        TRY(parse_again(passing));
    return write(passing, &transform->method);
}

/* Of a frame (xml/packet_frame.h): the root without the signature as every canonical method writes
 * it, or a part of the signature. What else a transform may take is known of whole trees alone. */
static enum status
dereference_in_frame(struct passing *passing, const struct foreign_reference *reference,
                     struct foreign_covered *covered)
{
    const struct xml_tree *tree = passing->set.tree;
    const struct foreign_transform *transforms = reference->transforms;
    bool is_root = covered->element == xml_tree_root(tree);
    size_t rest = is_root ? 1 : 0;

    if (is_root && (reference->transform_count == 0 || transforms[0].kind != TRANSFORM_ENVELOPED))
        return foreign_refuse(passing->err, RULE_TRANSFORM);
    if (reference->transform_count > rest + 1 ||
        (reference->transform_count > rest && transforms[rest].kind != TRANSFORM_CANONICAL))
        return foreign_refuse(passing->err, RULE_TRANSFORM);
    if (!is_root) {
        TRY(write(passing, reference->transform_count ? &transforms[0].method : &otherwise));
        *covered = (struct foreign_covered){covered->element, true, false, passing->octets};
        return OK;
    }
    TRY(charge(passing, tree->octets.size));
    *covered = (struct foreign_covered){covered->element, false, true, tree->octets};
    return OK;
}

enum status
foreign_dereference(const struct xml_tree *tree, const struct foreign_signature *signature,
                    const struct foreign_reference *reference, size_t *budget, struct arena *arena,
                    struct foreign_covered *covered, struct error *err)
{
    struct passing passing = {
        .signature = signature, .whole = true, .budget = budget, .arena = arena, .err = err};

    TRY(find_target(tree, reference->uri, &passing.set, err));
    covered->element = passing.set.from ? passing.set.from : xml_tree_root(tree);
    if (tree->octets.data)
        return dereference_in_frame(&passing, reference, covered);
    for (size_t i = 0; i < reference->transform_count; i++)
        TRY(apply(&passing, &reference->transforms[i]));
    if (!passing.octets.data)
        TRY(write(&passing, &otherwise));
    covered->whole = passing.whole;
    covered->enveloped = passing.enveloped && !passing.cut;
    covered->octets = passing.octets;
    return OK;
}

enum status
foreign_signed_info(const struct xml_tree *tree, const struct foreign_signature *signature,
                    size_t *budget, struct arena *arena, struct span *octets, struct error *err)
{
    struct passing passing = {
        .set = xml_node_set_subtree(tree, signature->signed_info, true),
        .budget = budget,
        .arena = arena,
        .err = err,
    };

    TRY(write(&passing, &signature->canonicalization));
    *octets = passing.octets;
    return OK;
}

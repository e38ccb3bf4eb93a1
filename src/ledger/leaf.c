/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger/leaf.h"

#include <assert.h>

#include "ledger/cbor.h"

/* What follows kid and H, per kind. */
enum field {
    FIELD_END,
    FIELD_SLOT,
    FIELD_TARGET,
    FIELD_STATUS,
    FIELD_REPLACEMENT,
    FIELD_ACTION,
    FIELD_FROM,
    FIELD_SIZE,
    FIELD_ISSUED,
    FIELD_DOCUMENT,
};

enum { COMMON_FIELDS = 5, MORE_MAX = 3 };

static const enum field more[][MORE_MAX + 1] = {
    [LEAF_ISSUE] = {FIELD_SLOT},
    [LEAF_STATUS] = {FIELD_TARGET, FIELD_STATUS, FIELD_REPLACEMENT},
    [LEAF_KEY] = {FIELD_ACTION, FIELD_FROM},
    [LEAF_CONFIG] = {FIELD_END},
    [LEAF_SNAPSHOT] = {FIELD_SIZE},
    [LEAF_ENTERED] = {FIELD_SLOT, FIELD_ISSUED},
    [LEAF_DOCUMENT] = {FIELD_DOCUMENT},
};

static size_t
count_more(enum leaf_kind kind)
{
    size_t count = 0;

    while (more[kind][count] != FIELD_END)
        count++;
    return count;
}

static uint64_t
number_of(const struct leaf *leaf, enum field field)
{
    switch (field) {
    case FIELD_TARGET: return leaf->target;
    case FIELD_STATUS: return leaf->status;
    case FIELD_REPLACEMENT: return leaf->replacement;
    case FIELD_ACTION: return leaf->action;
    case FIELD_FROM: return leaf->from;
    case FIELD_SIZE: return leaf->size;
    case FIELD_ISSUED: return (uint64_t)leaf->issued;
    case FIELD_DOCUMENT: return leaf->document;
    default: return 0;
    }
}

void
leaf_write(const struct leaf *leaf, struct buffer *out)
{
    size_t count = count_more(leaf->kind);

    assert(leaf->time >= 0 && leaf->issued >= 0);
    cbor_write_head(out, CBOR_ARRAY, COMMON_FIELDS + count);
    cbor_write_head(out, CBOR_UNSIGNED, LEAF_VERSION);
    cbor_write_head(out, CBOR_UNSIGNED, leaf->kind);
    cbor_write_head(out, CBOR_UNSIGNED, (uint64_t)leaf->time);
    cbor_write_bytes(out, leaf->kid, LEAF_KID_SIZE);
    cbor_write_bytes(out, leaf->hash.bytes, SHA256_SIZE);
    for (size_t i = 0; i < count; i++) {
        enum field field = more[leaf->kind][i];
        if (field == FIELD_SLOT)
            cbor_write_bytes(out, leaf->slot, LEAF_SLOT_SIZE);
        else if (field == FIELD_REPLACEMENT && !leaf->has_replacement)
            cbor_write_null(out);
        else
            cbor_write_head(out, CBOR_UNSIGNED, number_of(leaf, field));
    }
}

/* A number from `least` to `most`; anything else spoils the reader. */
static uint64_t
read_within(struct cbor *cbor, uint64_t least, uint64_t most)
{
    uint64_t number = cbor_read_head(cbor, CBOR_UNSIGNED);

    if (number < least || number > most)
        cbor->failed = true;
    return number;
}

static void
read_field(struct cbor *cbor, enum field field, struct leaf *leaf)
{
    switch (field) {
    case FIELD_SLOT: cbor_read_bytes(cbor, leaf->slot, LEAF_SLOT_SIZE); break;
    case FIELD_TARGET: leaf->target = read_within(cbor, 0, INT64_MAX); break;
    case FIELD_STATUS:
        leaf->status = (enum record_status)read_within(cbor, RECORD_VALID, RECORD_SUPERSEDED);
        break;
    case FIELD_REPLACEMENT:
        leaf->has_replacement = !cbor_read_null(cbor);
        if (leaf->has_replacement)
            leaf->replacement = read_within(cbor, 0, INT64_MAX);
        break;
    case FIELD_ACTION:
        leaf->action = (enum key_action)read_within(cbor, KEY_ENROL, KEY_ENROL_DEPARTMENT);
        break;
    case FIELD_FROM: leaf->from = read_within(cbor, 0, INT64_MAX); break;
    case FIELD_SIZE: leaf->size = read_within(cbor, 0, INT64_MAX); break;
    case FIELD_ISSUED: leaf->issued = (int64_t)read_within(cbor, 0, INT64_MAX); break;
    case FIELD_DOCUMENT:
        leaf->document =
            (enum document_kind)read_within(cbor, DOCUMENT_MANIFEST, DOCUMENT_DECISION);
        break;
    case FIELD_END: break;
    }
}

enum status
leaf_parse(struct span bytes, struct leaf *leaf, struct error *err)
{
    struct cbor cbor = cbor_from(bytes);
    uint64_t fields = cbor_read_head(&cbor, CBOR_ARRAY);

    *leaf = (struct leaf){0};
    read_within(&cbor, LEAF_VERSION, LEAF_VERSION);
    leaf->kind = (enum leaf_kind)read_within(&cbor, LEAF_ISSUE, LEAF_DOCUMENT);
    leaf->time = (int64_t)read_within(&cbor, 0, INT64_MAX);
    cbor_read_bytes(&cbor, leaf->kid, LEAF_KID_SIZE);
    cbor_read_bytes(&cbor, leaf->hash.bytes, SHA256_SIZE);
    for (size_t i = 0; !cbor.failed && more[leaf->kind][i] != FIELD_END; i++)
        read_field(&cbor, more[leaf->kind][i], leaf);
    if (leaf->from != 0 && leaf->action != KEY_COMPROMISE)
        cbor.failed = true;
    if (!cbor_is_done(&cbor) || fields != COMMON_FIELDS + count_more(leaf->kind))
        return fail(err, INVALID, "Mục của sổ cái không đúng dạng (docs/ledger.md).");
    return OK;
}

bool
leaf_is_record(const struct leaf *leaf)
{
    return leaf->kind == LEAF_ISSUE || leaf->kind == LEAF_ENTERED;
}

void
leaf_kid_of(const struct digest *key_id, uint8_t kid[LEAF_KID_SIZE])
{
    memcpy(kid, key_id->bytes, LEAF_KID_SIZE);
}

bool
leaf_enrols(const struct leaf *leaf)
{
    return leaf->kind == LEAF_KEY &&
           (leaf->action == KEY_ENROL || leaf->action == KEY_ENROL_DEPARTMENT);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/batch.h"

#include <stdlib.h>

#include "agent/words.h"
#include "base/encode.h"
#include "base/json.h"
#include "base/json_read.h"

enum { CONTENT_MAX = 2 * 1024 * 1024 };

static const char *const states[] = {"asking", "signing", "done", "refused", "cancelled", "failed"};

static bool
is_id(const char *text)
{
    size_t size = strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_");

    return size > 0 && size <= BATCH_ID_MAX && text[size] == '\0';
}

/* A text that the person will read: nothing in it may pretend to be a line of ours. */
static enum status
take_words(const struct json_value *object, const char *key, struct batch *batch, const char **text,
           struct error *err)
{
    const char *found = json_find_text(object, key);

    if (!found || !words_are_plain(found, WORDS_LABEL_MAX))
        return fail(err, INVALID,
                    "Yêu cầu ký thiếu “%s”, hoặc chữ trong đó quá dài hay có ký tự ẩn.", key);
    *text = arena_text(batch->arena, found);
    return OK;
}

static enum status
parse_item(const struct json_value *from, struct batch *batch, struct batch_item *item,
           struct error *err)
{
    const char *digest = json_find_text(from, "digest");
    uint8_t bytes[AGENT_DIGEST_SIZE + 1];
    size_t size = 0;

    TRY(take_words(from, "label", batch, &item->label, err));
    if (!digest || strlen(digest) != base64_size(AGENT_DIGEST_SIZE) ||
        !base64_read(span_of(digest), bytes, &size) || size != AGENT_DIGEST_SIZE)
        return fail(err, INVALID, "“digest” phải là base64 của 32 byte SHA-256.");
    memcpy(item->digest, bytes, sizeof item->digest);
    return OK;
}

static int
compare_digests(const void *a, const void *b)
{
    return memcmp(*(uint8_t *const *)a, *(uint8_t *const *)b, AGENT_DIGEST_SIZE);
}

/* A digest that comes twice would have one record signed under another's label. */
static enum status
check_distinct(struct batch *batch, struct arena *scratch, struct error *err)
{
    uint8_t **sorted = arena_make_array(scratch, batch->count, uint8_t *);

    for (size_t i = 0; i < batch->count; i++)
        sorted[i] = batch->items[i].digest;
    qsort(sorted, batch->count, sizeof *sorted, compare_digests);
    for (size_t i = 1; i < batch->count; i++)
        if (compare_digests(&sorted[i - 1], &sorted[i]) == 0)
            return fail(err, INVALID, "Yêu cầu ký có hai mục cùng một giá trị băm.");
    return OK;
}

static enum status
parse_items(const struct json_value *root, struct batch *batch, struct arena *scratch,
            struct error *err)
{
    const struct json_value *items = json_find(root, "items");

    if (!items || items->kind != JSON_ARRAY || items->items.count == 0)
        return fail(err, INVALID, "Yêu cầu ký không có mục nào (“items”).");
    if (items->items.count > BATCH_ITEMS_MAX)
        return fail(err, INVALID, "Một lượt ký có tối đa %d mục.", BATCH_ITEMS_MAX);
    batch->count = items->items.count;
    batch->items = arena_make_array(batch->arena, batch->count, struct batch_item);
    for (size_t i = 0; i < batch->count; i++)
        if (parse_item(&items->items.items[i], batch, &batch->items[i], err) != OK)
            return fail_within(err, "Mục %u", (unsigned)i + 1);
    return check_distinct(batch, scratch, err);
}

/* One digest over all that is shown and signed. */
static void
name_content(struct batch *batch)
{
    AUTO(buffer) *all = buffer_new(CONTENT_MAX);
    const char *heads[] = {batch->certificate, batch->role, batch->school, batch->class,
                           batch->year};

    for (size_t i = 0; i < COUNT_OF(heads); i++)
        buffer_add(all, heads[i], strlen(heads[i]) + 1);
    for (size_t i = 0; i < batch->count; i++) {
        buffer_add(all, batch->items[i].label, strlen(batch->items[i].label) + 1);
        buffer_add(all, batch->items[i].digest, AGENT_DIGEST_SIZE);
    }
    agent_sha256(buffer_span(all), batch->content);
}

static enum status
parse_heads(const struct json_value *root, struct batch *batch, struct error *err)
{
    const char *id = json_find_text(root, "id"), *role = json_find_text(root, "role"),
               *certificate = json_find_text(root, "certificate");
    uint8_t digest[AGENT_DIGEST_SIZE];

    if (!id || !is_id(id))
        return fail(err, INVALID, "Yêu cầu ký thiếu mã lượt ký (“id”: chữ, số, tối đa %d ký tự).",
                    BATCH_ID_MAX);
    if (!certificate || !hex_read(span_of(certificate), digest, sizeof digest))
        return fail(err, INVALID, "Yêu cầu ký thiếu dấu vân tay của chứng thư (“certificate”).");
    if (!role || !words_of_role(role))
        return fail(err, INVALID,
                    "Yêu cầu ký có vai trò lạ (“role”: gvbm, gvcn, cbql, school, paper).");
    char *hex = arena_alloc(batch->arena, AGENT_DIGEST_HEX);
    batch->certificate = hex_write(digest, sizeof digest, hex);
    batch->id = arena_text(batch->arena, id);
    batch->role = arena_text(batch->arena, role);
    batch->school = batch->class = batch->year = "";
    if (strcmp(role, PAPER_ROLE) == 0)
        return OK;
    TRY(take_words(root, "school", batch, &batch->school, err));
    TRY(take_words(root, "class", batch, &batch->class, err));
    return take_words(root, "year", batch, &batch->year, err);
}

enum status
batch_parse(struct span json, struct span origin, struct batch **batch, struct error *err)
{
    AUTO(arena) *scratch = arena_new();
    AUTO(batch) *parsed = heap_alloc(sizeof *parsed);
    struct json_value root;

    *parsed = (struct batch){.arena = arena_new()};
    TRY(json_read(json, scratch, &root, err));
    TRY(parse_heads(&root, parsed, err));
    TRY(parse_items(&root, parsed, scratch, err));
    parsed->origin = arena_copy(parsed->arena, origin.data, origin.size);
    name_content(parsed);
    *batch = parsed;
    parsed = NULL;
    return OK;
}

void
batch_free(struct batch *batch)
{
    if (!batch)
        return;
    arena_free(batch->arena);
    free(batch);
}

bool
batch_is_at_rest(const struct batch *batch)
{
    return batch->state != BATCH_ASKING && batch->state != BATCH_SIGNING;
}

void
batch_write(const struct batch *batch, size_t from, struct buffer *out)
{
    AUTO(buffer) *value = buffer_new(base64_size(TOKEN_VALUE_MAX) + 1);
    struct json json = json_to(out);

    json_open(&json, '{');
    json_text_field(&json, "id", batch->id);
    json_text_field(&json, "state", states[batch->state]);
    json_int_field(&json, "count", (int64_t)batch->count);
    json_int_field(&json, "signed", (int64_t)batch->signed_count);
    json_int_field(&json, "from", (int64_t)from);
    json_open_list(&json, "values");
    for (size_t i = from; i < batch->signed_count && i < from + BATCH_RESULTS_MAX; i++) {
        value->size = 0;
        base64_add(value, batch->items[i].value, batch->items[i].value_size);
        json_span(&json, buffer_span(value));
    }
    json_close(&json, ']');
    if (batch->state == BATCH_FAILED || batch->state == BATCH_REFUSED) {
        json_text_field(&json, "code", batch->trouble);
        json_text_field(&json, "message", batch->problem);
    }
    json_close(&json, '}');
}

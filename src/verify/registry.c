/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/registry.h"

#include <stdlib.h>

#include "verify/signature.h"

struct registry {
    struct registry_data data; /* rows sorted by certificate */
};

static int
compare_rows(const void *a, const void *b)
{
    const struct registry_row *left = a, *right = b;

    return memcmp(left->certificate_sha256, right->certificate_sha256, SHA256_SIZE);
}

static enum status
status_of(enum check_result result, const char *reason, struct error *err)
{
    switch (result) {
    case CHECK_YES: return OK;
    case CHECK_NO: return fail(err, UNTRUSTED, "Sổ đăng ký không đáng tin: %s", reason);
    default: return fail(err, UNDECIDED, "Chưa thể tin sổ đăng ký: %s", reason);
    }
}

/* The department's own certificate, and the department that the file names. */
static enum status
check_department(const struct certificate *leaf, const struct registry_data *data,
                 struct error *err)
{
    if (leaf->person_number || leaf->school_code || !leaf->department_code)
        return fail(err, UNTRUSTED,
                    "Sổ đăng ký phải được ký bằng con dấu của cơ quan quản lý giáo dục.");
    if (!text_equal(leaf->department_code, data->department_code))
        return fail(err, UNTRUSTED, "Sổ đăng ký được ký bằng con dấu của một cơ quan khác.");
    return OK;
}

static enum status
check_signature(const struct xml_document *xml, const struct registry_data *data,
                const struct anchors *anchors, int64_t now, struct arena *arena, struct error *err)
{
    AUTO(verify_cache) *cache = verify_cache_new();
    struct digester digester = {.xml = xml};
    struct xades_signature signature;
    struct signature_chain chain;
    struct xades_place place;
    const char *reason;

    TRY(xades_find_registry_place(xml, &place, err));
    TRY(xades_read(xml, &place, NULL, 0, &signature, err));
    if (!signature_digests_match(&signature, &digester))
        return fail(err, UNTRUSTED, "Sổ đăng ký đã bị thay đổi sau khi ký.");
    signature_read_chain(&signature, cache, &chain);
    TRY(signature_check_value(&signature, &chain, err));
    enum check_result result =
        signature_check_path(&signature, &chain, anchors, now, cache, arena, &reason);
    TRY(status_of(result, reason, err));
    return check_department(chain.leaf->certificate, data, err);
}

enum status
registry_read(struct span file, const struct anchors *anchors, int64_t now, struct arena *arena,
              const struct registry **registry, struct error *err)
{
    struct registry *read = arena_make(arena, struct registry);
    struct xml_document xml;

    TRY(xml_scan(file, REGISTRY_FILE_MAX, arena, &xml, err));
    TRY(registry_xml_read(&xml, arena, &read->data, err));
    TRY(check_signature(&xml, &read->data, anchors, now, arena, err));
    if (read->data.rows.count)
        qsort(read->data.rows.items, read->data.rows.count, sizeof read->data.rows.items[0],
              compare_rows);
    *registry = read;
    return OK;
}

const struct registry_data *
registry_data(const struct registry *registry)
{
    return &registry->data;
}

static size_t
first_row(const struct registry *registry, const uint8_t *sha256)
{
    size_t low = 0, high = registry->data.rows.count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (memcmp(registry->data.rows.items[middle].certificate_sha256, sha256, SHA256_SIZE) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* NULL in a row: no limit. */
static bool
covers(const char *limit, const char *asked)
{
    return !limit || text_equal(limit, asked);
}

static bool
row_covers(const struct registry_row *row, const struct registry_question *question)
{
    return row->role == question->role && text_equal(row->school_code, question->school_code) &&
           covers(row->year_name, question->year_name) &&
           covers(row->class_name, question->class_name) &&
           covers(row->subject_code, question->subject_code) &&
           row->from.seconds <= question->at.seconds &&
           (row->to.seconds == 0 || question->at.seconds < row->to.seconds);
}

static enum check_result
check_revoked(const struct registry_row *row, const struct registry_question *question,
              const char **reason)
{
    if (row->revoked.seconds == 0 || row->revoked.seconds > question->now)
        return CHECK_YES;
    if (row->revoked.seconds <= question->at.seconds) {
        *reason = "chứng thư đã bị thu hồi trước khi ký.";
        return CHECK_NO;
    }
    *reason =
        "chứng thư đã bị thu hồi sau thời điểm ký ghi trong chữ ký; chưa có dấu thời gian nào "
        "chứng minh chữ ký có trước khi thu hồi.";
    return CHECK_UNKNOWN;
}

/* Some row must cover what is asked; a revocation in any row counts for the certificate. */
enum check_result
registry_ask(const struct registry *registry, const struct registry_question *question,
             const char **reason)
{
    const struct registry_data *data = &registry->data;
    enum check_result revoked = CHECK_YES;
    bool known = false, covered = false;
    const char *why = NULL;

    for (size_t i = first_row(registry, question->certificate_sha256);
         i < data->rows.count && memcmp(data->rows.items[i].certificate_sha256,
                                        question->certificate_sha256, SHA256_SIZE) == 0;
         i++) {
        known = true;
        covered |= row_covers(&data->rows.items[i], question);
        if (revoked != CHECK_NO && check_revoked(&data->rows.items[i], question, &why) != CHECK_YES)
            revoked = check_revoked(&data->rows.items[i], question, &why);
    }
    *reason = !known ? "chứng thư không có trong sổ đăng ký của cơ quan quản lý."
              : !covered ? "sổ đăng ký không cho chứng thư này ký với vai trò đó, cho trường, lớp, "
                           "môn đó vào thời điểm đó."
              : why ? why
                    : "sổ đăng ký xác nhận.";
    return covered ? revoked : CHECK_NO;
}

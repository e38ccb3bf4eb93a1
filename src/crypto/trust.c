/* SPDX-License-Identifier: Apache-2.0 */
#include "crypto/trust.h"
#include "base/date.h"
#include "crypto/anchors_store.h"

#include <stdio.h>
#include <stdlib.h>

enum { DAY_SECONDS = 24 * 60 * 60, FIELDS = 5 };

struct trust {
    struct anchors *anchors[TRUST_PURPOSES];
};

static const char *const purpose_names[TRUST_PURPOSES] = {
    [TRUST_SIGNERS] = "signers",
    [TRUST_TSA] = "tsa",
    [TRUST_OCSP] = "ocsp",
};

static struct trust *
trust_new(void)
{
    struct trust *made = heap_alloc(sizeof *made);
    for (size_t i = 0; i < TRUST_PURPOSES; i++)
        made->anchors[i] = anchors_new();
    return made;
}

void
trust_free(struct trust *trust)
{
    if (trust == NULL)
        return;
    for (size_t i = 0; i < TRUST_PURPOSES; i++)
        anchors_free(trust->anchors[i]);
    free(trust);
}

static void
seal(struct trust *trust)
{
    for (size_t i = 0; i < TRUST_PURPOSES; i++)
        anchors_seal(trust->anchors[i]);
}

enum status
trust_parse_pem(struct span pem, struct trust **trust, struct error *err)
{
    AUTO(trust) *made = heap_alloc(sizeof *made);
    for (size_t i = 0; i < TRUST_PURPOSES; i++)
        TRY(anchors_parse(pem, &made->anchors[i], err));
    seal(made);
    *trust = made;
    made = NULL;
    return OK;
}

/* --- the table ------------------------------------------------------------------------------ */

/* One line, split at tabs. */
struct row {
    size_t number;
    struct span fields[FIELDS];
};

static enum status
refuse(const struct row *row, struct error *err, const char *why)
{
    return fail(err, USAGE, "Kho tin cậy, %s dòng %zu: %s.", TRUST_TABLE_NAME, row->number, why);
}

static bool
split(struct span line, struct row *row)
{
    size_t count = 0;
    const char *at = line.data, *end = line.data + line.size;
    for (;;) {
        const char *tab = memchr(at, '\t', (size_t)(end - at));
        const char *stop = tab ? tab : end;
        if (count == FIELDS)
            return false;
        row->fields[count++] = (struct span){at, (size_t)(stop - at)};
        if (tab == NULL)
            return count == FIELDS;
        at = tab + 1;
    }
}

static enum status
read_purposes(const struct row *row, bool wanted[TRUST_PURPOSES], struct error *err)
{
    struct span rest = row->fields[2];
    memset(wanted, 0, TRUST_PURPOSES * sizeof wanted[0]);
    for (;;) {
        const char *comma = memchr(rest.data, ',', rest.size);
        struct span word = {rest.data, comma ? (size_t)(comma - rest.data) : rest.size};
        size_t i = 0;
        while (i < TRUST_PURPOSES && !span_is(word, purpose_names[i]))
            i++;
        if (i == TRUST_PURPOSES || wanted[i])
            return refuse(row, err,
                          "mục đích phải là signers, tsa hoặc ocsp, cách nhau bằng dấu phẩy");
        wanted[i] = true;
        if (comma == NULL)
            return OK;
        rest = (struct span){comma + 1, rest.size - word.size - 1};
    }
}

/* A day's first or last second in Vietnam; "-" leaves the bound. */
static enum status
read_day(const struct row *row, size_t field, int64_t *seconds, struct error *err)
{
    struct date date;
    if (span_is(row->fields[field], "-"))
        return OK;
    if (!date_parse_iso(row->fields[field], &date))
        return refuse(row, err, "ngày phải có dạng 2024-01-31 hoặc -");
    *seconds = moment_of_date(date).seconds + (field == 4 ? DAY_SECONDS - 1 : 0);
    return OK;
}

static const struct trust_file *
find_file(const struct row *row, const struct trust_file *files, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (span_is(row->fields[0], files[i].name))
            return &files[i];
    return NULL;
}

static enum status
read_certificate(const struct row *row, struct span bytes, struct certificate **certificate,
                 struct error *err)
{
    struct digest wanted;
    if (!digest_parse_hex(row->fields[1], &wanted))
        return refuse(row, err, "thiếu vân tay SHA-256 (64 chữ số thập lục phân) đã đối chiếu");
    bool pem = bytes.size > 0 && bytes.data[0] != 0x30;
    AUTO(certificate) *read = NULL;
    if ((pem ? certificate_parse_pem(bytes, &read, err) : certificate_parse(bytes, &read, err)) !=
        OK) {
        err->status = USAGE;
        return fail_within(err, "Kho tin cậy, %s dòng %zu", TRUST_TABLE_NAME, row->number);
    }
    if (!digest_equal(&read->sha256, &wanted))
        return refuse(row, err,
                      "vân tay của chứng thư trong tệp khác vân tay đã ghi; hãy đối chiếu lại với "
                      "nơi công bố");
    *certificate = read;
    read = NULL;
    return OK;
}

static enum status
add_row(struct trust *trust, const struct row *row, const struct trust_file *files, size_t count,
        struct error *err)
{
    bool wanted[TRUST_PURPOSES];
    int64_t from = INT64_MIN, to = INT64_MAX;
    const struct trust_file *file = find_file(row, files, count);
    if (file == NULL)
        return refuse(row, err, "không có tệp mang tên này");
    TRY(read_purposes(row, wanted, err));
    TRY(read_day(row, 3, &from, err));
    TRY(read_day(row, 4, &to, err));
    if (to < from)
        return refuse(row, err, "ngày cuối đứng trước ngày đầu");
    for (size_t i = 0; i < TRUST_PURPOSES; i++) {
        struct certificate *certificate = NULL;
        if (!wanted[i])
            continue;
        TRY(read_certificate(row, file->bytes, &certificate, err));
        if (anchors_find(trust->anchors[i], &certificate->sha256) != NULL) {
            certificate_free(certificate);
            return refuse(row, err, "chứng thư này đã có ở một dòng trước cho cùng mục đích");
        }
        TRY(anchors_add(trust->anchors[i], certificate, from, to, err));
    }
    return OK;
}

enum status
trust_parse_table(struct span table, const struct trust_file *files, size_t count,
                  struct trust **trust, struct error *err)
{
    AUTO(trust) *made = trust_new();
    struct row row = {0};
    size_t anchors = 0;
    if (table.size > TRUST_TABLE_MAX)
        return fail(err, USAGE, "Kho tin cậy: %s lớn quá %d byte.", TRUST_TABLE_NAME,
                    TRUST_TABLE_MAX);
    for (size_t at = 0; at < table.size;) {
        const char *end = memchr(table.data + at, '\n', table.size - at);
        size_t size = end ? (size_t)(end - table.data) - at : table.size - at;
        struct span line = {table.data + at, size};
        at += size + 1;
        row.number++;
        if (line.size > 0 && line.data[line.size - 1] == '\r')
            line.size--;
        if (line.size == 0 || line.data[0] == '#')
            continue;
        if (!split(line, &row))
            return refuse(
                &row, err,
                "phải có năm cột cách nhau bằng phím tab: tệp, vân tay, mục đích, từ, đến");
        TRY(add_row(made, &row, files, count, err));
        anchors++;
    }
    if (anchors == 0)
        return fail(err, USAGE, "Kho tin cậy: %s không có gốc nào.", TRUST_TABLE_NAME);
    seal(made);
    *trust = made;
    made = NULL;
    return OK;
}

const struct anchors *
trust_anchors(const struct trust *trust, enum trust_purpose purpose)
{
    return trust->anchors[purpose];
}

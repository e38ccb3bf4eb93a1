/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/test.h"

#include "model/exchange_answer.h"

#define HASH "00112233445566778899aabbccddeeff00112233445566778899AABBCCDDEEFF"
#define WHO                                                                                        \
    "\"token\":\"t-1\",\"user_name\":\"nhacungcap\",\"password\":\"" HASH                          \
    "\",\"ma_don_vi\":\"22001401\",\"nam_hoc\":2023,\"messageid\":\"M-1\",\"type\":\"HB\","        \
    "\"function\":\"NOP\""

static const struct {
    const char *about, *body;
    enum exchange_transaction transaction;
    const char *sentence; /* part of it; NULL: it is read */
} rows[] = {
    {"as CV2088 writes it", "{\"authenticationRequest\":{" WHO "},\"content\":\"eA==\"}",
     EXCHANGE_SUBMIT, NULL},
    {"flat", "{" WHO ",\"content\":\"eA==\"}", EXCHANGE_SUBMIT, NULL},
    {"the same twice",
     "{\"authenticationRequest\":{" WHO "},\"messageid\":\"M-1\",\"content\":\"x\"}",
     EXCHANGE_SUBMIT, NULL},
    {"more than we know", "{" WHO ",\"content\":\"eA==\",\"ghi_chu\":[1,{}]}", EXCHANGE_SUBMIT,
     NULL},
    {"a query",
     "{\"messageid\":\"M-1\",\"ma_don_vi\":\"22001401\",\"type\":\"HB\",\"function\":\"KQ\"}",
     EXCHANGE_SUBMITTED, NULL},
    {"a query of a certificate, its year as a text",
     "{\"messageid\":\"M-1\",\"ma_don_vi\":\"22001401\",\"ma_nam_hoc\":\"2023\"}",
     EXCHANGE_CERTIFIED, NULL},
    {"a token", "{\"user_name\":\"a\",\"password\":\"" HASH "\",\"ma_don_vi\":\"1\"}",
     EXCHANGE_TOKEN, NULL},

    {"nothing", "", EXCHANGE_SUBMIT, ""},
    {"no object", "[]", EXCHANGE_SUBMIT, "đối tượng JSON"},
    {"authenticationRequest is a text", "{\"authenticationRequest\":\"x\"}", EXCHANGE_SUBMIT,
     "authenticationRequest phải"},
    {"everything is missing, and all of it is named", "{}", EXCHANGE_SUBMIT,
     "thiếu token, user_name, password, ma_don_vi, nam_hoc, messageid, type, function, content."},
    {"missing and wrong at once",
     "{\"messageid\":\"a b\",\"ma_don_vi\":\"\",\"type\":\"HB\",\"function\":null}",
     EXCHANGE_SUBMITTED,
     "thiếu ma_don_vi, function; sai cách viết hoặc ghi hai lần khác nhau: messageid."},
    {"a certificate without its fields",
     "{\"messageid\":\"M\",\"ma_don_vi\":\"1\",\"type\":\"C\",\"function\":\"DK\"}",
     EXCHANGE_CERTIFICATE,
     "thiếu serial_number, ngay_hieu_luc, ma_kieu_chu_ky, nha_phat_hanh, content."},
    {"two different units",
     "{\"authenticationRequest\":{" WHO "},\"ma_don_vi\":\"22001402\",\"content\":\"x\"}",
     EXCHANGE_SUBMIT, ": ma_don_vi."},
    {"a password as it is typed",
     "{\"user_name\":\"a\",\"password\":\"123456\",\"ma_don_vi\":\"1\"}", EXCHANGE_TOKEN,
     ": password."},
    {"a unit as a number", "{\"user_name\":\"a\",\"password\":\"" HASH "\",\"ma_don_vi\":1}",
     EXCHANGE_TOKEN, ": ma_don_vi."},
    {"a year far away", "{\"messageid\":\"M\",\"ma_don_vi\":\"1\",\"ma_nam_hoc\":4294969319}",
     EXCHANGE_CERTIFIED, ": ma_nam_hoc."},
    {"a line break for the log",
     "{\"messageid\":\"M\\nx\",\"ma_don_vi\":\"1\",\"ma_nam_hoc\":2023}", EXCHANGE_CERTIFIED,
     ": messageid."},
};

static void
test_rows(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        AUTO(arena) *arena = arena_new();
        struct exchange_request request;
        struct error err;
        enum status status =
            exchange_read(span_of(rows[i].body), rows[i].transaction, arena, &request, &err);
        if (status != (rows[i].sentence ? INVALID : OK))
            row_fail(rows[i].about, "status %d: %s", (int)status, status ? err.message : "");
        if (rows[i].sentence && !strstr(err.message, rows[i].sentence))
            row_fail(rows[i].about, "%s", err.message);
    }
}

static void
test_values(void **state)
{
    AUTO(arena) *arena = arena_new();
    struct exchange_request request;
    struct error err;

    (void)state;
    assert_ok(exchange_read(span_of(rows[0].body), EXCHANGE_SUBMIT, arena, &request, &err));
    assert_string_equal(request.token, "t-1");
    assert_string_equal(request.password,
                        "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff");
    assert_string_equal(request.unit, "22001401");
    assert_int_equal(request.year, 2023);
    assert_string_equal(request.message_id, "M-1");
    assert_string_equal(request.content, "eA==");
    assert_null(request.serial);
}

/* A name that is longer than the field may be, and one that just fits. */
static void
test_ceiling(void **state)
{
    (void)state;
    for (size_t more = 0; more < 2; more++) {
        AUTO(arena) *arena = arena_new();
        AUTO(buffer) *body = buffer_new(4096);
        struct exchange_request request;
        struct error err;
        buffer_text(body, "{\"ma_don_vi\":\"1\",\"ma_nam_hoc\":2023,\"messageid\":\"");
        for (size_t i = 0; i < EXCHANGE_FIELD_MAX + more; i++)
            buffer_char(body, 'm');
        buffer_text(body, "\"}");
        assert_int_equal(
            exchange_read(buffer_span(body), EXCHANGE_CERTIFIED, arena, &request, &err),
            more ? INVALID : OK);
    }
}

static void
test_writing(void **state)
{
    AUTO(buffer) *out = buffer_new(4096);
    struct json json = json_to(out);
    const struct exchange_answer answer = {"M-1", "", "", "00", "Đã nhận"};
    const struct exchange_result result = {"HS1", "Nguyễn \"An\"", "",    "u", EXCHANGE_REFUSED,
                                           "E1",  "KY_PHAT_HANH",  "Sai."};

    (void)state;
    json_open(&json, '[');
    exchange_write_answer(&answer, &json);
    exchange_write_result(&result, &json);
    json_close(&json, ']');
    assert_string_equal(
        out->data,
        "[{\"MessageId\":\"M-1\",\"Error\":\"\",\"ErrorDescription\":\"\",\"ResponseCode\":\"00\","
        "\"ResponseDescription\":\"Đã nhận\"},{\"ma_hoc_sinh\":\"HS1\",\"ten_hoc_sinh\":\"Nguyễn "
        "\\\"An\\\"\",\"so_cccd\":\"\",\"ma_tra_cuu_uuid\":\"u\",\"trang_thai\":0,\"error\":\"E1\","
        "\"error_field_title\":\"KY_PHAT_HANH\",\"error_description\":\"Sai.\"}]");
}

/* What a client writes is what a gateway reads. */
static void
test_asking(void **state)
{
    AUTO(arena) *arena = arena_new();
    AUTO(buffer) *out = buffer_new(4096);
    struct json json = json_to(out);
    const struct exchange_request asked = {
        .token = "T",
        .user_name = "truong",
        .password = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        .unit = "22193401",
        .year = 2023,
        .message_id = "M-1",
        .type = "1",
        .function = "HOC_BA",
        .content = "eA=="};
    struct exchange_request read;
    struct error err;

    (void)state;
    exchange_write_request(&asked, EXCHANGE_SUBMIT, &json);
    assert_ok(exchange_read(buffer_span(out), EXCHANGE_SUBMIT, arena, &read, &err));
    assert_string_equal(read.token, asked.token);
    assert_string_equal(read.password, asked.password);
    assert_int_equal(read.year, 2023);
    assert_string_equal(read.content, asked.content);
    out->size = 0;
    json = json_to(out);
    exchange_write_request(&asked, EXCHANGE_TOKEN, &json);
    assert_null(strstr(out->data, "authenticationRequest"));
    assert_ok(exchange_read(buffer_span(out), EXCHANGE_TOKEN, arena, &read, &err));

    struct exchange_request certificate = asked;
    certificate.serial = "0A1B";
    certificate.valid_from = "2024-05-31";
    certificate.kind = "USB_TOKEN";
    certificate.issuer = "VNPT";
    out->size = 0;
    json = json_to(out);
    exchange_write_request(&certificate, EXCHANGE_CERTIFICATE, &json);
    assert_ok(exchange_read(buffer_span(out), EXCHANGE_CERTIFICATE, arena, &read, &err));
    assert_string_equal(read.serial, "0A1B");
    assert_string_equal(read.issuer, "VNPT");
    out->size = 0;
    json = json_to(out);
    exchange_write_request(&asked, EXCHANGE_CERTIFIED, &json);
    assert_ok(exchange_read(buffer_span(out), EXCHANGE_CERTIFIED, arena, &read, &err));
    assert_int_equal(read.year, 2023);
}

#define ANSWER "\"MessageId\":\"M-1\",\"ResponseCode\":\"DONE\""

/* Answers of strangers; `results` -1: nobody can read it. */
static void
test_answers(void **state)
{
    static const struct {
        const char *body;
        int results;
    } answers[] = {
        {"{" ANSWER "}", 0},
        {"{" ANSWER ",\"data\":null,\"more\":[1]}", 0},
        {"{" ANSWER ",\"data\":[{\"ma_tra_cuu_uuid\":\"u\",\"trang_thai\":1},"
         "{\"ma_tra_cuu_uuid\":\"v\",\"trang_thai\":\"0\",\"error\":7}]}",
         2},
        {"", -1},
        {"[]", -1},
        {"<html>", -1},
        {"{\"MessageId\":\"M-1\"}", -1},
        {"{\"ResponseCode\":\"DONE\"}", -1},
        {"{" ANSWER ",\"data\":{}}", -1},
        {"{" ANSWER ",\"data\":[1]}", -1},
        {"{" ANSWER ",\"data\":[{\"trang_thai\":1}]}", -1},
        {"{" ANSWER ",\"data\":[{\"ma_tra_cuu_uuid\":\"u\",\"trang_thai\":2}]}", -1},
        {"{" ANSWER ",\"data\":[{\"ma_tra_cuu_uuid\":\"u\"}]}", -1},
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(answers); i++) {
        AUTO(arena) *arena = arena_new();
        struct exchange_results results;
        struct exchange_answer answer;
        struct error err;
        enum status status = exchange_read_answer(span_of(answers[i].body), EXCHANGE_SUBMITTED,
                                                  arena, &answer, &results, &err);
        if (status != (answers[i].results < 0 ? INVALID : OK))
            row_fail(answers[i].body, "status %d", (int)status);
        if (status == OK && (int)results.list.count != answers[i].results)
            row_fail(answers[i].body, "%zu results", results.list.count);
        for (size_t j = 0; status == OK && j < results.list.count; j++) {
            const struct exchange_result *result = &results.list.items[j];
            assert_int_equal(result->state, j ? EXCHANGE_REFUSED : EXCHANGE_ACCEPTED);
            assert_string_equal(result->error, j ? "7" : "");
            assert_string_equal(result->name, "");
        }
    }
}

/* trang_thai of transaction 6 is 1, 2 or 3. */
static void
test_rulings(void **state)
{
    AUTO(arena) *arena = arena_new();
    struct exchange_results results;
    struct exchange_answer answer;
    struct error err;

    (void)state;
    for (int ruling = 0; ruling < 5; ruling++) {
        const char *body = arena_printf(
            arena, "{" ANSWER ",\"data\":[{\"ma_tra_cuu_uuid\":\"u\",\"trang_thai\":%d}]}", ruling);
        bool known = ruling >= EXCHANGE_WAITING && ruling <= EXCHANGE_DECLINED;
        enum status status =
            exchange_read_answer(span_of(body), EXCHANGE_REVOKED, arena, &answer, &results, &err);
        if (status != (known ? OK : INVALID))
            row_fail(body, "status %d", (int)status);
        if (known)
            assert_int_equal(results.list.items[0].state, ruling);
    }
}

static void
test_tokens(void **state)
{
    static const char *const wrong[] = {"{}", "{\"token\":\"\"}", "{\"token\":7}", "7"};
    AUTO(arena) *arena = arena_new();
    const char *token;
    struct error err;

    (void)state;
    assert_ok(
        exchange_read_token(span_of("{\"token\":\"T\",\"expires_in\":60}"), arena, &token, &err));
    assert_string_equal(token, "T");
    for (size_t i = 0; i < COUNT_OF(wrong); i++)
        assert_int_equal(exchange_read_token(span_of(wrong[i]), arena, &token, &err), INVALID);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),    cmocka_unit_test(test_values),
        cmocka_unit_test(test_ceiling), cmocka_unit_test(test_writing),
        cmocka_unit_test(test_asking),  cmocka_unit_test(test_answers),
        cmocka_unit_test(test_rulings), cmocka_unit_test(test_tokens),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

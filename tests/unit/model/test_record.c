/* SPDX-License-Identifier: Apache-2.0
 *
 * The table of fields, its values and words; the words of verdicts and roles.
 */
#include "tests/support/test.h"

#include "model/record.h"
#include "model/role.h"

/* Phụ lục 1.1 of CV2088, typed from the specification, in its order. */
static const char *const general_tags[] = {
    "PHIEN_BAN",
    "THONG_TU",
    "MA_TRA_CUU_UUID",
    "TEN_NAM_HOC",
    "MA_SO_GIAO_DUC",
    "TEN_SO_GD",
    "MA_TRUONG",
    "TEN_TRUONG",
    "TEN_QUAN_HUYEN",
    "TEN_XA_PHUONG",
    "TEN_TINH_THANH_PHO",
    "MA_CAP_HOC",
    "SO_SO_DANG_BO",
    "HO_VA_TEN",
    "SO_CCCD",
    "MA_HOC_SINH",
    "GIOI_TINH",
    "NGAY_SINH",
    "CAN_NANG",
    "CHIEU_CAO",
    "TONG_SO_BUOI_NGHI_CO_PHEP",
    "THONG_SO_BUOI_NGHI_KHONG_PHEP",
    "NOI_SINH",
    "QUE_QUAN",
    "CHO_O_HIEN_NAY",
    "DAN_TOC",
    "QUOC_TICH",
    "HO_VA_TEN_CHA",
    "HO_VA_TEN_ME",
    "HO_VA_TEN_NGUOI_GIAM_HO",
    "TEN_GIAM_HIEU_KY_HOC_BA",
    "SO_CCCD_GIAM_HIEU_KY_HOC_BA",
    "DIA_DANH_PHAT_HANH_HOC_BA",
    "NGAY_TAO_HOC_BA",
    "NGAY_KY_PHAT_HANH_HOC_BA",
    "CHUC_VU_GIAM_HIEU_KY_HOC_BA",
    "TEN_GIAO_VIEN_CHU_NHIEM",
    "SO_CCCD_GIAO_VIEN_CHU_NHIEM",
    "MA_KHOI",
    "TEN_LOP",
    "NAM_HOC",
    "MA_UUID_THAY_THE",
};
static const char *const summary_tags[] = {
    "KET_QUA_XEP_LOAI",
    "DUOC_LEN_LOP",
    "NOI_DUNG_HOAN_THANH_CHUONG_TRINH",
    "DA_HOAN_THANH_CHUONG_TRINH_LOP_HOC",
    "DA_HOAN_THANH_CHUONG_TRINH_TIEU_HOC",
    "NOI_DUNG_KHEN_THUONG",
    "NOI_DUNG_KHEN_THUONG_DOT_XUAT",
    "NHAN_XET_GVCN",
};
static const char *const trait_tags[] = {
    "NANG_LUC_TU_CHU_TU_HOC", "NANG_LUC_GIAO_TIEP_HOC_TAC", "NANG_LUC_GIAI_QUYET_VAN_DE_SANG_TAO",
    "NANG_LUC_NGON_NGU",      "NANG_LUC_TINH_TOAN",         "NANG_LUC_KHOA_HOC",
    "NANG_LUC_CONG_NGHE",     "NANG_LUC_TIN_HOC",           "NANG_LUC_THAM_MI",
    "NANG_LUC_THE_CHAT",      "PHAM_CHAT_YEU_NUOC",         "PHAM_CHAT_NHAN_AI",
    "PHAM_CHAT_CHAM_CHI",     "PHAM_CHAT_TRUNG_THUC",       "PHAM_CHAT_TRACH_NHIEM",
    "NHAN_XET_PHAM_CHAT",     "NHAN_XET_NANG_LUC_CHUNG",    "NHAN_XET_NANG_LUC_DAC_THU",
};

static void
check_group(enum field_group group, const char *const *tags, size_t count)
{
    size_t at = 0;

    for (size_t i = 0; i < record_field_count; i++) {
        if (record_fields[i].group != group)
            continue;
        assert_true(at < count);
        assert_string_equal(record_fields[i].tag, tags[at++]);
        assert_ptr_equal(field_by_tag(group, span_of(record_fields[i].tag)), &record_fields[i]);
    }
    assert_int_equal(at, count);
}

static void
test_every_field_once(void **state)
{
    (void)state;
    check_group(GROUP_GENERAL, general_tags, COUNT_OF(general_tags));
    check_group(GROUP_SUMMARY, summary_tags, COUNT_OF(summary_tags));
    check_group(GROUP_TRAITS, trait_tags, COUNT_OF(trait_tags));
    for (size_t i = 0; i < record_field_count; i++) {
        const struct field *field = &record_fields[i];
        assert_ptr_equal(field_by_key(field->key), field);
        for (size_t j = 0; field->tag[j]; j++)
            assert_int_equal(field->key[j], field->tag[j] == '_' || field->tag[j] < 'A'
                                                ? field->tag[j]
                                                : field->tag[j] + 32);
        for (size_t j = 0; j < i; j++)
            assert_int_not_equal(record_fields[j].offset, field->offset);
    }
    assert_null(field_by_key("ho_ten"));
    assert_null(field_by_tag(GROUP_GENERAL, SPAN("KET_QUA_XEP_LOAI")));
}

static void
test_misspelt_tags(void **state)
{
    (void)state;
    assert_string_equal(field_by_tag(GROUP_GENERAL, SPAN("TONG_SO_BUOI_NGHI_KHONG_PHEP"))->tag,
                        "THONG_SO_BUOI_NGHI_KHONG_PHEP");
    assert_string_equal(field_by_tag(GROUP_TRAITS, SPAN("NANG_LUC_GIAO_TIEP_HOP_TAC"))->tag,
                        "NANG_LUC_GIAO_TIEP_HOC_TAC");
    assert_null(field_by_tag(GROUP_GENERAL, SPAN("NANG_LUC_GIAO_TIEP_HOP_TAC")));
    for (int i = 0; i < TRAIT_COUNT; i++) {
        const struct field *field = field_of_trait((enum trait)i);
        assert_non_null(field);
        assert_int_equal(field->kind, FIELD_RATING);
        assert_int_equal(field->group, GROUP_TRAITS);
    }
    assert_string_equal(field_of_trait(COMPETENCE_PHYSICAL)->key, "nang_luc_the_chat");
    assert_string_equal(field_of_trait(QUALITY_PATRIOTISM)->key, "pham_chat_yeu_nuoc");
}

/* What is set, and what is then got; NULL: refused, and the old value stays. */
static const struct {
    const char *about, *key, *text, *want;
} values[] = {
    {"text", "ho_va_ten", "Nguyễn Văn An", "Nguyễn Văn An"},
    {"NFD becomes NFC", "ho_va_ten", "Nguye\u0302\u0303n Va\u0306n An", "Nguyễn Văn An"},
    {"outer blanks go", "ho_va_ten", "  Nguyễn Văn An \n", "Nguyễn Văn An"},
    {"inner line feeds stay", "nhan_xet_pham_chat", "Ngoan.\r\nChăm.", "Ngoan.\nChăm."},
    {"tab becomes a space", "ho_va_ten", "An\tBình", "An Bình"},
    {"control character", "ho_va_ten", "An\x01", NULL},
    {"C1 control character", "ho_va_ten", "An\xc2\x85", NULL},
    {"broken UTF-8", "ho_va_ten", "An\xff", NULL},
    {"ISO date", "ngay_sinh", "2014-12-10", "2014-12-10"},
    {"Vietnamese date", "ngay_sinh", "1/2/2014", "2014-02-01"},
    {"date as in the XML", "ngay_sinh", "2014-12-10T00:00:00+07:00", "2014-12-10"},
    {"date not at midnight", "ngay_sinh", "2014-12-10T08:00:00+07:00", NULL},
    {"no such day", "ngay_sinh", "31/2/2014", NULL},
    {"moment", "ngay_tao_hoc_ba", "2024-05-31T10:20:30+07:00", "2024-05-31T10:20:30+07:00"},
    {"moment of a day", "ngay_ky_phat_hanh_hoc_ba", "31/5/2024", "2024-05-31T00:00:00+07:00"},
    {"moment without offset", "ngay_tao_hoc_ba", "2024-05-31T10:20:30", NULL},
    {"sex by word", "gioi_tinh", "Nữ", "2"},
    {"sex by digit", "gioi_tinh", "1", "1"},
    {"sex unknown", "gioi_tinh", "0", NULL},
    {"answer yes", "duoc_len_lop", "Có", "1"},
    {"answer x", "duoc_len_lop", "X", "1"},
    {"answer no", "duoc_len_lop", "không", "0"},
    {"answer other", "duoc_len_lop", "2", NULL},
    {"result in words", "ket_qua_xep_loai", "HOÀN THÀNH TỐT", "Hoàn thành tốt"},
    {"result short", "ket_qua_xep_loai", "htxs", "Hoàn thành xuất sắc"},
    {"result unknown", "ket_qua_xep_loai", "Giỏi", NULL},
    {"rating symbol", "nang_luc_tin_hoc", "Đ", "Đ"},
    {"rating word", "nang_luc_tin_hoc", "cần cố gắng", "C"},
    {"rating of a subject's kind", "nang_luc_tin_hoc", "H", NULL},
    {"count", "tong_so_buoi_nghi_co_phep", "0", "0"},
    {"count negative", "tong_so_buoi_nghi_co_phep", "-1", NULL},
    {"count with a part", "tong_so_buoi_nghi_co_phep", "1.5", NULL},
    {"count too large", "tong_so_buoi_nghi_co_phep", "401", NULL},
    {"grade", "ma_khoi", "5", "5"},
    {"grade of secondary school", "ma_khoi", "6", NULL},
    {"decimal", "can_nang", "28.5", "28.5"},
    {"decimal with a comma", "can_nang", "28,5", "28.5"},
    {"decimal as measured", "can_nang", "28.50", "28.50"},
    {"five decimals", "can_nang", "28.12345", NULL},
    {"two dots", "can_nang", "28.5.1", NULL},
    {"unit in the number", "chieu_cao", "130 cm", NULL},
};

static void
test_values(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct error err = {0};

    for (size_t i = 0; i < COUNT_OF(values); i++) {
        const struct field *field = field_by_key(values[i].key);
        struct record record, before;
        record_init(&record);
        assert_null(record_get(&record, field, arena));
        before = record;
        enum status status = record_set(&record, field, values[i].text, arena, &err);
        if ((status == OK) != (values[i].want != NULL))
            row_fail(values[i].about, "status %d", status);
        if (values[i].want == NULL) {
            assert_int_equal(status, INVALID);
            assert_non_null(strstr(err.message, field->label));
            assert_memory_equal(&record, &before, sizeof record);
            continue;
        }
        const char *got = record_get(&record, field, arena);
        if (!text_equal(got, values[i].want))
            row_fail(values[i].about, "got %s", got);
        assert_ok(record_set(&record, field, got, arena, &err));
        assert_string_equal(record_get(&record, field, arena), values[i].want);
        assert_ok(record_set(&record, field, " ", arena, &err));
        assert_null(record_get(&record, field, arena));
    }
    arena_free(arena);
}

static void
test_ceilings(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct error err = {0};
    struct record record;
    char *text = arena_alloc(arena, 40000);

    record_init(&record);
    for (size_t i = 0; i < record_field_count; i++) {
        const struct field *field = &record_fields[i];
        if (field->kind != FIELD_TEXT)
            continue;
        memset(text, 'a', field->graphemes_max);
        text[field->graphemes_max] = '\0';
        assert_ok(record_set(&record, field, text, arena, &err));
        text[field->graphemes_max] = 'a';
        text[field->graphemes_max + 1] = '\0';
        assert_int_equal(record_set(&record, field, text, arena, &err), INVALID);
    }
    arena_free(arena);
}

static void
test_words(void **state)
{
    (void)state;
    enum level level;
    enum rating rating;
    enum result result;
    enum sex sex;
    enum answer answer;
    enum period period;

    for (int i = LEVEL_T; i <= LEVEL_C; i++) {
        assert_true(level_parse(level_symbol((enum level)i), &level) && level == (enum level)i);
        assert_true(level_parse(level_word((enum level)i), &level) && level == (enum level)i);
    }
    for (int i = RATING_T; i <= RATING_C; i++) {
        assert_true(rating_parse(rating_symbol((enum rating)i), &rating));
        assert_int_equal(rating, i);
        assert_true(rating_parse(rating_word((enum rating)i), &rating));
        assert_int_equal(rating, i);
    }
    for (int i = RESULT_EXCELLENT; i <= RESULT_NOT_COMPLETED; i++) {
        assert_true(result_parse(result_word((enum result)i), &result));
        assert_int_equal(result, i);
    }
    for (int i = 0; i < PERIOD_COUNT; i++) {
        assert_true(period_parse(period_code((enum period)i), &period));
        assert_int_equal(period, i);
        assert_non_null(period_name((enum period)i));
    }
    assert_true(level_parse(" hoàn  thành\u00a0tốt ", &level) && level == LEVEL_T);
    assert_true(level_parse("Hoa\u0300n tha\u0300nh", &level) && level == LEVEL_H);
    assert_true(rating_parse("đ", &rating) && rating == RATING_D);
    assert_true(sex_parse("NAM", &sex) && sex == SEX_MALE);
    assert_false(level_parse("Đ", &level));
    assert_false(level_parse("TT", &level));
    assert_false(level_parse("", &level));
    assert_false(level_parse(NULL, &level));
    assert_false(level_parse("\xff", &level));
    assert_false(rating_parse("H", &rating));
    assert_false(rating_parse("D", &rating));
    assert_false(sex_parse("khác", &sex));
    assert_false(answer_parse("có thể", &answer));
    assert_false(period_parse("gk3", &period));
    assert_null(level_symbol(LEVEL_NONE));
    assert_null(result_word(RESULT_NONE));
    assert_string_equal(trait_name(COMPETENCE_AESTHETICS), "Thẩm mĩ");
}

static void
test_roles_and_checks(void **state)
{
    (void)state;
    for (int i = 0; i < SIGNER_ROLE_COUNT; i++) {
        enum signer_role signer;
        assert_true(signer_role_parse(signer_role_key((enum signer_role)i), &signer));
        assert_int_equal(signer, i);
        assert_non_null(signer_role_tag(signer));
        assert_non_null(signer_role_word(signer));
        assert_int_not_equal(roles_that_sign(signer), 0);
    }
    for (int i = 0; i < ROLE_COUNT; i++) {
        enum role role;
        assert_int_equal(role_table[i].role, i);
        assert_true(role_parse(role_key((enum role)i), &role));
        assert_int_equal(role, i);
        assert_non_null(role_word(role));
        /* Administrators never sign and departments do not sign records. */
        if (role_table[i].place != PLACE_SCHOOL || role == ROLE_SCHOOL_ADMIN)
            assert_false(role_table[i].signs);
    }
    assert_int_equal(roles_that_sign(SIGNER_PRINCIPAL),
                     ROLE_BIT(ROLE_PRINCIPAL) | ROLE_BIT(ROLE_DEPUTY_PRINCIPAL));
    for (int i = 0; i < CHECK_COUNT; i++) {
        assert_non_null(check_key((enum check_id)i));
        assert_non_null(check_label((enum check_id)i));
    }
    assert_string_equal(verdict_word(VERDICT_NOT_AUTHENTIC), "not_authentic");
    assert_string_equal(check_result_word(CHECK_NOT_ASKED), "not_asked");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_field_once),
        cmocka_unit_test(test_misspelt_tags),
        cmocka_unit_test(test_values),
        cmocka_unit_test(test_ceilings),
        cmocka_unit_test(test_words),
        cmocka_unit_test(test_roles_and_checks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

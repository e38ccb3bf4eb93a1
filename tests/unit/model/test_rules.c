/* SPDX-License-Identifier: Apache-2.0
 *
 * Every rule: a clean record breaks none, each row below changes it a little. A row names the rule
 * that must fire, or with '!' before it must not; every rule of the table needs both kinds.
 */
#include "tests/support/test.h"

#include <stdlib.h>

#include "base/unicode.h"
#include "model/rules.h"

#define UUID_1 "9f1c1d3a-52b1-4f6e-8f0e-0a1b2c3d4e5f"
#define UUID_2 "1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed"

/* Changes are "key=value", separated by '|'. A value is stored raw, without record_set()'s
 * cleaning; "mon.X.muc|diem|nhan_xet", "mon.X.diem.gk1" and "-mon.X" (no such row) reach subjects;
 * names beginning with '@' are facts; {L} is a long text, {N} an NFD one. */
static const struct {
    const char *rule, *about, *changes;
} rows[] = {
    {"CV2088-II.1.2-utf8", "Latin-1 name", "ho_va_ten=L\xe9"},
    {"CV2088-II.1.2-utf8", "in a subject's comment", "mon.TV.nhan_xet=\xff"},
    {"!CV2088-II.1.2-utf8", "Vietnamese", "ho_va_ten=Đỗ Ỷ Lan"},
    {"CV2088-II.1.2-nfc", "decomposed name", "ho_va_ten={N}"},
    {"!CV2088-II.1.2-nfc", "composed", "ho_va_ten=Nguyễn Ảnh"},
    {"CV2088-II.1.2-ky-tu", "bell", "nhan_xet_pham_chat=a\x07"},
    {"CV2088-II.1.2-ky-tu", "in the history", "@past_class=3A\x02"},
    {"!CV2088-II.1.2-ky-tu", "line feed", "nhan_xet_pham_chat=a\nb"},
    {"CV2088-1.1-bat-buoc", "no name", "ho_va_ten="},
    {"CV2088-1.1-bat-buoc", "no birth date", "ngay_sinh="},
    {"CV2088-1.1-bat-buoc", "no comment", "nhan_xet_nang_luc_chung="},
    {"CV2088-1.1-bat-buoc", "no attendance", "tong_so_buoi_nghi_co_phep="},
    {"CV2088-1.1-bat-buoc", "made, no school", "ten_truong="},
    {"CV2088-1.1-bat-buoc", "made, no result", "ket_qua_xep_loai="},
    {"!CV2088-1.1-bat-buoc", "father", "ho_va_ten_cha="},
    {"!CV2088-1.1-bat-buoc", "draft, no school",
     "ma_tra_cuu_uuid=|ten_truong=|phien_ban=|ket_qua_xep_loai=|duoc_len_lop="},
    {"!CV2088-1.1-bat-buoc", "weight", "can_nang=|chieu_cao="},
    {"CV2088-1.1-ho-va-ten-me", "no mother", "ho_va_ten_me="},
    {"!CV2088-1.1-ho-va-ten-me", "no mother, a reason", "ho_va_ten_me=|@no_mother_reason=mồ côi"},
    {"CV2088-1.1-ten-quan-huyen", "before July 2025", "ten_quan_huyen="},
    {"!CV2088-1.1-ten-quan-huyen", "since July 2025",
     "ten_quan_huyen=|ngay_ky_phat_hanh_hoc_ba=2025-07-01T00:00:00+07:00"},
    {"HB-nhan-xet-dai", "1001 graphemes", "mon.T.nhan_xet={L}x"},
    {"HB-nhan-xet-dai", "of the qualities", "nhan_xet_pham_chat={L}x"},
    {"HB-nhan-xet-dai", "class teacher's own, draft", "ma_tra_cuu_uuid=|nhan_xet_gvcn={L}x"},
    {"!HB-nhan-xet-dai", "1000 graphemes", "mon.T.nhan_xet={L}"},
    {"!HB-nhan-xet-dai", "joined by the program", "nhan_xet_gvcn={L}x"},
    {"CV2088-1.1-thieu-v1.0", "strict, no weight", "can_nang=|@strict_v10=1"},
    {"CV2088-1.1-thieu-v1.0", "strict, exempt level",
     "mon.GDTC.muc=|@exempt=mon.GDTC.muc|@strict_v10=1"},
    {"!CV2088-1.1-thieu-v1.0", "not strict", "can_nang="},
    {"CV2088-II.1.4-uuid", "not random", "ma_tra_cuu_uuid=00000000-0000-0000-0000-000000000000"},
    {"CV2088-II.1.4-uuid", "upper case", "ma_tra_cuu_uuid=9F1C1D3A-52B1-4F6E-8F0E-0A1B2C3D4E5F"},
    {"!CV2088-II.1.4-uuid", "another", "ma_tra_cuu_uuid=" UUID_2},
    {"CV2088-II.1.4-thay-the", "itself", "ma_uuid_thay_the=" UUID_1},
    {"CV2088-II.1.4-thay-the", "nonsense", "ma_uuid_thay_the=1"},
    {"!CV2088-II.1.4-thay-the", "another", "ma_uuid_thay_the=" UUID_2},
    {"CV2088-1.1-thong-tu", "the older circular", "thong_tu=22/2016/TT-BGDĐT"},
    {"!CV2088-1.1-thong-tu", "the right one", "thong_tu=27/2020/TT-BGDĐT"},
    {"CV2088-1.1-ten-nam-hoc", "two years apart", "ten_nam_hoc=2023-2025"},
    {"!CV2088-1.1-ten-nam-hoc", "right", "ten_nam_hoc=2023-2024"},
    {"TT27-2-lo-trinh", "grade 5 in 2023", "ma_khoi=5"},
    {"TT27-2-lo-trinh", "grade 4 in 2022", "ten_nam_hoc=2022-2023"},
    {"TT27-2-lo-trinh", "another grade's curriculum", "ma_khoi=3"},
    {"!TT27-2-lo-trinh", "grade 4 in 2023", "ma_khoi=4"},
    {"CV2088-1.1-qua-trinh", "year written badly", "@past_year=2022"},
    {"CV2088-1.1-qua-trinh", "after this year", "@past_year=2024-2025"},
    {"CV2088-1.1-qua-trinh", "no class", "@past_class="},
    {"CV2088-1.1-qua-trinh", "a year twice", "@past_again=2022-2023"},
    {"CV2088-1.1-qua-trinh", "the older year last", "@past_again=2021-2022"},
    {"!CV2088-1.1-qua-trinh", "two years", "@past_year=2021-2022|@past_again=2022-2023"},
    {"!CV2088-1.1-qua-trinh", "last year", "@past_year=2022-2023"},
    {"CV2088-1.1-ngay-ky", "before the year", "ngay_ky_phat_hanh_hoc_ba=2023-05-31T00:00:00+07:00"},
    {"CV2088-1.1-ngay-ky", "ten years later", "ngay_ky_phat_hanh_hoc_ba=2034-05-31T00:00:00+07:00"},
    {"!CV2088-1.1-ngay-ky", "August", "ngay_ky_phat_hanh_hoc_ba=2024-08-15T00:00:00+07:00"},
    {"CV2088-1.1-ngay-tao", "the day after", "ngay_tao_hoc_ba=2024-06-01T00:00:00+07:00"},
    {"!CV2088-1.1-ngay-tao", "later that day", "ngay_tao_hoc_ba=2024-05-31T17:00:00+07:00"},

    {"CCCD-thieu", "no number", "so_cccd="},
    {"!CCCD-thieu", "a reason", "so_cccd=|@no_number_reason=chưa cấp"},
    {"CCCD-cho-cap", "a reason", "so_cccd=|@no_number_reason=quốc tịch nước ngoài"},
    {"!CCCD-cho-cap", "a number", ""},
    {"CCCD-12-so", "lost zero", "so_cccd=22214001234"},
    {"CCCD-12-so", "letters", "so_cccd=02221400123A"},
    {"CCCD-12-so", "principal's", "so_cccd_giam_hieu_ky_hoc_ba=123"},
    {"!CCCD-12-so", "twelve digits", "so_cccd=022214001235"},
    {"CCCD-tinh", "no such province", "so_cccd=003214001234"},
    {"CCCD-tinh", "another province", "so_cccd=001214001234"},
    {"!CCCD-tinh", "merged province", "so_cccd=030214001234|noi_sinh=Hải Phòng"},
    {"!CCCD-tinh", "no province in the address", "so_cccd=001214001234|noi_sinh=Bệnh viện"},
    {"!CCCD-tinh", "born abroad", "so_cccd=101214001234"},
    {"CCCD-gioi-tinh", "a girl's number", "so_cccd=022314001234"},
    {"CCCD-gioi-tinh", "last century", "so_cccd=022014001234"},
    {"!CCCD-gioi-tinh", "a girl", "so_cccd=022314001234|gioi_tinh=2"},
    {"CCCD-nam-sinh", "another year", "so_cccd=022213001234"},
    {"!CCCD-nam-sinh", "another day", "ngay_sinh=2014-01-01"},
    {"TT27-ho-ten", "digits", "ho_va_ten=Nguyễn Văn An 2"},
    {"TT27-ho-ten", "one word", "ho_va_ten_me=Lan"},
    {"TT27-ho-ten", "brackets", "ho_va_ten=An (B)"},
    {"!TT27-ho-ten", "hyphen and apostrophe", "ho_va_ten=H'Niê Y-Thu Êban"},
    {"HB-dan-toc", "no such group", "dan_toc=Việt Nam"},
    {"!HB-dan-toc", "another spelling", "dan_toc=H'Mông"},
    {"HB-ngay-sinh", "four years old", "ngay_sinh=2019-12-10"},
    {"HB-ngay-sinh", "no such day", "ngay_sinh=2014-02-31"},
    {"!HB-ngay-sinh", "older", "ngay_sinh=2010-12-10"},
    {"HB-do-tuoi", "a year too young", "ngay_sinh=2015-12-10"},
    {"HB-do-tuoi", "four years over", "ngay_sinh=2010-12-10"},
    {"!HB-do-tuoi", "three years over", "ngay_sinh=2011-12-10"},
    {"TT27-suc-khoe-thieu", "no weight", "can_nang="},
    {"!TT27-suc-khoe-thieu", "both", "can_nang=30|chieu_cao=131"},
    {"TT27-suc-khoe", "height in metres", "chieu_cao=1.31"},
    {"TT27-suc-khoe", "words", "can_nang=ba mươi"},
    {"!TT27-suc-khoe", "decimals", "can_nang=30.25"},
    {"CV2088-1.1-buoi-nghi", "negative", "tong_so_buoi_nghi_co_phep=-7"},
    {"CV2088-1.1-buoi-nghi", "more than a year", "thong_so_buoi_nghi_khong_phep=500"},
    {"!CV2088-1.1-buoi-nghi", "none", "tong_so_buoi_nghi_co_phep=0"},

    {"CTGDPT-mon-la", "physics", "mon.VL.muc=T"},
    {"!CTGDPT-mon-la", "ethnic language", "mon.TDT.muc=T"},
    {"CTGDPT-mon-trung", "maths twice", "+mon.T.muc=T"},
    {"!CTGDPT-mon-trung", "once", "mon.T.muc=T"},
    {"CTGDPT-mon-khong-hoc", "TNXH in grade 4", "mon.TNXH.muc=T"},
    {"!CTGDPT-mon-khong-hoc", "an empty row", "mon.TNXH.muc="},
    {"!CTGDPT-mon-khong-hoc", "an elective", "mon.TDT.muc=H"},
    {"TT27-7.1.a-muc", "no level", "mon.AN.muc="},
    {"TT27-7.1.a-muc", "no row", "-mon.AN"},
    {"!TT27-7.1.a-muc", "exempt", "mon.AN.muc=|@exempt=mon.AN.muc"},
    {"!TT27-7.1.a-muc", "no elective", "-mon.TDT"},
    {"TT27-7.1.b-diem", "no mark", "mon.KH.diem="},
    {"!TT27-7.1.b-diem", "no mark without a test", "mon.AN.diem="},
    {"!TT27-7.1.b-diem", "exempt", "mon.KH.diem=|@exempt=mon.KH"},
    {"TT27-7.1.b-khong-kiem-tra", "a mark in music", "mon.AN.diem=9"},
    {"TT27-7.1.b-khong-kiem-tra", "mid-term in science", "mon.KH.diem.gk1=9"},
    {"!TT27-7.1.b-khong-kiem-tra", "mid-term in maths", "mon.T.diem.gk2=9"},
    {"TT27-7.1.d-thang-diem", "eleven", "mon.T.diem=11"},
    {"TT27-7.1.d-thang-diem", "negative, term I", "mon.T.diem.hk1=-3"},
    {"!TT27-7.1.d-thang-diem", "nought", "mon.T.diem=0"},
    {"TT27-7.1-muc-va-diem", "T with 4", "mon.T.diem=4"},
    {"TT27-7.1-muc-va-diem", "C with 9", "mon.T.muc=C"},
    {"TT27-7.1-muc-va-diem", "T with 7", "mon.T.diem=7"},
    {"TT27-7.1-muc-va-diem", "H with 8", "mon.T.muc=H|mon.T.diem=8"},
    {"!TT27-7.1-muc-va-diem", "H with 7", "mon.T.muc=H|mon.T.diem=7"},
    {"!TT27-7.1-muc-va-diem", "H with 5", "mon.T.muc=H|mon.T.diem=5"},
    {"!TT27-7.1-muc-va-diem", "T with 8", "mon.T.diem=8"},
    {"TT27-nhan-xet-mon", "no comment", "mon.T.nhan_xet="},
    {"!TT27-nhan-xet-mon", "a comment", "mon.T.nhan_xet=Tốt."},
    {"TT27-7.2-muc", "no rating", "pham_chat_nhan_ai="},
    {"TT27-7.2-muc", "informatics in grade 4", "nang_luc_tin_hoc="},
    {"!TT27-7.2-muc", "exempt", "nang_luc_the_chat=|@exempt=nang_luc_the_chat"},
    {"!TT27-7.2-muc", "exempt from all", "nang_luc_the_chat=|@exempt_all=1"},

    {"TT27-9.2.a-ket-qua", "an H under Hoàn thành xuất sắc", "mon.AN.muc=H"},
    {"TT27-9.2.a-ket-qua", "another in the workbook", "@entered=Hoàn thành"},
    {"!TT27-9.2.a-ket-qua", "an H and Hoàn thành", "mon.AN.muc=H|ket_qua_xep_loai=Hoàn thành"},
    {"!TT27-9.2.a-ket-qua", "exempt from all",
     "mon.AN.muc=|@exempt_all=1|ket_qua_xep_loai=Hoàn thành"},
    {"TT27-8-ket-qua", "exempt, none", "@exempt_all=1|ket_qua_xep_loai="},
    {"!TT27-8-ket-qua", "exempt, decided", "@exempt_all=1|ket_qua_xep_loai=Hoàn thành"},
    {"TT27-11.1.a-hoan-thanh-lop", "completed with C", "mon.AN.muc=C"},
    {"TT27-11.1.a-hoan-thanh-lop", "not completed with T", "da_hoan_thanh_chuong_trinh_lop_hoc=0"},
    {"!TT27-11.1.a-hoan-thanh-lop", "neither", "mon.AN.muc=C|da_hoan_thanh_chuong_trinh_lop_hoc=0"},
    {"TT27-11.1-len-lop", "completed and kept back", "duoc_len_lop=0"},
    {"!TT27-11.1-len-lop", "completed and promoted", "duoc_len_lop=1"},
    {"TT27-11.1.c-quyet-dinh", "promoted with C", "mon.AN.muc=C"},
    {"TT27-11.1.c-quyet-dinh", "undecided with C", "mon.AN.muc=C|duoc_len_lop="},
    {"!TT27-11.1.c-quyet-dinh", "decided", "mon.AN.muc=C|@reassess=decided and promotion"},
    {"TT27-11.1.c-quyet-dinh", "over, and no decision on promotion",
     "mon.AN.muc=C|@reassess=decided"},
    {"TT27-11.1.c-quyet-dinh", "over, kept back in the workbook only",
     "mon.AN.muc=C|duoc_len_lop=0|@reassess=decided"},
    {"TT27-11.1.c-quyet-dinh", "over and completed, and no decision", "@reassess=decided"},
    {"!TT27-11.1.c-quyet-dinh", "over, completed and decided", "@reassess=decided and promotion"},
    {"!TT27-11.1.c-quyet-dinh", "kept back", "mon.AN.muc=C|duoc_len_lop=0"},
    {"TT27-11.1.b-danh-sach", "C and not listed", "mon.AN.muc=C|duoc_len_lop=0"},
    {"!TT27-11.1.b-danh-sach", "C and listed", "mon.AN.muc=C|@reassess=listed"},
    {"TT27-11.1.b-cho", "listed", "mon.AN.muc=C|@reassess=listed"},
    {"!TT27-11.1.b-cho", "decided", "mon.AN.muc=C|@reassess=decided"},
    {"TT27-11.2-tieu-hoc", "grade 4", "da_hoan_thanh_chuong_trinh_tieu_hoc=1"},
    {"TT27-11.2-tieu-hoc", "grade 5 with C",
     "@grade=5|mon.AN.muc=C|da_hoan_thanh_chuong_trinh_tieu_hoc=1"},
    {"TT27-11.2-tieu-hoc", "grade 5, completed, not said",
     "@grade=5|da_hoan_thanh_chuong_trinh_tieu_hoc=0"},
    {"!TT27-11.2-tieu-hoc", "grade 5", "@grade=5|da_hoan_thanh_chuong_trinh_tieu_hoc=1"},
    {"TT27-11-noi-dung", "the contrary",
     "noi_dung_hoan_thanh_chuong_trinh=Chưa hoàn thành chương trình lớp 4"},
    {"TT27-11-noi-dung", "promotion", "noi_dung_hoan_thanh_chuong_trinh=Chưa được lên lớp"},
    {"!TT27-11-noi-dung", "agrees",
     "noi_dung_hoan_thanh_chuong_trinh=Hoàn thành chương trình lớp 4; Được lên lớp 5."},
    {"TT27-13.1.a-xuat-sac", "with Hoàn thành tốt", "mon.T.diem=8"},
    {"!TT27-13.1.a-xuat-sac", "with Hoàn thành xuất sắc", ""},
    {"TT27-13.1.a-xuat-sac-thieu", "no award", "noi_dung_khen_thuong="},
    {"!TT27-13.1.a-xuat-sac-thieu", "Hoàn thành tốt", "noi_dung_khen_thuong=|mon.T.diem=8"},
    {"TT27-13.1.a-tieu-bieu", "with Hoàn thành", "mon.T.diem=6|@exemplary=1"},
    {"TT27-13.1.a-tieu-bieu", "in words",
     "mon.T.diem=5|noi_dung_khen_thuong=Học sinh tiêu biểu hoàn thành tốt"},
    {"!TT27-13.1.a-tieu-bieu", "with Hoàn thành tốt",
     "mon.T.diem=8|@exemplary=1|noi_dung_khen_thuong="},
};

/* One record with everything that the rules ask, and its facts. */
struct pupil {
    struct arena *arena;
    const struct curriculum *curriculum;
    struct record record;
    struct draft_facts facts;
    const char *exempt[2];
};

static void
set(struct pupil *pupil, const char *key, const char *text)
{
    struct error err = {0};

    assert_ok(record_set(&pupil->record, field_by_key(key), text, pupil->arena, &err));
}

static void
add_subjects(struct pupil *pupil)
{
    for (size_t i = 0; i < pupil->curriculum->row_count; i++) {
        const struct curriculum_row *row = &pupil->curriculum->rows[i];
        if (!row->elective)
            pupil->record.subjects[pupil->record.subject_count++] = (struct subject_result){
                .code = row->subject->code,
                .name = row->subject->name,
                .level = LEVEL_T,
                .mark = row->tested[PERIOD_END_2] ? 9 : MARK_NONE,
                .comment = "Em học tốt.",
            };
    }
}

static void
make_pupil(struct pupil *pupil)
{
    static const char *const values[][2] = {
        {"phien_ban", "1.0-hb1"},
        {"thong_tu", "27/2020/TT-BGDĐT"},
        {"ma_tra_cuu_uuid", UUID_1},
        {"ten_nam_hoc", "2023-2024"},
        {"ma_so_giao_duc", "22"},
        {"ten_so_gd", "Sở GDĐT Quảng Ninh"},
        {"ma_truong", "22193401"},
        {"ten_truong", "Tiểu học Trần Hưng Đạo"},
        {"ten_quan_huyen", "Hạ Long"},
        {"ten_xa_phuong", "Hồng Gai"},
        {"ten_tinh_thanh_pho", "Quảng Ninh"},
        {"ma_cap_hoc", "1"},
        {"so_so_dang_bo", "12"},
        {"ho_va_ten", "Nguyễn Văn An"},
        {"so_cccd", "022214001234"},
        {"ma_hoc_sinh", "2200000001"},
        {"gioi_tinh", "1"},
        {"ngay_sinh", "2014-12-10"},
        {"can_nang", "28.5"},
        {"chieu_cao", "130"},
        {"tong_so_buoi_nghi_co_phep", "2"},
        {"thong_so_buoi_nghi_khong_phep", "0"},
        {"noi_sinh", "Hạ Long, Quảng Ninh"},
        {"que_quan", "Quảng Ninh"},
        {"cho_o_hien_nay", "Hạ Long"},
        {"dan_toc", "Kinh"},
        {"quoc_tich", "Việt Nam"},
        {"ho_va_ten_cha", "Nguyễn Văn Bình"},
        {"ho_va_ten_me", "Trần Thị Chi"},
        {"ten_giam_hieu_ky_hoc_ba", "Phạm Thị Dung"},
        {"so_cccd_giam_hieu_ky_hoc_ba", "022170001234"},
        {"dia_danh_phat_hanh_hoc_ba", "Hạ Long"},
        {"ngay_tao_hoc_ba", "2024-05-31T08:00:00+07:00"},
        {"ngay_ky_phat_hanh_hoc_ba", "2024-05-31"},
        {"chuc_vu_giam_hieu_ky_hoc_ba", "Hiệu trưởng"},
        {"ma_khoi", "4"},
        {"ten_lop", "4A1"},
        {"nam_hoc", "2023-2024"},
        {"ket_qua_xep_loai", "Hoàn thành xuất sắc"},
        {"duoc_len_lop", "1"},
        {"da_hoan_thanh_chuong_trinh_lop_hoc", "1"},
        {"noi_dung_khen_thuong", "Học sinh Xuất sắc"},
        {"nhan_xet_gvcn", "Ngoan."},
        {"nhan_xet_pham_chat", "Ngoan."},
        {"nhan_xet_nang_luc_chung", "Tự giác."},
        {"nhan_xet_nang_luc_dac_thu", "Tính nhanh."},
    };
    struct error err = {0};

    record_init(&pupil->record);
    draft_facts_init(&pupil->facts);
    pupil->exempt[0] = pupil->exempt[1] = NULL;
    pupil->facts.exempt_fields = pupil->exempt;
    assert_ok(curriculum_find(4, 2023, &pupil->curriculum, &err));
    for (size_t i = 0; i < COUNT_OF(values); i++)
        set(pupil, values[i][0], values[i][1]);
    for (int i = 0; i < TRAIT_COUNT; i++)
        pupil->record.ratings[i] = RATING_T;
    pupil->record.past[pupil->record.past_count++] =
        (struct past_year){"2022-2023", "3A1", "Tiểu học Trần Hưng Đạo", {1600000000, 420}};
    add_subjects(pupil);
}

/* {L}: a text of 1000 graphemes of two characters each; {N}: a decomposed name. */
static const char *
expand(struct arena *arena, const char *text)
{
    if (strncmp(text, "{N}", 3) == 0)
        return "Nguye\u0302\u0303n Van";
    if (strncmp(text, "{L}", 3) != 0)
        return arena_text(arena, text);
    char *out = arena_alloc(arena, COMMENT_GRAPHEMES_MAX * 3 + 10), *end = out;
    for (int i = 0; i < COMMENT_GRAPHEMES_MAX; i++)
        end = stpcpy(end, "ế");
    strcpy(end, text + 3);
    return out;
}

static void
change_fact(struct pupil *pupil, const char *name, const char *value)
{
    struct draft_facts *facts = &pupil->facts;
    struct error err = {0};

    if (strcmp(name, "no_number_reason") == 0)
        facts->no_number_reason = value;
    else if (strcmp(name, "no_mother_reason") == 0)
        facts->no_mother_reason = value;
    else if (strcmp(name, "exempt_all") == 0)
        facts->exempt_all = true;
    else if (strcmp(name, "exempt") == 0)
        pupil->exempt[0] = value;
    else if (strcmp(name, "entered") == 0)
        assert_true(result_parse(value, &facts->entered_result));
    else if (strcmp(name, "exemplary") == 0)
        facts->award_exemplary = true;
    else if (strcmp(name, "strict_v10") == 0)
        facts->strict_v10 = true;
    else if (strcmp(name, "reassess") == 0) {
        facts->reassessment_listed = true;
        facts->reassessment_decided = strncmp(value, "decided", 7) == 0;
        facts->promotion_decided = strcmp(value, "decided and promotion") == 0;
    } else if (strcmp(name, "past_year") == 0)
        pupil->record.past[0].year_name = value;
    else if (strcmp(name, "past_again") == 0) {
        pupil->record.past[1] = pupil->record.past[0];
        pupil->record.past[1].year_name = value;
        pupil->record.past_count = 2;
    } else if (strcmp(name, "past_class") == 0)
        pupil->record.past[0].class_name = value;
    else if (strcmp(name, "grade") == 0)
        assert_ok(curriculum_find(value[0] - '0', 2024, &pupil->curriculum, &err));
    else
        fail_msg("no such fact: %s", name);
}

static struct subject_result *
subject_row(struct pupil *pupil, const char *code, bool again)
{
    struct subject_result *row = record_subject(&pupil->record, code);

    if (row && !again)
        return row;
    row = &pupil->record.subjects[pupil->record.subject_count++];
    *row = (struct subject_result){.code = code, .mark = MARK_NONE};
    return row;
}

/* "mon.T.diem.gk1" and the like. */
static void
change_subject(struct pupil *pupil, const char *key, const char *value, bool again)
{
    char code[16] = "", part[16] = "", period_text[16] = "";
    enum period period;

    assert_true(sscanf(key, "mon.%15[^.].%15[^.].%15s", code, part, period_text) >= 2);
    struct subject_result *row = subject_row(pupil, arena_text(pupil->arena, code), again);
    int mark = *value ? atoi(value) : MARK_NONE;
    if (strcmp(part, "nhan_xet") == 0)
        row->comment = value;
    else if (strcmp(part, "muc") == 0 && !level_parse(value, &row->level))
        row->level = LEVEL_NONE;
    else if (strcmp(part, "diem") == 0 && period_parse(period_text, &period))
        pupil->facts.marks[row - pupil->record.subjects][period] = mark;
    else if (strcmp(part, "diem") == 0)
        row->mark = mark;
}

static void
remove_subject(struct pupil *pupil, const char *code)
{
    struct subject_result *row = record_subject(&pupil->record, code);

    if (row)
        *row = pupil->record.subjects[--pupil->record.subject_count];
}

/* Past record_set(), which would clean or refuse what a row wants to put in. */
static void
change_field(struct pupil *pupil, const char *key, const char *value)
{
    const struct field *field = field_by_key(key);
    char *place = (char *)&pupil->record + field->offset;
    int year, month, day;

    if (*value && (field->kind == FIELD_TEXT || field->kind == FIELD_DECIMAL))
        *(const char **)(void *)place = value;
    else if (*value && field->kind == FIELD_COUNT)
        *(int *)(void *)place = atoi(value);
    else if (field->kind == FIELD_DATE && sscanf(value, "%d-%d-%d", &year, &month, &day) == 3)
        *(struct date *)(void *)place = (struct date){(int16_t)year, (int8_t)month, (int8_t)day};
    else
        set(pupil, key, value);
}

static void
change(struct pupil *pupil, const char *changes)
{
    char *rest = arena_text(pupil->arena, changes);

    for (char *one; (one = strsep(&rest, "|"));) {
        char *value = strchr(one, '=');
        if (value) {
            *value = '\0';
            value = arena_text(pupil->arena, expand(pupil->arena, value + 1));
        }
        if (*one == '@')
            change_fact(pupil, one + 1, value);
        else if (*one == '-')
            remove_subject(pupil, one + 5);
        else if (*one == '+')
            change_subject(pupil, one + 1, value, true);
        else if (strncmp(one, "mon.", 4) == 0)
            change_subject(pupil, one, value, false);
        else if (*one)
            change_field(pupil, one, value);
    }
}

static const struct problem *
find_problem(const struct problems *problems, const char *rule)
{
    for (size_t i = 0; i < problems->list.count; i++)
        if (strcmp(problems->list.items[i].rule, rule) == 0)
            return &problems->list.items[i];
    return NULL;
}

static void
check_sentence(const struct problem *problem)
{
    size_t size = strlen(problem->message);

    assert_true(utf8_is_valid(span_of(problem->message)));
    assert_true(size > 30 && problem->message[size - 1] == '.');
    assert_true(field_by_key(problem->field) || strncmp(problem->field, "mon.", 4) == 0 ||
                strcmp(problem->field, "qua_trinh_hoc_tap") == 0);
}

static void
test_rows(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        bool silent = rows[i].rule[0] == '!';
        struct pupil pupil = {.arena = arena_new()};
        struct problems problems = {0};
        make_pupil(&pupil);
        change(&pupil, rows[i].changes);
        rules_check(&pupil.record, pupil.curriculum, &pupil.facts, pupil.arena, &problems);
        const struct problem *problem = find_problem(&problems, rows[i].rule + silent);
        if ((problem == NULL) != silent)
            row_fail(rows[i].rule, "%s: %s", rows[i].about, problem ? problem->message : "silent");
        for (size_t j = 0; j < problems.list.count; j++)
            check_sentence(&problems.list.items[j]);
        if (problem && problem->severity == SEVERITY_ERROR)
            assert_true(problems_have_error(&problems));
        arena_free(pupil.arena);
    }
}

static void
test_clean_record(void **state)
{
    (void)state;
    struct pupil pupil = {.arena = arena_new()};
    struct problems problems = {0};

    make_pupil(&pupil);
    rules_check(&pupil.record, pupil.curriculum, &pupil.facts, pupil.arena, &problems);
    if (problems.list.count > 0)
        fail_msg("%s: %s", problems.list.items[0].rule, problems.list.items[0].message);
    assert_false(problems_have_error(&problems));
    pupil.record.weight_kg = NULL;
    rules_check(&pupil.record, pupil.curriculum, &pupil.facts, pupil.arena, &problems);
    assert_int_equal(problems.list.count, 1);
    assert_false(problems_have_error(&problems));
    arena_free(pupil.arena);
}

/* An empty draft: one sentence per thing that is missing, and no crash. */
static void
test_empty_record(void **state)
{
    (void)state;
    struct error err = {0};
    struct arena *arena = arena_new();

    for (int grade = 1; grade <= 5; grade++) {
        const struct curriculum *curriculum;
        struct record record;
        struct draft_facts facts;
        struct problems problems = {0};
        record_init(&record);
        draft_facts_init(&facts);
        assert_ok(curriculum_find(grade, 2024, &curriculum, &err));
        rules_check(&record, curriculum, &facts, arena, &problems);
        assert_true(problems_have_error(&problems));
        for (size_t i = 0; i < problems.list.count; i++)
            check_sentence(&problems.list.items[i]);
    }
    arena_free(arena);
}

static void
test_every_rule_has_both(void **state)
{
    (void)state;
    for (size_t i = 0; i < rules_count; i++) {
        const struct rule *rule = &rules_table[i];
        bool fires = false, silent = false;
        for (size_t j = 0; j < COUNT_OF(rows); j++) {
            fires |= strcmp(rows[j].rule, rule->id) == 0;
            silent |= rows[j].rule[0] == '!' && strcmp(rows[j].rule + 1, rule->id) == 0;
        }
        if (!fires || !silent)
            row_fail(rule->id, "no row that %s", fires ? "does not fire" : "fires");
        assert_true(strlen(rule->article) > 0 && strlen(rule->sentence) > 20);
        for (size_t j = 0; j < i; j++)
            assert_string_not_equal(rules_table[j].id, rule->id);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_clean_record),
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_empty_record),
        cmocka_unit_test(test_every_rule_has_both),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

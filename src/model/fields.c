/* SPDX-License-Identifier: Apache-2.0 */
#include "model/record.h"

/* Ceilings of texts, in graphemes. A comment over COMMENT_GRAPHEMES_MAX can be kept in a draft
 * and is an error before signing, hence the higher ceiling here; in strict v1.0 NHAN_XET_GVCN
 * holds the comments of all subjects. */
enum {
    CODE_MAX = 50,
    NAME_MAX = 200,
    ADDRESS_MAX = 500,
    AWARD_MAX = 1000,
    COMMENT_MAX = 4000,
    COMMENT_ALL_MAX = 30000,
};

#define FIELD(key_, tag_, label_, group_, owner_, kind_, presence_, max_, member)                  \
    {                                                                                              \
        .key = key_, .tag = tag_, .label = label_, .group = GROUP_##group_,                        \
        .owner = OWNER_##owner_, .kind = FIELD_##kind_, .presence = FIELD_##presence_,             \
        .graphemes_max = max_, .offset = offsetof(struct record, member)                           \
    }

/* clang-format off */
const struct field record_fields[] = {
    FIELD("phien_ban", "PHIEN_BAN", "Phiên bản", GENERAL, SYSTEM, TEXT, REQUIRED, CODE_MAX, version),
    FIELD("thong_tu", "THONG_TU", "Thông tư", GENERAL, SYSTEM, TEXT, REQUIRED, CODE_MAX, circular),
    FIELD("ma_tra_cuu_uuid", "MA_TRA_CUU_UUID", "Mã số tra cứu học bạ", GENERAL, SYSTEM, TEXT, REQUIRED, CODE_MAX, uuid),
    FIELD("ten_nam_hoc", "TEN_NAM_HOC", "Tên năm học", GENERAL, SCHOOL, TEXT, REQUIRED, CODE_MAX, year_name),
    FIELD("ma_so_giao_duc", "MA_SO_GIAO_DUC", "Mã sở giáo dục", GENERAL, SCHOOL, TEXT, REQUIRED, CODE_MAX, department_code),
    FIELD("ten_so_gd", "TEN_SO_GD", "Tên sở giáo dục", GENERAL, SCHOOL, TEXT, REQUIRED, NAME_MAX, department_name),
    FIELD("ma_truong", "MA_TRUONG", "Mã trường", GENERAL, SCHOOL, TEXT, REQUIRED, CODE_MAX, school_code),
    FIELD("ten_truong", "TEN_TRUONG", "Tên trường", GENERAL, SCHOOL, TEXT, REQUIRED, NAME_MAX, school_name),
    FIELD("ten_quan_huyen", "TEN_QUAN_HUYEN", "Tên quận huyện", GENERAL, SCHOOL, TEXT, EXCUSABLE, NAME_MAX, district),
    FIELD("ten_xa_phuong", "TEN_XA_PHUONG", "Tên xã phường", GENERAL, SCHOOL, TEXT, REQUIRED, NAME_MAX, commune),
    FIELD("ten_tinh_thanh_pho", "TEN_TINH_THANH_PHO", "Tên tỉnh thành phố", GENERAL, SCHOOL, TEXT, REQUIRED, NAME_MAX, province),
    FIELD("ma_cap_hoc", "MA_CAP_HOC", "Mã cấp học", GENERAL, SCHOOL, TEXT, REQUIRED, CODE_MAX, education_level),
    FIELD("so_so_dang_bo", "SO_SO_DANG_BO", "Số sổ đăng bộ", GENERAL, PUPIL, TEXT, REQUIRED, CODE_MAX, register_number),
    FIELD("ho_va_ten", "HO_VA_TEN", "Họ và tên", GENERAL, PUPIL, TEXT, REQUIRED, NAME_MAX, name),
    FIELD("so_cccd", "SO_CCCD", "Số định danh cá nhân", GENERAL, PUPIL, TEXT, EXCUSABLE, CODE_MAX, personal_number),
    FIELD("ma_hoc_sinh", "MA_HOC_SINH", "Mã học sinh", GENERAL, PUPIL, TEXT, REQUIRED, CODE_MAX, pupil_code),
    FIELD("gioi_tinh", "GIOI_TINH", "Giới tính", GENERAL, PUPIL, SEX, REQUIRED, CODE_MAX, sex),
    FIELD("ngay_sinh", "NGAY_SINH", "Ngày sinh", GENERAL, PUPIL, DATE, REQUIRED, CODE_MAX, birth_date),
    FIELD("can_nang", "CAN_NANG", "Cân nặng (kg)", GENERAL, YEAR, DECIMAL, EXCUSABLE, CODE_MAX, weight_kg),
    FIELD("chieu_cao", "CHIEU_CAO", "Chiều cao (cm)", GENERAL, YEAR, DECIMAL, EXCUSABLE, CODE_MAX, height_cm),
    FIELD("tong_so_buoi_nghi_co_phep", "TONG_SO_BUOI_NGHI_CO_PHEP", "Tổng số buổi nghỉ có phép", GENERAL, YEAR, COUNT, REQUIRED, CODE_MAX, absent_excused),
    /* sic: the specification misspells TONG */
    FIELD("thong_so_buoi_nghi_khong_phep", "THONG_SO_BUOI_NGHI_KHONG_PHEP", "Tổng số buổi nghỉ không phép", GENERAL, YEAR, COUNT, REQUIRED, CODE_MAX, absent_unexcused),
    FIELD("noi_sinh", "NOI_SINH", "Nơi sinh", GENERAL, PUPIL, TEXT, REQUIRED, ADDRESS_MAX, birth_place),
    FIELD("que_quan", "QUE_QUAN", "Quê quán", GENERAL, PUPIL, TEXT, REQUIRED, ADDRESS_MAX, home_town),
    FIELD("cho_o_hien_nay", "CHO_O_HIEN_NAY", "Chỗ ở hiện nay", GENERAL, PUPIL, TEXT, REQUIRED, ADDRESS_MAX, address),
    FIELD("dan_toc", "DAN_TOC", "Dân tộc", GENERAL, PUPIL, TEXT, REQUIRED, NAME_MAX, ethnicity),
    FIELD("quoc_tich", "QUOC_TICH", "Quốc tịch", GENERAL, PUPIL, TEXT, REQUIRED, NAME_MAX, nationality),
    FIELD("ho_va_ten_cha", "HO_VA_TEN_CHA", "Họ và tên cha", GENERAL, PUPIL, TEXT, OPTIONAL, NAME_MAX, father),
    FIELD("ho_va_ten_me", "HO_VA_TEN_ME", "Họ và tên mẹ", GENERAL, PUPIL, TEXT, EXCUSABLE, NAME_MAX, mother),
    FIELD("ho_va_ten_nguoi_giam_ho", "HO_VA_TEN_NGUOI_GIAM_HO", "Họ và tên người giám hộ", GENERAL, PUPIL, TEXT, OPTIONAL, NAME_MAX, guardian),
    FIELD("ten_giam_hieu_ky_hoc_ba", "TEN_GIAM_HIEU_KY_HOC_BA", "Tên giám hiệu ký học bạ", GENERAL, SCHOOL, TEXT, REQUIRED, NAME_MAX, principal_name),
    FIELD("so_cccd_giam_hieu_ky_hoc_ba", "SO_CCCD_GIAM_HIEU_KY_HOC_BA", "Số CCCD giám hiệu ký học bạ", GENERAL, SCHOOL, TEXT, REQUIRED, CODE_MAX, principal_number),
    FIELD("dia_danh_phat_hanh_hoc_ba", "DIA_DANH_PHAT_HANH_HOC_BA", "Địa danh phát hành học bạ", GENERAL, SCHOOL, TEXT, REQUIRED, NAME_MAX, issue_place),
    FIELD("ngay_tao_hoc_ba", "NGAY_TAO_HOC_BA", "Ngày tạo học bạ", GENERAL, SYSTEM, MOMENT, REQUIRED, CODE_MAX, created),
    FIELD("ngay_ky_phat_hanh_hoc_ba", "NGAY_KY_PHAT_HANH_HOC_BA", "Ngày ký phát hành học bạ", GENERAL, SCHOOL, MOMENT, REQUIRED, CODE_MAX, issue_date),
    FIELD("chuc_vu_giam_hieu_ky_hoc_ba", "CHUC_VU_GIAM_HIEU_KY_HOC_BA", "Chức vụ giám hiệu ký học bạ", GENERAL, SCHOOL, TEXT, REQUIRED, NAME_MAX, principal_title),
    FIELD("ten_giao_vien_chu_nhiem", "TEN_GIAO_VIEN_CHU_NHIEM", "Tên giáo viên chủ nhiệm", GENERAL, SCHOOL, TEXT, OPTIONAL, NAME_MAX, class_teacher_name),
    FIELD("so_cccd_giao_vien_chu_nhiem", "SO_CCCD_GIAO_VIEN_CHU_NHIEM", "Số CCCD giáo viên chủ nhiệm", GENERAL, SCHOOL, TEXT, OPTIONAL, CODE_MAX, class_teacher_number),
    FIELD("ma_khoi", "MA_KHOI", "Mã khối", GENERAL, SCHOOL, GRADE, REQUIRED, CODE_MAX, grade),
    FIELD("ten_lop", "TEN_LOP", "Tên lớp", GENERAL, SCHOOL, TEXT, REQUIRED, CODE_MAX, class_name),
    FIELD("nam_hoc", "NAM_HOC", "Năm học", GENERAL, SCHOOL, TEXT, REQUIRED, CODE_MAX, year_code),
    /* ours: the UUID that a replacement replaces */
    FIELD("ma_uuid_thay_the", "MA_UUID_THAY_THE", "Mã số của học bạ bị thay thế", GENERAL, SYSTEM, TEXT, OPTIONAL, CODE_MAX, replaces_uuid),

    FIELD("ket_qua_xep_loai", "KET_QUA_XEP_LOAI", "Đánh giá kết quả giáo dục", SUMMARY, YEAR, RESULT, REQUIRED, CODE_MAX, result),
    FIELD("duoc_len_lop", "DUOC_LEN_LOP", "Được lên lớp", SUMMARY, YEAR, ANSWER, REQUIRED, CODE_MAX, promoted),
    FIELD("noi_dung_hoan_thanh_chuong_trinh", "NOI_DUNG_HOAN_THANH_CHUONG_TRINH", "Nội dung hoàn thành chương trình lớp học", SUMMARY, YEAR, TEXT, OPTIONAL, AWARD_MAX, completion_text),
    FIELD("da_hoan_thanh_chuong_trinh_lop_hoc", "DA_HOAN_THANH_CHUONG_TRINH_LOP_HOC", "Đã hoàn thành chương trình lớp học", SUMMARY, YEAR, ANSWER, REQUIRED, CODE_MAX, completed_class),
    FIELD("da_hoan_thanh_chuong_trinh_tieu_hoc", "DA_HOAN_THANH_CHUONG_TRINH_TIEU_HOC", "Đã hoàn thành chương trình tiểu học", SUMMARY, YEAR, ANSWER, OPTIONAL, CODE_MAX, completed_primary),
    FIELD("noi_dung_khen_thuong", "NOI_DUNG_KHEN_THUONG", "Nội dung khen thưởng", SUMMARY, YEAR, TEXT, OPTIONAL, AWARD_MAX, award),
    FIELD("noi_dung_khen_thuong_dot_xuat", "NOI_DUNG_KHEN_THUONG_DOT_XUAT", "Nội dung khen thưởng đột xuất", SUMMARY, YEAR, TEXT, OPTIONAL, AWARD_MAX, award_sudden),
    FIELD("nhan_xet_gvcn", "NHAN_XET_GVCN", "Nhận xét của giáo viên chủ nhiệm", SUMMARY, YEAR, TEXT, REQUIRED, COMMENT_ALL_MAX, class_teacher_comment),

    FIELD("nang_luc_tu_chu_tu_hoc", "NANG_LUC_TU_CHU_TU_HOC", "Năng lực tự chủ và tự học", TRAITS, YEAR, RATING, EXCUSABLE, CODE_MAX, ratings[COMPETENCE_AUTONOMY]),
    /* sic: the specification misspells HOP_TAC */
    FIELD("nang_luc_giao_tiep_hoc_tac", "NANG_LUC_GIAO_TIEP_HOC_TAC", "Năng lực giao tiếp và hợp tác", TRAITS, YEAR, RATING, EXCUSABLE, CODE_MAX, ratings[COMPETENCE_COMMUNICATION]),
    FIELD("nang_luc_giai_quyet_van_de_sang_tao", "NANG_LUC_GIAI_QUYET_VAN_DE_SANG_TAO", "Năng lực giải quyết vấn đề và sáng tạo", TRAITS, YEAR, RATING, EXCUSABLE, CODE_MAX, ratings[COMPETENCE_PROBLEMS]),
    FIELD("nang_luc_ngon_ngu", "NANG_LUC_NGON_NGU", "Năng lực ngôn ngữ", TRAITS, YEAR, RATING, EXCUSABLE, CODE_MAX, ratings[COMPETENCE_LANGUAGE]),
    FIELD("nang_luc_tinh_toan", "NANG_LUC_TINH_TOAN", "Năng lực tính toán", TRAITS, YEAR, RATING, EXCUSABLE, CODE_MAX, ratings[COMPETENCE_CALCULATION]),
    FIELD("nang_luc_khoa_hoc", "NANG_LUC_KHOA_HOC", "Năng lực khoa học", TRAITS, YEAR, RATING, EXCUSABLE, CODE_MAX, ratings[COMPETENCE_SCIENCE]),
    FIELD("nang_luc_cong_nghe", "NANG_LUC_CONG_NGHE", "Năng lực công nghệ", TRAITS, YEAR, RATING, OPTIONAL, CODE_MAX, ratings[COMPETENCE_TECHNOLOGY]),
    FIELD("nang_luc_tin_hoc", "NANG_LUC_TIN_HOC", "Năng lực tin học", TRAITS, YEAR, RATING, OPTIONAL, CODE_MAX, ratings[COMPETENCE_INFORMATICS]),
    FIELD("nang_luc_tham_mi", "NANG_LUC_THAM_MI", "Năng lực thẩm mĩ", TRAITS, YEAR, RATING, EXCUSABLE, CODE_MAX, ratings[COMPETENCE_AESTHETICS]),
    FIELD("nang_luc_the_chat", "NANG_LUC_THE_CHAT", "Năng lực thể chất", TRAITS, YEAR, RATING, EXCUSABLE, CODE_MAX, ratings[COMPETENCE_PHYSICAL]),
    FIELD("pham_chat_yeu_nuoc", "PHAM_CHAT_YEU_NUOC", "Phẩm chất yêu nước", TRAITS, YEAR, RATING, EXCUSABLE, CODE_MAX, ratings[QUALITY_PATRIOTISM]),
    FIELD("pham_chat_nhan_ai", "PHAM_CHAT_NHAN_AI", "Phẩm chất nhân ái", TRAITS, YEAR, RATING, EXCUSABLE, CODE_MAX, ratings[QUALITY_KINDNESS]),
    FIELD("pham_chat_cham_chi", "PHAM_CHAT_CHAM_CHI", "Phẩm chất chăm chỉ", TRAITS, YEAR, RATING, EXCUSABLE, CODE_MAX, ratings[QUALITY_DILIGENCE]),
    FIELD("pham_chat_trung_thuc", "PHAM_CHAT_TRUNG_THUC", "Phẩm chất trung thực", TRAITS, YEAR, RATING, EXCUSABLE, CODE_MAX, ratings[QUALITY_HONESTY]),
    FIELD("pham_chat_trach_nhiem", "PHAM_CHAT_TRACH_NHIEM", "Phẩm chất trách nhiệm", TRAITS, YEAR, RATING, EXCUSABLE, CODE_MAX, ratings[QUALITY_RESPONSIBILITY]),
    FIELD("nhan_xet_pham_chat", "NHAN_XET_PHAM_CHAT", "Nhận xét phẩm chất", TRAITS, YEAR, TEXT, REQUIRED, COMMENT_MAX, comment_qualities),
    FIELD("nhan_xet_nang_luc_chung", "NHAN_XET_NANG_LUC_CHUNG", "Nhận xét năng lực chung", TRAITS, YEAR, TEXT, REQUIRED, COMMENT_MAX, comment_general),
    FIELD("nhan_xet_nang_luc_dac_thu", "NHAN_XET_NANG_LUC_DAC_THU", "Nhận xét năng lực đặc thù", TRAITS, YEAR, TEXT, REQUIRED, COMMENT_MAX, comment_specific),
};
/* clang-format on */
const size_t record_field_count = COUNT_OF(record_fields);

/* The spellings that the specification surely meant; read, never written. */
static const struct {
    const char *tag, *meant;
} misspelt[] = {
    {"THONG_SO_BUOI_NGHI_KHONG_PHEP", "TONG_SO_BUOI_NGHI_KHONG_PHEP"},
    {"NANG_LUC_GIAO_TIEP_HOC_TAC", "NANG_LUC_GIAO_TIEP_HOP_TAC"},
};

const struct field *
field_by_key(const char *key)
{
    for (size_t i = 0; i < record_field_count; i++)
        if (text_equal(record_fields[i].key, key))
            return &record_fields[i];
    return NULL;
}

const struct field *
field_by_tag(enum field_group group, struct span tag)
{
    for (size_t i = 0; i < COUNT_OF(misspelt); i++)
        if (span_is(tag, misspelt[i].meant))
            tag = span_of(misspelt[i].tag);
    for (size_t i = 0; i < record_field_count; i++)
        if (record_fields[i].group == group && span_is(tag, record_fields[i].tag))
            return &record_fields[i];
    return NULL;
}

const struct field *
field_of_trait(enum trait trait)
{
    size_t offset = offsetof(struct record, ratings) + (size_t)trait * sizeof(enum rating);

    for (size_t i = 0; i < record_field_count; i++)
        if (record_fields[i].offset == offset)
            return &record_fields[i];
    return NULL;
}

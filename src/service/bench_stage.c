/* SPDX-License-Identifier: Apache-2.0 */
#include "service/bench_stage.h"

#include <stdlib.h>

#include "base/uuid.h"
#include "crypto/issue_certificate.h"
#include "crypto/random.h"
#include "xml/record_xml.h"

enum { RSA_BITS = 2048, YEAR = 365 * 86400, CLASS_SIZE = 35 };

#define PRINCIPAL_NUMBER "022175000001"
#define SCHOOL_CODE      "22999901"

static void
clear_signer(struct bench_signer *signer)
{
    xades_identity_free(signer->identity);
    certificate_chain_free(signer->chain);
    private_key_free(signer->key);
    *signer = (struct bench_signer){0};
}

void
bench_stage_free(struct bench_stage *stage)
{
    if (!stage)
        return;
    for (int role = 0; role < SIGNER_ROLE_COUNT; role++)
        clear_signer(&stage->signers[role]);
    anchors_free(stage->anchors);
    certificate_free(stage->tsa);
    certificate_free(stage->authority);
    certificate_free(stage->root);
    private_key_free(stage->tsa_key);
    private_key_free(stage->authority_key);
    private_key_free(stage->root_key);
    free(stage);
}

static struct certificate_request
request_of(enum certificate_kind kind, const char *name)
{
    return (struct certificate_request){.kind = kind,
                                        .common_name = name,
                                        .organisation = "Đo tốc độ THỬ NGHIỆM",
                                        .valid_from = BENCH_NOW - YEAR,
                                        .valid_to = BENCH_NOW + YEAR,
                                        .training = true};
}

static enum status
make_authorities(struct bench_stage *stage, struct error *err)
{
    struct certificate_request root = request_of(CERTIFICATE_ROOT, "Gốc THỬ NGHIỆM đo tốc độ");
    struct certificate_request authority =
        request_of(CERTIFICATE_AUTHORITY, "Nơi cấp THỬ NGHIỆM đo tốc độ");
    AUTO(buffer) *pem = buffer_new(CERTIFICATE_PEM_MAX);

    TRY(private_key_make(KEY_P256, 0, &stage->root_key, err));
    TRY(private_key_make(KEY_P256, 0, &stage->authority_key, err));
    TRY(certificate_issue(&root, stage->root_key, NULL, &stage->root, err));
    struct certificate_issuer issuer = {stage->root, stage->root_key};
    TRY(certificate_issue(&authority, stage->authority_key, &issuer, &stage->authority, err));
    certificate_write_pem(stage->root, pem);
    return anchors_parse(buffer_span(pem), &stage->anchors, err);
}

static enum status
make_signer(struct bench_stage *stage, struct certificate_request *request,
            struct bench_signer *signer, struct error *err)
{
    struct certificate_issuer issuer = {stage->authority, stage->authority_key};
    struct certificate *certificate;

    TRY(private_key_make(stage->kind, RSA_BITS, &signer->key, err));
    signer->chain = certificate_chain_new();
    TRY(certificate_issue(request, signer->key, &issuer, &certificate, err));
    certificate_chain_add(signer->chain, certificate);
    TRY(certificate_parse(stage->authority->der, &certificate, err));
    certificate_chain_add(signer->chain, certificate);
    return xades_identity_make(signer->chain, &signer->identity, err);
}

enum status
bench_stage_new_teacher(struct bench_stage *stage, unsigned number, struct error *err)
{
    struct certificate_request request = request_of(CERTIFICATE_PERSON, "Giáo Viên Đo");
    struct bench_signer *teacher = &stage->signers[SIGNER_CLASS_TEACHER];
    AUTO(arena) *arena = arena_new();

    clear_signer(teacher);
    request.person_number = arena_printf(arena, "022185%06u", number % 1000000);
    return make_signer(stage, &request, teacher, err);
}

static enum status
make_people(struct bench_stage *stage, struct error *err)
{
    struct certificate_request principal = request_of(CERTIFICATE_PERSON, "Hiệu Trưởng Đo");
    struct certificate_request seal = request_of(CERTIFICATE_ORGANISATION, "Trường Đo Tốc Độ");

    principal.person_number = PRINCIPAL_NUMBER;
    seal.school_code = SCHOOL_CODE;
    seal.tax_code = "5700009999";
    TRY(bench_stage_new_teacher(stage, 1, err));
    TRY(make_signer(stage, &principal, &stage->signers[SIGNER_PRINCIPAL], err));
    return make_signer(stage, &seal, &stage->signers[SIGNER_SCHOOL], err);
}

static enum status
make_tsa(struct bench_stage *stage, struct error *err)
{
    struct certificate_request request = request_of(CERTIFICATE_TSA, "Dấu thời gian THỬ NGHIỆM");
    struct certificate_issuer issuer = {stage->authority, stage->authority_key};

    TRY(private_key_make(stage->kind, RSA_BITS, &stage->tsa_key, err));
    return certificate_issue(&request, stage->tsa_key, &issuer, &stage->tsa, err);
}

enum status
bench_stage_new(enum key_kind kind, struct bench_stage **stage, struct error *err)
{
    AUTO(bench_stage) *made = heap_alloc(sizeof *made);

    made->kind = kind;
    TRY(make_authorities(made, err));
    TRY(make_tsa(made, err));
    TRY(make_people(made, err));
    *stage = made;
    made = NULL;
    return OK;
}

/* --- records ---------------------------------------------------------------------------------- */

static const struct {
    const char *code, *name, *comment;
    bool marked;
} subjects[] = {
    {"TV", "Tiếng Việt", "Đọc to, rõ ràng; viết câu đúng ngữ pháp, biết dùng từ gợi tả.", true},
    {"T", "Toán", "Tính toán nhanh, chính xác; cần cẩn thận hơn khi trình bày bài giải.", true},
    {"NN1", "Ngoại ngữ 1", "Mạnh dạn giao tiếp, phát âm rõ.", true},
    {"LSDL", "Lịch sử và Địa lí", "Nắm vững kiến thức đã học, kể lại được sự kiện.", true},
    {"KH", "Khoa học", "Ham tìm hiểu tự nhiên, quan sát tốt.", true},
    {"TH", "Tin học", "Thao tác thành thạo với bàn phím và chuột.", true},
    {"CN", "Công nghệ", "Khéo tay, làm được sản phẩm đẹp.", true},
    {"DD", "Đạo đức", "Lễ phép với thầy cô, hòa nhã với bạn.", false},
    {"GDTC", "Giáo dục thể chất", "Tích cực tập luyện.", false},
    {"AN", "Âm nhạc", "Hát đúng giai điệu, có cảm xúc.", false},
    {"MT", "Mĩ thuật", "Vẽ có sáng tạo, phối màu hài hòa.", false},
    {"HDTN", "Hoạt động trải nghiệm", "Tham gia nhiệt tình các hoạt động.", false},
};

static void
fill_pupil(struct record *record, uint64_t number, struct arena *arena)
{
    static const char *const names[] = {"An",    "Bình", "Châu", "Dung", "Đạt",  "Giang", "Hương",
                                        "Khánh", "Linh", "Minh", "Ngọc", "Phúc", "Quỳnh"};
    char uuid[UUID_TEXT_SIZE];

    record->uuid = arena_text(arena, random_uuid(uuid));
    record->name = arena_printf(arena, "Nguyễn %s %s", names[number / COUNT_OF(names) % 13],
                                names[number % COUNT_OF(names)]);
    record->personal_number = arena_printf(arena, "022314%06u", (unsigned)(number % 1000000));
    record->pupil_code = arena_printf(arena, "22%08u", (unsigned)(number % 100000000));
    record->class_name = arena_printf(arena, "4A%u", (unsigned)(number / CLASS_SIZE % 9 + 1));
    record->sex = number % 2 ? SEX_FEMALE : SEX_MALE;
    record->birth_date = (struct date){2014, (int)(number % 12) + 1, (int)(number % 28) + 1};
    record->birth_place = record->home_town = "Thành phố Hạ Long, tỉnh Quảng Ninh";
    record->address = "Tổ 5, khu 3, phường Hồng Gai, thành phố Hạ Long";
    record->ethnicity = "Kinh";
    record->nationality = "Việt Nam";
    record->father = "Nguyễn Văn Hùng";
    record->mother = "Trần Thị Lan";
}

static void
fill_school(struct record *record, const struct bench_stage *stage)
{
    record->version = RECORD_VERSION_OURS;
    record->circular = "27/2020/TT-BGDĐT";
    record->year_name = record->year_code = "2023-2024";
    record->department_code = "22";
    record->department_name = "Sở Giáo dục và Đào tạo Quảng Ninh";
    record->school_code = SCHOOL_CODE;
    record->school_name = "Trường Tiểu học Đo Tốc Độ";
    record->district = "Thành phố Hạ Long";
    record->commune = "Phường Hồng Gai";
    record->province = "Tỉnh Quảng Ninh";
    record->education_level = "1";
    record->principal_name = "Hiệu Trưởng Đo";
    record->principal_number = PRINCIPAL_NUMBER;
    record->principal_title = "Hiệu trưởng";
    record->issue_place = "Hạ Long";
    record->created = (struct moment){BENCH_NOW - 86400, VIETNAM_OFFSET_MINUTES};
    record->issue_date = moment_of_date((struct date){2024, 5, 31});
    record->class_teacher_name = "Giáo Viên Đo";
    record->class_teacher_number =
        stage->signers[SIGNER_CLASS_TEACHER].chain->items[0]->person_number;
    record->grade = 4;
    record->class_teacher_comment =
        "Đi học đầy đủ, đúng giờ; mạnh dạn trình bày ý kiến cá nhân; biết giữ "
        "lời hứa; tôn trọng và biết giúp đỡ mọi người.";
}

static void
fill_results(struct record *record, uint64_t number)
{
    for (size_t i = 0; i < COUNT_OF(subjects); i++) {
        struct subject_result *subject = &record->subjects[record->subject_count++];
        *subject = (struct subject_result){
            .code = subjects[i].code, .name = subjects[i].name, .comment = subjects[i].comment};
        subject->level = (number + i) % 4 ? LEVEL_T : LEVEL_H;
        subject->mark = subjects[i].marked ? 7 + (int)((number + i) % 4) : MARK_NONE;
    }
}

enum status
bench_make_record(const struct bench_stage *stage, uint64_t number, struct arena *arena,
                  struct span *file, struct error *err)
{
    AUTO(buffer) *out = buffer_new(XML_DOCUMENT_MAX);
    struct record *record = arena_make(arena, struct record);

    record_init(record);
    fill_school(record, stage);
    fill_pupil(record, number, arena);
    fill_results(record, number);
    TRY(record_xml_write(record, &(struct record_xml_options){0}, out, err));
    *file = (struct span){arena_copy(arena, out->data, out->size), out->size};
    return OK;
}

static enum status
sign_as(const struct bench_stage *stage, enum signer_role role, struct arena *arena,
        struct span *file, struct error *err)
{
    const struct bench_signer *signer = &stage->signers[role];
    AUTO(buffer) *out = buffer_new(XML_DOCUMENT_MAX);
    struct xades_request request = {
        .role = role, .time = {BENCH_NOW - 600 + 60 * (int64_t)role, VIETNAM_OFFSET_MINUTES}};
    struct xades_pending pending;
    struct signature_value value;

    random_bytes(request.salt, sizeof request.salt);
    TRY(xades_prepare(*file, &request, signer->identity, arena, &pending, err));
    TRY(private_key_sign(signer->key, &pending.to_be_signed, &value, err));
    TRY(xades_attach(*file, &pending, (struct span){(const char *)value.bytes, value.size}, out,
                     err));
    *file = (struct span){arena_copy(arena, out->data, out->size), out->size};
    return OK;
}

enum status
bench_sign_record(const struct bench_stage *stage, struct span unsigned_file, struct arena *arena,
                  struct span *file, struct error *err)
{
    struct span signed_file = unsigned_file;

    TRY(sign_as(stage, SIGNER_CLASS_TEACHER, arena, &signed_file, err));
    TRY(sign_as(stage, SIGNER_PRINCIPAL, arena, &signed_file, err));
    TRY(sign_as(stage, SIGNER_SCHOOL, arena, &signed_file, err));
    *file = signed_file;
    return OK;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/run.h"

#include "base/unicode.h"

const char *
run_who(const struct verify_run *run, size_t i)
{
    const struct signature_report *report = &run->report->signatures[i];

    if (!report->subject_code)
        return signer_role_word(report->role);
    return arena_printf(run->arena, "%s (%s)", signer_role_word(report->role),
                        report->subject_code);
}

const struct path_result *
run_path(struct verify_run *run, size_t i)
{
    return cache_path(run->cache, run->chains[i].items, run->chains[i].count,
                      run->material->anchors, run->existence[i].time);
}

/* What proves in time a signature whose certificate has expired since, which is what such proofs
 * are for; NULL: none has expired. */
static const char *
proof_of_expired(const struct verify_run *run)
{
    for (size_t i = 0; i < run->places.count; i++)
        if (run->existence[i].proven &&
            run->chains[i].leaf->certificate->not_after < run->material->now)
            return run->existence[i].authority ? "dấu thời gian" : "nhân chứng của sổ cái";
    return NULL;
}

void
check_chains(struct verify_run *run)
{
    const struct verify_material *material = run->material;

    for (size_t i = 0; i < run->places.count; i++) {
        const char *reason;
        enum check_result result =
            signature_check_path(&run->signatures[i], &run->chains[i], material->anchors,
                                 run->existence[i].time, run->cache, run->arena, &reason);
        run->report->training |= run->chains[i].training;
        if (result != CHECK_YES)
            run_find_at(run, i, CHECK_CHAIN, result, reason);
    }
    const char *proof = proof_of_expired(run);
    run_find(run, CHECK_CHAIN, CHECK_YES,
             proof ? arena_printf(run->arena,
                                  "Mọi chứng thư số dẫn tới một gốc tin cậy đã cho và còn hạn khi "
                                  "ký, có %s chứng minh; có chứng thư nay đã hết hạn, điều đó là "
                                  "bình thường.",
                                  proof)
                   : "Mọi chứng thư số còn hạn và dẫn tới một gốc tin cậy đã cho.");
}

/* --- roles -------------------------------------------------------------------------------- */

static bool
has_role(const struct verify_run *run, enum signer_role role, const char *subject_code)
{
    for (size_t i = 0; i < run->places.count; i++)
        if (run->signatures[i].place.role == role &&
            (!subject_code || span_is(run->signatures[i].place.subject_code, subject_code)))
            return true;
    return false;
}

static void
need_role(struct verify_run *run, enum signer_role role)
{
    if (!has_role(run, role, NULL))
        run_find(run, CHECK_ROLES, CHECK_NO,
                 arena_printf(run->arena, "Thiếu chữ ký của %s.", signer_role_word(role)));
}

/* The principal and the school always (CV2088 Phụ lục 1.1). The class teacher unless the signed
 * content names none; each subject's teacher where the signed content asks for them by its Ids. */
void
check_roles(struct verify_run *run)
{
    const struct record *record = run->record;

    if (record->class_teacher_name || record->class_teacher_number)
        need_role(run, SIGNER_CLASS_TEACHER);
    need_role(run, SIGNER_PRINCIPAL);
    need_role(run, SIGNER_SCHOOL);
    for (size_t i = 0; run->places.subject_teachers_sign && i < record->subject_count; i++)
        if (!has_role(run, SIGNER_SUBJECT_TEACHER, record->subjects[i].code))
            run_find(run, CHECK_ROLES, CHECK_NO,
                     arena_printf(run->arena, "Thiếu chữ ký của giáo viên bộ môn %s.",
                                  record->subjects[i].name ? record->subjects[i].name
                                                           : record->subjects[i].code));
    run_find(run, CHECK_ROLES, CHECK_YES, "Đủ chữ ký của mọi vai trò phải ký.");
}

/* --- profile ------------------------------------------------------------------------------ */

static void
wrong_profile(struct verify_run *run, size_t i, enum check_result result, const char *what)
{
    run_find_at(run, i, CHECK_PROFILE, result,
                arena_printf(run->arena, "Chữ ký của %s: %s.", run_who(run, i), what));
}

/* The unsigned copies beside the signature say what was signed. */
static void
check_copies(struct verify_run *run, size_t i)
{
    const struct xades_signature *signature = &run->signatures[i];
    const char *number = run->chains[i].leaf->certificate->person_number;

    if (!span_equal(signature->place.signed_copy, signature->signing_time))
        wrong_profile(run, i, CHECK_NO, "NGAY_KY khác thời điểm ký đã được ký");
    if (signature->place.number_copy.data &&
        !(number && span_is(signature->place.number_copy, number)))
        wrong_profile(run, i, CHECK_NO, "SO_CCCD khác số định danh trong chứng thư");
}

/* A person whose number the record names; without a number there, whose name. */
static void
check_person(struct verify_run *run, size_t i, const char *number, const char *name)
{
    const struct certificate *leaf = run->chains[i].leaf->certificate;

    if (!leaf->person_number)
        wrong_profile(run, i, CHECK_NO, "chứng thư không phải của cá nhân (không có số định danh)");
    else if (number && !text_equal(leaf->person_number, number))
        wrong_profile(run, i, CHECK_NO,
                      "số định danh trong chứng thư khác người mà học bạ ghi tên");
    else if (!number && name &&
             !text_equal(unicode_name_key(run->arena, leaf->common_name),
                         unicode_name_key(run->arena, name)))
        wrong_profile(run, i, CHECK_NO, "tên trong chứng thư khác người mà học bạ ghi tên");
}

/* The school's seal: an organisation, and this one. A certificate that bears only a tax number
 * says nothing about which school that is; then the registry must. */
static void
check_seal(struct verify_run *run, size_t i)
{
    const struct certificate *leaf = run->chains[i].leaf->certificate;
    bool registered = run->report->checks[CHECK_ENTITLEMENT].result == CHECK_YES;

    if (leaf->person_number)
        wrong_profile(run, i, CHECK_NO, "chứng thư cá nhân bị dùng thay con dấu của nhà trường");
    else if (leaf->school_code && !text_equal(leaf->school_code, run->record->school_code))
        wrong_profile(run, i, CHECK_NO, "con dấu là của một trường khác");
    else if (!leaf->school_code && leaf->department_code)
        wrong_profile(run, i, CHECK_NO, "con dấu là của cơ quan quản lý, không phải của trường");
    else if (!leaf->school_code && !leaf->tax_code)
        wrong_profile(run, i, CHECK_NO, "chứng thư không phải của một tổ chức");
    else if (!leaf->school_code && !registered)
        wrong_profile(run, i, CHECK_UNKNOWN,
                      "chứng thư không ghi mã trường; cần sổ đăng ký (--registry) để biết đó là "
                      "con dấu của trường nào");
}

void
check_profiles(struct verify_run *run)
{
    const struct record *record = run->record;

    for (size_t i = 0; i < run->places.count; i++) {
        check_copies(run, i);
        switch (run->signatures[i].place.role) {
        case SIGNER_SUBJECT_TEACHER: check_person(run, i, NULL, NULL); break;
        case SIGNER_CLASS_TEACHER:
            check_person(run, i, record->class_teacher_number, record->class_teacher_name);
            break;
        case SIGNER_PRINCIPAL:
            check_person(run, i, record->principal_number, record->principal_name);
            break;
        default: check_seal(run, i); break;
        }
    }
    run_find(run, CHECK_PROFILE, CHECK_YES,
             "Chứng thư số đúng là của những người và đơn vị mà học bạ ghi.");
}

/* --- entitlement -------------------------------------------------------------------------- */

void
check_entitlement(struct verify_run *run)
{
    const struct record *record = run->record;

    if (!run->material->registry) {
        run_find(run, CHECK_ENTITLEMENT, CHECK_NOT_ASKED,
                 "Chưa hỏi: không có sổ đăng ký chứng thư của cơ quan quản lý (--registry).");
        return;
    }
    for (size_t i = 0; i < run->places.count; i++) {
        const struct xades_signature *signature = &run->signatures[i];
        struct registry_question question = {
            .certificate_sha256 = signature->certificate_digest.bytes,
            .role = signature->place.role,
            .school_code = record->school_code,
            .year_name = record->year_name,
            .class_name = record->class_name,
            .subject_code = run->report->signatures[i].subject_code,
            .at = signature->time,
            .now = run->existence[i].time,
        };
        const char *reason;
        enum check_result result = registry_ask(run->material->registry, &question, &reason);
        if (result != CHECK_YES)
            run_find_at(run, i, CHECK_ENTITLEMENT, result,
                        arena_printf(run->arena, "Chữ ký của %s: %s", run_who(run, i), reason));
    }
    run_find(run, CHECK_ENTITLEMENT, CHECK_YES,
             "Sổ đăng ký của cơ quan quản lý xác nhận mọi người ký có thẩm quyền tại ngày ký.");
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/verify.h"

#include "crypto/anchors_store.h"
#include "sign/xades_levels.h"
#include "verify/package.h"
#include "verify/report.h"
#include "verify/run.h"
#include "xml/record_xml.h"
#include "xml/rewrite.h"

void
run_find(struct verify_run *run, enum check_id id, enum check_result result, const char *reason)
{
    /* NO outweighs UNKNOWN, UNKNOWN outweighs YES, anything outweighs NOT_ASKED. */
    static const int weight[] = {
        [CHECK_NOT_ASKED] = 0, [CHECK_YES] = 1, [CHECK_UNKNOWN] = 2, [CHECK_NO] = 3};
    struct check *check = &run->report->checks[id];

    if (weight[result] > weight[check->result] || !check->reason)
        *check = (struct check){result, reason};
}

void
run_find_at(struct verify_run *run, size_t signature, enum check_id id, enum check_result result,
            const char *reason)
{
    struct signature_report *report = &run->report->signatures[signature];

    run_find(run, id, result, reason);
    if (result == CHECK_YES || result == CHECK_NOT_ASKED || report->reason)
        return;
    report->reason = reason;
    report->found_by = id;
    report->sub_indication = report_sub_indication(id, result, run->chains[signature].path);
}

static void
begin_report(struct verify_run *run)
{
    *run->report = (struct verdict_report){.verdict = VERDICT_NOT_AUTHENTIC};
    for (int id = 0; id < CHECK_COUNT; id++)
        run->report->checks[id].result = CHECK_NOT_ASKED;
}

/* Every check that nobody could make, because an earlier one failed. */
static void
close_report(struct verify_run *run)
{
    bool no = false, unknown = false;

    if (!run->material->policy)
        check_ledger(run); /* says that it was not asked */
    for (int id = 0; id < CHECK_COUNT; id++) {
        struct check *check = &run->report->checks[id];
        if (!check->reason)
            *check = (struct check){CHECK_UNKNOWN,
                                    "Không kiểm tra được vì một bước trước đó không đạt."};
        no |= check->result == CHECK_NO;
        unknown |= check->result == CHECK_UNKNOWN;
    }
    run->report->verdict = no        ? VERDICT_NOT_AUTHENTIC
                           : unknown ? VERDICT_UNDECIDED
                                     : VERDICT_AUTHENTIC;
    if (no) {
        run->report->record = NULL;
        run->report->content = (struct span){0};
    }
}

/* The fast path: the bytes are canonical as they stand. Else the same document in another
 * serialisation, written anew; from there on both are one path. */
static enum status
scan_file(struct verify_run *run, struct span file, struct error *err)
{
    struct span written;
    struct error why;

    if (cache_scan(run->cache, file, run->arena, &run->xml, err) == OK)
        return OK;
    if (xml_rewrite(file, XML_DOCUMENT_MAX, run->arena, &written, &why) == OK)
        return cache_scan(run->cache, written, run->arena, &run->xml, err);
    /* Of what is no XML at all the scanner says more. */
    if (!text_equal(why.detail, "syntax") && !text_equal(why.detail, "size"))
        *err = why;
    return err->status;
}

/* The record, every place for a signature and every signature's grammar. */
static enum status
read_file(struct verify_run *run, struct span file, struct error *err)
{
    struct record_xml_options options;

    TRY(scan_file(run, file, err));
    TRY(xades_find_places(&run->xml, &run->places, err));
    run->record = arena_make(run->arena, struct record);
    TRY(record_xml_read_scanned(&run->xml, run->arena, run->record, &options, err));
    size_t count = run->places.count;
    run->signatures = arena_make_array(run->arena, count + 1, struct xades_signature);
    run->chains = arena_make_array(run->arena, count + 1, struct signature_chain);
    run->existence = arena_make_array(run->arena, count + 1, struct existence);
    for (size_t i = 0; i < count; i++)
        TRY(xades_read(&run->xml, &run->places.items[i], run->signatures, i, &run->signatures[i],
                       err));
    return OK;
}

/* Is it a record of ours, to be checked further? CONFLICT is how the grammar says that a signer
 * before is missing or another one is there. */
static bool
check_format(struct verify_run *run, struct span file)
{
    struct error err;
    enum status status = read_file(run, file, &err);

    if (status == OK) {
        cache_keep_shape(run->cache, &run->xml);
        run_find(run, CHECK_FORMAT, CHECK_YES, "Tệp đúng cấu trúc học bạ số.");
        run_find(run, CHECK_ORDER, CHECK_YES,
                 "Người ký sau đã xác nhận mọi chữ ký đứng trước mình.");
        return true;
    }
    const char *reason = arena_text(run->arena, err.message);
    if (status == INVALID) {
        if (check_foreign_record(run, file, &err) == OK)
            return false;
        if (text_equal(err.detail, FOREIGN_CONTENT))
            reason = arena_text(run->arena, err.message);
    }
    if (status == CONFLICT) {
        run_find(run, CHECK_FORMAT, CHECK_YES, "Tệp đúng cấu trúc học bạ số.");
        run_find(run, CHECK_ORDER, CHECK_NO, reason);
    } else {
        run_find(run, CHECK_FORMAT, CHECK_NO, reason);
    }
    return false;
}

void
run_name_signer(struct verify_run *run, size_t signature)
{
    const struct cached_certificate *cached = run->chains[signature].leaf;
    const struct certificate *leaf = cached->certificate;
    struct signature_report *report = &run->report->signatures[signature];

    report->signer_name = arena_text(run->arena, leaf->common_name);
    report->signer_number = arena_text(run->arena, certificate_number(leaf));
    report->issuer_name = arena_text(run->arena, leaf->issuer_name);
    memcpy(report->kid, cached->key_id.bytes, sizeof report->kid);
}

static void
report_signature(struct verify_run *run, size_t i)
{
    const struct xades_signature *signature = &run->signatures[i];
    struct signature_report *report = &run->report->signatures[i];
    char hex[SHA256_HEX_SIZE];

    report->role = signature->place.role;
    if (signature->place.role == SIGNER_SUBJECT_TEACHER)
        report->subject_code = arena_copy(run->arena, signature->place.subject_code.data,
                                          signature->place.subject_code.size);
    report->claimed_time = signature->time;
    report->algorithm = key_algorithm_name(signature->method);
    report->level = "B-B";
    report->certificate_sha256 =
        arena_text(run->arena, digest_hex(&signature->certificate_digest, hex));
    if (run->chains[i].leaf)
        run_name_signer(run, i);
}

static void
check_one_signature(struct verify_run *run, size_t i, struct digester *digester)
{
    struct signature_report *report = &run->report->signatures[i];
    struct error err;

    signature_read_chain(&run->signatures[i], run->cache, &run->chains[i]);
    run->report->training |= run->chains[i].training;
    report_signature(run, i);
    if (!signature_digests_match(&run->signatures[i], digester))
        run_find_at(run, i, CHECK_INTEGRITY, CHECK_NO,
                    "Nội dung đã bị thay đổi sau khi ký: giá trị băm không khớp.");
    if (signature_check_value(&run->signatures[i], &run->chains[i], &err) == OK)
        report->cryptographically_valid = true;
    else
        run_find_at(run, i, CHECK_SIGNATURES, CHECK_NO, arena_text(run->arena, err.message));
}

static bool
check_signatures(struct verify_run *run)
{
    struct digester digester = {.xml = &run->xml};
    const struct check *checks = run->report->checks;

    if (run->places.count == 0) {
        run_find(run, CHECK_SIGNATURES, CHECK_NO, "Học bạ chưa có chữ ký nào.");
        run_find(run, CHECK_ROLES, CHECK_NO, "Học bạ chưa có chữ ký nào.");
        return false;
    }
    run->report->signature_count = run->places.count;
    for (size_t i = 0; i < run->places.count; i++)
        check_one_signature(run, i, &digester);
    run_find(run, CHECK_INTEGRITY, CHECK_YES, "Không có gì thay đổi từ khi ký.");
    run_find(run, CHECK_SIGNATURES, CHECK_YES, "Mọi chữ ký đều đúng với chứng thư của người ký.");
    return checks[CHECK_INTEGRITY].result == CHECK_YES &&
           checks[CHECK_SIGNATURES].result == CHECK_YES;
}

static void
cut_issued_form(struct verify_run *run)
{
    const struct xml_element *root = &run->xml.elements[0];

    run->report->issued_form = xades_levels_cut_read(
        &run->xml, root->start, root->end, run->signatures, run->places.count, run->arena);
}

static void
check_all(struct verify_run *run, struct span file)
{
    cache_prepare(run->cache);
    if (!check_format(run, file))
        return;
    cut_issued_form(run);
    if (!check_signatures(run))
        return;
    run->report->record = run->record;
    run->report->content = xml_element_bytes(&run->xml, run->places.data);
    if (run->material->policy)
        check_ledger(run);
    check_timestamps(run);
    check_chains(run);
    check_revocation(run);
    check_roles(run);
    check_entitlement(run);
    check_profiles(run);
}

/* A package's record and proofs; false when it is a broken one. */
static bool
unpack(struct verify_run *run, struct span *file)
{
    struct record_package package;
    struct error err;

    if (!package_is(*file))
        return true;
    if (package_read(*file, run->arena, &package, &err) != OK) {
        run_find(run, CHECK_FORMAT, CHECK_NO, arena_text(run->arena, err.message));
        return false;
    }
    *file = package.record;
    run->proof = package.proof;
    if (!run->status_list.data)
        run->status_list = package.status_list;
    run->decision = package.decision;
    return true;
}

enum status
verify_record(struct span file, const struct verify_material *material, struct arena *arena,
              struct verdict_report *report, struct error *err)
{
    AUTO(verify_cache) *own = material->cache ? NULL : verify_cache_new();
    struct verify_run run = {
        .material = material,
        .cache = own ? own : material->cache,
        .arena = arena,
        .report = report,
        .proof = material->proof,
        .status_list = material->status_list,
    };

    if (!material->anchors)
        return fail(err, USAGE, "Chưa cho biết các chứng thư gốc tin cậy (--anchors).");
    begin_report(&run);
    if (unpack(&run, &file))
        check_all(&run, file);
    close_report(&run);
    return OK;
}

/* Of a record signed by others' software it is what their signatures are right over, so these are
 * checked; of ours the grammar tells. */
enum status
verify_issued_form(struct span file, struct arena *arena, struct span *form, struct error *err)
{
    AUTO(verify_cache) *cache = verify_cache_new();
    AUTO(anchors) *nobody = anchors_new();
    struct verdict_report *report = arena_make(arena, struct verdict_report);
    struct verify_material material = {.anchors = nobody, .cache = cache};
    struct verify_run run = {
        .material = &material, .cache = cache, .arena = arena, .report = report};

    begin_report(&run);
    if (unpack(&run, &file) && read_file(&run, file, err) == OK)
        cut_issued_form(&run);
    else
        TRY(verify_record(file, &material, arena, report, err));
    *form = report->issued_form;
    return form->size ? OK : fail(err, CORRUPT, "Học bạ không đọc được.");
}

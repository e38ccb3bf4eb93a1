/* SPDX-License-Identifier: Apache-2.0
 *
 * Other suppliers' records: the profile "XMLDSig CV2088".  The letter asks for a plain XMLDSig
 * signature with SigningTime and X.509 data, so each signature has two references, to the data
 * element and to one of its own Objects that holds SigningTime, under canonical XML alone.  Where
 * things stand is fixed: the data is HOC_BA's first child, each signer's element has one
 * Signature, and no other exists.  The signature does not say whose certificate it is, so only the
 * registry can: without one nothing is decided.
 */
#include "base/encode.h"
#include "verify/foreign.h"
#include "verify/run.h"
#include "xml/record_tags.h"
#include "xml/record_xml.h"

struct supplier {
    struct verify_run *run;
    struct foreign_report report;
    int32_t data, signers;
    int32_t elements[FOREIGN_SIGNATURES_MAX]; /* of the signatures, in their order */
    struct error *err;
};

static enum status
refuse(struct supplier *supplier, const char *what)
{
    return fail(supplier->err, INVALID, "Học bạ XMLDSig không đúng cấu trúc: %s.", what);
}

/* One signer's element: exactly one Signature below it, and perhaps the copies. */
static enum status
add_signer(struct supplier *supplier, int32_t element, struct xades_place place)
{
    const struct xml_tree *tree = supplier->report.tree;
    int32_t signature = xml_tree_only(tree, element, XML_DS_URI, "Signature");
    int32_t number = xml_tree_only(tree, element, "", TAG_NUMBER);
    struct xades_places *places = &supplier->run->places;

    if (signature == XML_NO_NODE)
        return refuse(supplier, "phải có đúng một Signature cho mỗi người ký");
    if (places->count == FOREIGN_SIGNATURES_MAX)
        return refuse(supplier, "quá nhiều chữ ký");
    if (number != XML_NO_NODE && !xml_tree_text(tree, number, &place.number_copy))
        return refuse(supplier, TAG_NUMBER);
    supplier->elements[places->count] = signature;
    places->items[places->count++] = place;
    return OK;
}

static enum status
add_signers(struct supplier *supplier)
{
    const struct xml_tree *tree = supplier->report.tree;
    int role = SIGNER_CLASS_TEACHER;

    for (int32_t child = xml_tree_first(tree, supplier->signers); child != XML_NO_NODE;
         child = xml_tree_next(tree, child)) {
        while (role < SIGNER_ROLE_COUNT &&
               !xml_tree_is(tree, child, "", signer_role_tag((enum signer_role)role)))
            role++;
        if (role == SIGNER_ROLE_COUNT)
            return refuse(supplier, "người ký lạ, lặp lại hoặc sai thứ tự");
        struct xades_place place = {.role = (enum signer_role)role};
        TRY(add_signer(supplier, child, place));
        role++; /* each stands once */
    }
    return supplier->run->places.count == supplier->report.signature_count
               ? OK
               : refuse(supplier, "có chữ ký ngoài chỗ quy định");
}

static enum status
find_places(struct supplier *supplier)
{
    const struct xml_tree *tree = supplier->report.tree;
    int32_t root = xml_tree_root(tree);

    if (!xml_tree_is(tree, root, "", TAG_RECORD) || tree->has_markup)
        return refuse(supplier, "thẻ gốc không phải HOC_BA, hoặc có chú thích, CDATA, chỉ thị");
    supplier->data = xml_tree_first(tree, root);
    if (!xml_tree_is(tree, supplier->data, "", TAG_DATA) || !xml_tree_id(tree, supplier->data).data)
        return refuse(supplier, "DU_LIEU_HOC_BA không đứng đầu hoặc không có Id");
    supplier->signers = xml_tree_next(tree, supplier->data);
    if (supplier->signers == XML_NO_NODE ||
        !xml_tree_is(tree, supplier->signers, "", TAG_SIGNERS) ||
        xml_tree_next(tree, supplier->signers) != XML_NO_NODE)
        return refuse(supplier, "thiếu DANH_SACH_THONG_TIN_KY hoặc còn thẻ lạ sau nó");
    return add_signers(supplier);
}

/* --- one signature ---------------------------------------------------------------------------- */

static bool
is_canonical_only(const struct foreign_reference_report *reference)
{
    for (size_t i = 0; i < reference->transform_count; i++)
        if (!strstr(reference->transforms[i], "c14n"))
            return false;
    return reference->whole;
}

/* The only SigningTime below `node`, whatever its namespace. */
static int32_t
find_time(const struct xml_tree *tree, int32_t node)
{
    int32_t found = XML_NO_NODE;

    for (int32_t i = node; i < tree->nodes[node].after; i++) {
        if (tree->nodes[i].kind != XML_ELEMENT || !span_is(tree->nodes[i].name, "SigningTime"))
            continue;
        if (found != XML_NO_NODE)
            return XML_NO_NODE;
        found = i;
    }
    return found;
}

/* One reference to the data and one to what holds SigningTime, inside this signature's Object. */
static enum status
check_references(struct supplier *supplier, const struct foreign_signature_report *report,
                 int32_t element, struct xades_signature *signature)
{
    const struct xml_tree *tree = supplier->report.tree;
    int32_t end = tree->nodes[element].after;
    size_t data = 0, times = 0;

    for (size_t i = 0; i < report->reference_count; i++) {
        const struct foreign_reference_report *reference = &report->references[i];
        int32_t target = reference->element;
        if (!is_canonical_only(reference) ||
            !text_equal(reference->digest_method, "http://www.w3.org/2001/04/xmlenc#sha256"))
            return refuse(supplier, "tham chiếu dùng phép biến đổi hoặc hàm băm khác");
        data += target == supplier->data;
        int32_t time = target > element && target < end ? find_time(tree, target) : XML_NO_NODE;
        if (time == XML_NO_NODE)
            continue;
        times++;
        if (!xml_tree_text(tree, time, &signature->signing_time) ||
            !moment_parse(signature->signing_time, &signature->time))
            return refuse(supplier, "SigningTime");
    }
    if (data != 1 || times != 1 || report->reference_count != 2)
        return refuse(supplier, "chữ ký phải bao trùm phần dữ liệu và SigningTime, không gì khác");
    return OK;
}

static enum status
check_method(struct supplier *supplier, const struct foreign_signature_report *report,
             struct xades_signature *signature)
{
    if (text_equal(report->method, "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"))
        signature->method = KEY_RSA;
    else if (text_equal(report->method, "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"))
        signature->method = KEY_P256;
    else
        return refuse(supplier, "thuật toán ký không được chấp nhận");
    return OK;
}

/* The certificate for the checks that follow; their order in the file means nothing here. */
static void
take_certificate(struct verify_run *run, size_t i, const struct foreign_signature_report *report)
{
    struct xades_signature *signature = &run->signatures[i];
    struct signature_report *out = &run->report->signatures[i];

    signature->certificate_count = 0;
    for (size_t j = 0; j < report->certificate_count && j < CHAIN_MAX; j++)
        signature->certificates[signature->certificate_count++] = span_of(
            base64_write(run->arena, report->certificates[j].data, report->certificates[j].size));
    signature_read_chain(signature, run->cache, &run->chains[i]);
    run->chains[i].in_order = true;
    run->report->training |= run->chains[i].training;
    out->certificate_sha256 = report->certificate_sha256;
    if (!run->chains[i].leaf)
        return;
    signature->certificate_digest = run->chains[i].leaf->certificate->sha256;
    run_name_signer(run, i);
}

static enum status
take_signature(struct supplier *supplier, size_t i)
{
    struct verify_run *run = supplier->run;
    const struct foreign_signature_report *report = NULL;
    struct xades_signature *signature = &run->signatures[i];
    struct signature_report *out = &run->report->signatures[i];

    for (size_t j = 0; j < supplier->report.signature_count; j++)
        if (supplier->report.signatures[j].element == supplier->elements[i])
            report = &supplier->report.signatures[j];
    if (!report)
        return refuse(supplier, "có chữ ký ngoài chỗ quy định");
    signature->place = run->places.items[i];
    signature->evidence.element = XML_NO_ELEMENT;
    out->role = signature->place.role;
    out->level = "XMLDSig";
    if (report->reference_count == 0)
        return refuse(supplier, report->reason ? report->reason : "Signature");
    TRY(check_method(supplier, report, signature));
    TRY(check_references(supplier, report, supplier->elements[i], signature));
    signature->place.signed_copy = signature->signing_time;
    out->algorithm = key_algorithm_name(signature->method);
    out->claimed_time = signature->time;
    take_certificate(run, i, report);
    out->cryptographically_valid = report->cryptographically_valid && run->chains[i].leaf;
    for (size_t j = 0; j < report->reference_count; j++) {
        if (!report->references[j].digest_matches)
            run_find_at(run, i, CHECK_INTEGRITY, CHECK_NO, report->references[j].reason);
        else if (report->references[j].element == supplier->data)
            run->report->content = report->references[j].octets;
    }
    if (!report->value_matches || report->names_another || !run->chains[i].leaf)
        run_find_at(run, i, CHECK_SIGNATURES, CHECK_NO,
                    report->reason ? report->reason : "Không đọc được chứng thư số của người ký.");
    return OK;
}

/* The record, from the very bytes that were digested. */
static enum status
read_record(struct supplier *supplier)
{
    struct verify_run *run = supplier->run;
    struct foreign_elements unknown;
    struct span content = run->report->content;

    run->record = arena_make(run->arena, struct record);
    const char *file = arena_printf(run->arena, "<" TAG_RECORD ">%.*s</" TAG_RECORD ">",
                                    (int)content.size, content.data);
    return record_xml_read_foreign(span_of(file), run->arena, run->record, &unknown, supplier->err);
}

static enum status
take_signatures(struct supplier *supplier)
{
    struct verify_run *run = supplier->run;
    size_t count = run->places.count;

    run->signatures = arena_make_array(run->arena, count + 1, struct xades_signature);
    run->chains = arena_make_array(run->arena, count + 1, struct signature_chain);
    run->existence = arena_make_array(run->arena, count + 1, struct existence);
    run->report->signature_count = count;
    for (size_t i = 0; i < count; i++)
        TRY(take_signature(supplier, i));
    return OK;
}

static void
check_meaning(struct verify_run *run, struct span file)
{
    run_find(run, CHECK_INTEGRITY, CHECK_YES, "Không có gì thay đổi từ khi ký.");
    run_find(run, CHECK_SIGNATURES, CHECK_YES, "Mọi chữ ký đều đúng với chứng thư của người ký.");
    run_find(run, CHECK_ORDER, CHECK_NOT_ASKED,
             "Chữ ký XMLDSig thường: người ký sau không xác nhận chữ ký đứng trước.");
    run_find(run, CHECK_TIMESTAMPS, CHECK_NOT_ASKED,
             run->seen_by
                 ? "Chữ ký XMLDSig thường không kèm dấu thời gian; xét theo lúc nhân chứng "
                   "của sổ cái đã thấy học bạ."
                 : "Chữ ký XMLDSig thường không kèm dấu thời gian; xét theo thời điểm kiểm "
                   "tra.");
    run_find(run, CHECK_REVOCATION, CHECK_NOT_ASKED,
             "Chữ ký XMLDSig thường không kèm dữ liệu thu hồi; chỉ hỏi sổ đăng ký.");
    run->report->issued_form = file;
    run->report->record = run->record;
    if (run->material->policy)
        check_ledger(run);
    begin_existence(run);
    check_chains(run);
    check_roles(run);
    check_entitlement(run);
    if (!run->material->registry)
        run_find(run, CHECK_ENTITLEMENT, CHECK_UNKNOWN,
                 "Chữ ký XMLDSig không cho biết chứng thư là của ai; cần sổ đăng ký (--registry).");
    check_profiles(run);
}

enum status
check_foreign_record(struct verify_run *run, struct span file, struct error *err)
{
    struct foreign_settings settings = {.utf8_only = true};
    struct supplier supplier = {.run = run, .err = err};
    const struct check *checks = run->report->checks;

    run->places = (struct xades_places){0};
    verify_foreign(file, &settings, run->arena, &supplier.report);
    if (!supplier.report.tree || supplier.report.signature_count == 0)
        return refuse(&supplier, supplier.report.reason);
    enum status status = find_places(&supplier);
    if (status == OK)
        status = take_signatures(&supplier);
    bool intact =
        checks[CHECK_INTEGRITY].result != CHECK_NO && checks[CHECK_SIGNATURES].result != CHECK_NO;
    if (status == OK && intact) {
        status = read_record(&supplier);
        if (status != OK)
            (void)fail_detail(err, FOREIGN_CONTENT);
    }
    if (status != OK) {
        run->report->signature_count = 0;
        run->report->content = (struct span){0};
        return status;
    }
    run_find(run, CHECK_FORMAT, CHECK_YES,
             "Tệp đúng cấu trúc học bạ của CV2088 với chữ ký XMLDSig của nhà cung cấp khác.");
    if (intact)
        check_meaning(run, file);
    else
        run->report->content = (struct span){0};
    return OK;
}

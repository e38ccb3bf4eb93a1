/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/signature.h"

#include <assert.h>

#include "xml/writer.h"

enum { CLOCK_SKEW_SECONDS = 10 * 60 };

struct digest
signed_document_digest(struct span file)
{
    size_t skip = strlen(XML_DECLARATION);

    if (file.size > skip && memcmp(file.data, XML_DECLARATION, skip) == 0)
        file = (struct span){file.data + skip, file.size - skip};
    return sha256(file);
}

struct digest
digester_get(struct digester *digester, int32_t element)
{
    for (size_t i = 0; i < digester->count; i++)
        if (digester->made[i].element == element)
            return digester->made[i].digest;
    struct digest digest = sha256(xml_element_bytes(digester->xml, element));
    assert(digester->count < DIGESTED_MAX);
    digester->made[digester->count].element = element;
    digester->made[digester->count++].digest = digest;
    return digest;
}

bool
signature_digests_match(const struct xades_signature *signature, struct digester *digester)
{
    size_t own = signature->reference_count - signature->earlier_count - 2;

    for (size_t i = 0; i < signature->reference_count; i++) {
        const struct xades_reference *reference = &signature->references[i];
        /* Its own two properties are covered by nobody else: not worth remembering. */
        struct digest digest = i == own || i == own + 1
                                   ? sha256(xml_element_bytes(digester->xml, reference->element))
                                   : digester_get(digester, reference->element);
        if (!digest_equal(&digest, &reference->digest))
            return false;
    }
    return true;
}

void
signature_read_chain(const struct xades_signature *signature, struct verify_cache *cache,
                     struct signature_chain *chain)
{
    const struct cached_certificate *cached;
    struct error why;

    *chain = (struct signature_chain){0};
    if (cache_certificate(cache, signature->certificates[0], &chain->leaf, &why) != OK) {
        chain->leaf = NULL;
        return;
    }
    chain->items[chain->count++] = chain->leaf->certificate;
    chain->training = chain->leaf->certificate->is_training;
    chain->in_order = true;
    for (size_t i = 1; i < signature->certificate_count; i++) {
        /* An unsigned copy that cannot be read only makes the path incomplete. */
        if (cache_certificate(cache, signature->certificates[i], &cached, &why) != OK)
            continue;
        if (cached->certificate->is_self_issued ||
            !text_equal(cached->certificate->subject, chain->items[chain->count - 1]->issuer))
            chain->in_order = false;
        chain->items[chain->count++] = cached->certificate;
    }
}

enum status
signature_check_value(const struct xades_signature *signature, const struct signature_chain *chain,
                      struct error *err)
{
    const struct cached_certificate *leaf = chain->leaf;
    struct span value = {(const char *)signature->value.bytes, signature->value.size};

    if (!leaf)
        return fail(err, UNTRUSTED, "Không đọc được chứng thư số của người ký.");
    if (!digest_equal(&leaf->certificate->sha256, &signature->certificate_digest))
        return fail(err, UNTRUSTED,
                    "Chứng thư đính kèm không phải chứng thư mà người ký đã xác nhận.");
    if (!span_is(signature->subject_name, leaf->subject_xml))
        return fail(err, UNTRUSTED,
                    "Tên ghi cạnh chứng thư (X509SubjectName) không khớp chứng thư.");
    if (public_key_kind(leaf->certificate->key) != signature->method)
        return fail(err, UNTRUSTED, "Thuật toán ký không khớp loại khóa của chứng thư.");
    struct digest digest = sha256(signature->signed_info);
    if (public_key_verify(leaf->certificate->key, &digest, value, err) != OK)
        return fail(err, UNTRUSTED, "Giá trị chữ ký không đúng với chứng thư của \"%.100s\".",
                    leaf->certificate->common_name);
    return OK;
}

static enum check_result
path_answer(enum path_verdict verdict)
{
    switch (verdict) {
    case PATH_TRUSTED: return CHECK_YES;
    case PATH_OTHER_ROOT:
    case PATH_BROKEN: return CHECK_NO;
    case PATH_INCOMPLETE:
    case PATH_EXPIRED:
    case PATH_NOT_YET_VALID: return CHECK_UNKNOWN;
    }
    return CHECK_UNKNOWN;
}

/* What the signer claims about the time must at least be possible. */
static enum check_result
check_claimed_time(const struct xades_signature *signature, const struct certificate *leaf,
                   int64_t now, struct arena *arena, const char **reason)
{
    if (signature->time.seconds < leaf->not_before || signature->time.seconds > leaf->not_after) {
        *reason = arena_printf(arena,
                               "Thời điểm ký ghi trong chữ ký của \"%s\" nằm ngoài thời hạn của "
                               "chứng thư.",
                               leaf->common_name);
        return CHECK_NO;
    }
    if (signature->time.seconds > now + CLOCK_SKEW_SECONDS) {
        *reason = arena_printf(arena,
                               "Thời điểm ký ghi trong chữ ký của \"%s\" ở tương lai so với đồng "
                               "hồ của máy kiểm tra; hãy xem lại giờ máy.",
                               leaf->common_name);
        return CHECK_UNKNOWN;
    }
    return CHECK_YES;
}

enum check_result
signature_check_path(const struct xades_signature *signature, struct signature_chain *chain,
                     const struct anchors *anchors, int64_t now, struct verify_cache *cache,
                     struct arena *arena, const char **reason)
{
    if (!chain->leaf) {
        *reason = "Không đọc được chứng thư số của người ký.";
        return CHECK_NO;
    }
    if (!chain->in_order) {
        *reason = "Các chứng thư đính kèm thừa hoặc không đúng thứ tự từ người ký tới nơi cấp.";
        return CHECK_NO;
    }
    const struct path_result *path = cache_path(cache, chain->items, chain->count, anchors, now);
    enum check_result answer = path_answer(path->verdict);
    chain->path = path->verdict;
    *reason = arena_text(arena, path->reason);
    chain->training |= path->training;
    if (path->verdict == PATH_OTHER_ROOT && chain->training)
        *reason = "Đây là học bạ THỬ NGHIỆM: gốc của nó thuộc một hệ thống thử nghiệm và không nằm "
                  "trong các gốc tin cậy đã cho, nên không có giá trị.";
    if (answer != CHECK_YES)
        return answer;
    return check_claimed_time(signature, chain->leaf->certificate, now, arena, reason);
}

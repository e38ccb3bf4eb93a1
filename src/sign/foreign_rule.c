/* SPDX-License-Identifier: Apache-2.0 */
#include "sign/foreign_rule.h"

static const struct {
    const char *key, *sentence;
} rules[] = {
    [RULE_STRUCTURE] = {"structure", "Chữ ký không đúng cấu trúc XMLDSig."},
    [RULE_LIMIT] = {"limit", "Chữ ký vượt quá mức cho phép về số lượng hoặc độ dài."},
    [RULE_C14N] = {"canonicalization", "Cách chuẩn hóa XML không được hỗ trợ."},
    [RULE_ALGORITHM] = {"algorithm", "Thuật toán ký hoặc băm không được chấp nhận."},
    [RULE_SHA1] = {"sha1", "Chữ ký dùng SHA-1, đã bị phá; không chấp nhận."},
    [RULE_OTHER_HASH] = {"other-hash", "Hàm băm này không được chấp nhận ở đây."},
    [RULE_HMAC] = {"hmac", "HMAC dùng bí mật chung, không chứng minh được ai đã ký."},
    [RULE_DSA] = {"dsa", "DSA không còn được chấp nhận."},
    [RULE_TRANSFORM] = {"transform", "Phép biến đổi không được chấp nhận hoặc sai thứ tự."},
    [RULE_XSLT] = {"xslt", "Phép biến đổi XSLT không được chấp nhận."},
    [RULE_XPATH] = {"xpath", "Biểu thức XPath nằm ngoài phần được hỗ trợ."},
    [RULE_EXTERNAL_URI] = {"external-uri", "Chữ ký trỏ tới thứ nằm ngoài tài liệu."},
    [RULE_NO_TARGET] = {"no-target", "Chữ ký trỏ tới một Id không có trong tài liệu."},
    [RULE_EMPTY] = {"empty", "Phần được ký rỗng hoặc không chuẩn hóa được."},
    [RULE_NO_CERTIFICATE] = {"no-certificate", "Chữ ký không kèm chứng thư số đọc được."},
    [RULE_KEY_VALUE] = {"key-value", "Chữ ký chỉ kèm khóa trần, không biết của ai."},
    [RULE_WEAK_KEY] = {"weak-key", "Khóa quá yếu hoặc thuộc loại không được chấp nhận."},
    [RULE_KEY_KIND] = {"key-kind", "Thuật toán ký không khớp loại khóa của chứng thư."},
    [RULE_OTHER_CERTIFICATE] = {"other-certificate",
                                "Chứng thư đính kèm không phải chứng thư mà người ký đã xác nhận."},
    [RULE_DIGEST] = {"digest", "Phần được ký đã bị thay đổi: giá trị băm không khớp."},
    [RULE_VALUE] = {"value", "Giá trị chữ ký không đúng với khóa của người ký."},
};
_Static_assert(COUNT_OF(rules) == RULE_COUNT, "every rule has its words");

const char *
foreign_rule_key(enum foreign_rule rule)
{
    return rules[rule].key;
}

const char *
foreign_rule_sentence(enum foreign_rule rule)
{
    return rules[rule].sentence;
}

void
foreign_refusal_fill(struct error *err, enum foreign_rule rule)
{
    fail(err, INVALID, "%s", rules[rule].sentence);
    fail_detail(err, "%s", rules[rule].key);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/statement.h"

#include <ctype.h>

enum status
verify_statement(struct span document, const struct foreign_settings *settings, struct arena *arena,
                 struct statement *statement, struct error *err)
{
    struct foreign_report report;

    verify_foreign(document, settings, arena, &report);
    if (report.rule || report.signature_count != 1)
        return fail(err, INVALID, "Bản đăng ký phải là một tệp XML có đúng một chữ ký số: %s",
                    report.reason ? report.reason : "số chữ ký không đúng.");
    const struct foreign_signature_report *signature = &report.signatures[0];
    const struct foreign_reference_report *whole = signature->references;
    if (!signature->cryptographically_valid || !signature->certificate_sha256)
        return fail(err, INVALID, "Chữ ký của bản đăng ký không đúng: %s",
                    signature->reason ? signature->reason : "không kèm chứng thư số.");
    if (signature->reference_count == 0 || !whole->enveloped ||
        whole->element != xml_tree_root(report.tree))
        return fail(err, INVALID, "Chữ ký của bản đăng ký không bao trùm cả bản.");
    *statement = (struct statement){.certificate = signature->certificate,
                                    .sha256 = signature->certificate_sha256,
                                    .trusted = signature->trusted,
                                    .trust_reason = signature->trust_reason};
    return OK;
}

bool
statement_is_serial(const char *given, const char *hex)
{
    given += strspn(given, "0:");
    hex += strspn(hex, "0");
    for (; *given; given++) {
        if (*given == ':')
            continue;
        if (tolower((unsigned char)*given) != tolower((unsigned char)*hex))
            return false;
        hex++;
    }
    return *hex == '\0';
}

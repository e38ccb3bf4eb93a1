/* SPDX-License-Identifier: Apache-2.0 */
#include "service/signers_good.h"

#include "model/role.h"
#include "store/certificates.h"

static const char *
role_word_of(const struct record_signature *signature)
{
    enum signer_role role;

    return signer_role_parse(signature->role, &role) ? signer_role_word(role) : signature->role;
}

static enum status
check_one(const struct record_signature *signature, const struct stored_certificate *stored,
          struct error *err)
{
    if (text_equal(stored->state, CERTIFICATE_WITHDRAWN) ||
        text_equal(stored->state, CERTIFICATE_REFUSED))
        return fail(err, CONFLICT,
                    "Chứng thư %.8s mà “%s” đã dùng để ký học bạ này với vai trò %s đã bị thu hồi "
                    "hoặc từ chối. Chưa làm gì thêm; hãy lập lại học bạ để ký lại từ đầu: hocba "
                    "create --remake LÝ_DO.",
                    stored->sha256, signature->by, role_word_of(signature));
    if (stored->unit && !text_equal(stored->state, CERTIFICATE_APPROVED))
        return fail(err, CONFLICT,
                    "Chứng thư %.8s của trường chưa được sở duyệt. Chưa làm gì thêm; sở duyệt "
                    "bằng: hocba certificate approve.",
                    stored->sha256);
    return OK;
}

enum status
signers_check_good(struct app *app, const struct record_signatures *signatures, struct error *err)
{
    for (size_t i = 0; i < signatures->list.count; i++) {
        const struct record_signature *signature = &signatures->list.items[i];
        struct stored_certificate stored;
        TRY(store_find_certificate_by_sha256(app->store, signature->certificate, app->arena,
                                             &stored, err));
        TRY(check_one(signature, &stored, err));
    }
    return OK;
}

/* SPDX-License-Identifier: Apache-2.0
 *
 * The signer that a command's options name: one of --key, --token, --remote ... with --pass-file.
 */
#ifndef HOCBA_CLI_SIGNER_OPTION_H
#define HOCBA_CLI_SIGNER_OPTION_H

#include "cli/command.h"
#include "crypto/certificate.h"
#include "signers/open.h"

/* The kinds of signers that `hocba sign` takes, each an option of that name; ends with NULL. */
extern const char *const signer_kinds[];

/* Fill `source`, which must outlive the session, and open it. */
MUST_CHECK enum status cli_signer(struct cli *cli, const char *kind, const char *place,
                                  struct signer_source *source, struct signer_session **session,
                                  struct error *err);

/* The rows of an options table for one signature by whichever signer is named. */
#define SIGNER_OPTIONS                                                                                \
    {"key", "TỆP", "ký bằng tệp khóa PKCS#12 (.p12)"},                                                \
        {"token", "ĐỊA_CHỈ", "ký bằng thẻ: pkcs11:token=TÊN?module-path=THƯ_VIỆN.so (RFC 7512)"},     \
        {"remote", "TỆP",                                                                             \
         "ký từ xa (SmartCA, MySign, CSC), xác nhận trên điện thoại: thiết lập JSON"},                \
        {"agent", "ĐỊA_CHỈ", "ký qua hocba agent trên máy này: http://127.0.0.1:CỔNG"},               \
        {"socket", "ĐƯỜNG_DẪN", "ký bằng hocba-signer đang chạy ở socket ấy"},                        \
        {"pass-file", "TỆP",                                                                          \
         "mật khẩu hoặc mã PIN (hoặc biến HOCBA_PIN, hoặc nhập khi được hỏi)"},                       \
    {                                                                                                 \
        "certificate", "TỆP", "chứng thư của người ký (PEM), khi nơi ký có nhiều khóa" \
    }
#define SIGNER_USAGE                                                                               \
    "--key TỆP.p12 | --token ĐỊA_CHỈ | --remote TỆP.json | --agent ĐỊA_CHỈ | --socket ĐƯỜNG_DẪN"

/* The same in two halves, for keys that are elsewhere; beside SIGNER_OPTIONS. */
#define ELSEWHERE_OPTIONS                                                                              \
    {"prepare", "TỆP",                                                                                 \
     "ghi giá trị băm cần ký ra tệp JSON, để ký ở nơi khác (cần --certificate)"},                      \
    {                                                                                                  \
        "attach", "TỆP", "gắn chữ ký đã ký ở nơi khác (tệp JSON ấy với “value”)" \
    }
#define ELSEWHERE_USAGE " | --prepare TỆP --certificate TỆP | --attach TỆP"

enum cli_way { WAY_NONE, WAY_SIGNER, WAY_PREPARE, WAY_ATTACH };
/* What the options name; USAGE: several ways. */
MUST_CHECK enum status cli_way_given(const struct cli *cli, enum cli_way *way, struct error *err);
/* What --certificate names, as PEM; USAGE: it is missing. */
MUST_CHECK enum status cli_read_certificate(const struct cli *cli, struct span *pem,
                                            struct error *err);

/* The one signer that the options name, open, and the certificate to sign with. */
struct chosen_signer {
    struct signer_source source;
    struct signer_session *session;
    struct certificate *file;         /* of --certificate; NULL */
    const struct digest *certificate; /* its SHA-256; NULL: the only one that the signer has */
};
MUST_CHECK enum status cli_choose_signer(struct cli *cli, struct chosen_signer *chosen,
                                         struct error *err);
void chosen_signer_clear(struct chosen_signer *chosen);

#endif

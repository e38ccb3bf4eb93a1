/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/foreign.h"

static void
write_reference(const struct foreign_reference_report *reference, struct json *json)
{
    json_open(json, '{');
    json_text_field(json, "uri", reference->uri);
    json_text_field(json, "type", reference->type);
    json_key(json, "covers");
    if (reference->path) {
        json_open(json, '{');
        json_text_field(json, "path", reference->path);
        json_text_field(json, "id", reference->id);
        json_bool_field(json, "whole", reference->whole);
        json_close(json, '}');
    } else {
        json_text(json, NULL);
    }
    json_open_list(json, "transforms");
    for (size_t i = 0; i < reference->transform_count; i++)
        json_text(json, reference->transforms[i]);
    json_close(json, ']');
    json_text_field(json, "digest_method", reference->digest_method);
    json_bool_field(json, "digest_matches", reference->digest_matches);
    json_text_field(json, "rule", reference->rule);
    json_text_field(json, "reason", reference->reason);
    json_close(json, '}');
}

static void
write_signer(const struct foreign_signature_report *signature, struct json *json)
{
    json_key(json, "signer");
    if (!signature->certificate_sha256) {
        json_text(json, NULL);
        return;
    }
    json_open(json, '{');
    json_text_field(json, "subject", signature->signer);
    json_text_field(json, "issuer", signature->issuer);
    json_text_field(json, "certificate_sha256", signature->certificate_sha256);
    json_bool_field(json, "named_by_signature", signature->signer_is_named);
    json_text_field(json, "trusted", check_result_word(signature->trusted));
    json_text_field(json, "reason", signature->trust_reason);
    json_close(json, '}');
}

static void
write_signature(const struct foreign_signature_report *signature, struct json *json)
{
    json_open(json, '{');
    json_text_field(json, "path", signature->path);
    json_text_field(json, "id", signature->id);
    json_bool_field(json, "cryptographically_valid", signature->cryptographically_valid);
    json_bool_field(json, "value_matches", signature->value_matches);
    json_text_field(json, "level", signature->level);
    json_text_field(json, "level_reason", signature->level_reason);
    json_text_field(json, "algorithm", signature->method);
    json_text_field(json, "canonicalization", signature->canonicalization);
    json_text_field(json, "claimed_time", signature->claimed_time);
    write_signer(signature, json);
    json_open_list(json, "references");
    for (size_t i = 0; i < signature->reference_count; i++)
        write_reference(&signature->references[i], json);
    json_close(json, ']');
    json_text_field(json, "rule", signature->rule);
    json_text_field(json, "reason", signature->reason);
    json_close(json, '}');
}

void
foreign_write_json(const struct foreign_report *report, const char *file, struct json *json)
{
    json_open(json, '{');
    json_text_field(json, "file", file);
    json_open_list(json, "signatures");
    for (size_t i = 0; i < report->signature_count; i++)
        write_signature(&report->signatures[i], json);
    json_close(json, ']');
    json_text_field(json, "rule", report->rule);
    json_text_field(json, "reason", report->reason);
    json_close(json, '}');
}

static void
write_covered(const struct foreign_reference_report *reference, struct buffer *out)
{
    buffer_printf(out, "      %s %s", reference->digest_matches ? "[đúng]" : "[SAI] ",
                  reference->path  ? reference->path
                  : reference->uri ? reference->uri
                                   : "(không ghi URI)");
    if (reference->id)
        buffer_printf(out, " (Id %s)", reference->id);
    if (reference->path && !reference->whole)
        buffer_text(out, ", không kể phần đã loại ra");
    if (reference->reason)
        buffer_printf(out, ": %s", reference->reason);
    buffer_char(out, '\n');
}

void
foreign_write_text(const struct foreign_report *report, const char *file, struct buffer *out)
{
    buffer_printf(out, "%s\n", file);
    if (report->reason)
        buffer_printf(out, "  %s\n", report->reason);
    for (size_t i = 0; i < report->signature_count; i++) {
        const struct foreign_signature_report *signature = &report->signatures[i];
        buffer_printf(out, "  Chữ ký %zu (%s): %s; mức %s\n", i + 1, signature->path,
                      signature->cryptographically_valid ? "đúng về mật mã" : "KHÔNG ĐÚNG",
                      signature->level);
        if (signature->reason)
            buffer_printf(out, "      %s\n", signature->reason);
        if (signature->level_reason)
            buffer_printf(out, "      %s\n", signature->level_reason);
        buffer_printf(out, "      người ký: %s\n",
                      signature->signer ? signature->signer : "(không có chứng thư)");
        if (signature->trust_reason)
            buffer_printf(out, "      %s\n", signature->trust_reason);
        buffer_text(out, "      phần được ký:\n");
        for (size_t j = 0; j < signature->reference_count; j++)
            write_covered(&signature->references[j], out);
    }
}

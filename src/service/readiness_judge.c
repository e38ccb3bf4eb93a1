/* SPDX-License-Identifier: Apache-2.0 */
#include "base/unicode.h"
#include "service/readiness.h"

static const struct {
    const char *key, *word;
} states[READINESS_COUNT] = {
    [READINESS_READY] = {"ready", "ký được"},
    [READINESS_ENDS_EARLY] = {"ends_early", "ký được, sắp hết hạn"},
    [READINESS_NOT_APPROVED] = {"not_approved", "chờ sở duyệt"},
    [READINESS_NOT_YET] = {"not_yet", "chưa đến ngày hiệu lực"},
    [READINESS_EXPIRED] = {"expired", "hết hạn trước ngày ký"},
    [READINESS_OTHER_PERSON] = {"other_person", "chứng thư ghi người khác"},
    [READINESS_REFUSED] = {"refused", "bị từ chối"},
    [READINESS_WITHDRAWN] = {"withdrawn", "đã thu hồi"},
    [READINESS_NO_CERTIFICATE] = {"no_certificate", "chưa có chứng thư"},
    [READINESS_NOBODY] = {"nobody", "chưa phân công"},
};

const char *
readiness_key(enum readiness_state state)
{
    return states[state].key;
}

const char *
readiness_word(enum readiness_state state)
{
    return states[state].word;
}

/* Case and tone placement do not make another person. */
static bool
is_same_person(const struct readiness_question *question, const struct certificate *certificate,
               struct arena *arena)
{
    if (!question->number || !text_equal(certificate->person_number, question->number))
        return false;
    return text_equal(unicode_fold_key(arena, certificate->common_name),
                      unicode_fold_key(arena, question->name));
}

enum readiness_state
readiness_judge(const struct readiness_question *question, const struct stored_certificate *stored,
                const struct certificate *certificate, struct arena *arena)
{
    struct date last = moment_to_date(stored->not_after);

    if (text_equal(stored->state, CERTIFICATE_WITHDRAWN))
        return READINESS_WITHDRAWN;
    if (text_equal(stored->state, CERTIFICATE_REFUSED))
        return READINESS_REFUSED;
    if (!question->seal && !is_same_person(question, certificate, arena))
        return READINESS_OTHER_PERSON;
    if (date_compare(last, question->on) < 0)
        return READINESS_EXPIRED;
    if (date_compare(moment_to_date(stored->not_before), question->on) > 0)
        return READINESS_NOT_YET;
    if (question->seal && !text_equal(stored->state, CERTIFICATE_APPROVED))
        return READINESS_NOT_APPROVED;
    return date_compare(last, question->deadline) < 0 ? READINESS_ENDS_EARLY : READINESS_READY;
}

/* --- sentences -------------------------------------------------------------------------------- */

static const char *
whose_words(const struct readiness_row *row, struct arena *arena)
{
    if (!row->name)
        return signer_role_word(row->role);
    return row->role == SIGNER_SCHOOL
               ? row->name
               : arena_printf(arena, "%s (%s)", row->name, signer_role_word(row->role));
}

static void
explain_nobody(struct readiness_row *row, struct arena *arena)
{
    row->why = arena_printf(arena, "Ngày ký chưa có ai được phân công là %s%s%s.",
                            signer_role_word(row->role), *row->where ? " của " : "", row->where);
    row->todo = "Nhà trường phân công người ký, kể cả khi người cũ chuyển đi hoặc nghỉ: hocba "
                "person add … --role … (hoặc sửa phân công).";
}

static void
explain_day(struct readiness_row *row, const struct readiness *of, const char *whose,
            struct arena *arena)
{
    char last[DATE_TEXT_SIZE], on[DATE_TEXT_SIZE], deadline[DATE_TEXT_SIZE];

    date_write_vietnamese(row->last_day, last);
    date_write_vietnamese(of->on, on);
    date_write_vietnamese(of->deadline, deadline);
    if (row->state == READINESS_EXPIRED)
        row->why = arena_printf(arena, "Chứng thư của %s hết hạn ngày %s, trước ngày ký %s.", whose,
                                last, on);
    else if (row->state == READINESS_NOT_YET)
        row->why =
            arena_printf(arena, "Chứng thư của %s chưa có hiệu lực vào ngày ký %s.", whose, on);
    else
        row->why =
            arena_printf(arena,
                         "%s ký được vào ngày %s, nhưng chứng thư hết hạn ngày %s, trước hạn "
                         "chốt %s.",
                         whose, on, last, deadline);
    row->todo = "Gia hạn hoặc cấp chứng thư mới rồi đăng ký: hocba certificate add --prove.";
}

static void
explain_state(struct readiness_row *row, const struct readiness *of, struct arena *arena)
{
    const char *whose = whose_words(row, arena);
    static const char *const again = "Đăng ký chứng thư khác: hocba certificate add --prove.";

    row->why = row->todo = "";
    switch (row->state) {
    case READINESS_READY:
    case READINESS_COUNT: return;
    case READINESS_NOBODY: explain_nobody(row, arena); return;
    case READINESS_ENDS_EARLY:
    case READINESS_EXPIRED:
    case READINESS_NOT_YET: explain_day(row, of, whose, arena); return;
    case READINESS_NO_CERTIFICATE:
        row->why = arena_printf(arena, "%s chưa đăng ký chứng thư số nào.", whose);
        row->todo = "Xin cấp chứng thư rồi đăng ký: hocba certificate add --prove.";
        return;
    case READINESS_NOT_APPROVED:
        row->why =
            arena_printf(arena, "Chứng thư của %s chưa được sở duyệt (CV2088 III.1).", whose);
        row->todo = "Người duyệt của sở xem và duyệt: hocba certificate approve.";
        return;
    case READINESS_OTHER_PERSON:
        row->why =
            arena_printf(arena, "Tên hoặc số định danh trong chứng thư không phải của %s.", whose);
        row->todo =
            "Đối chiếu với căn cước; sửa tên, số định danh trong hệ thống hoặc đổi chứng thư.";
        return;
    case READINESS_REFUSED:
        row->why = arena_printf(arena, "Chứng thư của %s đã bị sở từ chối.", whose);
        row->todo = again;
        return;
    case READINESS_WITHDRAWN:
        row->why = arena_printf(arena, "Chứng thư của %s đã thu hồi.", whose);
        row->todo = again;
        return;
    }
}

void
readiness_explain(struct readiness_row *row, const struct readiness *of, struct arena *arena)
{
    explain_state(row, of, arena);
    if (row->covered)
        row->todo =
            arena_printf(arena, "Không gấp: cán bộ quản lý khác của trường ký được. %s", row->todo);
}

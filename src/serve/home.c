/* SPDX-License-Identifier: Apache-2.0 */
#include "serve/home.h"

#include "model/role.h"
#include "serve/pages.h"
#include "service/comment_rulings.h"

const struct home_task home_tasks[AGENDA_COUNT] = {
    [AGENDA_REQUESTS] = {"/thu-hoi", "Yêu cầu thu hồi, thay thế", "Requests to revoke or replace",
                         "chờ quyết định", "wait for a decision"},
    [AGENDA_SEALS] = {"/chung-thu", "Chứng thư của trường", "Schools' certificates", "chờ duyệt",
                      "wait for approval"},
    [AGENDA_REFUSALS] = {"/cong-tiep-nhan", "Gói tin có từ chối", "Packets with refusals",
                         "nhà cung cấp cần sửa; xem lý do", "suppliers must mend; see why"},
    [AGENDA_INSPECTIONS] = {"/kiem-tra", "Đợt kiểm tra", "Inspections", "chưa kết thúc",
                            "not closed yet"},
};

const char *
home_class_path(const struct visit *visit, const struct overview_class *class)
{
    return arena_printf(visit->arena, "/lop/%s/nhap", class->class.id);
}

const char *
home_part(const struct visit *visit, const struct overview_class *class)
{
    const char *grade =
        class->roles & ROLE_BIT(ROLE_GRADE_HEAD) ? T("Khối trưởng", "Head of grade") : NULL;
    const char *own =
        class->roles & ROLE_BIT(ROLE_CLASS_TEACHER) ? T("Chủ nhiệm", "Class teacher") : NULL;
    const char *const parts[] = {grade, own, class->subjects};
    const char *all = "";

    for (size_t i = 0; i < COUNT_OF(parts); i++)
        if (parts[i])
            all = arena_printf(visit->arena, "%s%s%s", all, *all ? "; " : "", parts[i]);
    return all;
}

bool
home_has_parts(const struct visit *visit, const struct overview *overview)
{
    for (size_t i = 0; i < overview->classes.count; i++)
        if (*home_part(visit, &overview->classes.items[i]))
            return true;
    return false;
}

/* Is a record of the class anywhere before its issue? */
bool
home_is_on_the_way(const struct overview_class *class)
{
    int64_t count = class->without;

    for (int state = STATE_CREATED; state < STATE_COUNT; state++)
        count += state == STATE_ISSUED ? 0 : class->counts[state];
    return count > 0;
}

const char *
home_state_tone(enum state state)
{
    switch (state) {
    case STATE_ISSUED:
    case STATE_RECEIVED:
    case STATE_CIRCULATING:
    case STATE_REPORTED: return "good";
    case STATE_REFUSED:
    case STATE_REVOKED: return "bad";
    case STATE_REVOCATION_REQUESTED: return "warn";
    default: return "info";
    }
}

const char *
home_deadline_words(const struct visit *visit, const struct deadline *deadline)
{
    const struct milestone_row *row = &milestone_table[deadline->milestone];
    char day[DATE_TEXT_SIZE];
    const char *when = deadline->left == 0 ? T("hôm nay", "today")
                       : deadline->left > 0
                           ? arena_printf(visit->arena, T("còn %lld ngày", "in %lld days"),
                                          (long long)deadline->left)
                           : arena_printf(visit->arena, T("đã quá %lld ngày", "past by %lld days"),
                                          (long long)-deadline->left);

    return arena_printf(visit->arena, "%s: %s (%s)", T(row->word, row->english),
                        date_write_vietnamese(deadline->day, day), when);
}

static enum status
load_news(struct visit *visit, const struct overview *overview, struct home_news *news,
          struct error *err)
{
    struct failed_records records;
    size_t kept = 0;

    *news = (struct home_news){0};
    TRY(deadlines_load(visit->app, overview, &news->deadlines, err));
    TRY(survey_list_mine(visit->app, &news->askings, err));
    for (size_t i = 0; i < news->askings.list.count; i++)
        if (!news->askings.list.items[i].taken)
            news->askings.list.items[kept++] = news->askings.list.items[i];
    news->askings.list.count = kept;
    TRY(receipt_list_refused(visit->app, &records, &news->refused, err));
    return comment_proposals_count(visit->app, &news->proposals, err);
}

enum status
home_show(struct visit *visit, struct error *err)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);
    struct agenda agenda;
    struct overview overview;
    struct home_news news;

    if (!visit->session) {
        welcome_page(out, visit);
        visit_send_page(visit, out);
        return OK;
    }
    TRY(agenda_load(visit->app, &agenda, err));
    if (agenda.above) {
        home_above(out, visit, &agenda);
    } else {
        TRY(overview_load(visit->app, &overview, err));
        TRY(load_news(visit, &overview, &news, err));
        home_page(out, visit, &overview, &news);
    }
    visit_send_page(visit, out);
    return OK;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "model/places.h"
#include "service/evaluation_inside.h"
#include "service/readiness.h"

/* --- which schools ---------------------------------------------------------------------------- */

enum part { NOT_YET, LEFT, TAKES_PART };

static enum part
part_of(const struct evaluation *out, const char *school)
{
    enum part part = NOT_YET;

    for (size_t i = 0; i < out->members.list.count; i++) {
        const struct pilot_member *member = &out->members.list.items[i];
        if (!text_equal(member->school, school) || date_compare(member->from, out->to) > 0)
            continue;
        if (pilot_member_on(member, out->to))
            return TAKES_PART;
        part = LEFT;
    }
    return part;
}

/* Who managed it on that day; where that is the department itself, where it stands. */
static const char *
area_of(const struct evaluating *it, const char *id)
{
    const struct unit *school = evaluating_unit(it, id);
    const struct unit *above = school ? evaluating_unit(it, school->parent) : NULL;
    const char *place;

    if (above && !text_equal(above->kind, UNIT_DEPARTMENT))
        return above->name;
    if (!school)
        return "Chưa ghi địa bàn";
    place = places_era_on(it->out->to) == PLACES_UNTIL_2025_06 ? school->district : school->commune;
    return text_is_blank(place) ? "Chưa ghi địa bàn" : place;
}

static int
compare_ids(const void *a, const void *b)
{
    const struct evaluation_school *x = a, *y = b;

    return strcmp(x->id, y->id);
}

/* --- who can sign ----------------------------------------------------------------------------- */

static void
count_signers(struct evaluation_school *school, const struct readiness *readiness)
{
    school->signers_known = true;
    for (size_t i = 0; i < readiness->rows.count; i++) {
        const struct readiness_row *row = &readiness->rows.items[i];
        bool can = readiness_can_sign(row->state), seal = row->role == SIGNER_SCHOOL;
        if (row->covered)
            continue;
        *(seal ? &school->seals : &school->signers) += 1;
        *(seal ? &school->seals_ready : &school->signers_ready) += can;
        school->signers_ending += row->state == READINESS_ENDS_EARLY;
    }
}

/* Who is looked at of the newest year comes with all schools at once. */
static enum status
load_signers(struct evaluating *it, struct error *err)
{
    const char *year = it->out->monitor.year;
    struct readiness_schools all = {0};
    struct readiness one;

    TRY(readiness_list(it->app, it->out->to, &all, err));
    for (size_t i = 0; i < all.list.count; i++) {
        const struct readiness *readiness = &all.list.items[i];
        struct evaluation_school *school = evaluating_school(it, readiness->school.id);
        if (!school || !readiness->year || strcmp(readiness->year, year) < 0)
            continue;
        if (!text_equal(readiness->year, year)) {
            enum status status =
                readiness_load(it->app, &readiness->school, year, it->out->to, &one, err);
            if (status == NOT_FOUND)
                continue;
            TRY(status);
            readiness = &one;
        }
        count_signers(school, readiness);
    }
    return OK;
}

enum status
evaluation_load_schools(struct evaluating *it, struct error *err)
{
    struct evaluation *out = it->out;

    for (size_t i = 0; i < out->monitor.rows.count; i++) {
        const struct monitor_row *row = &out->monitor.rows.items[i];
        enum part part = part_of(out, row->id);
        out->schools_left += part == LEFT;
        if (part != TAKES_PART)
            continue;
        *list_add(it->app->arena, out->schools) =
            (struct evaluation_school){.id = row->id,
                                       .code = row->code,
                                       .name = row->name,
                                       .area = area_of(it, row->id),
                                       .now = row->sum,
                                       .late = row->late,
                                       .accepted = row->intake.accepted,
                                       .rejected = row->intake.rejected,
                                       .packets = row->intake.packets};
        out->accepted += row->intake.accepted;
        out->rejected += row->intake.rejected;
    }
    if (out->schools.count > 0)
        qsort(out->schools.items, out->schools.count, sizeof(struct evaluation_school),
              compare_ids);
    return load_signers(it, err);
}

/* --- why it is behind ------------------------------------------------------------------------- */

struct reasons {
    struct arena *arena;
    const char *text;
};

static void
add_reason(struct reasons *reasons, const char *reason)
{
    reasons->text =
        reasons->text ? arena_printf(reasons->arena, "%s; %s", reasons->text, reason) : reason;
}

static void
add_count(struct reasons *reasons, int64_t count, const char *word)
{
    if (count > 0)
        add_reason(reasons, arena_printf(reasons->arena, "%lld %s", (long long)count, word));
}

static int64_t
missing_of(const struct evaluation_school *school)
{
    return school->now.counts[FIGURE_ENROLLED] - monitor_have(school->now.counts);
}

/* The first step at which pupils are missing, with how many. */
static void
add_missing(struct reasons *reasons, const struct evaluation_school *school)
{
    static const struct {
        enum figure figure;
        const char *word;
    } steps[] = {{FIGURE_ENTERED, "học sinh chưa nhập xong kết quả"},
                 {FIGURE_SIGNED_GVCN, "học bạ giáo viên chủ nhiệm chưa ký"},
                 {FIGURE_SIGNED_CBQL, "học bạ cán bộ quản lý chưa ký"},
                 {FIGURE_ISSUED, "học bạ chưa phát hành hoặc không còn giá trị"}};
    const int64_t *counts = school->now.counts;

    if (school->now.counts[FIGURE_HELD] > 0 || school->rejected > 0 || school->packets > 0) {
        add_count(reasons, missing_of(school), "học sinh chưa có học bạ được cổng tiếp nhận nhận");
        return;
    }
    for (size_t i = 0; i < COUNT_OF(steps); i++)
        if (counts[steps[i].figure] < counts[FIGURE_ENROLLED]) {
            add_count(reasons, counts[FIGURE_ENROLLED] - counts[steps[i].figure], steps[i].word);
            return;
        }
}

static const char *
reason_of(struct arena *arena, const struct evaluation_school *school)
{
    const int64_t *counts = school->now.counts;
    struct reasons reasons = {arena, NULL};
    bool handed_in = school->accepted + school->rejected + school->packets > 0;

    if (counts[FIGURE_ENROLLED] == 0 && !handed_in)
        add_reason(&reasons, "chưa có danh sách học sinh và chưa nộp học bạ nào");
    if (school->late.days > 0)
        add_reason(&reasons, arena_printf(arena, "trễ %lld ngày so với mốc “%s”",
                                          (long long)school->late.days,
                                          milestone_table[school->late.at].word));
    add_missing(&reasons, school);
    add_count(&reasons, school->rejected, "học bạ bị cổng tiếp nhận từ chối, chưa nộp lại được");
    add_count(&reasons, school->packets, "gói tin bị cổng tiếp nhận từ chối cả gói, chưa nộp lại");
    if (!reasons.text)
        return NULL;
    /* What may have caused it. */
    add_count(&reasons, counts[FIGURE_ENROLLED] - counts[FIGURE_NUMBERED],
              "học sinh chưa có số định danh");
    add_count(&reasons, school->signers - school->signers_ready,
              "người ký chưa có chứng thư số dùng được");
    add_count(&reasons, school->seals - school->seals_ready,
              "con dấu số của trường chưa dùng được");
    add_count(&reasons, school->findings_open, "phát hiện kiểm tra chưa khắc phục");
    add_count(&reasons, school->obstacles_open, "vướng mắc chưa được trả lời");
    return reasons.text;
}

/* --- the worst first -------------------------------------------------------------------------- */

/* Of a thousand; a school without pupils here by what its supplier handed in. */
static int64_t
progress_of(const struct evaluation_school *school)
{
    int64_t part = monitor_have(school->now.counts);
    int64_t whole = school->now.counts[FIGURE_ENROLLED];

    if (whole == 0) {
        part = school->accepted;
        whole = school->accepted + school->rejected;
    }
    return whole ? part * DOSSIER_RATE_WHOLE / whole : -1;
}

static int
compare_progress(const void *a, const void *b)
{
    const struct evaluation_school *x = a, *y = b;
    int64_t left = progress_of(x), right = progress_of(y);

    if (left != right)
        return left < right ? -1 : 1;
    left = missing_of(x);
    right = missing_of(y);
    if (left != right)
        return left > right ? -1 : 1;
    return strcmp(x->code, y->code);
}

void
evaluation_rank_schools(struct evaluating *it)
{
    struct evaluation *out = it->out;

    for (size_t i = 0; i < out->schools.count; i++) {
        struct evaluation_school *school = &out->schools.items[i];
        if (missing_of(school) == 0) /* received: what was not done here is nobody's delay */
            school->late = (struct lateness){0};
        school->reason = reason_of(it->app->arena, school);
    }
    if (out->schools.count > 0)
        qsort(out->schools.items, out->schools.count, sizeof(struct evaluation_school),
              compare_progress);
}

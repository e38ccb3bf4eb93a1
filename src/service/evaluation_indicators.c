/* SPDX-License-Identifier: Apache-2.0
 *
 * The indicators of a pilot, one by one.  A number that cannot be computed says why; it is never 0.
 */
#include "service/evaluation_inside.h"

static const char no_pupils[] = "chưa có dữ liệu: chưa trường nào có danh sách học sinh",
                  no_issued[] = "chưa có dữ liệu: chưa phát hành học bạ nào",
                  no_round[] = "chưa có dữ liệu: chưa trường thí điểm nào được kiểm tra",
                  no_signers[] = "chưa có dữ liệu: chưa trường nào mở năm học này",
                  no_above[] = "chưa có dữ liệu: Sở chưa đặt nơi báo cáo lên cấp trên",
                  no_intake[] = "chưa có dữ liệu: không trường nào nộp qua cổng tiếp nhận";

static struct evaluation_indicator *
add(struct evaluating *it, const char *key, const char *word, const char *how)
{
    struct evaluation_indicator *indicator = list_add(it->app->arena, it->out->indicators);

    *indicator = (struct evaluation_indicator){.key = key, .word = word, .how = how, .before = -1};
    return indicator;
}

static void
set_count(struct evaluation_indicator *indicator, int64_t count)
{
    indicator->part = count;
}

/* Without a whole there is no number. */
static void
set_rate(struct evaluation_indicator *indicator, int64_t part, int64_t whole, const char *unknown)
{
    indicator->of_whole = true;
    indicator->part = part;
    indicator->whole = whole;
    indicator->unknown = whole > 0 ? NULL : unknown;
}

/* --- who takes part --------------------------------------------------------------------------- */

static int64_t
count_listed(const struct evaluation *out)
{
    int64_t listed = 0;

    for (size_t i = 0; i < out->schools.count; i++)
        listed += out->schools.items[i].now.counts[FIGURE_ENROLLED] > 0;
    return listed;
}

static int64_t
count_late(const struct evaluation *out)
{
    int64_t late = 0;

    for (size_t i = 0; i < out->schools.count; i++)
        late += out->schools.items[i].late.days > 0;
    return late;
}

static void
add_scope(struct evaluating *it)
{
    const struct evaluation *out = it->out;
    struct evaluation_indicator *one;

    one = add(it, "schools", "Trường tham gia thí điểm",
              "trường có tên trong đợt thí điểm vào ngày cuối kỳ / mọi trường do Sở quản lý vào "
              "ngày ấy");
    one->target = "KH213 II.2: mỗi tỉnh, thành phố có cơ sở giáo dục thực hiện";
    set_rate(one, (int64_t)out->schools.count, out->schools_all,
             "chưa có dữ liệu: Sở chưa có trường nào");
    one = add(it, "schools_listed", "Trường thí điểm đã có danh sách học sinh",
              "trường thí điểm có ít nhất một học sinh đang học / trường thí điểm");
    set_rate(one, count_listed(out), (int64_t)out->schools.count,
             "chưa có dữ liệu: đợt thí điểm chưa có trường nào");
    one = add(it, "classes", "Lớp thí điểm", "lớp thuộc đợt thí điểm có học sinh đang học");
    set_count(one, out->monitor.total.sum.classes);
    one->before = out->start.classes;
    one = add(it, "pupils", "Học sinh thí điểm",
              "học sinh đang học trong các lớp thí điểm; mẫu số của các tỉ lệ dưới đây");
    set_count(one, out->monitor.total.sum.counts[FIGURE_ENROLLED]);
    one->before = out->start.counts[FIGURE_ENROLLED];
    one = add(it, "on_time", "Trường không trễ mốc nào của lịch năm học",
              "trường thí điểm đã có danh sách học sinh và không thiếu ai ở mốc đã qua (nhập liệu, "
              "ký, chốt) / trường thí điểm đã có danh sách");
    set_rate(one, count_listed(out) - count_late(out), count_listed(out), no_pupils);
}

/* --- how far the records are ------------------------------------------------------------------ */

static const struct {
    enum figure figure, whole;
    const char *word, *how, *unknown;
} steps[] = {
    {FIGURE_NUMBERED, FIGURE_ENROLLED, "Học sinh có số định danh cá nhân",
     "học sinh có số định danh 12 chữ số / học sinh", no_pupils},
    {FIGURE_ENTERED, FIGURE_ENROLLED, "Học bạ đã nhập xong kết quả",
     "học sinh có đủ mức đạt được và đánh giá cả năm, hoặc đã có học bạ lập từ đó / học sinh",
     no_pupils},
    {FIGURE_CHECKED, FIGURE_ENROLLED, "Học bạ giáo viên đã kiểm tra",
     "học sinh có học bạ đã qua bước kiểm tra hoặc bước sau / học sinh", no_pupils},
    {FIGURE_SIGNED_GVCN, FIGURE_ENROLLED, "Học bạ giáo viên chủ nhiệm đã ký số",
     "học sinh có học bạ mang chữ ký của giáo viên chủ nhiệm / học sinh", no_pupils},
    {FIGURE_SIGNED_CBQL, FIGURE_ENROLLED, "Học bạ cán bộ quản lý đã ký số",
     "học sinh có học bạ mang chữ ký của cán bộ quản lý / học sinh", no_pupils},
    {FIGURE_ISSUED, FIGURE_ENROLLED, "Học bạ số phát hành trên hệ thống này, còn giá trị",
     "học sinh có học bạ đủ chữ ký, đã phát hành và còn giá trị / học sinh", no_pupils},
    {FIGURE_IN_LEDGER, FIGURE_ISSUED, "Học bạ phát hành đã ghi sổ cái",
     "học sinh có học bạ phát hành đã ghi sổ cái / học sinh có học bạ phát hành", no_issued},
    {FIGURE_CORRECTED, FIGURE_ISSUED, "Học bạ phát hành thay bản sai",
     "học sinh có học bạ phát hành thay một bản đã phát hành / học sinh có học bạ phát hành",
     no_issued},
    {FIGURE_REVOKED, FIGURE_ENROLLED, "Học bạ bị thu hồi, tạm dừng, chưa có bản thay",
     "học sinh chỉ còn học bạ bị thu hồi hoặc tạm dừng / học sinh", no_pupils},
};

/* Wherever it was made. */
static void
add_have(struct evaluating *it)
{
    const struct evaluation *out = it->out;
    struct evaluation_indicator *one =
        add(it, "have", "Học sinh thí điểm có học bạ số",
            "học sinh có học bạ phát hành trên hệ thống này, hoặc có học bạ do phần mềm khác nộp, "
            "cổng tiếp nhận đã nhận và chưa bị thu hồi / học sinh");
    int64_t have = 0, before = 0;

    for (size_t i = 0; i < out->schools.count; i++) {
        have += monitor_have(out->schools.items[i].now.counts);
        before += monitor_have(out->schools.items[i].before.counts);
    }
    set_rate(one, have, out->monitor.total.sum.counts[FIGURE_ENROLLED], no_pupils);
    one->before = before;
    one->before_whole = out->start.counts[FIGURE_ENROLLED];
}

static void
add_steps(struct evaluating *it)
{
    const struct evaluation *out = it->out;

    for (size_t i = 0; i < COUNT_OF(steps); i++) {
        struct evaluation_indicator *one =
            add(it, figure_words[steps[i].figure].key, steps[i].word, steps[i].how);
        set_rate(one, out->monitor.total.sum.counts[steps[i].figure],
                 out->monitor.total.sum.counts[steps[i].whole], steps[i].unknown);
        one->before = out->start.counts[steps[i].figure];
        one->before_whole = out->start.counts[steps[i].whole];
    }
}

static void
add_exchange(struct evaluating *it)
{
    const struct evaluation *out = it->out;
    struct evaluation_indicator *one;

    one = add(it, "accepted", "Học bạ nộp qua cổng tiếp nhận đã được nhận",
              "học sinh có học bạ do phần mềm của nhà cung cấp nộp và được nhận / học sinh có học "
              "bạ được nhận hoặc bị từ chối; tính cả khối ngoài đợt thí điểm của trường");
    set_rate(one, out->accepted, out->accepted + out->rejected, no_intake);
    one = add(it, "rejected", "Học bạ bị từ chối, chưa nộp lại được",
              "học sinh có học bạ bị cổng tiếp nhận từ chối và chưa có bản nào được nhận");
    set_count(one, out->rejected);
    one->unknown = out->accepted + out->rejected ? NULL : no_intake;
    one =
        add(it, "reported", "Học bạ đã báo cáo lên cấp trên",
            "học sinh thí điểm có học bạ còn giá trị được cơ sở dữ liệu cấp trên nhận / học sinh");
    set_rate(one, out->reported, out->monitor.total.sum.counts[FIGURE_ENROLLED], no_pupils);
    if (!out->reports_above)
        one->unknown = no_above;
    one = add(it, "reported_received", "Học bạ tiếp nhận qua cổng đã báo cáo lên cấp trên",
              "học sinh có học bạ tiếp nhận qua cổng đã được cấp trên nhận / học sinh có học bạ "
              "được tiếp nhận");
    set_rate(one, out->reported_received, out->accepted, no_intake);
    if (!out->reports_above)
        one->unknown = no_above;
}

/* --- conditions ------------------------------------------------------------------------------- */

static void
add_signers(struct evaluating *it)
{
    static const char target[] = "KH213 II.4: đủ chữ ký số để ký và đóng dấu (100 %)";
    struct evaluation_school sum = {0};
    struct evaluation_indicator *one;

    for (size_t i = 0; i < it->out->schools.count; i++) {
        const struct evaluation_school *school = &it->out->schools.items[i];
        sum.signers += school->signers;
        sum.signers_ready += school->signers_ready;
        sum.signers_ending += school->signers_ending;
        sum.seals += school->seals;
        sum.seals_ready += school->seals_ready;
    }
    one = add(it, "signers", "Giáo viên, cán bộ quản lý có chứng thư số dùng được",
              "việc ký được phân công cho người có chứng thư đã duyệt, còn hạn vào ngày ký / mọi "
              "việc ký của các trường thí điểm; theo tình trạng chứng thư lúc truy vấn");
    one->target = target;
    set_rate(one, sum.signers_ready, sum.signers, no_signers);
    one = add(it, "seals", "Trường có con dấu số dùng được",
              "trường có chứng thư của trường đã được Sở duyệt, còn hạn / trường thí điểm đã mở "
              "năm học");
    one->target = target;
    set_rate(one, sum.seals_ready, sum.seals, no_signers);
    one = add(it, "ending", "Chứng thư số sẽ hết hạn trước khi hết lịch năm học",
              "việc ký mà chứng thư tốt nhất của người ký hết hạn trước mốc cuối");
    set_count(one, sum.signers_ending);
    one->unknown = sum.signers + sum.seals > 0 ? NULL : no_signers;
}

static void
add_inspection(struct evaluating *it)
{
    const struct evaluation *out = it->out;
    int64_t findings = 0, open = 0;
    struct evaluation_indicator *one;

    one = add(it, "inspected", "Trường thí điểm đã được kiểm tra",
              "trường thí điểm được chọn trong một đợt kiểm tra của Sở trong kỳ / trường thí điểm");
    set_rate(one, out->inspected, (int64_t)out->schools.count,
             "chưa có dữ liệu: đợt thí điểm chưa có trường nào");
    for (size_t i = 0; i < out->conditions.count; i++) {
        const struct evaluation_condition *condition = &out->conditions.items[i];
        one = add(it, condition->key, condition->sentence,
                  "trường đạt / trường thí điểm đã được kiểm tra điều kiện này");
        one->target = "KH213 II.4: mọi trường tham gia (100 %)";
        set_rate(one, condition->yes, condition->yes + condition->partly + condition->no, no_round);
    }
    for (size_t i = 0; i < out->rounds.count; i++) {
        findings += out->rounds.items[i].findings;
        open += out->rounds.items[i].open;
    }
    one = add(it, "remedied", "Phát hiện khi kiểm tra đã khắc phục",
              "phát hiện đã ghi nhận khắc phục xong / phát hiện tại các trường thí điểm");
    set_rate(one, findings - open, findings,
             out->rounds.count ? "chưa có dữ liệu: các đợt kiểm tra không có phát hiện" : no_round);
}

static void
add_people(struct evaluating *it)
{
    static const char no_training[] = "chưa có dữ liệu: trong kỳ không ghi buổi tập huấn nào",
                      no_invited[] =
                          "chưa có dữ liệu: không ai thuộc diện dự kiến ở các trường được "
                          "mời",
                      no_survey[] = "chưa có dữ liệu: trong kỳ Sở không mở phiếu khảo sát nào",
                      no_asked[] = "chưa có dữ liệu: các phiếu khảo sát không hỏi được ai";
    const struct evaluation_people sum = evaluation_count_people(it->out);
    bool held = it->out->trainings.list.count > 0, asked = it->out->surveys.list.count > 0;
    struct evaluation_indicator *one;

    one =
        add(it, "schools_trained", "Trường thí điểm có người được tập huấn",
            "trường thí điểm có ít nhất một người có mặt ở một buổi tập huấn trong kỳ / trường thí "
            "điểm");
    one->target = "KH213 III.5: các cơ sở giáo dục được tập huấn";
    set_rate(one, sum.schools, held ? (int64_t)it->out->schools.count : 0, no_training);
    one =
        add(it, "trained", "Lượt người có mặt ở các buổi tập huấn",
            "lượt người thuộc diện dự kiến có mặt / lượt người thuộc diện dự kiến, cộng các buổi; "
            "tính mọi trường được mời");
    set_rate(one, sum.attended, sum.expected, held ? no_invited : no_training);
    one = add(it, "answered", "Phiếu khảo sát thu về",
              "phiếu đã trả lời / người được hỏi, cộng các phiếu khảo sát mở trong kỳ");
    set_rate(one, sum.answered, sum.asked, asked ? no_asked : no_survey);
}

static void
add_answered(struct evaluating *it)
{
    const struct evaluation_obstacles *all =
        &it->out->kinds.items[it->out->kinds.count - 1]; /* the last is of all */
    struct evaluation_indicator *one;
    int64_t sum = 0;

    for (int i = 0; i < OBSTACLE_STATE_COUNT; i++)
        sum += all->states[i];
    one = add(it, "solved", "Vướng mắc báo trong kỳ đã được giải quyết",
              "vướng mắc đã có câu trả lời / vướng mắc do người dùng báo trong kỳ");
    set_rate(one, all->states[OBSTACLE_IS_SOLVED], sum,
             "chưa có dữ liệu: trong kỳ không ai báo vướng mắc");
}

void
evaluation_count_indicators(struct evaluating *it)
{
    add_scope(it);
    add_have(it);
    add_steps(it);
    add_exchange(it);
    add_signers(it);
    add_inspection(it);
    add_people(it);
    add_answered(it);
}

const struct evaluation_indicator *
evaluation_indicator_of(const struct evaluation *it, const char *key)
{
    for (size_t i = 0; i < it->indicators.count; i++)
        if (text_equal(it->indicators.items[i].key, key))
            return &it->indicators.items[i];
    return NULL;
}

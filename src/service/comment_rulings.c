/* SPDX-License-Identifier: Apache-2.0 */
#include "service/comment_rulings.h"

#include "model/comment_check.h"
#include "service/access.h"
#include "service/comments.h"
#include "service/draft.h"
#include "service/edit.h"
#include "service/school.h"
#include "store/years.h"

/* --- what there can be sentences for ---------------------------------------------------------- */

static const char *const fields[] = {
    "nhan_xet_pham_chat",   "nhan_xet_nang_luc_chung",       "nhan_xet_nang_luc_dac_thu",
    "noi_dung_khen_thuong", "noi_dung_khen_thuong_dot_xuat", "nhan_xet_gvcn"};

const char *
comment_field_at(size_t place)
{
    return place < COUNT_OF(fields) ? fields[place] : NULL;
}

static bool
is_field(const char *key)
{
    for (size_t i = 0; i < COUNT_OF(fields); i++)
        if (text_equal(fields[i], key))
            return true;
    return false;
}

static bool
is_subject(const char *key, const struct subject **subject, enum period *period)
{
    enum subject_part part;

    return key && subject_key_parse(key, subject, &part, period) && part == SUBJECT_COMMENT;
}

bool
comment_key_check(const char *key)
{
    const struct subject *subject;
    enum period period;

    return is_field(key) || is_subject(key, &subject, &period);
}

const char *
comment_key_word(struct arena *arena, const char *key)
{
    const struct subject *subject;
    enum period period;

    if (is_subject(key, &subject, &period))
        return arena_printf(arena, "%s · %s", subject->short_name, period_name(period));
    const struct field *field = field_by_key(key);
    return field ? field->label : key;
}

/* Of a text of the record's there is no level. */
static enum status
check_place(const char *key, const char *level, const char **kept, struct error *err)
{
    enum level parsed;

    if (!comment_key_check(key))
        return fail(err, USAGE, "Không có mục nhận xét “%s”. Chưa ghi gì.", key ? key : "");
    *kept = "";
    if (is_field(key) || text_is_blank(level))
        return OK;
    if (!level_parse(level, &parsed))
        return fail(err, USAGE, "Không có mức “%s”. Chưa ghi gì.", level);
    *kept = level_symbol(parsed);
    return OK;
}

/* --- which ruling counts ---------------------------------------------------------------------- */

bool
comment_ruling_counts(const struct comment_rulings *rulings, size_t at)
{
    const struct comment_ruling *one = &rulings->list.items[at], *before = one - 1;

    return at == 0 || !text_equal(one->text, before->text) ||
           !text_equal(one->level, before->level) || !text_equal(one->key, before->key);
}

const struct comment_ruling *
comment_ruling_of(const struct comment_rulings *rulings, const char *level, const char *text)
{
    const struct comment_ruling *found = NULL;

    for (size_t i = 0; i < rulings->list.count; i++) {
        const struct comment_ruling *one = &rulings->list.items[i];
        if (!text_equal(one->text, text) || text_equal(one->ruling, COMMENT_PROPOSED) ||
            !comment_ruling_counts(rulings, i))
            continue;
        if (!text_is_blank(level) && text_equal(one->level, level))
            return one;
        bool meant = text_is_blank(level) || !*one->level;
        if (meant && (!found || text_equal(one->ruling, COMMENT_ACCEPTED)))
            found = one;
    }
    return found;
}

/* The newest row of exactly that sentence, a proposal too. */
static const struct comment_ruling *
find_newest(const struct comment_rulings *rulings, const char *level, const char *text)
{
    for (size_t i = 0; i < rulings->list.count; i++) {
        const struct comment_ruling *one = &rulings->list.items[i];
        if (text_equal(one->text, text) && text_equal(one->level, level))
            return one;
    }
    return NULL;
}

/* --- proposing -------------------------------------------------------------------------------- */

/* The bank holds no pupil's name. */
static enum status
check_no_name(struct app *app, const struct enrolled *enrolled, const char *text, struct error *err)
{
    struct enrolments class = {0};
    struct comment_hints hints = {0};

    TRY(store_list_class_enrolments(app->store, enrolled->enrolment.class_id, app->arena, &class,
                                    err));
    struct classmate *mates = arena_make_array(app->arena, class.list.count + 1, struct classmate);
    struct comment_facts facts = {.name = enrolled->pupil.name, .classmates = mates};
    for (size_t i = 0; i < class.list.count; i++)
        if (!text_equal(class.list.items[i].enrolment.id, enrolled->enrolment.id))
            mates[facts.classmate_count++].name = class.list.items[i].pupil.name;
    comment_hints_find(text, &facts, app->arena, &hints);
    for (size_t i = 0; i < hints.list.count; i++)
        if (text_equal(hints.list.items[i].kind, "name") ||
            text_equal(hints.list.items[i].kind, "spelling"))
            return fail(err, INVALID,
                        "%s Kho chung không giữ tên học sinh: sửa lại rồi đề xuất. Chưa gửi gì.",
                        hints.list.items[i].message);
    return OK;
}

static enum status
check_new(struct app *app, const char *unit, const struct comment_ruling *sentence, bool *standing,
          struct error *err)
{
    struct comment_rulings rulings = {0};
    int64_t waiting;

    TRY(store_list_comment_rulings(app->store, unit, sentence->key, app->arena, &rulings, err));
    const struct comment_ruling *ruled =
        comment_ruling_of(&rulings, sentence->level, sentence->text);
    if (ruled && text_equal(ruled->ruling, COMMENT_ACCEPTED))
        return fail(err, CONFLICT, "Câu này đã có trong kho của trường. Không gửi thêm.");
    if (ruled)
        return fail(err, CONFLICT,
                    "Trường đã ẩn câu này khỏi kho. Chưa gửi gì; thầy cô hỏi khối trưởng hoặc lãnh "
                    "đạo trường nếu muốn dùng lại.");
    const struct comment_ruling *newest = find_newest(&rulings, sentence->level, sentence->text);
    *standing = newest && text_equal(newest->ruling, COMMENT_PROPOSED);
    TRY(store_count_proposed_comments(app->store, unit, sentence->key, &waiting, err));
    if (!*standing && waiting >= COMMENT_PROPOSALS_MAX)
        return fail(err, CONFLICT,
                    "Mục này đang có %d câu chờ xem. Chưa gửi gì; khối trưởng hoặc lãnh đạo trường "
                    "xem bớt rồi thầy cô đề xuất tiếp.",
                    COMMENT_PROPOSALS_MAX);
    return OK;
}

enum status
comment_propose(struct app *app, const char *enrolment, const char *key, const char *level,
                const char *text, const char **kept, struct error *err)
{
    struct comment_ruling sentence = {.key = key, .ruling = COMMENT_PROPOSED};
    struct stamp stamp = app_stamp(app, NULL);
    struct enrolled enrolled;
    bool standing;

    TRY(store_find_enrolment(app->store, enrolment, app->arena, &enrolled, err));
    TRY(draft_edit_allowed(app, &enrolled, key, err));
    TRY(check_place(key, level, &sentence.level, err));
    if (text_is_blank(text))
        return fail(err, USAGE, "Ô nhận xét đang trống. Chưa gửi gì.");
    TRY(text_clean(text, "Câu nhận xét", COMMENT_SENTENCE_MAX, app->arena, &sentence.text, err));
    sentence.text = comment_without_name(app->arena, sentence.text, enrolled.pupil.name);
    TRY(check_no_name(app, &enrolled, sentence.text, err));
    TRY(check_new(app, enrolled.unit, &sentence, &standing, err));
    *kept = sentence.text;
    return standing ? OK
                    : store_add_comment_ruling(app->store, enrolled.unit, &sentence, &stamp, err);
}

/* --- ruling ----------------------------------------------------------------------------------- */

static enum status
find_school(struct app *app, struct unit *school, struct error *err)
{
    TRY(school_find(app, NULL, school, err));
    return access_check(app, MAY_CURATE_COMMENTS, school->id, err);
}

enum status
comment_sentences_list(struct app *app, const char *key, struct unit *school,
                       struct comment_sentences *sentences, struct error *err)
{
    struct comment_rulings rulings = {0};

    *sentences = (struct comment_sentences){0};
    TRY(find_school(app, school, err));
    TRY(store_list_comment_rulings(app->store, school->id, key, app->arena, &rulings, err));
    for (size_t i = 0; i < rulings.list.count; i++) {
        if (comment_ruling_counts(&rulings, i))
            *list_add(app->arena, sentences->list) =
                (struct comment_sentence){&rulings.list.items[i], 0};
        sentences->list.items[sentences->list.count - 1].count++;
    }
    return OK;
}

enum status
comment_unruled_list(struct app *app, const char *key, const char *level,
                     struct used_comments *comments, struct error *err)
{
    struct comment_rulings rulings = {0};
    struct school_years years = {0};
    struct unit school;
    size_t kept = 0;

    *comments = (struct used_comments){0};
    TRY(find_school(app, &school, err));
    TRY(check_place(key, level, &level, err));
    TRY(store_list_years(app->store, school.id, app->arena, &years, err));
    if (years.list.count == 0)
        return OK;
    TRY(comment_used_list(app, school.id, years.list.items[0].name, key, level, comments, err));
    TRY(store_list_comment_rulings(app->store, school.id, key, app->arena, &rulings, err));
    for (size_t i = 0; i < comments->list.count; i++) {
        const char *text = comments->list.items[i].text;
        if (!comment_ruling_of(&rulings, level, text) && !find_newest(&rulings, level, text))
            comments->list.items[kept++] = comments->list.items[i];
    }
    comments->list.count = kept;
    return OK;
}

/* A ruling that is written, with what it hides for it. */
struct writing {
    const char *unit;
    struct comment_ruling now, before; /* before.text NULL: nothing */
    struct stamp stamp;
};

static enum status
write_ruling(struct store *store, void *context, struct error *err)
{
    const struct writing *work = context;

    if (work->before.text)
        TRY(store_add_comment_ruling(store, work->unit, &work->before, &work->stamp, err));
    return store_add_comment_ruling(store, work->unit, &work->now, &work->stamp, err);
}

static enum status
read_text(struct app *app, const char *text, unsigned most, const char **kept, struct error *err)
{
    *kept = NULL;
    if (text_is_blank(text))
        return OK;
    return text_clean(text, "Câu nhận xét", most, app->arena, kept, err);
}

static enum status
read_order(struct app *app, const struct comment_order *order, struct writing *work,
           struct error *err)
{
    const char *level, *text, *mended;

    TRY(check_place(order->key, order->level, &level, err));
    bool as_it_is = text_equal(order->ruling, COMMENT_ACCEPTED) && text_is_blank(order->mended);

    /* What is only hidden or mended may be as long as a comment. */
    TRY(read_text(app, order->text, as_it_is ? COMMENT_SENTENCE_MAX : COMMENT_GRAPHEMES_MAX, &text,
                  err));
    TRY(read_text(app, order->mended, COMMENT_SENTENCE_MAX, &mended, err));
    if (!text_equal(order->ruling, COMMENT_ACCEPTED) && !text_equal(order->ruling, COMMENT_HIDDEN))
        return fail(err, USAGE, "Với một câu: nhận vào kho hoặc ẩn đi. Chưa ghi gì.");
    if (!text && !mended)
        return fail(err, USAGE, "Cần câu nhận xét. Chưa ghi gì.");
    bool hides = text_equal(order->ruling, COMMENT_HIDDEN);
    if (hides && mended)
        return fail(err, USAGE, "Câu được sửa là câu được nhận, không ẩn. Chưa ghi gì.");
    work->now = (struct comment_ruling){.key = order->key,
                                        .level = level,
                                        .text = mended ? mended : text,
                                        .ruling = hides ? COMMENT_HIDDEN : COMMENT_ACCEPTED};
    if (!text || !mended || text_equal(text, mended))
        return OK;
    work->now.other = text;
    work->before = work->now;
    work->before.text = text;
    work->before.ruling = COMMENT_HIDDEN;
    work->before.other = mended;
    return OK;
}

enum status
comment_rule(struct app *app, const struct comment_order *order, struct error *err)
{
    struct writing work = {.stamp = app_stamp(app, NULL)};
    struct comment_rulings rulings = {0};
    struct unit school;

    TRY(find_school(app, &school, err));
    TRY(read_order(app, order, &work, err));
    work.unit = school.id;
    TRY(store_list_comment_rulings(app->store, school.id, order->key, app->arena, &rulings, err));
    const struct comment_ruling *newest = find_newest(&rulings, work.now.level, work.now.text);
    if (!work.before.text && newest && text_equal(newest->ruling, work.now.ruling))
        return OK;
    return store_transact(app->store, write_ruling, &work, err);
}

enum status
comment_proposals_count(struct app *app, int64_t *count, struct error *err)
{
    struct error refused;
    struct unit school;

    *count = 0;
    if (find_school(app, &school, &refused) != OK)
        return OK;
    return store_count_proposed_comments(app->store, school.id, NULL, count, err);
}

/* SPDX-License-Identifier: Apache-2.0
 *
 * The school's bank of comments: what teachers wrote, what they propose, what the school rules.
 */
#include "tests/store/support.h"

#include "service/comment_rulings.h"
#include "service/comments.h"
#include "service/grid.h"
#include "store/people.h"

#define KEY  "mon.TV.nhan_xet"
#define GOOD "{ten} đọc trôi chảy."

static int64_t
fixed_clock(void)
{
    return stamp_at(0)->at.seconds;
}

static struct app
app_for(struct store *store, struct arena *arena, const char *person, const char *login)
{
    return (struct app){.store = store,
                        .arena = arena,
                        .actor = {.person_id = person, .login = login, .name = login},
                        .options = {.system_clock = fixed_clock}};
}

/* A class teacher (3, "an.nguyen") and a head of grade (30, "binh.le") of school 2. */
static void
add_people(struct store *store)
{
    const struct person head = {
        .id = id(30), .unit = id(2), .login = "binh.le", .name = "Lê Thị Bình"};
    const struct assignment assignments[] = {{.id = id(20),
                                              .person = id(3),
                                              .unit = id(2),
                                              .role = "class_teacher",
                                              .from = {2023, 9, 5},
                                              .year = "2023-2024",
                                              .class_id = id(4)},
                                             {.id = id(21),
                                              .person = id(30),
                                              .unit = id(2),
                                              .role = "grade_head",
                                              .from = {2023, 9, 5}}};
    struct error err;

    add_school(store);
    add_pupil(store, 1, "Trần Văn Nam");
    add_pupil(store, 2, "Lò Thị Thu Hà");
    assert_ok(store_add_person(store, &head, stamp_at(0), &err));
    for (size_t i = 0; i < COUNT_OF(assignments); i++)
        assert_ok(store_add_assignment(store, &assignments[i], stamp_at(0), &err));
}

static void
write_comment(struct app *app, unsigned enrolment, const char *key, const char *value)
{
    struct grid_save save = {
        .enrolment = id(enrolment), .key = key, .value = value, .source = "typed"};
    struct error err;

    assert_ok(grid_save(app, app_new_id(app), &save, 1, &err));
    assert_int_equal(save.outcome, GRID_SAVED);
}

/* The bank as one text: "*sentence of the school (uses); sentence (uses)". */
static const char *
bank_of(struct app *app, const char *level)
{
    struct used_comments comments;
    const char *all = "";
    struct error err;

    assert_ok(comment_bank(app, id(4), KEY, level, &comments, &err));
    for (size_t i = 0; i < comments.list.count; i++)
        all = arena_printf(app->arena, "%s%s%s%s (%d)", all, i ? "; " : "",
                           comments.list.items[i].school ? "*" : "", comments.list.items[i].text,
                           (int)comments.list.items[i].uses);
    return all;
}

static enum status
rule(struct app *app, const char *level, const char *text, const char *ruling, const char *mended)
{
    struct comment_order order = {KEY, level, text, ruling, mended};
    struct error err;

    return comment_rule(app, &order, &err);
}

static enum status
propose(struct app *app, unsigned enrolment, const char *level, const char *text, const char **kept)
{
    struct error err;

    return comment_propose(app, id(enrolment), KEY, level, text, kept, &err);
}

static void
test_bank(void **state)
{
    (void)state;
    AUTO(arena) *arena = arena_new();
    AUTO(store) *store = open_empty();
    add_people(store);
    struct app head = app_for(store, arena, id(30), "binh.le");
    struct app teacher = app_for(store, arena, id(3), "an.nguyen");

    write_comment(&teacher, 201, "mon.TV.muc", "T");
    write_comment(&teacher, 202, "mon.TV.muc", "T");
    write_comment(&teacher, 201, KEY, "Nam đọc trôi chảy.");
    write_comment(&teacher, 202, KEY, "Thu Hà đọc trôi chảy.");
    assert_string_equal(bank_of(&teacher, "T"), GOOD " (2)");
    assert_string_equal(bank_of(&teacher, "H"), "");

    /* For its level alone; for all levels; the level's own ruling goes first. */
    assert_int_equal(rule(&head, "T", GOOD, COMMENT_ACCEPTED, NULL), OK);
    assert_int_equal(rule(&head, "T", "Em viết đẹp.", COMMENT_ACCEPTED, NULL), OK);
    assert_string_equal(bank_of(&teacher, "T"), "*Em viết đẹp. (0); *" GOOD " (2)");
    assert_string_equal(bank_of(&teacher, "H"), "");
    assert_int_equal(rule(&head, "", "Em viết đẹp.", COMMENT_HIDDEN, NULL), OK);
    assert_int_equal(rule(&head, "", "Em chăm học.", COMMENT_ACCEPTED, NULL), OK);
    assert_string_equal(bank_of(&teacher, "H"), "*Em chăm học. (0)");
    assert_string_equal(bank_of(&teacher, "T"),
                        "*Em chăm học. (0); *Em viết đẹp. (0); *" GOOD " (2)");

    /* Hidden: not offered, though used; ruled over again: there it is. */
    assert_int_equal(rule(&head, "T", GOOD, COMMENT_HIDDEN, NULL), OK);
    assert_string_equal(bank_of(&teacher, "T"), "*Em chăm học. (0); *Em viết đẹp. (0)");
    assert_int_equal(rule(&head, "T", GOOD, COMMENT_ACCEPTED, NULL), OK);
    assert_string_equal(bank_of(&teacher, ""),
                        "*Em chăm học. (0); *Em viết đẹp. (0); *" GOOD " (2)");
}

static void
test_proposing(void **state)
{
    (void)state;
    AUTO(arena) *arena = arena_new();
    AUTO(store) *store = open_empty();
    add_people(store);
    struct app head = app_for(store, arena, id(30), "binh.le");
    struct app teacher = app_for(store, arena, id(3), "an.nguyen");
    const char *kept;
    int64_t count;
    struct error err;
    static const struct {
        const char *about, *level, *text;
        enum status status;
        const char *kept;
    } rows[] = {
        {"the pupil's name is a place", "T", "Hà đọc trôi chảy.", OK, GOOD},
        {"the same again waits already", "T", "Thu Hà đọc trôi chảy.", OK, GOOD},
        {"the whole name", "t", "Lò Thị Thu Hà viết đẹp, Hà chăm.", OK,
         "{ten} viết đẹp, {ten} chăm."},
        {"a classmate's name", "T", "Em giúp bạn Nam.", INVALID, NULL},
        {"her own with other marks", "T", "Bạn Hạ đọc tốt.", INVALID, NULL},
        {"nothing", "T", "  ", USAGE, NULL},
        {"no such level", "X", "Em đọc tốt.", USAGE, NULL},
    };

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        enum status status = propose(&teacher, 202, rows[i].level, rows[i].text, &kept);
        if (status != rows[i].status || (rows[i].kept && !text_equal(kept, rows[i].kept)))
            fail_msg("%s: %d %s", rows[i].about, status, status == OK ? kept : "");
    }
    assert_ok(comment_proposals_count(&head, &count, &err));
    assert_int_equal(count, 2);
    assert_ok(comment_proposals_count(&teacher, &count, &err));
    assert_int_equal(count, 0);
    assert_string_equal(bank_of(&teacher, "T"), "");

    /* Who teaches may not rule, who rules without teaching may not propose. */
    assert_int_equal(rule(&teacher, "T", GOOD, COMMENT_ACCEPTED, NULL), DENIED);
    assert_int_equal(propose(&head, 202, "T", "Em đọc tốt.", &kept), DENIED);
    assert_int_equal(rule(&head, "T", GOOD, COMMENT_PROPOSED, NULL), USAGE);
    assert_int_equal(rule(&head, "T", "", COMMENT_ACCEPTED, NULL), USAGE);
    assert_int_equal(rule(&head, "T", GOOD, COMMENT_HIDDEN, "x"), USAGE);

    /* Mended: the new one is the school's, and proposing the old one again is refused. */
    assert_int_equal(rule(&head, "T", GOOD, COMMENT_ACCEPTED, "{ten} đọc lưu loát."), OK);
    assert_string_equal(bank_of(&teacher, "T"), "*{ten} đọc lưu loát. (0)");
    assert_int_equal(propose(&teacher, 202, "T", "Hà đọc trôi chảy.", &kept), CONFLICT);
    assert_int_equal(propose(&teacher, 202, "T", "Hà đọc lưu loát.", &kept), CONFLICT);
    for (int i = 1; i < COMMENT_PROPOSALS_MAX; i++)
        assert_int_equal(propose(&teacher, 202, "T", arena_printf(arena, "Câu %d.", i), &kept), OK);
    assert_int_equal(propose(&teacher, 202, "T", "Câu 1.", &kept), OK);
    assert_int_equal(propose(&teacher, 202, "T", "Một câu nữa.", &kept), CONFLICT);
}

static void
test_history(void **state)
{
    (void)state;
    AUTO(arena) *arena = arena_new();
    AUTO(store) *store = open_empty();
    add_people(store);
    struct app head = app_for(store, arena, id(30), "binh.le");
    struct app teacher = app_for(store, arena, id(3), "an.nguyen");
    struct comment_sentences sentences;
    struct used_comments unruled;
    struct unit school;
    const char *kept;
    struct error err;

    assert_int_equal(propose(&teacher, 202, "T", "Hà đọc trôi chảy.", &kept), OK);
    assert_int_equal(rule(&head, "T", GOOD, COMMENT_ACCEPTED, "{ten} đọc lưu loát."), OK);
    assert_int_equal(rule(&head, "T", "{ten} đọc lưu loát.", COMMENT_ACCEPTED, NULL), OK);
    assert_ok(comment_sentences_list(&head, NULL, &school, &sentences, &err));
    assert_int_equal(sentences.list.count, 2);
    const struct comment_sentence *new = &sentences.list.items[0], *old = new + 1;
    assert_int_equal(new->count, 1); /* accepted twice is accepted once */
    assert_string_equal(new->rulings[0].other, GOOD);
    assert_string_equal(new->rulings[0].by, "Lê Thị Bình");
    assert_int_equal(old->count, 2);
    assert_string_equal(old->rulings[0].ruling, COMMENT_HIDDEN);
    assert_string_equal(old->rulings[0].other, "{ten} đọc lưu loát.");
    assert_string_equal(old->rulings[1].ruling, COMMENT_PROPOSED);
    assert_int_equal(comment_sentences_list(&teacher, NULL, &school, &sentences, &err), DENIED);

    /* In use and not ruled on. */
    write_comment(&teacher, 201, "mon.TV.muc", "T");
    write_comment(&teacher, 201, KEY, "Nam đọc lưu loát.");
    assert_ok(comment_unruled_list(&head, KEY, "T", &unruled, &err));
    assert_int_equal(unruled.list.count, 0);
    write_comment(&teacher, 202, KEY, "Em kể chuyện hay.");
    assert_ok(comment_unruled_list(&head, KEY, "", &unruled, &err));
    assert_int_equal(unruled.list.count, 1);
    assert_string_equal(unruled.list.items[0].text, "Em kể chuyện hay.");
    assert_int_equal(comment_unruled_list(&head, "mon.TV.muc", "", &unruled, &err), USAGE);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bank),
        cmocka_unit_test(test_proposing),
        cmocka_unit_test(test_history),
    };

    return cmocka_run_group_tests(tests, NULL, remove_test_folder);
}

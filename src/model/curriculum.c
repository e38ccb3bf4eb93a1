/* SPDX-License-Identifier: Apache-2.0 */
#include "model/curriculum.h"

#include <assert.h>
#include <pthread.h>

#include "base/list.h"
#include "base/table.h"
#include "embedded_data.h"

#define CIRCULAR_HERE "27/2020/TT-BGDĐT"

enum { YEAR_FIRST = 2000, YEAR_LAST = 2150, NO_LAST_YEAR = 9999 };

/* Parsed once from the embedded tables and never changed afterwards, but for `found`. */
static struct {
    struct arena *arena;
    struct subject subjects[TEMPLATE_ROWS];
    const struct table *rows, *circulars;
    LIST(struct curriculum *) found; /* those that were asked for, under `lock` */
} all;
static pthread_once_t loaded = PTHREAD_ONCE_INIT;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void
load(void)
{
    all.arena = arena_new();
    const struct table *table = table_parse(all.arena, embedded_subjects_tsv);
    assert(table->rows == TEMPLATE_ROWS);
    for (size_t i = 0; i < TEMPLATE_ROWS; i++)
        all.subjects[i] =
            (struct subject){table_cell(table, i, "code"), table_cell(table, i, "name"),
                             table_cell(table, i, "short_name"), (int)i};
    all.rows = table_parse(all.arena, embedded_curriculum_tsv);
    all.circulars = table_parse(all.arena, embedded_circulars_tsv);
}

const struct subject *
curriculum_subject(const char *code)
{
    pthread_once(&loaded, load);
    for (size_t i = 0; i < TEMPLATE_ROWS; i++)
        if (text_equal(all.subjects[i].code, code))
            return &all.subjects[i];
    return NULL;
}

const struct subject *
curriculum_subject_at(size_t row)
{
    pthread_once(&loaded, load);
    assert(row < TEMPLATE_ROWS);
    return &all.subjects[row];
}

bool
school_year_parse(const char *name, int *first_year)
{
    int first, second;
    char half[5] = {0};

    if (name == NULL || strlen(name) != 9 || name[4] != '-')
        return false;
    memcpy(half, name, 4);
    if (!text_to_int(half, YEAR_FIRST, YEAR_LAST, &first) ||
        !text_to_int(name + 5, YEAR_FIRST, YEAR_LAST + 1, &second) || second != first + 1)
        return false;
    *first_year = first;
    return true;
}

/* A cell that must hold a number; an empty one is `empty`. */
static int
cell_number(const struct table *table, size_t row, const char *name, int empty)
{
    const char *cell = table_cell(table, row, name);
    int number = empty;

    if (*cell && !text_to_int(cell, 0, NO_LAST_YEAR, &number))
        assert(!"an embedded table has a cell that is no number");
    return number;
}

static bool
row_holds(const struct table *table, size_t row, int grade, int first_year)
{
    return cell_number(table, row, "grade", 0) == grade &&
           cell_number(table, row, "from_year", 0) <= first_year &&
           first_year <= cell_number(table, row, "to_year", NO_LAST_YEAR);
}

static const char *
circular_of(int grade, int first_year)
{
    for (size_t i = 0; i < all.circulars->rows; i++)
        if (row_holds(all.circulars, i, grade, first_year))
            return table_cell(all.circulars, i, "circular");
    return NULL;
}

/* The year in which CIRCULAR_HERE begins to hold for a grade. */
static int
circular_start(int grade)
{
    for (size_t i = 0; i < all.circulars->rows; i++)
        if (text_equal(table_cell(all.circulars, i, "circular"), CIRCULAR_HERE) &&
            cell_number(all.circulars, i, "grade", 0) == grade)
            return cell_number(all.circulars, i, "from_year", 0);
    assert(!"circulars.tsv has no row for a grade");
    return 0;
}

static void
add_row(struct curriculum *curriculum, size_t row)
{
    struct curriculum_row *to = &curriculum->rows[curriculum->row_count++];

    assert(curriculum->row_count <= SUBJECTS_MAX);
    to->subject = curriculum_subject(table_cell(all.rows, row, "subject"));
    assert(to->subject);
    to->elective = cell_number(all.rows, row, "elective", 0);
    for (int i = 0; i < PERIOD_COUNT; i++)
        to->tested[i] = cell_number(all.rows, row, period_code((enum period)i), 0);
}

static const struct curriculum *
build(int grade, int first_year, const char *circular)
{
    struct curriculum *curriculum = arena_make(all.arena, struct curriculum);

    curriculum->grade = grade;
    curriculum->first_year = first_year;
    curriculum->circular = circular;
    for (size_t i = 0; i < all.rows->rows; i++)
        if (row_holds(all.rows, i, grade, first_year))
            add_row(curriculum, i);
    /* A competence whose subject is not taught yet may stay blank (CV2088: not obligatory). */
    curriculum->optional_traits[COMPETENCE_TECHNOLOGY] =
        curriculum_row_find(curriculum, "CN") == NULL;
    curriculum->optional_traits[COMPETENCE_INFORMATICS] =
        curriculum_row_find(curriculum, "TH") == NULL;
    *list_add(all.arena, all.found) = curriculum;
    return curriculum;
}

static const struct curriculum *
find_or_build(int grade, int first_year, const char *circular)
{
    const struct curriculum *found = NULL;

    pthread_mutex_lock(&lock);
    for (size_t i = 0; i < all.found.count && !found; i++)
        if (all.found.items[i]->grade == grade && all.found.items[i]->first_year == first_year)
            found = all.found.items[i];
    if (!found)
        found = build(grade, first_year, circular);
    pthread_mutex_unlock(&lock);
    return found;
}

enum status
curriculum_find(int grade, int first_year, const struct curriculum **curriculum, struct error *err)
{
    pthread_once(&loaded, load);
    if (grade < 1 || grade > 5)
        return fail(err, INVALID, "Không có lớp %d ở cấp tiểu học; hãy nhập khối từ 1 đến 5.",
                    grade);
    if (first_year < YEAR_FIRST || first_year > YEAR_LAST)
        return fail(err, INVALID, "Năm học %d-%d nằm ngoài khoảng lập được học bạ số.", first_year,
                    first_year + 1);
    const char *circular = circular_of(grade, first_year);
    if (!text_equal(circular, CIRCULAR_HERE)) {
        int start = circular_start(grade);
        return fail(err, INVALID,
                    "Lớp %d năm học %d-%d còn đánh giá theo Thông tư %s: TT27 Điều 2 áp dụng cho "
                    "lớp %d từ năm học %d-%d. Học bạ năm học này giữ trên giấy.",
                    grade, first_year, first_year + 1, circular ? circular : "22/2016/TT-BGDĐT",
                    grade, start, start + 1);
    }
    *curriculum = find_or_build(grade, first_year, circular);
    return OK;
}

const struct curriculum_row *
curriculum_row_find(const struct curriculum *curriculum, const char *code)
{
    for (size_t i = 0; i < curriculum->row_count; i++)
        if (text_equal(curriculum->rows[i].subject->code, code))
            return &curriculum->rows[i];
    return NULL;
}

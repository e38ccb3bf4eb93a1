/* SPDX-License-Identifier: Apache-2.0 */
#include "bench/pupils.h"

#include "base/list.h"
#include "base/unicode.h"
#include "bench/bench.h"
#include "service/lookup.h"
#include "store/ask.h"

static uint64_t seed = 88172645463325252ULL;

unsigned
bench_chance(unsigned below)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (unsigned)(seed >> 11) % below;
}

/* Family names about as often as they are in Vietnam; the rest evenly. */
static const char *
invent_name(struct arena *arena)
{
    static const char *const rest[] = {"Phạm", "Hoàng", "Huỳnh", "Vũ",  "Võ",    "Phan",  "Trương",
                                       "Bùi",  "Đặng",  "Đỗ",    "Ngô", "Hồ",    "Dương", "Đinh",
                                       "Lý",   "Lương", "Mai",   "Tô",  "Triệu", "Vàng"};
    static const char *const middle[] = {"Thị",   "Văn", "Minh", "Ngọc", "Gia",   "Bảo",
                                         "Khánh", "Thu", "Hải",  "Quốc", "Thanh", "Hữu"};
    static const char *const given[] = {
        "An",    "Anh",   "Ánh", "Bình",  "Châu",  "Chi",    "Cường", "Dũng",  "Duy",
        "Dương", "Đạt",   "Đức", "Giang", "Hà",    "Hải",    "Hạnh",  "Hiếu",  "Hoa",
        "Hòa",   "Hoàng", "Huy", "Hương", "Khang", "Khoa",   "Lan",   "Linh",  "Long",
        "Mai",   "My",    "Nam", "Nga",   "Ngân",  "Nguyên", "Nhi",   "Phong", "Phúc",
        "Quân",  "Quỳnh", "Sơn", "Tâm",   "Thảo",  "Trang",  "Trung", "Yến"};
    unsigned family = bench_chance(100);
    const char *first = family < 38   ? "Nguyễn"
                        : family < 49 ? "Trần"
                        : family < 58 ? "Lê"
                                      : rest[bench_chance(COUNT_OF(rest))];
    return arena_printf(arena, "%s %s %s", first, middle[bench_chance(COUNT_OF(middle))],
                        given[bench_chance(COUNT_OF(given))]);
}

static const char *
number_id(struct arena *arena, char kind, unsigned number)
{
    return arena_printf(arena, "%08x-0000-4%03x-8000-%012x", number, (unsigned)kind, number);
}

/* --- filling ---------------------------------------------------------------------------------- */

const char *
bench_year(struct arena *arena, unsigned year)
{
    return arena_printf(arena, "%u-%u", 2023 + year, 2024 + year);
}

const char *
bench_school_id(struct arena *arena, unsigned school)
{
    return number_id(arena, 'u', school);
}

const char *
bench_class_id(struct arena *arena, unsigned school, unsigned year, unsigned place)
{
    return number_id(arena, 'c', (school * BENCH_YEARS + year) * BENCH_CLASSES + place);
}

const char *
bench_pupil_id(struct arena *arena, unsigned school, unsigned i)
{
    return number_id(arena, 'p', school * BENCH_PUPILS + i);
}

const char *
bench_enrolment_id(struct arena *arena, unsigned school, unsigned i, unsigned year)
{
    return number_id(arena, 'e', (school * BENCH_PUPILS + i) * BENCH_YEARS + year);
}

static enum status
add_school_rows(struct store *store, void *context, struct error *err)
{
    unsigned school = *(unsigned *)context;
    AUTO(arena) *arena = arena_new();
    const char *unit = bench_school_id(arena, school);
    TRY(ask(ASK(store, SQL_add_unit, v_text(unit), v_text("school"), v_text(NULL),
                v_text(arena_printf(arena, "%08u", school)), v_text("Trường"), v_text(NULL),
                v_text(NULL), v_text(NULL), v_text(NULL), v_text(NULL), v_text(NULL)),
            err));
    for (unsigned year = 0; year < BENCH_YEARS; year++) {
        const char *name = bench_year(arena, year);
        TRY(ask(ASK(store, SQL_add_year, v_text(unit), v_text(name)), err));
        for (unsigned place = 0; place < BENCH_CLASSES; place++)
            TRY(ask(ASK(store, SQL_add_class, v_text(bench_class_id(arena, school, year, place)),
                        v_text(unit), v_text(name),
                        v_text(arena_printf(arena, "%u%c", place / 2 + 1, 'A' + (int)(place % 2))),
                        v_int(2)),
                    err));
    }
    for (unsigned i = 0; i < BENCH_PUPILS; i++) {
        unsigned number = school * BENCH_PUPILS + i, place = i % BENCH_CLASSES;
        const char *id = bench_pupil_id(arena, school, i), *name = invent_name(arena);
        struct date birth = {(int16_t)(2019 - place / 2), (int8_t)(1 + bench_chance(12)),
                             (int8_t)(1 + bench_chance(28))};
        TRY(ask(ASK(store, SQL_add_pupil, v_text(id), v_text(unit),
                    v_text(arena_printf(arena, "22%08u", number)),
                    v_text(arena_printf(arena, "0222%08u", number)), v_text(name), v_day(birth),
                    v_text(unicode_name_key(arena, name)), v_text(unicode_fold_key(arena, name))),
                err));
        for (unsigned year = 0; year < BENCH_YEARS; year++)
            TRY(ask(ASK(store, SQL_add_enrolment,
                        v_text(bench_enrolment_id(arena, school, i, year)), v_text(id),
                        v_text(bench_class_id(arena, school, year, place)), v_int(place / 2 + 1),
                        v_text(NULL), v_text(NULL), v_int(0)),
                    err));
    }
    return lookup_refresh(store, err);
}

void
bench_add_schools(struct store *store)
{
    struct error err = {0};

    for (unsigned school = 0; school < BENCH_SCHOOLS; school++)
        BENCH_CHECK(store_transact(store, add_school_rows, &school, &err) == OK);
}

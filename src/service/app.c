/* SPDX-License-Identifier: Apache-2.0 */
#include "service/app.h"

#include <stdlib.h>

#include "base/file.h"
#include "base/uuid.h"
#include "crypto/random.h"
#include "service/instance.h"
#include "store/instance.h"
#include "store/people.h"

enum { SECONDS_PER_DAY = 24 * 60 * 60 };

struct moment
app_now(const struct app *app)
{
    int64_t now = app->options.system_clock();

    if (app->clock_start == 0)
        return moment_in_vietnam(now);
    /* On the clock's own day, never past its last second. */
    int64_t start = app->clock_start;
    int64_t into_day = (start + VIETNAM_OFFSET_MINUTES * 60) % SECONDS_PER_DAY;
    int64_t last = start + SECONDS_PER_DAY - 1 - into_day;
    int64_t passed = now > app->clock_set ? now - app->clock_set : 0;
    return moment_in_vietnam(passed < last - start ? start + passed : last);
}

struct date
app_today(const struct app *app)
{
    return moment_to_date(app_now(app));
}

const char *
app_now_text(struct app *app)
{
    char text[MOMENT_TEXT_SIZE];

    return arena_text(app->arena, moment_write(app_now(app), text));
}

const char *
app_new_id(struct app *app)
{
    char text[UUID_TEXT_SIZE];

    return arena_text(app->arena, random_uuid(text));
}

struct stamp
app_stamp(const struct app *app, const char *source)
{
    return (struct stamp){.at = app_now(app), .by = app->actor.login, .source = source};
}

void
app_progress(const struct app *app, const char *what, size_t done, size_t total)
{
    if (app->options.progress)
        app->options.progress(app->options.progress_context, what, done, total);
}

static enum status
read_clock(struct app *app, struct error *err)
{
    const char *start, *set;
    struct moment moment;

    if (app->kind != INSTANCE_TRAINING)
        return OK;
    TRY(store_get_instance(app->store, INSTANCE_CLOCK, app->arena, &start, err));
    TRY(store_get_instance(app->store, INSTANCE_CLOCK_SET, app->arena, &set, err));
    if (!start)
        return OK;
    if (!moment_parse(span_of(start), &moment))
        return fail(err, CORRUPT, "Đồng hồ riêng của hệ thống tập huấn ghi sai: “%s”.", start);
    app->clock_start = moment.seconds;
    app->clock_set =
        set && moment_parse(span_of(set), &moment) ? moment.seconds : app->options.system_clock();
    return OK;
}

static enum status
read_actor(struct app *app, struct error *err)
{
    struct person person;

    if (!app->options.by) {
        app->actor = (struct actor){.login = "operator", .name = "Người vận hành"};
        return OK;
    }
    enum status status =
        store_find_person_by_login(app->store, app->options.by, app->arena, &person, err);
    if (status == NOT_FOUND)
        return fail(err, DENIED, "Không có ai với tên đăng nhập “%s” trong hệ thống này.",
                    app->options.by);
    TRY(status);
    app->actor = (struct actor){
        .person_id = person.id, .login = person.login, .name = person.name, .unit_id = person.unit};
    return OK;
}

static enum status
read_instance(struct app *app, struct error *err)
{
    const char *kind;

    TRY(store_get_instance(app->store, INSTANCE_KIND, app->arena, &kind, err));
    if (!kind)
        return fail(err, CORRUPT,
                    "Cơ sở dữ liệu không ghi là hệ thống thật hay tập huấn; có thể nó được tạo dở "
                    "dang. Hãy tạo lại bằng “hocba init”.");
    app->kind = text_equal(kind, "training") ? INSTANCE_TRAINING : INSTANCE_REAL;
    TRY(read_clock(app, err));
    return read_actor(app, err);
}

static enum status
open_store(struct app *app, struct error *err)
{
    struct home_settings settings;

    TRY(home_settings_read(app->home, app->arena, &settings, err));
    app->store_url = settings.store;
    struct store_options options = {.place = settings.store,
                                    .owner_url = settings.store_owner,
                                    .now = moment_in_vietnam(app->options.system_clock())};
    TRY(store_open(&options, &app->store, err));
    return read_instance(app, err);
}

enum status
app_open(const struct app_options *options, struct app **app, struct error *err)
{
    struct app *opened = heap_alloc(sizeof *opened);

    *opened = (struct app){.arena = arena_new(), .options = *options};
    opened->home = arena_text(opened->arena, options->home);
    enum status status = open_store(opened, err);
    if (status != OK) {
        app_close(opened);
        return status;
    }
    *app = opened;
    return OK;
}

void
app_close(struct app *app)
{
    if (!app)
        return;
    store_close(app->store);
    arena_free(app->arena);
    free(app);
}

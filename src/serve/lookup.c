/* SPDX-License-Identifier: Apache-2.0 */
#include "serve/lookup.h"

#include "serve/family.h"
#include "serve/inside.h"
#include "serve/pages.h"
#include "service/access_log.h"

/* --- looking for somebody --------------------------------------------------------------------- */

static enum status
send_page(struct visit *visit, const char *text, struct error *err)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);
    struct lookup_found found = {0};

    TRY(lookup_find(visit->app, text, &found, err));
    lookup_show(out, visit, text, &found);
    visit_send_page(visit, out);
    return OK;
}

enum status
lookup_page(struct visit *visit, struct error *err)
{
    return send_page(visit, "", err);
}

enum status
lookup_answer(struct visit *visit, struct error *err)
{
    const char *text = web_form(visit->request, "tim");

    return send_page(visit, text ? text : "", err);
}

static void
write_hit(struct json *json, const struct lookup_hit *hit)
{
    json_open(json, '{');
    json_text_field(json, "pupil", hit->pupil.id);
    json_text_field(json, "name", hit->pupil.name);
    json_text_field(json, "code", hit->pupil.code);
    json_day_field(json, "birth", hit->pupil.birth_date);
    json_text_field(json, "class", hit->class_name);
    json_text_field(json, "year", hit->year);
    json_int_field(json, "years", hit->years);
    json_close(json, '}');
}

enum status
lookup_api(struct visit *visit, struct error *err)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);
    struct lookup_found found = {0};
    struct json json = json_to(out);
    struct json_value body;

    TRY(visit_read_json(visit, &body, err));
    const char *text = json_find_text(&body, "q");
    TRY(lookup_find(visit->app, text ? text : "", &found, err));
    json_open(&json, '{');
    json_bool_field(&json, "more", found.more);
    json_bool_field(&json, "unmarked", found.unmarked);
    json_open_list(&json, "pupils");
    for (size_t i = 0; i < found.list.count; i++)
        write_hit(&json, &found.list.items[i]);
    json_close(&json, ']');
    json_close(&json, '}');
    visit_send_json(visit, out);
    return OK;
}

/* --- one pupil -------------------------------------------------------------------------------- */

enum status
pupil_page(struct visit *visit, struct error *err)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);
    struct record_contents contents;
    struct access_rows log = {0};
    struct pupil_file file;

    TRY(lookup_pupil(visit->app, visit->argument[0], &file, err));
    TRY(record_contents_read(visit->app, &file, &contents, err));
    TRY(access_log_add(visit->app, ACCESS_PUPIL, file.pupil.id, file.pupil.unit, NULL,
                       visit->request->address, err));
    TRY(access_log_of_pupil(visit->app, file.pupil.id, &log, err));
    pupil_show(out, visit, &file, &contents, &log,
               arena_printf(visit->arena, "/hoc-sinh/%s", file.pupil.id));
    visit_send_page(visit, out);
    return OK;
}

enum status
pupil_book(struct visit *visit, struct error *err)
{
    struct pupil_file file;

    TRY(lookup_pupil(visit->app, visit->argument[0], &file, err));
    return record_book_send(visit, &file, err);
}

enum status
pupil_file_page(struct visit *visit, struct error *err)
{
    struct pupil_file file;

    TRY(lookup_pupil(visit->app, visit->argument[0], &file, err));
    return record_file_send(visit, &file, visit->argument[1], visit->argument[2], err);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "service/access.h"
#include "service/school.h"
#include "store/decisions.h"

enum status
class_find_campus(struct app *app, const struct school_class *class, struct unit *campus,
                  struct error *err)
{
    struct decision newest;
    struct error unsaid;

    *campus = (struct unit){0};
    TRY(access_check(app, MAY_SEE, class->unit, err));
    enum status status = store_find_decision(app->store, DECISION_CAMPUS, "class", class->id,
                                             app->arena, &newest, &unsaid);
    if (status == NOT_FOUND || (status == OK && text_is_blank(newest.text)))
        return OK;
    if (status != OK) {
        *err = unsaid;
        return status;
    }
    return store_find_unit(app->store, newest.text, app->arena, campus, err);
}

enum status
class_set_campus(struct app *app, const struct school_class *class, const char *code,
                 struct error *err)
{
    struct stamp stamp = app_stamp(app, "class campus");
    struct unit campus = {.id = ""};

    TRY(access_check(app, MAY_MANAGE_CLASSES, class->unit, err));
    if (code) {
        TRY(unit_find(app, code, &campus, err));
        if (!text_equal(campus.kind, UNIT_CAMPUS) || !text_equal(campus.parent, class->unit))
            return fail(
                err, USAGE,
                "%s không phải điểm trường của trường có lớp %s. Chưa ghi gì. Hãy thêm điểm "
                "trường bằng “hocba unit add --kind campus”.",
                campus.name, class->name);
    }
    const struct decision decision = {.id = app_new_id(app),
                                      .kind = DECISION_CAMPUS,
                                      .entity = "class",
                                      .subject = class->id,
                                      .text = campus.id};
    return store_add_decision(app->store, &decision, &stamp, err);
}

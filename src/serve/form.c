/* SPDX-License-Identifier: Apache-2.0 */
#include "serve/form.h"

#include "model/record.h"

enum status
form_parse_day(const char *text, struct date *day, struct error *err)
{
    *day = (struct date){0};
    if (text_is_blank(text) || date_parse_iso(span_of(text), day) ||
        date_parse_vietnamese(span_of(text), day))
        return OK;
    return fail(err, USAGE, "Ngày phải viết như 31/05/2024, không phải “%s”. Chưa có gì được ghi.",
                text);
}

enum status
form_read_day(const struct visit *visit, const char *name, struct date *day, struct error *err)
{
    return form_parse_day(web_form(visit->request, name), day, err);
}

size_t
form_read_words(const struct visit *visit, const char *name, const char **words, size_t most)
{
    static const char parting[] = " \t\r\n,;";
    const char *text = web_form(visit->request, name);
    size_t count = 0;

    for (text = text ? text : ""; *text && count < most;) {
        size_t size = strcspn(text, parting);
        if (size > 0)
            words[count++] = arena_copy(visit->arena, text, size);
        text += size;
        text += strspn(text, parting);
    }
    return count;
}

size_t
form_read_values(const struct visit *visit, const char *name, const char **values, size_t most)
{
    const struct web_fields *form = &visit->request->form;
    size_t count = 0;

    for (size_t i = 0; i < form->list.count && count < most; i++)
        if (text_equal(form->list.items[i].name, name) && form->list.items[i].value.size > 0)
            values[count++] = arena_copy(visit->arena, form->list.items[i].value.data,
                                         form->list.items[i].value.size);
    return count;
}

enum status
form_read_reasons(const struct visit *visit, const char *of, struct buffer *out, struct error *err)
{
    const struct web_fields *form = &visit->request->form;
    const char *about = NULL;

    for (size_t i = 0; i < form->list.count; i++) {
        const struct web_field *field = &form->list.items[i];
        const char *text = field->value.data;
        if (text_equal(field->name, of))
            about = text;
        if (!text_equal(field->name, "ly_do") || !about || text_is_blank(text))
            continue;
        if (text_has_control(text) || text_has_control(about))
            return fail(err, USAGE, "Lý do viết trên một dòng.");
        buffer_printf(out, "%s\t%s\n", about, text);
    }
    return OK;
}

bool
form_holds(const struct visit *visit, const char *name, const char *value)
{
    const struct web_fields *form = &visit->request->form;

    for (size_t i = 0; i < form->list.count; i++)
        if (text_equal(form->list.items[i].name, name) && span_is(form->list.items[i].value, value))
            return true;
    return false;
}

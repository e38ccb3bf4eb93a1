/* SPDX-License-Identifier: Apache-2.0
 *
 * What a department writes itself in its report: kept by period, part by part, with history.
 */
#include "model/record.h"
#include "service/access.h"
#include "service/evaluation_inside.h"

const struct evaluation_part_word evaluation_part_words[EVALUATION_PARTS] = {
    [EVALUATION_ORGANISATION] = {"organisation", "Công tác chỉ đạo, tổ chức triển khai",
                                 "Organisation",
                                 "Văn bản triển khai, hội nghị, phối hợp với đơn vị cung cấp dịch "
                                 "vụ, hỗ trợ và giám sát các trường."},
    [EVALUATION_ASSESSMENT] = {"assessment", "Đánh giá chung", "Assessment",
                               "Kết quả nổi bật, hạn chế, nguyên nhân."},
    [EVALUATION_PROPOSALS] = {"proposals", "Kiến nghị, đề xuất", "Proposals",
                              "Giải pháp triển khai đại trà học bạ số ở cấp tiểu học (KH213 "
                              "III.4): với Bộ, với UBND tỉnh, với đơn vị cung cấp dịch vụ."},
};

static struct evaluation_period
period_of(const struct evaluation *it)
{
    return (struct evaluation_period){it->department.id, it->monitor.year, it->from, it->to};
}

enum status
evaluation_load_texts(struct evaluating *it, struct error *err)
{
    const struct evaluation_period period = period_of(it->out);
    struct evaluation_texts all = {0};

    TRY(store_list_evaluation_texts(it->app->store, &period, it->app->arena, &all, err));
    for (size_t i = 0; i < all.list.count; i++) {
        const struct evaluation_text *text = &all.list.items[i];
        if (text->made.seconds > it->out->as_of.seconds)
            continue;
        *list_add(it->app->arena, it->out->written.list) = *text;
        for (int part = 0; part < EVALUATION_PARTS; part++)
            if (text_equal(text->part, evaluation_part_words[part].key) && !it->out->texts[part])
                it->out->texts[part] = text;
    }
    return OK;
}

/* As forms and files bring it: lines may end as Windows ends them. */
static const char *
plain_lines(struct arena *arena, const char *text)
{
    char *plain = arena_text(arena, text), *to = plain;

    for (const char *p = text; *p; p++)
        if (*p != '\r')
            *to++ = *p == '\t' ? ' ' : *p;
    *to = '\0';
    return plain;
}

enum status
evaluation_write(struct app *app, const struct evaluation *it, enum evaluation_part part,
                 const char *text, struct error *err)
{
    const struct evaluation_period period = period_of(it);
    struct stamp stamp = app_stamp(app, "evaluate");
    const char *cleaned;

    TRY(access_check(app, MAY_MANAGE_PILOT, it->department.id, err));
    if (text_is_blank(text))
        return fail(err, USAGE,
                    "Hãy viết nội dung phần “%s”. Chưa ghi gì; bản trước vẫn giữ nguyên.",
                    evaluation_part_words[part].word);
    TRY(text_clean(plain_lines(app->arena, text), evaluation_part_words[part].word,
                   EVALUATION_TEXT_MAX, app->arena, &cleaned, err));
    if (it->texts[part] && text_equal(it->texts[part]->text, cleaned))
        return OK; /* nothing new */
    return store_add_evaluation_text(app->store, &period, evaluation_part_words[part].key, cleaned,
                                     &stamp, err);
}

void
evaluation_add_text(struct arena *arena, const struct evaluation *it, enum evaluation_part part,
                    struct dossier_section *section)
{
    if (it->texts[part])
        dossier_add_lines(arena, section, it->texts[part]->text);
    else
        dossier_add_text(arena, section, DOSSIER_PARAGRAPH,
                         arena_printf(arena, "(Chưa viết. %s)", evaluation_part_words[part].hint));
}

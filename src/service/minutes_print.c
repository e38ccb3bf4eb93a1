/* SPDX-License-Identifier: Apache-2.0 */
#include "print/minutes.h"

#include "base/encode.h"
#include "service/minutes.h"

struct word {
    const char *key, *word;
};

static const struct word answers[] = {{INSPECTION_YES, "đạt"},
                                      {INSPECTION_PARTLY, "đạt một phần"},
                                      {INSPECTION_NO, "chưa đạt"},
                                      {NULL, NULL}};

static const char *
word_of(const struct word *words, const char *key)
{
    for (; words->key; words++)
        if (text_equal(words->key, key))
            return words->word;
    return key;
}

static const char *
sentence_of(const char *item)
{
    for (size_t i = 0; i < inspection_item_count; i++)
        if (text_equal(inspection_items[i].key, item))
            return inspection_items[i].sentence;
    return item;
}

static void
add_conditions(struct arena *arena, const struct minutes_data *data, struct print_minutes *print)
{
    for (size_t i = 0; i < data->conditions.count; i++) {
        const struct minutes_condition *row = &data->conditions.items[i];
        *list_add(arena, print->conditions) = (struct print_minutes_row){
            sentence_of(row->item), word_of(answers, row->answer), row->remark};
    }
    for (size_t i = 0; i < data->records.count; i++)
        *list_add(arena, print->records) = data->records.items[i];
}

static void
add_findings(struct arena *arena, const struct minutes_data *data, struct print_minutes *print)
{
    char hex[2 * MINUTES_HASH_SIZE + 1];

    for (size_t i = 0; i < data->findings.count; i++) {
        const struct minutes_finding *row = &data->findings.items[i];
        struct print_minutes_finding *finding = list_add(arena, print->findings);
        *finding =
            (struct print_minutes_finding){.severity = inspection_severity_word(row->severity),
                                           .article = row->article,
                                           .finding = row->finding,
                                           .evidence = row->evidence,
                                           .deadline = row->deadline};
        for (size_t j = 0; j < row->files.count; j++)
            *list_add(arena, finding->files) =
                arena_printf(arena, "Tệp %s, SHA-256 %s", row->files.items[j].name,
                             hex_write(row->files.items[j].sha256, MINUTES_HASH_SIZE, hex));
    }
}

static struct print_minutes_signer
signer_of(struct arena *arena, const struct pair_signer *signer)
{
    char hex[SHA256_HEX_SIZE];

    return (struct print_minutes_signer){
        signer->name, arena_text(arena, digest_hex(&signer->certificate, hex)), signer->at};
}

enum status
minutes_print(struct app *app, const struct minutes_view *view, struct buffer *pdf,
              struct error *err)
{
    const struct minutes_data *data = &view->data;
    struct print_minutes print = {.department = data->department_name,
                                  .school = data->school_name,
                                  .round = data->round,
                                  .decision = data->decision,
                                  .year = data->year_name,
                                  .place = data->place,
                                  .from = data->from,
                                  .to = data->to,
                                  .head = data->head,
                                  .team = data->team,
                                  .host = data->host,
                                  .looked_at = data->looked_at,
                                  .opinion = data->opinion,
                                  .sha256 = view->sha256,
                                  .draft = !text_equal(view->row.stage, MINUTES_SIGNED),
                                  .training = app->kind == INSTANCE_TRAINING};

    add_conditions(app->arena, data, &print);
    add_findings(app->arena, data, &print);
    print.head_signer = signer_of(app->arena, &view->head);
    print.principal_signer = signer_of(app->arena, &view->principal);
    return minutes_render(&print, pdf, err);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "serve/inspection.h"

/* --- rounds ----------------------------------------------------------------------------------- */

static void
write_round(struct json *json, const struct inspection *round)
{
    json_text_field(json, "code", round->code);
    json_text_field(json, "year", round->year);
    json_text_field(json, "decision", round->decision);
    json_text_field(json, "criteria", round->criteria);
    json_text_field(json, "members", round->members);
    json_text_field(json, "seed", round->seed);
    json_day_field(json, "from", round->from);
    json_day_field(json, "to", round->to);
    json_text_field(json, "state", inspection_state_key(inspection_state_of(round)));
    json_int_field(json, "schools", round->schools);
    json_int_field(json, "drawn", round->drawn);
    json_text_field(json, "conclusion", round->conclusion);
}

void
inspections_send(struct visit *visit, const struct inspections_view *view)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);
    struct json json = json_to(out);

    json_open(&json, '{');
    json_open_list(&json, "rounds");
    for (size_t i = 0; i < view->rounds.list.count; i++) {
        json_open(&json, '{');
        write_round(&json, &view->rounds.list.items[i]);
        json_close(&json, '}');
    }
    json_close(&json, ']');
    json_close(&json, '}');
    visit_send_json(visit, out);
}

static void
write_facts(struct json *json, const struct inspection_school *school)
{
    json_text_field(json, "school", school->code);
    json_text_field(json, "name", school->name);
    json_int_field(json, "place", school->place);
    json_int_field(json, "weight", school->weight);
    json_int_field(json, "enrolled", school->enrolled);
    json_int_field(json, "issued", school->issued);
    json_int_field(json, "returned", school->returned);
    json_int_field(json, "revocations", school->revocations);
    json_int_field(json, "seals", school->seals);
    json_int_field(json, "late_days", school->late_days);
    json_int_field(json, "faulty", school->faulty);
}

static void
write_progress(struct json *json, const struct inspection_round_view *view,
               const struct inspection_school *school)
{
    const struct inspection_view *it = &view->look.it;
    const struct minutes *minutes = inspection_minutes_of(&view->minutes, school->id);
    const struct minutes_excuse *excuse = inspection_excuse_of(&view->excuses, school->id);

    json_open(json, '{');
    write_facts(json, school);
    json_int_field(json, "records", (int64_t)inspection_count_records(it, school->id));
    json_int_field(json, "checks", (int64_t)inspection_count_checks(it, school->id));
    json_int_field(json, "findings", (int64_t)inspection_count_findings(it, school->id, false));
    json_int_field(json, "open_findings", (int64_t)inspection_count_findings(it, school->id, true));
    json_text_field(json, "minutes", minutes ? minutes->stage : NULL);
    json_text_field(json, "no_minutes_because", excuse ? excuse->reason : NULL);
    json_close(json, '}');
}

/* null: nobody draws. */
static void
write_drawing(struct json *json, const struct draw_view *drawing)
{
    if (drawing->state == DRAW_NONE) {
        json_text_field(json, "drawing", NULL);
        return;
    }
    json_key(json, "drawing");
    json_open(json, '{');
    json_text_field(json, "state", drawing->state == DRAW_RUNNING ? "running" : "failed");
    json_text_field(json, "what", drawing->what);
    json_int_field(json, "done", (int64_t)drawing->done);
    json_int_field(json, "total", (int64_t)drawing->total);
    json_text_field(json, "message", drawing->message);
    json_close(json, '}');
}

void
inspection_send(struct visit *visit, const struct inspection_round_view *view)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);
    const struct inspection_schools *scope = &view->look.scope;
    struct json json = json_to(out);

    json_open(&json, '{');
    write_round(&json, &view->look.it.round);
    json_text_field(&json, "unit", view->look.unit_name);
    json_bool_field(&json, "may_inspect", view->look.may_inspect);
    write_drawing(&json, &view->drawing);
    json_open_list(&json, "scope");
    for (size_t i = 0; i < scope->list.count; i++) {
        json_open(&json, '{');
        write_facts(&json, &scope->list.items[i]);
        json_close(&json, '}');
    }
    json_close(&json, ']');
    json_open_list(&json, "sample");
    for (size_t i = 0; i < view->drawn_count; i++)
        write_progress(&json, view, view->drawn[i]);
    json_close(&json, ']');
    json_close(&json, '}');
    visit_send_json(visit, out);
}

/* --- a school --------------------------------------------------------------------------------- */

static void
write_checks(struct json *json, const struct inspection_school_view *view)
{
    json_open_list(json, "checks");
    for (size_t i = 0; i < inspection_item_count; i++) {
        const struct inspection_item *item = &inspection_items[i];
        const struct inspection_check *check =
            inspection_check_of(&view->look.it, view->school->id, item->key);
        json_open(json, '{');
        json_text_field(json, "item", item->key);
        json_text_field(json, "sentence", item->sentence);
        json_text_field(json, "answer", check ? check->answer : NULL);
        json_text_field(json, "remark", check ? check->remark : NULL);
        json_close(json, '}');
    }
    json_close(json, ']');
}

static void
write_records(struct json *json, const struct inspection_school_view *view)
{
    json_open_list(json, "records");
    for (size_t i = 0; i < view->records.list.count; i++) {
        const struct inspection_drawn *row = &view->records.list.items[i];
        json_open(json, '{');
        json_text_field(json, "record", row->uuid);
        json_text_field(json, "name", row->pupil_name);
        json_text_field(json, "class", row->class_name);
        json_int_field(json, "grade", row->grade);
        json_bool_field(json, "received", row->received);
        json_text_field(json, "standing", row->word);
        json_close(json, '}');
    }
    json_close(json, ']');
}

static void
write_steps(struct json *json, const struct inspection_school_view *view, int64_t finding)
{
    json_open_list(json, "steps");
    for (size_t i = 0; i < view->look.steps.list.count; i++) {
        const struct inspection_step *step = &view->look.steps.list.items[i];
        if (step->finding != finding)
            continue;
        json_open(json, '{');
        json_text_field(json, "step", step->step);
        json_text_field(json, "remark", step->remark);
        json_day_field(json, "deadline", step->deadline);
        json_moment_field(json, "at", step->made);
        json_text_field(json, "by", step->by);
        json_close(json, '}');
    }
    json_close(json, ']');
}

static void
write_files(struct json *json, const struct inspection_school_view *view, int64_t finding)
{
    json_open_list(json, "files");
    for (size_t i = 0; i < view->files.list.count; i++) {
        const struct inspection_file *file = &view->files.list.items[i];
        if (file->finding != finding)
            continue;
        json_open(json, '{');
        json_int_field(json, "number", file->number);
        json_text_field(json, "name", file->name);
        json_text_field(json, "kind", file->kind);
        json_text_field(json, "sha256", file->sha256);
        json_int_field(json, "size", file->size);
        json_close(json, '}');
    }
    json_close(json, ']');
}

static void
write_findings(struct json *json, const struct inspection_school_view *view)
{
    const struct inspection_findings *findings = &view->look.it.findings;

    json_open_list(json, "findings");
    for (size_t i = 0; i < findings->list.count; i++) {
        const struct inspection_finding *finding = &findings->list.items[i];
        if (!text_equal(finding->school, view->school->id))
            continue;
        json_open(json, '{');
        json_int_field(json, "finding", finding->number);
        json_text_field(json, "severity", finding->severity);
        json_text_field(json, "article", finding->article);
        json_text_field(json, "text", finding->finding);
        json_text_field(json, "evidence", finding->evidence);
        json_day_field(json, "deadline", finding->deadline);
        json_text_field(json, "state", inspection_finding_state(finding));
        write_steps(json, view, finding->number);
        write_files(json, view, finding->number);
        json_close(json, '}');
    }
    json_close(json, ']');
}

static void
write_minutes(struct json *json, const struct inspection_school_view *view)
{
    json_key(json, "minutes");
    if (view->minutes) {
        json_open(json, '{');
        json_text_field(json, "sha256", view->minutes->sha256);
        json_text_field(json, "stage", view->minutes->row.stage);
        json_text_field(json, "head", view->minutes->row.head_name);
        json_moment_field(json, "made", view->minutes->row.made);
        json_close(json, '}');
    } else {
        json_text(json, NULL);
    }
    json_text_field(json, "no_minutes_because", view->excuse ? view->excuse->reason : NULL);
    json_bool_field(json, "may_sign", view->may_sign);
    json_bool_field(json, "may_answer", view->may_answer);
}

void
inspection_school_send(struct visit *visit, const struct inspection_school_view *view)
{
    AUTO(buffer) *out = buffer_new(PAGE_MAX);
    struct json json = json_to(out);

    json_open(&json, '{');
    json_text_field(&json, "round", view->look.it.round.code);
    json_bool_field(&json, "may_inspect", view->look.may_inspect);
    write_facts(&json, view->school);
    write_checks(&json, view);
    write_records(&json, view);
    write_findings(&json, view);
    write_minutes(&json, view);
    json_close(&json, '}');
    visit_send_json(visit, out);
}

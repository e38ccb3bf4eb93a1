/* SPDX-License-Identifier: Apache-2.0 */
#include "service/evaluation_inside.h"

static void
counts_fields(struct json *json, const int64_t counts[FIGURE_COUNT])
{
    for (int i = 0; i < FIGURE_COUNT; i++)
        json_int_field(json, figure_words[i].key, counts[i]);
}

static void
open_list(struct json *json, const char *key)
{
    json_open_list(json, key);
}

static void
indicator_json(struct json *json, const struct evaluation_indicator *one)
{
    json_open(json, '{');
    json_text_field(json, "key", one->key);
    json_text_field(json, "name", one->word);
    json_text_field(json, "how", one->how);
    json_text_field(json, "target", one->target);
    json_text_field(json, "unknown", one->unknown);
    if (!one->unknown)
        json_int_field(json, "part", one->part);
    if (!one->unknown && one->of_whole)
        json_int_field(json, "whole", one->whole);
    if (one->before >= 0)
        json_int_field(json, "before", one->before);
    json_close(json, '}');
}

static void
school_json(struct json *json, const struct evaluation_school *school)
{
    json_open(json, '{');
    json_text_field(json, "code", school->code);
    json_text_field(json, "name", school->name);
    json_text_field(json, "area", school->area);
    json_int_field(json, "classes", school->now.classes);
    counts_fields(json, school->now.counts);
    json_int_field(json, "issued_before", school->before.counts[FIGURE_ISSUED]);
    json_int_field(json, "have", monitor_have(school->now.counts));
    json_int_field(json, "accepted", school->accepted);
    json_int_field(json, "rejected", school->rejected);
    json_int_field(json, "signers", school->signers);
    json_int_field(json, "signers_ready", school->signers_ready);
    json_int_field(json, "late_days", school->late.days);
    json_int_field(json, "obstacles_open", school->obstacles_open);
    json_int_field(json, "findings_open", school->findings_open);
    json_text_field(json, "reason", school->reason);
    json_close(json, '}');
}

static void
time_json(struct json *json, const struct evaluation *it)
{
    json_text_field(json, "step", it->monthly ? "month" : "week");
    open_list(json, "points");
    for (size_t i = 0; i < it->point_count; i++) {
        json_open(json, '{');
        json_day_field(json, "day", it->points[i].day);
        counts_fields(json, it->points[i].counts);
        json_int_field(json, "have", monitor_have(it->points[i].counts));
        json_close(json, '}');
    }
    json_close(json, ']');
    json_key(json, "issued_in_period");
    json_int(json, it->monitor.total.sum.counts[FIGURE_ISSUED] - it->start.counts[FIGURE_ISSUED]);
    json_key(json, "issued_in_former_period");
    json_int(json, it->start.counts[FIGURE_ISSUED] - it->former.counts[FIGURE_ISSUED]);
}

static void
obstacles_json(struct json *json, const struct evaluation *it)
{
    open_list(json, "obstacles");
    for (size_t i = 0; i < it->kinds.count; i++) {
        const struct evaluation_obstacles *kind = &it->kinds.items[i];
        json_open(json, '{');
        json_text_field(json, "kind", i + 1 == it->kinds.count ? NULL : kind->word);
        for (int s = 0; s < OBSTACLE_STATE_COUNT; s++)
            json_int_field(json, obstacle_state_key((enum obstacle_state)s), kind->states[s]);
        if (kind->hours_middle >= 0) {
            json_int_field(json, "hours_middle", kind->hours_middle);
            json_int_field(json, "hours_most", kind->hours_most);
        }
        json_close(json, '}');
    }
    json_close(json, ']');
}

static void
group_json(struct json *json, const struct suppress_group *group)
{
    json_open(json, '{');
    json_text_field(json, "name", group->word);
    json_int_field(json, "groups", group->groups);
    json_int_field(json, "pupils", group->pupils);
    if (!group->hidden)
        json_int_field(json, "have", group->have);
    json_close(json, '}');
}

static void
groups_json(struct json *json, const struct evaluation *it)
{
    json_key(json, "breakdowns");
    json_open(json, '{');
    for (size_t i = 0; it->grouped && i < EVALUATION_BREAKDOWNS; i++) {
        const struct evaluation_groups *one = &it->breakdowns[i];
        open_list(json, one->key);
        for (size_t g = 0; one->told && g < one->groups.list.count; g++)
            group_json(json, &one->groups.list.items[g]);
        json_close(json, ']');
    }
    json_close(json, '}');
}

static void
rounds_json(struct json *json, const struct evaluation *it)
{
    open_list(json, "inspections");
    for (size_t i = 0; i < it->rounds.count; i++) {
        json_open(json, '{');
        json_text_field(json, "round", it->rounds.items[i].round.code);
        json_int_field(json, "findings", it->rounds.items[i].findings);
        json_int_field(json, "open", it->rounds.items[i].open);
        json_close(json, '}');
    }
    json_close(json, ']');
}

/* Every version, the newest first. */
static void
texts_json(struct json *json, const struct evaluation *it)
{
    char made[MOMENT_TEXT_SIZE];

    open_list(json, "texts");
    for (size_t i = 0; i < it->written.list.count; i++) {
        const struct evaluation_text *text = &it->written.list.items[i];
        json_open(json, '{');
        json_text_field(json, "part", text->part);
        json_text_field(json, "text", text->text);
        json_text_field(json, "made", moment_write(text->made, made));
        json_text_field(json, "by", text->by);
        json_close(json, '}');
    }
    json_close(json, ']');
}

void
evaluation_json(struct json *json, const struct evaluation *it)
{
    char asked[MOMENT_TEXT_SIZE];

    json_open(json, '{');
    json_text_field(json, "department", it->department.code);
    json_text_field(json, "year", it->monitor.year);
    json_text_field(json, "pilot", it->monitor.pilot.decision);
    json_day_field(json, "from", it->from);
    json_day_field(json, "to", it->to);
    json_text_field(json, "as_of", moment_write(it->as_of, asked));
    open_list(json, "indicators");
    for (size_t i = 0; i < it->indicators.count; i++)
        indicator_json(json, &it->indicators.items[i]);
    json_close(json, ']');
    time_json(json, it);
    open_list(json, "schools");
    for (size_t i = 0; i < it->schools.count; i++)
        school_json(json, &it->schools.items[i]);
    json_close(json, ']');
    obstacles_json(json, it);
    rounds_json(json, it);
    groups_json(json, it);
    texts_json(json, it);
    json_close(json, '}');
}

/* SPDX-License-Identifier: Apache-2.0
 *
 * An XLSX package: finds the workbook by its relationships, reads strings and styles, then the
 * worksheets in the order of their tabs.
 */
#include "sheet/xlsx_part.h"

#include "base/unicode.h"

/* A row of a .rels part. */
struct relationship {
    const char *id, *type, *target;
    bool external;
};

struct relationships {
    struct arena *arena;
    LIST(struct relationship) list;
};

/* A tab of workbook.xml. */
struct tab {
    const char *name, *id;
    bool hidden;
};

struct tabs {
    struct build *build;
    LIST(struct tab) list;
};

static enum status
relationship_start(void *state, const char *name, const char **attributes, struct error *err)
{
    struct relationships *found = state;

    if (!text_equal(name, "Relationship"))
        return OK;
    if (found->list.count >= WORKBOOK_ENTRIES_MAX)
        return fail_too_large(err, "số phần của tệp", WORKBOOK_ENTRIES_MAX);
    struct relationship *one = list_add(found->arena, found->list);
    one->id = arena_text(found->arena, xlsx_attribute(attributes, "Id"));
    one->type = arena_text(found->arena, xlsx_attribute(attributes, "Type"));
    one->target = arena_text(found->arena, xlsx_attribute(attributes, "Target"));
    one->external = text_equal(xlsx_attribute(attributes, "TargetMode"), "External");
    return OK;
}

static enum status
tab_start(void *state, const char *name, const char **attributes, struct error *err)
{
    struct tabs *tabs = state;
    struct arena *arena = tabs->build->arena;

    if (text_equal(name, "workbookPr"))
        tabs->build->workbook->system_1904 = xlsx_attribute_true(attributes, "date1904");
    if (!text_equal(name, "sheet"))
        return OK;
    if (tabs->list.count >= WORKBOOK_SHEETS_MAX)
        return fail_too_large(err, "số trang tính", WORKBOOK_SHEETS_MAX);
    const char *state_word = xlsx_attribute(attributes, "state");
    const char *tab_name = xlsx_attribute(attributes, "name");
    struct tab *tab = list_add(arena, tabs->list);
    tab->name = arena_text(arena, tab_name ? tab_name : "");
    tab->id = arena_text(arena, xlsx_attribute(attributes, "id"));
    tab->hidden = state_word && !text_equal(state_word, "visible");
    return OK;
}

/* "xl/workbook.xml" + "worksheets/sheet1.xml" -> "xl/worksheets/sheet1.xml"; "/xl/a" -> "xl/a". */
static const char *
resolve(struct arena *arena, const char *base, const char *target)
{
    const char *slash = strrchr(base, '/');
    int folder = slash ? (int)(slash - base + 1) : 0;

    if (target[0] == '/')
        return target + 1;
    while (text_starts(target, "./"))
        target += 2;
    for (; text_starts(target, "../"); target += 3) {
        folder -= folder > 0;
        while (folder > 0 && base[folder - 1] != '/')
            folder--;
    }
    return arena_printf(arena, "%.*s%s", folder, base, target);
}

static enum status
read_relationships(struct xlsx *xlsx, const char *path, struct relationships *found,
                   struct error *err)
{
    struct part_reader reader = {found, relationship_start, NULL, NULL};

    found->arena = xlsx->build->arena;
    enum status status = xlsx_part_read(xlsx, path, &reader, err);
    return status == NOT_FOUND ? OK : status;
}

/* The target of the first relationship of a type (its last word), or NULL. */
static const char *
find_by_type(const struct relationships *found, const char *word)
{
    for (size_t i = 0; i < found->list.count; i++) {
        const struct relationship *one = &found->list.items[i];
        if (one->type && one->target && !one->external && text_ends(one->type, word))
            return one->target;
    }
    return NULL;
}

static const struct relationship *
find_by_id(const struct relationships *found, const char *id)
{
    for (size_t i = 0; i < found->list.count; i++)
        if (id && text_equal(found->list.items[i].id, id))
            return &found->list.items[i];
    return NULL;
}

/* A zip that is no XLSX: say what it is. */
static enum status
fail_other_package(struct xlsx *xlsx, struct error *err)
{
    const char *what = "";

    if (zip_name_locate(xlsx->zip, "xl/workbook.bin", ZIP_FL_NOCASE) >= 0)
        what = " (đây là dạng .xlsb)";
    else if (zip_name_locate(xlsx->zip, "content.xml", 0) >= 0)
        what = " (đây là dạng .ods)";
    else if (zip_name_locate(xlsx->zip, "word/document.xml", ZIP_FL_NOCASE) >= 0)
        what = " (đây là văn bản Word)";
    return fail(err, INVALID,
                "Tệp này không phải là bảng tính .xlsx%s. Không có gì được nhập. Nếu là bảng tính, "
                "hãy mở bằng Excel hoặc LibreOffice, lưu thành .xlsx rồi nhập lại.",
                what);
}

static enum status
read_tabs(struct xlsx *xlsx, const char *workbook_path, const struct tabs *tabs,
          const struct relationships *found, struct error *err)
{
    for (size_t i = 0; i < tabs->list.count; i++) {
        const struct tab *tab = &tabs->list.items[i];
        const struct relationship *to = find_by_id(found, tab->id);
        struct sheet *sheet;

        if (to == NULL || to->type == NULL || to->target == NULL)
            return fail_damaged(err, "xlsx: a sheet without its part");
        if (!text_ends(to->type, "/worksheet"))
            continue; /* a chart, a dialog */
        TRY(build_sheet(xlsx->build, tab->name, &sheet, err));
        sheet->hidden = tab->hidden;
        const char *path = resolve(xlsx->build->arena, workbook_path, to->target);
        if (xlsx_read_sheet(xlsx, path, sheet, err) != OK)
            return err->status == NOT_FOUND ? fail_damaged(err, "xlsx: a sheet's part is missing")
                                            : err->status;
    }
    return OK;
}

static enum status
read_package(struct xlsx *xlsx, struct error *err)
{
    struct arena *arena = xlsx->build->arena;
    struct relationships root = {0}, found = {0};
    struct tabs tabs = {.build = xlsx->build};
    struct part_reader tab_reader = {&tabs, tab_start, NULL, NULL};

    TRY(read_relationships(xlsx, "_rels/.rels", &root, err));
    const char *target = find_by_type(&root, "/officeDocument");
    const char *path = resolve(arena, "", target ? target : "xl/workbook.xml");
    if (!text_ends(path, ".xml"))
        return fail_other_package(xlsx, err);
    enum status status = xlsx_part_read(xlsx, path, &tab_reader, err);
    if (status == NOT_FOUND || (status == OK && tabs.list.count == 0))
        return fail_other_package(xlsx, err);
    TRY(status);
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    TRY(read_relationships(xlsx,
                           arena_printf(arena, "%.*s_rels/%s.rels", (int)(name - path), path, name),
                           &found, err));
    const char *strings = find_by_type(&found, "/sharedStrings");
    const char *styles = find_by_type(&found, "/styles");
    if (strings)
        TRY(xlsx_read_strings(xlsx, resolve(arena, path, strings), err));
    if (styles)
        TRY(xlsx_read_styles(xlsx, resolve(arena, path, styles), err));
    return read_tabs(xlsx, path, &tabs, &found, err);
}

enum status
xlsx_read(struct build *build, struct span bytes, struct error *err)
{
    struct xlsx xlsx = {.build = build};
    zip_error_t why;
    enum status status;

    zip_error_init(&why);
    zip_source_t *source = zip_source_buffer_create(bytes.data, bytes.size, 0, &why);
    xlsx.zip = source ? zip_open_from_source(source, ZIP_RDONLY, &why) : NULL;
    if (xlsx.zip == NULL) {
        status = fail_damaged(err, zip_error_strerror(&why));
        zip_source_free(source);
        zip_error_fini(&why);
        return status;
    }
    zip_error_fini(&why);
    if (zip_get_num_entries(xlsx.zip, 0) > WORKBOOK_ENTRIES_MAX)
        status = fail_too_large(err, "số phần của tệp", WORKBOOK_ENTRIES_MAX);
    else
        status = read_package(&xlsx, err);
    zip_discard(xlsx.zip);
    return status;
}

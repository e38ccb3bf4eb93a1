/* SPDX-License-Identifier: Apache-2.0 */
#include "xml/xpath.h"

struct reader {
    const struct xml_tree *tree;
    struct span rest;
    int32_t here;
    struct arena *arena;
    size_t steps, nesting;
    struct error *err;
};

static struct reader
reader_of(const struct xml_tree *tree, const struct xml_xpath *xpath, struct arena *arena,
          struct error *err)
{
    return (struct reader){
        .tree = tree, .rest = xpath->text, .here = xpath->here, .arena = arena, .err = err};
}

static enum status
refuse(struct reader *reader)
{
    fail(reader->err, INVALID, "Biểu thức XPath nằm ngoài phần được hỗ trợ.");
    fail_detail(reader->err, "xpath");
    return INVALID;
}

static uint8_t *
marks_new(struct reader *reader)
{
    return arena_make_array(reader->arena, reader->tree->node_count, uint8_t);
}

/* --- words ----------------------------------------------------------------------------------- */

static void
skip_blanks(struct reader *reader)
{
    while (reader->rest.size && strchr(" \t\r\n", *reader->rest.data)) {
        reader->rest.data++;
        reader->rest.size--;
    }
}

static bool
take(struct reader *reader, const char *word)
{
    size_t size = strlen(word);

    skip_blanks(reader);
    if (reader->rest.size < size || memcmp(reader->rest.data, word, size) != 0)
        return false;
    reader->rest.data += size;
    reader->rest.size -= size;
    return true;
}

/* Several words, with blanks between them or none. */
static bool
take_all(struct reader *reader, const char *const *words)
{
    struct span before = reader->rest;

    for (; *words; words++)
        if (!take(reader, *words)) {
            reader->rest = before;
            return false;
        }
    return true;
}
#define TAKE_ALL(reader, ...) take_all((reader), (const char *const[]){__VA_ARGS__, NULL})

static bool
is_name_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-' || c == '.' || (unsigned char)c >= 0x80;
}

static struct span
take_word(struct reader *reader)
{
    skip_blanks(reader);
    struct span word = {reader->rest.data, 0};
    while (word.size < reader->rest.size && is_name_byte(word.data[word.size]))
        word.size++;
    reader->rest.data += word.size;
    reader->rest.size -= word.size;
    return word;
}

/* 'text' or "text". */
static bool
take_literal(struct reader *reader, struct span *text)
{
    skip_blanks(reader);
    if (reader->rest.size == 0 || (*reader->rest.data != '\'' && *reader->rest.data != '"'))
        return false;
    const char *end = memchr(reader->rest.data + 1, *reader->rest.data, reader->rest.size - 1);
    if (!end)
        return false;
    *text = (struct span){reader->rest.data + 1, (size_t)(end - reader->rest.data) - 1};
    reader->rest.size -= text->size + 2;
    reader->rest.data = end + 1;
    return true;
}

/* name, prefix:name or "*": which elements are meant. */
struct name_test {
    bool any;
    xml_string space;
    struct span name;
};

static bool
take_name(struct reader *reader, struct name_test *test)
{
    *test = (struct name_test){0};
    if (take(reader, "*")) {
        test->any = true;
        return true;
    }
    test->name = take_word(reader);
    if (test->name.size == 0)
        return false;
    if (reader->rest.size == 0 || *reader->rest.data != ':')
        return true; /* no prefix, no namespace (XPath 1.0 2.3) */
    struct span prefix = test->name;
    reader->rest.data++;
    reader->rest.size--;
    test->name = take_word(reader);
    test->space = xml_tree_meaning(reader->tree, reader->here, prefix);
    return test->name.size != 0 && test->space != XML_NO_STRING;
}

static bool
matches(const struct xml_tree *tree, int32_t node, const struct name_test *test)
{
    const struct xml_node *at = &tree->nodes[node];

    return at->kind == XML_ELEMENT &&
           (test->any || (at->space == test->space && span_equal(at->name, test->name)));
}

/* here()/ancestor::name[1]: the innermost such element around the expression. */
static bool
take_here(struct reader *reader, int32_t *element)
{
    struct name_test test;

    if (!TAKE_ALL(reader, "here", "(", ")", "/", "ancestor", "::") || !take_name(reader, &test) ||
        !TAKE_ALL(reader, "[", "1", "]"))
        return false;
    *element = reader->tree->nodes[reader->here].parent;
    while (*element > 0 && !matches(reader->tree, *element, &test))
        *element = reader->tree->nodes[*element].parent;
    return *element > 0;
}

/* --- conditions ------------------------------------------------------------------------------ */

static enum status read_or(struct reader *reader, uint8_t **marks);

static enum status
read_ancestor_or_self(struct reader *reader, uint8_t **marks)
{
    struct name_test test;
    uint8_t *found = marks_new(reader);

    if (!take_name(reader, &test))
        return refuse(reader);
    for (size_t i = 1; i < reader->tree->node_count; i++)
        found[i] = found[reader->tree->nodes[i].parent] || matches(reader->tree, (int32_t)i, &test);
    *marks = found;
    return OK;
}

/* count(ancestor-or-self::N | here()/ancestor::N[1]) > count(ancestor-or-self::N): XMLDSig's own
 * example of saying "not in this signature" (6.6.4). */
static enum status
read_not_in_here(struct reader *reader, uint8_t **marks)
{
    struct name_test test, other;
    uint8_t *found = marks_new(reader);
    int32_t here;

    if (!TAKE_ALL(reader, "(", "ancestor-or-self", "::") || !take_name(reader, &test) ||
        !take(reader, "|") || !take_here(reader, &here) ||
        !TAKE_ALL(reader, ")", ">", "count", "(", "ancestor-or-self", "::") ||
        !take_name(reader, &other) || !take(reader, ")"))
        return refuse(reader);
    if (!matches(reader->tree, here, &test) || !matches(reader->tree, here, &other))
        return refuse(reader);
    memset(found, 1, reader->tree->node_count);
    memset(found + here, 0, (size_t)(reader->tree->nodes[here].after - here));
    *marks = found;
    return OK;
}

static enum status
read_self_text(struct reader *reader, uint8_t **marks)
{
    *marks = marks_new(reader);
    for (size_t i = 0; i < reader->tree->node_count; i++)
        (*marks)[i] = reader->tree->nodes[i].kind == XML_TEXT;
    return OK;
}

/* A number is true unless it is zero. */
static enum status
read_number(struct reader *reader, uint8_t **marks)
{
    struct span digits = take_word(reader);
    bool truth = false;

    if (digits.size == 0)
        return refuse(reader);
    for (size_t i = 0; i < digits.size; i++) {
        if (digits.data[i] < '0' || digits.data[i] > '9')
            return refuse(reader);
        truth |= digits.data[i] != '0';
    }
    *marks = marks_new(reader);
    memset(*marks, truth, reader->tree->node_count);
    return OK;
}

static enum status
read_brackets(struct reader *reader, bool negate, uint8_t **marks)
{
    if (++reader->nesting > XPATH_NESTING_MAX)
        return refuse(reader);
    TRY(read_or(reader, marks));
    reader->nesting--;
    for (size_t i = 0; negate && i < reader->tree->node_count; i++)
        (*marks)[i] = !(*marks)[i];
    return take(reader, ")") ? OK : refuse(reader);
}

static enum status
read_term(struct reader *reader, uint8_t **marks)
{
    if (++reader->steps > XPATH_STEPS_MAX)
        return refuse(reader);
    if (TAKE_ALL(reader, "not", "("))
        return read_brackets(reader, true, marks);
    if (take(reader, "("))
        return read_brackets(reader, false, marks);
    if (TAKE_ALL(reader, "ancestor-or-self", "::"))
        return read_ancestor_or_self(reader, marks);
    if (TAKE_ALL(reader, "self", "::", "text", "(", ")"))
        return read_self_text(reader, marks);
    if (take(reader, "count"))
        return read_not_in_here(reader, marks);
    return read_number(reader, marks);
}

static enum status
read_and(struct reader *reader, uint8_t **marks)
{
    TRY(read_term(reader, marks));
    while (take(reader, "and")) {
        uint8_t *more;
        TRY(read_term(reader, &more));
        for (size_t i = 0; i < reader->tree->node_count; i++)
            (*marks)[i] &= more[i];
    }
    return OK;
}

static enum status
read_or(struct reader *reader, uint8_t **marks)
{
    TRY(read_and(reader, marks));
    while (take(reader, "or")) {
        uint8_t *more;
        TRY(read_and(reader, &more));
        for (size_t i = 0; i < reader->tree->node_count; i++)
            (*marks)[i] |= more[i];
    }
    return OK;
}

enum status
xpath_condition(const struct xml_tree *tree, const struct xml_xpath *xpath, struct arena *arena,
                uint8_t **marks, struct error *err)
{
    struct reader reader = reader_of(tree, xpath, arena, err);

    TRY(read_or(&reader, marks));
    skip_blanks(&reader);
    return reader.rest.size == 0 ? OK : refuse(&reader);
}

/* --- location paths -------------------------------------------------------------------------- */

struct step {
    struct name_test test;
    bool nodes;  /* node(): children of any kind */
    bool deeply; /* after "//" or on the axis descendant:: */
    struct span attribute, value;
    uint32_t position; /* among its siblings that match; 0: all */
};

static bool
passes(const struct reader *reader, int32_t node, const struct step *step)
{
    const struct xml_node *at = &reader->tree->nodes[node];

    if (step->nodes)
        return at->kind != XML_WHOLE;
    if (!matches(reader->tree, node, &step->test))
        return false;
    if (!step->attribute.data)
        return true;
    for (uint32_t i = 0; i < at->attribute_count; i++) {
        const struct xml_tree_attribute *attribute =
            &reader->tree->attributes[at->first_attribute + i];
        if (attribute->prefix == 0 && span_equal(attribute->name, step->attribute))
            return span_equal(attribute->value, step->value);
    }
    return false;
}

/* From the marked nodes to what the step reaches from them. */
static uint8_t *
walk_step(struct reader *reader, const uint8_t *from, const struct step *step)
{
    const struct xml_tree *tree = reader->tree;
    uint8_t *to = marks_new(reader), *under = marks_new(reader);
    uint32_t *seen =
        step->position ? arena_make_array(reader->arena, tree->node_count, uint32_t) : NULL;

    for (size_t i = 1; i < tree->node_count; i++) {
        int32_t parent = tree->nodes[i].parent;
        under[i] = from[parent] || (step->deeply && under[parent]);
        if (!under[i] || !passes(reader, (int32_t)i, step))
            continue;
        to[i] = !seen || ++seen[parent] == step->position;
    }
    return to;
}

/* [@Id='x'] or [n]; one of them. */
static bool
take_predicate(struct reader *reader, struct step *step)
{
    if (!take(reader, "["))
        return true;
    if (take(reader, "@")) {
        step->attribute = take_word(reader);
        return step->attribute.size && take(reader, "=") && take_literal(reader, &step->value) &&
               take(reader, "]");
    }
    struct span digits = take_word(reader);
    for (size_t i = 0; i < digits.size; i++) {
        if (digits.data[i] < '0' || digits.data[i] > '9' || digits.size > 6)
            return false;
        step->position = step->position * 10 + (uint32_t)(digits.data[i] - '0');
    }
    return step->position > 0 && take(reader, "]");
}

static bool
take_step(struct reader *reader, bool deeply, struct step *step)
{
    *step = (struct step){.deeply = deeply};
    if (++reader->steps > XPATH_STEPS_MAX)
        return false;
    if (TAKE_ALL(reader, "node", "(", ")")) {
        step->nodes = true;
        return true;
    }
    bool descendant = TAKE_ALL(reader, "descendant", "::");
    step->deeply |= descendant;
    if (!descendant)
        TAKE_ALL(reader, "child", "::");
    /* A position on the descendant axis counts otherwise; nobody writes that. */
    return take_name(reader, &step->test) && take_predicate(reader, step) &&
           !(descendant && step->position);
}

static bool
take_slash(struct reader *reader, bool *deeply)
{
    *deeply = take(reader, "//");
    return *deeply || take(reader, "/");
}

static bool
at_end(struct reader *reader)
{
    skip_blanks(reader);
    return reader->rest.size == 0 || *reader->rest.data == '|';
}

/* Where a path begins: the document, an element by its Id, or the signature around it. */
static bool
take_origin(struct reader *reader, uint8_t *from, bool *more, bool *deeply)
{
    struct span id;
    int32_t node = 0;

    *deeply = false;
    if (take_here(reader, &node)) {
        *more = take_slash(reader, deeply);
    } else if (TAKE_ALL(reader, "id", "(")) {
        if (!take_literal(reader, &id) || !take(reader, ")"))
            return false;
        node = xml_tree_find_id(reader->tree, id);
        *more = take_slash(reader, deeply);
    } else {
        *more = !(take_slash(reader, deeply) && !*deeply && at_end(reader));
    }
    if (node != XML_NO_NODE)
        from[node] = 1;
    return true;
}

static enum status
read_path(struct reader *reader, uint8_t *marks)
{
    uint8_t *from = marks_new(reader);
    bool more, deeply;

    if (!take_origin(reader, from, &more, &deeply))
        return refuse(reader);
    while (more) {
        struct step step;
        if (!take_step(reader, deeply, &step))
            return refuse(reader);
        from = walk_step(reader, from, &step);
        more = take_slash(reader, &deeply);
    }
    for (size_t i = 0; i < reader->tree->node_count; i++)
        marks[i] |= from[i];
    return at_end(reader) ? OK : refuse(reader);
}

enum status
xpath_select(const struct xml_tree *tree, const struct xml_xpath *xpath, struct arena *arena,
             uint8_t **marks, struct error *err)
{
    struct reader reader = reader_of(tree, xpath, arena, err);

    *marks = marks_new(&reader);
    do
        TRY(read_path(&reader, *marks));
    while (take(&reader, "|"));
    return OK;
}

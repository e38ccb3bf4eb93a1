/* SPDX-License-Identifier: Apache-2.0 */
#include "xml/expat_reader.h"

#include <strings.h>

const char *
xml_refusal_key(enum xml_refusal refusal)
{
    static const char *const keys[] = {
        [XML_REFUSED_SYNTAX] = "syntax",       [XML_REFUSED_SIZE] = "size",
        [XML_REFUSED_DOCTYPE] = "doctype",     [XML_REFUSED_ENCODING] = "encoding",
        [XML_REFUSED_LIMIT] = "limit",         [XML_REFUSED_NAMESPACE] = "namespace",
        [XML_REFUSED_ID] = "duplicate-id",     [XML_REFUSED_MARKUP] = "markup",
        [XML_REFUSED_PROFILE] = "not-profile",
    };

    return keys[refusal];
}

void
xml_reading_stop(struct xml_reading *reading, enum xml_refusal refusal, const char *what)
{
    if (reading->stopped)
        return;
    reading->stopped = true;
    reading->refusal = refusal;
    reading->what = what;
    XML_StopParser(reading->parser, XML_FALSE);
}

static void XMLCALL
on_doctype(void *context, const XML_Char *name, const XML_Char *system, const XML_Char *public_id,
           int internal)
{
    (void)name;
    (void)system;
    (void)public_id;
    (void)internal;
    xml_reading_stop(context, XML_REFUSED_DOCTYPE, "có DOCTYPE");
}

static void XMLCALL
on_declaration(void *context, const XML_Char *version, const XML_Char *encoding, int standalone)
{
    struct xml_reading *reading = context;

    (void)standalone;
    if (version && strcmp(version, "1.0") != 0)
        xml_reading_stop(reading, XML_REFUSED_ENCODING, "không phải XML 1.0");
    if (reading->utf8_only && encoding && strcasecmp(encoding, "UTF-8") != 0)
        xml_reading_stop(reading, XML_REFUSED_ENCODING, "không phải UTF-8");
}

enum status
xml_reading_open(struct xml_reading *reading, struct error *err)
{
    /* Told UTF-8, expat does not look at the declaration; on_declaration() does. */
    reading->parser = XML_ParserCreate(reading->utf8_only ? "UTF-8" : NULL);
    if (!reading->parser)
        return fail(err, UNAVAILABLE, "Không đọc được tệp XML; hãy thử lại.");
    XML_SetUserData(reading->parser, reading);
    XML_SetStartDoctypeDeclHandler(reading->parser, on_doctype);
    XML_SetXmlDeclHandler(reading->parser, on_declaration);
    return OK;
}

/* Not UTF-16 or UTF-32 by its first bytes, which expat believes more than what it is told. */
static bool
may_be_utf8(struct span bytes)
{
    for (size_t i = 0; i < bytes.size && i < 2; i++)
        if (bytes.data[i] == '\0' || (unsigned char)bytes.data[i] >= 0xFE)
            return false;
    return true;
}

/* expat copies what it is given; a piece at a time stays in the processor's cache. */
static bool
parse(XML_Parser parser, struct span bytes)
{
    enum { PIECE = 256 * 1024 };

    for (; bytes.size > PIECE; bytes.data += PIECE, bytes.size -= PIECE)
        if (XML_Parse(parser, bytes.data, PIECE, 0) != XML_STATUS_OK)
            return false;
    return XML_Parse(parser, bytes.data, (int)bytes.size, 1) == XML_STATUS_OK;
}

enum status
xml_reading_run(struct xml_reading *reading, struct span bytes, size_t ceiling, struct error *err)
{
    bool good = bytes.size != 0 && bytes.size <= ceiling;

    if (!good) {
        fail(err, INVALID, "Tệp rỗng hoặc lớn hơn mức cho phép (%zu KB).", ceiling / 1024);
        fail_detail(err, "%s", xml_refusal_key(XML_REFUSED_SIZE));
    } else if (reading->utf8_only && !may_be_utf8(bytes)) {
        good = false;
        fail(err, INVALID, "Tệp không phải XML dùng được: không phải UTF-8.");
        fail_detail(err, "%s", xml_refusal_key(XML_REFUSED_ENCODING));
    } else if (!parse(reading->parser, bytes)) {
        good = false;
        fail(err, INVALID, "Tệp không phải XML dùng được: %s (ở dòng %lu).",
             reading->stopped ? reading->what : "sai cú pháp",
             (unsigned long)XML_GetCurrentLineNumber(reading->parser));
        fail_detail(err, "%s",
                    xml_refusal_key(reading->stopped ? reading->refusal : XML_REFUSED_SYNTAX));
    }
    XML_ParserFree(reading->parser);
    reading->parser = NULL;
    return good ? OK : INVALID;
}

/* SPDX-License-Identifier: Apache-2.0
 *
 * Other people's eyes on a PDF: qpdf's check, poppler's text.
 */
#ifndef HOCBA_TESTS_SUPPORT_PDF_H
#define HOCBA_TESTS_SUPPORT_PDF_H

#include "base/file.h"
#include "base/unicode.h"
#include "tests/support/test.h"

#include <ctype.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

/* Write the bytes to a file of their own and run `command` with its name for %s; the answer's
 * bytes go into `out`. Returns the exit code. */
static inline int
pdf_run(struct span pdf, const char *command, struct buffer *out)
{
    char name[] = "/tmp/hocba-test-XXXXXX", line[512], piece[65536];
    int file = mkstemp(name);
    size_t got;

    assert_true(file >= 0);
    assert_int_equal(write(file, pdf.data, pdf.size), (ssize_t)pdf.size);
    close(file);
    snprintf(line, sizeof line, command, name);
    FILE *pipe = popen(line, "r");
    assert_non_null(pipe);
    while ((got = fread(piece, 1, sizeof piece, pipe)) > 0)
        buffer_add(out, piece, got);
    int status = pclose(pipe);
    unlink(name);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* qpdf finds nothing wrong. */
static inline void
pdf_assert_sound(struct span pdf)
{
    AUTO(buffer) *said = buffer_new(1 << 20);

    if (pdf_run(pdf, "qpdf --check %s 2>&1", said) != 0)
        fail_msg("qpdf: %.2000s", said->data);
}

/* The text without any blank: lines of a cell are then one piece, whatever their breaks. Pages
 * are kept apart by form feeds. */
static inline char *
pdf_squeeze(struct arena *arena, const char *text)
{
    char *out = arena_alloc(arena, strlen(text) + 1), *to = out;

    for (const char *p = text; *p; p++)
        if (*p == '\f' || !isspace((unsigned char)*p))
            *to++ = *p;
    return out;
}

/* What pdftotext reads in the order of drawing, squeezed; must be NFC. */
static inline char *
pdf_text(struct arena *arena, struct span pdf)
{
    AUTO(buffer) *text = buffer_new(64 << 20);

    assert_int_equal(pdf_run(pdf, "pdftotext -raw -enc UTF-8 %s - 2>&1", text), 0);
    assert_true(unicode_is_nfc(buffer_span(text)));
    return pdf_squeeze(arena, text->data ? text->data : "");
}

static inline size_t
pdf_count(const char *text, const char *needle)
{
    size_t count = 0;

    for (const char *p = text; (p = strstr(p, needle)); p += strlen(needle))
        count++;
    return count;
}

#endif

/* SPDX-License-Identifier: Apache-2.0
 *
 * Asking in two windows of our own, made from a template in memory: what is to be signed, with a
 * list that scrolls, and the PIN.  "Không ký" has the focus, so that a key pressed by habit signs
 * nothing.
 */
#ifdef _WIN32 /* the lints read every file on Linux too */

#include "agent/system.h"
#include "agent/windows_text.h"

#include <windows.h>

enum {
    TEXT_ID = 100,
    PIN_ID = 101,
    TEMPLATE_SIZE = 1024,
    BUTTON_CLASS = 0x0080, /* the predefined classes of a dialog template */
    EDIT_CLASS = 0x0081,
};

/* What a window asks, and what it is answered. */
struct question {
    wchar_t *title, *text;
    bool pin;
    wchar_t *answer; /* of a PIN; `room` characters */
    int room;
};

/* ---- the template: DLGTEMPLATE and its items, laid out as Windows wants them ---- */

struct layout {
    _Alignas(4) WORD words[TEMPLATE_SIZE];
    size_t count;
};

static void
add_word(struct layout *layout, WORD word)
{
    if (layout->count < TEMPLATE_SIZE)
        layout->words[layout->count++] = word;
}

static void
add_long(struct layout *layout, DWORD value)
{
    add_word(layout, LOWORD(value));
    add_word(layout, HIWORD(value));
}

static void
add_text(struct layout *layout, const wchar_t *text)
{
    do
        add_word(layout, (WORD)*text);
    while (*text++);
}

struct place {
    short x, y, width, height;
};

static void
add_place(struct layout *layout, struct place at)
{
    add_word(layout, (WORD)at.x);
    add_word(layout, (WORD)at.y);
    add_word(layout, (WORD)at.width);
    add_word(layout, (WORD)at.height);
}

static void
add_item(struct layout *layout, DWORD style, struct place at, WORD id, WORD class,
         const wchar_t *text)
{
    if (layout->count % 2)
        add_word(layout, 0); /* each item begins at four bytes */
    add_long(layout, WS_CHILD | WS_VISIBLE | style);
    add_long(layout, 0);
    add_place(layout, at);
    add_word(layout, id);
    add_word(layout, 0xFFFF);
    add_word(layout, class);
    add_text(layout, text);
    add_word(layout, 0);
}

static void
lay_out(struct layout *layout, const struct question *question)
{
    short height = question->pin ? 90 : 230;
    DWORD text_style = ES_MULTILINE | ES_READONLY | WS_BORDER | WS_VSCROLL;
    struct place text = {8, 8, 304, (short)(question->pin ? 40 : 192)};

    add_long(layout,
             WS_POPUP | WS_CAPTION | WS_SYSMENU | DS_SETFONT | DS_CENTER | DS_SETFOREGROUND);
    add_long(layout, WS_EX_TOPMOST);
    add_word(layout, question->pin ? 4 : 3);
    add_place(layout, (struct place){0, 0, 320, height});
    add_word(layout, 0);
    add_word(layout, 0);
    add_text(layout, question->title);
    add_word(layout, 9);
    add_text(layout, L"Segoe UI");
    add_item(layout, text_style, text, TEXT_ID, EDIT_CLASS, L"");
    if (question->pin)
        add_item(layout, ES_PASSWORD | ES_AUTOHSCROLL | WS_BORDER | WS_TABSTOP,
                 (struct place){8, 52, 120, 14}, PIN_ID, EDIT_CLASS, L"");
    short y = (short)(height - 24);
    add_item(layout, WS_TABSTOP | (question->pin ? BS_DEFPUSHBUTTON : BS_PUSHBUTTON),
             (struct place){188, y, 60, 16}, IDYES, BUTTON_CLASS, question->pin ? L"Tiếp" : L"Ký");
    add_item(layout, WS_TABSTOP | (question->pin ? BS_PUSHBUTTON : BS_DEFPUSHBUTTON),
             (struct place){252, y, 60, 16}, IDCANCEL, BUTTON_CLASS,
             question->pin ? L"Thôi" : L"Không ký");
}

/* ---- the window ---- */

static INT_PTR CALLBACK
on_message(HWND window, UINT message, WPARAM what, LPARAM with)
{
    if (message == WM_INITDIALOG) {
        const struct question *question = (const struct question *)with;
        SetWindowLongPtrW(window, DWLP_USER, with);
        SetDlgItemTextW(window, TEXT_ID, question->text);
        SendDlgItemMessageW(window, PIN_ID, EM_SETLIMITTEXT, (WPARAM)(question->room - 1), 0);
        SetFocus(GetDlgItem(window, question->pin ? PIN_ID : IDCANCEL));
        return FALSE; /* the focus is set already */
    }
    if (message != WM_COMMAND || (LOWORD(what) != IDYES && LOWORD(what) != IDCANCEL))
        return FALSE;
    struct question *question = (struct question *)GetWindowLongPtrW(window, DWLP_USER);
    if (question->pin && LOWORD(what) == IDYES)
        GetDlgItemTextW(window, PIN_ID, question->answer, question->room);
    SetDlgItemTextW(window, PIN_ID, L"");
    EndDialog(window, LOWORD(what));
    return TRUE;
}

static enum status
show(struct question *question, bool *yes, struct error *err)
{
    struct layout layout = {0};

    lay_out(&layout, question);
    INT_PTR answer = DialogBoxIndirectParamW(GetModuleHandleW(NULL), (LPCDLGTEMPLATEW)layout.words,
                                             NULL, on_message, (LPARAM)question);
    if (answer <= 0) {
        fail(err, UNAVAILABLE, "Agent không mở được cửa sổ để hỏi người ký; chưa ký gì.");
        return fail_detail(err, "DialogBoxIndirectParam: %lu", GetLastError());
    }
    *yes = answer == IDYES;
    return OK;
}

/* An edit control breaks lines at CR LF only. */
static wchar_t *
wide_lines(struct arena *arena, const char *text)
{
    char *lines = arena_alloc(arena, 2 * strlen(text) + 1), *to = lines;

    for (const char *p = text; *p; p++) {
        if (*p == '\n')
            *to++ = '\r';
        *to++ = *p;
    }
    return windows_wide(arena, lines);
}

enum status
system_ask_yes(const char *title, const char *text, bool *yes, struct error *err)
{
    AUTO(arena) *arena = arena_new();
    struct question question = {
        .title = windows_wide(arena, title), .text = wide_lines(arena, text), .room = 2};

    return show(&question, yes, err);
}

enum status
system_ask_pin(const char *title, const char *text, char *pin, size_t room, bool *given,
               struct error *err)
{
    AUTO(arena) *arena = arena_new();
    wchar_t answer[128] = {0};
    struct question question = {.title = windows_wide(arena, title),
                                .text = wide_lines(arena, text),
                                .pin = true,
                                .answer = answer,
                                .room = COUNT_OF(answer)};
    enum status status = show(&question, given, err);

    if (status == OK && *given)
        *given = WideCharToMultiByte(CP_UTF8, 0, answer, -1, pin, (int)room, NULL, NULL) > 1;
    system_wipe(answer, sizeof answer);
    return status;
}

#endif

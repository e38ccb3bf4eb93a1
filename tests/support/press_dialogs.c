/* SPDX-License-Identifier: Apache-2.0
 *
 * The person before the agent's windows, for the test under Wine:
 *     press_dialogs WHAT...   for each window in turn: write its text, then do WHAT: "yes", "no",
 * or "pin:123456" (type it and go on) press_dialogs confirm   be the agent's --ask program: read
 * the question, say yes press_dialogs pin       ... and the PIN of HOCBA_TEST_PIN
 */
#include <windows.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TEXT_ID = 100, PIN_ID = 101, PATIENCE_MS = 30000, STEP_MS = 20 };

static const wchar_t title[] = L"hocba: yêu cầu ký số";
static wchar_t text[65536];
static char utf8[4 * 65536];

static HWND
wait_for_window(void)
{
    for (int waited = 0; waited < PATIENCE_MS; waited += STEP_MS) {
        HWND window = FindWindowW(NULL, title);
        if (window && GetDlgItem(window, TEXT_ID))
            return window;
        Sleep(STEP_MS);
    }
    fprintf(stderr, "press_dialogs: no window\n");
    exit(1);
}

static void
wait_until_gone(HWND window)
{
    for (int waited = 0; waited < PATIENCE_MS && IsWindow(window); waited += STEP_MS)
        Sleep(STEP_MS);
}

static void
press(const char *what)
{
    HWND window = wait_for_window();
    wchar_t pin[64];

    /* Its text is set when it begins; an empty one is not yet there. */
    for (int waited = 0; waited < PATIENCE_MS; waited += STEP_MS) {
        if (SendMessageW(GetDlgItem(window, TEXT_ID), WM_GETTEXT, 65536, (LPARAM)text) > 0)
            break;
        Sleep(STEP_MS);
    }
    WideCharToMultiByte(CP_UTF8, 0, text, -1, utf8, sizeof utf8, NULL, NULL);
    printf("=== window\n%s\n", utf8);
    if (strncmp(what, "pin:", 4) == 0) {
        MultiByteToWideChar(CP_UTF8, 0, what + 4, -1, pin, 64);
        SendMessageW(GetDlgItem(window, PIN_ID), WM_SETTEXT, 0, (LPARAM)pin);
    }
    PostMessageW(window, WM_COMMAND, strcmp(what, "no") == 0 ? IDCANCEL : IDYES, 0);
    wait_until_gone(window);
}

static int
answer(const char *kind)
{
    static char question[65536];
    size_t size = fread(question, 1, sizeof question, stdin);

    if (size == 0)
        return 1;
    puts(strcmp(kind, "pin") == 0 ? getenv("HOCBA_TEST_PIN") : "yes");
    return 0;
}

int
main(int argc, char **argv)
{
    if (argc == 2 && (strcmp(argv[1], "confirm") == 0 || strcmp(argv[1], "pin") == 0))
        return answer(argv[1]);
    for (int i = 1; i < argc; i++)
        press(argv[i]);
    return 0;
}

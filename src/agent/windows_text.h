/* SPDX-License-Identifier: Apache-2.0
 *
 * UTF-8 and Windows' UTF-16, for system_windows.c and ask_windows.c.
 */
#ifndef HOCBA_AGENT_WINDOWS_TEXT_H
#define HOCBA_AGENT_WINDOWS_TEXT_H

#include <wchar.h>

#include "base/arena.h"

wchar_t *windows_wide(struct arena *arena, const char *text);
char *windows_narrow(struct arena *arena, const wchar_t *wide);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
#include "signers/library.h"

#ifdef _WIN32

#include <windows.h>

enum { LIBRARY_PATH_MAX = 1024 };

enum status
library_load(const char *path, void **library, struct error *err)
{
    wchar_t wide[LIBRARY_PATH_MAX];

    if (!MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, path, -1, wide, LIBRARY_PATH_MAX))
        return fail(err, INVALID, "Đường dẫn thư viện của thẻ không đúng: %s", path);
    /* The provider's DLL may need others that lie beside it. */
    *library = LoadLibraryExW(wide, NULL, LOAD_WITH_ALTERED_SEARCH_PATH);
    if (*library)
        return OK;
    unsigned long cause = GetLastError();
    fail(err, NOT_FOUND,
         "Không nạp được thư viện của thẻ: %s. Hãy xem lại đường dẫn, và chọn bản 64 bit.", path);
    return fail_detail(err, "LoadLibrary: %lu", cause);
}

void *
library_symbol(void *library, const char *name)
{
    void *symbol;
    FARPROC found = GetProcAddress(library, name);

    _Static_assert(sizeof found == sizeof symbol, "a function's address is one of data");
    __builtin_memcpy(&symbol, &found, sizeof symbol);
    return symbol;
}

void
library_unload(void *library)
{
    if (library)
        FreeLibrary(library);
}

#else

#include <dlfcn.h>

enum status
library_load(const char *path, void **library, struct error *err)
{
    *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (*library)
        return OK;
    fail(err, NOT_FOUND, "Không nạp được thư viện của thẻ: %s. Hãy xem lại đường dẫn.", path);
    return fail_detail(err, "%s", dlerror());
}

void *
library_symbol(void *library, const char *name)
{
    return dlsym(library, name);
}

void
library_unload(void *library)
{
    if (library)
        dlclose(library);
}

#endif

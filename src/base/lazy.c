/* SPDX-License-Identifier: Apache-2.0 */
#include "base/lazy.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { NOT_INSTALLED = 127 }; /* as the loader ends a program that lacks a library */

static _Noreturn void
end(const struct lazy_library *library)
{
    fprintf(stderr,
            "hocba: Không nạp được thư viện %s mà việc này cần. Những gì đã báo xong vẫn còn; "
            "hãy cài đặt thư viện ấy rồi làm lại.\n       %s\n",
            library->soname, dlerror());
    _exit(NOT_INSTALLED);
}

static void
fill_in(struct lazy_library *library)
{
    char *place = (char *)(library + 1);

    for (size_t i = 0; i < library->count; i++) {
        void *function = dlsym(library->handle, library->names[i]);
        if (!function)
            end(library);
        memcpy(place + i * sizeof function, &function, sizeof function);
    }
}

void
lazy_load(struct lazy_library *library)
{
    static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

    pthread_mutex_lock(&lock);
    if (!library->handle) {
        library->handle = dlopen(library->soname, RTLD_NOW | RTLD_LOCAL);
        if (!library->handle)
            end(library);
        fill_in(library);
    }
    pthread_mutex_unlock(&lock);
}

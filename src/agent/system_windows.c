/* SPDX-License-Identifier: Apache-2.0 */
#ifdef _WIN32 /* the lints read every file on Linux too */

#include "agent/system.h"
#include "agent/windows_text.h"

#include <winsock2.h>

#include <windows.h>

#include <shellapi.h> /* after windows.h, which is after winsock2.h */
#include <stdlib.h>

enum { BACKLOG = 16, WAIT_MAX = 64, PATH_ROOM = 1024 };

enum status
system_start(struct error *err)
{
    WSADATA data;

    if (WSAStartup(MAKEWORD(2, 2), &data) != 0)
        return fail(err, UNAVAILABLE, "Máy này không mở được kết nối mạng.");
    return OK;
}

/* ---- texts ---- */

wchar_t *
windows_wide(struct arena *arena, const char *text)
{
    int size = MultiByteToWideChar(CP_UTF8, 0, text, -1, NULL, 0);
    wchar_t *wide = arena_array(arena, (size_t)size + 1, sizeof *wide);

    MultiByteToWideChar(CP_UTF8, 0, text, -1, wide, size);
    return wide;
}

char *
windows_narrow(struct arena *arena, const wchar_t *wide)
{
    int size = WideCharToMultiByte(CP_UTF8, 0, wide, -1, NULL, 0, NULL, NULL);
    char *text = arena_alloc(arena, (size_t)size + 1);

    WideCharToMultiByte(CP_UTF8, 0, wide, -1, text, size, NULL, NULL);
    return text;
}

char **
system_arguments(int *count, char **given)
{
    static struct arena *arena; /* they live as long as the program */

    SetConsoleOutputCP(CP_UTF8); /* what this program prints, from here on */
    wchar_t **wide = CommandLineToArgvW(GetCommandLineW(), count);

    if (!wide)
        return given;
    arena = arena_new();
    char **arguments = arena_make_array(arena, (size_t)*count + 1, char *);
    for (int i = 0; i < *count; i++)
        arguments[i] = windows_narrow(arena, wide[i]);
    LocalFree(wide);
    return arguments;
}

/* ---- sockets ---- */

/* Never blocking, and not for a helper program to inherit. */
static void
tame(SOCKET socket)
{
    u_long yes = 1;

    ioctlsocket(socket, FIONBIO, &yes);
    SetHandleInformation((HANDLE)socket, HANDLE_FLAG_INHERIT, 0);
}

enum status
system_listen(uint16_t *port, socket_handle *listener, struct error *err)
{
    SOCKET fd = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP);
    BOOL yes = TRUE;
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons(*port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int size = sizeof address;

    if (fd == INVALID_SOCKET)
        return fail(err, UNAVAILABLE, "Máy này không mở được kết nối mạng.");
    tame(fd);
    /* Else another program could take the port over. */
    setsockopt(fd, SOL_SOCKET, SO_EXCLUSIVEADDRUSE, (const char *)&yes, sizeof yes);
    if (bind(fd, (struct sockaddr *)&address, sizeof address) != 0 || listen(fd, BACKLOG) != 0 ||
        getsockname(fd, (struct sockaddr *)&address, &size) != 0) {
        fail(err, CONFLICT, "Cổng %u đang có chương trình khác dùng; có thể agent đã chạy rồi.",
             (unsigned)*port);
        fail_detail(err, "bind 127.0.0.1: %d", WSAGetLastError());
        closesocket(fd);
        return err->status;
    }
    *port = ntohs(address.sin_port);
    *listener = (socket_handle)fd;
    return OK;
}

socket_handle
system_accept(socket_handle listener)
{
    SOCKET fd = accept((SOCKET)listener, NULL, NULL);

    if (fd == INVALID_SOCKET)
        return NO_SOCKET;
    tame(fd);
    return (socket_handle)fd;
}

void
system_close(socket_handle socket)
{
    if (socket != NO_SOCKET)
        closesocket((SOCKET)socket);
}

static int
moved(int n)
{
    if (n >= 0)
        return n;
    return WSAGetLastError() == WSAEWOULDBLOCK ? SOCKET_AGAIN : SOCKET_BROKEN;
}

int
system_receive(socket_handle socket, void *data, size_t size)
{
    return moved(recv((SOCKET)socket, data, (int)size, 0));
}

int
system_send(socket_handle socket, const void *data, size_t size)
{
    return moved(send((SOCKET)socket, data, (int)size, 0));
}

void
system_wait(struct socket_wait *sockets, size_t count, int timeout_ms)
{
    WSAPOLLFD fds[WAIT_MAX];

    if (count > WAIT_MAX)
        count = WAIT_MAX;
    for (size_t i = 0; i < count; i++)
        fds[i] = (WSAPOLLFD){
            (SOCKET)sockets[i].socket,
            (SHORT)((sockets[i].read ? POLLRDNORM : 0) | (sockets[i].write ? POLLWRNORM : 0)), 0};
    int ready = WSAPoll(fds, (ULONG)count, timeout_ms);
    for (size_t i = 0; i < count; i++) {
        SHORT got = ready > 0 ? fds[i].revents : 0;
        bool broken = got & (POLLERR | POLLHUP | POLLNVAL);
        sockets[i].read = sockets[i].read && (broken || got & POLLRDNORM);
        sockets[i].write = sockets[i].write && (broken || got & POLLWRNORM);
    }
}

/* ---- time, memory ---- */

int64_t
system_clock_ms(void)
{
    return (int64_t)GetTickCount64();
}

void
system_sleep_ms(int ms)
{
    Sleep((DWORD)ms);
}

void
system_wipe(void *memory, size_t size)
{
    SecureZeroMemory(memory, size);
}

/* ---- a lock, a thread ---- */

struct system_lock {
    CRITICAL_SECTION section;
};

struct system_lock *
system_lock_new(void)
{
    struct system_lock *lock = heap_alloc(sizeof *lock);

    InitializeCriticalSection(&lock->section);
    return lock;
}

void
system_lock_free(struct system_lock *lock)
{
    if (!lock)
        return;
    DeleteCriticalSection(&lock->section);
    free(lock);
}

void
system_lock_take(struct system_lock *lock)
{
    EnterCriticalSection(&lock->section);
}

void
system_lock_leave(struct system_lock *lock)
{
    LeaveCriticalSection(&lock->section);
}

struct system_thread {
    HANDLE handle;
    void (*run)(void *state);
    void *state;
};

static DWORD WINAPI
thread_main(void *argument)
{
    struct system_thread *thread = argument;

    thread->run(thread->state);
    return 0;
}

struct system_thread *
system_thread_start(void (*run)(void *state), void *state)
{
    struct system_thread *thread = heap_alloc(sizeof *thread);

    thread->run = run;
    thread->state = state;
    thread->handle = CreateThread(NULL, 0, thread_main, thread, 0, NULL);
    if (thread->handle)
        return thread;
    free(thread);
    return NULL;
}

void
system_thread_join(struct system_thread *thread)
{
    if (!thread)
        return;
    WaitForSingleObject(thread->handle, INFINITE);
    CloseHandle(thread->handle);
    free(thread);
}

/* ---- a helper program ---- */

/* The end of a pipe that stays with us. */
static bool
make_pipe(HANDLE *read, HANDLE *write, HANDLE *ours)
{
    SECURITY_ATTRIBUTES inherited = {sizeof inherited, NULL, TRUE};

    return CreatePipe(read, write, &inherited, 0) &&
           SetHandleInformation(*ours, HANDLE_FLAG_INHERIT, 0);
}

static size_t
talk(HANDLE to, HANDLE from, struct span input, char *answer, size_t room)
{
    size_t got = 0;
    DWORD n;

    while (input.size > 0 && WriteFile(to, input.data, (DWORD)input.size, &n, NULL) && n > 0) {
        input.data += n;
        input.size -= n;
    }
    CloseHandle(to);
    while (got < room && ReadFile(from, answer + got, (DWORD)(room - got), &n, NULL) && n > 0)
        got += n;
    CloseHandle(from);
    return got;
}

enum status
system_run(const char *program, const char *argument, struct span input, char *answer,
           size_t answer_size, int *exit_code, struct error *err)
{
    AUTO(arena) *arena = arena_new();
    STARTUPINFOW start = {.cb = sizeof start, .dwFlags = STARTF_USESTDHANDLES};
    PROCESS_INFORMATION child;
    HANDLE to = NULL, from = NULL;
    DWORD ended = 255;
    wchar_t *line = windows_wide(arena, arena_printf(arena, "\"%s\" %s", program, argument));

    bool piped =
        make_pipe(&start.hStdInput, &to, &to) && make_pipe(&from, &start.hStdOutput, &from);
    start.hStdError = GetStdHandle(STD_ERROR_HANDLE);
    bool started = piped && CreateProcessW(NULL, line, NULL, NULL, TRUE, CREATE_NO_WINDOW, NULL,
                                           NULL, &start, &child);
    CloseHandle(start.hStdInput);
    CloseHandle(start.hStdOutput);
    if (!started) {
        CloseHandle(to);
        CloseHandle(from);
        return fail(err, UNAVAILABLE, "Không chạy được chương trình hỏi: %s.", program);
    }
    answer[talk(to, from, input, answer, answer_size - 1)] = '\0';
    WaitForSingleObject(child.hProcess, INFINITE);
    GetExitCodeProcess(child.hProcess, &ended);
    CloseHandle(child.hThread);
    CloseHandle(child.hProcess);
    *exit_code = (int)ended;
    return OK;
}

/* ---- files and places ---- */

enum status
system_read_file(struct arena *arena, const char *path, size_t ceiling, struct span *bytes,
                 struct error *err)
{
    HANDLE file = CreateFileW(windows_wide(arena, path), GENERIC_READ, FILE_SHARE_READ, NULL,
                              OPEN_EXISTING, FILE_ATTRIBUTE_NORMAL, NULL);
    LARGE_INTEGER size;
    DWORD got = 0;

    if (file == INVALID_HANDLE_VALUE)
        return fail(err, NOT_FOUND, "Không mở được tệp: %s", path);
    bool sized = GetFileSizeEx(file, &size) && (uint64_t)size.QuadPart <= ceiling;
    char *data = sized ? arena_alloc(arena, (size_t)size.QuadPart + 1) : NULL;
    bool read = sized && ReadFile(file, data, (DWORD)size.QuadPart, &got, NULL);
    CloseHandle(file);
    if (!read)
        return fail(err, INVALID, "Không đọc được tệp, hoặc tệp lớn hơn %u byte: %s",
                    (unsigned)ceiling, path);
    *bytes = (struct span){data, got};
    return OK;
}

const char *
system_settings_path(struct arena *arena)
{
    wchar_t path[PATH_ROOM];
    DWORD size = GetModuleFileNameW(NULL, path, PATH_ROOM);

    while (size > 0 && path[size - 1] != L'\\')
        size--;
    path[size < PATH_ROOM ? size : 0] = L'\0';
    return arena_printf(arena, "%shocba-agent.conf", windows_narrow(arena, path));
}

#endif

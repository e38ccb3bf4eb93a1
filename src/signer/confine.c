/* SPDX-License-Identifier: Apache-2.0 */
#include "signer/confine.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>

/* The sanitizers' shadow memory cannot be locked, their reports need every call and ptrace(). */
#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifndef SANITIZED
#define SANITIZED 0
#endif

static enum status
refused(const char *what, struct error *err)
{
    int cause = errno;

    fail(err, UNAVAILABLE, "Máy không cho hocba-signer tự giới hạn; không mở khóa nào.");
    return fail_detail(err, "%s: %s", what, strerror(cause));
}

enum status
confine_memory(struct error *err)
{
    const struct rlimit none = {0, 0};

    if (setrlimit(RLIMIT_CORE, &none) != 0)
        return refused("RLIMIT_CORE", err);
    if (!SANITIZED && prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0)
        return refused("PR_SET_DUMPABLE", err);
    /* Where the limit is too low the secrets themselves (crypto/secret) are still locked. */
    if (!SANITIZED)
        (void)mlockall(MCL_CURRENT | MCL_FUTURE);
    return OK;
}

#if defined(__x86_64__)
#define OUR_AUDIT_ARCH AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define OUR_AUDIT_ARCH AUDIT_ARCH_AARCH64
#endif

#ifdef OUR_AUDIT_ARCH

/* What answering messages, threads and memory need. */
static const unsigned allowed[] = {
    __NR_read,
    __NR_write,
    __NR_recvfrom,
    __NR_sendto,
    __NR_recvmsg,
    __NR_sendmsg,
    __NR_ppoll,
    __NR_accept4,
    __NR_close,
    __NR_getsockopt,
    __NR_shutdown,
    __NR_futex,
    __NR_mmap,
    __NR_munmap,
    __NR_mprotect,
    __NR_mremap,
    __NR_madvise,
    __NR_brk,
    __NR_mlock,
    __NR_munlock,
    __NR_clone,
    __NR_clone3,
    __NR_rseq,
    __NR_set_robust_list,
    __NR_rt_sigaction,
    __NR_rt_sigprocmask,
    __NR_rt_sigreturn,
    __NR_restart_syscall,
    __NR_clock_gettime,
    __NR_clock_nanosleep,
    __NR_getrandom,
    __NR_getpid,
    __NR_gettid,
    __NR_tgkill,
    __NR_geteuid,
    __NR_sched_yield,
    __NR_sched_getaffinity,
    __NR_exit,
    __NR_exit_group,
#ifdef __NR_poll
    __NR_poll,
#endif
};

enum { FILTER_HEAD = 4, FILTER_ALLOWED = COUNT_OF(allowed) };

enum status
confine_calls(struct error *err)
{
    struct sock_filter filter[FILTER_HEAD + FILTER_ALLOWED + 2] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, OUR_AUDIT_ARCH, 1, 0),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
    };
    struct sock_fprog program = {COUNT_OF(filter), filter};

    if (SANITIZED)
        return OK;
    for (size_t i = 0; i < FILTER_ALLOWED; i++)
        filter[FILTER_HEAD + i] = (struct sock_filter)BPF_JUMP(
            BPF_JMP | BPF_JEQ | BPF_K, allowed[i], (unsigned char)(FILTER_ALLOWED - i), 0);
    filter[FILTER_HEAD + FILTER_ALLOWED] =
        (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM);
    filter[FILTER_HEAD + FILTER_ALLOWED + 1] =
        (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return refused("PR_SET_NO_NEW_PRIVS", err);
    if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) != 0)
        return refused("PR_SET_SECCOMP", err);
    return OK;
}

#else

/* Another processor: its call numbers' filter is not written; the rest of the confinement holds. */
enum status
confine_calls(struct error *err)
{
    (void)err;
    return OK;
}

#endif

/* SPDX-License-Identifier: Apache-2.0
 *
 * Errors: how every function that can fail says so.
 *
 * A function that can fail returns `enum status` and takes `struct error *err` last (never NULL).
 * Results come through out-pointers before it and are written only on success.  The cause is
 * written once, at its source, with fail(); callers pass it up with TRY().
 */
#ifndef HOCBA_BASE_ERROR_H
#define HOCBA_BASE_ERROR_H

enum status {
    OK = 0,
    NOT_FOUND,   /* the thing asked for does not exist */
    INVALID,     /* the input breaks a rule; the message cites it */
    DENIED,      /* this person may not do this */
    CONFLICT,    /* somebody or something else came first, or the state does not allow it */
    UNTRUSTED,   /* cryptography or trust says no */
    CORRUPT,     /* our own data, or a file we made, is damaged */
    UNAVAILABLE, /* a peer, disk or service does not answer now */
    USAGE,       /* the command line or a call is malformed */
    UNDECIDED,   /* cannot be answered now; time, network or more material could settle it */
};

struct error {
    enum status status;
    char message[512]; /* for the person, in Vietnamese: what happened, what is safe, what to do */
    char detail[256];  /* for the operator's log only; never personal data, never a secret */
};

#define MUST_CHECK __attribute__((warn_unused_result))

/* Fill *err with `status` and a message for the person; its value is `status`, which a macro lets
 * the compiler and the analyser see: a failure is never OK. */
#define fail(err, status, ...) (error_fill((err), (status), __VA_ARGS__), status_is(status))
static inline enum status
status_is(enum status status)
{
    return status;
}
void error_fill(struct error *err, enum status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Add what the operator needs to know (errno, library codes) to an error; returns err->status. */
enum status fail_detail(struct error *err, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Put "prefix: " before the message, to say where (a file, a row); returns err->status. */
enum status fail_within(struct error *err, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* The only macro that jumps: passes a failure up. */
#define TRY(step)                                                                                  \
    do {                                                                                           \
        enum status try_status_ = (step);                                                          \
        if (try_status_ != OK)                                                                     \
            return try_status_;                                                                    \
    } while (0)

/* AUTO(buffer) *b = ...: the handle is freed when the scope ends, by buffer_free(). */
#define AUTO(type) __attribute__((cleanup(type##_free_at))) struct type
#define DEFINE_AUTO(type)                                                                          \
    static inline void type##_free_at(struct type **handle)                                        \
    {                                                                                              \
        type##_free(*handle);                                                                      \
    }

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

#endif

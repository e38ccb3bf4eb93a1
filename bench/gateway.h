/* SPDX-License-Identifier: Apache-2.0
 *
 * A department's home with one school whose seal is approved, a supplier's client, and packets of
 * that school's records, for the benchmarks of the gateway.  Aborts on any error.
 */
#ifndef HOCBA_BENCH_GATEWAY_H
#define HOCBA_BENCH_GATEWAY_H

#include "bench/school.h"
#include "conformance/packets.h"
#include "service/intake.h"

enum { BENCH_PACKET = 256, BENCH_PACKETS_MAX = 64, BENCH_YEAR = 2023 };

/* Packets of BENCH_PACKET records each, signed by the class teacher, the principal and the seal. */
struct bench_load {
    size_t packets;
    struct records records[BENCH_PACKETS_MAX];
    const char *contents[BENCH_PACKETS_MAX]; /* as `content` on the wire */
};
void bench_load_make(struct bench_school *school, struct bench_load *load, struct arena *arena);

/* fopen()'s mode. */
void bench_write(const char *path, const char *mode, struct span bytes);

/* A new home made by the program; its clock stands after PKI_NOW. Trusts the school's root, which
 * lies at HOME/root.pem. */
struct app *bench_department(const char *hocba, const char *home, struct bench_school *school,
                             struct arena *arena);
/* What a supplier's software says about itself, with a token. */
struct exchange_request bench_sender(struct app *app);

#endif

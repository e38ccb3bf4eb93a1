/* SPDX-License-Identifier: Apache-2.0 */
#include "serve/metrics.h"

/* Upper ends, in microseconds. */
static const int64_t ends[METRICS_BUCKETS] = {500,   1000,   2500,   5000,    10000,
                                              25000, 100000, 250000, 1000000, 10000000};

void
metrics_begin(struct metrics *metrics)
{
    atomic_fetch_add(&metrics->active, 1);
}

void
metrics_end(struct metrics *metrics, int code, int64_t us)
{
    size_t bucket = 0;
    int class = code / 100;

    while (bucket < METRICS_BUCKETS && us > ends[bucket])
        bucket++;
    atomic_fetch_add(&metrics->buckets[bucket], 1);
    atomic_fetch_add(&metrics->answers[class < METRICS_CLASSES ? class : 0], 1);
    atomic_fetch_add(&metrics->total_us, (unsigned long long)us);
    atomic_fetch_sub(&metrics->active, 1);
}

void
metrics_write(const struct metrics *metrics, struct buffer *out)
{
    unsigned long long count = 0;

    buffer_text(out, "# TYPE hocba_http_requests_total counter\n");
    for (int i = 1; i < METRICS_CLASSES; i++)
        buffer_printf(out, "hocba_http_requests_total{code=\"%dxx\"} %llu\n", i,
                      atomic_load(&metrics->answers[i]));
    buffer_text(out, "# TYPE hocba_http_request_seconds histogram\n");
    for (size_t i = 0; i < METRICS_BUCKETS; i++) {
        count += atomic_load(&metrics->buckets[i]);
        buffer_printf(out, "hocba_http_request_seconds_bucket{le=\"%g\"} %llu\n",
                      (double)ends[i] / 1e6, count);
    }
    count += atomic_load(&metrics->buckets[METRICS_BUCKETS]);
    buffer_printf(out,
                  "hocba_http_request_seconds_bucket{le=\"+Inf\"} %llu\n"
                  "hocba_http_request_seconds_sum %.6f\nhocba_http_request_seconds_count %llu\n",
                  count, (double)atomic_load(&metrics->total_us) / 1e6, count);
    buffer_printf(out,
                  "# TYPE hocba_http_requests_active gauge\nhocba_http_requests_active %d\n"
                  "# TYPE hocba_build_info gauge\nhocba_build_info{version=\"" HOCBA_VERSION
                  "\"} 1\n",
                  atomic_load(&metrics->active));
}

void
metrics_write_ledger(int64_t waiting, int64_t refused, bool provisional, int64_t behind_for,
                     bool alarm, int64_t unstamped_for, struct buffer *out)
{
    buffer_printf(out,
                  "# TYPE hocba_ledger_waiting gauge\nhocba_ledger_waiting %lld\n"
                  "# TYPE hocba_ledger_refused gauge\nhocba_ledger_refused %lld\n"
                  "# TYPE hocba_ledger_provisional gauge\nhocba_ledger_provisional %d\n"
                  "# TYPE hocba_ledger_behind_seconds gauge\nhocba_ledger_behind_seconds %lld\n"
                  "# TYPE hocba_ledger_alarm gauge\nhocba_ledger_alarm %d\n"
                  "# TYPE hocba_ledger_unstamped_seconds gauge\n"
                  "hocba_ledger_unstamped_seconds %lld\n",
                  (long long)waiting, (long long)refused, provisional, (long long)behind_for, alarm,
                  (long long)unstamped_for);
}

/* SPDX-License-Identifier: Apache-2.0
 *
 * Verify a record with libhocba.
 *
 *     cc verify.c $(pkg-config --cflags --libs hocba) -o verify
 *     ./verify root.pem record.xml
 *
 * Ends with 0: authentic, 1: not authentic, 3: cannot be decided now, 2: a file cannot be read.
 */
#include <hocba/verify.h>

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

/* The whole file; NULL when it cannot be read or is larger than 1 MB. */
static char *
read_file(const char *path, size_t *size)
{
    const size_t most = 1024 * 1024;
    FILE *file = fopen(path, "rb");
    char *bytes = file ? malloc(most + 1) : NULL;

    if (bytes)
        *size = fread(bytes, 1, most + 1, file);
    if (bytes && (ferror(file) || *size > most)) {
        free(bytes);
        bytes = NULL;
    }
    if (file)
        fclose(file);
    if (!bytes)
        fprintf(stderr, "%s: cannot be read\n", path);
    return bytes;
}

static void
print_report(const struct hocba_report *report)
{
    static const char *const words[] = {"yes", "no", "unknown", "not asked"};
    struct hocba_signature signature;
    struct hocba_check check;
    size_t i;

    const char *found = hocba_report_sub_indication(report);

    printf("%s\n", hocba_report_sentence(report));
    printf("%s%s%s\n", hocba_report_indication(report), found ? " " : "", found ? found : "");
    for (i = 0; hocba_report_check(report, i, &check); i++)
        printf("%-12s %-10s %s\n", check.id, words[check.result], check.reason);
    for (i = 0; hocba_report_signature(report, i, &signature); i++)
        printf("%-12s %s, %s, %s\n", signature.role, signature.name ? signature.name : "?",
               signature.claimed_time ? signature.claimed_time : "?", signature.indication);
}

static int
verify(struct hocba_verifier *verifier, const char *path)
{
    static const int codes[] = {0, 1, 3};
    struct hocba_report *report;
    size_t size;
    char *bytes = read_file(path, &size);
    int code = 2;

    if (!bytes)
        return 2;
    if (hocba_verify(verifier, bytes, size, (int64_t)time(NULL), &report) == HOCBA_OK) {
        print_report(report);
        code = codes[hocba_report_verdict(report)];
        hocba_report_free(report);
    }
    free(bytes);
    return code;
}

int
main(int count, char **arguments)
{
    struct hocba_verifier *verifier = hocba_verifier_new();
    size_t size;
    char *anchors = count == 3 ? read_file(arguments[1], &size) : NULL;
    int code = 2;

    if (count != 3)
        fprintf(stderr, "usage: verify root.pem record.xml\n");
    else if (anchors && hocba_verifier_add_anchors(verifier, anchors, size) != HOCBA_OK)
        fprintf(stderr, "%s\n", hocba_verifier_error(verifier));
    else if (anchors)
        code = verify(verifier, arguments[2]);
    free(anchors);
    hocba_verifier_free(verifier);
    return code;
}

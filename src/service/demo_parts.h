/* SPDX-License-Identifier: Apache-2.0
 *
 * Inside the demo.  Nobody else includes this.
 */
#ifndef HOCBA_SERVICE_DEMO_PARTS_H
#define HOCBA_SERVICE_DEMO_PARTS_H

#include "model/record.h"
#include "model/verdict.h"
#include "service/demo.h"
#include "service/school.h"
#include "signers/open.h"
#include "store/certificates.h"

/* Who signs with a key of the demo. */
struct demo_signer {
    const char *file;  /* the name of its files in pki/, without extension */
    const char *whose; /* for people */
    const char *login; /* a person's, or ... */
    const char *unit;  /* ... a unit's code */
};
extern const struct demo_signer demo_signers[];
extern const size_t demo_signer_count;

/* How far a class of the demo has come. */
enum demo_stage {
    STAGE_ENTERING,
    STAGE_WITH_ERRORS,
    STAGE_ENTERED,
    STAGE_TEACHER,
    STAGE_PRINCIPAL,
    STAGE_SEALED /* what has no errors is signed by all */
};

struct demo_class {
    const char *name;
    int grade;
    const char *login, *teacher, *number; /* of the class teacher */
    enum demo_stage stage;
    const char *signer;    /* the teacher's files in pki/; NULL: signs nothing yet */
    const char *principal; /* the principal's files in pki/; NULL: "cbql" */
    const char *seal;      /* SEALED */
    int pupils;
    bool alone;        /* the class teacher teaches everything */
    bool flawed;       /* some drafts have errors */
    const char *codes; /* how the codes of its pupils begin */
    int personal;      /* and their personal numbers' last six digits */
};

/* A school of another supplier: its people sign with keys of pki/, its records come through the
 * gateway. */
struct demo_supplier {
    const char *client, *code, *name, *tax_code;
    const char *principal, *principal_number;
    bool approved; /* the department knows its seal */
    struct demo_class class;
};
extern const struct demo_supplier demo_suppliers[];
extern const size_t demo_supplier_count;

#define DEMO_DEPARTMENT "22"
#define DEMO_SCHOOL     "22193401"
#define DEMO_APPROVER   "so.duyet"
#define DEMO_SEAL_CLERK "so.vanthu"

struct demo {
    const struct demo_order *order;
    struct app *app;
    struct demo_report *report;
    const char *home;
    struct unit school;
    struct school_class class;
    const char *replaced; /* uuid of the record whose place another took */
};

/* Units, people, the year and its class, and who does what there. */
MUST_CHECK enum status demo_make_school(struct demo *demo, struct error *err);
/* The demo's own certificates as files, registered, the school's approved by the department. */
MUST_CHECK enum status demo_make_pki(struct demo *demo, struct error *err);
/* Import, create, sign, issue, verify, export. */
MUST_CHECK enum status demo_run_class(struct demo *demo, struct error *err);

/* A key of pki/, as everybody opens one; `source` outlives the session. */
MUST_CHECK enum status demo_open_key(struct demo *demo, const char *name,
                                     struct signer_source *source, struct signer_session **session,
                                     struct error *err);
/* Sign as `role` with a key of pki/; `step`: told as a step of the demo, or NULL. */
MUST_CHECK enum status demo_sign(struct demo *demo, const struct class_order *of,
                                 enum signer_role role, const char *key, const char *step,
                                 struct error *err);
/* One issued record is replaced, by the school's request and the department's decision. */
MUST_CHECK enum status demo_replace(struct demo *demo, struct error *err);
/* A byte of a copy of the store is changed by hand, and the audit tells. */
MUST_CHECK enum status demo_tamper(struct demo *demo, struct error *err);
/* The teachers of the other classes; then those classes, each at another point of its work. */
MUST_CHECK enum status demo_add_teachers(struct demo *demo, struct error *err);
MUST_CHECK enum status demo_run_other_classes(struct demo *demo, struct error *err);

/* The class with its pupils and results, as far as its stage says; `seed` of its fixed sequence. */
MUST_CHECK enum status demo_make_class(struct demo *demo, const struct demo_class *row,
                                       unsigned seed, struct school_class *class,
                                       struct error *err);
/* Suppliers' schools in homes of their own hand in what they issued. */
MUST_CHECK enum status demo_run_suppliers(struct demo *demo, struct error *err);
/* The pilot of all three schools, a session of training, questionnaires with answers. */
MUST_CHECK enum status demo_run_pilot(struct demo *demo, struct error *err);
/* A certificate of pki/ into the registry of demo->app, proven by its key. */
MUST_CHECK enum status demo_register(struct demo *demo, const struct demo_signer *signer,
                                     struct stored_certificate *registered, struct error *err);

/* Everybody's account; the slips of the demo's class. */
MUST_CHECK enum status demo_make_accounts(struct demo *demo, struct error *err);
MUST_CHECK enum status demo_make_slips(struct demo *demo, struct error *err);

/* A witness, a second place and a policy, before the class is issued. */
MUST_CHECK enum status demo_make_witness(struct demo *demo, struct error *err);
/* The issued records into the ledger; packages; the public files; the audit of all. */
MUST_CHECK enum status demo_enter(struct demo *demo, struct error *err);
MUST_CHECK enum status demo_audit(struct demo *demo, struct error *err);

void demo_add_step(struct demo *demo, const char *what, size_t done, size_t failed,
                   int64_t started);

#endif

/* SPDX-License-Identifier: Apache-2.0
 *
 * Everything the server answers.  The first row that fits is taken.
 */
#include "serve/account.h"
#include "serve/certificates.h"
#include "serve/comment_rulings.h"
#include "serve/comments_api.h"
#include "serve/confirmations.h"
#include "serve/delegations.h"
#include "serve/evaluation.h"
#include "serve/family.h"
#include "serve/flow.h"
#include "serve/freeze.h"
#include "serve/gateway.h"
#include "serve/grid.h"
#include "serve/home.h"
#include "serve/identity.h"
#include "serve/inspection.h"
#include "serve/issued.h"
#include "serve/lookup.h"
#include "serve/monitor.h"
#include "serve/notices.h"
#include "serve/obstacles.h"
#include "serve/paper_api.h"
#include "serve/queue.h"
#include "serve/report.h"
#include "serve/revocation.h"
#include "serve/route.h"
#include "serve/shared.h"
#include "serve/survey.h"
#include "serve/training.h"
#include "serve/verify.h"
#include "serve/workbooks.h"

/* clang-format off */
const struct route routes[] = {
    /* --- the server itself ------------------------------------------------------------------- */
    {"GET",  "/",                 ANYBODY,  0, home_show, "home: what is to be done, or the welcome page"},
    {"GET",  "/tinh/{}/{}",       ANYBODY,  0, asset_file, "style and script"},
    {"POST", "/ngon-ngu",         ANYBODY,  FORM_BODY_MAX, language_set, "choose Vietnamese or English"},
    {"GET",  "/healthz",          ANYBODY,  0, health_check, "the process lives"},
    {"GET",  "/readyz",           ANYBODY,  0, readiness_check, "the database answers"},
    {"GET",  "/metrics",          LOOPBACK, 0, metrics_show, "figures for Prometheus"},
    {"GET",  "/api/v1/openapi.json", ANYBODY, 0, api_description, "this description"},

    /* --- signing in, accounts, rights, the access log ----------------------------------------- */
    {"GET",  "/dang-nhap",        ANYBODY,   0, sign_in_form, "sign in: the form"},
    {"POST", "/dang-nhap",        ANYBODY,   FORM_BODY_MAX, sign_in_take, "sign in"},
    {"POST", "/dang-xuat",        SIGNED_IN, FORM_BODY_MAX, sign_out_take, "sign out"},
    {"GET",  "/tai-khoan",        SIGNED_IN, 0, account_page, "one's own account"},
    {"POST", "/tai-khoan/mat-khau", SIGNED_IN, FORM_BODY_MAX, account_password_take, "change one's password"},
    {"GET",  "/tai-khoan/hai-lop", SIGNED_IN, 0, account_factor_offer, "a key for one-time codes"},
    {"POST", "/tai-khoan/hai-lop", SIGNED_IN, FORM_BODY_MAX, account_factor_take, "turn one-time codes on"},
    {"POST", "/tai-khoan/phien",  SIGNED_IN, FORM_BODY_MAX, account_session_end, "end one of one's sessions"},
    {"GET",  "/quan-tri/tai-khoan", SIGNED_IN, 0, people_page, "accounts of the school"},
    {"POST", "/quan-tri/tai-khoan", SIGNED_IN, FORM_BODY_MAX, people_give_password, "give a first password"},
    {"POST", "/quan-tri/tai-khoan/phieu", SIGNED_IN, FORM_BODY_MAX, people_slips, "accounts for everybody without one, as first-login slips"},
    {"POST", "/quan-tri/tai-khoan/khoa", SIGNED_IN, FORM_BODY_MAX, people_close, "close or open an account"},
    {"POST", "/quan-tri/tai-khoan/hai-lop", SIGNED_IN, FORM_BODY_MAX, people_drop_factor, "take a lost second factor away"},
    {"GET",  "/api/v1/accounts",  SIGNED_IN, 0, accounts_api, "accounts of the school"},
    {"POST", "/api/v1/accounts/give", SIGNED_IN, 4096, account_give_api, "a first password for {login}, told once"},
    {"POST", "/api/v1/accounts/slips", SIGNED_IN, 4096, people_slips, "accounts for everybody without one, as first-login slips; as PDF"},
    {"POST", "/api/v1/accounts/close", SIGNED_IN, 4096, account_close_api, "close {login}'s account, or open it: {closed: false}"},
    {"POST", "/api/v1/accounts/drop-factor", SIGNED_IN, 4096, account_factor_api, "take {login}'s lost second factor away"},
    {"GET",  "/uy-quyen",         SIGNED_IN, 0, delegations_page, "who signs for whom, by which decision, until when"},
    {"POST", "/uy-quyen",         SIGNED_IN, FORM_BODY_MAX, delegation_take, "let another sign, by a decision"},
    {"POST", "/uy-quyen/{}/ket-thuc", SIGNED_IN, FORM_BODY_MAX, delegation_end_take, "end a delegation before its last day"},
    {"GET",  "/api/v1/delegations", SIGNED_IN, 0, delegations_api, "the school's delegations, newest first"},
    {"POST", "/api/v1/delegations", SIGNED_IN, FORM_BODY_MAX, delegation_add_api, "let {taker} sign: {kind, giver, decision, decided_on, from, to, grades, classes, year}"},
    {"POST", "/api/v1/delegations/{}/end", SIGNED_IN, 4096, delegation_end_api, "end a delegation now: {reason}"},
    {"GET",  "/quan-tri/nhat-ky", SIGNED_IN, 0, access_log_page, "the school's access log"},
    {"GET",  "/api/v1/access-log", SIGNED_IN, 0, access_log_api, "the school's access log, newest first: ?before a number"},

    /* --- entry: classes, the grid, comments --------------------------------------------------- */
    {"GET",  "/lop/{}/nhap",      SIGNED_IN, 0, grid_page, "a class's grid: read, and with JavaScript write", .kept = true},
    {"GET",  "/api/v1/classes/{}/grid", SIGNED_IN, 0, grid_api, "a class by view=subject|all|traits|results|body|pupil, subject, period, enrolment"},
    {"PUT",  "/api/v1/cells",     SIGNED_IN, GRID_BODY_MAX, cells_save_api, "save cells, each by itself, over the number it was typed over"},
    {"GET",  "/api/v1/classes/{}/changes", SIGNED_IN, 0, grid_changes_api, "what changed in a class after the number since"},
    {"GET",  "/api/v1/classes/{}/problems", SIGNED_IN, 0, class_problems_api, "everything wrong in a class"},
    {"GET",  "/api/v1/classes/{}/comments", SIGNED_IN, 0, comment_bank_api, "sentences for key, with level: first those of the school, then what its teachers wrote, used most first"},
    {"POST", "/api/v1/comments/check", SIGNED_IN, COMMENT_BODY_MAX, comment_check_api, "whether {text} fits its printed cell, and what to look at: {enrolment, key}"},
    {"POST", "/api/v1/comments/propose", SIGNED_IN, COMMENT_BODY_MAX, comment_propose_api, "propose {text}, written for {enrolment, key, level}, to the school's bank"},
    {"GET",  "/api/v1/comments/rulings", SIGNED_IN, 0, comment_rulings_api, "sentences that the school ruled on or that wait, with their history: ?key"},
    {"POST", "/api/v1/comments/rulings", SIGNED_IN, COMMENT_BODY_MAX, comment_rule_api, "rule on {text} of {key, level}: {ruling} accepted or hidden; {mended} stands in its place"},
    {"GET",  "/nhan-xet",         SIGNED_IN, 0, comment_rulings_page, "the school's bank of comments, to curate: ?mon, ky, muc"},
    {"POST", "/nhan-xet",         SIGNED_IN, COMMENT_BODY_MAX, comment_rule_take, "accept, mend or hide a sentence of the bank, or add one"},
    {"GET",  "/api/v1/cells/history", SIGNED_IN, 0, cell_history_api, "every change of a value: enrolment, key"},

    /* --- flow: submit, return, progress, notices, workbooks, confirmation sheets -------------- */
    {"GET",  "/tien-do",          SIGNED_IN, 0, flow_all_page, "all classes: how far entry has come, who misses what"},
    {"GET",  "/thong-bao",        SIGNED_IN, 0, notices_page, "what came back that this person signed or teaches, and what was opened for them"},
    {"GET",  "/lop/{}/tien-do",   SIGNED_IN, 0, flow_page, "a class: what is missing, its state, its steps"},
    {"POST", "/lop/{}/tien-do",   SIGNED_IN, FORM_BODY_MAX, flow_step_form, "take a step: submit, check, approve, close, return, allow"},
    {"GET",  "/lop/{}/nhap-tep",  SIGNED_IN, 0, workbook_form_page, "take in a workbook: the form"},
    {"POST", "/lop/{}/nhap-tep",  SIGNED_IN, UPLOAD_BODY_MAX, workbook_take, "what a workbook would change; taken in when asked again"},
    {"GET",  "/lop/{}/bang-nhap.xlsx", SIGNED_IN, 0, workbook_entry_file, "a workbook of the class to fill in without a network: ?ky"},
    {"GET",  "/api/v1/classes/{}/workbook", SIGNED_IN, 0, workbook_entry_file, "a workbook (xlsx) of the class to fill in without a network: ?period"},
    {"GET",  "/api/v1/classes/{}/flow", SIGNED_IN, 0, flow_api, "state, missing values and events of a class: ?period="},
    {"POST", "/api/v1/classes/{}/flow", SIGNED_IN, FORM_BODY_MAX, flow_step_api, "take a step: {period, step, reason, person, until}"},
    {"GET",  "/api/v1/progress",  SIGNED_IN, 0, flow_all_api, "the same of all classes: ?period"},
    {"GET",  "/api/v1/notices",   SIGNED_IN, 0, notices_api, "what the person should hear of, newest first"},
    {"POST", "/api/v1/notices/seen", SIGNED_IN, 4096, notices_seen_api, "what is listed now is no news any more"},
    {"POST", "/api/v1/classes/{}/import", SIGNED_IN, UPLOAD_MAX, workbook_take_api, "what a workbook, which is the body, would change; taken in with ?apply=1; ?name, skip=1 without refused rows, repairs=1, columns=D%3Dmon.T.diem: what a column is"},

    {"GET",  "/lop/{}/phieu-xac-nhan", SIGNED_IN, 0, confirmations_page, "sheets that families confirm: which are out, which are back"},
    {"POST", "/lop/{}/phieu-xac-nhan", SIGNED_IN, FORM_BODY_MAX, confirmations_print_page, "print sheets for who has none, or for one pupil"},
    {"POST", "/lop/{}/phieu-xac-nhan/nhan-lai", SIGNED_IN, FORM_BODY_MAX, confirmations_take_page, "sheets are back, with a remark or without"},
    {"GET",  "/y-kien",           SIGNED_IN, 0, remarks_page, "families' remarks that wait for an answer"},
    {"GET",  "/y-kien/{}/{}",     SIGNED_IN, 0, remark_page, "a remark, and the pupil's data to correct"},
    {"POST", "/y-kien/{}/{}",     SIGNED_IN, FORM_BODY_MAX, remark_take, "correct and answer a remark"},
    {"GET",  "/api/v1/classes/{}/confirmations", SIGNED_IN, 0, confirmations_api, "each pupil's last sheet, and whether a remark is open"},
    {"POST", "/api/v1/classes/{}/confirmations", SIGNED_IN, 4096, confirmations_print_api, "print sheets for who has none, or for one {enrolment}; as PDF"},
    {"POST", "/api/v1/confirmations/back", SIGNED_IN, FORM_BODY_MAX, confirmations_take_api, "sheets are back: {sheets: [{enrolment, sheet, remark}]}"},
    {"GET",  "/api/v1/remarks",   SIGNED_IN, 0, remarks_api, "families' remarks that wait for an answer"},
    {"POST", "/api/v1/remarks/{}/{}", SIGNED_IN, FORM_BODY_MAX, remark_answer_api, "answer the remark on an enrolment's sheet: {answer, fields}"},

    /* --- signing and issue -------------------------------------------------------------------- */
    {"GET",  "/ky",               SIGNED_IN, 0, queue_page, "what waits for the person's signature"},
    {"GET",  "/ky/{}/xem/{}",     SIGNED_IN, 0, queue_paper, "a record to be signed, as printed"},
    {"GET",  "/ky/{}/phat-hanh",  SIGNED_IN, 0, issued_page, "what is issued of a class, the ledger, the class's manifest"},
    {"GET",  "/ky/{}/bang-chung/{}", SIGNED_IN, 0, issued_proof, "the proof of an issued record in the ledger"},
    {"GET",  "/ky/{}/bang-ke",    SIGNED_IN, 0, manifest_xml_of, "the newest manifest of a class"},
    {"POST", "/ky/{}/bang-ke",    SIGNED_IN, FORM_BODY_MAX, manifest_take, "close a class: its manifest, signed with the key that the server keeps"},
    {"GET",  "/ky/{}/{}",         SIGNED_IN, 0, queue_review, "a class, record by record, as one signer"},
    {"POST", "/ky/{}/tra-ve/{}",  SIGNED_IN, FORM_BODY_MAX, queue_return, "return a record for correction"},
    {"POST", "/ky/{}/ghi-chu/{}", SIGNED_IN, FORM_BODY_MAX, queue_note, "note something on a record for whoever looks at it next"},
    {"POST", "/ky/{}/phat-hanh",  SIGNED_IN, FORM_BODY_MAX, issue_take, "issue the records with every signature"},
    {"GET",  "/api/v1/sign/queue", SIGNED_IN, 0, queue_api, "classes that wait for the person's signature"},
    {"GET",  "/api/v1/sign/queue/{}/{}", SIGNED_IN, 0, queue_class_api, "a class, record by record, as a role: gvcn, cbql, school, gvbm-TV"},
    {"POST", "/api/v1/sign/queue/{}/{}/return", SIGNED_IN, 4096, queue_return_api, "return a record for correction: {record, reason}"},
    {"POST", "/api/v1/sign/queue/{}/{}/note", SIGNED_IN, 8192, queue_note_api, "note something on a record for whoever looks at it next: {record, text}"},
    {"GET",  "/api/v1/sign/queue/{}/papers/{}", SIGNED_IN, 0, queue_paper, "a record to be signed, as printed (PDF)"},
    {"GET",  "/api/v1/classes/{}/issued", SIGNED_IN, 0, issued_api, "what is issued of a class, and in the ledger"},
    {"POST", "/api/v1/classes/{}/issued", SIGNED_IN, 4096, issue_api, "issue the records with every signature"},
    {"GET",  "/api/v1/classes/{}/proofs/{}", SIGNED_IN, 0, issued_proof, "the proof of an issued record in the ledger"},
    {"GET",  "/api/v1/classes/{}/manifest", SIGNED_IN, 0, manifest_xml_of, "the newest manifest of a class (XML)"},
    {"POST", "/api/v1/sign/begin", SIGNED_IN, 256 * 1024, sign_begin_api, "digests to be signed: {class, role, subject, certificate, review: each|list, records}"},
    {"POST", "/api/v1/sign/attach", SIGNED_IN, 1024 * 1024, sign_attach_api, "values that came: {id, values}"},
    {"POST", "/api/v1/sign/jobs", SIGNED_IN, 256 * 1024, sign_job_open_api, "sign in the server: {class, role, subject, review, records}, and {password, code} of the key that it keeps, or {service, account, password} of a remote service"},
    {"GET",  "/api/v1/sign/jobs", SIGNED_IN, 0, sign_job_api, "how far signing in the server is: ?class, role, subject"},
    {"POST", "/api/v1/sign/jobs/{}", SIGNED_IN, 4096, sign_job_step_api, "take a {step}: go, pause, resume, cancel; code, with the {code} that a remote service sent"},

    /* --- who can sign, who the pupils are ----------------------------------------------------- */
    {"GET",  "/chung-thu",        SIGNED_IN, 0, certificates_page, "who can sign and who cannot yet: a school, or all schools of a department: ?truong, loc"},
    {"GET",  "/chung-thu/{}",     SIGNED_IN, 0, certificate_page, "a certificate and its history"},
    {"POST", "/chung-thu/{}",     SIGNED_IN, FORM_BODY_MAX, certificate_take, "approve or refuse a certificate, with a reason"},
    {"GET",  "/dinh-danh",        SIGNED_IN, 0, identity_page, "pupils whose personal number is missing, doubtful, used twice or differs"},
    {"POST", "/dinh-danh/gui",    SIGNED_IN, FORM_BODY_MAX, identity_export_take, "the file for the police, encrypted to the certificate given, logged with its legal basis"},
    {"POST", "/dinh-danh/tra-loi", SIGNED_IN, IDENTITY_UPLOAD_MAX, identity_answer_take, "take their answer in: what differs is shown, no pupil changes"},
    {"POST", "/dinh-danh",        SIGNED_IN, FORM_BODY_MAX, identity_take, "accept the population database's answer about a pupil, or keep what was entered"},

    {"POST", "/api/v1/papers/prepare", SIGNED_IN, 256 * 1024, paper_prepare_api, "what is signed when a class is closed, a year frozen, an inspection written down: {class, year or minutes, certificate, reasons; of minutes: seen}"},
    {"POST", "/api/v1/papers/attach", SIGNED_IN, PAPER_BODY_MAX, paper_attach_api, "the signature that came: {class, year or minutes, file}"},
    {"POST", "/api/v1/papers/jobs", SIGNED_IN, 256 * 1024, paper_job_open_api, "the same with a remote service: {class, year or minutes, reasons or seen, service, account, password}; steps as of /api/v1/sign/jobs/{}"},
    {"GET",  "/api/v1/papers/jobs", SIGNED_IN, 0, paper_job_api, "how far that is: ?class, year or minutes"},
    {"GET",  "/chot-nam",         SIGNED_IN, 0, freeze_page, "which classes of a year are closed; the freeze of the year"},
    {"POST", "/chot-nam",         SIGNED_IN, FORM_BODY_MAX, freeze_take, "freeze a year, signed with the key that the server keeps"},
    {"GET",  "/chot-nam/{}",      SIGNED_IN, 0, freeze_xml_of, "the signed freeze of a year (XML)"},
    {"GET",  "/api/v1/years/{}/freeze", SIGNED_IN, 0, freeze_xml_of, "the same"},

    /* --- after issue: revocation, replacement -------------------------------------------------- */
    {"GET",  "/thu-hoi",          SIGNED_IN, 0, revocations_page, "requests about issued records, and how far they are"},
    {"GET",  "/thu-hoi/de-nghi/{}", SIGNED_IN, 0, revocation_form, "ask for a record's replacement or withdrawal: the form"},
    {"POST", "/thu-hoi/de-nghi/{}", SIGNED_IN, FORM_BODY_MAX, revocation_take, "ask for a record's replacement or withdrawal"},
    {"GET",  "/thu-hoi/{}",       SIGNED_IN, 0, revocation_page, "a request: records, reasons, the decision"},
    {"GET",  "/thu-hoi/{}/quyet-dinh", SIGNED_IN, 0, revocation_file, "the signed decision (XML)"},
    {"POST", "/thu-hoi/{}/quyet-dinh", SIGNED_IN, FORM_BODY_MAX, revocation_rule_take, "decide, with the officer's key that the server keeps"},
    {"POST", "/thu-hoi/{}/dong-dau", SIGNED_IN, FORM_BODY_MAX, revocation_seal_take, "seal the decision: it takes effect"},
    {"GET",  "/api/v1/revocations", SIGNED_IN, 0, revocations_api, "requests about issued records, newest first: ?after an id"},
    {"POST", "/api/v1/revocations", SIGNED_IN, FORM_BODY_MAX, revocation_ask_api, "ask about records: {items: [{record, wish: replace|withdraw|give_up, reason, evidence}]}"},
    {"GET",  "/api/v1/revocations/{}", SIGNED_IN, 0, revocation_api, "a request: records, reasons, the decision"},
    {"GET",  "/api/v1/revocations/{}/decision", SIGNED_IN, 0, revocation_file, "the signed decision (XML)"},

    /* --- monitoring --------------------------------------------------------------------------- */
    {"GET",  "/giam-sat",         SIGNED_IN, 0, monitor_page, "how far a unit's records are: ?don-vi, nam-hoc, xep=tre, thieu="},
    {"GET",  "/giam-sat/lop/{}",  SIGNED_IN, 0, monitor_class_page, "the pupils of a class: ?thieu= a step"},
    {"GET",  "/giam-sat/tiep-nhan/{}", SIGNED_IN, 0, monitor_handed_page, "pupils behind a number of what suppliers handed in: accepted, taken-back, rejected; ?don-vi, nam-hoc, loi="},
    {"GET",  "/giam-sat/tiep-nhan/{}/tep/{}", SIGNED_IN, 0, monitor_handed_take, "the same list as csv or xlsx"},
    {"GET",  "/giam-sat/tep/{}",  SIGNED_IN, 0, monitor_file_take, "the same figures as csv or xlsx"},
    {"GET",  "/api/v1/monitor",   SIGNED_IN, 0, monitor_api, "figures of a unit and what is below it: ?don-vi, nam-hoc, xep=tre, thieu="},
    {"GET",  "/api/v1/monitor/handed-in/{}", SIGNED_IN, 0, monitor_handed_api, "pupils behind a number of what suppliers handed in: accepted, taken-back, rejected; ?don-vi, nam-hoc, loi="},

    /* --- evaluation of the pilot --------------------------------------------------------------- */
    {"GET",  "/danh-gia",         SIGNED_IN, 0, evaluation_page, "what the pilot came to in a period: ?nam-hoc, tu, den, phan-to=co"},
    {"POST", "/danh-gia",         SIGNED_IN, EVALUATION_BODY_MAX, evaluation_take, "keep a part of the report that the department writes"},
    {"GET",  "/danh-gia/tep/{}",  SIGNED_IN, 0, evaluation_file_take, "the report as pdf or xlsx: ?nam-hoc, tu, den"},
    {"GET",  "/api/v1/evaluation", SIGNED_IN, 0, evaluation_api, "the evaluation of a pilot: ?nam-hoc, tu, den, phan-to=co"},

    /* --- inspection by the department ---------------------------------------------------------- */
    {"GET",  "/kiem-tra",         SIGNED_IN, 0, inspections_page, "rounds of inspection; a form to open one"},
    {"POST", "/kiem-tra",         SIGNED_IN, FORM_BODY_MAX, inspection_open_take, "open a round: decision, days, scope"},
    {"GET",  "/kiem-tra/{}",      SIGNED_IN, 0, inspection_page, "a round: scope, sample and why each school is in it, how far it is"},
    {"POST", "/kiem-tra/{}/chon-mau", SIGNED_IN, FORM_BODY_MAX, inspection_sample_take, "draw the sample, once"},
    {"POST", "/kiem-tra/{}/ket-thuc", SIGNED_IN, FORM_BODY_MAX, inspection_close_take, "end the round"},
    {"GET",  "/kiem-tra/{}/{}",   SIGNED_IN, 0, inspection_school_page, "a drawn school: conditions, records, findings"},
    {"GET",  "/kiem-tra/{}/hoc-ba/{}", SIGNED_IN, 0, inspection_record, "a drawn record as printed"},
    {"GET",  "/kiem-tra/{}/tep/{}", SIGNED_IN, 0, inspection_file_send, "a file of evidence"},
    {"POST", "/kiem-tra/{}/{}/tep", SIGNED_IN, INSPECTION_UPLOAD_MAX, inspection_file_take, "keep a file of evidence: PDF, JPEG, PNG"},
    {"GET",  "/kiem-tra/{}/{}/bien-ban.pdf", SIGNED_IN, 0, inspection_minutes_pdf, "the minutes as printed"},
    {"GET",  "/kiem-tra/{}/{}/bien-ban.xml", SIGNED_IN, 0, inspection_minutes_xml, "the minutes with their signatures (XML)"},
    {"POST", "/kiem-tra/{}/{}/bien-ban", SIGNED_IN, FORM_BODY_MAX, inspection_minutes_take, "make the minutes"},
    {"POST", "/kiem-tra/{}/{}/bien-ban/ky", SIGNED_IN, FORM_BODY_MAX, inspection_minutes_sign, "sign them, with the key that the server keeps"},
    {"POST", "/kiem-tra/{}/{}/bien-ban/ly-do", SIGNED_IN, FORM_BODY_MAX, inspection_minutes_excuse, "why there are no minutes"},
    {"POST", "/kiem-tra/{}/{}/dieu-kien", SIGNED_IN, FORM_BODY_MAX, inspection_check_take, "write down which conditions are met"},
    {"POST", "/kiem-tra/{}/{}/phat-hien", SIGNED_IN, FORM_BODY_MAX, inspection_find_take, "write down a finding"},
    {"POST", "/kiem-tra/{}/{}/tra-loi", SIGNED_IN, FORM_BODY_MAX, inspection_answer_take, "the school answers a finding"},
    {"POST", "/kiem-tra/{}/{}/theo-doi", SIGNED_IN, FORM_BODY_MAX, inspection_follow_take, "a finding is remedied, or gets a new deadline"},

    /* --- obstacles ---------------------------------------------------------------------------- */
    {"GET",  "/vuong-mac",        SIGNED_IN, 0, obstacles_page, "what was reported that hinders work, and the answers: ?trang-thai=new|seen|solved"},
    {"GET",  "/vuong-mac/bao",    SIGNED_IN, 0, obstacle_form, "report what hinders: the form, ?trang the page it is about"},
    {"POST", "/vuong-mac/bao",    SIGNED_IN, FORM_BODY_MAX, obstacle_take, "report it"},
    {"POST", "/vuong-mac/{}/xem", SIGNED_IN, FORM_BODY_MAX, obstacle_seen_take, "somebody has seen it"},
    {"POST", "/vuong-mac/{}/tra-loi", SIGNED_IN, FORM_BODY_MAX, obstacle_answer, "it is solved: the answer"},

    /* --- training and questionnaires of a pilot ----------------------------------------------- */
    {"GET",  "/tap-huan",         SIGNED_IN, 0, trainings_page, "sessions of training: whom they were for, how many were there; a form for a new one"},
    {"POST", "/tap-huan",         SIGNED_IN, FORM_BODY_MAX, training_add_take, "add a session"},
    {"GET",  "/tap-huan/{}",      SIGNED_IN, 0, training_page, "a session, by school; the people of one school: ?truong"},
    {"POST", "/tap-huan/{}/danh-sach", SIGNED_IN, TRAINING_BODY_MAX, training_names_take, "who was there, by login or name; or taken back"},
    {"POST", "/tap-huan/{}/truong/{}", SIGNED_IN, TRAINING_BODY_MAX, training_school_take, "exactly who of a school was there"},
    {"POST", "/tap-huan/{}/huy",  SIGNED_IN, FORM_BODY_MAX, training_cancel_take, "cancel a session"},
    {"GET",  "/tap-huan/{}/tep/{}", SIGNED_IN, 0, training_file_send, "who was there, as csv or xlsx"},
    {"GET",  "/khao-sat",         SIGNED_IN, 0, surveys_page, "questionnaires that ask the person; the department's, and a form: ?mau=teachers|principals|parents"},
    {"POST", "/khao-sat",         SIGNED_IN, FORM_BODY_MAX, survey_add_take, "make a questionnaire"},
    {"GET",  "/khao-sat/{}",      SIGNED_IN, 0, survey_page, "what was answered, from 5 answers on"},
    {"POST", "/khao-sat/{}/dong", SIGNED_IN, FORM_BODY_MAX, survey_close_take, "close a questionnaire early"},
    {"GET",  "/khao-sat/{}/tep/{}", SIGNED_IN, 0, survey_file_send, "what was answered, as csv or xlsx"},
    {"GET",  "/khao-sat/{}/tra-loi", SIGNED_IN, 0, survey_answer_form, "answer a questionnaire: the form"},
    {"POST", "/khao-sat/{}/tra-loi", SIGNED_IN, FORM_BODY_MAX, survey_answer_take, "answer it, once and anonymously"},

    /* --- look-up and pupils ------------------------------------------------------------------- */
    {"GET",  "/tra-cuu",          SIGNED_IN, 0, lookup_page, "look a pupil up"},
    {"POST", "/tra-cuu",          SIGNED_IN, FORM_BODY_MAX, lookup_answer, "pupils found"},
    {"POST", "/api/v1/lookup",    SIGNED_IN, 4096, lookup_api, "pupils for {q}: name, birth date, class, year, code, number"},
    {"GET",  "/hoc-sinh/{}",      SIGNED_IN, 0, pupil_page, "a pupil: every year and record"},
    {"GET",  "/api/v1/pupils/{}", SIGNED_IN, 0, pupil_api, "a pupil: years, issued records and how they stand"},
    {"GET",  "/hoc-sinh/{}/quyen.pdf", SIGNED_IN, 0, pupil_book, "the whole book as printed"},
    {"GET",  "/hoc-sinh/{}/tep/{}/{}", SIGNED_IN, 0, pupil_file_page, "a record as XML or package"},
    {"GET",  "/api/v1/pupils/{}/book", SIGNED_IN, 0, pupil_book, "the whole book as printed (PDF)"},
    {"GET",  "/api/v1/pupils/{}/files/{}/{}", SIGNED_IN, 0, pupil_file_page, "a record, by its place in the list, as xml or goi"},

    /* --- families ----------------------------------------------------------------------------- */
    {"GET",  "/gia-dinh",         ANYBODY,   0, family_page, "the family's record, or the form that opens it"},
    {"POST", "/gia-dinh",         ANYBODY,   FORM_BODY_MAX, family_enter, "open with code and birth date"},
    {"POST", "/gia-dinh/thoat",   ANYBODY,   FORM_BODY_MAX, family_leave, "close"},
    {"GET",  "/gia-dinh/khao-sat/{}", ANYBODY, 0, survey_family_form, "a questionnaire for the family: the form"},
    {"POST", "/gia-dinh/khao-sat/{}", ANYBODY, FORM_BODY_MAX, survey_family_take, "answer it, once and anonymously"},
    {"GET",  "/gia-dinh/quyen.pdf", ANYBODY, 0, family_book, "the whole book as printed"},
    {"GET",  "/gia-dinh/tep/{}/{}", ANYBODY, 0, family_file, "a record as XML or package"},
    {"POST", "/api/v1/family",    ANYBODY, 4096, family_enter_api, "open with {code, birth}; the browser is remembered for 30 minutes"},
    {"GET",  "/api/v1/family",    ANYBODY, 0, family_api, "the family's pupil: years, issued records and how they stand, who looked"},
    {"GET",  "/api/v1/family/book", ANYBODY, 0, family_book, "the whole book as printed (PDF)"},
    {"GET",  "/api/v1/family/files/{}/{}", ANYBODY, 0, family_file, "a record, by its place in the list, as xml or goi"},
    {"GET",  "/api/v1/classes/{}/family-codes", SIGNED_IN, 0, family_codes_api, "which families of a class have a code"},
    {"POST", "/api/v1/classes/{}/family-codes", SIGNED_IN, 4096, family_slips_api, "make codes {pupil, renew}; the slips as PDF"},
    {"POST", "/api/v1/pupils/{}/family-code/end", SIGNED_IN, 4096, family_end_api, "end a family's code {reason}"},
    {"GET",  "/lop/{}/phieu-gia-dinh", SIGNED_IN, 0, slips_page, "which families of a class have a code"},
    {"POST", "/lop/{}/phieu-gia-dinh", SIGNED_IN, FORM_BODY_MAX, slips_print_page, "make codes and print slips"},
    {"POST", "/lop/{}/phieu-gia-dinh/thu-hoi", SIGNED_IN, FORM_BODY_MAX, slip_end, "end a family's code"},

    /* --- the gateway: suppliers' programs, by token ------------------------------------------- */
    {"POST", "/api/gateway/v1/token", ANYBODY, 4096, gateway_token_api, "a token: {user_name, password, ma_don_vi}"},
    {"POST", "/api/gateway/v1/records", ANYBODY, INTAKE_BODY_MAX, gateway_records_api, "hand in a packet of records (CV2088, transaction 1)"},
    {"POST", "/api/gateway/v1/records/result", ANYBODY, 16384, gateway_result_api, "what became of a packet (transaction 2)"},
    {"POST", "/api/gateway/v1/certificates", ANYBODY, 256 * 1024, gateway_certificates_api, "register a school's certificate (transaction 3)"},
    {"POST", "/api/gateway/v1/certificates/result", ANYBODY, 16384, gateway_certified_api, "whether it is approved (transaction 4)"},
    {"GET",  "/api/gateway/v1/signature-kinds", ANYBODY, 0, gateway_kinds_api, "ma_kieu_chu_ky: [{ma, ten}]"},
    {"GET",  "/api/gateway/v1/providers", ANYBODY, 0, gateway_providers_api, "nha_phat_hanh: [{ma, ten}]"},
    {"GET",  "/api/gateway/v1/records/{}/proof", ANYBODY, 0, gateway_proof_api, "the ledger's proof of a received record, Authorization: Bearer TOKEN"},
    {"POST", "/api/gateway/v1/revocations", ANYBODY, INTAKE_BODY_MAX, gateway_revocations_api, "ask to take received records back (transaction 5)"},
    {"POST", "/api/gateway/v1/revocations/result", ANYBODY, 16384, gateway_revocations_result_api, "what is decided about them (transaction 6)"},
    {"GET",  "/api/gateway/v1/revocations/{}/decision", ANYBODY, 0, gateway_decision_api, "the signed decision about a message of transaction 5"},
    {"GET",  "/bao-cao",          SIGNED_IN, 0, report_page, "reporting upwards: what waits, was sent, accepted or refused: ?don-vi, nam-hoc, truong, ket-qua, sau"},
    {"POST", "/bao-cao/nop-lai",  SIGNED_IN, FORM_BODY_MAX, report_again_take, "send every refused record of a unit again"},
    {"GET",  "/bao-cao/tep/{}",   SIGNED_IN, 0, report_file_take, "the same records as csv or xlsx"},
    {"GET",  "/api/v1/reports",   SIGNED_IN, 0, report_api, "what a unit reports upwards, and each record's result: ?don-vi, nam-hoc, truong, ket-qua, sau"},
    {"POST", "/api/v1/reports/again", SIGNED_IN, 16384, report_again_api, "send every refused record of a unit again: {unit}"},
    {"GET",  "/cong-tiep-nhan",   SIGNED_IN, 0, gateway_page, "packets that suppliers handed in, ?truong="},
    {"GET",  "/cong-tiep-nhan/{}", SIGNED_IN, 0, gateway_message_page, "a packet: each record's result with its reasons"},

    /* --- public verification ------------------------------------------------------------------ */
    {"GET",  "/xac-minh",         ANYBODY,   0, verify_form_page, "verify a record: the form"},
    {"POST", "/xac-minh",         ANYBODY,   PUBLIC_FILE_MAX + FORM_BODY_MAX, verify_page, "the verdict on a file or a code"},
    {"GET",  "/xac-minh/{}",      ANYBODY,   0, verify_printed_page, "the verdict on a code: where the QR code on paper leads"},
    {"POST", "/api/v1/verify",    ANYBODY,   PUBLIC_FILE_MAX, verify_file_api, "the verdict on a file, which is the body"},
    {"POST", "/api/v1/verify/code", ANYBODY, 4096, verify_code_api, "the verdict on a {code}"},

    {0},
};
/* clang-format on */

/* SPDX-License-Identifier: Apache-2.0
 *
 * What the API's answers look like (serve/shape.h), for the table of routes.
 */
#ifndef HOCBA_SERVE_ANSWERS_H
#define HOCBA_SERVE_ANSWERS_H

/* clang-format off */
#define XLSX  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#define TABLE "text/csv " XLSX

/* --- accounts --------------------------------------------------------------------------------- */

#define OWN_ACCOUNT \
    "{login, name, first_password: bool, csrf, factor: bool, offer: {key, text, uri}?," \
    " recovery_codes: [text], sessions: [{session, this: bool, strong: bool, begun: moment," \
    " seen: moment, address, agent: text?}], note: text?}"

#define ACCOUNTS \
    "{accounts: [{login, name, account: bool, first_password: bool, factor: bool, closed: bool, last: moment?}]}"
#define DELEGATIONS \
    "{delegations: [{id, kind, giver: text?, taker, login, decision, decided_on: day, from: day, to: day, scope," \
    " state, reason: text?, may_end: bool}]}"
#define ACCESS_LOG \
    "{entries: [{number: int, at: moment, what, login: text?, pupil: text?, detail: text?, address: text?}]}"

/* --- entry ------------------------------------------------------------------------------------ */

#define PROBLEM "{enrolment, key: text?, rule, severity, message}"
#define GRID \
    "{class: {id, name, year, grade: int}, period, view, version: int, columns: [{key, label, group?, kind," \
    " choices?: [text], max?: int, readonly: bool}], pupils: [{enrolment, code, name, birth: day?, state," \
    " locked: text?, cells: [{v: text?, n: int}]}], problems: [" PROBLEM "]}"
#define CELLS \
    "{cells: [{enrolment, key, outcome, message?, n?: int, value?: text?, by?: text?, at?: moment}], problems: [" PROBLEM "]}"
#define CHANGES "{version: int, cells: [{enrolment, key, n: int, value, by: text?, at: moment}]}"
#define RULINGS \
    "{sentences: [{key, level: text?, text, ruling, history: [{ruling, other: text?, at: moment, by}]}]}"

/* --- flow ------------------------------------------------------------------------------------- */

#define EDITS \
    "{may_propose: bool, waiting: int, edits: [{number: int, enrolment, pupil, key, before, after, reason: text?, at: moment," \
    " by, ruling: text?, answer: text?, ruled_by: text?, may_rule: bool, own: bool, stale: bool}]}"
#define FLOW \
    "class, name, period, state, pupils: int, issued: int, missing: [{subject: text?, teachers: text?, levels: int, marks: int," \
    " comments: int}], steps: [text], events: [{step, state, at: moment, by, reason: text?, person?, until?: day}]"
#define NOTICES \
    "{deadlines: [{milestone, day: day, days_left: int, figure, pupils: int, classes: text?}], notices: [{kind," \
    " class: text?, subject: text?, pupil: text?, role: text?, at: moment, by: text?, reason: text?, seen: bool, signed?: int," \
    " notes: [text]}], answers: [{text, answer}]}"
#define IMPORT \
    "{applied: bool, new: int, changed: int, unchanged: int, refused: int, remembered: text?, columns: [{sheet: int, column, label: text?," \
    " taken_for: text?, chosen: text?}], problems: [{where, sheet: text?, row: int," \
    " column: text?, value: text?, severity, message, proposal: text?, advice: text?}]}"
#define SHEET "sheet: int, printed: moment, back: moment?, remark: text?, answer: text?"
#define CONFIRMATIONS \
    "{pupils: [{enrolment, name, open: bool, sheet?: int, printed?: moment, back?: moment?, remark?: text?, answer?: text?}]}"
#define REMARKS "{remarks: [{enrolment, name, class, year, " SHEET "}]}"

/* --- signing ---------------------------------------------------------------------------------- */

#define QUEUE_CLASS "class, name, year, role, subject: text?, delegation: text?, refused: int, counts: {*: int}"
#define QUEUE "{year: text?, classes: [{" QUEUE_CLASS "}]}"
#define QUEUE_LIST \
    "{" QUEUE_CLASS ", records: [{record, name, place, last_by: text?, refused: text?, reasons: [text]," \
    " notes: [{by, role, at: moment, text}]}]}"
#define ISSUED \
    "{issued: int, entered: int, ledger: text?, records: [{record, name, state, issued_at: moment?, position: int," \
    " message: text?}]}"
#define OUTCOME "{record, outcome: signed|already|failed, message: text?}"
#define SIGN_BATCH \
    "{id, certificate, role, school, class, year, sentence, seconds: int, pin_each: int, items: [{record, label, digest: base64}], refused: [" OUTCOME "]}"
#define SIGN_JOB \
    "{state, id: text?, sentence: text?, message: text?, service: text?, confirming: bool, wants_code: bool," \
    " patience: int, seconds: int, total: int, signed: int, failed: int, records: [" OUTCOME "], left: [{record, opened: bool}]}"
#define RECEIPT \
    "id, class, name, year, role, subject: text?, signer, certificate, sentence, started: moment, ended: moment?," \
    " signed: int, failed: int, open: int"
#define RECEIPTS "{batches: [{" RECEIPT "}]}"
#define RECEIPT_LOOK \
    "{" RECEIPT ", seconds: int, pin_each: int, items: [{record, pupil, digest: text?," \
    " outcome: open|signed|already|failed, message: text?, at: moment?, state}]}"
#define REFUSED "{count: int, records: [{class, name, role, subject: text?, record, message: text?}]}"
#define PAPER "{already: bool, id, role, school, class, year: text?, file: any}"

/* --- who can sign, who the pupils are --------------------------------------------------------- */

#define CERTIFICATE \
    "certificate, subject, holder, unit, seal: bool, storage, provider: text?, from: moment, to: moment," \
    " state: registered|approved|refused|withdrawn, proven: bool"
#define READINESS \
    "{school, name, year: text?, signing_day: day?, ready: int, waiting: int, signers: [{role, name: text?," \
    " login: text?, where, state, can_sign: bool, covered: bool, certificate: text?, last_day: day?, why, todo}]}"
#define CERTIFICATES "{waiting: [{" CERTIFICATE "}], schools: [" READINESS "]}"
#define CERTIFICATE_LOOK \
    "{" CERTIFICATE ", may_decide: bool, history: [{event, at: moment, by: text?, reason: text?}]}"
#define IDENTITY \
    "{year: text?, counts: {*: int}, pupils: [{pupil, code, name, class, personal_number: text?," \
    " birth: day?, state: none|duplicate|differs|doubtful, why, todo, differs: text?, case: text?," \
    " may_accept: bool}]}"
#define FREEZE \
    "{school, year, years: [text], frozen: bool, signed: bool, current: bool, sha256: text?, in_ledger: bool," \
    " closed: int, open: int, empty: int, waiting: text?, classes: [{class, name, empty: bool, closed: bool," \
    " current: bool, with_record: int, reassessed_later: int, unexplained: int, reason: text?}]}"

/* --- after issue ------------------------------------------------------------------------------ */

#define REVOCATION_HEAD \
    "id, school, year, by: text?, made_at: moment, records: int, signed: bool, refused: bool, decision: text?, decided_at: moment?"
#define REVOCATIONS "{more: bool, requests: [{" REVOCATION_HEAD "}]}"
#define REVOCATION \
    "{" REVOCATION_HEAD ", number: text?, paper: text?, may_decide: bool, may_seal: bool," \
    " items: [{record, name, class, wish, reason: text?, evidence: text?, state: text?}]}"

/* --- look-up, families, verification ---------------------------------------------------------- */

#define LOOKUP \
    "{more: bool, unmarked: bool, pupils: [{pupil, name, code, birth: day?, class, year, years: int}]}"
#define PUPIL \
    "{pupil, name, code, birth: day?, school, years: [{year, class, class_id, grade: int}], records: [{uuid, code, year," \
    " standing, issued_at: moment?, since: moment?, newer: text?, decision: text?}]," \
    " looks: [{at: moment, by, what, detail: text?}]}"
#define RECORD_FILE "application/xml application/vnd.hocba.record+zip"
#define VERDICT \
    "{state, training: bool, sentence, reason: text?, code: text?, newer: text?, checked_at: moment," \
    " issued_at: moment?, since: moment?, gateway?: text?, school: text?, year: text?, initials: text?," \
    " checks: [{id, result, reason: text?}]}"

/* --- inspection ------------------------------------------------------------------------------- */

#define INSPECTION_HEAD \
    "code, year, decision, criteria, members, seed, from: day, to: day, state: open|sampled|closed," \
    " schools: int, drawn: int, conclusion: text?"
#define INSPECTION_FACTS \
    "school, name, place: int, weight: int, enrolled: int, issued: int, returned: int, revocations: int, seals: int," \
    " late_days: int, faulty: int"
#define INSPECTIONS "{rounds: [{" INSPECTION_HEAD "}]}"
#define INSPECTION \
    "{" INSPECTION_HEAD ", unit, may_inspect: bool," \
    " drawing: {state: running|failed, what: text?, done: int, total: int, message: text?}?, scope: [{" INSPECTION_FACTS "}], sample: [{" INSPECTION_FACTS \
    ", records: int, checks: int, findings: int, open_findings: int, minutes: made|head|signed?," \
    " no_minutes_because: text?}]}"
#define INSPECTION_SCHOOL \
    "{round, may_inspect: bool, " INSPECTION_FACTS "," \
    " checks: [{item, sentence, answer: yes|no|partly?, remark: text?}]," \
    " records: [{record, name, class: text?, grade: int, received: bool, standing: text?}]," \
    " findings: [{finding: int, severity: minor|major|critical, article, text, evidence: text?, deadline: day," \
    " state: found|answered|followed|remedied, steps: [{step, remark: text?, deadline: day?, at: moment, by}]," \
    " files: [{number: int, name, kind, sha256, size: int}]}]," \
    " minutes: {sha256, stage: made|head|signed, head, made: moment}?, no_minutes_because: text?," \
    " may_sign: bool, may_answer: bool}"

/* --- obstacles, training, questionnaires ------------------------------------------------------ */

#define OBSTACLES \
    "{obstacles: [{id, unit, unit_name, by, page, text, state: new|seen|solved, at: moment, seen_at: moment?," \
    " solved_at: moment?, solved_by: text?, answer: text?, may_solve: bool}], more: bool}"
#define TRAINING_HEAD \
    "code, year, title, topic, place, held_by, day: day, minutes: int, cancelled: text?, roles: [text]," \
    " expected: int, attended: int, others: int, may_cancel: bool"
#define TRAININGS "{sessions: [{" TRAINING_HEAD "}]}"
#define TRAINING \
    "{" TRAINING_HEAD ", schools: [{school, name, expected: int, attended: int, others: int}]," \
    " school: text?, may_mark: bool, people: [{school, login, name, expected: bool, attended: bool," \
    " marked: moment?, marked_by: text?}], note: text?}"
#define SURVEY_HEAD \
    "code, year, title, audience: teachers|principals|parents, state: waiting|open|closed, from: day, to: day, closed: text?"
#define SURVEY_QUESTION \
    "number: int, kind: scale|choice|choices|number|text, required: bool, text, words: [text], least: int, most: int"
#define SURVEY_TALLY \
    "answered: int, counts: [int], mean_hundredths: int, lowest: int, median: int, highest: int"
#define SURVEY_PARTS "[{key: text?, name, answers: int, questions: [{" SURVEY_TALLY "}]}]"
#define SURVEYS \
    "{surveys: [{" SURVEY_HEAD ", expected: int, answered: int}], ask_me: [{" SURVEY_HEAD ", answered: bool}]," \
    " ready_text: text?}"
#define SURVEY_ASKING "{" SURVEY_HEAD ", intro, answered: bool, questions: [{" SURVEY_QUESTION "}]}"
#define SURVEY_RESULTS \
    "{" SURVEY_HEAD ", expected: int, answered: int, enough: bool," \
    " turnout: [{school: text?, name: text?, expected: int, answered: int}]," \
    " questions: [{" SURVEY_QUESTION ", " SURVEY_TALLY "}], by_role: " SURVEY_PARTS ", by_school: " SURVEY_PARTS "," \
    " texts: [{question: int, text}]}"
#define SURVEY_TAKES "{answers: [{question: key, text/c*}]}"

/* As CV2088 has it: docs/gateway.md. */
#define GATEWAY "{*: any}" /* what is taken: model/exchange.h reads it, and says what is wrong */
#define GATEWAY_TOKEN "{token, expires_in: int}"
#define GATEWAY_HEAD \
    "MessageId: text?, Error: text?, ErrorDescription: text?, ResponseCode: text?, ResponseDescription: text?"
#define GATEWAY_ANSWER "{" GATEWAY_HEAD "}"
#define GATEWAY_FAULT "error: text?, error_field_title: text?, error_description: text?"
#define GATEWAY_RESULTS \
    "{" GATEWAY_HEAD ", data: [{ma_hoc_sinh: text?, ten_hoc_sinh: text?, so_cccd: text?, ma_tra_cuu_uuid: text?," \
    " trang_thai: int, " GATEWAY_FAULT "}]}"
#define GATEWAY_CERTIFIED \
    "{" GATEWAY_HEAD ", messageid: text?, ma_don_vi: text?, serial_number: text?, trang_thai_phe_duyet?: int, " \
    GATEWAY_FAULT "}"
#define GATEWAY_CATALOG "[{ma, ten}]"

/* --- the department looks on ------------------------------------------------------------------ */

#define PACKET \
    "packet: int, message_id, client, school, school_name, year, received: moment, about, ended: bool, word," \
    " records: int, accepted: int, error: text?, description: text?"
#define PACKETS "{packets: [{" PACKET "}]}"
#define SHARED_NUMBERS \
    "{pupils: [{number, code: text?, name: text?, school, school_name, record: text?, received_at: moment?}]}"
#define PACKET_LOOK \
    "{" PACKET ", results: [{record, code, name, accepted: bool, word, error: text?, field: text?, description: text?}]}"
#define MONITOR_ROW "{code: text?, name, late_at: text?, *: int}"
#define MONITOR \
    "{year: text?, day: day, asked_at: moment?, made_at: moment?, pilot: text?, total: " MONITOR_ROW "," \
    " weeks: [{day: day, *: int}], forecasts: [{day: day?, past: bool, issued: int, enrolled: int}], rejected_by_error: {*: int}, obstacles: {new: int, seen: int," \
    " solved: int}, rows: [" MONITOR_ROW "]}"
#define EVALUATION \
    "{department, year, pilot: text?, from: day, to: day, as_of: moment, indicators: [{key, name, how, target: text?," \
    " unknown: text?, part?: int, whole?: int, before?: int}], step: week|month, points: [{day: day, *: int}]," \
    " issued_in_period: int, issued_in_former_period: int, schools: [{code, name, area: text?, reason: text?, *: int}]," \
    " obstacles: [{kind: text?, *: int}], inspections: [{round, findings: int, open: int}]," \
    " breakdowns: {*: [{name, groups: int, pupils: int, have?: int}]}, texts: [{part, text, made: moment, by}]}"
#define REPORTS \
    "{unit, peer?: {url, user}, counts: {*: int}, trouble: text?, records: [{record, year, school, school_name, class," \
    " code, name, state, error: text?, field: text?, reason: text?, advice: text?, message_id: text?}], more: bool, next: text?}"
#define MONITOR_HANDED \
    "{unit, year, asked_at: moment, list, error: text?, pupils: [{school, code: text?, name: text?, uuid: text?, status: text?," \
    " in_ledger: bool, error: text?, field: text?, reasons: text?, message: int, received_at: moment}]}"
#define MONITOR_CLASS "{class, year, pupils: [{pupil, code, name, *: bool}]}"
/* clang-format on */

#endif

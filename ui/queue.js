// SPDX-License-Identifier: Apache-2.0
// The review before signing, and signing with what stands at this computer, or (queue_key.js) in the
// server. Looking, returning and issuing work without this file. Values go to
// the server as they come, so that a page that is closed loses nothing that was attached.

import { ServerJob } from "./queue_key.js";
import { agentSigner, signBatch, SigningError, vgcaSigner } from "./signing.js";

const review = document.getElementById("ky");
const panel = document.getElementById("ky-so");
const csrf = document.querySelector("meta[name=csrf]")?.content ?? "";
const rows = [...review.querySelectorAll("li[data-record]")].filter((row) => row.dataset.record);
const lookedAt = `hocba-xem-${review.dataset.class}-${review.dataset.role}-${review.dataset.subject}`;
const pickedHere = `hocba-chon-${review.dataset.class}-${review.dataset.role}-${review.dataset.subject}`;
const opened = new Set(JSON.parse(sessionStorage.getItem(lookedAt) ?? "[]"));
const ATTENTION = "0";
const ATTACH_AT_ONCE = 10;
let current = -1;

const boxOf = (row) => row.querySelector("input[type=checkbox]");
const chosen = () => rows.filter((row) => boxOf(row)?.checked);
const byId = (id) => document.getElementById(id);

// ---- looking ----

function mark() {
    for (const row of rows.filter(boxOf)) // who has signed has none
        boxOf(row).disabled = row.dataset.place === ATTENTION && !opened.has(row.dataset.record);
    if (panel) {
        const count = chosen().length;
        sessionStorage.setItem(pickedHere, JSON.stringify(chosen().map((row) => row.dataset.record)));
        byId("ky-chon").textContent = count ? `${count} ${panel.dataset.chosen}` : panel.dataset.none;
    }
}

function look(row) {
    opened.add(row.dataset.record);
    sessionStorage.setItem(lookedAt, JSON.stringify([...opened]));
    rows[current]?.removeAttribute("aria-current");
    current = rows.indexOf(row);
    row.setAttribute("aria-current", "true");
    for (const list of ["tv-hoc-ba", "gc-hoc-ba"])
        if (byId(list)) byId(list).value = row.dataset.record;
    mark();
}

/* What was chosen before this page was loaded anew, as after a return. */
const before = new Set(JSON.parse(sessionStorage.getItem(pickedHere) ?? "[]"));
for (const row of rows.filter(boxOf))
    boxOf(row).checked = before.has(row.dataset.record) && (row.dataset.place !== ATTENTION || opened.has(row.dataset.record));

for (const row of rows) {
    row.querySelector("a").addEventListener("click", () => look(row));
    boxOf(row).addEventListener("change", mark);
}

function step(by) {
    const next = rows[Math.min(Math.max(current + by, 0), rows.length - 1)];
    if (!next) return;
    const link = next.querySelector("a");
    link.click();
    link.focus();
}

document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    if (event.target.closest("textarea, select, input:not([type=checkbox])")) return;
    const key = event.key.toLowerCase();
    if (key === "j") step(1);
    else if (key === "k") step(-1);
    else if (key === "s" && rows[current]) boxOf(rows[current])?.click();
    else if (key === "r" && byId("tv-mau")) byId("tv-mau").focus();
    else if (key === "n" && byId("gc-ghi-chu")) byId("gc-ghi-chu").focus();
    else if (event.target.closest(".review-list") && key === "arrowdown") step(1);
    else if (event.target.closest(".review-list") && key === "arrowup") step(-1);
    else return;
    event.preventDefault();
});

// ---- asking the server ----

async function call(method, path, body) {
    const answer = await fetch(path, {
        method,
        headers: body ? { "Content-Type": "application/json", "X-CSRF": csrf } : {},
        body: body && JSON.stringify(body),
    });
    const json = await answer.json();
    if (!answer.ok) throw new SigningError(json.error.code, json.error.message);
    return json;
}

const ask = (path, body) => call("POST", path, body);

// ---- noting ----

/* The note stays with its record; what was chosen to be signed stays chosen. */
async function keepNote(form) {
    const record = byId("gc-hoc-ba").value, text = byId("gc-ghi-chu").value.trim();
    const row = rows.find((one) => one.dataset.record === record);
    const { records } = await ask(form.dataset.api, { record, text });
    const note = records.find((one) => one.record === record).notes.at(-1);
    const line = document.createElement("p");
    line.className = "small note";
    line.lang = "vi";
    line.textContent = `${note.by}: ${note.text}`;
    row.querySelector("a").parentElement.append(line);
    byId("gc-ghi-chu").value = "";
    row.querySelector("a").focus();
    row.scrollIntoView({ block: "nearest" });
    return form.dataset.kept;
}

byId("ghi-chu")?.addEventListener("submit", async (event) => {
    event.preventDefault();
    const told = byId("gc-bao");
    try {
        told.textContent = await keepNote(event.target);
    } catch (error) {
        told.textContent = error.message;
    }
});

byId("gc-ghi-chu")?.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.ctrlKey) event.target.form.requestSubmit();
    else if (event.key === "Escape" && rows[current]) rows[current].querySelector("a").focus();
});

// ---- signing ----

function say(text) {
    byId("ky-bao").textContent = text;
}

function tell(record, outcome, message) {
    const row = rows.find((one) => one.dataset.record === record);
    if (!row) return;
    const word = outcome === "failed" ? panel.dataset.failed : panel.dataset.signed;
    row.querySelector(".outcome").textContent = message ? `${word}: ${message}` : word;
    if (outcome !== "failed") boxOf(row)?.remove();
}

/* Attaches what has come since the last time; the calls follow each other. */
class Bringing {
    constructor(batch) {
        Object.assign(this, { batch, next: 0, line: Promise.resolve(), signed: 0, failed: 0 });
        this.sent = batch.items.map(() => false);
    }

    take(status) {
        const values = [];
        status.values.forEach((value, item) => {
            if (value === null || this.sent[item]) return;
            this.sent[item] = true;
            values.push({ item, value });
        });
        for (let at = 0; at < values.length; at += ATTACH_AT_ONCE) {
            const part = values.slice(at, at + ATTACH_AT_ONCE);
            this.line = this.line.then(() => this.attach(part));
        }
        this.line.catch(() => {}); // whoever awaits the line hears of it
    }

    async attach(values) {
        const { records } = await ask("/api/v1/sign/attach", { id: this.batch.id, values });
        for (const { record, outcome, message } of records) {
            tell(record, outcome, message);
            if (outcome === "failed") this.failed++;
            else this.signed++;
        }
        byId("ky-tien").value = this.signed + this.failed;
    }
}

/* What the person answers to the question that stands there. */
function answered() {
    return new Promise((resolve) => {
        byId("ky-dong-y").onclick = () => resolve(true);
        byId("ky-thoi").onclick = () => resolve(false);
    });
}

/* "2 phút", "40 giây" */
function lasting(seconds) {
    const { second, minute } = panel.dataset;
    return seconds < 90 ? `${seconds} ${second}` : `${Math.round(seconds / 60)} ${minute}`;
}

/* Before the yes: how long it takes, and the list of what will be signed. */
function showBatch(batch) {
    const { about, pin, times } = panel.dataset;
    byId("ky-uoc").hidden = !batch?.seconds;
    byId("ky-tai-ve").hidden = !batch;
    if (!batch) return;
    const count = batch.items?.length ?? batch.total;
    const each = batch.pin_each && count > 1
        ? ` ${pin} ${count} ${times} ${lasting(batch.pin_each)}.` : "";
    byId("ky-uoc").textContent = `${about} ${lasting(batch.seconds)}.${each}`;
    byId("ky-tai-pdf").href = `/luot-ky/${batch.id}/bien-nhan`;
    byId("ky-tai-csv").href = `/luot-ky/${batch.id}/danh-sach`;
}

/* After it: the receipt, once something was signed. */
function offerReceipt(id, signed) {
    const line = byId("ky-bien-nhan");
    line.hidden = signed === 0;
    line.querySelector("a").href = `/luot-ky/${id}/bien-nhan`;
}

/* `away`: the person did not ask for it just now, so no key that they press may mean yes. */
async function question(text, certificates, away = false, batch = null) {
    const box = byId("ky-hoi");
    showBatch(batch);
    box.querySelector("p").textContent = text;
    const list = byId("ky-the");
    list.replaceChildren(...certificates.map((one) => {
        const option = document.createElement("option");
        option.value = one.id;
        option.textContent = [one.holder, one.token, one.id.slice(0, 8)].filter(Boolean).join(" · ");
        return option;
    }));
    list.hidden = list.previousElementSibling.hidden = certificates.length === 0;
    box.hidden = false;
    if (!away) byId("ky-dong-y").focus();
    const yes = await answered();
    box.hidden = true;
    return yes ? list.value || true : null;
}

async function chooseCertificate(signer) {
    say(panel.dataset.wait);
    const certificates = await signer.certificates();
    say("");
    if (certificates.length === 0)
        throw new SigningError("none", panel.dataset.empty);
    if (certificates.length === 1) return certificates[0];
    const id = await question("", certificates);
    return certificates.find((one) => one.id === id) ?? null;
}

/* How the person says that these were reviewed; asked anew once all that was chosen is signed. */
const ways = [...document.querySelectorAll("input[name=ky-cach]")];
const reviewed = () => ways.find((one) => one.checked)?.value ?? null;

/* Why that cannot be so; null: it can. */
function doubtOf(records) {
    if (reviewed() === null) return panel.dataset.how;
    const unseen = records.filter((row) => !opened.has(row.dataset.record)).length;
    return reviewed() === "each" && unseen > 0 ? `${unseen} ${panel.dataset.unseen}` : null;
}

/* What is wanted, as both ways of signing tell the server. */
function orderOf(records) {
    return {
        class: review.dataset.class,
        role: review.dataset.role,
        subject: review.dataset.subject || null,
        review: reviewed(),
        records: records.map((row) => ({
            record: row.dataset.record, opened: opened.has(row.dataset.record) })),
    };
}

async function run(signer, records) {
    const certificate = await chooseCertificate(signer);
    if (!certificate) return;
    const batch = await ask("/api/v1/sign/begin",
        { ...orderOf(records), certificate: certificate.certificate });
    for (const one of batch.refused) tell(one.record, one.outcome, one.message);
    if (!await question(batch.sentence, [], false, batch)) return;
    await signAll(signer, certificate, batch);
}

async function signAll(signer, certificate, batch) {
    const bringing = new Bringing(batch);
    const stop = new AbortController();
    byId("ky-dang").hidden = false;
    byId("ky-tam-dung").hidden = byId("ky-tiep").hidden = true;
    byId("ky-tien").max = batch.items.length;
    byId("ky-tien").value = 0;
    byId("ky-dung").onclick = () => stop.abort();
    say(panel.dataset.wait);
    const { id, role, school, class: name, year } = batch;
    const items = batch.items.map(({ label, digest }) => ({ label, digest }));
    try {
        const status = await signBatch(signer, { id, certificate, role, school, class: name, year, items },
            { signal: stop.signal, onStatus: (now) => bringing.take(now) });
        await bringing.line;
        signer.forget(id);
        const counts = `${panel.dataset.done} ${bringing.signed} ${panel.dataset.signed}` +
            (bringing.failed ? `, ${bringing.failed} ${panel.dataset.failed}` : "") + ".";
        say(status.state === "done" ? counts
            : `${counts} ${status.message ?? panel.dataset.stopped}`);
    } finally {
        byId("ky-dang").hidden = true;
        offerReceipt(id, bringing.signed);
    }
}

const job = (byId("ky-khoa") || byId("ky-tu-xa")) && new ServerJob({
    review, panel, call, say, tell, question, choose, chooseService, offerReceipt, showFields, hideFields });
const way = () => byId("ky-bang").selectedOptions[0];

/* Choose what is named, also what is to be looked at and was looked at before. */
function choose(records) {
    for (const { record, opened: before } of records) {
        if (before) opened.add(record);
        const box = rows.filter((row) => row.dataset.record === record).map(boxOf)[0];
        if (box) box.checked = true;
    }
    mark();
}

const failedBefore = () => rows.filter((row) => row.dataset.refused && boxOf(row));

/* Only what the last try could not sign; what must be looked at still must. */
function chooseFailed() {
    for (const row of rows.filter(boxOf))
        boxOf(row).checked = Boolean(row.dataset.refused) && !boxOf(row).disabled;
    mark();
    const shut = failedBefore().filter((row) => boxOf(row).disabled).length;
    if (shut) say(`${shut} ${panel.dataset.shut}`);
}

function begin() {
    const records = chosen();
    if (records.length === 0) return say(panel.dataset.none);
    const doubt = doubtOf(records);
    if (doubt) {
        ways[0].focus();
        return say(doubt);
    }
    const by = way().value;
    if (by === "server") return alone(() => job.begin(orderOf(records)));
    if (by === "remote")
        return alone(() => job.beginRemote(orderOf(records), way().dataset.service));
    const port = Number(byId("ky-cong").value) || undefined;
    return alone(() => run(by === "vgca" ? vgcaSigner() : agentSigner({ port }), records));
}

/* One at a time; what goes wrong is said. */
async function alone(work) {
    byId("ky-bat-dau").disabled = true;
    try {
        await work();
    } catch (error) {
        say(error.message);
    } finally {
        byId("ky-bat-dau").disabled = false;
        if (chosen().length === 0) for (const one of ways) one.checked = false;
    }
}

function hideFields() {
    for (const id of ["ky-agent", "ky-khoa", "ky-tu-xa"])
        if (byId(id)) byId(id).hidden = true;
}

const FIELDS = { agent: "ky-agent", server: "ky-khoa", remote: "ky-tu-xa" };

function showFields() {
    hideFields();
    const fields = byId(FIELDS[way().value] ?? "");
    if (fields) fields.hidden = false;
    if (way().value !== "remote") return;
    byId("ky-pin-o").hidden = !way().dataset.asks;
    byId("ky-tai-khoan").value ||= way().dataset.account;
}

function chooseService(name) {
    const option = [...byId("ky-bang").options].find((one) => one.dataset.service === name);
    if (!option) return;
    option.selected = true;
    showFields();
}

if (panel) {
    byId("ky-bat-dau").addEventListener("click", begin);
    byId("ky-bang").addEventListener("change", () => {
        if (byId("ky-tai-khoan")) byId("ky-tai-khoan").value = "";
        showFields();
    });
    byId("ky-tat-ca").addEventListener("click", () => {
        for (const row of rows.filter(boxOf))
            boxOf(row).checked = !boxOf(row).disabled;
        mark();
    });
    byId("ky-loi").hidden = failedBefore().length === 0;
    byId("ky-loi").addEventListener("click", chooseFailed);
    showFields();
    if (job) {
        for (const id of ["ky-mat-khau", "ky-ma", "ky-tai-khoan", "ky-pin"])
            byId(id)?.addEventListener("keydown", (event) => event.key === "Enter" && begin());
        alone(() => job.comeBack());
    }
}
mark();
if (panel && new URLSearchParams(location.search).has("lai")) chooseFailed();

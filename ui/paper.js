// SPDX-License-Identifier: Apache-2.0
// One signature under a paper - a class's manifest, the freeze of a year, minutes of an inspection -
// with what stands at this computer, or with a remote service (paper_remote.js). The reasons, or which
// minutes were seen, are those of the form around it; with a key that the server keeps the form is
// sent as it is, and this file has no part in it.

import { PaperJob } from "./paper_remote.js";
import { agentSigner, signBatch, SigningError, vgcaSigner } from "./signing.js";

const panel = document.getElementById("pk");
const csrf = document.querySelector("meta[name=csrf]")?.content ?? "";
const byId = (id) => document.getElementById(id);
const of = { [panel.dataset.paper]: panel.dataset.id };

async function call(method, path, body) {
    const answer = await fetch(path, {
        method,
        headers: { "Content-Type": "application/json", "X-CSRF": csrf },
        body: body && JSON.stringify(body),
    });
    const json = await answer.json();
    if (!answer.ok) throw new SigningError(json.error.code, json.error.message);
    return json;
}

const ask = (path, body) => call("POST", path, body);

function say(text) {
    byId("pk-bao").textContent = text;
}

/* Pairs of who or what, and why, as the form has them; of minutes, which of them were seen. */
function why() {
    const seen = panel.closest("form").querySelector("[name=bien_ban]");
    if (seen) return { seen: seen.value };
    const pairs = [];
    for (const [name, value] of new FormData(panel.closest("form"))) {
        if (name === "hoc_sinh" || name === "lop") pairs.push({ of: value, reason: "" });
        else if (name === "ly_do" && pairs.length) pairs.at(-1).reason = value;
    }
    return { reasons: pairs };
}

function answered() {
    return new Promise((resolve) => {
        byId("pk-dong-y").onclick = () => resolve(true);
        byId("pk-thoi").onclick = () => resolve(false);
    });
}

/* `away`: the person did not ask for it just now, so no key that they press may mean yes. */
async function question(text, certificates, away = false) {
    const box = byId("pk-hoi");
    const list = byId("pk-the");
    box.querySelector("p").textContent = text;
    list.replaceChildren(...certificates.map((one) => {
        const option = document.createElement("option");
        option.value = one.id;
        option.textContent = [one.holder, one.token, one.id.slice(0, 8)].filter(Boolean).join(" · ");
        return option;
    }));
    list.hidden = list.previousElementSibling.hidden = certificates.length === 0;
    box.hidden = false;
    if (!away) byId("pk-dong-y").focus();
    const yes = await answered();
    box.hidden = true;
    return yes ? list.value || true : null;
}

async function choose(signer) {
    say(panel.dataset.wait);
    const certificates = await signer.certificates();
    say("");
    if (certificates.length === 0) throw new SigningError("none", panel.dataset.none);
    if (certificates.length === 1) return certificates[0];
    const id = await question("", certificates);
    return certificates.find((one) => one.id === id) ?? null;
}

async function sign(signer) {
    const certificate = await choose(signer);
    if (!certificate) return;
    const made = await ask("/api/v1/papers/prepare",
        { ...of, certificate: certificate.certificate, ...why() });
    if (made.already) return say(panel.dataset.already);
    const paper = JSON.parse(made.file);
    if (!await question(`${paper.signer}: ${paper.title}`, [])) return;
    say(panel.dataset.wait);
    const { id, role, school, class: name, year } = made;
    const status = await signBatch(signer, { id, certificate, role, school, class: name, year,
        items: [{ label: paper.title, digest: paper.items[0].digest }] });
    signer.forget(id);
    const value = status.values[0];
    if (!value) return say(status.message ?? panel.dataset.stopped);
    paper.items[0].value = value;
    const { message } = await ask("/api/v1/papers/attach", { ...of, file: JSON.stringify(paper) });
    say(message ?? panel.dataset.done);
    if (!message) location.assign(panel.dataset.back);
}

/* --- what to sign with --- */

const way = () => byId("pk-bang").selectedOptions[0];

const remote = new PaperJob({ panel, of, call, say, question, why,
    choose(service) {
        const options = [...byId("pk-bang").options];
        byId("pk-bang").value = "remote";
        const index = options.findIndex((one) => one.dataset.service === service);
        if (index >= 0) byId("pk-bang").selectedIndex = index;
        showFields();
    },
    lock(on) {
        byId("pk-ky").disabled = byId("pk-bang").disabled = on;
    },
});

/* One at a time; what goes wrong is said. */
async function begin() {
    const form = panel.closest("form");
    if (![...form.querySelectorAll("[name=ly_do]")].every((field) => field.reportValidity())) return;
    const port = Number(byId("pk-cong").value) || undefined;
    remote.lock(true);
    try {
        if (way().value === "remote") await remote.begin(way().dataset.service);
        else await sign(way().value === "vgca" ? vgcaSigner() : agentSigner({ port }));
    } catch (error) {
        say(error.message);
    } finally {
        remote.lock(false);
    }
}

function showFields() {
    const { value, dataset } = way();
    byId("pk-agent").hidden = value !== "agent";
    if (!byId("pk-tu-xa")) return;
    byId("pk-tu-xa").hidden = value !== "remote";
    byId("pk-pin-o").hidden = !dataset.asks;
    if (value === "remote" && !byId("pk-tai-khoan").value) byId("pk-tai-khoan").value = dataset.account ?? "";
}

byId("pk-ky").addEventListener("click", begin);
byId("pk-bang").addEventListener("change", showFields);
panel.hidden = false;
showFields();
if (byId("pk-tu-xa")) {
    remote.comeBack().catch((error) => say(error.message)).finally(() => remote.lock(false));
}

// SPDX-License-Identifier: Apache-2.0
// Look-up as one types. Without this file the form still works.

const form = document.getElementById("tra-cuu");
const field = document.getElementById("tim");
const rows = document.getElementById("ket-qua");
const told = document.getElementById("so-thay");
const csrf = document.querySelector("meta[name=csrf]")?.content ?? "";
const PAUSE_MS = 120;
let timer = 0;
let asked = 0;

function cell(tag, text, link) {
    const made = document.createElement(tag);
    if (tag === "th") made.scope = "row";
    if (link) {
        const a = document.createElement("a");
        a.href = link;
        a.textContent = text;
        made.append(a);
    } else {
        made.textContent = text ?? "";
    }
    return made;
}

function day(iso) {
    return iso ? iso.split("-").reverse().join("/") : "";
}

const headings = rows.closest("table").querySelectorAll("thead th");

function show(answer) {
    rows.replaceChildren(...answer.pupils.map((pupil) => {
        const row = document.createElement("tr");
        row.append(
            cell("th", pupil.name, `/hoc-sinh/${encodeURIComponent(pupil.pupil)}`),
            cell("td", day(pupil.birth)),
            cell("td", [pupil.class, pupil.year].filter(Boolean).join(", ")),
            cell("td", pupil.code));
        [...row.cells].forEach((one, at) => { if (one.tagName === "TD") one.dataset.label = headings[at].textContent; });
        return row;
    }));
    const words = [];
    if (answer.pupils.length === 0 && field.value.trim()) words.push(told.dataset.none);
    if (answer.unmarked) words.push(told.dataset.unmarked);
    if (answer.more) words.push(told.dataset.more);
    told.textContent = words.join(" ");
}

async function ask() {
    const mine = ++asked;
    try {
        const answer = await fetch("/api/v1/lookup", {
            method: "POST",
            headers: { "Content-Type": "application/json", "X-CSRF": csrf },
            body: JSON.stringify({ q: field.value.normalize("NFC") }),
        });
        if (!answer.ok || mine !== asked) return;
        show(await answer.json());
    } catch {
        // No network: what was found stays; the button asks again.
    }
}

field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE_MS);
});
form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(timer);
    ask();
});

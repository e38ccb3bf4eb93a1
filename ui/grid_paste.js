// SPDX-License-Identifier: Apache-2.0
// Blocks from and to a spreadsheet: what is on the clipboard as rows, where it would go, a preview
// of every change before any is made, and copying out with headers.

import { cleanPasted, day, fold, interpret, make, sameName, t } from "./grid_text.js";
import { ask } from "./grid_ask.js";

export const ROWS_MAX = 500;
export const COLUMNS_MAX = 60;
const HEADS = { name: ["ho va ten", "ho ten", "hoc sinh", "ten hoc sinh", "name", "pupil"],
    birth: ["ngay sinh", "ns", "birth date"], code: ["ma hoc sinh", "ma hs", "ma dinh danh", "code"],
    order: ["stt", "tt", "so tt", "no."] };

/* RFC 4180 with tabs: a quoted cell may hold tabs, line ends and doubled quotes. */
export function parseTable(text) {
    const rows = [[]];
    let cell = "";
    let quoted = false;
    let fresh = true;
    const end = () => { rows.at(-1).push(cell); cell = ""; fresh = true; };
    for (let i = 0; i < text.length; i++) {
        const c = text[i];
        if (quoted) {
            if (c !== "\"") cell += c;
            else if (text[i + 1] === "\"") cell += text[++i];
            else quoted = false;
        } else if (c === "\"" && fresh) {
            quoted = true;
            fresh = false;
        } else if (c === "\t") {
            end();
        } else if (c === "\n" || c === "\r") {
            if (c === "\r" && text[i + 1] === "\n") i++;
            end();
            rows.push([]);
        } else {
            cell += c;
            fresh = false;
        }
    }
    end();
    while (rows.length > 1 && rows.at(-1).every((one) => one.trim() === "")) rows.pop();
    return rows;
}

/* The first table of pasted HTML; null when there is none. Nothing of it is run or shown. */
export function parseHtml(html) {
    const table = new DOMParser().parseFromString(html, "text/html").querySelector("table");
    if (!table) return null;
    return [...table.rows].map((row) => [...row.cells].map((cell) => cell.textContent));
}

export function readClipboard(data) {
    const text = data.getData("text/plain");
    const rows = text.includes("\t") || text.includes("\n") ? parseTable(text)
        : (data.getData("text/html").includes("<table") && parseHtml(data.getData("text/html"))) || [[text]];
    return rows.slice(0, ROWS_MAX).map((row) => row.slice(0, COLUMNS_MAX).map(cleanPasted));
}

// ---- where it goes ----

function headOf(text, columns) {
    const head = fold(text);
    for (const [what, words] of Object.entries(HEADS)) if (words.includes(head)) return what;
    return columns.find((column) => fold(column.label) === head || fold(column.short ?? "") === head) ?? null;
}

/* What the first row and the columns look like: {head, roles}; roles[i] is "name", "birth",
 * "code", "order", a column, or null. */
export function recognise(model, rows) {
    const width = Math.max(...rows.map((row) => row.length));
    const heads = Array.from({ length: width }, (_, i) => headOf(rows[0][i] ?? "", model.columns));
    const head = heads.filter(Boolean).length >= Math.min(2, width) && rows.length > 1;
    const roles = head ? heads : Array(width).fill(null);
    const names = new Set(model.pupils.map((pupil) => sameName(pupil.name)));
    const codes = new Set(model.pupils.map((pupil) => pupil.code).filter(Boolean));
    const body = head ? rows.slice(1) : rows;
    for (let i = 0; i < width; i++) {
        if (roles[i]) continue;
        const values = body.map((row) => row[i] ?? "").filter(Boolean);
        const share = (fits) => values.length > 0 && values.filter(fits).length / values.length >= 0.5;
        if (share((value) => names.has(sameName(value)))) roles[i] = "name";
        else if (share((value) => codes.has(value))) roles[i] = "code";
        else if (share((value) => /^\d{1,2}[/.-]\d{1,2}[/.-]\d{4}$/.test(value))) roles[i] = "birth";
    }
    return { head, roles, byName: roles.includes("name") || roles.includes("code") };
}

function findPupil(model, row, roles) {
    const of = (role) => (roles.includes(role) ? row[roles.indexOf(role)] ?? "" : "");
    const code = of("code");
    if (code) {
        const found = model.pupils.find((pupil) => pupil.code === code);
        if (found) return { pupil: found };
    }
    const same = model.pupils.filter((pupil) => sameName(pupil.name) === sameName(of("name")));
    const birth = dayOf(of("birth"));
    const fits = birth ? same.filter((pupil) => pupil.birth === birth) : same;
    if (fits.length === 1) return { pupil: fits[0] };
    return { reason: fits.length > 1 ? t("trùng tên, cần ngày sinh hoặc mã", "same name: needs a birth date or code")
        : t("không có học sinh này trong lớp", "no such pupil in this class") };
}

function dayOf(text) {
    const parts = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(text);
    return parts ? `${parts[3]}-${parts[2].padStart(2, "0")}-${parts[1].padStart(2, "0")}` : text;
}

/* Every cell of the block and what would become of it: {cell, value, outcome, reason}, outcome one
 * of new, overwrite, same, refused. `how`: "name" or "position" from the cell `at`. */
export function plan(model, rows, at, how, { head, roles }) {
    const byName = how === "name";
    const body = byName && head ? rows.slice(1) : rows;
    const columns = columnsOf(model, body, at, byName, roles);
    return body.map((row, i) => {
        const found = byName ? findPupil(model, row, roles) : { pupil: model.pupils[at.row + i],
            reason: t("vượt quá số học sinh của lớp", "beyond the last pupil") };
        const values = columns.map((column, j) => [column, row[j] ?? ""]).filter(([column]) => column !== "skip");
        return { label: found.pupil?.name ?? row[roles.indexOf("name")] ?? "", pupil: found.pupil ?? null,
            items: values.map(([column, value]) => judge(model, found, column, value)) };
    });
}

function columnsOf(model, body, at, byName, roles) {
    const width = Math.max(0, ...body.map((row) => row.length));
    if (!byName) return Array.from({ length: width }, (_, j) => model.columns[at.column + j] ?? null);
    let next = at.column;
    return Array.from({ length: width }, (_, j) => {
        if (typeof roles[j] === "string") return "skip";
        return roles[j] ?? model.columns[next++] ?? null;
    });
}

function judge(model, found, column, text) {
    const refused = (reason) => ({ cell: null, value: text, outcome: "refused", reason });
    if (!found.pupil) return refused(found.reason);
    if (!column) return refused(t("vượt quá cột cuối", "beyond the last column"));
    const cell = model.cell(found.pupil.enrolment, column.key);
    const lock = model.lockOf(cell);
    const { value, trouble } = interpret(column, text);
    if (value === cell.value) return { cell, value, outcome: "same" };
    if (lock) return refused(lock);
    if (trouble) return refused(trouble);
    return { cell, value, from: cell.value, outcome: cell.value === "" ? "new" : "overwrite" };
}

// ---- the preview ----

const MARKS = { new: "+", overwrite: "≠", refused: "✕", same: "" };

function showPlan(rows) {
    const count = { new: 0, overwrite: 0, same: 0, refused: 0 };
    const body = make("tbody");
    for (const row of rows) {
        const tr = make("tr", {}, make("th", { scope: "row" }, row.label || "–"));
        for (const item of row.items) {
            count[item.outcome]++;
            const td = make("td", { className: `plan-${item.outcome}`, title: item.reason ?? "" },
                make("span", { className: "mark" }, MARKS[item.outcome]), item.value);
            if (item.outcome === "overwrite") td.append(make("del", {}, item.from));
            if (item.reason) td.append(make("small", {}, item.reason));
            tr.append(td);
        }
        body.append(tr);
    }
    const words = t(`${count.new} ô mới (+), ${count.overwrite} ô ghi đè (≠), ${count.refused} ô không nhận (✕), ${count.same} ô giữ nguyên.`,
        `${count.new} new (+), ${count.overwrite} overwritten (≠), ${count.refused} refused (✕), ${count.same} unchanged.`);
    return { count, nodes: [make("p", { className: "plan-count" }, words),
        make("div", { className: "scroll plan", tabIndex: 0, role: "region",
            "aria-label": t("Xem trước các thay đổi", "Preview of the changes") },
        make("table", {}, body))] };
}

/* Ask, then apply as one step. Resolves with the number of changed cells. */
export async function paste(model, rows, at) {
    const known = recognise(model, rows);
    const here = make("div");
    let plans;
    const show = (how) => {
        plans = plan(model, rows, at, how, known);
        here.replaceChildren(...showPlan(plans).nodes);
    };
    const nodes = [];
    if (known.byName) nodes.push(makeChoice(show));
    show(known.byName ? "name" : "position");
    const answer = await ask({ title: t("Dán vào bảng điểm", "Paste into the grid"), nodes: [...nodes, here],
        actions: [{ value: "paste", word: t("Dán", "Paste"), main: true }, { value: null, word: t("Thôi", "Cancel") }], wide: true });
    if (answer !== "paste") return null;
    const changes = plans.flatMap((row) => row.items)
        .filter((item) => item.outcome === "new" || item.outcome === "overwrite")
        .map(({ cell, value }) => ({ cell, value }));
    return model.apply(changes, { source: "pasted" }).length;
}

function makeChoice(show) {
    const radio = (value, words, checked) => make("label", { className: "check" },
        make("input", { type: "radio", name: "plan-how", value, checked, onchange: () => show(value) }), words);
    return make("fieldset", { className: "plan-how" },
        make("legend", {}, t("Vùng dán có họ tên hoặc mã học sinh", "The block names pupils")),
        radio("name", t("Khớp theo họ tên, ngày sinh, mã", "Match by name, birth date, code"), true),
        radio("position", t("Dán theo vị trí, từ ô đang chọn", "By position, from the active cell"), false));
}

// ---- out ----

const quote = (value) => (/[\t\n"]/.test(value) ? `"${value.replaceAll("\"", "\"\"")}"` : value);

export function writeTable(rows) {
    return rows.map((row) => row.map(quote).join("\t")).join("\n");
}

/* The whole table as a spreadsheet takes it, with who and what. */
export function wholeTable(model) {
    const head = ["STT", "Mã học sinh", "Họ và tên", "Ngày sinh",
        ...model.columns.map((column) => (column.group ? `${column.group}: ${column.label}` : column.label))];
    return writeTable([head, ...model.pupils.map((pupil, i) => [String(i + 1), pupil.code ?? "", pupil.name, day(pupil.birth),
        ...pupil.cells.map((cell) => cell.value)])]);
}

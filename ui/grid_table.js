// SPDX-License-Identifier: Apache-2.0
// The grid as a native table of real inputs: built once, then each cell follows its model. Rows are
// pupils, the first column is their header; long texts grow with what stands in them.

import { day, isShort, make, t } from "./grid_text.js";

const growsBySelf = globalThis.CSS?.supports?.("field-sizing", "content");

/* The input of a cell of that column. */
export function makeField(cell) {
    const { column } = cell;
    const field = isShort(column)
        ? make("input", { type: "text", autocomplete: "off", inputMode: modeOf(column.kind) })
        : make("textarea", { rows: 1, spellcheck: false, autocomplete: "off" });
    field.setAttribute("autocorrect", "off");
    field.setAttribute("autocapitalize", "off");
    if (column.max && column.kind === "text") field.maxLength = 4 * column.max;
    return field;
}

function modeOf(kind) {
    if (kind === "mark") return "numeric";
    return kind === "number" ? "decimal" : "text";
}

export function grow(field) {
    if (growsBySelf || field.tagName !== "TEXTAREA") return;
    field.style.height = "auto";
    field.style.height = `${field.scrollHeight}px`;
}

/* What stands beside the value of a cell, for eyes and for ears. */
export function wordsOf(model, cell) {
    const words = model.problemsOf(cell).map((problem) => problem.message);
    const lock = model.lockOf(cell);
    if (cell.trouble && cell.state !== "refused") words.unshift(cell.trouble);
    if (cell.message) words.unshift(cell.message);
    if (lock && lock !== "chỉ đọc") words.push(lock);
    return words;
}

export function severityOf(model, cell) {
    if (cell.trouble || cell.state === "refused" || cell.state === "conflict") return "error";
    const problems = model.problemsOf(cell);
    if (problems.some((problem) => problem.severity === "error")) return "error";
    return problems.length > 0 ? "warning" : "";
}

/* Bring an input and its cell's box up to date; `editing`: what is being typed stays. */
export function showCell(model, cell, field, box, editing) {
    const severity = severityOf(model, cell);
    if (!editing && field.value !== cell.value) {
        field.value = cell.value;
        grow(field);
    }
    field.readOnly = model.lockOf(cell) !== null;
    if (severity === "error") field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
    setData(box, "state", cell.state);
    setData(box, "severity", severity);
    if (cell.value === "") setData(box, "empty", "");
    else delete box.dataset.empty;
    const words = wordsOf(model, cell).join("\n");
    if (box.title !== words) box.title = words;
}

function setData(box, name, value) {
    if (box.dataset[name] !== value) box.dataset[name] = value;
}

export class GridTable {
    element;
    fields = []; // [row][column] -> input
    #model;
    #linkOf;
    #footers = [];
    #dirtyRows = new Set();
    isEditing = () => false;

    /* `linkOf(pupil)`: where one pupil by all is. */
    constructor(model, caption, linkOf) {
        this.#model = model;
        this.#linkOf = linkOf;
        const wide = model.columns.some((column) => column.kind === "text");
        this.element = make("table", { className: wide ? "grid wide" : "grid", role: "grid" });
        this.element.setAttribute("aria-rowcount", model.pupils.length + 1);
        this.element.append(make("caption", {}, ...caption), this.#makeHead(), this.#makeBody());
        model.addEventListener("cell", ({ detail }) => this.show(detail));
        model.addEventListener("problems", () => this.#showAllFooters());
    }

    #makeHead() {
        const columns = this.#model.columns;
        const head = make("thead");
        const grouped = columns.some((column) => column.group);
        if (grouped) head.append(this.#makeGroups(columns));
        const row = make("tr");
        if (!grouped) row.append(this.#corner(1));
        columns.forEach((column, at) => {
            const th = make("th", { scope: "col", id: `gc${at}`, className: `kind-${column.kind}` },
                column.short ?? column.label);
            if (column.choices?.length) th.append(make("small", {}, ` ${column.choices.join(" / ")}`));
            row.append(th);
        });
        if (!grouped) row.append(make("th", { scope: "col", className: "state" }, t("Còn lại", "Left")));
        head.append(row);
        return head;
    }

    #corner(rows) {
        return make("th", { scope: "col", className: "pupil", rowSpan: rows }, t("Học sinh", "Pupil"));
    }

    #makeGroups(columns) {
        const row = make("tr", {}, this.#corner(2));
        for (let at = 0; at < columns.length;) {
            let end = at;
            while (end < columns.length && columns[end].group === columns[at].group) end++;
            row.append(make("th", { scope: "colgroup", colSpan: end - at, className: "group" }, columns[at].group ?? ""));
            at = end;
        }
        row.append(make("th", { scope: "col", className: "state", rowSpan: 2 }, t("Còn lại", "Left")));
        return row;
    }

    #makeBody() {
        const body = make("tbody");
        this.#model.pupils.forEach((pupil, at) => {
            const row = make("tr", {}, this.#makeHeader(pupil, at));
            if (pupil.locked) row.classList.add("locked");
            this.fields.push(pupil.cells.map((cell, column) => this.#makeCell(row, cell, at, column)));
            const footer = make("td", { className: "state" });
            this.#footers.push(footer);
            row.append(footer);
            body.append(row);
            this.#showFooter(at);
        });
        return body;
    }

    #makeHeader(pupil, at) {
        const small = [day(pupil.birth)];
        if (pupil.locked) small.push(t("đã khoá", "locked"));
        else if (pupil.state && pupil.state !== "Đang học") small.push(pupil.state);
        return make("th", { scope: "row", id: `gr${at}`, className: "pupil", title: pupil.locked ?? "" },
            make("span", { className: "order" }, String(at + 1)),
            make("a", { className: "name", href: this.#linkOf(pupil), tabIndex: -1 }, pupil.name),
            make("small", {}, small.join(" · ")));
    }

    #makeCell(row, cell, at, column) {
        const field = makeField(cell);
        const box = make("td", { className: `kind-${cell.column.kind}` }, field);
        box.dataset.row = at;
        box.dataset.column = column;
        field.tabIndex = -1;
        field.setAttribute("aria-labelledby", `gr${at} gc${column}`);
        row.append(box);
        showCell(this.#model, cell, field, box, false);
        return field;
    }

    show(cell) {
        const field = this.fields[cell.pupil.at]?.[cell.column.at];
        if (!field) return;
        showCell(this.#model, cell, field, field.parentElement, this.isEditing(cell));
        if (this.#dirtyRows.size === 0) requestAnimationFrame(() => this.#showDirtyFooters());
        this.#dirtyRows.add(cell.pupil.at);
    }

    #showDirtyFooters() {
        for (const row of this.#dirtyRows) this.#showFooter(row);
        this.#dirtyRows.clear();
    }

    #showAllFooters() {
        this.#footers.forEach((_, row) => this.#showFooter(row));
    }

    #showFooter(row) {
        const pupil = this.#model.pupils[row];
        const empty = pupil.cells.filter((cell) => cell.value === "" && !this.#model.lockOf(cell)).length;
        const wrong = this.#model.problems.filter((problem) => problem.enrolment === pupil.enrolment);
        const errors = wrong.filter((problem) => problem.severity === "error").length +
            pupil.cells.filter((cell) => cell.trouble).length;
        const words = pupil.locked ? [t("khoá", "locked")] : [];
        if (empty > 0) words.push(t(`${empty} ô trống`, `${empty} empty`));
        if (errors > 0) words.push(t(`${errors} lỗi`, `${errors} wrong`));
        const text = words.join(" · ") || t("đủ", "complete");
        const footer = this.#footers[row];
        if (footer.textContent !== text) footer.textContent = text;
        footer.dataset.tone = errors > 0 ? "bad" : empty > 0 || pupil.locked ? "open" : "good";
    }

    /* The row and column of whatever stands in a cell; null outside. */
    placeOf(element) {
        const box = element?.closest?.("td[data-row]");
        return box && this.element.contains(box) ? { row: +box.dataset.row, column: +box.dataset.column } : null;
    }

    /* Only what is picked bears the class: cheap also in a large table. */
    showPicked(from, to) {
        for (const box of this.element.querySelectorAll("td.picked")) box.classList.remove("picked");
        if (!to || (from.row === to.row && from.column === to.column)) return;
        for (let row = Math.min(from.row, to.row); row <= Math.max(from.row, to.row); row++)
            for (let column = Math.min(from.column, to.column); column <= Math.max(from.column, to.column); column++)
                this.fields[row][column].parentElement.classList.add("picked");
    }
}

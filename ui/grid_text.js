// SPDX-License-Identifier: Apache-2.0
// Words and values of the grid: what was typed, as the school means it. Pure; no page.

const english = globalThis.document?.documentElement.lang === "en";

/* A sentence in the page's language. */
export function t(vi, en) {
    return english ? en : vi;
}

/* A value as the server keeps it: NFC, no invisible characters, no blanks at its ends. */
export function clean(text) {
    return text.normalize("NFC")
        .replace(/\r\n?/g, "\n")
        .replace(/[\u00a0\u2007\u202f]/g, " ")
        .replace(/[\u200b\u2060\ufeff\u0000-\u0009\u000b-\u001f\u007f]/g, "")
        .trim();
}

/* What came out of another program: straight quotes as well. */
export function cleanPasted(text) {
    return clean(text.replace(/\t/g, " ").replace(/[“”„]/g, "\"").replace(/[‘’]/g, "'"));
}

/* For comparing names and headers: no marks, no case, one blank. */
export function fold(text) {
    return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[đĐ]/g, "d")
        .toLowerCase().replace(/\s+/g, " ").trim();
}

/* For comparing names exactly: NFC, case and blanks aside. */
export function sameName(text) {
    return text.normalize("NFC").toLocaleLowerCase("vi").replace(/\s+/g, " ").trim();
}

const upper = (text) => text.normalize("NFC").toLocaleUpperCase("vi");

/* "d" is no letter of any choice, but the way to "Đ" on a keyboard without Vietnamese. */
function choiceOf(choices, text) {
    const wanted = upper(text);
    return choices.find((choice) => upper(choice) === wanted) ??
        choices.find((choice) => upper(choice).replaceAll("Đ", "D") === wanted);
}

export const isShort = (column) => column.kind !== "text";

/* What a cell of that column will hold. Nothing is guessed: a text that is no value stays as it
 * was typed, with the trouble in words. */
export function interpret(column, text) {
    const value = clean(text);
    const trouble = null;
    if (value === "") return { value, trouble };
    if (column.choices?.length) {
        const choice = choiceOf(column.choices, value);
        return choice !== undefined ? { value: choice, trouble }
            : { value, trouble: t(`“${value}” không phải là ${column.choices.join(", ")}.`,
                                  `“${value}” is none of ${column.choices.join(", ")}.`) };
    }
    if (column.kind === "mark" && !/^(10|[0-9])$/.test(value))
        return { value, trouble: t(`Điểm là số nguyên từ 0 đến 10; “${value}” được giữ nguyên, không làm tròn.`,
                                   `A mark is a whole number from 0 to 10; “${value}” stays as typed, unrounded.`) };
    if (column.kind === "number" && !/^\d+([.,]\d+)?$/.test(value))
        return { value, trouble: t(`“${value}” không phải là số.`, `“${value}” is no number.`) };
    return { value, trouble };
}

/* The choice that is complete as typed, so that the caret may go on; null: wait. A plain "d"
 * waits: with Telex the second one makes it "đ". */
export function completeChoice(column, text) {
    if (!column.choices?.length) return null;
    const typed = upper(clean(text));
    const exact = column.choices.find((choice) => upper(choice) === typed);
    const longer = column.choices.some((choice) => upper(choice) !== typed && upper(choice).startsWith(typed));
    return exact !== undefined && !longer ? exact : null;
}

export function clock(date = new Date()) {
    return date.toLocaleTimeString("vi", { hour: "2-digit", minute: "2-digit" });
}

/* "2014-03-01" -> "01/03/2014" */
export function day(iso) {
    return /^\d{4}-\d{2}-\d{2}$/.test(iso ?? "") ? iso.split("-").reverse().join("/") : iso ?? "";
}

export function uuid() {
    if (crypto.randomUUID) return crypto.randomUUID();
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/* An element with properties, data and children. */
export function make(tag, properties = {}, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(properties)) {
        if (value === undefined || value === null || value === false) continue;
        if (name in made && !name.includes("-")) made[name] = value;
        else made.setAttribute(name, value === true ? "" : value);
    }
    made.append(...children.filter((child) => child !== null && child !== undefined));
    return made;
}

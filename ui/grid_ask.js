// SPDX-License-Identifier: Apache-2.0
// Layers over the page: questions, conflicts, signing in again. Native dialogs: the browser keeps
// the focus inside and gives it back.

import { make, t } from "./grid_text.js";

/* Show and wait. Resolves with the `value` of the action taken; Esc is null. */
export function ask({ title, nodes, actions, wide = false }) {
    const back = document.activeElement;
    return new Promise((resolve) => {
        const dialog = make("dialog", { className: wide ? "layer wide" : "layer", "aria-labelledby": "layer-title" });
        const close = (value) => {
            dialog.close();
            dialog.remove();
            if (back?.isConnected) back.focus();
            resolve(value);
        };
        const buttons = actions.map((action) => make("button", { type: "button", className: action.main ? "main" : "",
            onclick: () => close(action.value) }, action.word));
        dialog.append(make("h2", { id: "layer-title" }, title), ...nodes, make("div", { className: "actions" }, ...buttons));
        dialog.addEventListener("cancel", (event) => { event.preventDefault(); close(null); });
        document.body.append(dialog);
        dialog.showModal();
        (buttons.find((button) => button.classList.contains("main")) ?? buttons[0]).focus();
    });
}

/* Both values with their authors. Resolves with the value that shall stand, or null: later. */
export async function askConflict(cell) {
    const { value, by, at } = cell.conflict;
    const side = (who, words) => make("div", { className: "side" }, make("h3", {}, who), make("p", {}, words || t("(trống)", "(empty)")));
    const merged = cell.column.kind === "text" && value && cell.value;
    const actions = [{ value: "mine", word: t("Giữ của tôi", "Keep mine"), main: true },
        { value: "theirs", word: t("Giữ của người kia", "Keep theirs") }];
    if (merged) actions.push({ value: "both", word: t("Giữ cả hai", "Keep both") });
    actions.push({ value: null, word: t("Để sau", "Later") });
    const answer = await ask({ title: `${cell.pupil.name} – ${cell.column.label}`, nodes: [
        make("p", {}, t("Hai người cùng ghi ô này. Chưa giá trị nào bị mất.", "Two people wrote in this cell. Neither value is lost.")),
        make("div", { className: "sides" }, side(t("Của tôi", "Mine"), cell.value),
            side([by, at ? whenOf(at) : ""].filter(Boolean).join(", "), value))], actions });
    return { mine: cell.value, theirs: value, both: `${value} ${cell.value}` }[answer] ?? null;
}

function whenOf(at) {
    const parts = /T(\d\d:\d\d)/.exec(at);
    return parts ? parts[1] : at;
}

/* Sign in without leaving the page. `enter(form)`: resolves with null when it went well, or with
 * the sentence of what is wrong. */
export function askSignIn(login, enter) {
    return new Promise((resolve) => {
        const field = (name, label, type, value, more) => make("label", {}, label, make("input", { name, type, value, ...more }));
        const wrong = make("p", { className: "message bad", role: "alert", hidden: true });
        const form = make("form", {},
            make("p", {}, t("Phiên làm việc đã hết. Những gì đã gõ vẫn ở đây; đăng nhập lại là lưu tiếp.",
                            "Your session has ended. What you typed is still here; sign in and saving goes on.")),
            wrong, field("ten", t("Tên đăng nhập", "Login"), "text", login, { autocomplete: "username", required: true }),
            field("mat_khau", t("Mật khẩu", "Password"), "password", "", { autocomplete: "current-password", required: true }),
            field("ma", t("Mã xác thực (nếu có)", "Code (if you use one)"), "text", "", { autocomplete: "one-time-code", inputMode: "numeric" }),
            make("div", { className: "actions" }, make("button", { className: "main" }, t("Đăng nhập và lưu tiếp", "Sign in and go on"))));
        const dialog = make("dialog", { className: "layer", "aria-label": t("Đăng nhập lại", "Sign in again") }, form);
        dialog.addEventListener("cancel", (event) => event.preventDefault());
        form.addEventListener("submit", async (event) => {
            event.preventDefault();
            const trouble = await enter(new FormData(form));
            wrong.hidden = trouble === null;
            wrong.textContent = trouble ?? "";
            if (trouble !== null) return;
            dialog.close();
            dialog.remove();
            resolve();
        });
        document.body.append(dialog);
        dialog.showModal();
        form.elements.mat_khau.focus();
    });
}

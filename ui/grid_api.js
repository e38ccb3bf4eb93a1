// SPDX-License-Identifier: Apache-2.0
// The server's API as the grid asks it. An answer is {status, body}; no network rejects.

const JSON_TYPE = "application/json";

export class Api {
    #csrf;
    #class;

    constructor(classId, csrf) {
        this.#class = encodeURIComponent(classId);
        this.#csrf = csrf;
    }

    async #ask(path, options = {}) {
        const answer = await fetch(path, { credentials: "same-origin", redirect: "manual", ...options });
        const isJson = (answer.headers.get("Content-Type") ?? "").startsWith(JSON_TYPE);
        return { status: answer.status, body: isJson ? await answer.json() : null };
    }

    #put(path, method, body, signal) {
        return this.#ask(path, { method, signal, body: JSON.stringify(body),
            headers: { "Content-Type": JSON_TYPE, "X-CSRF": this.#csrf } });
    }

    grid(query) {
        return this.#ask(`/api/v1/classes/${this.#class}/grid?${new URLSearchParams(query)}`);
    }

    save(body, signal) {
        return this.#put("/api/v1/cells", "PUT", body, signal);
    }

    async changes(since) {
        const { status, body } = await this.#ask(`/api/v1/classes/${this.#class}/changes?since=${since}`);
        return status === 200 ? body : null;
    }

    history(enrolment, key) {
        return this.#ask(`/api/v1/cells/history?${new URLSearchParams({ enrolment, key })}`);
    }

    comments(query) {
        return this.#ask(`/api/v1/classes/${this.#class}/comments?${new URLSearchParams(query)}`);
    }

    checkComment(body) {
        return this.#put("/api/v1/comments/check", "POST", body);
    }

    /* Sign in with that form; null when it went well, else what is wrong. The page's own address is
     * read again for the token that the new session wants. */
    async signIn(form, user, words) {
        const answer = await fetch("/dang-nhap", { method: "POST", body: new URLSearchParams(form), redirect: "follow" });
        const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
        const token = page.querySelector("meta[name=csrf]")?.content;
        const who = page.querySelector("[data-grid]")?.dataset.user;
        if (!token || !who) {
            const told = new DOMParser().parseFromString(await answer.text(), "text/html");
            return told.querySelector(".message.bad")?.textContent.trim() || words.wrong;
        }
        if (who !== user) return words.another;
        this.#csrf = token;
        return null;
    }
}

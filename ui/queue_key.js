// SPDX-License-Identifier: Apache-2.0
// Signing with the key that the server keeps: the password opens it, the person says yes to the
// sentence, and the server signs by itself. This page only looks; it may be closed and opened again.

import { SigningError } from "./signing.js";

const EVERY_MS = 400;
const JOBS = "/api/v1/sign/jobs";
const byId = (id) => document.getElementById(id);
const pause = () => new Promise((resolve) => setTimeout(resolve, EVERY_MS));

export class KeptKey {
    /* `page`: {review, panel, call, say, tell, question, choose, showFields} of queue.js. */
    constructor(page) {
        Object.assign(this, page);
        const { class: id, role, subject } = page.review.dataset;
        this.place = `${JOBS}?${new URLSearchParams({ class: id, role, subject })}`;
    }

    async begin(order) {
        const password = byId("ky-mat-khau");
        const code = byId("ky-ma");
        const body = { ...order, password: password.value, code: code.value };
        password.value = code.value = "";
        this.say(this.panel.dataset.opening);
        try {
            await this.follow(await this.call("POST", JOBS, body));
        } catch (error) {
            password.focus();
            throw error;
        }
    }

    /* What runs, was left or just ended when the page is opened. */
    async comeBack() {
        const job = await this.call("GET", this.place);
        if (job.state === "none") return;
        if (job.state !== "done" && job.state !== "stopped") this.panel.scrollIntoView();
        await this.follow(job, true);
    }

    async follow(first, away = false) {
        for (let job = first, told = null; ; job = await this.look()) {
            this.show(job);
            if (job.state === "asking") {
                this.say("");
                const yes = await this.question(job.sentence, [], away);
                await this.step(job, yes ? "go" : "cancel");
            } else if (job.state === "running" || job.state === "paused") {
                if (told !== job.state) this.say(this.panel.dataset[job.state]);
                told = job.state;
                await pause();
            } else if (job.state === "opening") {
                await pause();
            } else {
                this.end(job);
                return;
            }
        }
    }

    /* A server that is started again answers after a while. */
    async look() {
        for (;;) {
            try {
                return await this.call("GET", this.place);
            } catch (error) {
                if (error instanceof SigningError) throw error;
                this.say(this.panel.dataset.lost);
                await pause();
            }
        }
    }

    /* A step that comes too late is no fault: the next look says where the job stands. */
    async step(job, word) {
        try {
            await this.call("POST", `${JOBS}/${job.id}`, { step: word });
        } catch (error) {
            if (error.code !== "conflict") throw error;
        }
    }

    show(job) {
        for (const { record, outcome, message } of job.records) this.tell(record, outcome, message);
        const goes = job.state === "running" || job.state === "paused";
        byId("ky-dang").hidden = !goes;
        if (goes || job.state === "asking") byId("ky-khoa").hidden = true;
        else this.showFields();
        byId("ky-tam-dung").hidden = job.state !== "running";
        byId("ky-tiep").hidden = job.state !== "paused";
        byId("ky-tien").max = Math.max(job.total, 1);
        byId("ky-tien").value = job.signed + job.failed;
        byId("ky-dem").textContent = `${job.signed + job.failed} / ${job.total}`;
        const steps = { "ky-tam-dung": "pause", "ky-tiep": "resume", "ky-dung": "cancel" };
        for (const [id, word] of Object.entries(steps))
            byId(id).onclick = () => this.step(job, word).catch((error) => this.say(error.message));
    }

    end(job) {
        const { done, signed, failed, stopped, again } = this.panel.dataset;
        const counts = `${done} ${job.signed} ${signed}` + (job.failed ? `, ${job.failed} ${failed}` : "") + ".";
        const refused = job.records.filter((one) => one.outcome === "failed");
        this.choose([...job.left, ...refused.map(({ record }) => ({ record, opened: false }))]);
        if (job.state === "done") this.say(refused.length ? `${counts} ${again}` : counts);
        else if (job.state === "left") this.say(job.message);
        else this.say(job.message ?? `${counts} ${stopped}`);
    }
}

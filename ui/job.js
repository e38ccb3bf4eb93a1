// SPDX-License-Identifier: Apache-2.0
// A job that signs in the server: the page says yes to its sentence and then only looks; it may be
// closed and opened again. What a job is and what its end means say those who extend it.

import { SigningError } from "./signing.js";

const EVERY_MS = 400;
const STEPS = "/api/v1/sign/jobs";
const STEP_OF = { "tam-dung": "pause", tiep: "resume", dung: "cancel" };
const pause = () => new Promise((resolve) => setTimeout(resolve, EVERY_MS));
const minutes = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;

export class Job {
    /* `page`: {panel, call, say, question ...}; `mark`: what the ids of its elements begin with;
       `place`: where to look. */
    constructor(page, mark, place) {
        Object.assign(this, page, { mark, place });
    }

    byId(name) {
        return document.getElementById(`${this.mark}-${name}`);
    }

    async follow(first, away = false) {
        for (let job = first, told = null; ; job = await this.look()) {
            this.show(job);
            if (job.state === "asking") {
                this.say("");
                const yes = await this.question(job.sentence, [], away, job);
                await this.step(job, yes ? "go" : "cancel");
            } else if (job.state === "running" || job.state === "paused") {
                const words = this.wordsOf(job);
                if (told !== words) this.say(words);
                told = words;
                await pause();
            } else if (job.state === "opening") {
                await pause();
            } else {
                this.end(job);
                return;
            }
        }
    }

    wordsOf(job) {
        const { phone, coming, resting, code } = this.panel.dataset;
        if (job.state === "paused") return resting;
        if (job.wants_code) return code;
        return job.confirming ? phone : coming;
    }

    show(job) {
        this.byId("dang").hidden = job.state !== "running" && job.state !== "paused";
        this.countDown(job);
        this.askCode(job);
        this.byId("tam-dung").hidden = job.state !== "running";
        this.byId("tiep").hidden = job.state !== "paused";
        for (const [name, word] of Object.entries(STEP_OF))
            this.byId(name).onclick = () => this.step(job, word).catch((error) => this.say(error.message));
    }

    /* What the telephone has left; the server knows it anew at each look at the service. */
    countDown(job) {
        const asks = job.state === "running" && job.confirming && job.patience > 0;
        if (asks && this.patience !== job.patience)
            this.until = performance.now() + 1000 * job.patience;
        this.patience = asks ? job.patience : 0;
        const left = Math.max(0, Math.round((this.until - performance.now()) / 1000));
        this.byId("han").textContent = asks ? `${this.panel.dataset.patience} ${minutes(left)}` : "";
    }

    /* The service sent a code instead of asking on the telephone. */
    askCode(job) {
        const box = this.byId("ma-gui");
        const field = this.byId("ma-dv");
        const wanted = job.wants_code === true;
        const first = wanted && box.hidden;
        if (first) field.value = "";
        box.hidden = !wanted;
        if (first) field.focus();
        const give = async () => {
            if (!field.value.trim()) return field.focus();
            const code = field.value.trim();
            field.value = "";
            await this.call("POST", `${STEPS}/${job.id}`, { step: "code", code });
        };
        this.byId("gui-ma").onclick = () => give().catch((error) => this.say(error.message));
        field.onkeydown = (event) => {
            if (event.key !== "Enter") return;
            event.preventDefault();
            this.byId("gui-ma").click();
        };
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
            await this.call("POST", `${STEPS}/${job.id}`, { step: word });
        } catch (error) {
            if (error.code !== "conflict") throw error;
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
// One signature under a paper with a remote service: the server asks, the telephone confirms.

import { Job } from "./job.js";

const JOBS = "/api/v1/papers/jobs";

export class PaperJob extends Job {
    /* `page`: {panel, of, call, say, question, why, choose, lock} of paper.js. */
    constructor(page) {
        super(page, "pk", `${JOBS}?${new URLSearchParams(page.of)}`);
    }

    async begin(service) {
        const account = this.byId("tai-khoan");
        const pin = this.byId("pin");
        const body = { ...this.of, ...this.why(), service,
            account: account.value.trim(), password: pin.value };
        pin.value = "";
        this.say(this.panel.dataset.asking);
        await this.follow(await this.call("POST", JOBS, body));
    }

    /* What runs, or was left, when the page is opened; what ended was told before. */
    async comeBack() {
        const job = await this.call("GET", this.place);
        if (!job.service || job.state === "done" || job.state === "stopped") return;
        this.choose(job.service);
        this.panel.scrollIntoView();
        await this.follow(job, true);
    }

    show(job) {
        super.show(job);
        this.lock(["running", "paused", "asking", "opening"].includes(job.state));
    }

    end(job) {
        const { done, stopped, back } = this.panel.dataset;
        this.say(job.message ?? (job.state === "done" ? done : stopped));
        if (job.state === "done" && !job.message) location.assign(back);
    }
}

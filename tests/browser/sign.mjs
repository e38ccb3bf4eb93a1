// SPDX-License-Identifier: Apache-2.0
// The principal signs a class with the key that the school keeps for her, by keyboard alone: the
// exceptions, the page as printed, the sentence; she closes the tab in the middle and comes back.
// The clerk tries a remote service first, whose telephone says no; the year is frozen with a token of
// her own, by an agent that this file plays.

import { execFileSync, spawn } from "node:child_process";
import { createHash, createHmac } from "node:crypto";
import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { createInterface } from "node:readline";
import { assert, checkAxe, picture, phone, tell, until } from "./browser.mjs";
import { RealSchool } from "./school.mjs";

const [, , , , program, signer, peer, digestSigner] = process.argv;
const OPENING_MS = 60000;
const PASSWORD = "hoa sua thom lung ngo nho";
const school = new RealSchool(program, signer);
process.on("exit", () => school.end());
await school.start();
let cookies = null;
let codes = [];

/* RFC 6238 for the key in base32. */
function oneTimeCode(text) {
    const bits = [...text].map((c) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(c).toString(2).padStart(5, "0")).join("");
    const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
    const step = Buffer.alloc(8);
    step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30000)));
    const mac = createHmac("sha1", key).update(step).digest();
    return String((mac.readUInt32BE(mac.at(-1) & 15) & 0x7fffffff) % 1e6).padStart(6, "0");
}

/* Signatures take long while this stands, so that there is time to say pause before the last one. */
function slow(on) {
    const statement = on ? "CREATE TRIGGER in_the_way BEFORE INSERT ON record_signature BEGIN SELECT COUNT(*) " +
        "FROM (SELECT 1 FROM change AS a, change AS b, change AS c LIMIT 8000000); END" : "DROP TRIGGER in_the_way";
    execFileSync("python3", ["-c", "import sqlite3, sys; store = sqlite3.connect(sys.argv[1], timeout=60); " +
        "store.execute(sys.argv[2]); store.commit(); store.close()", `${school.home}/hocba.db`, statement]);
}

async function press(page, ...keys) {
    for (const key of keys) await page.keyboard.press(key);
}

/* With Tab alone, to where the eyes would go. */
async function tabTo(page, selector) {
    for (let i = 0; i < 200; i++) {
        if (await page.evaluate((wanted) => document.activeElement?.matches(wanted), selector)) return;
        await press(page, "Tab");
    }
    throw new Error(`Tab never comes to ${selector}`);
}

/* By keys alone. The viewer of the page just looked at takes the keys while it opens; who sees
 * that nothing came types again. */
async function typeInto(page, selector, text) {
    await until(`${selector} has what is typed`, async () => {
        await tabTo(page, selector);
        await press(page, "Control+a", "Delete");
        await page.keyboard.type(text);
        return await page.locator(selector).inputValue() === text;
    });
}

/* Password and code by keys, and Enter; what the server answers to them. It may take as long as it
 * gives hocba-signer to open a key, which is more than a page has. */
async function openKey(page, password, code) {
    await typeInto(page, "#ky-mat-khau", password);
    await typeInto(page, "#ky-ma", code);
    const answer = page.waitForResponse((one) => one.request().method() === "POST" &&
        one.url().endsWith("/api/v1/sign/jobs"), { timeout: OPENING_MS });
    await press(page, "Enter");
    return (await answer).json();
}

async function begin(open, options) {
    const context = await open(options);
    if (cookies) await context.addCookies(cookies);
    return { context, page: await context.newPage() };
}

/* A service with the seal's key; the telephone says no once it is told to decide. */
async function startService() {
    const pki = `${school.home}/pki/school`;
    const service = spawn("python3", [peer, "sp769", "told,reject", digestSigner, `${pki}.p12`, `${pki}.pin`,
        `${pki}.pem`, `${school.folder}/journal`, "0"], { stdio: ["ignore", "pipe", "inherit"] });
    process.on("exit", () => service.kill("SIGKILL"));
    const line = await new Promise((resolve) => createInterface({ input: service.stdout }).once("line", resolve));
    writeFileSync(`${school.home}/mat-khau`, "mật khẩu & của 100% trường\"\n", { mode: 0o600 });
    writeFileSync(`${school.home}/SmartCA.json`, JSON.stringify({ dialect: "sp769", client: "truong-22193401",
        url: `http://127.0.0.1:${line.split(" ")[1]}`, password_file: "mat-khau", poll_ms: 50 }));
    appendFileSync(`${school.home}/settings`, "sign.remote=SmartCA.json\n");
}

/* What hocba agent answers to a page (docs/agent.md), with her key: each batch is signed at once. */
async function startAgent() {
    const pki = `${school.home}/pki/cbql`;
    const der = readFileSync(`${pki}.pem`, "utf8").match(/-----BEGIN CERTIFICATE-----([^-]+)-/)[1].replace(/\s/g, "");
    const id = createHash("sha256").update(Buffer.from(der, "base64")).digest("hex");
    const key = spawn(digestSigner, [`${pki}.p12`, `${pki}.pin`], { stdio: ["pipe", "pipe", "inherit"] });
    const lines = createInterface({ input: key.stdout })[Symbol.asyncIterator]();
    const agent = { batches: [] }, done = new Map();
    process.on("exit", () => key.kill("SIGKILL"));
    async function sign(batch) {
        agent.batches.push(batch);
        const values = [];
        for (const { digest } of batch.items) {
            key.stdin.write(`own ${Buffer.from(digest, "base64").toString("hex")}\n`);
            values.push((await lines.next()).value);
        }
        done.set(batch.id, values);
    }
    const tell = (batch, from) => ({ id: batch, state: "done", count: done.get(batch).length,
        signed: done.get(batch).length, from, values: done.get(batch).slice(from) });
    const server = createServer(async (request, answer) => {
        const { pathname, searchParams } = new URL(request.url, "http://agent");
        let body = "";
        for await (const part of request) body += part;
        answer.setHeader("Access-Control-Allow-Origin", request.headers.origin ?? "*");
        answer.setHeader("Access-Control-Allow-Headers", "Content-Type");
        answer.setHeader("Access-Control-Allow-Methods", "GET, POST, DELETE");
        answer.setHeader("Content-Type", "application/json");
        if (request.method === "POST") await sign(JSON.parse(body));
        const said = request.method === "OPTIONS" ? {}
            : pathname === "/v1/certificates" ? { certificates: [{ id, certificate: der, holder: "Phạm Thị Thu Hà", token: "Thẻ thử" }] }
            : request.method === "POST" ? tell(JSON.parse(body).id, 0)
            : tell(pathname.split("/").at(-1), Number(searchParams.get("from")));
        answer.end(JSON.stringify(said));
    });
    await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
    server.unref();
    agent.port = server.address().port;
    return agent;
}

const said = (page) => page.locator("#ky-bao").textContent();
const counts = async (page) => (await page.locator("#ky-dem").textContent()).split(" / ").map(Number);

await tell({
    async "she turns two-factor sign-in on"(open) {
        const { context, page } = await begin(open);
        await school.signIn(page, "hieutruong", PASSWORD);
        await page.goto(`${school.address}/tai-khoan/hai-lop`);
        const key = await page.locator("p.code").first().textContent();
        await page.locator("input[name=ma]").fill(oneTimeCode(key.trim()));
        await press(page, "Enter");
        await page.locator("li.code").first().waitFor();
        codes = await page.locator("li.code").allTextContents();
        assert.equal(codes.length, 8);
        cookies = await context.cookies();
    },

    async "she returns a record, and its class teacher hears of it"(open) {
        const { page } = await begin(open);
        await page.goto(`${school.address}/ky`);
        await page.getByRole("link", { name: "3A", exact: true }).click();
        await page.locator("#ky-mat-khau").waitFor();
        const last = page.locator("li[data-place='1']").last();
        await last.locator("a").click();
        await page.locator("li[data-place='1'] input").first().check();
        await press(page, "n"); // a note, and what is chosen stays chosen
        await page.keyboard.type("Đối chiếu với bài thi, rồi hãy trả về.");
        await press(page, "Control+Enter");
        await last.getByText("Đối chiếu với bài thi").waitFor();
        assert.match(await page.locator("#ky-chon").textContent(), /^1 /);
        assert.ok(await page.evaluate(() => document.activeElement.closest("li[aria-current]") !== null));
        await picture(page, "sign-note");
        await press(page, "r"); // the reasons
        await page.locator("#tv-mau").selectOption({ index: 1 });
        await tabTo(page, "#tra-ve button");
        await press(page, "Enter");
        await page.locator("li[data-place='2']").waitFor();
        assert.match(await page.locator("#ky-chon").textContent(), /^1 /); // still chosen, the other one
        const teacher = await (await open()).newPage();
        await school.signIn(teacher, "gv.3a", PASSWORD);
        assert.equal(await teacher.locator(".top-end .count").textContent(), "1");
        await teacher.getByRole("link", { name: /Thông báo/ }).click();
        await teacher.getByText("Nhận xét chưa khớp với mức đạt được.").waitFor();
        await teacher.getByText("Đối chiếu với bài thi").waitFor();
        assert.equal(await teacher.locator(".top-end .count").count(), 0);
        await checkAxe(teacher, "the notices");
        await picture(teacher, "sign-notices");
    },

    async "her queue, the exceptions, the sentence, and the tab is closed in the middle"(open) {
        const { context, page } = await begin(open);
        await page.goto(`${school.address}/ky`);
        await checkAxe(page, "the queue");
        await picture(page, "sign-queue");
        const path = new URL(await page.getByRole("link", { name: "3A", exact: true }).getAttribute("href"), school.address);
        await tabTo(page, `a[href='${path.pathname}']`);
        await press(page, "Enter");
        await page.waitForURL(path.href);
        await page.waitForFunction(() => !document.getElementById("ky-khoa").hidden);
        await checkAxe(page, "the class");
        const exceptions = await page.locator("li[data-place='0']").count();
        assert.ok(exceptions > 0);
        for (let i = 0; i < exceptions; i++) await press(page, "j", "s");
        assert.match(await page.locator("#ky-chon").textContent(), new RegExp(`^${exceptions} `));
        const shown = await page.locator("li[aria-current] a").getAttribute("href");
        assert.match(shown, /\/xem\//);
        const paper = await page.evaluate(async (href) => (await fetch(href)).headers.get("Content-Type"), shown);
        assert.equal(paper, "application/pdf");
        await picture(page, "sign-exceptions");

        await typeInto(page, "#ky-mat-khau", "sai");
        await press(page, "Enter");
        await until("how it was reviewed is asked", async () => /đã xem thế nào/.test(await said(page)));
        assert.ok(await page.evaluate(() => document.activeElement.name === "ky-cach"));
        await press(page, "Space"); // each of them
        assert.ok(await page.locator("input[name=ky-cach][value=each]").isChecked());
        await tabTo(page, "#ky-mat-khau");
        const { error } = await openKey(page, "sai", codes.pop());
        assert.match(error?.message ?? "", /^Mật khẩu của khóa không đúng/);
        await until("a wrong password is said", async () => await said(page) === error.message);
        assert.ok(await page.evaluate(() => document.activeElement.id === "ky-mat-khau"));
        await picture(page, "sign-wrong-password");
        await tabTo(page, "#ky-tat-ca");
        await press(page, "Enter");
        await page.locator("#ky-bat-dau").press("Enter");
        await until("not each was opened", async () => /\d+ học bạ được chọn chưa mở xem/.test(await said(page)));
        await press(page, "ArrowDown"); // by the list

        slow(true);
        await page.locator("#ky-mat-khau").focus();
        await openKey(page, readFileSync(`${school.home}/pki/cbql.pin`, "utf8").trim(), codes.pop());
        await page.locator("#ky-hoi").waitFor();
        assert.match(await page.locator("#ky-hoi p").first().textContent(), /Phạm Thị Thu Hà .* ký 13 học bạ của lớp 3A/);
        // How long it takes, and the list of what will be signed, before the yes.
        assert.match(await page.locator("#ky-uoc").textContent(), /^Ước chừng \d+ giây\.$/);
        const list = await page.evaluate(async () => (await fetch(document.getElementById("ky-tai-csv").href)).text());
        assert.equal(list.match(/[0-9a-f]{64}","chưa ký"/g)?.length, 13);
        await checkAxe(page, "the question");
        await picture(page, "sign-question");
        await press(page, "Enter"); // the yes has the focus
        await tabTo(page, "#ky-tam-dung");
        await until("some are signed", async () => (await counts(page))[0] >= 1);
        await press(page, "Enter");
        await page.locator("#ky-tiep").waitFor();
        slow(false);
        assert.equal(await page.locator("#ky-tam-dung").isVisible(), false);
        assert.equal(await page.locator("#ky-mat-khau").isVisible(), false);
        await checkAxe(page, "a pause");
        await picture(page, "sign-paused");
        await page.close();

        const next = await context.newPage();
        await next.goto(path.href);
        await next.locator("#ky-tiep").waitFor();
        const [signed, total] = await counts(next);
        assert.ok(signed < total && total === 13, `${signed} of ${total}`);
        await picture(next, "sign-back");
        await tabTo(next, "#ky-tiep");
        const resumed = next.waitForResponse((answer) => answer.request().method() === "POST");
        await press(next, "Enter");
        assert.ok((await resumed).ok());
        await next.close(); // and nobody looks while the rest is signed

        const last = await context.newPage();
        await last.goto(path.href);
        // Where the last was signed before the page came, there is nothing to sign and nothing to say.
        await until("all is signed", async () => await last.locator("#ky-bao").count() === 0 || /^Xong: 13 /.test(await said(last)));
        await last.reload();
        assert.equal(await last.locator("li[data-place='4']").count(), 13);
        const receipt = await last.locator("#bien-nhan a").first().getAttribute("href");
        const kept = await last.evaluate(async (href) => (await fetch(href)).headers.get("Content-Type"), receipt);
        assert.equal(kept, "application/pdf");
        assert.match(await last.locator("#bien-nhan li").first().textContent(), /đã ký 13/);
        await checkAxe(last, "everything is signed");
        await picture(last, "sign-done");
    },

    async "the clerk seals and issues; the principal closes the class"(open) {
        await startService();
        const clerk = await (await open()).newPage();
        await school.signIn(clerk, "vanthu", PASSWORD);
        await clerk.goto(`${school.address}/tai-khoan/hai-lop`);
        const key = await clerk.locator("p.code").first().textContent();
        await clerk.locator("input[name=ma]").fill(oneTimeCode(key.trim()));
        await press(clerk, "Enter");
        const code = await clerk.locator("li.code").first().textContent();
        await clerk.goto(`${school.address}/ky`);
        await clerk.getByRole("link", { name: "3A", exact: true }).click();
        await clerk.locator("#ky-mat-khau").waitFor();
        for (let i = await clerk.locator("li[data-place='0']").count(); i > 0; i--) await press(clerk, "j");
        await clerk.locator("#ky-tat-ca").click();
        const chosen = await clerk.locator("#ky-chon").textContent();
        await clerk.locator("input[name=ky-cach][value=list]").check();
        await clerk.locator("#ky-bang").selectOption("remote");
        await clerk.locator("#ky-tai-khoan").fill("022183100025");
        await checkAxe(clerk, "a remote service");
        await press(clerk, "Enter");
        await clerk.locator("#ky-dong-y").click();
        const counted = async () => /\d+:\d\d$/.test(await clerk.locator("#ky-han").textContent());
        await until("the telephone's time runs", counted);
        await checkAxe(clerk, "the telephone is waited for");
        await picture(clerk, "sign-telephone");
        await clerk.reload();
        await until("it still runs after coming back", counted);
        writeFileSync(`${school.folder}/journal.yes`, "");
        await until("the refusal is said", async () => /từ chối trên điện thoại/.test(await said(clerk)));
        assert.equal(await clerk.locator("#ky-chon").textContent(), chosen);
        await clerk.locator("input[name=ky-cach][value=list]").check(); // the page was loaded anew
        assert.equal(await clerk.locator("#ky-tai-khoan").inputValue(), "022183100025");
        await picture(clerk, "sign-telephone-refused");
        await clerk.locator("#ky-bang").selectOption("server");
        await clerk.locator("#ky-mat-khau").fill(readFileSync(`${school.home}/pki/school.pin`, "utf8").trim());
        await clerk.locator("#ky-ma").fill(code);
        await press(clerk, "Enter");
        await clerk.locator("#ky-dong-y").click();
        await until("all is sealed", async () => /^Xong: 13 /.test(await said(clerk)));
        await clerk.locator("form[action$='/phat-hanh'] button").click();
        await clerk.getByText("13 học bạ đã phát hành").waitFor();
        const issued = clerk.url(); // the server itself may be writing to the ledger just now
        await until("all is in the ledger", async () => {
            await clerk.goto(issued);
            return clerk.getByText("13 đã vào sổ cái").count();
        });
        await checkAxe(clerk, "what is issued");
        await picture(clerk, "sign-issued");

        const { page } = await begin(open);
        await page.goto(clerk.url());
        await page.locator("input[name=ly_do]").fill("chờ đánh giá bổ sung");
        await page.locator("#pk-bang").selectOption("remote"); // which has the school's seal, not her key
        await page.locator("#pk-tai-khoan").fill("022183100025");
        await checkAxe(page, "a remote service for the manifest");
        await page.locator("#pk-ky").click();
        await until("the seal is not hers", async () => /con dấu/.test(await page.locator("#pk-bao").textContent()));
        await page.locator("#bk-mat-khau").fill(readFileSync(`${school.home}/pki/cbql.pin`, "utf8").trim());
        await page.locator("#bk-ma").fill(codes.pop());
        await page.locator("#bang-ke").scrollIntoViewIfNeeded();
        await checkAxe(page, "before the manifest");
        await picture(page, "sign-manifest");
        await press(page, "Enter");
        await page.getByText("Đã chốt lớp.").waitFor();
        await page.getByText("Bảng kê đang đúng với lớp.").waitFor();
        await page.locator("#bang-ke").scrollIntoViewIfNeeded();
        await checkAxe(page, "the class is closed");
        await picture(page, "sign-closed");
    },

    async "she freezes the year with her own token"(open) {
        const { page } = await begin(open);
        const agent = await startAgent();
        await page.goto(`${school.address}/chot-nam`);
        for (const field of await page.locator("input[name=ly_do]").all()) await field.fill("chưa nhập xong");
        await page.locator("#pk-bang").selectOption("agent");
        await page.locator("#pk-cong").fill(String(agent.port));
        await page.locator("#pk").scrollIntoViewIfNeeded();
        await checkAxe(page, "a token for the freeze");
        await page.locator("#pk-ky").focus();
        await press(page, "Enter");
        await page.locator("#pk-thoi").click(); // not yet
        assert.equal(agent.batches.length, 0);
        await page.locator("#pk-ky").focus();
        await press(page, "Enter");
        await page.locator("#pk-hoi").waitFor();
        assert.match(await page.locator("#pk-hoi p").first().textContent(), /Phạm Thị Thu Hà: .*2023-2024/);
        await checkAxe(page, "the question for the freeze");
        await picture(page, "sign-freeze-question");
        await press(page, "Enter"); // the yes has the focus
        await page.getByText("đã ký chốt lúc").waitFor();
        assert.deepEqual(agent.batches.map(({ role, year, items }) => [role, year, items.length]), [["cbql", "2023-2024", 1]]);
        await checkAxe(page, "the year is frozen");
        await picture(page, "sign-frozen");
        const { status, body } = await page.evaluate(async () => {
            const answer = await fetch("/chot-nam/2023-2024");
            return { status: answer.status, body: await answer.text() };
        });
        assert.equal(status, 200);
        assert.match(body, /<ds:SignatureValue/);
    },

    async "the department inspects her school"(open) {
        const by = ["--by", "so.duyet"], round = "KT-1", code = "22193401";
        school.hocba("inspection", "open", round, code, "--unit", "22", "--year", "2023-2024", "--decision", "1/QĐ",
            "--criteria", "KH213", "--members", "Bà Phương", "--from", "2024-05-31", "--to", "2024-06-07", ...by);
        school.hocba("inspection", "sample", round, "--schools", "1", "--records", "2", ...by);
        school.hocba("inspection", "find", round, code, "--severity", "major", "--article", "KH213 II.4", "--text",
            "Sáu phòng học chưa có mạng", "--deadline", "2024-06-30", ...by);
        const page = await (await open(phone)).newPage();
        await school.signIn(page, "so.duyet", PASSWORD);
        for (const path of ["", `/${round}`, `/${round}/${code}`]) {
            await page.goto(`${school.address}/kiem-tra${path}`);
            await checkAxe(page, `an inspection: ${path}`);
            assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= 360));
        }
        await page.locator("summary").first().click(); // what opens without a script
        await page.locator("textarea[name=nhan_xet]").waitFor();
        await page.getByText("Sáu phòng học chưa có mạng").waitFor();
        await picture(page, "inspection-school-phone");
        await page.goto(new URL(await page.locator("a[href$='/xac-minh']").first().getAttribute("href"), school.address).href);
        await checkAxe(page, "a drawn record's verdict");
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= 360));
        await picture(page, "inspection-verdict-phone");
    },

    async "she and the department see what is reported"(open) {
        const officer = await (await open(phone)).newPage(), { page } = await begin(open, phone);
        await school.signIn(officer, "so.duyet", PASSWORD);
        for (const who of [officer, page]) {
            await who.goto(`${school.address}/bao-cao`);
            await who.getByRole("heading", { level: 1 }).waitFor();
            await checkAxe(who, "what is reported");
            assert.ok(await who.evaluate(() => document.documentElement.scrollWidth <= 360));
        }
        assert.ok(await page.locator("main table tbody tr").count() > 0);
        await picture(page, "report-phone");
    },

    async "the department trains and asks her"(open) {
        const by = ["--by", "so.duyet"], year = ["--year", "2023-2024"];
        school.hocba("pilot", "set", "2023-2024", "--decision", "45/QĐ-SGDĐT", "--date", "2024-03-15", "--from",
            "2024-03-20");
        school.hocba("pilot", "add", "2023-2024", "--school", "22193401", "--day", "2024-04-01");
        school.hocba("training", "add", ...year, "--title", "Ký số học bạ", "--topic", "Ký, kiểm tra chữ ký", "--place",
            "Sở GDĐT", "--held-by", "Bà Phương", "--day", "2024-05-06", "--hours", "1,5", "--roles",
            "class_teacher,subject_teacher,principal", ...by);
        school.hocba("training", "attend", "TH-1", "hieutruong", ...by);
        school.hocba("survey", "add", "principals", ...year, "--from", "2024-05-01", "--to", "2099-06-30", ...by);
        const officer = await (await open(phone)).newPage(), { page } = await begin(open, phone);
        await school.signIn(officer, "so.duyet", PASSWORD);
        const pages = [[officer, "/tap-huan"], [officer, "/tap-huan/TH-1"], [officer, "/khao-sat?mau=teachers"],
            [officer, "/khao-sat/KS-1"], [page, "/tap-huan/TH-1"], [page, "/khao-sat"], [page, "/khao-sat/KS-1/tra-loi"]];
        for (const [who, path] of pages) {
            await who.goto(`${school.address}${path}`);
            await checkAxe(who, path);
            assert.ok(await who.evaluate(() => document.documentElement.scrollWidth <= 360), path);
        }
        await picture(page, "survey-phone");
        await page.locator("input[name=c1][value='4']").focus(); // each group of choices is one stop
        await press(page, "ArrowDown");
        assert.ok(await page.locator("input[name=c1][value='5']").isChecked());
        for (const name of ["c2", "c3", "c4", "c7", "c9", "c10", "c11"])
            await page.locator(`input[name=${name}][value='3']`).check();
        await page.locator("main button.main").click();
        await page.getByText("không ai biết phiếu nào là của ai").waitFor();
        await page.getByText("đã trả lời").waitFor();
    },

    async "the department evaluates its pilot"(open) {
        const page = await (await open(phone)).newPage();
        await school.signIn(page, "so.duyet", PASSWORD);
        for (const query of ["", "&phan-to=co"]) {
            await page.goto(`${school.address}/danh-gia?nam-hoc=2023-2024&tu=2024-05-01&den=2024-05-31${query}`);
            await checkAxe(page, `the evaluation ${query}`);
            assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= 360));
        }
        await page.locator("#viet-proposals").fill("Đề nghị cấp chứng thư số cho giáo viên.");
        await page.locator("form:has(#viet-proposals) button").click();
        await page.getByText("Đã ghi.").waitFor();
        await picture(page, "evaluation-phone");
    },

    async "a phone"(open) {
        const { page } = await begin(open, phone);
        await page.goto(`${school.address}/ky`);
        await checkAxe(page, "the queue on a phone");
        await picture(page, "sign-queue-phone");
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= 360));
    },
});

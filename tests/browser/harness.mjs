// SPDX-License-Identifier: Apache-2.0
// A server for the grid's own stories: the files of ui/ and the grid API over real HTTP, with one
// class of invented pupils in memory. What a story needs of it can be told: sessions end, the
// network is cut, somebody else writes.

import { createServer } from "node:http";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const UI = fileURLToPath(new URL("../../ui/", import.meta.url));
const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; " +
    "connect-src 'self'; form-action 'self'; base-uri 'none'";
const NAMES = ["Nguyễn Văn An", "Trần Thị Ánh", "Lê Đức Bình", "Phạm Thu Hà", "Hoàng Minh Khôi",
    "Vũ Ngọc Lan", "Đặng Quang Minh", "Bùi Thị Ngọc", "Đỗ Gia Phúc", "Hồ Thanh Quỳnh",
    "Ngô Bảo Sơn", "Dương Mỹ Tâm", "Lý Hải Yến"];
export const SUBJECTS = [["TV", "Tiếng Việt"], ["T", "Toán"], ["NN1", "Ngoại ngữ 1"], ["DD", "Đạo đức"],
    ["TNXH", "Tự nhiên và Xã hội"], ["LSDL", "Lịch sử và Địa lí"], ["KH", "Khoa học"], ["TH", "Tin học"],
    ["CN", "Công nghệ"], ["GDTC", "Giáo dục thể chất"], ["AN", "Âm nhạc"], ["MT", "Mĩ thuật"], ["HDTN", "Hoạt động trải nghiệm"]];

function makePupils(count) {
    return Array.from({ length: count }, (_, i) => ({ enrolment: `e${i + 1}`, code: `HS${String(i + 1).padStart(3, "0")}`,
        name: NAMES[i % NAMES.length] + (i < NAMES.length ? "" : ` ${1 + Math.floor(i / NAMES.length)}`),
        birth: `2015-${String(1 + i % 12).padStart(2, "0")}-${String(1 + i % 28).padStart(2, "0")}`, state: "Đang học", locked: null }));
}

function columnsOf(subject) {
    return [{ key: `mon.${subject}.muc`, label: "Mức đạt được", kind: "level", choices: ["T", "H", "C"] },
        { key: `mon.${subject}.diem`, label: "Điểm KTĐK", kind: "mark" },
        { key: `mon.${subject}.nhan_xet`, label: "Nhận xét", kind: "text", max: 400 }];
}

const TRAITS = ["yeu_nuoc", "nhan_ai", "cham_chi"].map((key) => ({ key: `pham_chat_${key}`,
    label: { yeu_nuoc: "Yêu nước", nhan_ai: "Nhân ái", cham_chi: "Chăm chỉ" }[key], kind: "rating", choices: ["T", "Đ", "C"] }));

export class School {
    constructor({ pupils = 13 } = {}) {
        this.pupils = makePupils(pupils);
        this.pupils[4].locked = "Học bạ của em đã có người ký; muốn sửa phải trả lại trước.";
        this.cells = new Map();
        this.version = 0;
        this.signedIn = true;
        this.silent = false; // takes what comes, answers nothing
        this.saves = new Map();
        this.log = [];
    }

    put(enrolment, key, value, by) {
        const n = ++this.version;
        this.cells.set(`${enrolment}|${key}`, { value, n, by, at: "2026-05-20T10:42:00+07:00" });
        this.log.push({ enrolment, key, n, value, by, at: "2026-05-20T10:42:00+07:00" });
        return n;
    }

    value(enrolment, key) {
        return this.cells.get(`${enrolment}|${key}`)?.value ?? "";
    }

    problems(enrolments) {
        const found = [];
        for (const enrolment of enrolments)
            for (const [subject] of SUBJECTS) {
                const mark = this.value(enrolment, `mon.${subject}.diem`);
                if (this.value(enrolment, `mon.${subject}.muc`) === "T" && mark !== "" && Number(mark) < 9)
                    found.push({ enrolment, key: `mon.${subject}.diem`, rule: "TT27-7.1", severity: "error",
                        message: "Mức T (Hoàn thành tốt) cần điểm từ 9 trở lên." });
            }
        return found;
    }

    grid(query) {
        const subject = query.get("subject") ?? "";
        const columns = query.get("view") === "traits" ? TRAITS : query.get("view") === "all"
            ? SUBJECTS.flatMap(([code, name]) => columnsOf(code).map((column) => ({ group: name, ...column }))) : columnsOf(subject);
        return { class: { id: "c1", name: "4A1", year: "2025-2026", grade: 4 }, period: "cn", view: query.get("view"), version: this.version, columns,
            pupils: this.pupils.map((pupil) => ({ ...pupil, cells: columns.map(({ key }) => {
                const cell = this.cells.get(`${pupil.enrolment}|${key}`);
                return { v: cell?.value ?? "", n: cell?.n ?? 0 };
            }) })),
            problems: this.problems(this.pupils.map((pupil) => pupil.enrolment))};
    }

    save({ id, cells }) {
        if (this.saves.has(id)) return this.saves.get(id);
        const answer = { cells: cells.map((cell) => this.saveCell(cell)), problems: this.problems([...new Set(cells.map((cell) => cell.enrolment))]) };
        this.saves.set(id, answer);
        return answer;
    }

    saveCell({ enrolment, key, base, value }) {
        const now = this.cells.get(`${enrolment}|${key}`) ?? { value: "", n: 0 };
        const told = { enrolment, key };
        if (now.value === value) return { ...told, outcome: "unchanged", n: now.n, value };
        if (now.n !== base) return { ...told, outcome: "conflict", n: now.n, value: now.value, by: now.by, at: now.at };
        if (key.endsWith(".diem") && !/^(10|\d|)$/.test(value)) return { ...told, outcome: "refused", n: now.n, value, message: `“${value}” không phải là điểm từ 0 đến 10.` };
        return { ...told, outcome: "saved", n: this.put(enrolment, key, value, "Cô Mai"), value };
    }
}

function page(school, url) {
    const get = (name, other) => url.searchParams.get(name) ?? other;
    return `<!doctype html><html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Lớp 4A1</title><link rel="stylesheet" href="/ui/hocba.css"><link rel="stylesheet" href="/ui/grid.css">${school.signedIn ? "<meta name=\"csrf\" content=\"x\">" : ""}</head>
<body><main id="main">${school.signedIn ? `<div class="grid-head"><h1>Lớp 4A1</h1></div>
<div data-grid data-class="c1" data-user="mai" data-view="${get("xem", "subject")}" data-subject="${get("mon", "TV")}" data-period="cn">
<div class="grid-bar"></div><div class="grid-problems"></div><div class="grid-body"></div><aside class="grid-drawer" aria-label="Kho nhận xét" hidden></aside></div>
<script type="module" src="/ui/grid.js"></script>` : "<p>Đăng nhập</p>"}</main></body></html>`;
}

const COMMENTS = [{ id: "1", text: "{ten} đọc trôi chảy, hiểu nội dung bài.", uses: 3 }, { id: "2", text: "Em viết đúng chính tả, trình bày sạch.", uses: 0 }];

async function answer(school, request, url) {
    if (url.pathname.startsWith("/ui/")) {
        const name = url.pathname.slice(4).replace(/[^a-z_.]/g, "");
        return { type: name.endsWith(".css") ? "text/css" : "text/javascript", body: readFileSync(UI + name) };
    }
    if (url.pathname === "/nhap") return { type: "text/html", body: page(school, url) };
    if (url.pathname === "/dang-nhap") {
        const form = new URLSearchParams(await read(request));
        school.signedIn = form.get("mat_khau") === "dung";
        return { type: "text/html", body: "<p>…</p>" };
    }
    if (!school.signedIn) return { code: 401, json: { error: { code: "sign_in", message: "Hãy đăng nhập lại." } } };
    if (url.pathname === "/api/v1/cells") return { json: school.save(JSON.parse(await read(request))) };
    if (url.pathname.endsWith("/grid")) return { json: school.grid(url.searchParams) };
    if (url.pathname.endsWith("/changes")) {
        const since = Number(url.searchParams.get("since"));
        return { json: { version: school.version, cells: school.log.filter((one) => one.n > since) } };
    }
    if (url.pathname.endsWith("/comments")) return { json: { comments: COMMENTS } };
    if (url.pathname === "/api/v1/comments/check") {
        const { text } = JSON.parse(await read(request));
        return { json: { fit: { used: text.length / 100, continues: text.length > 100 }, remarks: text.includes("Bình") ? ["Có tên “Bình”, bạn cùng lớp; hãy xem lại."] : [] } };
    }
    if (url.pathname === "/api/v1/cells/history") {
        const get = (name) => url.searchParams.get(name);
        return { json: { changes: school.log.filter((one) => one.enrolment === get("enrolment") && one.key === get("key"))
            .map(({ at, by, value }) => ({ at, by, from: "", to: value, source: "pasted" })) } };
    }
    return { code: 404, json: { error: { code: "not_found", message: "Không có." } } };
}

async function read(request) {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    return Buffer.concat(chunks).toString();
}

/* Resolves with {school, address, stop()}. A port may be asked for, to come back on it. */
export function serve(school, port = 0) {
    const sockets = new Set();
    const server = createServer(async (request, response) => {
        const { code = 200, type, body, json } = await answer(school, request, new URL(request.url, "http://x"));
        if (school.silent) return request.socket.destroy();
        response.writeHead(code, { "Content-Type": json ? "application/json" : `${type}; charset=utf-8`, "Content-Security-Policy": POLICY });
        response.end(json ? JSON.stringify(json) : body);
    });
    server.on("connection", (socket) => { sockets.add(socket); socket.on("close", () => sockets.delete(socket)); });
    const stop = () => new Promise((resolve) => { server.close(resolve); for (const socket of sockets) socket.destroy(); });
    return new Promise((resolve) => server.listen(port, "127.0.0.1", () => resolve({ school, port: server.address().port, address: `http://127.0.0.1:${server.address().port}`, stop })));
}

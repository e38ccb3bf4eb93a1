# SPDX-License-Identifier: Apache-2.0
"""From the principal's queue to issued records over real HTTP, with the key outside the server: what
must be opened, who may not, a return, a server that is killed in the middle of a batch."""
import base64
import contextlib
import html
import http.client
import json
import pathlib
import re
import sqlite3
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from workplace import PROGRAM, Workplace  # noqa: E402


class Queue(Workplace):
    @classmethod
    def prepare(cls):
        cls.hocba("year", "set", "2023-2024", "so_mau_xem=4", "--home", cls.home)

    # ---- the page, played by us ----

    def call(self, visitor, path, body):
        code, text, _ = visitor.ask("POST", path, body=json.dumps(body), headers={
            "Content-Type": "application/json", "X-CSRF": visitor.token()})
        return code, json.loads(text)

    def rows(self, visitor, path):
        """[(uuid or "", place)] in the order of the page."""
        code, page, _ = visitor.get(path)
        self.assertEqual(code, 200)
        return re.findall(r'<li data-record="([^"]*)" data-place="(\d)"', page)

    def path_of(self, visitor, name, role):
        page = visitor.get("/ky")[1]
        return re.search(rf'href="(/ky/[0-9a-f-]+/{role})">{name}<', page).group(1)

    def begin(self, visitor, path, rows, name, opened=True):
        _, _, class_id, role = path.split("/")
        return self.call(visitor, "/api/v1/sign/begin", {
            "class": class_id, "role": role, "certificate": self.certificate(name),
            "records": [{"record": uuid, "opened": opened} for uuid, _ in rows]})

    def values(self, name, batch, items):
        return {"id": batch["id"], "values": [
            {"item": i, "value": self.sign(name, batch["items"][i]["digest"])} for i in items]}

    def sign_rest(self, visitor, path, name):
        rows = [row for row in self.rows(visitor, path) if row[1] in "01"]
        code, batch = self.begin(visitor, path, rows, name)
        self.assertEqual((code, batch["refused"]), (200, []))
        code, answer = self.call(visitor, "/api/v1/sign/attach",
                                 self.values(name, batch, range(len(rows))))
        self.assertEqual(code, 200, answer)
        self.assertEqual({row["outcome"] for row in answer["records"]}, {"signed"})

    def test_from_queue_to_issue(self):
        principal = self.visitor("hieutruong")
        path = self.path_of(principal, "3A", "cbql")
        rows = [row for row in self.rows(principal, path) if row[0]]
        self.assertGreater(len(rows), 8)
        places = [place for _, place in rows]
        self.assertEqual(places, sorted(places), "exceptions come first")
        self.sample(principal, path)
        self.sheets(principal, path)
        self.numbers(principal, path)
        self.look(principal, path, rows)
        self.queue_api(principal, path)
        self.note(principal, path, rows)
        noted = rows[0][0]
        rows = self.send_back(principal, path, rows)
        batch = self.refuse(principal, path, rows)
        self.die_in_the_middle(principal, path, rows, batch)
        clerk = self.visitor("vanthu")
        seal = self.path_of(clerk, "3A", "school")
        self.assertIn((noted, "0"), self.rows(clerk, seal), "a note of somebody else is to be looked at")
        self.sign_rest(clerk, seal, "school")
        self.receipts(principal, clerk, path, batch, len(rows))
        self.issue(clerk, seal, len(rows))
        sealed = json.loads(clerk.get(f"/api/v1/sign/batches?class={path.split('/')[2]}")[1])["batches"]
        self.assertEqual([one["signed"] for one in sealed], [len(rows)])
        text = self.paper_text(clerk, f"/luot-ky/{sealed[0]['id']}/bien-nhan")
        self.assertEqual(" ".join(text.split()).count("học bạ đã phát hành"), len(rows))
        self.assertIn(f'href="/luot-ky/{sealed[0]["id"]}/bien-nhan"', clerk.get(seal.replace("/school", "/phat-hanh"))[1])
        self.papers(principal, clerk, path.split("/")[2])

    def sign_paper(self, visitor, of, reasons, name="cbql", expect=200):
        """What ui/paper.js does: the digest out, signed, the value in."""
        code, made = self.call(visitor, "/api/v1/papers/prepare", {
            **of, "certificate": self.certificate(name),
            "reasons": [{"of": one, "reason": why} for one, why in reasons]})
        self.assertEqual(code, expect, made)
        if expect != 200:
            return made["error"]["message"]
        file = json.loads(made["file"])
        file["items"][0]["value"] = self.sign(name, file["items"][0]["digest"])
        return {**of, "file": json.dumps(file)}

    def papers(self, principal, clerk, class_id):
        """The class is closed and the year frozen by a token that is not the server's."""
        room = {"class": class_id}
        page = principal.get(f"/ky/{class_id}/phat-hanh")[1]
        self.assertIn('data-paper="class"', page)
        asked = re.findall(r'name="hoc_sinh" value="([^"]+)"', page)
        reasons = [(pupil, "chờ đánh giá bổ sung") for pupil in asked]
        for other in ("gvcn-3b", "school"):
            self.sign_paper(principal, room, reasons, other, 403)
        self.sign_paper(clerk, room, reasons, "cbql", 403)
        if reasons:
            self.assertIn("chưa có lý do", self.sign_paper(principal, room, [], expect=400))
        self.sign_paper(principal, {}, reasons, expect=400)
        signed = self.sign_paper(principal, room, reasons)
        bent = json.loads(signed["file"])
        bent["items"][0]["value"] = self.sign("cbql", base64.b64encode(bytes(32)).decode())
        code, _ = self.call(principal, "/api/v1/papers/attach", {**room, "file": json.dumps(bent)})
        self.assertEqual(code, 422)
        code, made = self.call(clerk, "/api/v1/papers/attach", signed)
        self.assertEqual(code, 403)
        code, made = self.call(principal, "/api/v1/papers/attach", signed)
        self.assertEqual((code, made["message"]), (200, None), made)
        self.assertIn(made["sha256"], self.database_text("SELECT sha256 FROM manifest"))
        page = principal.get("/chot-nam")[1]
        self.assertIn('data-paper="year"', page)
        reasons = [(name, "còn ký") for name in re.findall(r'name="lop" value="([^"]+)"', page)]
        signed = self.sign_paper(principal, {"year": "2023-2024"}, reasons)
        code, made = self.call(principal, "/api/v1/papers/attach", signed)
        self.assertEqual(code, 200, made)
        self.assertIn("Hiệu trưởng đã ký chốt lúc", principal.get("/chot-nam")[1])

    def database_text(self, statement):
        with contextlib.closing(sqlite3.connect(self.home / "hocba.db")) as store:
            return [one for one, in store.execute(statement)]

    def sheets(self, principal, path):
        """Whoever signs is told of sheets that families still have, once there are any."""
        doubt, back = "Phiếu xác nhận thông tin chưa về", "đã về, thông tin đúng"
        teacher, room = self.visitor("gv.3a"), f"/api/v1/classes/{path.split('/')[2]}/confirmations"
        self.assertNotIn(doubt, principal.get(path)[1])
        cookies = "; ".join(f"{name}={value}" for name, value in teacher.cookies.items())
        subprocess.run(["curl", "-sf", "-o", "/dev/null", "-b", cookies, "-H", f"X-CSRF: {teacher.token()}",
                        "-d", "{}", f"http://{self.server.address}{room}"], check=True)
        pupils = json.loads(teacher.get(room)[1])["pupils"]
        self.assertEqual({pupil["sheet"] for pupil in pupils}, {1})
        self.assertEqual({place for uuid, place in self.rows(principal, path) if uuid}, {"0"})
        self.assertIn(doubt, principal.get(path)[1])
        code, _ = self.call(teacher, "/api/v1/confirmations/back", {
            "sheets": [{"enrolment": pupil["enrolment"], "sheet": 1} for pupil in pupils]})
        self.assertEqual(code, 200)
        self.assertNotIn(doubt, principal.get(path)[1])
        self.assertIn(back, teacher.get(f"/lop/{path.split('/')[2]}/phieu-xac-nhan")[1])

    def numbers(self, principal, path):
        """Whoever signs is told of a number that another child has, and of what the population database
        answered, until somebody decides."""
        def identity(*words):
            return self.hocba("identity", *words, "--home", self.home)

        def give(pupil, number):
            self.hocba("set", "--pupil", pupil["code"], "--year", "2023-2024", f"so_cccd={number}",
                       "--home", self.home)

        twice, differs = "Số định danh này còn ở 1 học sinh khác", "họ tên: {} → Bàn Thị Khác"
        pupils = json.loads(identity("list", "--json"))["pupils"]
        mine = next(pupil for pupil in pupils if pupil["class"] == "3A")
        other = next(pupil for pupil in pupils if pupil["class"] == "2A")
        differs = differs.format(mine["name"])
        give(other, mine["number"])
        self.assertEqual(html.unescape(principal.get(path)[1]).count(twice), 1)
        give(other, other["number"])
        self.assertNotIn(twice, html.unescape(principal.get(path)[1]))
        identity("export", "--to", self.home / "pki" / "officer.pem", "--basis", "KH 213",
                 self.folder / "asked")
        with contextlib.closing(sqlite3.connect(self.home / "hocba.db")) as store:
            [(case,)] = store.execute("SELECT id FROM identity_question WHERE personal_number = ?",
                                      (mine["number"],))
        (self.folder / "answer").write_text(json.dumps({
            "format": "hocba-identity-answer-v1",
            "cases": [{"case": case, "result": "differs", "name": "Bàn Thị Khác"}]}))
        identity("import", self.folder / "answer")
        self.assertEqual(html.unescape(principal.get(path)[1]).count(differs), 1)
        identity("keep", case, "--reason", "giấy khai sinh ghi như đã nhập")
        self.assertNotIn(differs, html.unescape(principal.get(path)[1]))

    def sample(self, principal, path):
        """The school makes each signer open some at random, and the server holds them to it."""
        mark = "Chọn ngẫu nhiên để xem"
        page = principal.get(path)[1]
        self.assertEqual(page.count(mark), 4)
        self.assertEqual(principal.get(path)[1].count(mark), 4)
        drawn = re.findall(r'<li data-record="([^"]*)"(?:(?!</li>).)*?' + mark, page, re.S)
        self.assertEqual(self.begin(principal, path, [(drawn[0], "0")], "cbql",
                                    opened=False)[0], 409)

    def look(self, principal, path, rows):
        class_path = path.rsplit("/", 1)[0]
        self.assertIn(f"{class_path}/xem/{rows[0][0]}", principal.get(path)[1])
        self.paper(principal, f"{class_path}/xem/{rows[0][0]}")
        stranger = self.visitor("gv.1a")
        self.assertEqual(stranger.get(path)[0], 403)
        self.assertEqual(stranger.get(f"{class_path}/xem/{rows[0][0]}")[0], 403)
        self.assertEqual(self.begin(stranger, path, rows, "cbql")[0], 403)
        self.assertNotIn(class_path, stranger.get("/ky")[1])
        with contextlib.closing(sqlite3.connect(self.home / "hocba.db")) as store:
            looks = store.execute("SELECT l.login, e.class FROM access_log AS l JOIN enrolment AS e "
                                  "ON e.pupil = l.pupil WHERE l.detail = 'trang để ký'").fetchall()
        self.assertIn(("hieutruong", class_path.rsplit("/", 1)[1]), looks)
        self.assertNotIn("gv.1a", [login for login, _ in looks])

    def queue_api(self, principal, path):
        """What the page shows, as JSON; and returns as the page does."""
        _, _, room, role = path.split("/")
        api = f"/api/v1/sign/queue/{room}/{role}"
        classes = json.loads(principal.get("/api/v1/sign/queue")[1])["classes"]
        mine = next(one for one in classes if (one["class"], one["role"]) == (room, role))
        told = json.loads(principal.get(api)[1])
        self.assertEqual(told["counts"], mine["counts"])
        places = ["attention", "ready", "returned", "waiting", "signed"]
        self.assertEqual([(one["record"] or "", str(places.index(one["place"]))) for one in told["records"]],
                         self.rows(principal, path))
        self.assertTrue(all(one["reasons"] for one in told["records"] if one["place"] == "attention"))
        uuid = next(one["record"] for one in told["records"] if one["record"])
        code, paper, headers = principal.ask("GET", f"/api/v1/sign/queue/{room}/papers/{uuid}", binary=True)
        self.assertEqual((code, headers["Content-Type"], paper[:5]), (200, "application/pdf", b"%PDF-"))
        self.assertEqual(self.call(principal, api + "/return", {"record": uuid})[0], 400)
        stranger = self.visitor("gv.1a")
        self.assertEqual(stranger.get(api)[0], 403)
        self.assertEqual(self.call(stranger, api + "/return", {"record": uuid, "reason": "x"})[0], 403)
        self.assertEqual(json.loads(stranger.get("/api/v1/sign/queue")[1])["classes"].count(mine), 0)

    def note(self, principal, path, rows):
        """A note stays beside the record: whoever signs next must open it, whoever gets it back reads it."""
        uuid, action = rows[-1][0], path.replace("/cbql", "/ghi-chu/cbql")
        words = "Hỏi lại <phòng y tế>."
        self.assertEqual(principal.post(action, {"hoc_ba": uuid, "ghi_chu": " "})[0], 400)
        self.assertEqual(principal.post(action, {"hoc_ba": uuid, "ghi_chu": "x" * 501})[0], 400)
        self.assertEqual(principal.post(action, {"hoc_ba": "không có", "ghi_chu": "x"})[0], 404)
        code, _, headers = principal.post(action, {"hoc_ba": uuid, "ghi_chu": words})
        self.assertEqual((code, headers["Location"]), (303, path + "?da=ghi-chu"))
        self.assertIn(f"ghi: {html.escape(words)}", principal.get(path)[1])
        self.assertEqual(self.rows(principal, path), self.rows(principal, path))
        _, _, room, role = path.split("/")
        api = f"/api/v1/sign/queue/{room}/{role}"
        code, told = self.call(principal, api + "/note", {"record": rows[0][0], "text": "Đã xem bài thi."})
        self.assertEqual(code, 200, told)
        noted = {one["record"]: [note["text"] for note in one["notes"]] for one in told["records"] if one["notes"]}
        self.assertEqual(noted, {uuid: [words], rows[0][0]: ["Đã xem bài thi."]})
        self.assertEqual(self.call(self.visitor("gv.1a"), api + "/note", {"record": uuid, "text": "x"})[0], 403)
        self.assertEqual(self.visitor("gv.1a").post(action, {"hoc_ba": uuid, "ghi_chu": "x"})[0], 403)
        shown = json.loads(self.hocba("show", uuid, "--json", "--home", self.home))
        self.assertEqual([note["text"] for note in shown["notes"]], [words])

    def paper(self, principal, path):
        connection = http.client.HTTPConnection(self.server.address, timeout=60)
        cookies = "; ".join(f"{name}={value}" for name, value in principal.cookies.items())
        try:
            connection.request("GET", path, headers={"Cookie": cookies})
            answer = connection.getresponse()
            self.assertEqual((answer.status, answer.headers["Content-Type"]),
                             (200, "application/pdf"))
            self.assertTrue(answer.read().startswith(b"%PDF-"))
        finally:
            connection.close()

    def send_back(self, principal, path, rows):
        """A return needs a reason; the record leaves those that can be signed."""
        action = path.replace("/cbql", "/tra-ve/cbql")
        self.assertEqual(principal.post(action, {"hoc_ba": rows[-1][0]})[0], 400)
        reason = "Điểm hoặc mức cần kiểm tra lại."
        code, _, headers = principal.post(action, {"hoc_ba": rows[-1][0], "mau": reason,
                                                   "ly_do": "Xem bài thi <Toán>."})
        self.assertEqual((code, headers["Location"]), (303, path + "?da=tra-ve"))
        self.assertIn("Đã trả học bạ về để sửa", principal.get(headers["Location"])[1])
        page = principal.get(path)[1]
        self.assertIn(f"{reason} Xem bài thi &lt;Toán&gt;.", page)
        left = [row for row in self.rows(principal, path) if row[0]]
        self.assertEqual(len(left), len(rows) - 1)
        self.hear(principal, path, f"{reason} Xem bài thi &lt;Toán&gt;.")
        return left

    def hear(self, principal, path, reason):
        """Who had signed the record hears of it, once as news; who returned it and strangers do not."""
        teacher, stranger = self.visitor("gv.3a"), self.visitor("gv.1a")
        self.assertIn('<span class="count">1</span>', teacher.get("/")[1])
        page = teacher.get("/thong-bao")[1]
        self.assertIn(reason, page)
        told = json.loads(teacher.get("/api/v1/notices")[1])["notices"]
        self.assertEqual([(one["reason"], one["role"], one["seen"]) for one in told], [(html.unescape(reason), "gvcn", True)])
        self.assertRegex(told[0]["notes"][0], r"\(cán bộ quản lý\) ghi: Hỏi lại <phòng y tế>\.$")
        self.assertIn("Hỏi lại &lt;phòng y tế&gt;.", page)
        self.assertIn(f'href="{path.replace("/cbql", "/gvcn")}"', page)
        self.assertIn(">mới</span>", page)
        self.assertNotIn('class="count"', page)
        page = teacher.get("/thong-bao")[1]
        self.assertIn(reason, page)
        self.assertNotIn(">mới</span>", page)
        for other in (principal, stranger):
            self.assertNotIn('class="count"', other.get("/")[1])
            self.assertNotIn(reason, other.get("/thong-bao")[1])

    def refuse(self, principal, path, rows):
        looked_at = [row for row in rows if row[1] == "0"]
        if looked_at:
            self.assertEqual(self.begin(principal, path, looked_at, "cbql", opened=False)[0], 409)
        _, _, room, role = path.split("/")
        body = {"class": room, "role": role, "certificate": self.certificate("cbql"),
                "records": [{"record": uuid, "opened": i > 0 or place == "0"} for i, (uuid, place) in enumerate(reversed(rows))]}
        for review, code in (("each", 409), ("x", 400)):  # the last one is ready, and was not opened
            self.assertEqual(self.call(principal, "/api/v1/sign/begin", {**body, "review": review})[0], code, review)
        self.assertEqual(self.begin(principal, path, rows, "gvcn")[0], 403)
        self.assertEqual(self.begin(principal, path, rows, "school")[0], 403)
        self.assertEqual(self.begin(principal, path, rows + rows[:1], "cbql")[0], 400)
        code, older = self.begin(principal, path, rows, "cbql")
        self.assertEqual(code, 200)
        code, batch = self.begin(principal, path, rows, "cbql")
        self.assertEqual(code, 200)
        self.assertIn(f"ký {len(rows)} học bạ của lớp 3A", batch["sentence"])
        values = self.values("cbql", older, [0])
        self.assertEqual(self.call(principal, "/api/v1/sign/attach", values)[0], 404)
        self.list_before(principal, rows, batch)
        values = self.values("gvcn", batch, [0])  # another key's value
        code, answer = self.call(principal, "/api/v1/sign/attach", values)
        self.assertEqual((code, answer["records"][0]["outcome"]), (200, "failed"))
        self.failed_before(principal, path, rows[0][0])
        return batch

    def list_before(self, principal, rows, batch):
        """Before the PIN: what will be signed, with digests, and how long it takes."""
        self.assertEqual((batch["seconds"], batch["pin_each"]), (len(rows), 9 * len(rows)))
        digests = [base64.b64decode(item["digest"]).hex() for item in batch["items"]]
        code, table, headers = principal.get(f"/luot-ky/{batch['id']}/danh-sach")
        self.assertEqual((code, headers["Content-Type"]), (200, "text/csv; charset=utf-8"))
        for (uuid, _), digest in zip(rows, digests):
            self.assertIn(f'"{uuid}","{digest}","chưa ký"', table)
        told = json.loads(principal.get(f"/api/v1/sign/batches/{batch['id']}")[1])
        self.assertEqual([item["digest"] for item in told["items"]], digests)
        self.assertEqual({item["outcome"] for item in told["items"]}, {"open"})
        self.assertEqual((told["open"], told["seconds"], told["sentence"]), (len(rows), len(rows), batch["sentence"]))
        text = self.paper_text(principal, f"/luot-ky/{batch['id']}/bien-nhan")
        for part in ("DANH SÁCH SẼ KÝ", digests[-1], batch["id"], "Chưa ký gì."):
            self.assertIn(part, text)
        stranger = self.visitor("gv.1a")
        for place in (f"/luot-ky/{batch['id']}/danh-sach", f"/luot-ky/{batch['id']}/bien-nhan",
                      f"/api/v1/sign/batches/{batch['id']}"):
            self.assertEqual(stranger.get(place)[0], 404)

    def paper_text(self, visitor, path):
        code, paper, headers = visitor.ask("GET", path, binary=True)
        self.assertEqual((code, headers["Content-Type"]), (200, "application/pdf"))
        return subprocess.run(["pdftotext", "-", "-"], input=paper, check=True, capture_output=True).stdout.decode()

    def failed_before(self, principal, path, uuid):
        """What was not signed stands on the first page, and can be chosen alone."""
        told = json.loads(principal.get("/api/v1/sign/refused")[1])
        self.assertEqual([(one["record"], one["role"]) for one in told["records"]], [(uuid, "cbql")])
        page = principal.get("/")[1]
        self.assertIn(f'href="{path}?lai=1"', page)
        self.assertIn("<b>1</b> học bạ lượt ký trước không ký được", page)
        self.assertIn(f'href="{path}?lai=1"', principal.get("/ky")[1])
        page = principal.get(path)[1]
        self.assertEqual(re.findall(r'data-record="([^"]+)" data-place="\d" data-refused="1"', page), [uuid])
        self.assertIn(html.escape(told["records"][0]["message"], quote=False), html.unescape(page).replace("&", "&amp;"))

    def receipts(self, principal, clerk, path, batch, count):
        """Afterwards: a receipt of each batch, and one notice of each to the clerk."""
        room = path.split("/")[2]
        told = json.loads(principal.get(f"/api/v1/sign/batches?class={room}")[1])["batches"]
        self.assertEqual(len(told), 2)
        self.assertEqual(sum(one["signed"] for one in told), count)
        self.assertEqual({one["id"] for one in told} & {batch["id"]}, {batch["id"]})
        half = next(one for one in told if one["id"] == batch["id"])
        self.assertEqual((half["failed"], half["role"], half["signer"]), (0, "cbql", "hieutruong"))
        text = self.paper_text(principal, f"/luot-ky/{batch['id']}/bien-nhan")
        for part in ("BIÊN NHẬN KÝ SỐ", batch["id"], batch["certificate"], f"đã ký {half['signed']}, "
                     f"không ký được 0, chưa ký {half['open']}"):
            self.assertIn(part, text)
        page = principal.get(path)[1]
        self.assertIn(f'href="/luot-ky/{batch["id"]}/bien-nhan"', page)
        self.assertEqual(json.loads(principal.get("/api/v1/sign/refused")[1])["count"], 0)
        self.assertNotIn("?lai=1", principal.get("/")[1])
        heard = [one for one in json.loads(clerk.get("/api/v1/notices")[1])["notices"] if one["kind"] == "batch_signed"]
        self.assertEqual(sorted(one["signed"] for one in heard if one["class"] == room),
                         sorted(one["signed"] for one in told))
        self.assertEqual({one["role"] for one in heard}, {"school"})
        page = clerk.get("/thong-bao")[1]
        self.assertIn(f"đã ký {half['signed']} học bạ với vai trò", page)
        self.assertIn(f'href="/ky/{room}/school"', page)
        for other in (self.visitor("gv.1a"), self.visitor("gv.3a"), principal):
            told = json.loads(other.get("/api/v1/notices")[1])["notices"]
            self.assertNotIn("batch_signed", [one["kind"] for one in told])

    def die_in_the_middle(self, principal, path, rows, batch):
        half = len(rows) // 2
        code, answer = self.call(principal, "/api/v1/sign/attach",
                                 self.values("cbql", batch, range(half)))
        self.assertEqual([row["outcome"] for row in answer["records"]], ["signed"] * half)
        self.server.process.kill()
        self.server.process.wait(20)
        self.start()
        principal.address = self.server.address
        code, answer = self.call(principal, "/api/v1/sign/attach",
                                 self.values("cbql", batch, [0, half]))
        self.assertEqual([row["outcome"] for row in answer["records"]], ["already", "signed"])
        self.sign_rest(principal, path, "cbql")
        self.assertNotIn("0", [place for _, place in self.rows(principal, path)])

    def issue(self, clerk, seal, count):
        action = seal.replace("/school", "/phat-hanh")
        page = clerk.post(action, {})[1]
        self.assertEqual(page.count(">đã phát hành</span>"), count)
        page = clerk.post(action, {})[1]
        self.assertEqual(page.count(">từ trước</span>"), count)
        done = self.hocba("list", "--year", "2023-2024", "--class", "3A", "--home", self.home,
                          "--json")
        states = [row["state"] for row in json.loads(done)["records"]]
        self.assertEqual(states.count("issued"), count)
        self.assertEqual(states.count("draft"), 1)
        self.issued_api(clerk, seal.split("/")[2], count)
        self.told(count)
        self.believed(count)

    def issued_api(self, clerk, room, count):
        code, again = self.call(clerk, f"/api/v1/classes/{room}/issued", {})
        self.assertEqual((code, again["issued"]), (200, count))
        told = json.loads(clerk.get(f"/api/v1/classes/{room}/issued")[1])
        issued = [one for one in told["records"] if one["issued_at"]]
        self.assertEqual(len(issued), count)
        self.assertEqual({one["state"] for one in issued}, {"issued"})
        self.assertEqual(self.call(self.visitor("gv.1a"), f"/api/v1/classes/{room}/issued", {})[0], 403)

    def believed(self, count):
        """With nothing but the root: the signers' issuers stand in the file."""
        out = self.home / "out" / "trang-ky"
        subprocess.run([PROGRAM, "export", "--year", "2023-2024", "--class", "3A", "--format", "xml",
                        "--out", out, "--home", self.home], capture_output=True)  # one is a draft
        files = sorted(out.glob("*.xml"))
        self.assertEqual(len(files), count)
        done = self.hocba("verify", *files, "--anchors", self.home / "pki" / "root.pem", "--json")
        self.assertEqual({file["verdict"] for file in json.loads(done)["files"]}, {"authentic"})

    def told(self, count):
        """How each record was looked at stands in the event of its signature."""
        with sqlite3.connect(self.home / "hocba.db") as store:
            rows = store.execute("SELECT reason FROM record_event WHERE verb = 'sign_cbql' AND "
                                 "reason LIKE '%Đã mở xem trước khi ký.%'").fetchall()
        self.assertEqual(len(rows), count)


if __name__ == "__main__":
    unittest.main(verbosity=2)

# SPDX-License-Identifier: Apache-2.0
"""An inspection over the pages alone, in the demo of whoever mixes this in."""
import base64
import contextlib
import hashlib
import html
import json
import re
import sqlite3
import time

ROUND, SCHOOL = "KT-2024-01", "22193401"
PLACE = f"/kiem-tra/{ROUND}/{SCHOOL}"
ITEMS = ("computers", "network", "management_system", "signatures", "staff")
FOUND = "Sáu phòng học chưa có mạng <b>"


def drawn(officer, code):
    """The round's page once the server has drawn its sample."""
    while True:
        status, page, headers = officer.get(f"/kiem-tra/{code}")
        assert status == 200 and "Chưa chọn được mẫu" not in page, page
        if "Đang chọn mẫu" not in page:
            return page, headers
        time.sleep(0.1)


class InspectionPages:
    known, codes = {}, {}

    def visitor(self, login):
        """Signed in once, whichever test comes first: some have a second factor afterwards."""
        if login not in self.known:
            self.known[login] = super().visitor(login)
        return self.known[login]

    def take_factor(self, visitor):
        """Once; whoever comes second takes codes from the end."""
        if visitor not in self.codes:
            self.codes[visitor] = super().take_factor(visitor)
        return self.codes[visitor]

    def open_round(self, officer):
        fields = {"ma_dot": ROUND, "nam_hoc": "2023-2024", "quyet_dinh": "112/QĐ-SGDĐT", "noi_dung": "KH213",
                  "thanh_phan": "Bà Phương, ông Khánh", "tu_ngay": "2024-05-31", "den_ngay": "2024-06-07",
                  "truong": SCHOOL, "hat_giong": "mua-he"}
        code, page, _ = officer.post("/kiem-tra", {**fields, "den_ngay": "2024-05-01"})
        self.assertEqual(code, 400)
        self.assertIn('value="112/QĐ-SGDĐT"', html.unescape(page))  # what was typed comes back
        code, _, headers = officer.post("/kiem-tra", fields)
        self.assertEqual((code, headers["Location"]), (303, f"/kiem-tra/{ROUND}"))
        self.assertEqual(officer.post("/kiem-tra", fields)[0], 409)
        page = officer.get(f"/kiem-tra/{ROUND}")[1]
        self.assertIn("chưa chọn mẫu", page)
        self.assertIn("mọi trường (+10)", page)
        draw = f"/kiem-tra/{ROUND}/chon-mau"
        self.assertEqual(officer.post(draw, {"so_truong": "x", "so_hoc_ba": "3"})[0], 400)
        # A job of the server: while somebody else holds the store the page says that it is drawn, and loads itself again.
        with contextlib.closing(sqlite3.connect(self.home / "hocba.db", isolation_level=None)) as store:
            store.execute("BEGIN IMMEDIATE")
            self.assertEqual(officer.post(draw, {"so_truong": "1", "so_hoc_ba": "3"})[0], 303)
            self.assertEqual(officer.post(draw, {"so_truong": "1", "so_hoc_ba": "3"})[0], 409)
            status, page, headers = officer.get(f"/kiem-tra/{ROUND}")
            self.assertEqual((status, headers["Refresh"]), (200, "2"))
            self.assertIn("Đang chọn mẫu", page)
            self.assertNotIn('name="so_truong"', page)
            told = json.loads(officer.get(f"/api/v1/inspections/{ROUND}")[1])
            self.assertEqual((told["drawing"]["state"], told["sample"]), ("running", []))
            store.execute("ROLLBACK")
        page, headers = drawn(officer, ROUND)
        self.assertIn(PLACE, page)
        self.assertIsNone(headers["Refresh"])
        self.assertEqual(officer.post(draw, {"so_truong": "1", "so_hoc_ba": "3"})[0], 409)

    def look_at_records(self, officer, teacher):
        """As printed, and in the pupil's access log."""
        paths = re.findall(rf'href="(/kiem-tra/{ROUND}/hoc-ba/[^"/]+)"', officer.get(PLACE)[1])
        self.assertEqual(len(paths), 3)
        answers = [officer.ask("GET", path, binary=True) for path in paths]
        printed = [path for path, (code, body, _) in zip(paths, answers) if code == 200 and body[:5] == b"%PDF-"]
        self.assertTrue(printed)
        for path in paths:
            self.assertEqual(teacher.get(path)[0], 403)
        with sqlite3.connect(self.home / "hocba.db") as store:
            logged = store.execute("SELECT count(*) FROM access_log WHERE detail = ?",
                                   [f"đợt kiểm tra {ROUND}"]).fetchone()[0]
            other = store.execute("SELECT uuid FROM record WHERE uuid NOT IN "
                                  "(SELECT record FROM inspection_record)").fetchone()[0]
        self.assertEqual(logged, len(printed))
        self.assertEqual(officer.get(f"/kiem-tra/{ROUND}/hoc-ba/{other}")[0], 404)

    def write_down(self, officer, leader):
        check = {f"ket_qua-{item}": "yes" for item in ITEMS} | {"ket_qua-network": "partly"}
        self.assertEqual(officer.post(f"{PLACE}/dieu-kien", check)[0], 400)  # without a remark: none of them
        self.assertNotIn("checked", officer.get(PLACE)[1])
        check["nhan_xet-network"] = "chỉ ở văn phòng"
        self.assertEqual(leader.post(f"{PLACE}/dieu-kien", check)[0], 403)
        self.assertEqual(officer.post(f"{PLACE}/dieu-kien", check)[0], 303)
        self.assertEqual(officer.post(f"{PLACE}/dieu-kien", check)[0], 400)  # nothing new
        finding = {"noi_dung": FOUND, "muc_do": "major", "can_cu": "KH213 II.4", "bang_chung": "", "han": ""}
        code, page, _ = officer.post(f"{PLACE}/phat-hien", finding)
        self.assertEqual(code, 400)
        self.assertIn(html.escape(FOUND), page)
        code, _, headers = officer.post(f"{PLACE}/phat-hien", {**finding, "han": "2024-06-15"})
        self.assertEqual(code, 303)
        page = leader.get(PLACE)[1]
        self.assertIn(html.escape(FOUND), page)
        self.assertNotIn(FOUND, page)
        self.assertNotIn("/theo-doi", page)
        number = re.search(r'name="so" value="(\d+)"', page).group(1)
        answer = {"so": number, "y_kien": "Sẽ kéo mạng trong hè"}
        self.assertEqual(officer.post(f"{PLACE}/tra-loi", answer)[0], 403)
        self.assertEqual(leader.post(f"{PLACE}/tra-loi", answer)[0], 303)
        follow = {"so": number, "nhan_xet": "Đã có mạng", "da_xong": "roi"}
        self.assertEqual(leader.post(f"{PLACE}/theo-doi", follow)[0], 403)
        self.assertEqual(officer.post(f"{PLACE}/theo-doi", {**follow, "da_xong": ""})[0], 400)
        return follow

    def test_an_inspection(self):
        officer, leader, teacher = (self.visitor(login) for login in
                                    ("so.duyet", "phohieutruong", "gv.minh.nguyet"))
        self.assertIn('href="/kiem-tra"', officer.get("/")[1])
        self.assertNotIn('href="/kiem-tra"', teacher.get("/")[1])
        self.open_round(officer)
        self.assertEqual(teacher.get(PLACE)[0], 403)
        self.look_at_records(officer, teacher)
        follow = self.write_down(officer, leader)
        close = {"ket_luan": "Đạt yêu cầu"}
        self.assertEqual(leader.post(f"/kiem-tra/{ROUND}/ket-thuc", close)[0], 403)
        self.assertEqual(officer.post(f"/kiem-tra/{ROUND}/ket-thuc", close)[0], 409)
        self.keep_evidence(officer, leader, teacher, follow["so"])
        self.assertEqual(officer.post(f"{PLACE}/theo-doi", follow)[0], 303)
        self.assertEqual(officer.post(f"/kiem-tra/{ROUND}/ket-thuc", close)[0], 409)  # there are no minutes
        self.sign_minutes(officer, leader, teacher)
        page = leader.get(PLACE)[1]
        self.assertIn("Sẽ kéo mạng trong hè", page)
        self.assertIn("đã khắc phục", page)
        self.close_round(officer, close)
        self.assertIn("Đạt yêu cầu", leader.get(f"/kiem-tra/{ROUND}")[1])
        self.assertIn(ROUND, leader.get("/kiem-tra")[1])
        self.more_than_a_page(officer)

    def more_than_a_page(self, officer):
        """Half a list would look like a whole one, so it is refused with a sentence."""
        with sqlite3.connect(self.home / "hocba.db") as store:
            store.execute("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 250) "
                          "INSERT INTO inspection SELECT printf('00000000-0000-4000-8000-%012d', n.i), code || '-' || n.i, unit, year, "
                          "hex(zeroblob(20000)), criteria, members, from_date, to_date, seed, made_at, made_by "
                          "FROM inspection, n WHERE code = ?", [ROUND])
        code, page, _ = officer.get("/kiem-tra")
        self.assertEqual(code, 503)
        self.assertIn("không hiện được thành một trang", page)
        self.assertIn("</html>", page)

    def upload(self, visitor, path, number, name, content):
        fields = {"_csrf": visitor.token(), "so": number}
        parts = [f'--XX\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
                 for key, value in fields.items()]
        parts.append(f'--XX\r\nContent-Disposition: form-data; name="tep"; filename="{name}"\r\n\r\n'.encode()
                     + content + b"\r\n--XX--\r\n")
        return visitor.ask("POST", path, body=b"".join(parts),
                           headers={"Content-Type": "multipart/form-data; boundary=XX"})[0]

    def keep_evidence(self, officer, leader, teacher, number):
        picture = b"\x89PNG\r\n\x1a\n" + bytes(100)
        self.assertEqual(self.upload(leader, f"{PLACE}/tep", number, "a.png", picture), 403)
        self.assertEqual(self.upload(officer, f"{PLACE}/tep", number, "a.html", b"<script>alert(1)</script>"), 400)
        self.assertEqual(self.upload(officer, f"{PLACE}/tep", number, "../<a>.png", picture), 303)
        page = leader.get(PLACE)[1]
        self.assertIn("&lt;a&gt;.png", page)
        path = re.search(rf'href="(/kiem-tra/{ROUND}/tep/\d+)"', page).group(1)
        code, body, headers = leader.ask("GET", path, binary=True)
        self.assertEqual((code, body, headers["Content-Type"]), (200, picture, "image/png"))
        self.assertTrue(headers["Content-Disposition"].startswith("attachment"))
        self.assertEqual(teacher.get(path)[0], 403)
        with contextlib.closing(sqlite3.connect(self.home / "hocba.db")) as store:
            logged = store.execute("SELECT l.detail, u.code FROM access_log AS l JOIN unit AS u ON u.id = l.unit"
                                   " WHERE l.what = 'evidence'").fetchall()
        self.assertEqual(len(logged), 1)  # the teacher got nothing
        self.assertIn("<a>.png", logged[0][0])
        self.assertEqual(logged[0][1], PLACE.rpartition("/")[2])

    def sign_minutes(self, officer, leader, teacher):
        """Made by the head, who signs with a token; then the principal with the key on the server."""
        principal, paper = self.visitor("hieutruong"), f"{PLACE}/bien-ban"
        fields = {"dia_diem": "Phòng họp", "bat_dau": "2024-05-31T08:00", "xong_luc": "2024-05-31T11:00", "doan": "",
                  "da_kiem_tra": "", "phia_truong": "Bà Hà", "y_kien_truong": "Nhất trí"}
        self.assertEqual(officer.get(paper + ".pdf")[0], 404)
        self.assertEqual(leader.post(paper, fields)[0], 403)
        self.assertEqual(officer.post(paper, {**fields, "xong_luc": "mai"})[0], 400)
        self.assertEqual(officer.post(paper, fields)[0], 303)
        self.sign_with_a_token(officer, principal)
        self.assertIn("chờ hiệu trưởng", leader.get(PLACE)[1])
        codes = self.take_factor(principal)
        key = {"mat_khau": self.pin("cbql"), "ma": codes[-1], "bien_ban": self.seen(principal)}
        self.assertEqual(principal.post(paper + "/ky", {**key, "bien_ban": "0" * 64})[0], 409)
        code, page, _ = principal.post(paper + "/ky", key)
        self.assertEqual(code, 303, page)
        self.assertIn("đủ hai chữ ký", leader.get(PLACE)[1])
        code, body, _ = leader.ask("GET", paper + ".pdf", binary=True)
        self.assertEqual((code, body[:5]), (200, b"%PDF-"))
        self.assertEqual(leader.get(paper + ".xml")[1].count("<ds:Signature "), 2)
        self.assertEqual(teacher.get(paper + ".xml")[0], 403)
        self.assertEqual(officer.post(paper, fields)[0], 409)

    def seen(self, visitor):
        page = visitor.get(PLACE)[1]
        self.assertIn('data-paper="minutes"', page)
        return re.search(r'name="bien_ban" value="([0-9a-f]{64})"', page).group(1)

    def sign_with_a_token(self, officer, principal):
        """What ui/paper.js does: the digest out, signed, the value in."""
        minutes = {"minutes": f"{ROUND}/{SCHOOL}"}

        def call(visitor, step, **body):
            code, text, _ = visitor.ask("POST", f"/api/v1/papers/{step}", body=json.dumps({**minutes, **body}),
                                        headers={"X-CSRF": visitor.token(), "Content-Type": "application/json"})
            return code, json.loads(text)

        order = {"certificate": self.certificate("officer"), "seen": self.seen(officer)}
        self.assertEqual(call(officer, "prepare", **{**order, "seen": "0" * 64})[0], 409)
        self.assertEqual(call(officer, "prepare", **{**order, "seen": ""})[0], 400)
        self.assertEqual(call(officer, "prepare", **{**order, "certificate": self.certificate("cbql")})[0], 403)
        self.assertEqual(call(principal, "prepare", **order)[0], 403)  # it is not her turn
        code, made = call(officer, "prepare", **order)
        self.assertEqual((code, made["role"]), (200, "paper"), made)
        file = json.loads(made["file"])
        self.assertEqual(file["title"], "Biên bản kiểm tra " + made["school"])
        item = file["items"][0]
        digest, item["value"] = item["digest"], self.sign("officer", base64.b64encode(bytes(32)).decode())
        self.assertEqual(call(officer, "attach", file=json.dumps(file))[0], 422)  # of another text
        item["value"] = self.sign("officer", digest)
        self.assertEqual(call(principal, "attach", file=json.dumps(file))[0], 403)
        code, made = call(officer, "attach", file=json.dumps(file))
        self.assertEqual(code, 200, made)
        self.assertNotEqual(call(officer, "attach", file=json.dumps(file))[0], 200)  # once

    def close_round(self, officer, close):
        self.assertEqual(officer.post(f"/kiem-tra/{ROUND}/ket-thuc", close)[0], 303)
        self.assertEqual(officer.post(f"/kiem-tra/{ROUND}/ket-thuc", close)[0], 409)


class ReceivedPages:
    def test_received_records(self):
        """A school whose program is another: its records are drawn too, with the verifier's word on each."""
        officer, teacher = (self.visitor(login) for login in ("so.duyet", "gv.minh.nguyet"))
        code = "KT-2024-02"
        fields = {"ma_dot": code, "nam_hoc": "2023-2024", "quyet_dinh": "113/QĐ-SGDĐT", "noi_dung": "KH213",
                  "thanh_phan": "Bà Phương", "tu_ngay": "2024-05-31", "den_ngay": "2024-06-07", "truong": "22193402",
                  "hat_giong": "cong"}
        status, page, _ = officer.post("/kiem-tra", fields)
        self.assertEqual(status, 303, re.findall(r"class=.message[^>]*>.*?</div>", page, re.S))
        draw = {"so_truong": "1", "so_hoc_ba": "5"}
        self.assertEqual(officer.post(f"/kiem-tra/{code}/chon-mau", draw)[0], 303)
        drawn(officer, code)
        page = officer.get(f"/kiem-tra/{code}/22193402")[1]
        self.assertEqual(page.count("nhận qua cổng"), 5)
        with contextlib.closing(sqlite3.connect(self.home / "hocba.db")) as store:
            received = [row[0] for row in store.execute(
                "SELECT r.uuid FROM received_record AS r JOIN unit AS u ON u.id = r.unit WHERE u.code = '22193402'")]
        ordered = sorted(received, key=lambda uuid: hashlib.sha256(
            f"hocba-inspection-1\ncong\nrecord\n{uuid}".encode()).digest())[:5]
        self.assertEqual(re.findall(r'hoc-ba/([0-9a-f-]{36})"', page), ordered)
        place = f"/kiem-tra/{code}/hoc-ba/{ordered[0]}"
        shown = officer.get(f"{place}/xac-minh")[1]
        self.assertIn('data-state="valid"', shown)
        self.assertIn("Sở tiếp nhận lúc", shown)
        status, body, _ = officer.ask("GET", place, binary=True)
        self.assertEqual((status, body[:5]), (200, b"%PDF-"))
        self.undecided(officer, place)
        status, body, _ = officer.ask("GET", place, binary=True)
        self.assertEqual((status, body[:5]), (200, b"%PDF-"))
        status, body, headers = officer.ask("GET", f"{place}/tep.xml", binary=True)
        self.assertEqual((status, body.startswith(b"<HOC_BA")), (200, True))
        self.assertIn(ordered[0], headers["Content-Disposition"])
        for path in (place, f"{place}/xac-minh", f"{place}/tep.xml"):
            self.assertEqual(teacher.get(path)[0], 403)
        with contextlib.closing(sqlite3.connect(self.home / "hocba.db")) as store:
            logged = store.execute("SELECT count(*) FROM access_log WHERE detail LIKE ?", [f"%{ordered[0]}%"])
            # As printed (twice), the file, and what the verifier says of it.
            self.assertEqual(logged.fetchone()[0], 4)
        api = f"/api/v1/inspections/{code}/records/{ordered[0]}"
        told = json.loads(officer.get(f"{api}/verdict")[1])
        self.assertEqual((told["state"], told["gateway"]), ("valid", "circulating"))
        self.assertTrue(officer.get(f"{api}/file")[1].startswith("<HOC_BA"))

    def undecided(self, officer, place):
        """Received before its certificates were good, as a clock that went wrong would have it: nobody can tell,
        so it is not printed as if it were verified, nor told to be wrong."""
        uuid, name = place.rpartition("/")[2], "received_record_no_update"
        with contextlib.closing(sqlite3.connect(self.home / "hocba.db")) as store:
            trigger, = store.execute("SELECT sql FROM sqlite_master WHERE name = ?", [name]).fetchone()
            at, = store.execute("SELECT received_at FROM received_record WHERE uuid = ?", [uuid]).fetchone()

            def put(seconds):
                store.execute(f"DROP TRIGGER {name}")
                store.execute("UPDATE received_record SET received_at = ? WHERE uuid = ?", [seconds, uuid])
                store.execute(trigger)
                store.commit()

            put(1)
            status, page, _ = officer.ask("GET", place)
            put(at)
        self.assertEqual(status, 503, page)
        self.assertIn("Chưa kết luận được", page)
        self.assertIn("Tệp đã ký vẫn tải về được", page)

# SPDX-License-Identifier: Apache-2.0
"""An inspection over the pages alone, in the demo of whoever mixes this in."""
import html
import re
import sqlite3

ROUND, SCHOOL = "KT-2024-01", "22193401"
PLACE = f"/kiem-tra/{ROUND}/{SCHOOL}"
ITEMS = ("computers", "network", "management_system", "signatures", "staff")
FOUND = "Sáu phòng học chưa có mạng <b>"


class InspectionPages:
    known = {}

    def visitor(self, login):
        """Signed in once, whichever test comes first: some have a second factor afterwards."""
        if login not in self.known:
            self.known[login] = super().visitor(login)
        return self.known[login]

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
        self.assertEqual(officer.post(draw, {"so_truong": "1", "so_hoc_ba": "3"})[0], 303)
        self.assertEqual(officer.post(draw, {"so_truong": "1", "so_hoc_ba": "3"})[0], 409)
        self.assertIn(PLACE, officer.get(f"/kiem-tra/{ROUND}")[1])

    def look_at_records(self, officer, teacher):
        """As printed, and in the pupil's access log."""
        paths = re.findall(rf'href="(/kiem-tra/{ROUND}/hoc-ba/[^"]+)"', officer.get(PLACE)[1])
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
        self.assertEqual(officer.post(f"{PLACE}/theo-doi", follow)[0], 303)
        page = leader.get(PLACE)[1]
        self.assertIn("Sẽ kéo mạng trong hè", page)
        self.assertIn("đã khắc phục", page)
        self.close_round(officer, close)
        self.assertIn("Đạt yêu cầu", leader.get(f"/kiem-tra/{ROUND}")[1])
        self.assertIn(ROUND, leader.get("/kiem-tra")[1])

    def close_round(self, officer, close):
        self.assertEqual(officer.post(f"/kiem-tra/{ROUND}/ket-thuc", close)[0], 303)
        self.assertEqual(officer.post(f"/kiem-tra/{ROUND}/ket-thuc", close)[0], 409)

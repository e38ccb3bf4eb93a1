# SPDX-License-Identifier: Apache-2.0
"""Certificates and identity on their pages: the officer approves a seal that waits, the registrar
decides about an answer of the population database, the class sees it, and who may not sees nothing."""
import contextlib
import html
import json
import pathlib
import sqlite3
import subprocess
import sys
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
sys.path.insert(0, str(HERE.parent / "support"))
sys.path.insert(0, str(HERE.parent / "serve"))
import hocba  # noqa: E402
import keys  # noqa: E402
from browser import Visitor  # noqa: E402
from transparency import Server  # noqa: E402

PASSWORD = "một câu dễ nhớ"


class Pages(hocba.Story):
    def setUp(self):
        super().setUp()
        self.found()
        person = ("person", "add", "--from", "2023-09-01", "--login")
        self.ok(*person, "so.duyet", "--name", "Bùi Thị Lan", "--number", "022181100012", "--unit",
                "22", "--role", "department_approver")
        self.ok(*person, "hocvu", "--name", "Đỗ Thị Học", "--role", "registrar", "--unit",
                "22193401")
        for code, name in (("1", "Bàn Thị Một"), ("2", "Bàn Thị Hai")):
            self.ok("pupil", "add", "--code", code, "--name", name, "--birth", "2014-03-04",
                    "--number", f"02231400000{code}", "--year", hocba.YEAR, "--class", "4A1")
        self.server = Server(hocba.PROGRAM, "serve", "--home", self.home, "--listen",
                             "127.0.0.1:0", "--quiet")
        self.addCleanup(self.server.stop)

    def visitor(self, login):
        first = self.ok("account", "give", login).out.strip()
        visitor = Visitor(self.server.address)
        visitor.sign_in(login, first)
        visitor.post("/tai-khoan/mat-khau", {"cu": first, "moi": PASSWORD, "moi_lai": PASSWORD})
        return visitor

    def page(self, visitor, path, code=200):
        got, page, _ = visitor.get(path)
        self.assertEqual(got, code, path)
        return html.unescape(page)

    def test_the_officer_approves_the_seal_that_waits(self):
        pem, _ = keys.make(self.folder, "seal", "MATRUONG:22193401")
        self.ok("certificate", "add", "--file", pem, "--unit", "22193401")
        sha = self.ok("certificate", "list", "--json").json["certificates"][0]["sha256"]
        path = f"/chung-thu/{sha}"
        officer, registrar = self.visitor("so.duyet"), self.visitor("hocvu")
        page = self.page(officer, "/chung-thu")
        self.assertIn(path, page)
        self.assertIn("CHƯA chứng minh giữ khóa", page)
        self.assertIn("chờ sở duyệt", self.page(registrar, "/chung-thu"))
        self.assertNotIn('value="approved"', self.page(registrar, path))
        self.assertEqual(registrar.post(path, {"buoc": "approved"})[0], 403)
        self.assertEqual(officer.post(path, {"buoc": "refused", "ly_do": " "})[0], 400)
        self.assertEqual(officer.post(path, {"buoc": "refused", "ly_do": "sai tên"})[0], 303)
        self.assertIn("sai tên", self.page(registrar, path))
        self.assertEqual(officer.post(path, {"buoc": "approved"})[0], 303)
        self.assertNotIn(path, self.page(officer, "/chung-thu"))
        school = self.page(officer, "/chung-thu?truong=22193401")
        self.assertIn("ký được: 1 · chưa: 2", school)
        self.assertIn("Trần Thu Hà (giáo viên chủ nhiệm) chưa đăng ký chứng thư số nào", school)
        self.page(self.visitor("gvcn"), "/chung-thu", 403)

    def send(self, visitor, path, files, **fields):
        fields["_csrf"] = visitor.token()
        parts = [f'--XX\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
                 for key, value in fields.items()]
        parts += [f'--XX\r\nContent-Disposition: form-data; name="{key}"; filename="f"\r\n\r\n'.encode() + content
                  + b"\r\n" for key, content in files.items()]
        return visitor.ask("POST", path, body=b"".join(parts) + b"--XX--\r\n", binary=True,
                           headers={"Content-Type": "multipart/form-data; boundary=XX"})

    def make_file(self, registrar, teacher, pem):
        """Only for whom the table names, only with a basis and a recipient, and logged."""
        certificate = {"chung_thu": pem.read_bytes()}
        self.assertEqual(self.send(teacher, "/dinh-danh/gui", certificate, can_cu="KH 213")[0], 403)
        self.assertEqual(self.send(registrar, "/dinh-danh/gui", certificate, can_cu=" ")[0], 400)
        self.assertEqual(self.send(registrar, "/dinh-danh/gui", {}, can_cu="KH 213")[0], 400)
        self.assertEqual(self.logged(), [])
        code, sent, headers = self.send(registrar, "/dinh-danh/gui", certificate, can_cu="KH 213")
        self.assertEqual(code, 200)
        self.assertTrue(headers["Content-Disposition"].startswith("attachment"))
        self.assertNotIn("Bàn Thị".encode(), sent)
        self.assertEqual(self.logged(), [("hocvu", "2 học sinh; căn cứ: KH 213")])
        (self.folder / "out").write_bytes(sent)

    def logged(self):
        with contextlib.closing(sqlite3.connect(self.home / "hocba.db")) as store:
            return store.execute("SELECT login, detail FROM access_log WHERE what = 'identity'").fetchall()

    def test_the_registrar_decides_about_an_answer(self):
        pem, _ = keys.make(self.folder, "police", "MST:0000000001")
        registrar, teacher = self.visitor("hocvu"), self.visitor("gvcn")
        self.make_file(registrar, teacher, pem)
        asked = json.loads(subprocess.run(
            ["openssl", "cms", "-decrypt", "-inform", "DER", "-in", self.folder / "out", "-inkey",
             self.folder / "police.key", "-recip", pem, "-binary"], check=True,
            capture_output=True).stdout)
        case = {one["name"]: one["case"] for one in asked["cases"]}
        (self.folder / "answer").write_text(json.dumps({
            "format": "hocba-identity-answer-v1", "cases": [
                {"case": case["Bàn Thị Một"], "result": "differs", "name": "Bàn Thị Mốt"},
                {"case": case["Bàn Thị Hai"], "result": "not_found"}]}))
        answer = {"tep": (self.folder / "answer").read_bytes()}
        self.assertEqual(self.send(teacher, "/dinh-danh/tra-loi", answer)[0], 403)
        self.assertEqual(self.send(registrar, "/dinh-danh/tra-loi", {"tep": b"{}"})[0], 400)
        code, _, headers = self.send(registrar, "/dinh-danh/tra-loi", answer)
        self.assertEqual(code, 303)
        page = self.page(registrar, headers["Location"])
        self.assertIn("2 kết quả đã nhận. Hồ sơ chưa đổi gì", page)
        self.assertNotIn("Bàn Thị Mốt", self.ok("pupil", "show", "1").out)
        self.assertIn("họ tên: Bàn Thị Một → Bàn Thị Mốt", page)
        self.page(teacher, "/dinh-danh", 403)
        grid = self.page(registrar, "/tien-do")
        room = grid.partition("/lop/")[2].partition("/")[0]
        self.assertIn("Bàn Thị Một → Bàn Thị Mốt", self.page(teacher, f"/lop/{room}/tien-do"))
        take = {"truong_hop": case["Bàn Thị Một"], "buoc": "nhan"}
        self.assertEqual(teacher.post("/dinh-danh", take)[0], 403)
        self.assertEqual(registrar.post("/dinh-danh", take)[0], 303)
        self.assertEqual(registrar.post("/dinh-danh", take)[0], 409)
        keep = {"truong_hop": case["Bàn Thị Hai"], "buoc": "giu"}
        self.assertEqual(registrar.post("/dinh-danh", keep)[0], 400)
        self.assertEqual(registrar.post("/dinh-danh", {**keep, "ly_do": "có giấy khai sinh"})[0], 303)
        self.assertIn("đã đối chiếu, khớp: 1", self.page(registrar, "/dinh-danh"))
        self.assertIn("Bàn Thị Mốt", self.ok("pupil", "show", "1").out)


if __name__ == "__main__":
    unittest.main()

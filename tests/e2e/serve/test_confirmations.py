# SPDX-License-Identifier: Apache-2.0
"""Sheets that families confirm: printed for a class, back with a remark and without, the remark done by
the registrar, what is still out seen by who signs."""
import contextlib
import html
import json
import os
import pathlib
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from browser import Visitor  # noqa: E402
from transparency import Server  # noqa: E402

PROGRAM = os.environ["HOCBA_PROGRAM"]
YEAR, PASSWORD = "2023-2024", "một câu dễ nhớ"
PUPILS = {"1001": "Bàn Văn An", "1002": "Lò Thị Bưởi", "1003": "Mùa A Chứ"}


class Confirmations(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="hocba-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder, True)
        cls.home = cls.folder / "home"
        cls.run_program("init", cls.home, "--training", "--clock", "2024-05-20T08:00:00+07:00")
        cls.hocba("unit", "add", "--kind", "school", "--code", "22193401", "--name", "Trường Một",
                  "--province", "Quảng Ninh", "--commune", "Phường Một")
        cls.hocba("year", "open", YEAR)
        cls.hocba("class", "add", "--year", YEAR, "--name", "2A")
        for code, name in PUPILS.items():
            cls.hocba("pupil", "add", "--code", code, "--name", name, "--birth", "2016-03-04",
                      "--year", YEAR, "--class", "2A")
        cls.hocba("set", "--pupil", "1001", "--year", YEAR, "ho_va_ten_me=Bàn Thị Nhầm", "gioi_tinh=Nam")
        for login, role, more in (("hocvu", "registrar", ()), ("hieutruong", "principal", ()),
                                  ("gvcn", "class_teacher", ("--year", YEAR, "--class", "2A"))):
            cls.hocba("person", "add", "--login", login, "--name", f"Người {login}", "--role", role,
                      "--from", "2023-09-01", *more)
        cls.server = Server(PROGRAM, "serve", "--home", cls.home, "--listen", "127.0.0.1:0", "--quiet")
        cls.addClassCleanup(lambda: cls.server.stop())

    @classmethod
    def run_program(cls, *words):
        done = subprocess.run([PROGRAM, *map(str, words)], capture_output=True, text=True)
        if done.returncode:
            raise AssertionError(f"{words}: {done.stderr}")
        return done.stdout

    @classmethod
    def hocba(cls, *words):
        return cls.run_program(*words, "--home", cls.home)

    def sign_in(self, login):
        first, visitor = self.hocba("account", "give", login).strip(), Visitor(self.server.address)
        visitor.sign_in(login, first)
        visitor.post("/tai-khoan/mat-khau", {"cu": first, "moi": PASSWORD, "moi_lai": PASSWORD})
        return visitor

    def states(self, visitor):
        """Each pupil's name, and what the class's page says of the sheet."""
        page = html.unescape(visitor.get(f"{self.room}/phieu-xac-nhan")[1])
        return dict(re.findall(r'<th scope="row"><a[^>]*>([^<]+)</a></th>\s*<td><span class="tag[^"]*">'
                               r'([^<]+)</span>', page)), page

    def print_pdf(self, visitor, fields):
        """The text of the PDF; not through the visitor, who reads text."""
        file = self.folder / "sheets.pdf"
        cookies = "; ".join(f"{name}={value}" for name, value in visitor.cookies.items())
        words = ["curl", "-s", "--fail", "-o", file, "-b", cookies]
        for name, value in {**fields, "_csrf": visitor.token()}.items():
            words += ["-d", f"{name}={value}"]
        subprocess.run([*words, f"http://{self.server.address}{self.room}/phieu-xac-nhan"], check=True)
        return subprocess.run(["pdftotext", "-layout", file, "-"], check=True, capture_output=True,
                              text=True).stdout

    def test_from_the_printer_to_the_signature(self):
        teacher = self.sign_in("gvcn")
        self.room = re.search(r"(/lop/[0-9a-f-]{36})/", teacher.get("/")[1])[1]
        self.assertEqual(set(self.states(teacher)[0].values()), {"chưa in"})
        code, _, _ = teacher.post(f"{self.room}/phieu-xac-nhan/nhan-lai", {})
        self.assertEqual(code, 400)

        text = self.print_pdf(teacher, {})
        self.assertEqual(text.count("PHIẾU XÁC NHẬN THÔNG TIN HỌC SINH"), 3)
        for words in (*PUPILS.values(), "Bàn Thị Nhầm", "04/03/2016", "Nam", "Lớp 2A, năm học 2023-2024"):
            self.assertIn(words, text)
        self.assertEqual(set(self.states(teacher)[0].values()), {"chưa về"})
        code, page, _ = teacher.post(f"{self.room}/phieu-xac-nhan", {})
        self.assertEqual(code, 409)
        self.assertIn("đã có phiếu", page)

        sheets = dict(reversed(pair) for pair in re.findall(
            r'name="phieu" value="([0-9a-f-]{36} \d)" aria-label="[^:]+: ([^"]+)"',
            self.states(teacher)[1]))
        remark = "Mẹ cháu tên là Bàn Thị Đúng <b>"
        take = f"{self.room}/phieu-xac-nhan/nhan-lai"
        code, _, headers = teacher.post(take, {"phieu": sheets["Bàn Văn An"], "y_kien": remark})
        self.assertEqual((code, headers["Location"]), (303, f"{self.room}/phieu-xac-nhan"))
        teacher.post(take, {"phieu": sheets["Lò Thị Bưởi"]})
        self.assertEqual(teacher.post(take, {"phieu": sheets["Lò Thị Bưởi"]})[0], 409)
        self.assertEqual(self.states(teacher)[0], {
            "Bàn Văn An": "có ý kiến, chờ học vụ", "Lò Thị Bưởi": "đã về, thông tin đúng",
            "Mùa A Chứ": "chưa về"})
        self.assertEqual(teacher.get("/y-kien")[0], 403)

        registrar = self.sign_in("hocvu")
        page = registrar.get("/y-kien")[1]
        self.assertIn(html.escape(remark), page)
        task = re.search(r'href="(/y-kien/[0-9a-f-]{36}/1)"', page)[1]
        page = registrar.get(task)[1]
        self.assertRegex(page, r'name="ho_va_ten_me" value="Bàn Thị Nhầm"')
        fields = {name: html.unescape(value) for name, value in
                  re.findall(r'<input id="(\w+)" name="\1" value="([^"]*)"', page)}
        self.assertEqual(fields["ngay_sinh"], "04/03/2016")
        fields["ho_va_ten_me"] = "Bàn Thị Đúng"
        self.assertEqual(registrar.post(task, fields)[0], 400)  # without an answer nothing is done
        self.assertIn("Bàn Thị Nhầm", self.hocba("show", "--pupil", "1001", "--year", YEAR))
        self.assertEqual(teacher.post(task, {**fields, "tra_loi": "x"})[0], 403)
        code, _, headers = registrar.post(task, {**fields, "tra_loi": "Đã sửa tên mẹ"})
        self.assertEqual((code, headers["Location"]), (303, "/y-kien"))
        self.assertIn("Bàn Thị Đúng", self.hocba("show", "--pupil", "1001", "--year", YEAR))
        with contextlib.closing(sqlite3.connect(self.home / "hocba.db")) as database:
            self.assertEqual(database.execute(
                "SELECT key, old_value, made_by FROM change WHERE source = 'phiếu xác nhận của gia đình'"
            ).fetchall(), [("ho_va_ten_me", "Bàn Thị Nhầm", "hocvu")])
            self.assertEqual(database.execute(
                "SELECT DISTINCT login, p.name FROM access_log AS l JOIN pupil AS p ON p.id = l.pupil "
                "WHERE detail = 'phiếu xác nhận'").fetchall(), [("hocvu", "Bàn Văn An")])
            self.assertIn("phiếu xác nhận lớp", database.execute(
                "SELECT min(detail) FROM access_log WHERE what = 'slips'").fetchone()[0])
        self.assertEqual(json.loads(registrar.get("/api/v1/remarks")[1]), {"remarks": []})
        self.assertEqual(registrar.post(task, {"tra_loi": "x"})[0], 409)
        self.assertEqual(self.states(teacher)[0]["Bàn Văn An"], "đã về, ý kiến đã trả lời")

        text = self.print_pdf(teacher, {"hoc_sinh": sheets["Bàn Văn An"].split()[0]})
        self.assertIn("Bàn Thị Đúng", text)
        self.assertIn("phiếu số 2", text)
        self.assertEqual(self.states(teacher)[0]["Bàn Văn An"], "chưa về")


if __name__ == "__main__":
    unittest.main(verbosity=2)

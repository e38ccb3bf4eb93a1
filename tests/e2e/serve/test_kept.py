# SPDX-License-Identifier: Apache-2.0
"""Pages that are given again (serve/kept.h): whatever they were made from changes, the very next one shows it."""
import gzip
import json
import pathlib
import re
import signal
import sys
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "support"))
import hocba  # noqa: E402
from browser import Visitor  # noqa: E402
from transparency import Server  # noqa: E402

PASSWORD = "một câu dễ nhớ"


class Kept(hocba.Story):
    def setUp(self):
        super().setUp()
        if hocba.POSTGRES:
            self.store = hocba.new_database("kept")
        self.found()
        self.ok("class", "add", "--year", hocba.YEAR, "--name", "4A2")
        self.person("gv.kia", "Đỗ Văn Kia", "022185000009", "class_teacher", "--class", "4A2", "--year", hocba.YEAR)
        for code, name in (("1", "Bàn Thị Một"), ("2", "Bàn Thị Hai")):
            self.ok("pupil", "add", "--code", code, "--name", name, "--birth", "2014-03-04", "--year", hocba.YEAR,
                    "--class", "4A1")
        self.start()
        self.addCleanup(lambda: self.server.stop())
        self.teacher = self.visitor("gvcn")
        class_id = re.search(r"/lop/([0-9a-f-]{36})/", self.teacher.get("/")[1]).group(1)
        self.path = f"/lop/{class_id}/nhap?xem=mon&mon=TV"

    def start(self):
        self.server = Server(hocba.PROGRAM, "serve", "--home", self.home, "--listen", "127.0.0.1:0", "--quiet")

    def visitor(self, login):
        first = self.ok("account", "give", login).out.strip()
        visitor = Visitor(self.server.address)
        visitor.sign_in(login, first)
        visitor.post("/tai-khoan/mat-khau", {"cu": first, "moi": PASSWORD, "moi_lai": PASSWORD})
        return visitor

    def test_the_very_next_page(self):
        self.a_look_is_in_the_log_before_its_page_is_given_again()
        self.what_is_committed_shows_at_once()
        self.each_session_and_language_has_its_own()
        self.nobody_else_gets_it()
        self.a_session_that_ends()
        self.a_right_that_ends()

    def again(self, visitor, encoding="identity"):
        """A page that was given a second time: not even the mask of its token is another."""
        before = None
        for _ in range(20):
            code, page, headers = visitor.ask("GET", self.path, headers={"Accept-Encoding": encoding}, binary=True)
            self.assertEqual((code, headers["Cache-Control"], headers["X-Frame-Options"]),
                             (200, "no-store", "SAMEORIGIN"))
            self.assertEqual(headers["Content-Encoding"], None if encoding == "identity" else encoding)
            page = (gzip.decompress(page) if encoding == "gzip" else page).decode()
            if page == before:
                return page
            before = page
        self.fail("no page was given again")

    def what_is_committed_shows_at_once(self):
        self.assertNotIn("Đọc trôi chảy", self.again(self.teacher))
        self.ok("set", "--pupil", "1", "mon.TV.nhan_xet=Đọc trôi chảy.")  # another process
        self.assertIn("Đọc trôi chảy", self.teacher.get(self.path)[1])
        for encoding in ("gzip", "identity", "gzip"):
            self.assertIn("Đọc trôi chảy", self.again(self.teacher, encoding))
        grid = json.loads(self.teacher.get(self.path.replace("/lop/", "/api/v1/classes/").replace(
            "nhap?xem=mon&mon=TV", "grid?view=subject&subject=TV&period=cn"))[1])
        pupil = next(pupil for pupil in grid["pupils"] if pupil["name"] == "Bàn Thị Hai")
        token = re.search(r'name="csrf" content="([0-9a-f]{128})"', self.again(self.teacher)).group(1)
        code, answer, _ = self.teacher.ask(
            "PUT", "/api/v1/cells", headers={"X-CSRF": token, "Content-Type": "application/json"}, body=json.dumps(
                {"id": "11111111-1111-4111-8111-111111111111", "cells": [
                    {"enrolment": pupil["enrolment"], "key": "mon.TV.nhan_xet", "base": 0, "value": "Viết đẹp.",
                     "source": "typed"}]}))
        self.assertEqual((code, json.loads(answer)["cells"][0]["outcome"]), (200, "saved"))
        self.assertIn("Viết đẹp", self.teacher.get(self.path)[1])

    def each_session_and_language_has_its_own(self):
        page = self.again(self.teacher)
        self.assertIn("Trần Thu Hà", page)
        other = self.again(self.principal)
        self.assertIn("Lê Thị Hoa", other)
        self.assertNotIn("Trần Thu Hà", other)
        self.teacher.cookies["ngon_ngu"] = "en"
        self.assertIn('<html lang="en">', self.again(self.teacher))
        del self.teacher.cookies["ngon_ngu"]
        self.assertIn('<html lang="vi">', self.teacher.get(self.path)[1])

    def nobody_else_gets_it(self):
        stranger, other = Visitor(self.server.address), self.visitor("gv.kia")
        self.again(self.teacher)
        self.assertEqual(stranger.get(self.path)[0], 303)
        stranger.cookies["phien"] = "0" * 64
        self.assertEqual(stranger.get(self.path)[0], 303)
        for _ in range(3):
            code, page, _ = other.get(self.path)
            self.assertEqual(code, 403)
            self.assertNotIn("Bàn Thị Một", page)

    def a_look_is_in_the_log_before_its_page_is_given_again(self):
        self.again(self.teacher)
        self.server.stop(signal.SIGKILL)  # what was answered is kept, whatever happens to the server
        self.start()
        self.teacher.address = self.server.address
        self.again(self.teacher)
        self.principal = self.visitor("hieutruong")
        log = self.principal.get("/quan-tri/nhat-ky")[1]
        self.assertEqual(log.count("mở bảng nhập của lớp"), 1)

    def a_session_that_ends(self):
        other = Visitor(self.server.address)
        other.sign_in("gvcn", PASSWORD)
        self.again(self.teacher)
        digest = re.search(r'name="phien" value="([0-9a-f]{64})"', other.get("/tai-khoan")[1]).group(1)
        self.assertEqual(other.post("/tai-khoan/phien", {"phien": digest})[0], 303)
        self.assertEqual(self.teacher.get(self.path)[0], 303)
        self.again(self.principal)
        self.ok("account", "close", "hieutruong")  # another process
        self.assertEqual(self.principal.get(self.path)[0], 303)
        self.teacher = other

    def a_right_that_ends(self):
        self.ok("person", "add", "--login", "gvcn", "--role", "subject_teacher", "--subject", "AN", "--class", "4A2",
                "--year", hocba.YEAR, "--from", "2023-08-01")
        self.again(self.teacher)
        self.ok("person", "end", "--login", "gvcn", "--role", "class_teacher", "--to", "2024-05-30")
        self.assertEqual(self.teacher.get(self.path)[0], 403)
        self.ok("person", "end", "--login", "gvcn", "--to", "2024-05-30")
        self.assertEqual(self.teacher.get(self.path)[0], 303)


if __name__ == "__main__":
    unittest.main(verbosity=2)

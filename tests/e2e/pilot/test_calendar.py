# SPDX-License-Identifier: Apache-2.0
"""The year's calendar reaches whoever it asks something of: on the first page, among the notices, in the API."""
import html
import json
import pathlib
import sys
import unittest

HERE = pathlib.Path(__file__).resolve().parent
for place in ("support", "serve"):
    sys.path.insert(0, str(HERE.parent / place))
from browser import Visitor  # noqa: E402
from hocba import PROGRAM, YEAR, Story  # noqa: E402
from transparency import Server  # noqa: E402

PASSWORD = "một câu dễ nhớ"


class Calendar(Story):
    def setUp(self):
        super().setUp()
        self.found()
        self.ok("class", "add", "--year", YEAR, "--name", "4A2")
        self.person("gv.khac", "Đỗ Thị Khác", "022185000009", "class_teacher", "--class", "4A2", "--year", YEAR)
        for code in ("1", "2"):
            self.ok("pupil", "add", "--code", code, "--name", f"Bàn Thị {code}", "--birth", "2014-03-04", "--year",
                    YEAR, "--class", "4A1")
        self.ok("monitor", "--json")  # as the server's keeper does
        self.server = Server(PROGRAM, "serve", "--home", self.home, "--listen", "127.0.0.1:0", "--quiet")
        self.addCleanup(self.server.stop)

    def visitor(self, login):
        first, visitor = self.ok("account", "give", login).out.strip(), Visitor(self.server.address)
        visitor.sign_in(login, first)
        visitor.post("/tai-khoan/mat-khau", {"cu": first, "moi": PASSWORD, "moi_lai": PASSWORD})
        return visitor

    def told(self, visitor):
        return [(one["milestone"], one["figure"], one["days_left"], one["pupils"], one["classes"])
                for one in json.loads(visitor.get("/api/v1/notices")[1])["deadlines"]]

    def test_by_roles(self):
        teacher, other, leader = map(self.visitor, ("gvcn", "gv.khac", "hieutruong"))
        entry = ("nhap_lieu", "entered", 0, 2, "4A1")
        self.assertEqual((self.told(teacher), self.told(leader)), ([entry], [entry]))
        self.assertEqual(self.told(other), [])  # nobody is missing there
        for path in ("/", "/thong-bao"):
            self.assertIn("Nhập xong kết quả: 31/05/2024 (hôm nay)", html.unescape(teacher.get(path)[1]))
            self.assertNotIn("Nhập xong kết quả", html.unescape(other.get(path)[1]))
        self.ok("year", "calendar", YEAR, "nhap_lieu=20/5/2024", "ky_so=5/6/2024", "chot=10/6/2024", "--unit", "22")
        self.assertEqual(self.told(teacher), [("nhap_lieu", "entered", -11, 2, "4A1"),
                                              ("ky_so", "signed_gvcn", 5, 2, "4A1")])
        self.assertEqual(self.told(leader), [("nhap_lieu", "entered", -11, 2, "4A1"),
                                             ("ky_so", "signed_cbql", 5, 2, "4A1"), ("chot", "issued", 10, 2, "4A1")])
        self.assertIn("đã quá 11 ngày", html.unescape(teacher.get("/")[1]))

    def days(self):
        told = self.ok("year", "calendar", YEAR, "--unit", "22", "--json").json["calendar"]
        return {one["milestone"]: one["day"] for one in told}

    def test_one_after_the_other(self):
        """All the days of a command or none, in the order of the milestones."""
        law = self.days()
        self.assertEqual((list(law)[0], law["mo_so"]), ("mo_so", "05/09/2023"))
        refused = self.ok("year", "calendar", YEAR, "mo_so=11/9/2023", "nhap_lieu=10/7/2024", "--unit", "22", code=1)
        self.assertIn("không được sau mốc", refused.err)
        self.ok("year", "calendar", YEAR, "mo_so=11/9/2023", "ngay_mai=1/7/2024", "--unit", "22", code=2)
        self.assertEqual(self.days(), law)
        self.ok("year", "calendar", YEAR, "nhap_lieu=10/7/2024", "ky_so=12/7/2024", "chot=15/7/2024", "--unit", "22")
        self.assertEqual(self.days(), {**law, "nhap_lieu": "10/07/2024", "ky_so": "12/07/2024", "chot": "15/07/2024"})


if __name__ == "__main__":
    unittest.main(verbosity=2)

# SPDX-License-Identifier: Apache-2.0
"""Another text for a comment: suggested by who looks the class through, ruled on by who entered it."""
import json
import pathlib
import re
import sys
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
sys.path.insert(0, str(HERE.parent / "support"))
import hocba  # noqa: E402
from browser import Visitor  # noqa: E402
from transparency import Server  # noqa: E402

PASSWORD = "một câu dễ nhớ"
KEY, FIRST, BETTER = "mon.TV.nhan_xet", "Đọc trôi trảy, hiểu bài.", "Đọc trôi chảy, hiểu bài."


class Proofreading(hocba.Story):
    def setUp(self):
        super().setUp()
        self.found()
        self.ok("class", "add", "--year", hocba.YEAR, "--name", "4A2")
        self.person("gv.kia", "Đỗ Văn Kia", "022185000009", "class_teacher", "--class", "4A2", "--year", hocba.YEAR)
        for code, name in (("1", "Bàn Thị Một"), ("2", "Bàn Thị Hai")):
            self.ok("pupil", "add", "--code", code, "--name", name, "--birth", "2014-03-04", "--year", hocba.YEAR,
                    "--class", "4A1")
        self.ok("set", "--pupil", "1", f"{KEY}={FIRST}")
        self.server = Server(hocba.PROGRAM, "serve", "--home", self.home, "--listen", "127.0.0.1:0", "--quiet")
        self.addCleanup(lambda: self.server.stop())
        self.teacher, self.principal, self.other = map(self.visitor, ("gvcn", "hieutruong", "gv.kia"))
        self.room = re.search(r"/lop/([0-9a-f-]{36})/", self.teacher.get("/")[1]).group(1)
        self.path = f"/api/v1/classes/{self.room}/edits"
        grid = json.loads(self.teacher.get(f"/api/v1/classes/{self.room}/grid?view=subject&subject=TV&period=cn")[1])
        self.pupils = {pupil["name"]: pupil["enrolment"] for pupil in grid["pupils"]}

    def visitor(self, login):
        first = self.ok("account", "give", login).out.strip()
        visitor = Visitor(self.server.address)
        visitor.sign_in(login, first)
        visitor.post("/tai-khoan/mat-khau", {"cu": first, "moi": PASSWORD, "moi_lai": PASSWORD})
        return visitor

    def send(self, visitor, path, body):
        csrf = json.loads(visitor.get("/api/v1/account")[1])["csrf"]
        return visitor.ask("POST", path, headers={"X-CSRF": csrf, "Content-Type": "application/json"},
                           body=json.dumps(body))[:2]

    def suggest(self, visitor, after, before=FIRST, pupil="Bàn Thị Một", key=KEY):
        return self.send(visitor, self.path, {"enrolment": self.pupils[pupil], "key": key, "before": before,
                                              "after": after, "reason": "sai chính tả"})

    def rule(self, visitor, number, ruling, answer=""):
        return self.send(visitor, f"{self.path}/{number}", {"ruling": ruling, "answer": answer})

    def listed(self, visitor):
        return json.loads(visitor.get(self.path)[1])

    def text(self):
        grid = self.teacher.get(f"/lop/{self.room}/nhap?xem=mon&mon=TV")[1]
        return BETTER if BETTER in grid else FIRST if FIRST in grid else None

    def test_a_suggestion_is_accepted(self):
        self.assertEqual(self.suggest(self.principal, BETTER)[0], 200)
        self.assertEqual(self.text(), FIRST)  # nothing changes yet
        code, said = self.suggest(self.principal, BETTER)
        self.assertEqual(code, 409)
        self.assertIn("đã gửi", said)
        told = self.listed(self.teacher)
        self.assertEqual((told["waiting"], len(told["edits"])), (1, 1))
        edit = told["edits"][0]
        self.assertEqual((edit["before"], edit["after"], edit["may_rule"], edit["own"], edit["stale"]),
                         (FIRST, BETTER, True, False, False))
        page = self.teacher.get(f"/lop/{self.room}/doc-soat")[1]
        self.assertIn("Đọc trôi <del>trảy,</del> <ins>chảy,</ins> hiểu bài.", page)
        self.assertIn("sai chính tả", page)
        self.assertIn("doc-soat", self.teacher.get("/thong-bao")[1])
        self.assertEqual(self.rule(self.principal, edit["number"], "accepted")[0], 403)
        self.assertEqual(self.rule(self.teacher, edit["number"], "accepted")[0], 200)
        self.assertEqual(self.text(), BETTER)
        self.assertEqual(self.rule(self.teacher, edit["number"], "declined")[0], 409)
        history = self.ok("show", "--pupil", "1", "--history").out
        self.assertIn("theo đề nghị của hieutruong", history)

    def test_a_suggestion_is_declined_or_taken_back(self):
        self.assertEqual(self.suggest(self.principal, BETTER)[0], 200)
        number = self.listed(self.teacher)["edits"][0]["number"]
        self.assertEqual(self.rule(self.teacher, number, "withdrawn")[0], 403)
        self.assertEqual(self.rule(self.teacher, number, "declined", "để nguyên")[0], 200)
        self.assertEqual(self.text(), FIRST)
        self.assertIn("để nguyên", self.principal.get("/thong-bao")[1])
        self.assertEqual(self.suggest(self.principal, BETTER)[0], 200)
        number = self.listed(self.principal)["edits"][0]["number"]
        self.assertEqual(self.rule(self.principal, number, "withdrawn")[0], 200)
        self.assertEqual(self.rule(self.teacher, number, "accepted")[0], 409)
        self.assertEqual(self.text(), FIRST)

    def test_what_changed_meanwhile_is_not_written_over(self):
        self.assertEqual(self.suggest(self.principal, BETTER)[0], 200)
        self.ok("set", "--pupil", "1", f"{KEY}=Viết đẹp.")
        edit = self.listed(self.teacher)["edits"][0]
        self.assertTrue(edit["stale"])
        code, said = self.rule(self.teacher, edit["number"], "accepted")
        self.assertEqual(code, 409)
        self.assertIn("Chưa đổi gì", said)
        self.assertIn("Viết đẹp.", self.teacher.get(f"/lop/{self.room}/nhap?xem=mon&mon=TV")[1])
        self.assertEqual(self.suggest(self.principal, BETTER)[0], 409)  # seen as it was
        self.assertEqual(self.listed(self.teacher)["waiting"], 1)  # still to be declined

    def test_a_look_is_logged(self):
        """Whoever only reads what was suggested has read children's comments as well."""
        admin = self.visitor("quantri")
        looks = lambda: [one for one in json.loads(admin.get("/api/v1/access-log")[1])["entries"]  # noqa: E731
                         if one["login"] == "hieutruong" and one["detail"] and "4A1" in one["detail"]]
        self.assertEqual(looks(), [])
        self.listed(self.principal)
        self.assertEqual(len(looks()), 1)

    def test_who_may_not(self):
        self.assertEqual(self.suggest(self.other, BETTER)[0], 403)
        self.assertEqual(self.other.get(self.path)[0], 403)
        self.assertEqual(self.other.get(f"/lop/{self.room}/doc-soat")[0], 403)
        self.assertEqual(self.suggest(self.principal, FIRST)[0], 400)  # the same text
        self.assertEqual(self.suggest(self.principal, "", before=FIRST)[0], 400)
        self.assertEqual(self.suggest(self.principal, "T", key="mon.TV.muc")[0], 400)
        self.assertEqual(self.rule(self.teacher, 99, "accepted")[0], 404)
        self.assertEqual(self.listed(self.teacher)["edits"], [])


if __name__ == "__main__":
    unittest.main(verbosity=2)

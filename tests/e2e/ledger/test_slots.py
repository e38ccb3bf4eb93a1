# SPDX-License-Identifier: Apache-2.0
"""One valid record for a pupil and year: the ledger is asked before a second one is issued, wherever
it lies; what was issued while it said nothing is named with what to do."""
import contextlib
import html
import pathlib
import sqlite3
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "serve"))
import hocba  # noqa: E402
from browser import Visitor  # noqa: E402
from transparency import Server  # noqa: E402
from shared_ledger import SharedLedger  # noqa: E402

CLASS = ("--year", "2023-2024", "--class", "3B")
OF = "SELECT p.id FROM pupil p JOIN enrolment e ON e.pupil = p.id JOIN record r ON r.enrolment = " \
     "e.id JOIN class c ON c.id = e.class WHERE c.name = '{}' ORDER BY p.code LIMIT 1"


class Slots(SharedLedger):
    def seal(self, home):
        self.ok("sign", "--as", "school", *CLASS, "--key", home / "pki" / "school.p12",
                "--pass-file", home / "pki" / "school.pin", home=home)

    def change(self, home, *statements):
        with contextlib.closing(sqlite3.connect(home / "hocba.db")) as database:
            for statement in statements:
                database.execute(statement)
            database.commit()

    def take_place(self, home):
        """The first of the class that is issued now has the code of a pupil whose record stands in
        the ledger, of the same grade."""
        with contextlib.closing(sqlite3.connect(home / "hocba.db")) as database:
            (issued,) = database.execute(OF.format("4A1")).fetchone()
            (due,) = database.execute(OF.format("3B")).fetchone()
            (code,) = database.execute("SELECT code FROM pupil WHERE id = ?", (issued,)).fetchone()
        self.change(home, f"UPDATE pupil SET code = '9' || code WHERE id = '{issued}'",
                    f"UPDATE pupil SET code = '{code}' WHERE id = '{due}'",
                    f"UPDATE enrolment SET grade = 4 WHERE pupil = '{due}'")

    def issue(self, home, code):
        return self.ok("issue", *CLASS, "--json", home=home, code=code).json

    def expect_refused_before(self, home):
        done = self.issue(home, 5)
        self.assertEqual((done["done"], done["failed"]), (13, 1))
        (message,) = [row["message"] for row in done["records"] if row["outcome"] == "failed"]
        self.assertIn("Sổ cái đã có một học bạ khác còn hiệu lực", message)
        self.assertEqual(self.ok("ledger", "show", "--json", home=home).json["unentered"], 0)

    def test_asked_before_it_is_issued(self):
        self.ok("ledger", "enter")
        self.seal(self.home)
        self.take_place(self.home)
        self.expect_refused_before(self.home)

    def test_asked_of_the_service(self):
        self.serve()
        self.connect(self.home)
        self.ok("ledger", "enter")
        self.seal(self.home)
        self.take_place(self.home)
        self.assertEqual(self.ok("ledger", "policy").out.strip(), self.policy.read_text().strip())
        self.assertEqual(self.service.ask("POST", "/slots", "hocba-slots/1\n")[0], 401)
        append = {"Authorization": "Bearer truong-a"}
        self.assertEqual(self.service.ask("POST", "/slots", "x", append)[0], 400)
        self.expect_refused_before(self.home)

    def test_issued_while_it_was_silent(self):
        self.serve()
        self.connect(self.home)
        self.ok("ledger", "enter")
        self.seal(self.home)
        self.take_place(self.home)
        self.stop()
        done = self.issue(self.home, 0)
        self.assertEqual((done["done"], done["failed"]), (14, 0))
        self.serve()
        self.connect(self.home)
        entered = self.ok("ledger", "enter", "--json", code=5).json
        self.assertEqual((entered["entered"], entered["refused"]), (13, 1))
        self.assertIn("hocba revocation request", entered["refusal"])
        shown = self.ok("ledger", "show", "--json").json
        self.assertEqual((shown["unentered"], shown["refused"]), (1, 1))
        self.assertIn("đã có một học bạ khác còn hiệu lực", shown["refusal"])
        self.assertIn("Sổ không nhận 1 trong số ấy.", self.ok("ledger", "show").out)
        said = self.run_any("doctor").out
        self.assertIn("sổ không nhận 1 học bạ đã phát hành", said)
        self.see_the_page()

    def see_the_page(self):
        """No alarm that nobody can end: a figure of its own, and the reason beside the record."""
        with open(self.home / "settings", "a", encoding="utf-8") as file:
            file.write("ledger.period=1\nledger.alarm=1\n")
        server = Server(hocba.PROGRAM, "serve", "--home", self.home, "--listen", "127.0.0.1:0")
        self.addCleanup(server.stop)
        end = time.monotonic() + 60
        while "hocba_ledger_refused 1\n" not in (shown := server.ask("GET", "/metrics")[1]):
            self.assertLess(time.monotonic(), end, shown[-600:])
            time.sleep(0.1)
        time.sleep(2.5)  # longer than an alarm takes
        self.assertIn("hocba_ledger_alarm 0\n", server.ask("GET", "/metrics")[1])
        with contextlib.closing(sqlite3.connect(self.home / "hocba.db")) as database:
            (group,) = database.execute("SELECT id FROM class WHERE name = '3B'").fetchone()
        visitor = Visitor(server.address)
        first = self.ok("account", "give", "hieutruong").out.strip()
        visitor.sign_in("hieutruong", first)
        visitor.post("/tai-khoan/mat-khau", {"cu": first, "moi": "một câu dễ nhớ",
                                             "moi_lai": "một câu dễ nhớ"})
        page = html.unescape(visitor.get(f"/ky/{group}/phat-hanh")[1])
        self.assertEqual(page.count("sổ cái không nhận"), 1)
        self.assertIn("R3", page)
        self.assertIn("hocba revocation request", page)


if __name__ == "__main__":
    unittest.main()

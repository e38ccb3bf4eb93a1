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
NEW = "printf('%08x-0000-4000-8000-000000000000', i)"


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

    def test_more_refused_than_are_named(self):
        """A whole class of pupils whose records another instance has entered: the page says how many it leaves out."""
        self.serve()
        self.connect(self.home)
        self.ok("ledger", "enter")
        self.connect(self.other, "phong")
        refused = self.ok("ledger", "enter", "--json", home=self.other, code=5).json["refused"]
        self.assertGreater(refused, 20)
        with open(self.other / "settings", "a", encoding="utf-8") as file:
            file.write("ledger.period=1\n")
        server = Server(hocba.PROGRAM, "serve", "--home", self.other, "--listen", "127.0.0.1:0")
        self.addCleanup(server.stop)
        while f"hocba_ledger_refused {refused}\n" not in server.ask("GET", "/metrics")[1]:
            time.sleep(0.1)
        with contextlib.closing(sqlite3.connect(self.other / "hocba.db")) as database:
            (group,) = database.execute("SELECT id FROM class WHERE name = '4A1'").fetchone()
        visitor = Visitor(server.address)
        first = self.ok("account", "give", "hieutruong", home=self.other).out.strip()
        visitor.sign_in("hieutruong", first)
        visitor.post("/tai-khoan/mat-khau", {"cu": first, "moi": "một câu dễ nhớ", "moi_lai": "một câu dễ nhớ"})
        page = html.unescape(visitor.get(f"/ky/{group}/phat-hanh")[1])
        self.assertEqual(page.count("sổ cái không nhận"), 16)
        self.assertIn(f"Sổ cái còn không nhận {refused - 16} mục nữa", page)

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

    def refuse_one(self):
        """Issued while the ledger's folder is away: one of the class has no place in it."""
        self.ok("ledger", "enter")
        self.seal(self.home)
        self.take_place(self.home)
        away = self.folder / "away"
        (self.home / "ledger").rename(away)
        self.issue(self.home, 0)
        away.rename(self.home / "ledger")
        self.assertEqual(self.ok("ledger", "enter", "--json", code=5).json["refused"], 1)
        with contextlib.closing(sqlite3.connect(self.home / "hocba.db")) as database:
            return database.execute(
                "SELECT record FROM issued_document WHERE record NOT IN (SELECT record FROM "
                "ledger_entry WHERE record IS NOT NULL)").fetchone()[0]

    def key(self, name):
        return ("--key", self.home / "pki" / f"{name}.p12", "--pass-file",
                self.home / "pki" / f"{name}.pin")

    def withdraw(self, record):
        request = self.ok("revocation", "request", record, "--reason", "Trùng mã", "--withdraw",
                          "--json").json["request"]
        self.ok("revocation", "decide", request, "--number", "7/QĐ-SGDĐT", *self.key("officer"),
                "--by", "so.duyet")
        self.ok("revocation", "seal", request, *self.key("department"), "--by", "so.vanthu")

    def audit(self, code):
        """But for what changed codes break besides."""
        public, policy = self.folder / "public", self.folder / "own-policy"
        self.ok("ledger", "publish", "--out", public)
        self.ok("ledger", "policy", "--out", policy)
        answer = self.ok("audit", "--store", "--ledger", public, "--policy", policy, "--json",
                         code=code).json
        return answer, {finding["rule"] for finding in answer["findings"]} & {"store", "decision"}

    def test_withdrawn_after_it_was_refused(self):
        """The decision ends it: nothing waits, nothing is refused, and the audit sees why."""
        record = self.refuse_one()
        self.withdraw(record)
        self.ok("ledger", "enter")
        shown = self.ok("ledger", "show", "--json").json
        self.assertEqual((shown["unentered"], shown["refused"]), (0, 0))
        again = self.ok("ledger", "enter", "--json").json
        self.assertEqual((again["entered"], again["changes"], again["refused"], again["settled"]),
                         (0, 0, 0, 0))
        self.assertEqual(self.ok("show", record, "--json").json["state"], "revoked")
        answer, rules = self.audit(1)
        self.assertEqual((answer["settled"], rules), (1, set()))
        # Said of one that no decision withdrew, it is found.
        self.change_store("UPDATE settled_refusal SET record = (SELECT record FROM ledger_entry "
                          "WHERE record IS NOT NULL ORDER BY position LIMIT 1)")
        self.assertLessEqual({"store", "decision"}, self.audit(1)[1])

    def test_refused_behind_many_that_wait(self):
        """All that wait are looked at, not only those of one question."""
        record = self.refuse_one()
        self.change(self.home, "PRAGMA foreign_keys = OFF", *(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 600) " + insert
            for insert in (
                "INSERT INTO pupil (id, unit, code, name, name_key, fold_key, birth_date) SELECT "
                f"{NEW}, p.unit, 'X' || i, p.name, p.name_key, p.fold_key, p.birth_date FROM n, "
                "(SELECT * FROM pupil LIMIT 1) AS p",
                "INSERT INTO enrolment (id, pupil, class, grade, from_date, to_date, list_order) "
                f"SELECT {NEW}, {NEW}, e.class, e.grade, e.from_date, e.to_date, e.list_order FROM n, "
                "(SELECT e.* FROM enrolment AS e JOIN record AS r ON r.enrolment = e.id "
                f"WHERE r.uuid = '{record}') AS e",
                f"INSERT INTO record (uuid, enrolment, state, made_at, planned_on, work) SELECT {NEW}, "
                f"{NEW}, r.state, r.made_at, r.planned_on, r.work FROM n, (SELECT * FROM record "
                f"WHERE uuid = '{record}') AS r",
                "INSERT INTO record_signature (record, role, subject, certificate, signed_at, "
                f"signed_by) SELECT {NEW}, s.role, s.subject, s.certificate, s.signed_at, s.signed_by "
                f"FROM n, (SELECT * FROM record_signature WHERE record = '{record}' AND role = "
                "'school') AS s",
                "INSERT INTO issued_document (record, sha256, size, bytes, dictionary, issued_at) "
                f"SELECT {NEW}, d.sha256, d.size, d.bytes, d.dictionary, 1 FROM n, (SELECT * FROM "
                f"issued_document WHERE record = '{record}') AS d")))
        shown = self.ok("ledger", "show", "--json").json
        self.assertEqual((shown["unentered"], shown["refused"]), (601, 1))
        self.assertIn(record, shown["refusal"])

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

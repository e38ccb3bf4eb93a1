# SPDX-License-Identifier: Apache-2.0
"""A key of a school that its department closes in an instance of its own: the school's instance learns it
from the ledger that both hand in to, and shows what the ledger says at every door."""
import contextlib
import json
import pathlib
import re
import sqlite3
import sys
import time
import unittest

for place in ("support", "serve"):
    sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / place))
import hocba  # noqa: E402
from browser import Visitor  # noqa: E402
from shared_ledger import SharedLedger  # noqa: E402
from transparency import Server  # noqa: E402

SCHOOL = "22193401"
FIRST, SECOND = ("--year", "2023-2024", "--class", "4A1"), ("--year", "2023-2024", "--class", "3B")
WHY = ("--number", "31/QĐ-SGDĐT", "--reason", "Mất thẻ con dấu", "--by", "so.duyet")
UUID = re.compile(rb"<MA_TRA_CUU_UUID>([0-9a-f-]{36})<")
BYTES = {"Content-Type": "application/octet-stream"}
PASSWORD = "một câu dễ nhớ"


class ClosedElsewhere(SharedLedger):
    """`self.home` is the department's, `self.school` the demo's."""

    def setUp(self):
        super().setUp()
        self.pki = self.demo / "pki"
        self.school, self.home = self.home, self.folder / "so-gddt"
        self.found()
        for login, name, number, role in (("so.duyet", "Bùi Thị Lan Phương", "022181100012", "approver"),
                                          ("so.vanthu", "Đào Thị Mai", "022180000010", "seal_clerk"),
                                          ("so.duyet.2", "Ngô Thị Yến", "022180000011", "approver")):
            self.person(login, name, number, f"department_{role}", "--unit", "22")
        for key, whose in (("school", ("--unit", SCHOOL)), ("department", ("--unit", "22")),
                           ("officer", ("--person", "so.duyet"))):
            self.ok("certificate", "add", "--file", self.pki / f"{key}.pem", *whose)
        for one in self.ok("certificate", "list", "--json").json["certificates"]:
            self.ok("certificate", "approve", one["sha256"][:16], "--by", "so.duyet.2")
            if one.get("holder", "").startswith("Trường"):
                self.seal = one["sha256"]
        self.serve()
        self.connect(self.school)
        self.connect(self.home, "phong")
        self.ok("ledger", "enter", home=self.school)

    def key(self, name):
        return ("--key", self.pki / f"{name}.p12", "--pass-file", self.pki / f"{name}.pin")

    def close(self, verb, *more):
        return self.ok("ledger", "key", verb, self.seal, *WHY, *more, *self.key("officer"), "--json").json

    def findings(self, home):
        answer = self.run_any("audit", "--ledger", f"http://{self.service.address}", "--policy", self.policy,
                              "--store", "--json", home=home)
        return [(finding["rule"], finding["message"]) for finding in answer.json["findings"]]

    def states(self):
        rows = self.ok("list", *FIRST, "--json", home=self.school).json["records"]
        return {row["uuid"]: row["state"] for row in rows}

    def serve_school(self):
        with open(self.school / "settings", "a", encoding="utf-8") as settings:
            settings.write("ledger.period=1\n")
        self.site = Server(hocba.PROGRAM, "serve", "--home", self.school, "--listen", "127.0.0.1:0", "--quiet")
        self.addCleanup(lambda: self.site.process.poll() is None and self.site.stop())

    def judge(self, record):
        """What the school's public page says of this file."""
        code, body, _ = self.site.ask("POST", "/api/v1/verify", record.read_bytes(), BYTES)
        self.assertEqual(code, 200)
        return json.loads(body)["state"]

    def wait_for(self, record, state):
        while self.judge(record) != state:
            time.sleep(0.2)

    def sign_in(self, login):
        first = self.ok("account", "give", login, home=self.school).out.strip()
        visitor = Visitor(self.site.address)
        visitor.sign_in(login, first)
        visitor.post("/tai-khoan/mat-khau", {"cu": first, "moi": PASSWORD, "moi_lai": PASSWORD})
        return visitor

    def file_of(self, state):
        chosen = next(uuid for uuid, now in self.states().items() if now == state)
        for path in sorted((self.school / "out" / "xml").glob("*.xml")):
            if UUID.search(path.read_bytes())[1].decode() == chosen:
                return path, chosen
        raise AssertionError("no such file")

    def count(self, table):
        with contextlib.closing(sqlite3.connect(self.school / "hocba.db")) as database:
            return database.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0]

    def test_compromised(self):
        before = self.states()
        file, record = self.file_of("issued")
        self.serve_school()
        self.assertEqual(self.judge(file), "valid")
        done = self.close("compromise", "--from", "0")
        self.assertEqual((done["refused"], done["documents"]), (0, 1))
        self.assertEqual(self.findings(self.home), [])
        # Nobody does anything at the school.
        self.wait_for(file, "revoked")
        after = self.states()
        self.assertEqual({after[uuid] for uuid, state in before.items() if state == "issued"}, {"revoked"})
        self.assertEqual([uuid for uuid, state in before.items() if state == "replaced" != after[uuid]], [])
        self.assertEqual(self.ok("show", record, "--json", home=self.school).json["state"], "revoked")
        # Its people hear of it, once each.
        for login in ("hieutruong", "vanthu", "gv.minh.nguyet"):
            visitor = self.sign_in(login)
            code, page, _ = visitor.get("/thong-bao")
            self.assertEqual((code, page.count("bị lộ từ mục 0 của sổ cái")), (200, 1), login)
            told = [row for row in json.loads(visitor.get("/api/v1/notices")[1])["notices"] if row["kind"] == "key_closed"]
            self.assertEqual(len(told), 1)
            self.assertIn("học bạ", told[0]["reason"])
        # No seal with that key any more, and no certificate of it.
        refused = self.ok("sign", "--as", "school", *SECOND, *self.key("school"), home=self.school, code=4)
        self.assertIn("bị lộ", refused.err + refused.out)
        self.assertIn("con dấu có khóa mới", refused.err + refused.out)
        self.assertEqual(self.findings(self.school), [])

    def test_retired(self):
        """What stands there is as good as before; nothing more comes."""
        self.ok("sign", "--as", "school", *SECOND, *self.key("school"), home=self.school)
        before = self.states()
        self.close("retire")
        self.ok("ledger", "enter", home=self.school)
        self.assertEqual(self.states(), before)
        refused = self.ok("issue", *SECOND, "--json", home=self.school, code=5).json
        self.assertEqual(refused["done"], 0)
        self.assertIn("thôi dùng", refused["records"][0]["message"])
        self.assertEqual(self.findings(self.school), [])

    def test_what_waits_while_the_ledger_is_away(self):
        self.ok("sign", "--as", "school", *SECOND, *self.key("school"), home=self.school)
        self.stop()
        issued = self.ok("issue", *SECOND, "--json", home=self.school).json["done"]
        self.serve_school()
        told = {}
        while told.get("hocba_ledger_behind_seconds", "0") == "0":
            text = self.site.ask("GET", "/metrics")[1]
            told = dict(line.split(" ", 1) for line in text.splitlines() if line.startswith("hocba_ledger"))
            time.sleep(0.2)
        self.assertEqual(told["hocba_ledger_waiting"], str(issued))

    def test_told_late_and_twice(self):
        """The ledger is away, or the power failed before it was noted how far was read."""
        self.close("compromise", "--from", "0")
        self.stop()
        self.ok("ledger", "enter", home=self.school, code=6)
        self.assertNotIn("revoked", self.states().values())
        self.serve()
        self.connect(self.school)
        self.assertEqual(self.ok("ledger", "enter", "--json", home=self.school).json["learned"], 1)
        self.assertIn("revoked", self.states().values())
        events, notices = self.count("record_event"), self.count("notice")
        self.assertGreater(notices, 0)
        content = self.content(self.school)
        self.ok("ledger", "enter", home=self.school)
        self.assertEqual(self.content(self.school), content)
        with contextlib.closing(sqlite3.connect(self.school / "hocba.db")) as database:
            database.execute("DELETE FROM instance WHERE key = 'ledger_read'")
            database.commit()
        self.ok("ledger", "enter", home=self.school)
        self.assertEqual((self.count("record_event"), self.count("notice")), (events, notices))
        self.assertEqual(self.content(self.school), content)


if __name__ == "__main__":
    unittest.main()

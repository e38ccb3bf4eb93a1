# SPDX-License-Identifier: Apache-2.0
"""A department's ledger that a service keeps: schools' instances hand in to it, whatever is killed
on either side, and no pupil has two records that count."""
import base64
import contextlib
import datetime
import hashlib
import http.client
import os
import pathlib
import signal
import sqlite3
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import hocba  # noqa: E402
from shared_ledger import SharedLedger  # noqa: E402

CLASS = ("--year", "2023-2024", "--class", "4A1")
RECORDS = 36  # the demo's: 35, one of which took another's place
NOTED = RECORDS + 3  # entries that the store notes: records, two manifests, a decision


class Remote(SharedLedger):
    def entries(self, home):
        with contextlib.closing(sqlite3.connect(home / "hocba.db")) as database:
            return [row[0] for row in database.execute(
                "SELECT position FROM ledger_entry UNION ALL SELECT position FROM status_entry "
                "ORDER BY 1")]

    def begin_to_enter(self, home):
        env = dict(os.environ, HOCBA_HOME=str(home))
        return subprocess.Popen([hocba.PROGRAM, "ledger", "enter"], env=env,
                                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def wait_for(self, process, size):
        while process.poll() is None and self.size() < size:
            pass

    def audit(self, home):
        answer = self.run_any("audit", "--ledger", f"http://{self.service.address}", "--policy",
                              self.policy, "--store", "--json", home=home)
        return {finding["rule"] for finding in answer.json["findings"]}

    def verify_one(self, home, demo):
        out = home / "goi"
        done = self.ok("export", *CLASS, "--format", "package", "--out", out, "--json", home=home)
        self.assertEqual(done.json["provisional"], 0)
        package = sorted(out.glob("*.hocba"))[0]
        report = self.ok("verify", package, "--anchors", demo / "pki" / "root.pem", "--policy",
                         self.policy, "--json").json["files"][0]
        self.assertEqual((report["verdict"], report["ledger"]["origin"]),
                         ("authentic", "so-cai.example/22"))

    def test_a_key_is_compromised(self):
        """The department hands it in; only it, and by the entry."""
        self.serve()
        self.connect(self.home)
        self.ok("ledger", "enter")
        pki = self.home / "pki"
        listed = self.ok("certificate", "list", "--json").json["certificates"]
        seal = next(one["sha256"] for one in listed if one.get("holder", "").startswith("Trường"))
        words = ("ledger", "key", "compromise", seal, "--number", "31/QĐ-SGDĐT", "--reason",
                 "Mất thẻ con dấu", "--by", "so.duyet", "--key", pki / "officer.p12", "--pass-file",
                 pki / "officer.pin", "--json")
        self.ok(*words, "--since", "2024-06-01T00:00:00Z", code=2)
        self.ok(*words, "--from", "100000", code=2)
        done = self.ok(*words, "--from", "20").json
        self.assertEqual((done["from"], done["documents"], done["refused"], done["final"]),
                         (20, 1, 0, True))
        self.assertGreater(done["revoked"], 0)
        self.assertFalse({"key", "decision", "store", "status"} & self.audit(self.home))

    def test_a_keeper_that_denies_a_closing(self):
        """It stops nothing else, and the closing goes in once somebody who may hands it in."""
        self.serve()
        self.connect(self.home)
        self.ok("ledger", "enter")
        pki = self.home / "pki"
        listed = self.ok("certificate", "list", "--json").json["certificates"]
        seal = next(one["sha256"] for one in listed if one.get("holder", "").startswith("Trường"))
        self.connect(self.home, "truong-a")
        done = self.ok("ledger", "key", "retire", seal, "--number", "3/QĐ", "--reason", "Đổi con dấu", "--key",
                       pki / "school.p12", "--pass-file", pki / "school.pin", "--json", code=5).json
        self.assertEqual((done["documents"], done["refused"]), (0, 1))
        self.assertIn("Chỉ Sở mới ghi được", done["refusal"])
        again = self.ok("ledger", "enter", "--json", code=5).json
        self.assertEqual(again["refused"], 1)
        self.connect(self.home)
        self.assertEqual(self.ok("ledger", "enter", "--json").json["documents"], 1)

    def kill_both_sides(self):
        """In the middle: whatever is not sure is handed in again."""
        entering = self.begin_to_enter(self.home)
        self.wait_for(entering, 2)
        self.stop(signal.SIGKILL)
        entering.wait()
        answer = self.ok("ledger", "enter", code=6)
        self.assertIn("Sổ cái chung không trả lời. Học bạ đã phát hành còn nguyên", answer.err)
        self.serve()
        self.connect(self.home)
        entering = self.begin_to_enter(self.home)
        self.wait_for(entering, 4)
        entering.kill()
        entering.wait()
        done = self.ok("ledger", "enter", "--json").json
        self.assertEqual((done["refused"], done["final"]), (0, True))

    def enter_the_same_pupil(self):
        """One of the pupils of the first home is also in the second."""
        self.connect(self.other, "phong")
        same = "(SELECT min(code) FROM (SELECT p.code FROM pupil p JOIN enrolment e ON e.pupil = p.id " \
               "JOIN record r ON r.enrolment = e.id JOIN issued_document i ON i.record = r.uuid " \
               "GROUP BY p.code HAVING count(*) = 1))"
        self.change_numbers(self.other, f"'9' || code WHERE code <> {same}")
        done = self.ok("ledger", "enter", "--json", home=self.other, code=5).json
        self.assertEqual((done["refused"], done["entered"]), (1, RECORDS - 1))
        self.assertIn("R3", done["refusal"])
        self.assertIn("store", self.audit(self.other))
        # It was another pupil, with a number that was written wrong.
        self.change_numbers(self.other, "'9' || code WHERE code NOT LIKE '9%'")
        done = self.ok("ledger", "enter", "--json", home=self.other).json
        self.assertEqual((done["refused"], done["entered"], done["final"]), (0, 1, True))
        self.change_numbers(self.other, "substr(code, 2)")  # as their documents have them

    def fetch_year(self, year):
        connection = http.client.HTTPConnection(self.service.address, timeout=60)
        with contextlib.closing(connection):
            connection.request("GET", f"/status/{year}-{year + 1}.cwt")
            answer = connection.getresponse()
            return answer.status, answer.read()

    def ask_statuses(self):
        """This school year's list, by URL: of both homes' records, and as the replay has them."""
        day = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=7)))
        year = day.year if day.month >= 8 else day.year - 1
        code, listed = self.fetch_year(year)
        self.assertEqual(code, 200)
        self.assertEqual(self.fetch_year(year - 1)[0], 404)
        for path in ("/status/2024-2026.cwt", "/status/x", "/status/-001-0000.cwt"):
            self.assertEqual(self.service.ask("GET", path)[0], 404, path)
        file = self.folder / "nam.cwt"
        file.write_bytes(listed)
        self.ok("audit", "--ledger", f"http://{self.service.address}", "--policy", self.policy,
                "--list", file)
        for home, demo in ((self.home, self.demo), (self.other, self.second)):
            package = sorted((home / "goi").glob("*.hocba"))[0]
            report = self.ok("verify", package, "--anchors", demo / "pki" / "root.pem", "--policy",
                             self.policy, "--status", file, "--json").json["files"][0]
            checks = {check["id"]: check["result"] for check in report["checks"]}
            self.assertEqual(checks["status"], "yes")

    def test_two_homes_and_a_service_that_is_killed(self):
        self.serve()
        self.connect(self.home)
        self.assertTrue((self.home / "ledger-before" / "key").exists())
        self.kill_both_sides()
        self.enter_the_same_pupil()
        ours, theirs = self.entries(self.home), self.entries(self.other)
        self.assertEqual((len(ours), len(theirs)), (NOTED + 2, NOTED + 2))
        self.assertEqual(len(set(ours + theirs)), 2 * (NOTED + 2))
        self.assertLess(max(ours + theirs), self.size())
        self.ok("ledger", "enter")
        self.assertEqual(self.entries(self.home), ours)
        for home, demo in ((self.home, self.demo), (self.other, self.second)):
            self.assertEqual(self.audit(home), set())
            self.verify_one(home, demo)
        self.ask_statuses()
        # Their entries stand here; no other ledger gets more of them.
        self.assertEqual(self.stop()[0], 0)
        self.serve(self.home / "ledger-before")
        self.assertIn("một sổ cái khác", self.connect(self.home, code=5).err)

    def test_who_may_what(self):
        self.serve()
        self.assertEqual(self.service.ask("POST", "/append", "")[0], 401)
        append = {"Authorization": "Bearer truong-a"}
        self.assertEqual(self.service.ask("POST", "/append", "", append)[0], 400)
        self.assertEqual(self.service.ask("POST", "/append", "hocba-append/1\n", append)[0], 200)
        for path in ("/proof/0", "/proof/x", "/tile/0/000", "/tile/../key", "/key"):
            self.assertEqual(self.service.ask("GET", path)[0], 404, path)
        # Under its own keys alone, where its line names them: also a manifest, or a frozen year.
        with open(self.clients, "a", encoding="utf-8") as file:
            file.write(f"truong-b school {hashlib.sha256(b'truong-b').hexdigest()} {'0a' * 8}\n")
        append = {"Authorization": "Bearer truong-b"}
        for document in (1, 2):
            leaf = bytes.fromhex(f"86010700 48{'0b' * 8} 5820{'07' * 32} {document:02x}")
            body = f"hocba-append/1\nentry {base64.b64encode(leaf).decode()}\n"
            code, said, _ = self.service.ask("POST", "/append", body, append)
            self.assertEqual(code, 403)
            self.assertIn("0b" * 8, said)
        self.assertEqual(self.size(), 0)
        # A school enters no decision; nobody else is known.
        self.connect(self.home, "truong-a")
        self.assertIn("Chỉ Sở", self.ok("ledger", "enter", code=4).err)
        self.assertEqual(self.size(), 0)
        (self.folder / "so").write_text("ai đó\n")
        self.connect(self.other, code=4)
        self.assertNotIn("ledger.url", (self.other / "settings").read_text())
        (self.folder / "so").chmod(0o644)
        self.assertIn("chmod 600", self.connect(self.other, code=1).err)
        self.ok("ledger", "connect", "http://192.0.2.1:80", "--token-file", self.folder / "so", code=2)
        self.ok("ledger", "publish", "--out", self.folder / "out", code=5)


if __name__ == "__main__":
    unittest.main()

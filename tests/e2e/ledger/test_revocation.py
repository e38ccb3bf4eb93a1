# SPDX-License-Identifier: Apache-2.0
"""Records that were issued are revoked and replaced: the school asks, the department decides with two
signatures, the ledger holds it, and whoever holds the old record learns that a newer one exists."""
import contextlib
import os
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import time
import unittest
import unittest.mock
import zipfile

from lxml import etree

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import hocba  # noqa: E402

OF_CLASS = ("--year", "2023-2024", "--class", "4A1")
COMMENT = "mon.TV.nhan_xet"
DEMOS = 1  # the demo has replaced a record by a decision of its own


class Revocation(hocba.DemoStory):
    def setUp(self):
        super().setUp()
        self.without_ledger(self.demo)
        self.public, self.policy = self.folder / "public", self.folder / "policy"
        key = self.ok("ledger", "show", "--json").json["key"]
        self.policy.write_text(f"log {key}\nquorum none\n")
        self.ok("ledger", "enter")
        records = self.ok("list", *OF_CLASS, "--json").json["records"]
        self.records = [row["uuid"] for row in records if row["state"] == "issued"]
        self.codes = {row["uuid"]: row["code"] for row in records}
        self.assertEqual(len(self.records), 35)

    def key(self, name):
        pki = self.home / "pki"
        return ("--key", pki / f"{name}.p12", "--pass-file", pki / f"{name}.pin")

    def request(self, *records, why="Nhập sai điểm", code=0, **options):
        answer = self.ok("revocation", "request", *records, "--reason", why, "--json",
                         *[f"--{name}" for name in options.get("more", ())], code=code)
        return answer.json["request"] if code == 0 else answer

    def decide(self, request, *more, key="officer", by="so.duyet", code=0):
        return self.ok("revocation", "decide", request, "--number", "12/QĐ-SGDĐT", *more,
                       *self.key(key), *(["--by", by] if by else []), code=code)

    def seal(self, request, key="department", by="so.vanthu", code=0):
        return self.ok("revocation", "seal", request, *self.key(key), *(["--by", by] if by else []),
                       code=code)

    def agree(self, *records, more=()):
        request = self.request(*records, more=more)
        self.decide(request)
        self.seal(request)
        return request

    def state(self, record):
        return self.ok("show", record, "--json").json["state"]

    def publish(self):
        self.ok("ledger", "publish", "--out", self.public)

    def audit(self, code=0):
        self.publish()
        return self.ok("audit", "--store", "--ledger", self.public, "--policy", self.policy, "--json",
                       code=code).json

    def findings(self):
        return sorted(finding["rule"] for finding in self.audit(code=1)["findings"])

    def remake(self, record):
        """The class teacher corrects; create, sign and issue: the new record."""
        code = self.codes_now(record)
        self.ok("set", "--pupil", code, "--year", "2023-2024", f"{COMMENT}=Đã sửa lại nhận xét này.")
        self.ok("create", *OF_CLASS, "--pupil", code)
        for role, key in (("gvcn", "gvcn"), ("cbql", "cbql"), ("school", "school")):
            self.ok("sign", *OF_CLASS, "--pupil", code, "--as", role, *self.key(key))
        self.ok("issue", *OF_CLASS, "--pupil", code)
        listed = self.ok("list", *OF_CLASS, "--json").json["records"]
        return next(row["uuid"] for row in listed if row["code"] == code)

    def packages(self, name):
        """Packages of the class by the records' codes."""
        out = self.folder / name
        answer = self.ok("export", *OF_CLASS, "--format", "package", "--out", out)
        self.assertIn("35", answer.out)
        return {path.stem.split("-")[-1]: path for path in out.rglob("*.hocba")}

    def verify(self, package, *more, code=0):
        report = self.ok("verify", package, "--anchors", self.home / "pki" / "root.pem", "--policy",
                         self.policy, *more, "--json", code=code).json["files"][0]
        return report, {check["id"]: check for check in report["checks"]}

    def check_file(self, request):
        """Before others: our schema by libxml2, both signatures by xmlsec1."""
        file = self.folder / "decision.xml"
        self.ok("revocation", "show", request, "--out", file)
        schema = etree.XMLSchema(file=str(hocba.SOURCE / "schema" / "decision.xsd"))
        schema.assertValid(etree.parse(str(file)))
        ids = [word for tag in ("DU_LIEU", "SignatureProperties", "SignedProperties", "SignatureValue")
               for word in ("--id-attr:Id", tag)]
        pki = self.home / "pki"
        for key in ("officer", "department"):
            done = subprocess.run(["xmlsec1", "--verify", "--enabled-key-data", "x509",
                                   "--enabled-reference-uris", "same-doc", "--verification-time",
                                   "2024-05-31 12:00:00", *ids, "--trusted-pem", pki / "root.pem",
                                   "--untrusted-pem", pki / "ca.pem", "--node-xpath",
                                   f"//*[@Id='sig-{key}']", file],
                                  capture_output=True, text=True, check=False)
            self.assertEqual(done.returncode, 0, done.stderr)

    def test_the_departments_key_is_closed_meanwhile(self):
        """A replacement that it agreed to before still enters; the place of its decision says so."""
        old = self.records[3]
        self.agree(old)
        self.ok("ledger", "enter")
        leaves = self.ok("ledger", "show", "--json").json["leaves"]
        listed = self.ok("certificate", "list", "--json").json["certificates"]
        seal = next(one["sha256"] for one in listed if one.get("holder", "").startswith("Sở"))
        self.ok("ledger", "key", "compromise", seal, "--number", "40/QĐ", "--reason", "Mất thẻ", "--from",
                str(leaves), "--by", "so.duyet", *self.key("officer"))
        new = self.remake(old)
        self.assertEqual([self.state(old), self.state(new)], ["replaced", "issued"])
        done = self.ok("ledger", "enter", "--json").json
        self.assertEqual(done["refused"], 0)
        audit = self.audit()
        self.assertEqual((audit["clean"], audit["superseded"]), (True, 1 + DEMOS))

    def test_replaced(self):
        old = self.records[3]
        before = self.packages("before")[old[:8]]
        request = self.agree(old)
        self.check_file(request)
        self.assertEqual(self.state(old), "suspended")
        self.assertEqual(self.audit()["suspended"], 1)
        stopped = self.packages("stopped")[old[:8]]
        _, checks = self.verify(stopped, code=3)
        self.assertEqual(checks["status"]["result"], "unknown")
        self.assertIn("12/QĐ-SGDĐT", checks["status"]["reason"])
        self.assertIn("Nhập sai điểm", checks["status"]["reason"])
        new = self.remake(old)
        self.assertEqual([self.state(old), self.state(new)], ["replaced", "issued"])
        self.assertIn(old, self.work(new))
        audit = self.audit()
        self.assertEqual((audit["clean"], audit["superseded"], audit["valid"], audit["decisions"]),
                         (True, 1 + DEMOS, 35, 1 + DEMOS))
        # Who holds the old one learns of it; the new one is good.
        report, checks = self.verify(before, "--status", self.public / "status.cwt", code=1)
        self.assertEqual(report["ledger"]["status"], "superseded")
        self.assertIn("THAY THẾ", checks["status"]["reason"])
        after = self.packages("after")[new[:8]]
        self.verify(after, "--status", self.public / "status.cwt")
        # Once more: the newer one can be replaced too, and the ledger entered again says nothing new.
        third = self.agree_and_remake(new)
        self.ok("ledger", "enter")
        audit = self.audit()
        self.assertEqual((audit["clean"], audit["superseded"], audit["valid"]), (True, 2 + DEMOS, 35))
        self.assertEqual(self.state(third), "issued")

    def agree_and_remake(self, record):
        self.agree(record)
        return self.remake(record)

    def work(self, record):
        """The document of an issued record."""
        out = self.folder / "one"
        shutil.rmtree(out, True)
        self.ok("export", *OF_CLASS, "--pupil", self.codes_now(record), "--format", "xml", "--level",
                "B-B", "--out", out)
        return next(out.rglob("*.xml")).read_text()

    def codes_now(self, record):
        listed = self.ok("list", *OF_CLASS, "--json").json["records"]
        return next(row["code"] for row in listed if row["uuid"] == record)

    def test_refused_withdrawn_given_up(self):
        kept, gone, back = self.records[:3]
        request = self.request(kept)
        self.decide(request, "--refuse", "Không đủ căn cứ")
        self.assertEqual(self.state(kept), "revocation_requested")
        self.assertIn("từ chối", self.seal(request).out)
        self.assertEqual(self.state(kept), "issued")
        self.agree(gone, more=["withdraw"])
        self.assertEqual(self.state(gone), "revoked")
        self.agree(back)
        self.agree(back, more=["give-up"])
        self.assertEqual(self.state(back), "issued")
        audit = self.audit()
        self.assertEqual((audit["clean"], audit["revoked"], audit["suspended"], audit["valid"],
                          audit["decisions"]), (True, 1, 0, 34, 4 + DEMOS))
        # Final: nothing is asked about it any more, and nothing is made in its place.
        self.request(gone, code=5)
        self.ok("set", "--pupil", self.codes[gone], "--year", "2023-2024", f"{COMMENT}=Sửa.", code=5)
        # The refused one may be asked about again, and some of several refused.
        refusals = self.folder / "refusals"
        refusals.write_text(f"{kept}\tVẫn không đủ căn cứ\n")
        request = self.request(kept, back)
        self.decide(request, "--refusals", refusals)
        self.seal(request)
        self.assertEqual([self.state(kept), self.state(back)], ["issued", "suspended"])

    def test_one_or_the_other(self):
        """Nothing takes the place of what is asked to be withdrawn, and the other way round."""
        first, second = self.records[4:6]
        self.agree(first, second)
        request = self.request(first, more=["withdraw"])
        failed = self.ok("create", *OF_CLASS, "--pupil", self.codes[first], "--json", code=5).json
        self.assertEqual(failed["failed"], 1)
        self.decide(request)
        self.seal(request)
        self.assertEqual(self.state(first), "revoked")
        self.ok("create", *OF_CLASS, "--pupil", self.codes[second])
        self.request(second, more=["withdraw"], code=5)
        self.assertTrue(self.audit()["clean"])

    def standing(self):
        """All drafts of the store, as whoever reads them finds them."""
        questions = (
            "SELECT * FROM pupil ORDER BY id", "SELECT * FROM pupil_value ORDER BY 1, 2",
            "SELECT * FROM enrolment ORDER BY id", "SELECT * FROM enrolment_value ORDER BY 1, 2",
            "SELECT * FROM mark_attempt WHERE (enrolment, subject, period, attempt) NOT IN (SELECT "
            "enrolment, subject, period, attempt FROM mark_taken_back) ORDER BY 1, 2, 3, 4",
            "SELECT * FROM decision WHERE id NOT IN (SELECT decision FROM decision_taken_back) "
            "ORDER BY number")
        with contextlib.closing(sqlite3.connect(self.home / "hocba.db")) as database:
            return [database.execute(question).fetchall() for question in questions]

    def enter_all(self, code, mark, name):
        """Everything that may be entered for a replacement."""
        of_year = ("--pupil", code, "--year", "2023-2024")
        self.ok("set", *of_year, f"{COMMENT}=Sửa nhận xét của {name}.", f"mon.TV.diem={mark}",
                "can_nang=33.5", f"ho_va_ten={name}", "ngay_sinh=02/03/2014", "dan_toc=Tày")
        self.ok("decide", "exemplary", "0", *of_year)
        self.ok("decide", "no_mother_reason", "Mồ côi mẹ", *of_year)

    def in_one_second(self):
        """A block in which the clock stands."""
        environment = subprocess.run(["faketime", "-f", time.strftime("%Y-%m-%d %H:%M:%S"), "env"], check=True,
                                     text=True, capture_output=True).stdout.splitlines()
        frozen = dict(line.split("=", 1) for line in environment if line.startswith(("LD_PRELOAD=", "FAKETIME=")))
        return unittest.mock.patch.dict(os.environ, frozen, DONT_FAKE_MONOTONIC="1")

    def test_given_up_leaves_nothing(self):
        """Every draft is as it was before, twice over, and with a record made in between."""
        old = self.records[8]
        code = self.codes[old]
        before = self.standing()
        self.agree(old)
        for mark, name in ((9, "Nguyễn Đổi Tên"), (10, "Nguyễn Đổi Nữa")):
            self.enter_all(code, mark, name)
            self.enter_all(code, 19 - mark, name)
            changed = self.standing()
            self.assertTrue(all(a != b for a, b in zip(before[:2] + before[3:],
                                                       changed[:2] + changed[3:])))
            self.ok("create", *OF_CLASS, "--pupil", code)
            with self.in_one_second():
                self.agree(old, more=["give-up"])
                self.assertEqual(self.standing(), before)
                self.assertEqual(self.state(old), "issued")
                self.agree(old)
                self.assertEqual(self.standing(), before)
        self.agree(old, more=["give-up"])
        # Where the pupil has gone on to another year, what the pupil is called is that year's too.
        with contextlib.closing(sqlite3.connect(self.home / "hocba.db")) as database:
            database.executescript(f"""
                INSERT INTO school_year SELECT unit, '2024-2025', state FROM school_year;
                INSERT INTO class SELECT 'moi', unit, '2024-2025', '5A1', sessions_per_day FROM class
                    LIMIT 1;
                INSERT INTO enrolment SELECT 'moi', id, 'moi', 5, NULL, NULL, 1 FROM pupil
                    WHERE code = '{code}';""")
        before = self.standing()
        self.agree(old)
        self.enter_all(code, 9, "Nguyễn Đổi Tên")
        changed = self.standing()
        self.agree(old, more=["give-up"])
        after = self.standing()
        self.assertEqual(after[:2], changed[:2])
        self.assertEqual(after[2:5], before[2:5])
        self.assertTrue(self.audit()["clean"])

    def test_given_up_after_it_was_made(self):
        """What was made is discarded, what was typed goes back, and the whole may begin again."""
        old = self.records[6]
        code = self.codes[old]
        of_pupil = (*OF_CLASS, "--pupil", code)

        def values():
            return {field["key"]: field["value"] for field in
                    self.ok("show", "--pupil", code, "--json").json["draft"]}
        before = values()
        self.agree(old)
        for word in (f"{COMMENT}=Sửa một.", f"{COMMENT}=Sửa hai.", "can_nang=33.5"):
            self.ok("set", "--pupil", code, "--year", "2023-2024", word)
        self.ok("create", *of_pupil)
        self.ok("create", *of_pupil, "--remake", "thử")  # two that take its place, one after the other
        for role in ("gvcn", "cbql", "school"):
            self.ok("sign", *of_pupil, "--as", role, *self.key(role))
        made = values()["uuid"]
        request = self.request(old, more=["give-up"])
        self.assertIn("đang chờ quyết định", self.ok("issue", *of_pupil, code=5).out)
        self.decide(request, "--refuse", "Sai tên thì phải sửa")
        self.seal(request)
        self.assertEqual([self.state(one) for one in (old, made)], ["suspended", "signed_school"])
        self.agree(old, more=["give-up"])
        self.assertEqual([self.state(one) for one in (old, made)], ["issued", "discarded"])
        self.assertEqual(values(), before)
        self.assertNotEqual(before[COMMENT], "Sửa hai.")
        listed = [row for row in self.ok("list", *OF_CLASS, "--json").json["records"]
                  if row["code"] == code]
        self.assertEqual([row["uuid"] for row in listed], [old])
        self.ok("issue", *of_pupil)
        self.assertEqual(self.state(made), "discarded")
        self.assertTrue(self.audit()["clean"])
        self.agree(old)
        new = self.remake(old)
        self.assertEqual([self.state(one) for one in (old, made, new)],
                         ["replaced", "discarded", "issued"])
        self.assertTrue(self.audit()["clean"])

    def test_reasons_in_a_file(self):
        """Line by line, in either direction; what is wrong changes nothing."""
        first, second, third = self.records[7:10]
        file = self.folder / "lines"
        for bad, code in ((f"{first}\n", 1), (f"{first}\t \n", 1), (f"{first}\ta\n{first}\tb\n", 1),
                          (f"{first}\t{'x' * 301}\n", 1), ("00000000-0000-4000-8000-000000000000\ta\n", 2),
                          ("không phải mã\ta\n", 2), ("", 2)):
            with self.subTest(bad[:60]):
                file.write_text(bad)
                self.ok("revocation", "request", "--file", file, code=code)
        self.assertEqual({self.state(one) for one in (first, second, third)}, {"issued"})
        file.write_text(f"{first}\tSai tên\tGiấy khai sinh 12\r\n\n{second}\tSai ngày\n")
        request = self.ok("revocation", "request", "--file", file, "--json").json["request"]
        shown = {row["record"]: row for row in
                 self.ok("revocation", "show", request, "--json").json["records"]}
        self.assertEqual(shown[first]["reason"], "Sai tên")
        for bad in (f"{third}\tkhông được nêu\n", f"{first}\n", f"{first}\t\n"):
            with self.subTest(bad[-20:]):
                file.write_text(bad)
                self.decide(request, "--refusals", file, code=1)
        file.write_text(f"{second}\tKhông đủ căn cứ\n")
        self.decide(request, "--refusals", file)
        self.seal(request)
        self.assertEqual([self.state(one) for one in (first, second)], ["suspended", "issued"])

    def test_a_package_with_another_decision(self):
        """The list says how a record stands; a decision that is bent or another's says nothing."""
        first, second = self.records[11:13]
        self.agree(first)
        self.agree(second)
        made = self.packages("two")
        whole, other = made[first[:8]], made[second[:8]]
        _, checks = self.verify(whole, code=3)
        self.assertIn("12/QĐ-SGDĐT", checks["status"]["reason"])
        for change, said in ((lambda own, theirs: own.replace(b"sai", b"say"), "không dùng được"),
                             (lambda own, theirs: own[:-30], "không dùng được"),
                             (lambda own, theirs: theirs, "không nói về học bạ này")):
            bent = self.folder / "bent.hocba"
            with zipfile.ZipFile(whole) as here, zipfile.ZipFile(other) as there, \
                    zipfile.ZipFile(bent, "w", zipfile.ZIP_DEFLATED) as out:
                for name in here.namelist():
                    data = here.read(name)
                    if name == "decision.xml":
                        data = change(data, there.read(name))
                    out.writestr(name, data, zipfile.ZIP_STORED if name == "mimetype" else None)
            report, checks = self.verify(bent, code=3)
            self.assertIn(said, checks["status"]["reason"])
            self.assertIsNone(report["ledger"]["decision"])

    def test_who_may(self):
        record = self.records[0]
        self.ok("revocation", "request", record, "--reason", "x", "--by", "gv.tieng.anh", code=4)
        self.ok("revocation", "request", record, code=1)
        request = self.request(record)
        self.request(record, code=5)
        self.decide(request, by="hieutruong", key="cbql", code=4)
        self.decide(request, key="cbql", code=4)
        self.decide(request, key="department", code=4)
        self.decide(request, by=None, code=4)
        self.seal(request, code=2)
        self.decide(request)
        self.seal(request, key="school", code=4)
        self.seal(request, by="so.duyet", code=4)
        self.assertEqual(self.state(record), "revocation_requested")
        self.decide(request, "--refuse", "Nghĩ lại")
        self.seal(request)
        self.assertEqual(self.state(record), "issued")
        self.seal(request, code=5)

    def test_after_the_year_is_frozen(self):
        old, other = self.records[:2]
        reasons = self.folder / "reasons"
        reasons.write_text("".join(f"{name}\tchưa phát hành học bạ\n"
                                   for name in ("1A", "2A", "2B", "3A", "3B")))
        self.ok("class", "close", *OF_CLASS, *self.key("cbql"))
        self.ok("year", "freeze", "2023-2024", "--reasons", reasons, *self.key("cbql"))
        self.ok("set", "--pupil", self.codes[old], "--year", "2023-2024", f"{COMMENT}=Sửa.", code=5)
        request = self.agree(old)
        self.ok("revocation", "show", request, "--out", self.folder / "d.xml")
        self.assertIn("<SAU_KHI_CHOT>1</SAU_KHI_CHOT>", (self.folder / "d.xml").read_text())
        self.ok("set", "--pupil", self.codes[other], "--year", "2023-2024", f"{COMMENT}=S.", code=5)
        new = self.remake(old)
        self.assertEqual(self.state(new), "issued")
        self.assertTrue(self.audit()["clean"])

    def test_tampering(self):
        """With what only the operator of the store could do, each found by the audit."""
        gone, old = self.records[:2]
        self.agree(gone, more=["withdraw"])
        self.agree(old)
        self.assertTrue(self.audit()["clean"])
        whole = self.folder / "whole"
        shutil.copytree(self.home, whole)
        for about, statements in {
                "a revoked record is shown as valid":
                    [f"UPDATE record SET state = 'issued' WHERE uuid = '{gone}'"],
                "a decision is deleted": ["DELETE FROM status_entry", "DELETE FROM status_change",
                                          "DELETE FROM revocation_decision"],
                "a decision is bent": ["UPDATE revocation_decision SET bytes = CAST("
                                       "replace(CAST(bytes AS TEXT), 'Nhập sai', 'Nhập đúng') AS BLOB)"],
                "a change is made up": [f"UPDATE record SET state = 'revoked' WHERE uuid = '{old}'"],
        }.items():
            with self.subTest(about):
                shutil.rmtree(self.home)
                shutil.copytree(whole, self.home)
                self.change_store(*statements)
                self.assertIn("decision", self.findings())


if __name__ == "__main__":
    unittest.main(verbosity=0)

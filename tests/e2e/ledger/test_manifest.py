# SPDX-License-Identifier: Apache-2.0
"""A class is closed: the principal signs who has a record and who has none, it enters the ledger, and
whoever disappears afterwards is missed."""
import base64
import json
import pathlib
import shutil
import subprocess
import sys
import unittest

from lxml import etree

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import hocba  # noqa: E402

OF_YEAR = ("--year", "2023-2024")
WAITING = "chờ đánh giá bổ sung"
OPEN = "".join(f"{name}\tchưa phát hành học bạ\n" for name in ("1A", "2A", "2B", "3A"))


class Manifest(hocba.DemoStory):
    def setUp(self):
        """The demo's own manifest of 4A1 is not there yet."""
        super().setUp()
        self.without_ledger(self.demo)
        self.change_store("DELETE FROM manifest")
        self.public, self.policy = self.folder / "public", self.folder / "policy"
        key = self.ok("ledger", "show", "--json").json["key"]
        self.policy.write_text(f"log {key}\nquorum none\n")
        self.ok("ledger", "enter")

    def close(self, name, *more, by="cbql", code=0):
        pki = self.home / "pki"
        return self.ok("class", "close", *OF_YEAR, "--class", name, "--key", pki / f"{by}.p12",
                       "--pass-file", pki / f"{by}.pin", *more, code=code)

    def rows(self, name):
        return self.ok("class", "manifest", *OF_YEAR, "--class", name, "--json").json["pupils"]

    def audit(self, code=0):
        self.ok("ledger", "publish", "--out", self.public)
        return self.ok("audit", "--store", "--ledger", self.public, "--policy", self.policy, "--json",
                       code=code).json

    def findings(self):
        return sorted(finding["rule"] for finding in self.audit(code=1)["findings"])

    def test_a_whole_class(self):
        self.assertIn("35 đã phát hành", self.close("4A1").out)
        self.assertEqual({row["state"] for row in self.rows("4A1")}, {"đã phát hành"})
        self.check_file("4A1")
        report = self.audit()
        self.assertEqual((report["clean"], report["manifests"], report["waiting"]), (True, 1, 0))
        leaves = self.ok("ledger", "show", "--json").json["leaves"]
        self.assertIn("không có gì mới", self.close("4A1").out)
        self.ok("ledger", "enter")
        self.assertEqual(self.ok("ledger", "show", "--json").json["leaves"], leaves)

    def check_file(self, name):
        file = self.folder / "manifest.xml"
        self.ok("class", "manifest", *OF_YEAR, "--class", name, "--out", file)
        self.check_signed(file, "manifest.xsd")

    def check_signed(self, file, schema):
        """Before others: our schema by libxml2, the signature by xmlsec1."""
        etree.XMLSchema(file=str(hocba.SOURCE / "schema" / schema)).assertValid(etree.parse(str(file)))
        ids = [word for tag in ("DU_LIEU", "SignatureProperties", "SignedProperties")
               for word in ("--id-attr:Id", tag)]
        pki = self.home / "pki"
        done = subprocess.run(["xmlsec1", "--verify", "--enabled-key-data", "x509",
                               "--enabled-reference-uris", "same-doc", "--verification-time",
                               "2024-05-31 12:00:00", *ids, "--trusted-pem", pki / "root.pem",
                               "--untrusted-pem", pki / "ca.pem", file],
                              capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_the_demos_own(self):
        """It was closed by its principal, and that stands in its ledger."""
        made = self.ok("class", "manifest", *OF_YEAR, "--class", "4A1", "--json", home=self.demo).json
        self.assertEqual(len(made["pupils"]), 35)
        report = self.ok("audit", "--store", "--ledger", self.demo / "out" / "ledger", "--policy",
                         self.demo / "policy", "--json", home=self.demo).json
        self.assertEqual((report["clean"], report["manifests"]), (True, 2))

    def test_who_signs(self):
        for by in ("gvcn", "school", "gvcn-3b", "department"):
            self.close("4A1", by=by, code=4)
        self.ok("class", "manifest", *OF_YEAR, "--class", "4A1", code=2)
        self.close("4A1", "--by", "gv.minh.nguyet", code=4)

    def test_nobody_is_left_out(self):
        """Three wait, one has another reason, the rest has records; then two of the three come."""
        pki = self.home / "pki"
        of_class = (*OF_YEAR, "--class", "3B")
        self.ok("sign", "--as", "school", *of_class, "--by", "vanthu", "--key", pki / "school.p12",
                "--pass-file", pki / "school.pin")
        pupils = [row["code"] for row in self.ok("list", *of_class, "--json").json["records"]]
        for code in pupils[4:]:
            self.ok("issue", *of_class, "--pupil", code)
        self.assertIn("4 học sinh", self.close("3B", code=1).err)
        reasons = self.folder / "reasons"
        reasons.write_text("".join(f"{code}\t{WAITING}\n" for code in pupils[:3])
                           + f"{pupils[3]}\tchuyển trường ngày 20/05/2024\n")
        self.close("3B", "--reasons", reasons)
        states = {row["code"]: row["state"] for row in self.rows("3B")}
        self.assertEqual([states[code] for code in pupils[:4]],
                         [WAITING] * 3 + ["chuyển trường ngày 20/05/2024"])
        report = self.audit()
        self.assertEqual((report["clean"], report["waiting"]), (True, 3))

        for code in pupils[:2]:
            self.ok("issue", *of_class, "--pupil", code)
        self.close("3B", "--reasons", reasons, code=1)  # a reason for who has a record
        reasons.write_text(f"{pupils[2]}\t{WAITING}\n{pupils[3]}\tchuyển trường\n")
        self.assertIn("bổ sung", self.close("3B", "--reasons", reasons).out)
        self.check_file("3B")
        report = self.audit()
        self.assertEqual((report["clean"], report["manifests"], report["waiting"]), (True, 2, 1))

    def test_bent_reasons(self):
        for text in ("khong co tab\n", "\tthiếu mã\n", "2242136560\t\n", "999\tkhông có ai\n"):
            (self.folder / "reasons").write_text(text)
            self.close("4A1", "--reasons", self.folder / "reasons", code=1)

    # --- the year is frozen

    def freeze(self, *more, by="cbql", code=0):
        pki = self.home / "pki"
        return self.ok("year", "freeze", OF_YEAR[1], "--key", pki / f"{by}.p12", "--pass-file",
                       pki / f"{by}.pin", *more, code=code)

    def freeze_both(self):
        """4A1 is closed, 3B waits; then 3B is closed too, after the summer."""
        reasons = self.folder / "reasons"
        reasons.write_text(OPEN + "3B\tchưa phát hành học bạ\n")
        self.close("4A1")
        self.freeze("--reasons", reasons)
        pupils = [row["code"] for row in self.ok("list", *OF_YEAR, "--class", "3B", "--json")
                  .json["records"]]
        of_pupils = self.folder / "of-pupils"
        of_pupils.write_text("".join(f"{code}\t{WAITING}\n" for code in pupils))
        self.close("3B", "--reasons", of_pupils)
        reasons.write_text(OPEN)
        return self.freeze("--reasons", reasons)

    def test_a_frozen_year(self):
        reasons, file = self.folder / "reasons", self.folder / "freeze.xml"
        self.assertIn("6 lớp chưa chốt", self.freeze(code=1).err)
        reasons.write_text(OPEN + "3B\tchưa\n")
        self.assertIn("1 lớp chưa chốt", self.freeze("--reasons", reasons, code=1).err)
        self.close("4A1")
        for text in ("3B\n", "3B\t\n", "4A1\tđã chốt rồi\n3B\tchưa\n", "3B\tchưa\n9Z\tkhông có\n"):
            reasons.write_text(OPEN + text)
            self.freeze("--reasons", reasons, code=1)
        reasons.write_text(OPEN + "3B\tchưa phát hành học bạ\n")
        for by in ("gvcn", "school", "department"):
            self.freeze("--reasons", reasons, by=by, code=4)
        self.assertIn("1 lớp đã chốt, 5 lớp có lý do", self.freeze("--reasons", reasons).out)
        self.assertIn("không có gì mới", self.freeze("--reasons", reasons).out)
        self.ok("year", "show", OF_YEAR[1], "--out", file)
        self.check_signed(file, "freeze.xsd")
        code = self.rows("4A1")[0]["code"]
        self.ok("set", "--pupil", code, "--year", OF_YEAR[1], "can_nang=31", code=5)
        report = self.audit()
        self.assertEqual((report["clean"], report["freezes"]), (True, 1))
        self.assertIn("thay văn bản trước", self.freeze_both().out)
        self.ok("year", "show", OF_YEAR[1], "--out", file)
        self.check_signed(file, "freeze.xsd")
        self.assertIn("<THAY_CHO>", file.read_text())
        report = self.audit()
        self.assertEqual((report["clean"], report["freezes"]), (True, 2))

    # --- the key is elsewhere

    def sign_elsewhere(self, plan, key="cbql"):
        """The digest out, openssl signs, the value in: RSA or P-256 as DER."""
        pki, content = self.home / "pki", json.loads(plan.read_text())
        pem, digest = self.folder / "key.pem", self.folder / "digest"
        subprocess.run(["openssl", "pkcs12", "-in", pki / f"{key}.p12", "-nocerts", "-nodes", "-passin",
                        f"file:{pki / key}.pin", "-out", pem], check=True, capture_output=True)
        digest.write_bytes(base64.b64decode(content["items"][0]["digest"]))
        value = subprocess.run(["openssl", "pkeyutl", "-sign", "-inkey", pem, "-in", digest, "-pkeyopt",
                                "digest:sha256"], check=True, capture_output=True).stdout
        content["items"][0]["value"] = base64.b64encode(value).decode()
        plan.write_text(json.dumps(content))
        return content

    def test_signed_elsewhere(self):
        """A class and a year, prepared here, signed there, attached here."""
        plan, reasons, pki = self.folder / "plan", self.folder / "reasons", self.home / "pki"
        close = ("class", "close", *OF_YEAR, "--class", "4A1")
        prepare = ("--prepare", plan, "--certificate")
        self.ok(*close, *prepare, pki / "gvcn.pem", code=4)
        self.ok(*close, "--prepare", plan, code=2)
        self.ok(*close, *prepare, pki / "cbql.pem", "--attach", plan, code=2)
        self.assertIn("chuẩn bị", self.ok(*close, *prepare, pki / "cbql.pem").out)
        self.ok(*close, "--attach", plan, code=1)  # nobody has signed
        content = self.sign_elsewhere(plan)
        for about, key, word in (("another's value", "value", base64.b64encode(bytes(256)).decode()),
                                 ("a bent state", "state", content["items"][0]["state"][4:])):
            with self.subTest(about):
                bent = json.loads(json.dumps(content))
                bent["items"][0][key] = word
                (self.folder / "bent").write_text(json.dumps(bent))
                self.ok(*close, "--attach", self.folder / "bent", code=1)
        for about, key, word, code in (("earlier than it was", "made", "2024-05-30T08:00:00+07:00", 5),
                                       ("later than now", "made", "2024-06-30T08:00:00+07:00", 1),
                                       ("another paper", "paper", "freeze", 1)):
            with self.subTest(about):
                (self.folder / "bent").write_text(json.dumps({**content, key: word}))
                self.ok(*close, "--attach", self.folder / "bent", code=code)
        self.assertIn("Đã chốt lớp 4A1", self.ok(*close, "--attach", plan).out)
        self.assertIn("không có gì mới", self.ok(*close, "--attach", plan).out)
        self.check_file("4A1")
        reasons.write_text(OPEN + "3B\tchưa phát hành học bạ\n")
        freeze = ("year", "freeze", OF_YEAR[1])
        self.ok(*freeze, "--reasons", reasons, *prepare, pki / "cbql.pem")
        self.sign_elsewhere(plan)
        whole = plan.read_text()
        self.ok("class", "add", *OF_YEAR, "--name", "5C")
        self.ok(*freeze, "--attach", plan, code=5)  # there is a class more
        self.ok(*freeze, "--reasons", reasons, *prepare, pki / "cbql.pem")
        self.assertNotEqual(whole, plan.read_text())
        self.sign_elsewhere(plan)
        self.assertIn("1 lớp đã chốt, 6 lớp có lý do", self.ok(*freeze, "--attach", plan).out)
        report = self.audit()
        self.assertEqual((report["clean"], report["freezes"]), (True, 1))

    # --- the summer

    def set_clock(self, moment):
        self.change_store(f"UPDATE instance SET value = '{moment}' WHERE key = 'clock'")

    def wait(self):
        """3B closes in May: everybody is issued but two who wait and one who is ill; then the freeze.
        The codes of one who has a record, of those who wait, of who is ill."""
        of_class, pki = (*OF_YEAR, "--class", "3B"), self.home / "pki"
        records = self.ok("list", *of_class, "--json").json["records"]
        waits, leaves, ill, done = (one["code"] for one in records[:4])
        for one in records[:3]:
            self.ok("return", one["uuid"], "--reason", "chưa hoàn thành")
        self.ok("set", "--pupil", waits, *OF_YEAR, "mon.TV.muc=C", "mon.TV.diem=4",
                "ket_qua_xep_loai=Chưa hoàn thành")
        for code in (waits, leaves):
            self.ok("decide", "reassessment", "listed", "--pupil", code)
        self.ok("sign", "--as", "school", *of_class, "--by", "vanthu", "--key", pki / "school.p12",
                "--pass-file", pki / "school.pin", code=5)
        self.ok("issue", *of_class, code=5)
        reasons = self.folder / "reasons"
        reasons.write_text(f"{ill}\tnghỉ ốm dài ngày\n")
        self.close("3B", "--reasons", reasons)
        self.close("4A1")
        reasons.write_text(OPEN)
        self.freeze("--reasons", reasons)
        return done, waits, leaves, ill

    def test_the_summer(self):
        done, waits, leaves, ill = self.wait()
        of_class, pki = (*OF_YEAR, "--class", "3B"), self.home / "pki"
        self.change_store("UPDATE instance SET value = '2024-08-10T08:00:00+07:00' WHERE key = 'clock'")

        def put(code, *words, expect=5):
            return self.ok("set", "--pupil", code, *OF_YEAR, *words, code=expect)
        # Nobody but who waits, and of theirs only what was assessed anew.
        put(done, "mon.TV.nhan_xet=Sửa.")
        put(ill, "mon.TV.muc=H")
        self.ok("decide", "promotion", "1", "--pupil", ill, code=5)
        for word in ("mon.T.muc=T", "mon.TV.muc.hk1=H", "pham_chat_yeu_nuoc=T"):
            self.assertIn("từng ở mức C", put(waits, word).err)
        put(waits, "mon.TV.muc=H", "mon.TV.diem=6", "mon.TV.nhan_xet=Đã đọc trôi chảy.",
            "ket_qua_xep_loai=Hoàn thành", expect=0)
        self.ok("decide", "reassessment", "decided", "--pupil", waits)
        self.ok("decide", "promotion", "1", "--pupil", waits, "--reference", "12/QĐ-THĐ")
        made = self.ok("create", *of_class, "--json", code=5).json["records"]
        outcomes = {one["pupil"]: one["outcome"] for one in made if one["outcome"] != "already"}
        self.assertEqual(outcomes, {waits: "done", leaves: "failed", ill: "failed"})
        for role, key in (("gvcn", "gvcn-3b"), ("cbql", "cbql"), ("school", "school")):
            self.ok("sign", *of_class, "--pupil", waits, "--as", role, "--key", pki / f"{key}.p12",
                    "--pass-file", pki / f"{key}.pin")
        self.ok("issue", *of_class, "--pupil", waits)
        # The freeze after the summer shuts the year, so it waits for everybody on the list.
        reasons = self.folder / "reasons"
        reasons.write_text(OPEN + "3B\tchưa\n")
        self.assertIn("2 học sinh còn chờ", self.freeze("--reasons", reasons, code=1).err)
        of_pupils = self.folder / "of-pupils"
        of_pupils.write_text(f"{ill}\tnghỉ ốm dài ngày\n{leaves}\tchuyển trường trong hè\n")
        self.assertIn("bổ sung", self.close("3B", "--reasons", of_pupils).out)
        reasons.write_text(OPEN)
        self.assertIn("thay văn bản trước", self.freeze("--reasons", reasons).out)
        put(leaves, "mon.TV.muc=H")
        self.ok("decide", "reassessment", "decided", "--pupil", leaves, code=5)
        report = self.audit()
        self.assertEqual((report["clean"], report["waiting"], report["freezes"]), (True, 0, 2))

    def test_a_year_that_is_not_what_was_signed(self):
        self.freeze_both()
        whole = self.folder / "whole"
        shutil.copytree(self.home, whole)
        for about, statements, count in (
                ("opened again", ["UPDATE school_year SET state = 'open'"], 1),
                ("as if never frozen", ["DELETE FROM year_freeze",
                                        "UPDATE school_year SET state = 'open'"], 2),
                ("bent", ["UPDATE year_freeze SET bytes = CAST(replace(CAST(bytes AS TEXT), '3B', '3C') "
                          "AS BLOB)"], 4),
                ("another class", ["UPDATE class SET name = '3C' WHERE name = '3B'"], 2)):
            with self.subTest(about):
                shutil.rmtree(self.home)
                shutil.rmtree(self.public, True)
                shutil.copytree(whole, self.home)
                self.change_store(*statements)
                self.assertEqual(self.findings(), ["freeze"] * count)

    # --- what the audit misses

    def test_a_missing_child(self):
        """The child, the record and the ledger's note of it, taken out without a trace."""
        self.close("4A1")
        code = self.rows("4A1")[4]["code"]
        self.change_store(
            "CREATE TABLE gone AS SELECT r.uuid AS record, e.id AS enrolment, p.id AS pupil FROM "
            "pupil AS p JOIN enrolment AS e ON e.pupil = p.id JOIN record AS r ON r.enrolment = e.id "
            f"WHERE p.code = '{code}'",
            "DELETE FROM ledger_entry WHERE record IN (SELECT record FROM gone)",
            "DELETE FROM issued_document WHERE record IN (SELECT record FROM gone)",
            "DELETE FROM record_signature WHERE record IN (SELECT record FROM gone)",
            "DELETE FROM record WHERE uuid IN (SELECT record FROM gone)",
            "DELETE FROM enrolment WHERE id IN (SELECT enrolment FROM gone)")
        self.assertEqual(self.findings(), ["manifest", "manifest", "store"])

    def test_a_child_put_in_later(self):
        self.close("4A1")
        self.change_store("INSERT INTO enrolment SELECT '00000000-0000-4000-8000-000000000001', (SELECT "
                          "id FROM pupil WHERE id NOT IN (SELECT pupil FROM enrolment AS e WHERE "
                          "e.class = enrolment.class) LIMIT 1), class, grade, from_date, to_date, 99 "
                          "FROM enrolment JOIN class ON class.id = enrolment.class WHERE class.name = "
                          "'4A1' LIMIT 1")
        self.assertEqual(self.findings(), ["manifest"])

    def test_a_lost_manifest(self):
        self.close("4A1")
        self.change_store("DELETE FROM manifest")
        self.assertEqual(self.findings(), ["manifest"])

    def test_a_bent_manifest(self):
        self.close("4A1")
        self.change_store("UPDATE manifest SET bytes = CAST(replace(CAST(bytes AS TEXT), '4A1', '4A2') "
                          "AS BLOB)")
        findings = self.audit(code=1)["findings"]
        self.assertIn("thay đổi", findings[0]["message"])
        self.assertEqual({finding["rule"] for finding in findings}, {"manifest"})

    def test_a_swapped_record(self):
        """A record that the ledger has, but not the one that was signed for."""
        self.close("4A1")
        columns = "sha256, size, bytes, dictionary"
        where = "(SELECT record FROM ledger_entry WHERE position = {})".format
        self.change_store(
            *(f"CREATE TABLE from{place} AS SELECT {columns} FROM issued_document WHERE record = "
              f"{where(place)}" for place in (5, 6)),
            *(f"UPDATE issued_document SET ({columns}) = (SELECT {columns} FROM from{11 - place}) "
              f"WHERE record = {where(place)}" for place in (5, 6)))
        self.assertEqual(self.findings(), ["manifest", "manifest", "store", "store"])


if __name__ == "__main__":
    unittest.main()

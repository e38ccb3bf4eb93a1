# SPDX-License-Identifier: Apache-2.0
"""A round of inspection over the command line; its sample drawn again from docs/inspection.md."""
import contextlib
import hashlib
import pathlib
import sqlite3
import subprocess
import sys
import unittest
import uuid

from lxml import etree

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "identity"))
import keys  # noqa: E402
from hocba import SOURCE, YEAR, Story  # noqa: E402

OURS, OFFICER, LEADER = "22193401", "so.duyet", "hieutruong"
OTHERS = [f"2219350{n}" for n in range(1, 8)]
PNG = b"\x89PNG\r\n\x1a\n" + b"x" * 100
ITEMS = ("computers", "network", "management_system", "signatures", "staff")


def ticket(seed, what, which):
    return hashlib.sha256(f"hocba-inspection-1\n{seed}\n{what}\n{which}".encode()).digest()


def weight(school):
    missing = school["enrolled"] - min(school["issued"], school["enrolled"])
    return (10 + min(20, 2 * school["returned"]) + min(25, 5 * school["revocations"])
            + (0 if school["seals"] else 20)
            + (40 * missing // school["enrolled"] if school["enrolled"] else 0) + min(20, school["late_days"])
            + (20 * min(school["faulty"], school["enrolled"]) // school["enrolled"] if school["enrolled"]
               else min(20, school["faulty"])))


def draw(seed, schools, wanted):
    left, drawn = sorted(schools, key=lambda school: school["school"].encode()), []
    while left and len(drawn) < wanted:
        x = int.from_bytes(ticket(seed, "school", len(drawn) + 1)[:8], "big")
        x %= sum(map(weight, left))
        for school in left:
            if weight(school) > x:
                break
            x -= weight(school)
        left.remove(school)
        drawn.append(school["school"])
    return drawn


class Inspection(Story):
    def open(self, code, *schools, seed, by=OFFICER, expect=0):
        return self.ok("inspection", "open", code, *schools, "--unit", "22", "--year", YEAR, "--decision",
                       "12/QĐ-SGDĐT", "--criteria", "KH213", "--members", "Bà Một, ông Hai", "--from",
                       "2024-05-31", "--to", "2024-06-07", "--seed", seed, "--by", by, code=expect)

    def issue(self):
        """Ten pupils; seven have records, which nobody signed: the draw looks at the UUIDs alone."""
        for n in range(10):
            self.ok("pupil", "add", "--code", 1000 + n, "--name", f"Bàn Văn {n}", "--birth", "2014-03-04",
                    "--year", YEAR, "--class", "4A1", "--unit", OURS)
        with contextlib.closing(sqlite3.connect(self.home / "hocba.db")) as database, database:
            for n, (enrolment,) in enumerate(database.execute("SELECT id FROM enrolment LIMIT 7").fetchall()):
                record = str(uuid.UUID(int=7919 ** n, version=4))
                database.execute("INSERT INTO record (uuid, enrolment, state, made_at) "
                                 "VALUES (?, ?, 'issued', 0)", (record, enrolment))
                database.execute("INSERT INTO record_event (record, verb, to_state, made_at, made_by) "
                                 "VALUES (?, 'send_back', 'draft', 0, 'x')", (record,))
                database.execute("INSERT INTO record_event (record, verb, to_state, made_at, made_by) "
                                 "VALUES (?, 'issue', 'issued', 1, 'x')", (record,))
                database.execute("INSERT INTO issued_document (record, sha256, size, bytes, issued_at) "
                                 "VALUES (?, '', 1, x'00', 0)", (record,))

    def show(self, code, by=OFFICER):
        return self.ok("inspection", "show", code, "--by", by, "--json").json

    def the_sample(self):
        for seed in ("mua-he-1", "2"):
            code = "KT-" + seed
            self.open(code, seed=seed)
            self.ok("inspection", "sample", code, "--schools", 3, "--records", 0, "--by", OFFICER)
            shown = self.show(code)
            schools = shown["schools"]
            self.assertEqual([s["school"] for s in schools], sorted([OURS, *OTHERS]))
            self.assertEqual([s["weight"] for s in schools], [weight(s) for s in schools])
            self.assertEqual(
                [s["school"] for s in sorted(schools, key=lambda s: s["place"]) if s["place"]],
                draw(seed, schools, 3))
            self.assertEqual(shown["records"], [])
            self.ok("inspection", "sample", code, "--schools", 3, "--records", 0, code=5)

    def the_records(self):
        self.ok("year", "calendar", YEAR, "nhap_lieu=20/5/2024", "--unit", "22")
        self.open("KT-3", OURS, seed="s3")
        self.ok("inspection", "find", "KT-3", OURS, "--severity", "major", "--article", "a", "--text", "t",
                "--deadline", "2024-06-30", "--by", OFFICER, code=5)
        self.ok("inspection", "sample", "KT-3", "--schools", 9, "--records", 5, "--by", OFFICER)
        with contextlib.closing(sqlite3.connect(self.home / "hocba.db")) as database:
            issued = [row[0] for row in database.execute("SELECT record FROM issued_document")]
        shown = self.show("KT-3")
        facts = {key: shown["schools"][0][key] for key in ("enrolled", "issued", "returned", "late_days", "faulty",
                                                               "weight")}
        # Ten without a personal number, three of them with nothing entered.
        self.assertEqual(facts, {"enrolled": 10, "issued": 7, "returned": 7, "late_days": 11, "faulty": 10,
                                 "weight": 10 + 14 + 20 + 12 + 11 + 20})
        self.assertEqual([r["record"] for r in shown["records"]],
                         sorted(issued, key=lambda record: ticket("s3", "record", record))[:5])
        self.assertEqual(shown["state"], "sampled")

    def make_keys(self):
        self.pins = ("--pass-file", self.folder / "pin")
        for login, number in ((OFFICER, "022181100012"), (LEADER, "022180000001")):
            pem, p12 = keys.make(self.folder, login, f"CCCD:{number}", called=f"Người {login}")
            self.ok("certificate", "add", "--file", p12, "--person", login, "--prove", *self.pins)

    def sign(self, login, code=0):
        return self.ok("inspection", "minutes", "sign", "KT-3", OURS, "--key", self.folder / f"{login}.p12",
                       *self.pins, code=code)

    def export(self):
        xml, pdf = self.folder / "minutes.xml", self.folder / "minutes.pdf"
        self.ok("inspection", "minutes", "export", "KT-3", OURS, "--xml", xml, "--pdf", pdf, "--by", LEADER)
        text = subprocess.run(["pdftotext", "-layout", pdf, "-"], check=True, capture_output=True, text=True).stdout
        return xml, text

    def verified(self, file, key):
        """By xmlsec1, with the signer's own certificate."""
        ids = [word for tag in ("DU_LIEU", "SignatureProperties", "SignedProperties", "SignatureValue")
               for word in ("--id-attr:Id", tag)]
        login = {"inspector": OFFICER, "inspected": LEADER}[key]
        return subprocess.run(["xmlsec1", "--verify", "--enabled-key-data", "x509", "--enabled-reference-uris",
                               "same-doc", "--verification-time", "2024-05-31 12:00:00", *ids, "--trusted-pem",
                               self.folder / f"{login}.pem", "--node-xpath", f"//*[@Id='sig-{key}']", file],
                              capture_output=True, check=False).returncode == 0

    def the_minutes(self, number):
        """Made, signed by the head, then by the principal; whatever comes between begins them anew."""
        words = ("inspection", "minutes", "make", "KT-3", OURS, "--place", "phòng họp của trường", "--from",
                 "2024-05-31 08:00", "--to", "2024-05-31T11:30", "--host", "Bà Lê Thị Hoa, hiệu trưởng",
                 "--opinion", "Trường nhất trí & sẽ khắc phục", "--by", OFFICER)
        self.ok("inspection", "minutes", "make", "KT-3", OURS, *words[5:-1], LEADER, code=4)
        self.ok(*words[:8], "2024-05-31 12:00", *words[9:], code=2)  # ends before it begins
        self.ok(*words[:6], "phòng \U0001F3EB", *words[7:], code=1)  # is not printable
        for name, content, code in (("a.png", PNG, 0), ("b.png", PNG, 5), ("c.html", b"<p>x</p>", 2)):
            (self.folder / name).write_bytes(content)
            self.ok("inspection", "evidence", number, self.folder / name, "--by", OFFICER, code=code)
        self.ok("inspection", "evidence", number, self.folder / "c.html", "--by", LEADER, code=2)
        self.ok(*words)
        self.assertIn("BẢN XEM TRƯỚC", self.export()[1])
        self.sign(LEADER, code=4)
        self.sign(OFFICER)
        self.assertIn("BẢN XEM TRƯỚC", self.export()[1])
        self.ok("inspection", "follow", number, "--remark", "Đang làm", "--deadline", "2024-07-10", "--by", OFFICER)
        self.sign(LEADER, code=5)  # the deadline is another by now
        self.ok(*words)
        self.sign(OFFICER)
        self.sign(OFFICER, code=4)
        self.sign(LEADER)
        for late in (words, ("inspection", "check", "KT-3", OURS, "staff", "yes", "--by", OFFICER),
                     ("inspection", "evidence", number, self.folder / "a.png", "--by", OFFICER)):
            self.ok(*late, code=5)
        file, text = self.export()
        for said in ("BIÊN BẢN KIỂM TRA", "Hồi 08 giờ 00 phút, ngày 31 tháng 5 năm 2024", "Bà Lê Thị Hoa, hiệu trưởng",
                     "Lớp học chưa có mạng", "nhất trí & sẽ khắc phục", f"Người {OFFICER}", f"Người {LEADER}"):
            self.assertIn(said, text)
        self.assertNotIn("XEM TRƯỚC", text)
        etree.XMLSchema(file=str(SOURCE / "schema" / "minutes.xsd")).assertValid(etree.parse(str(file)))
        self.assertIn(f"<BAM_TEP>{hashlib.sha256(PNG).hexdigest()}</BAM_TEP>", file.read_text())
        self.assertEqual([self.verified(file, key) for key in ("inspector", "inspected")], [True, True])
        file.write_text(file.read_text().replace("nhất trí", "không nhất trí"))
        self.assertEqual([self.verified(file, key) for key in ("inspector", "inspected")], [False, False])
        self.ok("inspection", "minutes", "export", "KT-3", OURS, "--xml", file, "--by", "hocvu", code=4)
        self.assertEqual([(one["school"], one["minutes"]) for one in self.show("KT-3", by=LEADER)["minutes"]],
                         [(OURS, "signed")])

    def without_minutes(self):
        self.open("KT-7", OTHERS[0], seed="s7")
        self.ok("inspection", "sample", "KT-7", "--schools", 1, "--records", 0, "--by", OFFICER)
        for item in ITEMS:
            self.ok("inspection", "check", "KT-7", OTHERS[0], item, "yes", "--by", OFFICER)
        close = ("inspection", "close", "KT-7", "--conclusion", "Đạt", "--by", OFFICER)
        self.assertIn("biên bản", self.ok(*close, code=5).err)
        excuse = ("inspection", "minutes", "excuse", "KT-7", OTHERS[0], "--reason", "Trường nghỉ vì bão", "--by")
        self.ok(*excuse, LEADER, code=4)
        self.ok(*excuse, OFFICER)
        self.ok(*excuse, OFFICER, code=5)
        self.ok(*close)

    def the_work(self):
        close = ("inspection", "close", "KT-3", "--conclusion", "Đạt", "--by", OFFICER)
        self.ok("inspection", "check", "KT-3", OURS, "network", "no", "--by", OFFICER, code=2)
        self.ok("inspection", "check", "KT-3", OTHERS[0], "network", "yes", "--by", OFFICER, code=2)
        self.ok(*close, code=5)
        for item in ITEMS:
            self.ok("inspection", "check", "KT-3", OURS, item, "yes", "--by", OFFICER)
        self.ok("inspection", "check", "KT-3", OURS, "network", "partly", "--remark", "chỉ ở văn phòng",
                "--by", OFFICER)
        number = self.ok("inspection", "find", "KT-3", OURS, "--severity", "major", "--article",
                         "KH213 II.4", "--text", "Lớp học chưa có mạng", "--deadline", "2024-06-15",
                         "--by", OFFICER, "--json").json["finding"]
        self.ok("inspection", "find", "KT-3", OURS, "--severity", "major", "--article", "a", "--text", "t",
                "--deadline", "2024-05-01", "--by", OFFICER, code=2)
        answer = ("inspection", "answer", number, "--text", "Sẽ kéo mạng trong hè")
        self.ok(*answer, code=4)
        self.ok(*answer, "--by", OFFICER, code=4)
        self.ok(*answer, "--by", LEADER)
        self.ok("inspection", "follow", number, "--remark", "x", "--remedied", "--by", LEADER, code=4)
        self.ok("inspection", "follow", number, "--remark", "Mới có ở khối 4", "--by", OFFICER, code=2)
        self.ok("inspection", "follow", number, "--remark", "Mới có ở khối 4", "--deadline", "2024-07-15",
                "--by", OFFICER)
        self.ok(*close, code=5)
        self.the_minutes(number)
        finding = self.show("KT-3", by=LEADER)["findings"][0]
        self.assertEqual((finding["state"], finding["deadline"]), ("followed", "2024-07-10"))
        self.ok("inspection", "follow", number, "--remark", "Đã có mạng", "--remedied", "--by", OFFICER)
        self.ok(*answer, "--by", LEADER, code=5)
        self.ok(*close)
        self.ok(*close, code=5)
        shown = self.show("KT-3", by=LEADER)
        self.assertEqual((shown["state"], shown["conclusion"]), ("closed", "Đạt"))
        self.assertEqual({c["item"]: c["answer"] for c in shown["checks"]},
                         dict.fromkeys(ITEMS, "yes") | {"network": "partly"})

    def who_sees(self):
        drawn = {"KT-3"} | {code for code in ("KT-mua-he-1", "KT-2") if any(
            s["school"] == OURS and s["place"] for s in self.show(code)["schools"])}
        listed = self.ok("inspection", "list", "--by", LEADER, "--json").json["inspections"]
        self.assertEqual({i["code"] for i in listed}, drawn)
        for code in drawn:
            self.assertEqual({s["school"] for s in self.show(code, by=LEADER)["schools"]}, {OURS})
        self.open("KT-8", OURS, *OTHERS[:2], seed="s8")
        self.ok("inspection", "sample", "KT-8", "--schools", 3, "--records", 0, "--by", OFFICER)
        self.ok("person", "add", "--login", LEADER, "--unit", OTHERS[0], "--role", "principal", "--from", "2023-08-01")
        self.assertEqual({s["school"] for s in self.show("KT-8", by=LEADER)["schools"]}, {OURS, OTHERS[0]})
        for login in ("hocvu", "quantri"):
            self.ok("inspection", "show", "KT-3", "--by", login, code=4)
        self.open("KT-9", seed="s", by=LEADER, expect=4)
        self.open("KT-3", seed="s", expect=5)
        self.open("KT-9", seed="có dấu", expect=2)
        self.open("KT-9", "22999999", seed="s", expect=2)

    def test_a_round(self):
        self.found()
        self.person("hocvu", "Ngô Văn Học", "022081000099", "registrar")
        self.ok("person", "add", "--login", OFFICER, "--name", "Bùi Thị Duyệt", "--number", "022181100012", "--unit", "22", "--role",
                "department_staff", "--from", "2023-09-01")
        self.issue()
        for code in OTHERS:
            self.ok("unit", "add", "--kind", "school", "--code", code, "--name", f"Trường {code}",
                    "--parent", "22")
        self.the_sample()
        self.the_records()
        self.make_keys()
        self.the_work()
        self.without_minutes()
        self.who_sees()


if __name__ == "__main__":
    unittest.main(verbosity=2)

# SPDX-License-Identifier: Apache-2.0
"""What was reported upwards, over the page and the API, in the demo of whoever mixes this in."""
import csv
import io
import json
import re
import sqlite3
import zipfile

SCHOOL = "22193401"
TROUBLE = "Cổng tiếp nhận không trả lời."


class ReportPages:
    def queue_packets(self):
        """Three packets as a run leaves them: one record accepted, one refused, one not through."""
        with sqlite3.connect(self.home / "hocba.db") as store:
            (unit,) = store.execute("SELECT id FROM unit WHERE code = ?", [SCHOOL]).fetchone()
            records = [uuid for (uuid,) in store.execute(
                "SELECT r.uuid FROM record AS r LEFT JOIN record AS n ON n.replaces = r.uuid WHERE r.state = 'issued'"
                " AND n.uuid IS NULL ORDER BY r.uuid")]
            store.execute("INSERT INTO report_peer VALUES (?, 'https://cong.example/v1', 'truong', NULL, 'key',"
                          " '/nowhere', '/nowhere', 0, 'test')", [unit])
            for number, (state, phase, error) in enumerate((("accepted", "ended", ""), ("refused", "ended", ""),
                                                            ("open", "waiting", TROUBLE)), 1001):
                store.execute("INSERT INTO report_message VALUES (?, ?, ?, '2023-2024', X'00', 0, ?, 3, 4102444800,"
                              " 4102444800, ?, ?)",
                              [number, f"m{number}", unit, phase, 1 if phase == "ended" else None, error])
                refused = ("CERTIFICATE", "X509Certificate", "Chưa duyệt <b>.") if state == "refused" else ("", "", "")
                store.execute("INSERT INTO report_record VALUES (?, 0, ?, ?, ?, ?, ?, ?)",
                              [number, unit, records[number - 1001], state, *refused])
        return records

    def school_name(self):
        with sqlite3.connect(self.home / "hocba.db") as store:
            return store.execute("SELECT name FROM unit WHERE code = ?", [SCHOOL]).fetchone()[0]

    def counts(self, page):
        return [int(count) for count in re.findall(r'<b class="card-rate">(\d+)</b>', page)]

    def listed(self, page):
        return re.findall(r'<th scope="row">[^<]*<br><span class="code">([^<]*)</span>', page)

    def test_reporting(self):
        registrar, teacher, officer = (self.visitor(login) for login in ("hocvu", "gv.tieng.anh", "so.duyet"))
        self.assertIn("hocba report peer", registrar.get("/bao-cao")[1])  # nobody has set where it goes
        records = self.queue_packets()
        page = page_of_all = registrar.get("/bao-cao")[1]
        self.assertEqual(self.counts(page), [len(records) - 2, 0, 1, 1])
        for said in ("https://cong.example/v1", TROUBLE, "Chưa duyệt &lt;b&gt;.", "xin duyệt, rồi bấm Nộp lại", "XLSX",
                     f'<div class="words">{self.school_name()} <span class="code">{SCHOOL}</span>'):
            self.assertIn(said, page)
        page = registrar.get("/bao-cao?ket-qua=refused&nam-hoc=2023-2024")[1]
        self.assertEqual([record for record in records if record in page], [records[1]])
        rest = registrar.get(f"/bao-cao?sau={SCHOOL}/2023-2024/{self.listed(page_of_all)[0]}")[1]
        self.assertEqual(self.listed(rest), self.listed(page_of_all)[1:])
        behind = registrar.get(f"/bao-cao?ket-qua=refused&sau={SCHOOL}/2023-2024/{records[1]}")[1]
        self.assertEqual(self.listed(behind), [])
        self.assertEqual(self.listed(registrar.get("/bao-cao?sau=99999999/2023-2024/x")[1]), [])
        self.assertIn("Không có học bạ nào như vậy", registrar.get("/bao-cao?nam-hoc=2020-2021")[1])
        self.assertEqual(teacher.get("/bao-cao")[0], 403)
        self.assertNotIn('href="/bao-cao"', teacher.get("/")[1])
        self.assertIn("hocba report peer", officer.get("/bao-cao")[1])  # the department's own is another queue
        self.assertEqual(registrar.get("/bao-cao?don-vi=22")[0], 403)
        self.take_files(registrar, records)
        self.take_api(registrar, teacher, records)

    def take_files(self, registrar, records):
        text = registrar.ask("GET", "/bao-cao/tep/csv?ket-qua=refused", binary=True)[1].decode("utf-8-sig")
        rows = [row for row in csv.reader(io.StringIO(text)) if row and row[0] in records]
        self.assertEqual([(row[0], row[8]) for row in rows], [(records[1], "CERTIFICATE")])
        book = registrar.ask("GET", "/bao-cao/tep/xlsx", binary=True)[1]
        with zipfile.ZipFile(io.BytesIO(book)) as archive:
            self.assertIn("xl/worksheets/sheet1.xml", archive.namelist())
        self.assertEqual(registrar.get("/bao-cao/tep/pdf")[0], 404)

    def take_api(self, registrar, teacher, records):
        told = json.loads(registrar.get("/api/v1/reports?ket-qua=refused")[1])
        self.assertEqual((told["unit"], told["peer"]["user"], told["trouble"]), (SCHOOL, "truong", TROUBLE))
        self.assertEqual([(one["record"], one["error"]) for one in told["records"]], [(records[1], "CERTIFICATE")])
        self.assertEqual((told["counts"]["accepted"], told["more"]), (1, False))
        self.assertEqual(teacher.get("/api/v1/reports")[0], 403)
        self.assertEqual(teacher.post("/bao-cao/nop-lai", {"don_vi": SCHOOL})[0], 403)
        code, _, headers = registrar.post("/bao-cao/nop-lai", {"don_vi": SCHOOL})
        self.assertEqual(code, 303)
        page = registrar.get(headers["Location"])[1]
        self.assertIn("1 học bạ sẽ được nộp lại", page)
        self.assertEqual(self.counts(page), [len(records) - 1, 0, 1, 0])

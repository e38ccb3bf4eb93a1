# SPDX-License-Identifier: Apache-2.0
"""The evaluation of a pilot over the command line; its numbers counted again from the store's own rows."""
import calendar
import collections
import contextlib
import datetime
import io
import json
import html
import pathlib
import re
import sqlite3
import subprocess
import sys
import unicodedata
import unittest
import uuid
import zipfile

from lxml import etree

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "serve"))
from browser import Visitor  # noqa: E402
from hocba import PROGRAM, YEAR, Story  # noqa: E402
from transparency import Server  # noqa: E402

OURS, SECOND, OUTSIDE = "22193401", "22193402", "22193403"
OFFICER, LEADER = "so.duyet", "hieutruong"
PASSWORD = "một câu dễ nhớ"
AS_OF = "2024-05-31T08:00:00+07:00"
ROMAN = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"]
PERIOD = ("--from", "2024-05-01", "--to", "2024-05-31")
# (school, class, how many pupils, ethnicity, issued on that day of May or not at all)
PUPILS = [
    (OURS, "4A1", 9, "Kinh", 10), (OURS, "4A1", 6, "Kinh", None), (OURS, "4A1", 7, "Tày", 20),
    (OURS, "4A1", 3, "Dao", 20), (OURS, "4A1", 2, "Hoa", None), (SECOND, "3B", 8, "Kinh", None),
    (SECOND, "5C", 5, "Kinh", None),   # not of the pilot: only grade 3 is
    (OUTSIDE, "2D", 6, "Kinh", 10),    # nor is this school
]
STEPS = [("create", "created"), ("check", "checked"), ("sign_gvcn", "signed_gvcn"),
         ("sign_cbql", "signed_cbql"), ("sign_school", "signed_school"), ("issue", "issued")]


def seconds(day, month=5):
    return calendar.timegm((2024, month, day, 3, 0, 0))


class Evaluation(Story):
    def schools(self):
        self.person(OFFICER, "Bùi Thị Lan Phương", "022181100012", "department_approver", "--unit", "22")
        for code, name in ((SECOND, "Trường Tiểu học Hà Huy Tập"), (OUTSIDE, "Trường Tiểu học Ngoài Thí Điểm")):
            self.ok("unit", "add", "--kind", "school", "--code", code, "--parent", "22", "--name", name,
                    "--district", "Thành phố Cẩm Phả", "--commune", "Phường Cẩm Tây", "--province", "Quảng Ninh",
                    "--issue-place", "Cẩm Phả")
            self.ok("year", "open", YEAR, "--unit", code)
        for school, name in ((SECOND, "3B"), (SECOND, "5C"), (OUTSIDE, "2D")):
            self.ok("class", "add", "--year", YEAR, "--name", name, "--unit", school)
        self.ok("pilot", "set", YEAR, "--decision", "Quyết định số 45/QĐ-SGDĐT", "--date", "2024-03-15", "--from",
                "2024-03-20")
        self.ok("pilot", "add", YEAR, "--school", OURS, "--day", "2024-03-20")
        self.ok("pilot", "add", YEAR, "--school", SECOND, "--grade", 3, "--day", "2024-03-20")

    def pupils(self):
        """As if they had come through the commands, which would take a minute."""
        def new():
            nonlocal number
            number += 1
            return str(uuid.UUID(int=104729 ** 3 * number, version=4))
        number = 0
        with contextlib.closing(sqlite3.connect(self.home / "hocba.db")) as database, database:
            add = database.execute
            for school, name, count, ethnicity, day in PUPILS:
                (unit,), = add("SELECT id FROM unit WHERE code = ?", (school,))
                (group,), = add("SELECT id FROM class WHERE unit = ? AND name = ?", (unit, name))
                for _ in range(count):
                    pupil, enrolment = new(), new()
                    add("INSERT INTO pupil (id, unit, code, name, name_key, fold_key, birth_date, personal_number)"
                        " VALUES (?, ?, ?, ?, ?, ?, '2014-03-04', ?)",
                        (pupil, unit, f"HS{number}", *[f"Bàn Văn {number}"] * 3,
                         f"{number:012}" if number % 6 else None))
                    add("INSERT INTO pupil_value VALUES (?, 'dan_toc', ?)", (pupil, ethnicity))
                    add("INSERT INTO enrolment VALUES (?, ?, ?, ?, '2023-09-05', NULL, ?)",
                        (enrolment, pupil, group, int(name[0]), number))
                    add("INSERT INTO change (entity, id, key, new_value, made_at, made_by) VALUES ('enrolment', ?, "
                        "'lop', ?, 0, 'x')", (enrolment, name))
                    if day:
                        self.record(add, new(), enrolment, day)

    def record(self, add, record, enrolment, day):
        add("INSERT INTO record (uuid, enrolment, state, made_at) VALUES (?, ?, 'issued', ?)",
            (record, enrolment, seconds(day)))
        for verb, state in STEPS:
            add("INSERT INTO record_event (record, verb, to_state, made_at, made_by) VALUES (?, ?, ?, ?, 'x')",
                (record, verb, state, seconds(day)))

    def obstacles(self):
        """One solved after two days, one seen, one new; and one that is too late to count."""
        with contextlib.closing(sqlite3.connect(self.home / "hocba.db")) as database, database:
            add = database.execute
            (unit, person), = add("SELECT u.id, p.id FROM unit AS u, person AS p WHERE u.code = ? AND p.login = ?",
                                  (OURS, LEADER))
            for n, (page, day, month) in enumerate([("/ky/*/*", 10, 5), ("/lop/*/nhap", 12, 5), ("/ky", 13, 5),
                                                    ("/ky", 2, 3)]):
                name = str(uuid.UUID(int=n + 1, version=4))
                add("INSERT INTO obstacle VALUES (?, ?, ?, ?, ?, ?)",
                    (name, unit, person, page, f"Không ký được lần {n}", seconds(day, month)))
                if n < 2:
                    add("INSERT INTO obstacle_step VALUES (?, 'seen', ?, 'x', NULL)", (name, seconds(14)))
                if n == 0:
                    add("INSERT INTO obstacle_step VALUES (?, 'solved', ?, 'x', 'Đã cấp lại thẻ')",
                        (name, seconds(12)))

    def training(self):
        """A session for the principals and the department's mark that one of them came."""
        with contextlib.closing(sqlite3.connect(self.home / "hocba.db")) as database, database:
            add, session = database.execute, str(uuid.UUID(int=77, version=4))
            (department,), = add("SELECT id FROM unit WHERE code = '22'")
            add("INSERT INTO training_session (id, code, unit, year, title, topic, place, held_by, held_on, minutes,"
                " made_at, made_by) VALUES (?, 'TH-1', ?, ?, 'Ký số học bạ', 'x', 'x', 'VNPT', '2024-05-06', 90, 0,"
                " 'x')", (session, department, YEAR))
            add("INSERT INTO training_role (session, role) VALUES (?, 'principal')", (session,))
            for school in (OURS, SECOND):
                add("INSERT INTO training_school (session, school) SELECT ?, id FROM unit WHERE code = ?",
                    (session, school))
            add("INSERT INTO training_mark (session, person, attended, made_at, made_by)"
                " SELECT ?, id, 1, 0, 'x' FROM person WHERE login = ?", (session, LEADER))
            early = str(uuid.UUID(int=78, version=4))
            add("INSERT INTO training_session (id, code, unit, year, title, topic, place, held_by, held_on, minutes,"
                " made_at, made_by) SELECT ?, 'TH-2', unit, year, title, topic, place, held_by, '2024-03-06', 90, 0, 'x'"
                " FROM training_session", (early,))
            add("INSERT INTO training_role (session, role) VALUES (?, 'registrar')", (early,))
            add("INSERT INTO training_school (session, school) SELECT ?, id FROM unit WHERE code = ?", (early, SECOND))

    def evaluate(self, *more, code=0):
        return self.ok("evaluate", "--pilot", YEAR, *PERIOD, *more, code=code)

    def recount(self):
        """Issued at the end of each day of May, by school and grade, from the last step of each record."""
        with contextlib.closing(sqlite3.connect(self.home / "hocba.db")) as database:
            return list(database.execute(
                "SELECT u.code, e.grade, v.value, p.personal_number, r.uuid IS NOT NULL,"
                " (SELECT MAX(made_at) FROM record_event AS x WHERE x.record = r.uuid AND x.to_state = 'issued')"
                " FROM enrolment AS e JOIN pupil AS p ON p.id = e.pupil JOIN unit AS u ON u.id = p.unit"
                " JOIN pupil_value AS v ON v.pupil = p.id LEFT JOIN record AS r ON r.enrolment = e.id"
                " WHERE u.code = ? OR (u.code = ? AND e.grade = 3)", (OURS, SECOND)))

    def the_numbers(self):
        told = self.evaluate("--json").json
        rows = self.recount()
        found = {one["key"]: one for one in told["indicators"]}
        expected = {"pupils": (len(rows), None), "schools": (2, 3), "classes": (2, None),
                    "numbered": (sum(row[3] is not None for row in rows), len(rows)),
                    "issued": (sum(row[4] for row in rows), len(rows)),
                    "have": (sum(row[4] for row in rows), len(rows)),
                    "in_ledger": (0, sum(row[4] for row in rows)), "solved": (1, 3),
                    "schools_trained": (1, 2), "trained": (1, 1)}
        for key, (part, whole) in expected.items():
            self.assertEqual((found[key]["part"], found[key].get("whole")), (part, whole), key)
        for key in ("reported", "computers", "accepted", "remedied", "answered"):
            self.assertNotIn("part", found[key])
            self.assertIn("chưa có dữ liệu", found[key]["unknown"])
        for point in told["points"]:
            end = datetime.date.fromisoformat(point["day"])
            self.assertEqual(point["issued"], sum(
                row[4] and datetime.date.fromtimestamp(row[5]) <= end for row in rows), point["day"])
        self.assertEqual([school["code"] for school in told["schools"]], [SECOND, OURS])
        self.assertIn("8 học sinh chưa nhập xong", told["schools"][0]["reason"])
        self.assertEqual(told["obstacles"][-1], {"kind": None, "new": 1, "seen": 1, "solved": 1,
                                                 "hours_middle": 48, "hours_most": 48})
        shown = self.ok("pilot", "show", YEAR, "--json").json
        self.assertEqual(shown["obstacles"], {"new": 2, "seen": 1, "solved": 1})  # of the whole school year
        self.assertIn("2 mới, 1 đã xem, 1 đã giải quyết", self.ok("pilot", "show", YEAR).out)
        self.nobody_is_told(told["breakdowns"]["ethnicity"], rows)
        march = self.ok("evaluate", "--pilot", YEAR, "--from", "2024-03-01", "--to", "2024-03-31", "--json").json
        self.assertIn("không ai thuộc diện dự kiến",
                      next(one for one in march["indicators"] if one["key"] == "trained")["unknown"])

    def nobody_is_told(self, told, rows):
        """Kinh 23 with 9, Tày 7 with 7, Dao and Hoa together 5 with 3: the last are hidden, and with them the
        smallest other row."""
        sizes = collections.Counter(row[2] for row in rows)
        have = collections.Counter(row[2] for row in rows if row[4])
        self.assertEqual(sizes, {"Kinh": 23, "Tày": 7, "Dao": 3, "Hoa": 2})
        self.assertEqual(told, [{"name": "Kinh", "groups": 1, "pupils": 23},
                                {"name": "Tày", "groups": 1, "pupils": 7},
                                {"name": None, "groups": 2, "pupils": 5}])
        self.assertEqual(sum(have.values()), 19)

    def sheets(self, file):
        """Every sheet's cells as they stand: numbers as numbers, rates as parts of one."""
        space = {"x": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
        with zipfile.ZipFile(file) as book:
            texts = ["".join(item.itertext()) for item in
                     etree.fromstring(book.read("xl/sharedStrings.xml")).findall("x:si", space)]
            names = [sheet.get("name") for sheet in
                     etree.fromstring(book.read("xl/workbook.xml")).iterfind(".//x:sheet", space)]
            for n, name in enumerate(names):
                tree = etree.fromstring(book.read(f"xl/worksheets/sheet{n + 1}.xml"))
                rows = [[texts[int(c.findtext("x:v", None, space))] if c.get("t") == "s"
                         else float(c.findtext("x:v", "nan", space)) for c in row]
                        for row in tree.iterfind(".//x:row", space)]
                yield name, rows

    def the_words(self):
        """Proposals are kept by period with their history; whoever manages no pilot writes none."""
        file = self.folder / "kien-nghi.txt"
        file.write_text("Bản đầu.\n", encoding="utf-8")
        self.evaluate("--proposals", file)
        file.write_text("1. Cấp chứng thư số \U0001F511 cho giáo viên.\r\n\r\n2. Đường truyền cho điểm trường.\n",
                        encoding="utf-8")
        self.evaluate("--proposals", file, "--by", OFFICER)
        self.evaluate("--proposals", file)  # the same again is no new version
        texts = self.evaluate("--json").json["texts"]
        self.assertEqual([(text["part"], text["by"]) for text in texts],
                         [("proposals", "Bùi Thị Lan Phương"), ("proposals", "operator")])
        self.assertEqual(texts[1]["text"], "Bản đầu.")
        self.ok("evaluate", "--from", "2024-04-01", "--to", "2024-05-31", "--out", self.folder / "other")
        self.assertIn("(Chưa viết.", self.paper(self.folder / "other"))
        self.evaluate("--proposals", file, "--as-of", AS_OF, code=2)  # would not stand in that report
        self.assertEqual(self.evaluate("--json").json["texts"], texts)
        file.write_bytes(b"a\0b")
        self.evaluate("--proposals", file, code=2)

    def paper(self, folder):
        """The PDF's words, once qpdf has nothing to say against it."""
        pdf = folder / "danh-gia.pdf"
        checked = subprocess.run(["qpdf", "--check", pdf], capture_output=True, text=True, check=False)
        self.assertEqual(checked.returncode, 0, checked.stdout + checked.stderr)
        text = subprocess.run(["pdftotext", "-layout", pdf, "-"], check=True, capture_output=True, text=True).stdout
        return unicodedata.normalize("NFC", text)

    def the_paper(self, folder):
        text = self.paper(folder)
        self.assertNotIn("\ufffd", text)
        for words in ("UBND TỈNH QUẢNG NINH", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "ngày 31 tháng 5 năm 2024",
                      "Quyết định số 45/QĐ-SGDĐT", "19/35 học sinh (54,2 %)", "KIẾN NGHỊ, ĐỀ XUẤT",
                      "KT. GIÁM ĐỐC", "PHỤ LỤC 4. DANH SÁCH VƯỚNG MẮC", "Đã cấp lại thẻ", "không nêu",
                      "Ký số học bạ (TH-1)"):
            self.assertIn(words, text)
        signed = next(page for page in text.split("\f") if "KT. GIÁM ĐỐC" in page)
        self.assertIn("với đơn vị cung cấp", signed)  # a signature never stands alone
        self.assertNotIn("(Chưa viết. Giải pháp", self.paper(self.folder / "now"))
        self.assertIn("Cấp chứng thư số ? cho giáo viên", self.paper(self.folder / "now"))
        sections = [line.split(".")[0].strip() for line in text.splitlines()
                    if line.strip().split(".")[0] in ROMAN]
        self.assertEqual(sections, ROMAN)

    def who_takes_part(self):
        """At the end of a period: who joined later has not left, who left is no more counted."""
        for period, left in (("2024-03-10", False), ("2024-05-31", True)):
            out = self.folder / period
            if left:
                self.ok("pilot", "drop", YEAR, "--school", SECOND, "--grade", 3, "--day", "2024-05-20", "--reason", "x")
            self.ok("evaluate", "--pilot", YEAR, "--from", "2024-03-01", "--to", period, "--out", out)
            words = " ".join(self.paper(out).split())
            self.assertEqual("1 trường đã ra khỏi đợt thí điểm" in words, left, period)
            self.assertEqual("đã ra khỏi" in words, left, period)

    def the_campus(self):
        """A class at a campus: a group of its own in the breakdown, its school's main place the other."""
        self.ok("unit", "add", "--kind", "campus", "--code", f"{SECOND}-1", "--name", "Điểm trường Khe Cá",
                "--parent", SECOND)
        self.ok("class", "campus", "3B", "--year", YEAR, "--unit", SECOND, "--campus", OURS, code=2)
        self.ok("class", "campus", "3B", "--year", YEAR, "--unit", SECOND, "--campus", f"{SECOND}-1")
        of_class = ("--year", YEAR, "--class", "3B", "--unit", SECOND)
        self.assertIn("Điểm trường Khe Cá", self.ok("class", "show", *of_class).out)
        groups = self.evaluate("--json").json["breakdowns"]["campus"]
        self.assertEqual([(group["pupils"], group["have"]) for group in groups], [(27, 19), (8, 0)])
        self.assertIn("Điểm trường Khe Cá", groups[1]["name"])
        self.ok("class", "campus", "3B", "--year", YEAR, "--unit", SECOND)
        self.assertIn("điểm chính của trường", self.ok("class", "show", *of_class).out)
        self.assertEqual(self.evaluate("--json").json["breakdowns"]["campus"], [])

    def the_files(self):
        out = [self.folder / name for name in ("one", "two", "three")]
        self.evaluate("--out", out[0], "--as-of", AS_OF)
        self.evaluate("--out", out[1], "--as-of", AS_OF)
        self.ok("rebuild")
        self.evaluate("--out", out[2], "--as-of", AS_OF)
        names = sorted(file.name for file in out[0].iterdir())
        self.assertEqual(names, ["danh-gia.pdf", "danh-gia.xlsx"])
        for name in names:
            bytes_of = [(folder / name).read_bytes() for folder in out]
            self.assertEqual(len(set(bytes_of)), 1, f"{name} is not the same")
        sheets = dict(self.sheets(io.BytesIO((out[0] / "danh-gia.xlsx").read_bytes())))
        issued = next(row for row in sheets["Chỉ tiêu"] if row[0].startswith("Học bạ số phát hành"))
        self.assertEqual(issued[1:3], [19.0, 35.0])
        self.assertAlmostEqual(issued[3], 0.542)
        self.assertTrue(any("08:00 ngày 31/05/2024" in str(row) for row in sheets["Trường"]))
        self.assertIn("Danh sách vướng mắc", sheets)
        self.evaluate("--out", self.folder / "now")
        self.the_paper(out[0])

    def visitor(self, address, login):
        first, visitor = self.ok("account", "give", login).out.strip(), Visitor(address)
        visitor.sign_in(login, first)
        self.assertEqual(visitor.post("/tai-khoan/mat-khau", {"cu": first, "moi": PASSWORD, "moi_lai": PASSWORD})[0],
                         303)
        return visitor

    def the_pages(self):
        server = Server(PROGRAM, "serve", "--home", self.home, "--listen", "127.0.0.1:0", "--quiet")
        self.addCleanup(server.stop)
        officer, leader = (self.visitor(server.address, login) for login in (OFFICER, LEADER))
        period = f"nam-hoc={YEAR}&tu=2024-05-01&den=2024-05-31"
        code, page, _ = officer.get(f"/danh-gia?{period}")
        self.assertEqual(code, 200)
        for words in ("54,2 %", "19 / 35", "Cấp chứng thư số", "<svg class=\"line columns\"", "PHỤ LỤC 2"):
            self.assertIn(words, page)
        self.assertNotIn("Theo dân tộc", page)
        self.assertIn("không nêu", officer.get(f"/danh-gia?{period}&phan-to=co")[1])
        form = {"nam-hoc": YEAR, "tu": "2024-05-01", "den": "2024-05-31", "phan": "assessment"}
        self.assertEqual(officer.post("/danh-gia", {**form, "noi-dung": "Nề nếp & <tốt>"})[0], 303)
        self.assertIn("Nề nếp &amp; &lt;tốt&gt;", officer.get(f"/danh-gia?{period}&da-ghi=1")[1])
        self.assertEqual(officer.post("/danh-gia", {**form, "noi-dung": " "})[0], 400)
        self.assertEqual(officer.post("/danh-gia", {**form, "phan": "x", "noi-dung": "a"})[0], 400)
        for path, begins in (("pdf", b"%PDF-"), ("xlsx", b"PK")):
            code, content, _ = officer.ask("GET", f"/danh-gia/tep/{path}?{period}", binary=True)
            self.assertEqual((code, content[:len(begins)]), (200, begins))
        self.assertEqual(officer.get(f"/danh-gia/tep/exe?{period}")[0], 404)
        self.assertIn("chưa có đợt thí điểm", officer.get("/danh-gia?nam-hoc=2022-2023")[1])
        self.assertEqual(officer.get("/danh-gia?tu=hôm nay".replace(" ", "%20").replace("ô", "%C3%B4"))[0], 400)
        told = json.loads(officer.get(f"/api/v1/evaluation?{period}")[1])
        self.assertEqual({one["key"]: one.get("part") for one in told["indicators"]}["issued"], 19)
        for path in ("/danh-gia", f"/danh-gia/tep/pdf?{period}", "/api/v1/evaluation"):
            self.assertEqual(leader.get(path)[0], 403, path)
        self.assertEqual(leader.post("/danh-gia", {**form, "noi-dung": "x"})[0], 403)
        self.assertNotIn("/danh-gia", leader.get("/")[1])
        self.the_lists(officer, period)
        # Who reads the report, and not who reported: a list says names.
        self.person("dau.so", "Ngô Thị Tám", "022180000088", "department_seal_clerk", "--unit", "22")
        clerk = self.visitor(server.address, "dau.so")
        self.assertEqual(clerk.get(f"/danh-gia?{period}")[0], 200)
        self.assertEqual(json.loads(clerk.get(f"/api/v1/obstacles?{period}")[1])["obstacles"], [])
        self.the_ceilings(officer, leader, period)

    def the_lists(self, officer, period):
        """Every number of obstacles opens a list of as many: the period's in the report, the year's in monitoring."""
        found = {"/danh-gia?" + period: 0, "/giam-sat?don-vi=22&nam-hoc=" + YEAR: 0}
        for place in found:
            page = html.unescape(officer.get(place)[1])
            for path, number in re.findall(r'<a href="(/vuong-mac\?[^"]*trang-thai=[^"]*)">(\d+)', page):
                found[place] += 1
                listed = officer.get(path)[1]
                self.assertIn(f"<b>{number}</b> vướng mắc", listed, path)
                self.assertEqual(listed.count('<li class="panel">'), int(number), path)
                api = json.loads(officer.get(path.replace("/vuong-mac", "/api/v1/obstacles"))[1])["obstacles"]
                self.assertEqual(len(api), int(number))
        self.assertGreaterEqual(found["/danh-gia?" + period], 4)
        self.assertEqual(found["/giam-sat?don-vi=22&nam-hoc=" + YEAR], 3)

    def the_ceilings(self, officer, leader, period):
        """A thousand obstacles of others hide none of the few of one's own two schools; a page shows so many rows."""
        self.person(LEADER, "Lê Thị Hoa", "022180000001", "school_admin", "--unit", SECOND)
        with contextlib.closing(sqlite3.connect(self.home / "hocba.db")) as database, database:
            (unit, person), = database.execute("SELECT u.id, p.id FROM unit AS u, person AS p WHERE u.code = '22'"
                                               " AND p.login = ?", (OFFICER,))
            database.executemany("INSERT INTO obstacle VALUES (?, ?, ?, '/ky', 'Việc của Sở', ?)",
                                 [(str(uuid.UUID(int=5000 + n, version=4)), unit, person, seconds(20))
                                  for n in range(1001)])
        page = leader.get("/vuong-mac")[1]
        self.assertIn("Không ký được lần 0", page)
        self.assertNotIn("Chỉ hiện những vướng mắc mới nhất", page)
        page = officer.get("/vuong-mac")[1]
        self.assertEqual(page.count("Việc của Sở"), 300)
        self.assertIn("lọc theo trạng thái", page)
        page = officer.get("/vuong-mac?trang-thai=new")[1]
        self.assertIn("mới nhất ở trạng thái này", page)
        self.assertIn("Chỉ hiện 1000 trên 1004 dòng", officer.get(f"/danh-gia?{period}")[1])

    def what_is_refused(self):
        self.ok("evaluate", "--pilot", "2022-2023", code=2)
        self.ok("evaluate", "--to", "2024-06-30", code=2)
        self.ok("evaluate", "--from", "2024-05-31", "--to", "2024-05-01", code=2)
        self.ok("evaluate", "--from", "2020-05-31", code=2)
        self.ok("evaluate", "--as-of", "2030-01-01T00:00:00+07:00", code=2)
        self.ok("evaluate", "--by", LEADER, "--unit", "22", code=4)
        self.ok("evaluate", "--by", OFFICER)

    def test_evaluation(self):
        self.found()
        self.schools()
        self.pupils()
        self.obstacles()
        self.training()
        self.the_numbers()
        self.the_campus()
        self.the_words()
        self.the_files()
        self.what_is_refused()
        self.the_pages()
        self.who_takes_part()


if __name__ == "__main__":
    unittest.main()

# SPDX-License-Identifier: Apache-2.0
"""Training and questionnaires of a pilot: over the command line, the department's and a school's pages,
and a family's; the results counted again from what was sent."""
import contextlib
import csv
import io
import json
import pathlib
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "serve"))
from browser import Visitor  # noqa: E402
from hocba import PROGRAM, YEAR, Story  # noqa: E402
from transparency import Server  # noqa: E402

OURS, SMALL, OUTSIDE = "22193401", "22193402", "22193403"
CODE = re.compile(r"\b[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){3}\b")
PASSWORD, BIRTH = "một câu dễ nhớ", "04/03/2014"
PEOPLE = {  # login: (school, role)
    "quantri": (OURS, "school_admin"), "hieutruong": (OURS, "principal"),
    "gv1": (OURS, "class_teacher"), "gv2": (OURS, "class_teacher"), "gv3": (SMALL, "class_teacher"),
    "gv4": (OUTSIDE, "class_teacher"), "quantri.kia": (OUTSIDE, "school_admin"),
    "so": ("22", "department_staff")}
PAPER = """tiêu đề | Ý kiến của gia đình
dành cho | cha mẹ học sinh
thang* | Mở có dễ không? | khó | dễ
chọn nhiều | Dùng vào việc gì? | xem | chuyển trường | việc khác
số | Mấy lần đã mở? | 0 | 50
chữ | Điều gì cần làm?
"""
ANSWERS = [  # of six families: the step, the options, the number, the text
    (5, [1], 3, "Chữ to hơn"), (4, [1, 2], 1, ""), (4, [], 8, ""), (2, [3], 0, "Nhanh hơn <b>nữa</b>"),
    (5, [1, 3], 2, ""), (3, [1], "", "")]


class Training(Story):
    made = None  # a home that was made once, for every story to copy

    def setUp(self):
        super().setUp()
        if Training.made is None:
            self.make_home()
            Training.made = pathlib.Path(tempfile.mkdtemp(prefix="hocba-")) / "home"
            self.addClassCleanup(shutil.rmtree, Training.made.parent, True)
            shutil.copytree(self.home, Training.made)
        else:
            shutil.copytree(Training.made, self.home)

    def make_home(self):
        self.run_any("init", self.home, "--training", "--clock", "2024-05-20T08:00:00+07:00")
        self.ok("unit", "add", "--kind", "department", "--code", "22", "--name", "Sở Một")
        for code, pupils in ((OURS, 6), (SMALL, 1), (OUTSIDE, 0)):
            self.ok("unit", "add", "--kind", "school", "--code", code, "--name", f"Trường {code}", "--province",
                    "Quảng Ninh", "--parent", "22")
            self.ok("year", "open", YEAR, "--unit", code)
            for room in ("4A", "4B") if code == OURS else ("4A",):
                self.ok("class", "add", "--year", YEAR, "--name", room, "--unit", code)
            for n in range(pupils):
                self.ok("pupil", "add", "--code", f"{code[-1]}00{n}", "--name", f"Bàn Văn {n}", "--birth",
                        "2014-03-04", "--year", YEAR, "--class", "4A", "--unit", code)
        for login, (code, role) in PEOPLE.items():
            name = "Nông Thị Giáo" if login in ("gv1", "gv2") else f"Người {login}"
            room = ("--year", YEAR, "--class", "4B" if login == "gv2" else "4A") if role == "class_teacher" else ()
            self.ok("person", "add", "--login", login, "--name", name, "--unit", code, "--role", role,
                    "--from", "2023-09-01", *room)
        self.ok("pilot", "set", YEAR, "--decision", "1/QĐ-SGDĐT", "--date", "2024-03-01")
        for code in (OURS, SMALL):
            self.ok("pilot", "add", YEAR, "--school", code, "--day", "2024-04-01")

    # --- training ----------------------------------------------------------------------------

    def add_session(self, *schools, expect=0, **options):
        options = {"year": YEAR, "title": "Ký số", "topic": "Ký học bạ", "place": "Sở", "held-by": "Bà Một",
                   "day": "2024-04-10", "hours": "1,5", "roles": "class_teacher,principal", "by": "so", **options}
        words = [word for name, value in options.items() for word in (f"--{name}", value)]
        return self.ok("training", "add", *schools, *words, code=expect)

    def totals(self):
        return {one["code"]: (one["expected"], one["attended"], one["others"])
                for one in self.ok("training", "list", "--json", "--by", "so").json["training"]}

    def test_training(self):
        self.add_session()
        self.add_session(OURS, code="TH-HAI", roles="class_teacher")
        self.assertEqual(self.totals(), {"TH-1": (4, 0, 0), "TH-HAI": (2, 0, 0)})
        self.assertIn("không ở trong đợt", self.add_session(OUTSIDE, expect=2).err)
        self.assertIn("vai trò", self.add_session(roles="department_staff", expect=2).err)
        self.assertIn("giờ", self.add_session(hours="không", expect=2).err)
        self.ok("training", "add", "--year", YEAR, "--title", "x", "--topic", "x", "--place", "x", "--held-by", "x", "--day",
                "2024-04-10", "--hours", "1", "--roles", "principal", "--by", "hieutruong", code=4)

        self.ok("training", "attend", "TH-1", "gv3", "Người hieutruong", "--by", "so")
        self.ok("training", "attend", "TH-1", "quantri", "--by", "quantri")
        self.assertEqual(self.totals()["TH-1"], (4, 2, 1))
        self.assertIn("hai người", self.ok("training", "attend", "TH-1", "Nông Thị Giáo", "--by", "so", code=1).err)
        self.assertIn("Không thấy", self.ok("training", "attend", "TH-1", "gv1", "gv4", "--by", "so", code=1).err)
        names = self.folder / "ten"
        names.write_bytes(b"gv1\0\ngv2\n")
        self.assertIn("tệp chữ", self.ok("training", "attend", "TH-1", "--file", names, "--by", "so", code=2).err)
        self.assertEqual(self.totals()["TH-1"], (4, 2, 1), "all or none")
        self.ok("training", "attend", "TH-1", "gv1", "--by", "gv2", code=2)
        self.ok("training", "attend", "TH-1", "gv1", "--by", "quantri.kia", code=2)
        self.ok("training", "attend", "TH-1", "gv3", "--undo", "--by", "so")
        self.assertEqual(self.totals()["TH-1"], (4, 1, 1))
        self.assertEqual(self.ok("training", "list", "--json", "--by", "quantri.kia").json["training"], [])
        out = self.folder / "du.csv"
        self.ok("training", "show", "TH-1", "--csv", out, "--xlsx", self.folder / "du.xlsx", "--by", "so")
        lines = list(csv.reader(io.StringIO(out.read_text(encoding="utf-8-sig"))))
        people = {line[2]: line[4:6] for line in lines if len(line) > 5 and line[2] in PEOPLE}
        self.assertEqual(people, {"gv1": ["1", "0"], "gv2": ["1", "0"], "gv3": ["1", "0"], "hieutruong": ["1", "1"],
                                  "quantri": ["0", "1"]})
        self.assertEqual((self.folder / "du.xlsx").read_bytes()[:2], b"PK")

        with self.serve() as server:
            admin = self.sign_in(server, "quantri")
            page = admin.get("/tap-huan/TH-1")[1]
            self.assertNotIn("gv3", page)
            self.assertEqual(admin.post(f"/tap-huan/TH-1/truong/{OURS}", [("nguoi", "gv1"), ("nguoi", "gv2")])[0], 200)
            self.assertEqual(self.totals()["TH-1"], (4, 2, 0), "whoever is unticked was not there")
            self.assertEqual(admin.post(f"/tap-huan/TH-1/truong/{SMALL}", [("nguoi", "gv3")])[0], 404)
            self.assertEqual(admin.post("/tap-huan/TH-1/danh-sach", {"danh_sach": "gv1\ngv9"})[0], 400)
            self.assertEqual(admin.post("/tap-huan", {"nam_hoc": YEAR, "ten": "x"})[0], 400)
            staff = self.sign_in(server, "so")
            fields = {"nam_hoc": YEAR, "ten": "Nhập", "noi_dung": "x", "dia_diem": "x", "nguoi_giang": "x",
                      "ngay": "2024-05-20", "so_gio": "2", "vai_tro": "class_teacher"}
            code, _, headers = staff.post("/tap-huan", fields)
            self.assertEqual((code, headers["Location"]), (303, "/tap-huan/TH-3"))
            self.assertEqual(staff.post("/tap-huan/TH-3/danh-sach", {"danh_sach": "gv1; gv2, gv3"})[0], 200)
            self.assertEqual(self.totals()["TH-3"], (3, 3, 0))
            self.assertIn("3/3 (100 %)", staff.get("/tap-huan")[1])
            self.assertEqual(staff.post("/tap-huan/TH-3/huy", {"ly_do": "ghi nhầm"})[0], 303)
            self.assertEqual(staff.post("/tap-huan/TH-3/danh-sach", {"danh_sach": "gv1", "ghi_nham": "1"})[0], 409)

    # --- questionnaires ----------------------------------------------------------------------

    @contextlib.contextmanager
    def serve(self):
        server = Server(PROGRAM, "serve", "--home", self.home, "--listen", "127.0.0.1:0", "--quiet")
        try:
            yield server
        finally:
            server.stop()

    def sign_in(self, server, login):
        first, visitor = self.ok("account", "give", login).out.strip(), Visitor(server.address)
        visitor.sign_in(login, first)
        visitor.post("/tai-khoan/mat-khau", {"cu": first, "moi": PASSWORD, "moi_lai": PASSWORD})
        return visitor

    def codes(self, unit):
        slips = self.folder / f"{unit}.pdf"
        self.ok("family", "slips", "--unit", unit, "--year", YEAR, "--class", "4A", "--out", slips)
        return CODE.findall(subprocess.run(["pdftotext", "-raw", slips, "-"], check=True, capture_output=True,
                                           text=True).stdout)

    def answer_as_family(self, server, code, answer):
        step, options, number, text = answer
        family = Visitor(server.address)
        self.assertEqual(family.ask("POST", "/gia-dinh", {"ma": code, "ngay_sinh": BIRTH})[0], 303)
        page = family.get("/gia-dinh")[1]
        self.assertIn("/gia-dinh/khao-sat/KS-1", page)
        fields = [("c1", step), *(("c2", option) for option in options), ("c3", number), ("c4", text)]
        code, page, _ = family.ask("POST", "/gia-dinh/khao-sat/KS-1", [("c2", 1), ("c4", "giữ chữ này")])
        self.assertEqual(code, 400)
        self.assertTrue("Câu 1" in page and "giữ chữ này" in page, "what was typed is still there")
        asking = json.loads(family.get("/api/v1/family/surveys")[1])["ask_me"]
        self.assertEqual([(one["code"], one["answered"]) for one in asking], [("KS-1", False)])
        body = json.dumps({"answers": [{"question": name[1:], "text": str(value)} for name, value in fields]})
        if answer is ANSWERS[0]:  # one of them over the API
            asked = json.loads(family.get("/api/v1/family/surveys/KS-1")[1])
            self.assertEqual([one["number"] for one in asked["questions"]], [1, 2, 3, 4])
            self.assertEqual(family.ask("POST", "/api/v1/family/surveys/KS-1", body=body)[0], 200)
        else:
            code, _, headers = family.ask("POST", "/gia-dinh/khao-sat/KS-1", fields)
            self.assertEqual((code, headers["Location"]), (303, "/gia-dinh?da-gui=1"))
        self.assertEqual(family.ask("POST", "/api/v1/family/surveys/KS-1", body=body)[0], 409)
        self.assertNotIn("/gia-dinh/khao-sat/KS-1", family.get("/gia-dinh")[1])
        self.assertEqual(family.ask("POST", "/gia-dinh/khao-sat/KS-1", fields)[0], 409)

    def test_families(self):
        paper = self.folder / "phieu.txt"
        paper.write_text(PAPER)
        self.ok("survey", "add", paper, "--year", YEAR, "--from", "2024-05-20", "--to", "2024-05-31", "--by", "so")
        codes = self.codes(OURS)
        with self.serve() as server:
            stranger = Visitor(server.address)
            self.assertEqual(stranger.get("/gia-dinh/khao-sat/KS-1")[0], 404)
            for code, answer in list(zip(codes, ANSWERS))[:4]:
                self.answer_as_family(server, code, answer)
            shown = self.ok("survey", "show", "KS-1", "--json", "--by", "so").json
            self.assertEqual((shown["expected"], shown["answered"], shown["enough"]), (7, 4, False))
            self.assertNotIn("all", shown)
            for code, answer in list(zip(codes, ANSWERS))[4:]:
                self.answer_as_family(server, code, answer)
            staff = self.sign_in(server, "so")
            page = staff.get("/khao-sat/KS-1")[1]
            self.assertIn("Nhanh hơn &lt;b&gt;nữa", page)
            self.assertIn("6/7 (85 %)", page)
            self.assertEqual(staff.post("/khao-sat/KS-1/dong", {"ly_do": "đủ"})[0], 303)
            self.assertEqual(staff.ask("GET", "/khao-sat/KS-1/tep/xlsx", binary=True)[1][:2], b"PK")
        self.check_results(self.ok("survey", "show", "KS-1", "--json", "--by", "so").json)
        self.check_tables()
        self.ok("survey", "show", "KS-1", "--by", "hieutruong", code=4)

    def check_results(self, shown):
        """Counted again from what was sent."""
        self.assertEqual((shown["expected"], shown["answered"], shown["state"]), (7, 6, "closed"))
        steps = [answer[0] for answer in ANSWERS]
        numbers = sorted(answer[2] for answer in ANSWERS if answer[2] != "")
        scale, choices, number, text = shown["all"]["questions"]
        self.assertEqual(scale["counts"], [steps.count(n) for n in range(1, 6)])
        self.assertEqual(scale["mean_hundredths"], round(sum(steps) * 100 / 6))
        self.assertEqual(choices["counts"], [sum(n in answer[1] for answer in ANSWERS) for n in (1, 2, 3)])
        self.assertEqual(choices["answered"], sum(bool(answer[1]) for answer in ANSWERS))
        self.assertEqual((number["least"], number["median"], number["most"], number["answered"]),
                         (numbers[0], numbers[2], numbers[-1], 5))
        self.assertEqual(text["answered"], 2)
        self.assertEqual({one["text"] for one in shown["texts"]}, {"Chữ to hơn", "Nhanh hơn <b>nữa</b>"})
        self.assertEqual((shown["schools"], shown["roles"]), ([], []), "one school is not shown apart from all")

    def check_tables(self):
        """An answer bears the school, as six share it; nothing in any table joins it to a pupil."""
        with contextlib.closing(sqlite3.connect(self.home / "hocba.db")) as database:
            answers = database.execute("SELECT * FROM survey_answer").fetchall()
            taken = database.execute("SELECT taker FROM survey_taken").fetchall()
            tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
                      if not name.startswith(("survey_answer", "survey_value", "sqlite_"))]
            dump = {name: str(database.execute(f"SELECT * FROM {name}").fetchall()) for name in tables}
        self.assertEqual((len(answers), len(taken)), (6, 6))
        self.assertTrue(all(answer[2] for answer in answers))
        for answer in answers:
            self.assertEqual([name for name, text in dump.items() if answer[0] in text], [])

    def test_people(self):
        for audience in ("teachers", "principals"):
            self.ok("survey", "add", audience, "--year", YEAR, "--from", "2024-05-20", "--to", "2024-05-31", "--by", "so")
        self.ok("survey", "add", "parents", "--year", YEAR, "--from", "2024-06-01", "--to", "2024-06-30", "--by", "so")
        self.ok("survey", "add", "parents", "--year", YEAR, "--from", "2024-06-01", "--to", "2024-06-30", "--by",
                "hieutruong", code=4)
        listed = self.ok("survey", "list", "--json", "--by", "so").json["surveys"]
        self.assertEqual({one["code"]: (one["audience"], one["state"], one["expected"]) for one in listed},
                         {"KS-1": ("teachers", "open", 3), "KS-2": ("principals", "open", 1),
                          "KS-3": ("parents", "waiting", 7)})
        full = {f"c{n}": "3" for n in (1, 2, 6, 7, 8, 9, 10, 11)}
        with self.serve() as server:
            teacher = self.sign_in(server, "gv1")
            page = teacher.get("/khao-sat")[1]
            self.assertIn("/khao-sat/KS-1/tra-loi", page)
            self.assertNotIn("KS-2", page)
            self.assertEqual(teacher.post("/khao-sat/KS-1/tra-loi", {"c1": "3"})[0], 400)
            self.assertEqual(teacher.post("/khao-sat/KS-1/tra-loi", {**full, "c1": "6"})[0], 400)
            self.assertEqual(teacher.post("/khao-sat/KS-1/tra-loi", full)[0], 303)
            self.assertEqual(teacher.post("/khao-sat/KS-1/tra-loi", full)[0], 409)
            self.assertEqual(teacher.post("/khao-sat/KS-2/tra-loi", full)[0], 404)
            self.assertEqual(teacher.get("/khao-sat/KS-3/tra-loi")[0], 404)
            self.assertEqual(teacher.get("/khao-sat/KS-1")[0], 403)
            outside = self.sign_in(server, "gv4")
            self.assertEqual(outside.post("/khao-sat/KS-1/tra-loi", full)[0], 404)
        with contextlib.closing(sqlite3.connect(self.home / "hocba.db")) as database:
            bears = database.execute("SELECT school, role FROM survey_answer").fetchall()
        self.assertEqual(bears, [(None, None)], "two teachers of one school: that would be a name")
        self.assertEqual(self.ok("survey", "template", "parents").out[0], "#")


if __name__ == "__main__":
    unittest.main(verbosity=2)

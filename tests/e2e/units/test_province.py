# SPDX-License-Identifier: Apache-2.0
"""A small province out of CSV tables: templates, a dry run, one school refused, run again."""
import csv
import io
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

PROGRAM = os.environ["HOCBA_PROGRAM"]
GOOD, BAD = "22193401", "22198401"
YEAR = "2025-2026"
ROWS = {
    "don-vi": [["school", GOOD, "Trường Gần", "06673", "", "", "", "Bãi Cháy"], ["school", BAD, "Trường Xa", "22"],
               ["commune", "06673", "UBND phường Bãi Cháy", "22"],
               ["department", "22", "Sở GDĐT Quảng Ninh", ""]],
    "lop": [[GOOD, YEAR, "1A", "2"], [BAD, YEAR, "1A", "1"]],
    "nguoi": [[GOOD, "co.an", "Cô An", "", "Giáo viên", "class_teacher", YEAR, "1A", "", "2025-09-01"],
              [GOOD, "co.an", "Cô An", "", "", "registrar", "", "", "", "1/9/2025"],
              ["06673", "xa.binh", "Ông Bình", "", "", "office_staff", "", "", "", "2025-09-01"]],
    "hoc-sinh": [[GOOD, YEAR, "1A", "", f"10{n:02}", f"Học sinh Số {n}", "4/3/2019", ""]
                 for n in range(5)]
    + [[GOOD, YEAR, "2A", "2", "2001", "Học sinh Lớp Hai", "2018-03-04", ""],
       [BAD, YEAR, "1A", "", "3001", "Học sinh Xa", "31/2/2019", ""],
       [BAD, YEAR, "1A", "", "3002", "Học sinh Xa Nữa", "4/3/2019", ""]],
}


class Province(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="hocba-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder, True)
        cls.home = cls.folder / "home"
        cls.run_program("init", cls.home, "--training", "--clock", "2025-10-01T08:00:00+07:00")

    @staticmethod
    def run_program(*words):
        done = subprocess.run([PROGRAM, *map(str, words)], capture_output=True, text=True)
        return done.returncode, done.stdout, done.stderr

    def load(self, *words):
        code, out, told = self.run_program("import", "province", *self.files, *words, "--json",
                                           "--home", self.home)
        tables = json.loads(out)["tables"]
        return code, {row["table"]: (row["made"], row["there"]) for row in tables}, told

    def fill(self, tables):
        for name, rows in tables.items():
            path = self.templates / f"{name}.csv"
            header = path.read_text(encoding="utf-8-sig").splitlines()[0]
            out = io.StringIO()
            csv.writer(out).writerows(rows)
            path.write_text(f"{header}\n{out.getvalue()}", encoding="utf-8")

    def listed(self, *words):
        code, out, told = self.run_program(*words, "--json", "--home", self.home)
        self.assertEqual(code, 0, told)
        return next(iter(json.loads(out).values()))

    def test_story(self):
        self.templates = self.folder / "mau"
        self.assertEqual(self.run_program("import", "province", "--template", self.templates)[0], 0)
        self.files = sorted(self.templates.glob("*.csv"))
        self.assertEqual(len(self.files), 4)

        # Units in any order do not go in any order: who manages stands before who is managed.
        self.fill(ROWS)
        code, _, told = self.load()
        self.assertNotEqual(code, 0)
        self.assertIn("don-vi.csv, hàng 2", told)
        ROWS["don-vi"].reverse()
        self.fill(ROWS)
        code, dry, told = self.load()
        self.assertNotEqual(code, 0)
        self.assertIn("hoc-sinh.csv, hàng 8", told)
        self.assertEqual(self.listed("unit", "list"), [])

        code, written, told = self.load("--write")
        self.assertEqual(written, dry)
        self.assertEqual(written, {"don-vi": (4, 0), "lop": (1, 0), "nguoi": (3, 0),
                                   "hoc-sinh": (6, 0)})
        self.assertEqual(len(self.listed("class", "list", "--unit", GOOD)), 2)
        self.assertEqual(self.listed("class", "list", "--unit", BAD), [])
        self.assertIn("Bãi Cháy\n", self.run_program("unit", "show", GOOD, "--home", self.home)[1])

        ROWS["hoc-sinh"][6][6] = "28/2/2019"
        self.fill(ROWS)
        code, written, told = self.load("--write")
        self.assertEqual((code, told), (0, ""))
        self.assertEqual(written, {"don-vi": (0, 4), "lop": (1, 1), "nguoi": (0, 3),
                                   "hoc-sinh": (2, 6)})
        self.assertEqual(self.load("--write")[1]["hoc-sinh"], (0, 8))
        roles = sorted(row["role"] for row in self.listed("person", "show", "co.an"))
        self.assertEqual(roles, ["class_teacher", "registrar"])

        # Nobody is lost behind a code that is somebody else's: not behind one of the same tables, nor behind
        # one from before, unless it was only corrected there. A role may be written as the screens have it.
        ROWS["nguoi"].append([GOOD, "co.an", "Cô An", "", "", "Nhân viên học vụ", "", "", "", "1/9/2025"])
        ROWS["nguoi"].append([GOOD, "co.binh", "Cô Bình", "", "", "Hiệu trưởng", "", "", "", "1/9/2025"])
        ROWS["hoc-sinh"][0][5] = "Học sinh Số Không"
        for row in ([GOOD, YEAR, "1A", "", "1007", "Học sinh Bảy", "4/3/2019", ""],
                    [GOOD, YEAR, "2A", "2", "1007", "Học sinh Tám", "4/3/2019", ""]):
            ROWS["hoc-sinh"].append(row)
        self.fill(ROWS)
        code, written, told = self.load("--write")
        self.assertNotEqual(code, 0)
        self.assertIn("hoc-sinh.csv, hàng 11: Mã học sinh “1007” ở trường này đã là của Học sinh Bảy", told)
        ROWS["hoc-sinh"][-1][4] = "1001"
        ROWS["hoc-sinh"][-1][6] = "5/3/2018"
        self.fill(ROWS)
        self.assertIn("đã là của Học sinh Số 1", self.load("--write")[2])
        ROWS["hoc-sinh"][-1][4] = "1008"
        ROWS["nguoi"].append([GOOD, "co.binh", "Cô Bích", "", "", "", "", "", "", ""])
        self.fill(ROWS)
        self.assertIn("Tên đăng nhập “co.binh” đã là của Cô Bình", self.load("--write")[2])
        ROWS["nguoi"].pop()
        self.fill(ROWS)
        code, written, told = self.load("--write")
        self.assertEqual((code, told, written["hoc-sinh"]), (0, "", (2, 8)))
        self.assertEqual([row["role"] for row in self.listed("person", "show", "co.binh")], ["principal"])

        # A table without its columns, a row without what it must have.
        (self.templates / "la.csv").write_text("Một,Hai\n1,2\n")
        self.fill({"lop": [[GOOD, YEAR, "", "2"]]})
        self.files.append(self.templates / "la.csv")
        code, _, told = self.load("--write")
        self.assertNotEqual(code, 0)
        self.assertIn("la.csv: Không nhận ra bảng này", told)
        self.assertIn("lop.csv, hàng 2, cột C: Thiếu “Lớp”.", told)


if __name__ == "__main__":
    unittest.main(verbosity=2)

# SPDX-License-Identifier: Apache-2.0
"""A school year rolls over: promoted, repeating, leaving, undecided; taken back until something is
entered."""
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

PROGRAM = os.environ["HOCBA_PROGRAM"]
OLD, NEW = "2023-2024", "2024-2025"
PUPILS = (  # code, class, grade, promoted: 1 yes, 0 no, None not decided
    ("1", "2A", 2, 1), ("2", "3A", 3, 1), ("3", "3A", 3, 0), ("4", "3A", 3, None),
    ("5", "5A", 5, 1), ("6", "5A", 5, 0), ("7", "Ghép 1+2", 1, 1),
)
ROWS = {  # class: next, promoted, repeating, leaving, undecided, by_hand, already
    "2A": ("3A", 1, 0, 0, 0, 0, 0), "3A": ("4A", 1, 1, 0, 1, 0, 0),
    "5A": (None, 0, 1, 1, 0, 0, 0), "Ghép 1+2": (None, 0, 0, 0, 0, 1, 0),
}
COLUMNS = ("next", "promoted", "repeating", "leaving", "undecided", "by_hand", "already")


class Roll(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.mkdtemp(prefix="hocba-")
        cls.addClassCleanup(shutil.rmtree, folder, True)
        cls.home = pathlib.Path(folder) / "home"
        cls.run_program("init", cls.home, "--training", "--clock", "2024-08-20T08:00:00+07:00")
        cls.hocba("unit", "add", "--kind", "school", "--code", "22193401", "--name", "Trường Một")
        cls.hocba("year", "open", OLD)
        for name in {room for _, room, *_ in PUPILS}:
            cls.hocba("class", "add", "--year", OLD, "--name", name, "--sessions", "1")
        for code, room, grade, promoted in PUPILS:
            cls.hocba("pupil", "add", "--code", code, "--name", f"Học sinh {code}", "--birth",
                      "2015-03-04", "--year", OLD, "--class", room, "--grade", grade)
            if promoted is not None:
                cls.decide(code, promoted)
        cls.hocba("person", "add", "--login", "co.ba", "--name", "Cô Ba", "--unit", "22193401",
                  "--role", "class_teacher", "--year", OLD, "--class", "3A", "--from", "2023-09-01")

    @classmethod
    def run_program(cls, *words):
        done = subprocess.run([PROGRAM, *map(str, words)], capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(f"{words}: {done.stderr}")
        return done.stdout

    @classmethod
    def hocba(cls, *words):
        return cls.run_program(*words, "--home", cls.home)

    @classmethod
    def decide(cls, code, promoted):
        cls.hocba("decide", "promotion", promoted, "--pupil", code, "--year", OLD)

    def roll(self, *words):
        rows = json.loads(self.hocba("year", "roll", OLD, NEW, *words, "--json"))["classes"]
        return {row["class"]: tuple(row[key] for key in COLUMNS) for row in rows}

    def classes(self):
        rows = json.loads(self.hocba("class", "list", "--year", NEW, "--json"))["classes"]
        return {row["name"]: row["pupils"] for row in rows}

    def refused(self, *words):
        with self.assertRaises(RuntimeError) as refused:
            self.hocba(*words)
        return str(refused.exception)

    def test_over_and_back(self):
        self.assertIn("chưa mở", self.refused("year", "roll", OLD, NEW))
        self.hocba("year", "open", NEW)
        self.assertEqual(self.roll(), ROWS)
        self.assertEqual(self.classes(), {})  # a dry run
        told = self.hocba("year", "roll", OLD, NEW)
        self.assertIn("sẽ xếp 4 học sinh", told)
        self.assertIn("--login co.ba --unit 22193401 --role class_teacher --year 2024-2025 "
                      "--class 4A", told)

        self.assertEqual(self.roll("--write"), ROWS)
        rolled = {"3A": 2, "4A": 1, "5A": 1}
        self.assertEqual(self.classes(), rolled)
        again = self.roll("--write")
        self.assertEqual((again["3A"], again["2A"]), (("4A", 0, 0, 0, 1, 0, 2),
                                                      ("3A", 0, 0, 0, 0, 0, 1)))
        self.assertEqual(self.classes(), rolled)
        self.decide("4", 1)  # after the summer
        self.assertEqual(self.roll("--write")["3A"], ("4A", 1, 0, 0, 0, 0, 2))
        self.assertEqual(self.classes(), {"3A": 2, "4A": 2, "5A": 1})

        self.hocba("year", "roll", OLD, NEW, "--undo")
        self.assertEqual(self.classes(), {})
        self.assertIn("không có học sinh nào", self.refused("year", "roll", OLD, NEW, "--undo"))
        self.roll("--write")
        self.hocba("set", "--pupil", "2", "--year", NEW, "mon.TV.muc=T")
        self.assertIn("không hủy kết chuyển được", self.refused("year", "roll", OLD, NEW, "--undo"))
        self.assertEqual(self.classes(), {"3A": 2, "4A": 2, "5A": 1})
        self.assertIn("không đứng ngay sau", self.refused("year", "roll", NEW, OLD))


if __name__ == "__main__":
    unittest.main(verbosity=2)

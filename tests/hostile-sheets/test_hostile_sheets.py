# SPDX-License-Identifier: Apache-2.0
"""Every file of this folder is imported: its sentence, its exit code, and nothing changed."""
import pathlib
import sys
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "e2e" / "support")]
import make  # noqa: E402
from hocba import YEAR, Story  # noqa: E402

CLASS = ("--year", YEAR, "--class", "4A1")


def manifest():
    lines = (HERE / "manifest.tsv").read_text(encoding="utf-8").splitlines()
    return [tuple(line.split("\t")) for line in lines if not line.startswith("#")]


class HostileSheets(Story):
    def setUp(self):
        super().setUp()
        self.found()
        for code, name in (("2201", "Bùi Gia An"), ("2202", "Lê Hà My")):
            self.ok("pupil", "add", "--code", code, "--name", name, "--birth", "2/3/2014", *CLASS)

    def test_each_file_is_refused_with_its_sentence_and_changes_nothing(self):
        before = self.content()
        for name, code, says, why in manifest():
            if code == "0":
                continue
            with self.subTest(name, why=why):
                file = HERE / name
                for words in (("import", file), ("import", file, "--dry-run")):
                    self.assertIn(says, self.ok(*words, *CLASS, code=1).out)
                report = self.ok("import", file, "--json", *CLASS, code=1).json["files"][0]
                self.assertFalse(report["applied"])
                self.assertIn(says.split(": ")[-1], str(report))
                # A row may be right for itself and wrong only in a class that is known.
                if "danh sách" not in says:
                    self.assertIn(says, self.ok("check", file, code=1).out)
                self.assertEqual(self.content(), before)

    def test_the_same_file_without_the_damage_is_imported(self):
        for name, code, says, why in manifest():
            if code != "0":
                continue
            with self.subTest(name, why=why):
                self.assertIn(says, self.ok("import", HERE / name, *CLASS).out)
        marks = self.ok("show", "--pupil", "2201", "--marks", "--json").json["marks"]
        self.assertEqual([(one["subject"], one["mark"]) for one in marks], [("T", 9)])

    def test_one_bad_file_among_good_ones(self):
        answer = self.ok("import", HERE / "zip-bomb.xlsx", HERE / "sound.xlsx", "--json", *CLASS,
                         code=1).json["files"]
        self.assertEqual([one["applied"] for one in answer], [False, True])

    def test_the_folder_is_what_its_maker_makes(self):
        made = make.files(HERE)
        self.assertEqual({name for name, *_ in manifest()}, set(made))
        for name, data in made.items():
            with self.subTest(name):
                self.assertEqual((HERE / name).read_bytes(), data)


if __name__ == "__main__":
    unittest.main()

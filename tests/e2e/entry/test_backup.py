# SPDX-License-Identifier: Apache-2.0
"""Backup, restore and doctor; on SQLite, and on PostgreSQL when there is one."""
import pathlib
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from hocba import POSTGRES, PROGRAM, YEAR, Story, new_database  # noqa: E402


class Backup(Story):
    number = 0

    def setUp(self):
        super().setUp()
        if POSTGRES:
            Backup.number += 1
            self.store = new_database(f"b{Backup.number}")
        self.found()
        self.ok("import", *self.samples("4A1"))

    def restored(self, name, file, key, *more, code=0):
        home = self.folder / name
        return home, self.ok("restore", file, home, "--key", key, *more, "--json", code=code)

    def test_there_and_back_again(self):
        place = self.folder / "sao-luu"
        place.mkdir()
        done = self.ok("backup", place, "--json").json
        self.assertEqual(done["checked"], "opened")
        file = next(place.iterdir())
        self.assertEqual(str(file), done["file"])
        self.assertNotIn("Hưng".encode(), file.read_bytes())
        home, answer = self.restored("khac", file, self.home / "backup.key")
        self.assertEqual(answer.json["rows"], done["rows"])
        want = self.ok("check", "--year", YEAR, "--class", "4A1", "--json").out
        got = self.ok("check", "--year", YEAR, "--class", "4A1", "--json", home=home).out
        self.assertEqual(got, want)
        # onto the other database: still the same
        if POSTGRES:
            target = new_database(f"r{Backup.number}")
            third, _ = self.restored("ba", file, self.home / "backup.key", "--store", target)
            got = self.ok("check", "--year", YEAR, "--class", "4A1", "--json", home=third)
            self.assertEqual(got.out, want)

    def test_who_reports_goes_on(self):
        """The peer, and the password under which it is asked: sealed in the backup, private afterwards."""
        secret, seal, word = (self.folder / name for name in ("mat-khau", "dau.p12", "dau.pin"))
        secret.write_text("khong-ai-biet-mat-khau-nay\n")
        seal.write_bytes(b"x")
        word.write_text("x\n")
        self.ok("report", "peer", "https://cong.example/api/gateway/v1", "truong", "--password-file", secret, "--key",
                seal, "--pass-file", word)
        kept = self.home / "report" / "22193401.password"
        file = self.folder / "bao-cao.backup"
        self.ok("backup", file)
        self.assertNotIn(b"khong-ai-biet", file.read_bytes())
        home, _ = self.restored("moi", file, self.home / "backup.key")
        again = home / kept.relative_to(self.home)
        self.assertEqual(again.read_bytes(), kept.read_bytes())
        self.assertEqual(again.stat().st_mode & 0o777, 0o600)
        self.assertEqual(self.ok("report", "peer", "--json", home=home).json,
                         self.ok("report", "peer", "--json").json)

    def test_a_backup_is_not_overwritten_and_only_its_key_opens_it(self):
        file = self.folder / "mot.backup"
        self.ok("backup", file)
        self.ok("backup", file, code=5)
        self.ok("backup", "--new-key", self.folder / "khoa-moi")
        home, _ = self.restored("sai-khoa", file, self.folder / "khoa-moi", code=4)
        self.assertFalse(home.exists())
        self.ok("backup", "--new-key", self.folder / "khoa-moi", code=5)
        second = self.ok("backup", self.folder / "hai.backup", "--json").json
        self.assertEqual(second["checked"], "hash")  # its key is not in the home

    def test_a_damaged_backup_leaves_nothing(self):
        file = self.folder / "mot.backup"
        self.ok("backup", file)
        whole = file.read_bytes()
        key = self.home / "backup.key"
        for about, damaged in [("cut", whole[:-40]), ("half", whole[: len(whole) // 2]),
                               ("flipped", whole[:-9] + bytes([whole[-9] ^ 1]) + whole[-8:]),
                               ("longer", whole + b"x")]:
            with self.subTest(about):
                bad = self.folder / f"{about}.backup"
                bad.write_bytes(damaged)
                home, _ = self.restored(about, bad, key, code=6)
                self.assertFalse(home.exists())
        other = self.folder / "khac.backup"
        other.write_text("not a backup at all" * 20)
        self.restored("khong", other, key, code=1)
        self.restored("thieu", self.folder / "none", key, code=2)
        home, _ = self.restored("day", file, key)
        self.ok("restore", file, home, "--key", key, code=5)

    def test_the_doctor_tells(self):
        findings = {f["id"]: f["kind"] for f in self.ok("doctor", "--json").json["findings"]}
        self.assertEqual((findings["database"], findings["backup"]), ("fine", "warning"))
        self.ok("backup", self.folder / "mot.backup")
        findings = {f["id"]: f["kind"] for f in self.ok("doctor", "--json").json["findings"]}
        self.assertEqual(findings["backup"], "fine")
        self.assertEqual("ownership" in findings, bool(POSTGRES))

    def test_a_backup_while_in_use_is_of_one_moment(self):
        writer = subprocess.Popen(
            ["sh", "-c", 'for i in 1 2 3 4 5 6 7 8; do "$0" set --home "$1" --pupil 2220101615 '
             'can_nang=3$i chieu_cao=12$i >/dev/null || exit 1; done', PROGRAM, str(self.home)])
        files = [self.folder / f"{i}.backup" for i in range(3)]
        for file in files:
            self.ok("backup", file)
        self.assertEqual(writer.wait(), 0)
        for i, file in enumerate(files):
            home, _ = self.restored(f"r{i}", file, self.home / "backup.key")
            draft = {v["key"]: v["value"] for v in self.ok(
                "show", "--pupil", "2220101615", "--json", home=home).json["draft"]}
            if draft["can_nang"].startswith("3") and draft["chieu_cao"] != "119":
                self.assertEqual(draft["can_nang"][1:], draft["chieu_cao"][2:])


if __name__ == "__main__":
    unittest.main(verbosity=2)

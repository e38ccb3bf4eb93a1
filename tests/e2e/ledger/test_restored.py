# SPDX-License-Identifier: Apache-2.0
"""The ledger in a backup: what is restored signs on only when nothing that was signed is missing."""
import pathlib
import shutil
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import hocba  # noqa: E402

CLASS = ("--year", "2023-2024", "--class", "4A1")


class Restored(hocba.DemoStory):
    def setUp(self):
        super().setUp()
        self.without_ledger(self.demo)
        self.key = self.show()["key"]
        self.policy = self.folder / "policy"
        self.policy.write_text(f"log {self.key}\nquorum none\n")
        self.key_file = self.home / "backup.key"

    def show(self, home=None):
        return self.ok("ledger", "show", "--json", home=home).json

    def set_place(self):
        place = self.folder / "place"
        place.mkdir()
        with open(self.home / "settings", "a", encoding="utf-8") as settings:
            settings.write(f"ledger.place={place}\nledger.policy={self.policy}\n")
        return place

    def backup(self, name):
        file = self.folder / name
        answer = self.ok("backup", file, "--json").json
        self.assertEqual(answer["checked"], "opened")
        self.assertGreaterEqual(answer["files"], 3)  # the ledger's file, its key, its name
        return file

    def restore(self, file, name):
        home = self.folder / name
        return home, self.ok("restore", file, home, "--key", self.key_file, "--json").json

    def mirror(self, home=None):
        public, copy = self.folder / "public", self.folder / "copy"
        self.ok("ledger", "publish", "--out", public, home=home)
        self.ok("ledger", "mirror", public, copy, "--policy", self.policy)
        return copy

    def test_the_newest_signs_on(self):
        """With its keys, and with the second place and the policy that the old home had."""
        self.set_place()
        self.ok("ledger", "enter")
        (self.home / "account.key").write_text("0f" * 32)
        before = self.show()
        file = self.backup("moi.backup")
        secret = (self.home / "ledger" / "key").read_text().strip()
        self.assertNotIn(secret.encode(), file.read_bytes())
        home, answer = self.restore(file, "khac")
        self.assertEqual((answer["ledger"], answer["ledger_waits"]), (True, None))
        self.assertEqual(self.show(home), before)
        for name in ("ledger/key", "ledger/origin", "account.key"):
            self.assertEqual((home / name).read_bytes(), (self.home / name).read_bytes())
            self.assertEqual((home / name).stat().st_mode & 0o777, 0o600)
        slots = sorted(path.name for path in (home / "ledger" / "slots").iterdir())
        self.assertEqual(slots, sorted(path.name for path in (self.home / "ledger/slots").iterdir()))
        self.assertFalse((home / "keys").exists())
        public = self.folder / "moi"
        self.ok("ledger", "publish", "--out", public, home=home)  # signs: a snapshot
        self.assertEqual(self.show(home)["leaves"], before["leaves"] + 1)
        self.ok("audit", "--ledger", public, "--policy", self.policy)
        # The home that was left behind is now the old copy.
        self.assertIn("bản cũ", self.ok("ledger", "publish", "--out", public, code=5).err)

    def test_an_old_one_waits_for_a_mirror(self):
        self.set_place()
        old = self.backup("cu.backup")  # before anything was entered
        self.ok("ledger", "enter")
        copy = self.mirror()
        leaves = self.show()["leaves"]
        shutil.move(self.home, self.folder / "mat")
        self.key_file = self.folder / "mat" / "backup.key"
        home, answer = self.restore(old, "khac")
        self.assertIn("hocba ledger adopt", answer["ledger_waits"])
        self.assertIn("hocba ledger adopt", self.ok("ledger", "enter", code=5, home=home).err)
        told = self.ok("doctor", "--json", code=6, home=home).json["findings"]
        self.assertTrue(any("ledger adopt" in found["sentence"] for found in told))
        self.ok("ledger", "adopt", code=5, home=home)
        self.ok("ledger", "adopt", copy, "--by", "gv.minh.nguyet", code=4, home=home)

        bent = self.folder / "sua"
        shutil.copytree(copy, bent)
        bundle = next((bent / "tile" / "entries").rglob("*.p/*"))
        data = bytearray(bundle.read_bytes())
        data[60] ^= 1
        bundle.write_bytes(data)
        refused = self.ok("ledger", "adopt", bent, code=1, home=home).err
        self.assertIn("Không lấy gì", refused)
        forged = self.folder / "gia"
        shutil.copytree(copy, forged)
        lines = (forged / "checkpoint").read_text().split("\n")
        lines[2] = "A" + lines[2][1:] if lines[2][0] != "A" else "B" + lines[2][1:]
        (forged / "checkpoint").write_text("\n".join(lines))
        self.ok("ledger", "adopt", forged, code=1, home=home)
        self.ok("ledger", "adopt", self.folder / "khong-co", code=1, home=home)
        self.ok("ledger", "enter", code=5, home=home)

        answer = self.ok("ledger", "adopt", copy, "--json", home=home).json
        self.assertEqual((answer["before"], answer["leaves"]), (0, leaves))
        # What the restored store has not noted finds the place that it has.
        self.ok("ledger", "enter", home=home)
        self.assertEqual(self.show(home)["leaves"], leaves)
        self.assertEqual(self.show(home)["unentered"], 0)
        public = self.folder / "tiep"
        self.ok("ledger", "publish", "--out", public, home=home)
        self.ok("audit", copy / "checkpoint", "--store", "--ledger", public, "--policy",
                self.policy, home=home)

    def test_alone(self):
        """Neither a second place nor a witness: nobody can tell, but its keeper."""
        self.ok("ledger", "enter")
        home, answer = self.restore(self.backup("mot.backup"), "khac")
        self.assertIn("ledger.place", answer["ledger_waits"])
        self.ok("ledger", "enter", code=5, home=home)
        self.ok("export", *CLASS, "--format", "xml", "--out", self.folder / "out", home=home)
        self.assertIn("--alone", self.ok("ledger", "adopt", code=5, home=home).err)
        self.ok("ledger", "adopt", "--alone", home=home)
        self.assertEqual(self.show(home), self.show())

    def test_no_ledger(self):
        shutil.rmtree(self.home / "ledger")
        home, answer = self.restore(self.backup_without_ledger(), "khac")
        self.assertFalse(answer["ledger"])
        self.assertFalse((home / "ledger").exists())
        self.ok("ledger", "adopt", code=2, home=home)

    def backup_without_ledger(self):
        file = self.folder / "khong.backup"
        self.ok("backup", file)
        return file


if __name__ == "__main__":
    unittest.main(verbosity=2)

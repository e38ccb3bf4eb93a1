# SPDX-License-Identifier: Apache-2.0
"""Issued records through backup and restore: every one is verified, a damaged one is told."""
import pathlib
import shutil
import sqlite3
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from hocba import YEAR, Story, make_demo  # noqa: E402


class RestoreIssued(Story):
    def test_every_issued_record_is_verified_after_a_restore(self):
        make_demo(self.home)
        key, root = self.home / "backup.key", self.home / "pki" / "root.pem"
        records = self.ok("list", "--year", YEAR, "--state", "issued", "--json").json["records"]
        self.assertGreater(len(records), 30)
        file = self.folder / "mot.backup"
        self.ok("backup", file)
        home = self.folder / "moi"
        done = self.ok("restore", file, home, "--key", key, "--anchors", root, "--json").json
        issued = len(records) + 1  # and the one whose place another took
        self.assertEqual((done["issued"], done["verified"], done["failed"]), (issued, issued, 0))
        self.ok("set", "--pupil", records[0]["code"], "can_nang=33", code=5, home=home)

        # somebody with the database in hand changes one issued document
        bad = self.folder / "hong"
        shutil.copytree(home, bad)
        with sqlite3.connect(bad / "hocba.db") as database:
            database.execute("DROP TRIGGER issued_document_no_update")
            database.execute("UPDATE issued_document SET bytes = (SELECT bytes FROM issued_document"
                             " WHERE record <> ?1 LIMIT 1) WHERE record = ?1", [records[0]["uuid"]])
        told = self.ok("doctor", "--json", code=6, home=bad).json["findings"]
        self.assertIn("bad", {f["kind"] for f in told if f["id"] == "database"})
        self.assertTrue(any(records[0]["uuid"] in f["sentence"] for f in told))


if __name__ == "__main__":
    unittest.main(verbosity=2)

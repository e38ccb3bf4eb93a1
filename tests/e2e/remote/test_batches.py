# SPDX-License-Identifier: Apache-2.0
"""Services that break off every tenth exchange, answer out of order and now and then return another
key's signature: hundreds of signatures of one command end right, and nothing is signed twice."""
import hashlib
import ssl
import subprocess
import unittest

import service
from service import stage


class Batches(service.Service):
    def sign_until_done(self, file, role, runs=12):
        """As a person would: again after each sentence that says so; how often."""
        for run in range(1, runs + 1):
            answer = self.sign_remote(file, role)
            if answer.code == 0:
                return run
            self.assertIn(service.LOST, answer.said)
        self.fail("it never ends")

    def play(self, dialect, runs=1, webhook=False):
        """12 subjects of 35 pupils, then the class teacher's own, then everybody's; verified."""
        self.create()
        self.all_subjects_by_one()
        place = f"127.0.0.1:{self.free_port()}" if webhook else None
        port = self.start_peer(dialect, "drop,cms", webhook=f"http://{place}/hook" if webhook else None)
        # With a webhook, polling alone would take longer than the test may.
        file = self.settings(dialect, port, webhook=place, poll_ms=60000 if webhook else 50)
        count = 35 * len(stage.SUBJECTS)
        taken = self.sign_until_done(file, "gvbm")
        self.assertGreater(self.check_each_once(count), 10)
        taken += self.sign_until_done(file, "gvcn")
        self.assertLessEqual(taken, runs + 1 if runs == 1 else 24)
        self.check_each_once(count + 35)
        for role in ("cbql", "school"):
            self.assertEqual(self.counts(self.sign(role)), (35, 0, 0))
        self.ok("issue", *stage.CLASS)
        for row in self.ok("list", *stage.CLASS, "--json").json["records"]:
            signatures = self.ok("show", row["uuid"], "--json").json["signatures"]
            self.assertEqual(len(signatures), len(stage.SUBJECTS) + 3)
        self.verify_all()

    def test_five_hundred_in_one_batch(self):
        """Through the driver alone: what failed, or may have been signed or not, goes into a new batch
        as often as it takes."""
        der = ssl.PEM_cert_to_DER_cert((self.demo / "pki" / "gvcn.pem").read_text().split(
            "-----END", 1)[0] + "-----END CERTIFICATE-----\n")
        for dialect in ("sp769", "csc1", "csc2", "mysign"):
            file = self.settings(dialect, self.start_peer(dialect, "drop,open,slow"), ask=None,
                                 batch_max=500)
            run = subprocess.run([service.DRIVER, file, hashlib.sha256(der).hexdigest(), dialect,
                                  "500"], capture_output=True, text=True, timeout=100)
            self.assertEqual(run.returncode, 0, run.stderr)
            rows = dict(line.split(" ", 1) for line in run.stdout.splitlines())
            self.assertEqual(len(rows), 500)
            self.assertNotIn("failed", run.stdout)
            self.assertGreaterEqual(self.check_each_once(500), 20)
            self.assertEqual(self.lines(self.journal, "again"), [])
            self.peer_run.kill()

    def test_sp769_polling(self):
        self.play("sp769")

    def test_sp769_webhook(self):
        self.play("sp769", webhook=True)

    def test_csc1(self):
        self.play("csc1", runs=12)

    def test_csc2(self):
        self.play("csc2", runs=12)

    def test_mysign(self):
        self.play("mysign", runs=12)


if __name__ == "__main__":
    unittest.main()

# SPDX-License-Identifier: Apache-2.0
"""What people and services do instead of signing: each has its sentence, and nothing is attached; a
program that is killed; a service behind TLS; a password that others could read."""
import json
import os
import re
import sqlite3
import subprocess
import unittest
import unittest.mock

import service
import test_process
from service import hocba, stage


class Persons(service.Service):
    def build(self):
        stage.test_signing.Signing.build(self, roles="gvcn,cbql,school")

    def refused(self, dialect, moods, code, words, **settings):
        port = self.start_peer(dialect, moods)
        answer = self.sign_remote(self.settings(dialect, port, **settings), "gvcn")
        self.assertEqual(answer.code, code, (dialect, moods, answer.said))
        self.assertIn(words, answer.said, (dialect, moods))
        self.assertEqual(self.states(), {"created"})
        self.assertEqual(self.lines(self.journal, "own"), [])
        self.peer_run.kill()

    def test_sentences(self):
        self.create()
        for dialect in ("sp769", "csc2", "mysign"):
            self.refused(dialect, "reject", 5, "từ chối trên điện thoại")
            self.refused(dialect, "expire", 5, "quá giờ xác nhận")
            self.refused(dialect, "wait", 5, "chưa xác nhận trên điện thoại", patience_s=1)
        self.refused("sp769", "locked", 4, "đang bị khóa")
        self.refused("csc1", "locked", 4, "đang bị khóa")
        self.refused("sp769", "down", 6, "không phục vụ được")
        self.refused("csc1", "badsad", 5, "SAD sai")
        for dialect in ("sp769", "csc1", "csc2", "mysign"):
            self.refused(dialect, "", 4, "không nhận tài khoản kết nối", client="khac")

    def test_wrong_pin(self):
        self.create()
        port = self.start_peer("csc1")
        file = self.settings("csc1", port)
        (self.folder / "pin").write_text("0000\n")
        answer = self.sign_remote(file, "gvcn")
        self.assertEqual(answer.code, 4)
        self.assertIn("PIN sai", answer.said)
        self.assertEqual(self.states(), {"created"})

    def test_secrets_in_memory(self):
        """While the telephone asks: the password and the token once each, in locked memory; what was
        sent and received with them is wiped."""
        self.create()
        file = self.settings("mysign", self.start_peer("mysign", "wait"), poll_ms=60000)
        run = subprocess.Popen([hocba.PROGRAM, *map(str, self.sign_words(file, "gvcn"))],
                               env=dict(os.environ, HOCBA_HOME=str(self.home)),
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.addCleanup(run.wait)
        self.addCleanup(run.kill)
        while not (self.journal.exists() and self.is_kept("mysign")):
            self.assertIsNone(run.poll())
        memory = test_process.memory_of(run.pid)
        if memory is None:
            self.skipTest("this system does not let us look")
        self.assertEqual(memory.count(service.PASSWORD.encode()), 1)
        sent = json.dumps(service.PASSWORD, ensure_ascii=False).encode()
        self.assertEqual(memory.count(sent), 0)
        self.assertEqual(len(re.findall(b"tk-[0-9a-f]{32}", memory)), 1)

    def test_codes(self):
        """A one-time code is asked for anew for each batch; the account's password may come from the
        environment."""
        self.create()
        for dialect in ("csc1", "csc2"):
            if dialect == "csc2":
                self.create("--remake", "thử csc2")
            file = self.settings(dialect, self.start_peer(dialect, "otp"), ask="otp",
                                 password_file=None)
            with unittest.mock.patch.dict("os.environ", HOCBA_REMOTE_PASSWORD=service.PASSWORD):
                answer = self.sign_remote(file, "gvcn")
            self.assertEqual(self.counts(answer.json), (35, 0, 0))
            batches = self.lines(self.journal, "sign")
            self.assertEqual(len(batches), 2)
            self.assertEqual(self.journal.read_text().count("code\n"), 2)
        self.create("--remake", "mã sai")
        file = self.settings("csc1", self.start_peer("csc1", "otp"), ask="otp")
        (self.folder / "pin").write_text("000000\n")
        answer = self.sign_remote(file, "gvcn")
        self.assertEqual(answer.code, 4)
        self.assertIn("OTP sai", answer.said)

    def test_consent_on_the_telephone(self):
        """Without a PIN the service asks the person, longer than it may take for any other answer."""
        self.create()
        file = self.settings("csc1", self.start_peer("csc1", "held,open"), ask=None,
                             timeout_ms=3000, batch_max=100)
        self.assertEqual(self.counts(self.sign_remote(file, "gvcn").json), (35, 0, 0))
        self.assertEqual(len(self.lines(self.journal, "sign")), 1)

    def test_a_service_that_forgets(self):
        """It takes a batch and does not know it: sent again under the same id, but not for ever; under
        no id of ours, not at all."""
        self.create()
        file = self.settings("sp769", self.start_peer("sp769", "forget"), batch_max=100)
        answer = self.sign_remote(file, "gvcn")
        self.assertEqual(answer.code, 1)
        self.assertIn("vẫn nói không biết", answer.said)
        names = self.lines(self.journal, "sign")
        self.assertEqual(len(names), 5)
        self.assertEqual(len(set(names)), 1)
        file = self.settings("mysign", self.start_peer("mysign", "forget"), batch_max=100)
        answer = self.sign_remote(file, "gvcn")
        self.assertEqual(answer.code, 3)
        self.assertIn(service.LOST, answer.said)
        self.assertEqual(len(self.lines(self.journal, "sign")), 1)
        self.assertEqual(self.states(), {"created"})

    def test_nobody_answers(self):
        self.create()
        file = self.settings("mysign", self.free_port(), timeout_ms=500)
        answer = self.sign_remote(file, "gvcn")
        self.assertEqual(answer.code, 6)
        self.assertIn("127.0.0.1", answer.said)
        self.assertEqual(self.states(), {"created"})

    def test_over_attributes_of_its_own(self):
        """A CMS over something else than our digest is no signature of the record."""
        self.create()
        file = self.settings("sp769", self.start_peer("sp769", "attributes"))
        answer = self.sign_remote(file, "gvcn")
        self.assertNotEqual(answer.code, 0)
        self.assertIn("không khớp", answer.said)
        self.assertEqual(self.states(), {"created"})

    def test_killed_and_found_again(self):
        """One batch, killed while the telephone asks; the next command fetches it under our id, or
        under the service's."""
        for dialect, role in (("sp769", "gvcn"), ("mysign", "gvcn"), ("csc2", "gvcn")):
            with self.subTest(dialect):
                self.create(*(["--remake", f"thử {dialect}"] if dialect != "sp769" else []))
                port = self.start_peer(dialect, "slow")
                file = self.settings(dialect, port, batch_max=100, poll_ms=300)
                self.kill_in_the_middle(
                    self.sign_words(file, role),
                    lambda: self.journal.exists() and self.is_kept(dialect))
                self.assertEqual(self.lines(self.journal, "own"), [])
                answer = self.sign_remote(file, role)
                self.assertEqual(answer.code, 0, answer.said)
                self.assertEqual(self.counts(answer.json), (35, 0, 0))
                self.check_each_once(35)
                if dialect != "csc2":  # of which multisign is 30: two batches
                    self.assertEqual(len(self.lines(self.journal, "sign")), 1)
                self.assertEqual(self.lines(self.journal, "again"), [])
                self.peer_run.kill()

    def is_kept(self, dialect):
        """The service has the batch, and we its name for it, where that is needed."""
        if not self.lines(self.journal, "sign"):
            return False
        if dialect == "sp769" or self.store:
            return dialect == "sp769"
        with sqlite3.connect(f"file:{self.home / 'hocba.db'}?mode=ro", uri=True) as database:
            rows = database.execute("SELECT reference FROM sign_batch").fetchall()
        return any((row[0] or "").startswith("id:") for row in rows)

    def test_an_answer_that_is_lost(self):
        """sp769 is asked under our id and the batch goes on; the others cannot be, and the person is
        told; hocba sends nothing again by itself."""
        self.create()
        file = self.settings("sp769", self.start_peer("sp769", "shut"), batch_max=100)
        self.assertEqual(self.counts(self.sign_remote(file, "gvcn").json), (35, 0, 0))
        self.assertEqual(len(self.lines(self.journal, "sign")), 1)
        self.assertEqual(self.lines(self.journal, "again"), [])
        for dialect in ("csc1", "csc2", "mysign"):
            self.create("--remake", f"thử {dialect}")
            file = self.settings(dialect, self.start_peer(dialect, "shut"), batch_max=100)
            answer = self.sign_remote(file, "gvcn")
            self.assertEqual(answer.code, 3, answer.said)
            self.assertIn(service.LOST, answer.said)
            self.assertEqual(len(self.lines(self.journal, "sign")), 1)
            self.assertLessEqual(self.states(), {"created", "replaced"})
            self.assertEqual(self.counts(self.sign_remote(file, "gvcn").json), (35, 0, 0))
            self.peer_run.kill()

    def test_tls(self):
        self.create()
        pem = self.folder / "tls.pem"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                        "ec_paramgen_curve:P-256", "-noenc", "-keyout", pem, "-out",
                        self.folder / "ca.pem", "-subj", "/CN=dich vu", "-addext",
                        "subjectAltName=IP:127.0.0.1"], check=True, capture_output=True)
        with open(pem, "a") as both:
            both.write((self.folder / "ca.pem").read_text())
        url = f"https://127.0.0.1:{self.start_peer('sp769', tls=pem)}"
        answer = self.sign_remote(self.settings("sp769", 0, url=url), "gvcn")
        self.assertEqual(answer.code, 6)
        self.assertIn("không đáng tin", answer.said)
        answer = self.sign_remote(self.settings("sp769", 0, url=url, ca_file="ca.pem"), "gvcn")
        self.assertEqual(self.counts(answer.json), (35, 0, 0))

    def test_settings_that_are_refused(self):
        """Nothing is asked of anybody: no service is there."""
        rows = (({"url": "http://example.invalid"}, "https://"),
                ({"dialect": "sp770"}, "sp769, csc1, csc2 hoặc mysign"),
                ({"user": None}, "“user”"),
                ({"poll": 5}, "mục lạ “poll”"),
                ({"patience_s": 0}, "“patience_s”"),
                ({"ask": "pin"}, "“ask”"),
                ({"webhook": "0.0.0.0:80"}, "“webhook”"),
                ({"password_file": None}, "HOCBA_REMOTE_PASSWORD"))
        for bent, words in rows:
            answer = self.sign_remote(self.settings("sp769", 1, **bent), "gvcn")
            self.assertEqual(answer.code, 1, (bent, answer.said))
            self.assertIn(words, answer.said)
        file = self.settings("sp769", 1)
        (self.folder / "mat-khau").chmod(0o640)
        answer = self.sign_remote(file, "gvcn")
        self.assertEqual(answer.code, 4)
        self.assertIn("chmod 600", answer.said)


if __name__ == "__main__":
    unittest.main()

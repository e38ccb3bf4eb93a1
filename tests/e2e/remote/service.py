# SPDX-License-Identifier: Apache-2.0
"""The demo's class, and a signing service that holds its teacher's key."""
import collections
import json
import os
import pathlib
import socket
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "signers"))
import stage  # noqa: E402
from stage import hocba  # noqa: E402

PEER = os.environ["HOCBA_REMOTE_PEER"]
DIGEST_SIGNER = os.environ["HOCBA_DIGEST_SIGNER"]
DRIVER = os.environ["HOCBA_AGENT_DRIVER"]
PASSWORD = "mật khẩu & của 100% trường\""
PIN = "nón lá 7391"
LOST = "mất câu trả lời"


def free_port():
    """A port that nobody has now; the kernel hands out others first for a while."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Service(stage.Stage):
    def build(self):
        super().build(roles="gvbm,gvcn,cbql,school")

    def all_subjects_by_one(self):
        for subject in stage.SUBJECTS:
            self.ok("person", "add", "--login", "gvcn", "--role", "subject_teacher", "--from",
                    "2023-09-01", "--subject", subject, *stage.CLASS)
        self.ok("decide", "signer_choice", "gvbm NN1=gvcn", *stage.CLASS)

    def start_peer(self, dialect, moods="", port=0, webhook=None, tls=None):
        """A service; its port. One journal for all of a story's."""
        pki = self.demo / "pki"
        self.journal = self.folder / f"{dialect}.journal"
        env = dict(os.environ, **({"PEER_TLS": str(tls)} if tls else {}))
        run = subprocess.Popen(
            [sys.executable, PEER, dialect, moods, DIGEST_SIGNER, pki / "gvcn.p12", pki / "gvcn.pin",
             pki / "gvcn.pem", self.journal, str(port), *([webhook] if webhook else [])],
            stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, env=env)
        self.addCleanup(run.wait)
        self.addCleanup(run.kill)
        self.addCleanup(run.stdout.close)
        line = run.stdout.readline().split()
        self.assertEqual(line[:1], [b"ready"])
        self.peer_run = run
        return int(line[1])

    def settings(self, speaks, port, **more):
        """A file of settings, with the password in a file beside it."""
        password = self.folder / "mat-khau"
        password.write_text(PASSWORD + "\n")
        password.chmod(0o600)
        file = self.folder / "remote.json"
        content = {"dialect": speaks, "url": f"http://127.0.0.1:{port}", "user": "022183100025",
                   "client": "truong-22193401", "password_file": "mat-khau", "poll_ms": 50,
                   "batch_max": 30, **more}
        if speaks.startswith("csc"):
            content.setdefault("ask", "pin")
        file.write_text(json.dumps({key: value for key, value in content.items()
                                    if value is not None}))
        (self.folder / "pin").write_text(PIN + "\n")
        return file

    def sign_words(self, file, role, *more):
        return ("sign", "--as", role, *stage.CLASS, "--remote", file, "--pass-file",
                self.folder / "pin", *more)

    def sign_remote(self, file, role, *more):
        """Any exit code; nothing secret may be in what is said."""
        answer = self.run_any(*self.sign_words(file, role, "--json", *more))
        answer.said = answer.out + answer.err
        for secret in (PASSWORD, PIN, "tk-"):
            self.assertNotIn(secret, answer.said)
        return answer

    def sum_of(self, word):
        return sum(int(line) for line in self.lines(self.journal, word))

    def check_each_once(self, count):
        """Every digest at most once, and as many as there are signatures and lost answers."""
        own = collections.Counter(self.lines(self.journal, "own"))
        self.assertEqual(set(own.values()), {1}, "signed twice")
        other = len(self.lines(self.journal, "other"))
        lost = self.sum_of("lost")
        self.assertGreaterEqual(len(own), count)
        self.assertLessEqual(len(own), count + lost)
        return other

    def free_port(self):
        return free_port()


__all__ = ["Service", "LOST", "PASSWORD", "PIN", "hocba", "stage"]

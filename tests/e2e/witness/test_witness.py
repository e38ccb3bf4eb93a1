# SPDX-License-Identifier: Apache-2.0
"""hocba witness over HTTP, as c2sp.org/tlog-witness says it, asked by an outsider."""
import base64
import hashlib
import http.client
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from transparency import (LOG_TYPE, Log, Server, check_cosignature, consistency, submission,  # noqa: E402
                          vkey)

PROGRAM = os.environ["HOCBA_PROGRAM"]
NAME = "nhan-chung.example.vn/w1"
LEAVES = [f"leaf {i}".encode() for i in range(40)]
OTHER = LEAVES[:5] + [f"other {i}".encode() for i in range(35)]


class Witness(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="hocba-"))
        self.addCleanup(shutil.rmtree, self.folder, True)
        self.log = Log(self.folder, "so.example.vn/hn")
        self.home = self.folder / "witness"
        self.policy = self.folder / "policy"
        self.policy.write_text(f"log {self.log.vkey}\nquorum none\n")
        done = self.run_program("init", self.home, "--name", NAME)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.vkey = done.stdout.strip()

    def run_program(self, verb, *words):
        return subprocess.run([PROGRAM, "witness", verb, *words], capture_output=True, text=True)

    def serve(self):
        server = Server(PROGRAM, "witness", "serve", self.home, "--listen", "127.0.0.1:0",
                        "--policy", self.policy)
        self.addCleanup(lambda: server.process.poll() is None and server.stop())
        return server

    def submit(self, server, old, size, leaves=LEAVES, **bent):
        note = bent.get("note") or self.log.checkpoint(leaves[:size])
        proof = bent.get("proof")
        if proof is None:
            proof = consistency(old, leaves[:size]) if 0 < old < size else []
        return server.ask("POST", "/add-checkpoint", submission(old, proof, note))

    def text(self, size, leaves=LEAVES):
        return self.log.checkpoint(leaves[:size], b"0" * 64).split("\n\n")[0] + "\n"

    def check(self, line, size, leaves=LEAVES):
        return check_cosignature(self.folder, self.vkey, self.text(size, leaves), line)

    def test_it_cosigns_what_continues(self):
        server = self.serve()
        before = int(time.time())
        old = 0
        for size in (1, 1, 2, 7, 8, 33, 40):
            code, body, _ = self.submit(server, old, size)
            self.assertEqual(code, 200, (old, size, body))
            self.assertEqual(body.count("\n"), 1)
            said = self.check(body, size)
            self.assertIsNotNone(said)
            self.assertTrue(before <= said <= time.time())
            old = size
        self.assertIsNone(self.check(body, 39), "the check itself must be able to fail")

    def test_an_extension_is_signed_too(self):
        server = self.serve()
        note = self.log.checkpoint(LEAVES[:3], extension="more\n")
        code, body, _ = self.submit(server, 0, 3, note=note)
        self.assertEqual(code, 200)
        text = note.split("\n\n")[0] + "\n"
        self.assertIsNotNone(check_cosignature(self.folder, self.vkey, text, body))

    def test_refusals(self):
        stranger = Log(self.folder, "so.example.vn/hn2")
        impostor = Log(self.folder, "impostor")
        impostor.name = self.log.name
        server = self.serve()
        self.assertEqual(self.submit(server, 0, 8)[0], 200)
        good, wrong = self.log.checkpoint(LEAVES[:12]), consistency(8, OTHER[:12])
        proof = consistency(8, LEAVES[:12])
        rows = [
            ("unknown origin", 404, 8, 12, {"note": stranger.checkpoint(LEAVES[:12])}),
            ("the name with another key", 403, 8, 12, {"note": impostor.checkpoint(LEAVES[:12])}),
            ("a wrong signature", 403, 8, 12,
             {"note": self.log.checkpoint(LEAVES[:12], signature=b"\1" * 64)}),
            ("a wrong signature beside a wrong size", 403, 3, 12,
             {"note": self.log.checkpoint(LEAVES[:12], signature=b"\1" * 64)}),
            ("old above the checkpoint's size", 400, 13, 12, {"note": good}),
            ("old below what it saw", 409, 7, 12, {}),
            ("old above what it saw", 409, 9, 12, {}),
            ("old zero when it has seen some", 409, 0, 12, {}),
            ("a fork", 422, 8, 12, {"leaves": OTHER}),
            ("the other tree's proof", 422, 8, 12, {"proof": wrong}),
            ("no proof", 422, 8, 12, {"proof": []}),
            ("a hash too many", 422, 8, 12, {"proof": proof + proof[:1]}),
            ("a hash too few", 422, 8, 12, {"proof": proof[:-1]}),
            ("the same size, another root", 422, 8, 8, {"leaves": OTHER}),
            ("the same size with a proof", 422, 8, 8, {"proof": proof}),
            ("64 hashes", 400, 8, 12, {"proof": [b"\0" * 32] * 64}),
            ("a hash of 31 bytes", 400, 8, 12, {"proof": [b"\0" * 31]}),
            ("no checkpoint", 400, 8, 12, {"note": "so.example.vn/hn\n"}),
        ]
        for about, code, old, size, bent in rows:
            with self.subTest(about):
                got, body, headers = self.submit(server, old, size, **bent)
                self.assertEqual(got, code)
                self.assertNotIn("\N{EM DASH}", body)
                if code == 409:
                    self.assertEqual(body, "8\n")
                    self.assertEqual(headers["Content-Type"], "text/x.tlog.size")
        for about, body in (("leading zero", f"old 08\n\n{good}"), ("no old", f"\n{good}"),
                            ("sign", f"old +8\n\n{good}"), ("blanks", f"old  8\n\n{good}"),
                            ("empty", ""), ("CRLF", f"old 8\r\n\r\n{good}"),
                            ("2^63", f"old 9223372036854775808\n\n{good}")):
            with self.subTest(about):
                self.assertEqual(server.ask("POST", "/add-checkpoint", body)[0], 400)
        self.assertEqual(self.submit(server, 8, 12)[0], 200, "nothing of that moved it")

    def test_an_empty_tree(self):
        server = self.serve()
        zero = base64.b64encode(b"\0" * 32).decode()
        note = self.log.note(f"{self.log.name}\n0\n{zero}\n")
        self.assertEqual(self.submit(server, 0, 0, note=note)[0], 422)
        self.assertEqual(self.submit(server, 0, 0)[0], 200)
        self.assertEqual(self.submit(server, 0, 3, proof=[b"\0" * 32])[0], 422)
        self.assertEqual(self.submit(server, 0, 3)[0], 200)

    def test_the_edges_of_http(self):
        server = self.serve()
        self.assertEqual(server.ask("GET", "/add-checkpoint")[0], 404)
        self.assertEqual(server.ask("PUT", "/add-checkpoint", "x")[0], 405)
        self.assertEqual(server.ask("POST", "/elsewhere", "x")[0], 405)
        self.assertEqual(server.ask("GET", "/../witness")[0], 404)
        self.assertEqual(server.ask("GET", "/witness")[0], 404)
        self.assertEqual(server.ask("POST", "/add-checkpoint", "x" * 70000)[0], 413)
        code, _, _ = server.ask("GET", "/", headers={"X-Long": "x" * 40000})
        self.assertIn(code, (413, 431))
        self.assertEqual(self.submit(server, 0, 3)[0], 200, "and it still works")

    def test_monitors_see_what_was_signed(self):
        server = self.serve()
        path = f"/{hashlib.sha256(self.log.name.encode()).hexdigest()}/checkpoint"
        self.assertEqual(server.ask("GET", path)[0], 404)
        line = self.submit(server, 0, 9)[1]
        code, body, _ = server.ask("GET", path)
        self.assertEqual((code, body), (200, self.log.checkpoint(LEAVES[:9]) + line))
        self.assertEqual(server.ask("GET", path.upper().replace("CHECKPOINT", "checkpoint"))[0], 404)
        self.assertEqual(server.stop(), (0, ""))
        self.assertEqual(self.serve().ask("GET", path)[1], body, "and after a restart")
        shown = self.run_program("show", self.home)
        self.assertEqual(shown.stdout, f"{self.vkey}\n\n{body}")

    def test_one_of_two_that_come_at_once_wins(self):
        server = self.serve()
        old, history = 0, []
        for step in range(12):
            branches = [history + [f"{side} {step}".encode()] for side in "ab"]
            notes = [self.log.checkpoint(branch) for branch in branches]
            answers, gate = [None, None], threading.Barrier(2)

            def send(i):
                proof = consistency(old, branches[i]) if old else []
                gate.wait()
                answers[i] = server.ask("POST", "/add-checkpoint",
                                        submission(old, proof, notes[i]))

            threads = [threading.Thread(target=send, args=(i,)) for i in range(2)]
            [thread.start() for thread in threads]
            [thread.join() for thread in threads]
            self.assertEqual(sorted(answer[0] for answer in answers), [200, 409])
            history = branches[0 if answers[0][0] == 200 else 1]
            old += 1

    def test_killed_in_the_middle_it_never_signs_a_fork(self):
        chance = random.Random(7)
        signed = {}  # text that a cosignature came out for: the tree's size
        path = f"/{hashlib.sha256(self.log.name.encode()).hexdigest()}/checkpoint"
        branches = [[]]
        for _ in range(25):
            server = self.serve()
            code, kept, _ = server.ask("GET", path)
            kept = kept.split("\n\n")[0] if code == 200 else None
            history = next(branch for branch in branches
                           if kept == (self.text(len(branch), branch)[:-1] if branch else None))
            self.assertLessEqual(max(signed.values(), default=0), len(history),
                                 "it forgot what it had signed")
            branches = [history] + [history + [chance.randbytes(8)] for _ in range(4)]
            proof = [consistency(len(history), branch) if history else [] for branch in branches]
            bodies = [submission(len(history), proof[i], self.log.checkpoint(branches[i]))
                      for i in range(1, 5)]

            def send(body):
                try:
                    answer = server.ask("POST", "/add-checkpoint", body)
                except (OSError, http.client.HTTPException):
                    return  # killed before it had answered
                if answer[0] == 200:
                    text = body.split("\n\n", 1)[1].split("\n\n")[0]
                    signed[text] = int(text.split("\n")[1])

            threads = [threading.Thread(target=send, args=(body,)) for body in bodies]
            [thread.start() for thread in threads]
            [thread.join() for thread in threads[:chance.randrange(3)]]
            server.stop(signal.SIGKILL)
            [thread.join() for thread in threads]
        self.assertTrue(signed)
        self.assertEqual(len(set(signed.values())), len(signed), "two trees of one size")

    def test_one_process_at_a_time(self):
        self.serve()
        with self.assertRaisesRegex(RuntimeError, "tiến trình khác"):
            self.serve()

    def test_a_weak_key_is_refused(self):
        weak = vkey(self.log.name, LOG_TYPE, bytes([1] + [0] * 31))
        self.policy.write_text(f"log {weak}\nquorum none\n")
        with self.assertRaisesRegex(RuntimeError, "yếu"):
            self.serve()

    def test_a_damaged_file_signs_nothing(self):
        server = self.serve()
        self.assertEqual(self.submit(server, 0, 9)[0], 200)
        server.stop()
        path = self.home / "witness"
        self.assertEqual(path.stat().st_mode & 0o777, 0o600)
        whole = path.read_bytes()
        for bent in (whole[:-1], whole.replace(b"\n9\n", b"\n8\n"), whole + b"x", b""):
            path.write_bytes(bent)
            with self.assertRaisesRegex(RuntimeError, "bị hỏng"):
                self.serve()

    def test_a_unix_socket(self):
        path = self.folder / "socket"
        process = subprocess.Popen([PROGRAM, "witness", "serve", self.home, "--listen",
                                    f"unix:{path}", "--policy", self.policy],
                                   stdout=subprocess.PIPE, text=True)
        self.assertEqual(process.stdout.readline(), f"unix:{path}\n")
        self.assertTrue(path.is_socket())
        process.terminate()
        self.assertEqual(process.wait(), 0)
        process.stdout.close()
        self.assertFalse(path.exists())

    def test_it_does_not_overwrite(self):
        done = self.run_program("init", self.home, "--name", NAME)
        self.assertNotEqual(done.returncode, 0)
        self.assertEqual(self.run_program("show", self.home).stdout.strip(), self.vkey)
        done = self.run_program("init", self.folder / "new", "--name", "a name")
        self.assertNotEqual(done.returncode, 0)
        self.assertFalse((self.folder / "new").exists())


if __name__ == "__main__":
    unittest.main()

# SPDX-License-Identifier: Apache-2.0
"""hocba's driver for the agent: the agent itself behind a connection with bad habits."""
import base64
import hashlib
import json
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from agent import Agent, Person  # noqa: E402
from soft_token import SHIM, SoftToken, make_key, run  # noqa: E402

DRIVER = os.environ.get("HOCBA_AGENT_DRIVER", "")
CONFLICT, DENIED, NOT_FOUND, INVALID = 4, 3, 1, 2  # enum status


class Line:
    """Stands before the agent: cuts every tenth connection, in turn before the request arrived, and
    before the answer did; replaces some values, the first time they come, by another key's."""

    def __init__(self, agent, other=None, wrong=()):
        self.agent, self.other, self.wrong = agent, other, set(wrong)
        self.connections = self.cut = 0
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            try:
                link, _ = self.listener.accept()
            except OSError:
                return
            with link:
                self.connections += 1
                turn = 0
                if self.connections % 10 == 0:
                    self.cut += 1
                    turn = 1 + self.cut % 2
                self.pass_on(link, turn)

    def pass_on(self, link, turn):
        request = b""
        while b"\r\n\r\n" not in request:
            request += link.recv(65536)
        head, body = request.split(b"\r\n\r\n", 1)
        for line in head.lower().split(b"\r\n"):
            if line.startswith(b"content-length:"):
                while len(body) < int(line.split(b":")[1]):
                    body += link.recv(65536)
        if turn == 1:
            return
        own, theirs = f":{self.port}".encode(), f":{self.agent.port}".encode()
        with socket.create_connection(("127.0.0.1", self.agent.port)) as there:
            there.sendall(head.replace(own, theirs) + b"\r\n\r\n" + body)
            answer = b""
            while piece := there.recv(65536):
                answer += piece
        if turn != 2:
            link.sendall(self.bend(answer))

    def bend(self, answer):
        head, body = answer.split(b"\r\n\r\n", 1)
        seen = json.loads(body)
        for i in range(len(seen.get("values", []))):
            if seen["from"] + i in self.wrong:
                self.wrong.remove(seen["from"] + i)
                seen["values"][i] = self.other
        body = json.dumps(seen).encode()
        lines = [b"Content-Length: %d" % len(body) if line.startswith(b"Content-Length") else line
                 for line in head.split(b"\r\n")]
        return b"\r\n".join(lines) + b"\r\n\r\n" + body

    def close(self):
        self.listener.close()


def pem_of(der):
    return ("-----BEGIN CERTIFICATE-----\n" + base64.encodebytes(der).decode() +
            "-----END CERTIFICATE-----\n")


def digests(count, name):
    return [hashlib.sha256(f"{name} {i}".encode()).digest() for i in range(count)]


class DriverTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="hocba-driver-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder, True)
        cls.token = SoftToken(cls.folder / "token")
        cls.key = cls.token.add(make_key(cls.folder, "hieu-truong", "/CN=Nguyễn Thị Thử/C=VN"))
        cls.point = cls.token.add(make_key(cls.folder, "con-dau", "/CN=Trường Thử/C=VN", "ec"))
        cls.other = make_key(cls.folder, "nguoi-khac", "/CN=Người Khác/C=VN")

    def setUp(self):
        self.person = Person(self.folder / self.id().split(".")[-1])
        self.agent = Agent(SHIM, self.person, self.token.env, ["hocba"])
        self.addCleanup(self.agent.stop)
        self.token.rule("")
        self.before = len(self.token.signed())

    def signed(self):
        return self.token.signed()[self.before:]

    def drive(self, name, count, key=None, port=None, resume=False):
        """(exit code, {item: value or None}, what it said)"""
        words = [DRIVER, f"http://127.0.0.1:{port or self.agent.port}", (key or self.key).id, name,
                 str(count), *(["resume"] if resume else [])]
        done = subprocess.run(words, capture_output=True, text=True, timeout=110)
        found = {}
        for line in done.stdout.splitlines():
            item, *rest = line.split()
            self.assertNotIn(int(item), found)
            found[int(item)] = bytes.fromhex(rest[0]) if len(rest) == 1 else None
        return done.returncode, found, done.stderr

    def assert_all(self, name, count, found, key=None):
        self.assertEqual(sorted(found), list(range(count)))
        for item, digest in enumerate(digests(count, name)):
            self.assertTrue((key or self.key).verifies(digest, found[item]), item)

    def think(self, line):
        """The person answers when some connections were cut."""
        while line.cut < 3:
            time.sleep(0.01)
        self.person.hold(False)

    def test_500_over_a_bad_line_with_other_keys(self):
        (self.folder / "in").write_bytes(digests(1, "x")[0])
        value = run("openssl", "pkeyutl", "-sign", "-inkey", self.other.pem, "-in",
                    self.folder / "in", "-pkeyopt", "digest:sha256").stdout
        wrong = range(16, 500, 17)
        line = Line(self.agent, base64.b64encode(value).decode(), wrong)
        self.addCleanup(line.close)
        self.person.hold(True)
        threading.Thread(target=self.think, args=(line,), daemon=True).start()
        code, found, said = self.drive("many", 500, port=line.port)
        self.assertEqual(code, 0, said)
        self.assert_all("many", 500, found)
        self.assertEqual(line.wrong, set())
        self.assertGreaterEqual(line.cut, 3)
        # What came wrong was asked for once more, everything else was signed once.
        expected = digests(500, "many") + [digests(500, "many")[i] for i in wrong]
        self.assertEqual(self.signed(), expected)

    def test_issuers_from_the_token_and_from_a_file(self):
        root = make_key(self.folder, "goc", "/CN=Gốc Thử", authority=True)
        authority = make_key(self.folder, "noi-cap", "/CN=Nơi cấp Thử", authority=True, issuer=root)
        leaf = make_key(self.folder, "duoi", "/CN=Người Dưới", issuer=authority)
        nothing, file = self.folder / "nothing.pem", self.folder / "issuers.pem"
        nothing.write_text(pem_of(self.other.der))
        file.write_text(pem_of(root.der) + pem_of(authority.der))
        token = SoftToken(self.folder / "chain-token", "The co day chuyen")
        token.add(leaf)
        agent = Agent(SHIM, self.person, token.env, ["hocba"])
        self.addCleanup(agent.stop)
        for about, issuers, length in [("neither", nothing, 1), ("the file", file, 2)]:
            with self.subTest(about):
                self.assertEqual(self.chains(agent, issuers), [f"{length} Người Dưới"])
        token.add(authority)
        self.assertEqual(self.chains(agent, nothing), ["2 Người Dưới"])

    def chains(self, agent, issuers):
        done = run(DRIVER, f"http://127.0.0.1:{agent.port}", issuers, "chains")
        return done.stdout.decode().splitlines()

    def test_p256(self):
        code, found, said = self.drive("point", 3, key=self.point)
        self.assertEqual(code, 0, said)
        self.assert_all("point", 3, found, self.point)

    def test_a_batch_of_a_process_before(self):
        self.assertEqual(self.drive("again", 30)[0], 0)
        code, found, said = self.drive("again", 30, resume=True)
        self.assertEqual(code, 0, said)
        self.assert_all("again", 30, found)
        self.assertEqual(self.signed(), digests(30, "again"))

    def test_a_batch_that_the_agent_does_not_know(self):
        code, _, said = self.drive("unknown", 2, resume=True)
        self.assertEqual((code, said.split()[0]), (1, str(NOT_FOUND)), said)
        self.assertEqual(self.signed(), [])

    def test_what_ends_a_batch(self):
        rows = [
            ("refused", "", "no", "123456", CONFLICT, "từ chối", 0),
            ("pin-wrong", "", "yes", "000000", DENIED, "PIN của thẻ không đúng", 0),
            ("pin-locked", "locked", "yes", "123456", DENIED, "bị khóa", 0),
            ("removed", "remove-after 4", "yes", "123456", CONFLICT, "bị rút ra", 4),
        ]
        for name, rule, yes, pin, status, words, count in rows:
            with self.subTest(name):
                self.before = len(self.token.signed())
                self.token.rule(rule)
                self.person.says(yes, pin)
                code, found, said = self.drive(name, 9)
                self.assertEqual((code, said.split()[0]), (1, str(status)), said)
                self.assertIn(words, said)
                self.assertEqual(sum(value is not None for value in found.values()), count)
                self.assertEqual(len(self.signed()), count)

    def test_the_next_batch_while_the_token_closes(self):
        """The last value is there before the token is closed; whoever goes on at once is not told to wait."""
        self.token.rule("slow-end 1500")
        for name in ("first", "second"):
            code, found, said = self.drive(name, 3)
            self.assertEqual(code, 0, said)
            self.assert_all(name, 3, found)

    def test_only_this_computer(self):
        for address in ["http://192.0.2.1:9870", "https://127.0.0.1:9870", "http://127.0.0.1",
                        "http://127.0.0.1:9870/x", "http://localhost.example:9870"]:
            with self.subTest(address):
                done = subprocess.run([DRIVER, address, self.key.id, "x", "1"],
                                      capture_output=True, text=True)
                self.assertIn("hocba agent chỉ ở máy này", done.stderr)

    def test_no_agent(self):
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
        code, _, said = self.drive("none", 1, port=port)
        self.assertEqual(code, 1)
        self.assertIn("hocba agent ở http://127.0.0.1", said)


if __name__ == "__main__":
    unittest.main()

# SPDX-License-Identifier: Apache-2.0
"""ui/signing.js in Chromium, with the agent and with a peer that speaks as the VGCA component does."""
import base64
import collections
import hashlib
import http.server
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import threading
import unittest

SOURCE = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(SOURCE / "tests" / "e2e" / "support"))
from agent import Agent, Person, batch_of  # noqa: E402
from soft_token import SHIM, SoftToken, decode, make_key, run  # noqa: E402

FILES = {"/signing.js": SOURCE / "ui" / "signing.js",
         "/page.js": SOURCE / "tests" / "browser" / "signing_page.js"}
PAGE = b'<!doctype html><meta charset="utf-8"><script type="module" src="/page.js"></script>'


class Pages(http.server.ThreadingHTTPServer):
    """Serves the page, hands it the plan, takes its outcome."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.plan, self.outcome, self.told = [], None, threading.Event()
        threading.Thread(target=self.serve_forever, daemon=True).start()


class Handler(http.server.BaseHTTPRequestHandler):
    def answer(self, body, kind):
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        if self.path == "/plan":
            self.answer(json.dumps(self.server.plan).encode(), "application/json")
        elif self.path in FILES:
            self.answer(FILES[self.path].read_bytes(), "text/javascript")
        else:
            self.answer(PAGE, "text/html")

    def do_POST(self):
        self.server.outcome = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.answer(b"", "text/plain")
        self.server.told.set()

    def log_message(self, *_):
        pass


class Peer:
    def __init__(self, key, other, tls=None):
        words = ["node", SOURCE / "tests" / "support" / "vgca_peer.mjs", key.pem, key.certificate,
                 other.pem, other.certificate, *(tls or [])]
        self.process = subprocess.Popen([str(word) for word in words], stdout=subprocess.PIPE,
                                        text=True)
        port = int(self.process.stdout.readline())
        self.address = f"{'wss' if tls else 'ws'}://127.0.0.1:{port}"

    def stop(self):
        """What it signed: (digest, by whom, sent or lost)"""
        self.process.terminate()
        lines = self.process.communicate(timeout=20)[0].splitlines()
        return [(bytes.fromhex(line.split()[0]), *line.split()[1:]) for line in lines]


def digests(count, about):
    return [hashlib.sha256(f"{about} {i}".encode()).digest() for i in range(count)]


class SigningPageTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="hocba-page-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder, True)
        cls.token = SoftToken(cls.folder / "token")
        cls.key = cls.token.add(make_key(cls.folder, "van-thu", "/CN=Văn thư Thử/C=VN"))
        cls.other = make_key(cls.folder, "nguoi-khac", "/CN=Người Khác/C=VN")
        cls.point = make_key(cls.folder, "p256", "/CN=Khóa P-256/C=VN", "ec")
        tls = [cls.folder / "tls.pem", cls.folder / "tls.crt"]
        run("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=127.0.0.1",
            "-days", "2", "-keyout", tls[0], "-out", tls[1])
        cls.tls = tls
        cls.play()

    @classmethod
    def play(cls):
        """Everything in one run of the browser; the tests look at what came of it."""
        cls.pages = Pages()
        cls.addClassCleanup(cls.pages.server_close)
        cls.addClassCleanup(cls.pages.shutdown)
        origin = f"http://127.0.0.1:{cls.pages.server_port}"
        person = Person(cls.folder / "person")
        agent = Agent(SHIM, person, cls.token.env, [origin])
        cls.addClassCleanup(agent.stop)
        stranger = Agent(SHIM, person, cls.token.env, ["https://hocba.example.vn"])
        cls.addClassCleanup(stranger.stop)
        peers = {name: Peer(cls.key, cls.other, tls) for name, tls in
                 [("vgca", cls.tls), ("vgcaResume", None), ("vgcaRefused", None),
                  ("vgcaWrongToken", None)]}
        try:
            cls.pages.plan = cls.plan(agent, stranger, peers)
            cls.browse(origin)
        finally:
            cls.peers = {name: peer.stop() for name, peer in peers.items()}
        cls.outcome = cls.pages.outcome
        cls.signed = cls.token.signed()

    @classmethod
    def plan(cls, agent, stranger, peers):
        def batch(name, count, wanted=None):
            return batch_of(name, cls.key, wanted or digests(count, name))
        other = {"id": cls.other.id, "certificate": base64.b64encode(cls.other.der).decode()}
        return [
            {"name": "agent", "story": "agent", "port": agent.port, "batch": batch("agent", 230)},
            {"name": "agentReload", "story": "agentReload", "port": agent.port,
             "batch": batch("agentReload", 60)},
            {"name": "agentCancel", "story": "agentCancel", "port": agent.port,
             "batch": batch("agentCancel", 400)},
            {"name": "agentStranger", "story": "agentStranger", "port": stranger.port},
            {"name": "vgca", "story": "vgca", "address": peers["vgca"].address, "parallel": 4,
             "batch": batch("vgca", 500)},
            {"name": "vgcaResume", "story": "vgcaResume", "address": peers["vgcaResume"].address,
             "batch": batch("vgcaResume", 30)},
            {"name": "vgcaRefused", "story": "vgca", "address": peers["vgcaRefused"].address,
             "batch": batch("vgcaRefused", 1, [bytes(32)])},
            {"name": "vgcaWrongToken", "story": "vgcaWrongToken", "certificate": other,
             "address": peers["vgcaWrongToken"].address, "batch": batch("vgcaWrongToken", 3)},
            {"name": "values", "story": "values", "rows": [row for _, row, _ in cls.value_rows()]},
        ]

    @classmethod
    def browse(cls, origin):
        words = ["chromium", "--headless", "--no-sandbox", "--disable-gpu",
                 "--disable-background-networking", "--no-first-run", "--ignore-certificate-errors",
                 f"--user-data-dir={cls.folder}/profile", "--remote-debugging-port=0", origin]
        with open(cls.folder / "chromium.log", "w") as log:
            browser = subprocess.Popen(words, stdout=log, stderr=log, env=dict(os.environ, HOME=str(cls.folder)))
        try:
            if not cls.pages.told.wait(120):
                raise AssertionError((cls.folder / "chromium.log").read_text()[-3000:])
        finally:
            browser.terminate()
            browser.wait(20)

    @classmethod
    def sign_with_openssl(cls, key, digest):
        (cls.folder / "in").write_bytes(digest)
        return run("openssl", "pkeyutl", "-sign", "-inkey", key.pem, "-in", cls.folder / "in",
                   "-pkeyopt", "digest:sha256").stdout

    @classmethod
    def value_rows(cls):
        """(about, what checkValue gets, what it says)"""
        digest, other = digests(2, "values")
        value = cls.sign_with_openssl(cls.key, digest)
        bent = bytes([value[0] ^ 1]) + value[1:]

        def row(certificate, digest, value):
            encoded = [base64.b64encode(x).decode() for x in (certificate, digest, value)]
            return dict(zip(("certificate", "digest", "value"), encoded))
        return [
            ("right", row(cls.key.der, digest, value), True),
            ("another digest", row(cls.key.der, other, value), False),
            ("another key", row(cls.other.der, digest, value), False),
            ("a bit flipped", row(cls.key.der, digest, bent), False),
            ("shorter", row(cls.key.der, digest, value[1:]), False),
            ("a zero before it", row(cls.key.der, digest, b"\0" + value), False),
            ("nothing", row(cls.key.der, digest, b""), False),
            ("no certificate", row(b"\x30\x03abc", digest, value), False),
            ("a certificate cut short", row(cls.key.der[:200], digest, value), False),
            ("P-256 is the server's to check", row(cls.point.der, digest, value), True),
        ]

    def assert_right(self, name, count):
        outcome = self.outcome[name]
        self.assertEqual((outcome["state"], outcome["signed"]), ("done", count), outcome)
        for digest, value in zip(digests(count, name), outcome["values"]):
            self.assertTrue(self.key.verifies(digest, decode(value)))

    def test_agent(self):
        self.assert_right("agent", 230)
        self.assertGreater(len(self.outcome["agent"]["seen"]), 1)
        self.assertEqual(self.outcome["agent"]["seen"][-1], ["done", 230])

    def test_agent_after_a_reload(self):
        self.assert_right("agentReload", 60)

    def test_agent_cancelled_half_way(self):
        outcome = self.outcome["agentCancel"]
        self.assertEqual(outcome["state"], "cancelled", outcome)
        self.assertLess(outcome["signed"], 400)
        self.assertEqual([value is not None for value in outcome["values"]],
                         [i < outcome["signed"] for i in range(400)])

    def test_agent_signs_each_once(self):
        self.assertEqual(len(self.signed), len(set(self.signed)))
        self.assertEqual(len(self.signed), 230 + 60 + self.outcome["agentCancel"]["signed"])

    def test_agent_that_does_not_know_the_page(self):
        self.assertEqual(self.outcome["agentStranger"],
                         {"state": "error", "code": "unreachable"})

    def test_vgca_500(self):
        """Over TLS, four at a time: cut, out of order, now and then by another key."""
        self.assert_right("vgca", 500)
        self.assertEqual(self.outcome["vgca"]["certificate"], self.key.id)
        by = collections.Counter((who, how) for _, who, how in self.peers["vgca"])
        self.assertGreater(by["right", "lost"], 10)
        self.assertGreater(by["other", "sent"], 10)
        sent = collections.Counter(digest for digest, who, how in self.peers["vgca"]
                                   if (who, how) == ("right", "sent"))
        self.assertEqual({sent[digest] for digest in digests(500, "vgca")}, {1})

    def test_vgca_after_a_reload(self):
        self.assert_right("vgcaResume", 30)
        outcome = self.outcome["vgcaResume"]
        self.assertEqual(outcome["halfState"], "cancelled")
        self.assertTrue(5 <= outcome["half"] < 30, outcome["half"])
        self.assertIsNone(outcome["left"])
        sent = collections.Counter(digest for digest, who, how in self.peers["vgcaResume"]
                                   if (who, how) == ("right", "sent"))
        self.assertEqual({sent[digest] for digest in digests(30, "vgcaResume")}, {1})

    def test_vgca_when_the_person_refuses(self):
        outcome = self.outcome["vgcaRefused"]
        self.assertEqual((outcome["state"], outcome["code"], outcome["message"]),
                         ("failed", "component", "Người dùng hủy ký"))

    def test_vgca_with_another_token(self):
        outcome = self.outcome["vgcaWrongToken"]
        self.assertEqual((outcome["state"], outcome["code"], outcome["signed"]),
                         ("failed", "wrong-value", 0))

    def test_values(self):
        for (about, _, wanted), got in zip(self.value_rows(), self.outcome["values"]["found"]):
            with self.subTest(about):
                self.assertEqual(got, wanted)


if __name__ == "__main__":
    unittest.main()

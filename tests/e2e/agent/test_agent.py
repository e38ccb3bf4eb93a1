# SPDX-License-Identifier: Apache-2.0
"""The agent with a soft token: who may ask, what is shown, what is signed and how often."""
import hashlib
import json
import os
import pathlib
import pty
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from agent import AGENT, ORIGIN, Agent, Person, batch_of  # noqa: E402
from soft_token import SHIM, SoftToken, decode, make_key  # noqa: E402


def digests(count, about=""):
    return [hashlib.sha256(f"{about} {i}".encode()).digest() for i in range(count)]


class AgentTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="hocba-agent-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder, True)
        cls.token = SoftToken(cls.folder / "token")
        cls.key = cls.token.add(make_key(cls.folder, "hieu-truong", "/CN=Nguyễn Thị Thử/C=VN"))
        cls.point = cls.token.add(make_key(cls.folder, "con-dau", "/CN=Trường Thử/C=VN", "ec"))
        cls.stranger = make_key(cls.folder, "nguoi-khac", "/CN=Người Khác/C=VN", "ec")

    def setUp(self):
        self.person = Person(self.folder / self.id().split(".")[-1])
        self.agent = Agent(SHIM, self.person, self.token.env)
        self.addCleanup(self.agent.stop)
        self.token.rule("")
        self.before = len(self.token.signed())

    def signed(self):
        """What the token signed in this test."""
        return self.token.signed()[self.before:]

    def post(self, batch, **more):
        return self.agent.ask("POST", "/v1/batches", batch, **more)

    def sign(self, identity, wanted, key=None, **more):
        batch = batch_of(identity, key or self.key, wanted, **more)
        self.assertEqual(self.post(batch)[0], 200)
        return self.agent.wait(identity, "done", "refused", "failed", "cancelled")

    def assert_signed(self, identity, wanted, key=None):
        values = self.agent.values(identity)
        self.assertEqual(len(values), len(wanted))
        for digest, value in zip(wanted, values):
            self.assertTrue((key or self.key).verifies(digest, value))

    # ---- who may ask ----

    def test_only_registered_origins_on_this_computer(self):
        port = self.agent.port
        rows = [
            ("a registered page", ORIGIN, f"127.0.0.1:{port}", 200),
            ("by the other name", ORIGIN, f"localhost:{port}", 200),
            ("the command line", "hocba", f"127.0.0.1:{port}", 200),
            ("another page", "https://example.com", f"127.0.0.1:{port}", 403),
            ("a page of the same name on http", "http://hocba.example.vn", f"127.0.0.1:{port}", 403),
            ("a page of the same name on another port", ORIGIN + ":444", f"127.0.0.1:{port}", 403),
            ("a longer name", ORIGIN + ".evil.example", f"127.0.0.1:{port}", 403),
            ("a page without an origin", "null", f"127.0.0.1:{port}", 403),
            ("no origin at all", None, f"127.0.0.1:{port}", 403),
            ("another name that points here", ORIGIN, f"evil.example:{port}", 403),
            ("this computer on another port", ORIGIN, "127.0.0.1:80", 403),
            ("this computer without a port", ORIGIN, "127.0.0.1", 403),
        ]
        for about, origin, host, wanted in rows:
            for method, path in [("GET", "/v1/version"), ("GET", "/v1/certificates"),
                                 ("OPTIONS", "/v1/batches")]:
                with self.subTest(about, method=method, path=path):
                    status, headers, _ = self.agent.ask(method, path, origin=origin, host=host)
                    fine = wanted == 200
                    self.assertEqual(status, 204 if fine and method == "OPTIONS" else wanted)
                    self.assertEqual(headers["Access-Control-Allow-Origin"],
                                     origin if fine else None)

    def test_listens_on_loopback_only(self):
        listening = pathlib.Path("/proc/net/tcp").read_text() + \
            pathlib.Path("/proc/net/tcp6").read_text()
        at = [line.split()[1] for line in listening.splitlines()
              if f":{self.agent.port:04X} " in line and " 0A " in line]
        self.assertEqual(at, [f"0100007F:{self.agent.port:04X}"])

    def test_preflight_names_what_is_allowed(self):
        for private in (True, False):
            headers = [("Access-Control-Request-Private-Network", "true")] if private else []
            _, got, _ = self.agent.ask("OPTIONS", "/v1/batches", headers=headers)
            self.assertEqual(got["Access-Control-Allow-Private-Network"],
                             "true" if private else None)
            self.assertEqual(got["Access-Control-Allow-Headers"], "content-type")
            self.assertEqual(got["Vary"], "Origin")

    def raw(self, data):
        with socket.create_connection(("127.0.0.1", self.agent.port), timeout=10) as link:
            try:
                link.sendall(data)
                link.shutdown(socket.SHUT_WR)
                return link.recv(65536).split(b"\r\n")[0]
            except (BrokenPipeError, ConnectionResetError):
                return b""

    def test_what_is_no_request(self):
        host = f"Host: 127.0.0.1:{self.agent.port}\r\nOrigin: {ORIGIN}\r\n".encode()
        rows = [
            ("whole", b"GET /v1/version HTTP/1.1\r\n" + host + b"\r\n", b"200"),
            ("an older version", b"GET /v1/version HTTP/1.0\r\n" + host + b"\r\n", b"400"),
            ("another method", b"PUT /v1/version HTTP/1.1\r\n" + host + b"\r\n", b"405"),
            ("two Host", b"GET /v1/version HTTP/1.1\r\n" + host + host + b"\r\n", b"400"),
            ("chunks", b"POST /v1/batches HTTP/1.1\r\n" + host +
             b"Transfer-Encoding: chunked\r\n\r\n", b"400"),
            ("a negative length", b"POST /v1/batches HTTP/1.1\r\n" + host +
             b"Content-Length: -1\r\n\r\n", b"400"),
            ("a huge length", b"POST /v1/batches HTTP/1.1\r\n" + host +
             b"Content-Length: 99999999999999999999\r\n\r\n", b"413"),
            ("a whole address", b"GET http://x/v1/version HTTP/1.1\r\n" + host + b"\r\n", b"400"),
            ("a folded header", b"GET /v1/version HTTP/1.1\r\n" + host + b" x\r\n\r\n", b"400"),
            ("65 headers", b"GET /v1/version HTTP/1.1\r\n" + host + b"A: b\r\n" * 65 + b"\r\n",
             b"431"),
            ("9 KB of headers", b"GET /v1/version HTTP/1.1\r\n" + host + b"A: " + b"b" * 9000 +
             b"\r\n\r\n", b"431"),
            ("not HTTP", b"\x16\x03\x01" + b"\0" * 64 + b"\r\n\r\n", b"400"),
        ]
        for about, data, wanted in rows:
            with self.subTest(about):
                self.assertIn(wanted, self.raw(data).split())
        self.assertEqual(self.agent.ask("GET", "/v1/version")[0], 200)

    def test_silent_connections_stop_nobody(self):
        silent = [socket.create_connection(("127.0.0.1", self.agent.port)) for _ in range(25)]
        for link in silent[:12]:
            link.sendall(b"GET /v1/ver")
        self.assertEqual(self.agent.ask("GET", "/v1/version")[0], 200)
        for link in silent:
            link.close()

    # ---- what is asked ----

    def test_certificates_with_their_holders(self):
        _, _, seen = self.agent.ask("GET", "/v1/certificates")
        holders = {one["id"]: (one["holder"], one["token"]) for one in seen["certificates"]}
        self.assertEqual(holders, {self.key.id: ("Nguyễn Thị Thử", self.token.label),
                                   self.point.id: ("Trường Thử", self.token.label)})
        self.assertIn(self.key.der, [decode(one["certificate"]) for one in seen["certificates"]])

    def test_the_person_reads_what_is_signed(self):
        self.sign("words", digests(3, "words"))
        question = self.person.questions("confirm")[0]
        for words in [ORIGIN, "3 học bạ", "Cán bộ quản lý", "Trường Tiểu học Thử Nghiệm", "4A1",
                      "2023-2024", "Nguyễn Thị Thử", "1. Học sinh thử số 1\n2. Học sinh thử số 2\n"
                      "3. Học sinh thử số 3\n"]:
            self.assertIn(words, question)
        self.assertIn("3 học bạ lớp 4A1", self.person.questions("pin")[0])
        self.assert_signed("words", digests(3, "words"))

    def test_without_a_yes_nothing_is_signed(self):
        for about, yes, pin in [("no", "no", "123456"), ("silence", "", "123456"),
                                ("nearly yes", "yes, why not", "123456"), ("no PIN", "yes", "")]:
            with self.subTest(about):
                self.person.says(yes, pin)
                seen = self.sign(about.replace(" ", "-").replace(",", ""), digests(2, about))
                self.assertEqual((seen["state"], seen["signed"]), ("refused", 0))
        self.assertEqual(self.signed(), [])

    def test_requests_that_are_refused(self):
        good = batch_of("good", self.key, digests(2))
        item = good["items"][0]
        rows = [
            ("no id", {"id": ""}), ("an odd id", {"id": "../x"}), ("a long id", {"id": "x" * 65}),
            ("no role", {"role": "root"}), ("no class", {"class": " "}),
            ("a line of its own in the class", {"class": "4A1\nĐã kiểm tra"}),
            ("text that runs backwards", {"school": "Trường \u202ethử"}),
            ("hidden characters", {"items": [dict(item, label="An\u200bh")]}),
            ("a long label", {"items": [dict(item, label="x" * 201)]}),
            ("no items", {"items": []}),
            ("too many items", {"items": [item] * 2001}),
            ("the same digest twice", {"items": [item, dict(item, label="Người khác")]}),
            ("a short digest", {"items": [dict(item, digest="YWJj")]}),
            ("a digest in other base64", {"items": [dict(item, digest=item["digest"][:-1])]}),
            ("a certificate that is none", {"certificate": "00"}),
        ]
        for about, change in rows:
            with self.subTest(about):
                status, _, seen = self.post({**good, **change})
                self.assertEqual(status, 400, seen)
        self.assertEqual(self.post(b"{")[0], 400)
        status, _, _ = self.agent.ask("POST", "/v1/batches", b"{}",
                                      headers=[("Content-Type", "text/plain")])
        self.assertEqual(status, 400)
        self.assertEqual(self.person.questions("confirm"), [])

    # ---- PINs and tokens ----

    def test_pins(self):
        rows = [
            ("right", "", ["123456"], "done", 2),
            ("wrong, then right", "", ["000000", "123456"], "done", 2),
            ("wrong three times", "", ["000000"], "pin-wrong", 0),
            ("too short", "", ["1"], "pin-wrong", 0),
            ("locked", "locked", ["123456"], "pin-locked", 0),
            ("wanted for each signature", "pin-each 123456", ["123456"], "done", 2),
            ("the token asks itself", "own-window 123456", ["unused"], "done", 2),
            ("cancelled in the token's window", "own-window-cancel", ["unused"], "refused", 0),
        ]
        for about, rule, pins, wanted, count in rows:
            with self.subTest(about):
                self.token.rule(rule)
                self.person.says("yes", *pins)
                seen = self.sign(hashlib.sha256(about.encode()).hexdigest()[:16],
                                 digests(2, about))
                self.assertEqual((seen.get("code", seen["state"]), seen["signed"]),
                                 (wanted, count), seen)
                for pin in pins:
                    self.assertNotIn(pin, seen.get("message", ""))
        self.assertIn("Mã PIN của thẻ không đúng", self.person.questions("pin")[2])
        self.assertTrue(any("cho từng chữ ký" in q for q in self.person.questions("confirm")))

    def test_the_last_try_is_announced(self):
        self.token.rule("final")
        self.person.says("yes", "000000")
        seen = self.sign("final", digests(1, "final"))
        self.assertIn("Chú ý: chỉ còn một lần thử", self.person.questions("pin")[0])
        self.assertIn("Chỉ còn một lần thử", seen["message"])

    def test_a_token_that_is_not_there(self):
        seen = self.sign("stranger", digests(1), key=self.stranger)
        self.assertEqual((seen["state"], seen["code"]), ("failed", "token-missing"))
        self.assertEqual(self.person.questions("confirm"), [])

    def test_a_token_removed_or_changed_stops_the_batch_and_it_goes_on(self):
        for rule in ("remove-after 7", "swap-after 7"):
            with self.subTest(rule):
                self.before = len(self.token.signed())
                self.token.rule(rule)
                wanted, name = digests(20, rule), rule.split()[0]
                seen = self.sign(name, wanted)
                self.assertEqual((seen["state"], seen["code"], seen["signed"]),
                                 ("failed", "token-removed", 7))
                self.assertIn("bị rút ra hoặc bị thay", seen["message"])
                self.token.rule("")
                self.assertEqual(self.sign(name, wanted)["state"], "done")
                self.assertIn("Đã ký 7 từ lần trước; còn lại 13.",
                              self.person.questions("confirm")[-1])
                self.assert_signed(name, wanted)
                self.assertEqual(self.signed(), wanted)

    def test_p256(self):
        wanted = digests(3, "p256")
        self.sign("p256", wanted, key=self.point)
        self.assert_signed("p256", wanted, self.point)

    # ---- batches ----

    def drop(self, data):
        """Send a whole request and hang up before the answer."""
        with socket.create_connection(("127.0.0.1", self.agent.port)) as link:
            link.sendall(data)

    def test_500_with_every_tenth_connection_dropped(self):
        wanted = digests(500, "many")
        batch = batch_of("many", self.key, wanted)
        body = json.dumps(batch).encode()
        head = (f"POST /v1/batches HTTP/1.1\r\nHost: 127.0.0.1:{self.agent.port}\r\n"
                f"Origin: {ORIGIN}\r\nContent-Type: application/json\r\n"
                f"Content-Length: {len(body)}\r\n\r\n").encode()
        state, turn = "", 0
        while state != "done":
            turn += 1
            if turn % 10 == 1:
                self.drop(head + body)
            elif turn % 10 == 2:
                self.drop(head + body[:1000])
            elif turn % 10 == 3:
                self.assertEqual(self.post(batch)[0], 200)
            else:
                state = self.agent.ask("GET", "/v1/batches/many?from=500")[2]["state"]
                time.sleep(0.01)
        self.assertGreater(turn, 10)
        self.assert_signed("many", wanted)
        self.assertEqual(self.signed(), wanted)
        self.assertEqual(len(self.person.questions("confirm")), 1)

    def test_one_at_a_time_and_only_for_whom_it_is(self):
        self.person.hold(True)
        first = batch_of("first", self.key, digests(2, "first"))
        self.assertEqual(self.post(first)[0], 200)
        self.assertEqual(self.post(batch_of("second", self.key, digests(2, "second")))[0], 409)
        self.assertEqual(self.agent.ask("GET", "/v1/certificates")[0], 409)
        self.assertEqual(self.agent.ask("GET", "/v1/batches/first")[2]["state"], "asking")
        self.assertEqual(self.agent.ask("GET", "/v1/batches/first", origin="hocba")[0], 404)
        self.assertEqual(self.agent.ask("DELETE", "/v1/batches/first", origin="hocba")[0], 404)
        self.person.hold(False)
        self.agent.wait("first", "done")
        other = batch_of("first", self.key, digests(2, "other"))
        self.assertEqual(self.post(other)[0], 409)
        self.assertEqual(self.signed(), digests(2, "first"))

    def test_cancelled_while_the_person_thinks(self):
        self.person.hold(True)
        batch = batch_of("thinking", self.key, digests(2, "thinking"))
        self.post(batch)
        self.assertEqual(self.agent.ask("DELETE", "/v1/batches/thinking")[0], 200)
        self.person.hold(False)
        self.assertEqual(self.agent.wait("thinking", "cancelled", "done")["state"], "cancelled")
        self.assertEqual(self.signed(), [])

    # ---- other ways to be run ----

    def test_hocba_agent_with_a_settings_file(self):
        """The same program as a command of hocba; an option goes before the file."""
        file = self.folder / "agent.conf"
        file.write_text(f"module = {SHIM}\norigin = {ORIGIN}\norigin = hocba\n"
                        f"ask = {self.person.program}\nport = 9\n")
        agent = Agent(None, None, self.token.env, (),
                      [os.environ["HOCBA_PROGRAM"], "agent", "--config", file])
        self.addCleanup(agent.stop)
        self.assertEqual(agent.ask("GET", "/v1/version", origin="hocba")[2]["agent"], "hocba")
        wanted = digests(2, "command")
        agent.ask("POST", "/v1/batches", batch_of("command", self.key, wanted))
        agent.wait("command", "done")
        self.assertEqual(self.signed(), wanted)

    def test_what_keeps_it_from_starting(self):
        taken = str(self.agent.port)
        rows = [
            ("no module", ["--origin", ORIGIN], "Thiếu thư viện PKCS#11"),
            ("no origin", ["--module", SHIM], "Chưa đăng ký trang nào"),
            ("a port that is taken", ["--module", SHIM, "--origin", ORIGIN, "--port", taken],
             f"Cổng {taken} đang có chương trình khác dùng"),
            ("every origin", ["--module", SHIM, "--origin", "*"], "origin là địa chỉ"),
            ("no such file", ["--config", "/nonexistent"], "Không mở được tệp"),
            ("an odd word", ["serve"], "Không hiểu “serve”"),
        ]
        env = dict(self.token.env, XDG_CONFIG_HOME=str(self.folder / "nothing"))
        for about, words, wanted in rows:
            with self.subTest(about):
                done = subprocess.run([AGENT, *words], capture_output=True, text=True, env=env,
                                      timeout=30)
                self.assertNotEqual(done.returncode, 0)
                self.assertIn(wanted, done.stderr)

    def test_a_module_that_is_none(self):
        for module, words in [("/nonexistent.so", "Không nạp được thư viện"),
                              (shutil.which("openssl"), "thư viện")]:
            agent = Agent(module, self.person, self.token.env)
            self.addCleanup(agent.stop)
            status, _, seen = agent.ask("GET", "/v1/certificates")
            self.assertEqual(status, 503)
            self.assertIn(words, seen["message"])

    def at_terminal(self, name, answers):
        """(the batch at its end, what stood on the terminal): the agent on a terminal of its own."""
        pid, terminal = pty.fork()
        if pid == 0:
            os.execve(AGENT, [AGENT, "--module", SHIM, "--origin", ORIGIN, "--port", "0"],
                      self.token.env)
        shown = b""

        def until(*words):
            nonlocal shown
            while not any(word.encode() in shown for word in words):
                shown += os.read(terminal, 4096)
        try:
            until("dừng.")
            agent = Agent.__new__(Agent)
            agent.port = int(re.search(rb"127\.0\.0\.1:(\d+)", shown)[1])
            agent.ask("POST", "/v1/batches", batch_of(name, self.key, digests(2, name)))
            for word, answer in answers:
                until(word)
                os.write(terminal, answer.encode() + b"\n")
            seen = agent.wait(name, "done", "refused", "failed")
            until(f"Lượt ký {name}")
            return seen, shown.decode()
        finally:
            os.kill(pid, signal.SIGTERM)
            os.waitpid(pid, 0)
            os.close(terminal)

    def test_at_a_terminal(self):
        rows = [
            ("yes", [("để từ chối", "ký"), ("Mã PIN (", "123456")], "done"),
            ("no", [("để từ chối", "y")], "refused"),
            ("no-pin", [("để từ chối", "ky"), ("Mã PIN (", "")], "refused"),
        ]
        for name, answers, wanted in rows:
            with self.subTest(name):
                seen, shown = self.at_terminal("terminal-" + name, answers)
                self.assertEqual(seen["state"], wanted, seen)
                self.assertIn("Học sinh thử số 2", shown)
                self.assertNotIn("123456", shown)

    def test_without_a_terminal_nothing_is_signed(self):
        agent = Agent(SHIM, None, self.token.env, start_new_session=True)
        self.addCleanup(agent.stop)
        agent.ask("POST", "/v1/batches", batch_of("nobody", self.key, digests(2, "nobody")))
        seen = agent.wait("nobody", "done", "failed")
        self.assertEqual((seen["state"], seen["code"]), ("failed", "ask"))
        self.assertIn("không có màn hình", seen["message"])
        self.assertEqual(self.signed(), [])

    def test_many_pages_at_once(self):
        wanted = digests(40, "crowd")
        batch = batch_of("crowd", self.key, wanted)
        crowd = [threading.Thread(target=self.post, args=(batch,)) for _ in range(20)]
        for one in crowd:
            one.start()
        for one in crowd:
            one.join()
        self.agent.wait("crowd", "done")
        self.assertEqual(self.signed(), wanted)


if __name__ == "__main__":
    unittest.main()

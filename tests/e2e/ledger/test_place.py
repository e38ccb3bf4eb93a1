# SPDX-License-Identifier: Apache-2.0
"""The second place as a service on another host: tokens and conditions by hand, then a ledger that
enters through a wire which loses answers, while the service is killed and comes back."""
import hashlib
import pathlib
import shutil
import signal
import socket
import sys
import threading
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import hocba  # noqa: E402
from transparency import Server  # noqa: E402

TOKEN = "mot-ma-rat-dai"


class Wire:
    """Passes each request on. `lose`: so many answers to PUTs do not come back; `cut`: nothing gets
    through."""

    def __init__(self, address):
        self.address, self.lose, self.cut, self.puts = address, 0, False, 0
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.own = "127.0.0.1:%d" % self.listening.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                client, _ = self.listening.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(client,), daemon=True).start()

    def request(self, client):
        data = b""
        while b"\r\n\r\n" not in data:
            more = client.recv(65536)
            if not more:
                return b""
            data += more
        head, _, body = data.partition(b"\r\n\r\n")
        size = next((int(line.split(b":")[1]) for line in head.split(b"\r\n")
                     if line.lower().startswith(b"content-length:")), 0)
        while len(body) < size:
            body += client.recv(65536)
        lines = [line for line in head.split(b"\r\n") if not line.lower().startswith(b"connection:")]
        return b"\r\n".join(lines) + b"\r\nConnection: close\r\n\r\n" + body

    def serve(self, client):
        with client:
            asked = self.request(client)
            if not asked or self.cut:
                return
            try:
                host, port = self.address.split(":")
                with socket.create_connection((host, int(port))) as server:
                    server.sendall(asked)
                    answer = b"".join(iter(lambda: server.recv(65536), b""))
            except OSError:
                return
            if asked.startswith(b"PUT"):
                self.puts += 1
                if self.lose:
                    self.lose -= 1
                    return
            client.sendall(answer)

    def close(self):
        self.listening.close()


class Place(hocba.DemoStory):
    def setUp(self):
        super().setUp()
        self.without_ledger(self.demo)
        shown = self.ok("ledger", "show", "--json").json
        self.policy = self.folder / "policy"
        self.policy.write_text(f"log {shown['key']}\nquorum none\n")
        self.origin = shown["key"].split("+")[0]
        self.place = self.folder / "noi-khac"
        self.place.mkdir()
        self.ledgers = self.folder / "ledgers"
        self.ledgers.write_text(f"{self.origin} {hashlib.sha256(TOKEN.encode()).hexdigest()}\n"
                                f"so-khac.example {hashlib.sha256(b'khac').hexdigest()}\n")
        self.ledgers.chmod(0o600)
        self.token = self.folder / "token"
        self.token.write_text(f"{TOKEN}\n")
        self.token.chmod(0o600)
        self.file = "/" + hashlib.sha256(self.origin.encode()).hexdigest()[:16] + ".checkpoint"
        self.service = None
        self.serve()
        self.wire = Wire(self.service.address)
        self.addCleanup(self.wire.close)
        self.addCleanup(lambda: self.service.stop())
        with open(self.home / "settings", "a", encoding="utf-8") as settings:
            settings.write(f"ledger.place=http://{self.wire.own}\nledger.place.token={self.token}\n"
                           f"ledger.policy={self.policy}\n")

    def serve(self):
        self.service = Server(hocba.PROGRAM, "ledger", "place", self.place, "--listen",
                              "127.0.0.1:0", "--ledgers", self.ledgers)
        if hasattr(self, "wire"):
            self.wire.address = self.service.address

    def ask(self, method, body=None, token=TOKEN, path=None, **headers):
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        return self.service.ask(method, path or self.file, body, headers)

    def checkpoint(self, size, origin=None, root="A" * 43 + "="):
        return f"{origin or self.origin}\n{size}\n{root}\n"

    def test_conditions(self):
        self.assertEqual(self.ask("GET")[0], 404)
        self.assertEqual(self.ask("GET", token=None)[0], 401)
        self.assertEqual(self.ask("GET", token="khac")[0], 403)
        self.assertEqual(self.ask("GET", path="/../token")[0], 404)
        self.assertEqual(self.ask("GET", path="/token")[0], 403)
        first = self.checkpoint(5)
        self.assertEqual(self.ask("PUT", first)[0], 428)
        self.assertEqual(self.ask("PUT", first, If_Match='"x"')[0], 412)
        self.assertEqual(self.ask("PUT", first, token="khac", If_None_Match="*")[0], 403)
        self.assertEqual(self.ask("PUT", self.checkpoint(5, "khac"), If_None_Match="*")[0], 400)
        self.assertEqual(self.ask("PUT", "x" * 5000, If_None_Match="*")[0], 413)
        self.assertEqual(self.ask("PUT", first, If_None_Match="*")[0], 204)
        self.assertEqual(self.ask("PUT", first, If_None_Match="*")[0], 412)
        code, body, headers = self.ask("GET")
        self.assertEqual((code, body), (200, first))
        seen = headers["ETag"]
        # Never fewer leaves, never another history of as many.
        self.assertEqual(self.ask("PUT", self.checkpoint(4), If_Match=seen)[0], 409)
        other = self.checkpoint(5, root="B" + "A" * 42 + "=")
        self.assertEqual(self.ask("PUT", other, If_Match=seen)[0], 409)
        self.assertEqual(self.ask("PUT", self.checkpoint(6), If_Match=seen)[0], 204)
        self.assertEqual(self.ask("PUT", self.checkpoint(7), If_Match=seen)[0], 412)
        self.assertEqual((self.place / self.file[1:]).read_text(), self.checkpoint(6))
        # A token taken out of the file counts at once; others must not read the file.
        self.ledgers.write_text("")
        self.assertEqual(self.ask("GET")[0], 403)
        self.ledgers.chmod(0o644)
        self.assertEqual(self.ask("GET")[0], 503)

    def enter(self, code=0):
        return self.ok("ledger", "enter", *([] if code else ["--json"]), code=code)

    def there(self):
        file = self.place / self.file[1:]
        return int(file.read_text().splitlines()[1]) if file.exists() else 0

    def test_a_wire_that_breaks(self):
        old = self.folder / "cu"
        shutil.copytree(self.home / "ledger", old)
        # Cut off: nothing is signed, nothing is lost, and reading goes on.
        self.wire.cut = True
        answer = self.enter(code=6)
        self.assertIn("ledger.place", answer.err)
        self.assertIn("chưa ký gì thêm", answer.err)
        self.assertEqual(self.there(), 0)
        self.ok("ledger", "show")
        self.wire.cut = False
        # One answer in each run is lost: what arrived is known to be ours.
        runs = 0
        while True:
            before, self.wire.lose = self.wire.puts, 1
            answer = self.run_any("ledger", "enter", "--json")
            if self.wire.puts == before or answer.code == 0:
                break
            self.assertEqual(answer.code, 6, answer.err)
            runs += 1
        self.assertGreater(runs, 0)
        self.wire.lose = 0
        done = self.enter().json
        self.assertEqual((done["refused"], done["final"]), (0, True))
        size = self.ok("ledger", "show", "--json").json["leaves"]
        self.assertEqual(self.there(), size)
        # Killed, and its folder is all that it knows.
        self.service.stop(signal.SIGKILL)
        public = self.folder / "public"
        self.ok("ledger", "publish", "--out", public, code=6)
        self.serve()
        self.ok("ledger", "publish", "--out", public)
        self.ok("audit", "--ledger", public, "--policy", self.policy, "--store")
        self.assertGreater(self.there(), size)
        # The old copy does not sign.
        shutil.rmtree(self.home / "ledger")
        shutil.copytree(old, self.home / "ledger")
        self.assertIn("bản cũ", self.enter(code=5).err)

    def test_settings(self):
        settings = (self.home / "settings").read_text()
        (self.home / "settings").write_text(
            settings.replace(f"http://{self.wire.own}", "http://192.0.2.1/x"))
        self.assertIn("https://", self.ok("ledger", "enter", code=2).err)
        (self.home / "settings").write_text(settings)
        self.token.chmod(0o644)
        self.assertIn("chmod 600", self.ok("ledger", "enter", code=1).err)
        self.token.chmod(0o600)
        self.token.write_text("sai\n")
        self.assertIn("không trả lời", self.enter(code=6).err)


if __name__ == "__main__":
    unittest.main()

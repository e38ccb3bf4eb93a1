# SPDX-License-Identifier: Apache-2.0
"""hocba serve over real HTTP: what it refuses, what it sends with everything, how it stops."""
import errno
import gzip
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from page_apis import APIS, WITHOUT_API  # noqa: E402
from transparency import Server  # noqa: E402

PROGRAM = os.environ["HOCBA_PROGRAM"]
SOURCE = pathlib.Path(__file__).resolve().parents[3]


class Serve(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="hocba-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder, True)
        cls.home = cls.folder / "home"
        subprocess.run([PROGRAM, "init", cls.home, "--training"], check=True,
                       capture_output=True)
        cls.server = Server(PROGRAM, "serve", "--home", cls.home, "--listen", "127.0.0.1:0")
        cls.addClassCleanup(lambda: cls.server.process.poll() is None and cls.server.stop())

    def raw(self, request):
        """What came back; a server that ends the connection early may have said it before or not."""
        host, port = self.server.address.split(":")
        answer = b""
        with socket.create_connection((host, int(port)), timeout=30) as peer:
            try:
                peer.sendall(request)
                peer.shutdown(socket.SHUT_WR)
                while piece := peer.recv(65536):
                    answer += piece
            except ConnectionError:
                pass
            except OSError as error:
                if error.errno != errno.ENOTCONN:
                    raise
        return answer

    def code(self, request):
        answer = self.raw(request)
        return int(answer.split()[1]) if answer else 0

    def test_health(self):
        for path in ("/healthz", "/readyz"):
            self.assertEqual(self.server.ask("GET", path)[0], 200)
        code, text, _ = self.server.ask("GET", "/metrics")
        self.assertEqual(code, 200)
        self.assertRegex(text, r'hocba_http_requests_total\{code="2xx"\} [1-9]')

    def test_every_answer_is_fenced(self):
        for path in ("/", "/nope", "/api/v1/nope", "/api/v1/openapi.json"):
            headers = self.server.ask("GET", path)[2]
            policy = headers["Content-Security-Policy"]
            self.assertIn("default-src 'none'", policy)
            self.assertIn("script-src 'self'", policy)
            self.assertNotIn("unsafe", policy)
            self.assertEqual(headers["X-Content-Type-Options"], "nosniff")
            self.assertEqual(headers["Referrer-Policy"], "same-origin")
            self.assertEqual(headers["Cache-Control"], "no-store")

    def test_not_found(self):
        code, page, headers = self.server.ask("GET", "/khong-co")
        self.assertEqual((code, headers["Content-Type"]), (404, "text/html; charset=utf-8"))
        self.assertIn("Không có trang này", page)
        code, text, _ = self.server.ask("GET", "/api/v1/khong-co")
        self.assertEqual((code, json.loads(text)["error"]["code"]), (404, "not_found"))
        self.assertEqual(self.server.ask("DELETE", "/healthz")[0], 405)

    def test_pages_are_escaped(self):
        code, page, _ = self.server.ask("GET", "/?x=%22%3E%3Cscript%3E")
        self.assertEqual(code, 200)
        self.assertNotIn('"><script', page)

    def test_files_keep_for_good(self):
        page = self.server.ask("GET", "/")[1]
        path = re.search(r'href="(/tinh/[0-9a-f]{16}/hocba.css)"', page).group(1)
        code, style, headers = self.server.ask("GET", path)
        self.assertEqual((code, headers["Cache-Control"]),
                         (200, "public, max-age=31536000, immutable"))
        self.assertEqual(style, (SOURCE / "ui" / "hocba.css").read_text())
        old = self.server.ask("GET", "/tinh/0000000000000000/hocba.css")
        self.assertEqual((old[0], old[2]["Cache-Control"]), (200, "no-cache"))
        self.assertEqual(self.server.ask("GET", "/tinh/x/..%2f..%2fetc%2fpasswd")[0], 404)

    def test_every_file_that_pages_name_is_there(self):
        pages = "".join(path.read_text() for path in (SOURCE / "src" / "serve").rglob("*.html"))
        names = set(re.findall(r'asset_path\(visit, "([^"]+)"\)', pages))
        names |= {path.name for path in (SOURCE / "ui").iterdir()}
        self.assertGreater(len(names), 10)
        for name in names:
            code, _, headers = self.server.ask("GET", f"/tinh/x/{name}")
            self.assertEqual(code, 200, name)
            self.assertEqual(headers["Content-Type"].split(";")[0],
                             {"css": "text/css", "js": "text/javascript",
                              "svg": "image/svg+xml"}[name.rsplit(".")[-1]])

    def test_gzip(self):
        answer = self.raw(b"GET / HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip\r\n"
                          b"Connection: close\r\n\r\n")
        head, body = answer.split(b"\r\n\r\n", 1)
        self.assertIn(b"Content-Encoding: gzip", head)
        self.assertIn("Học bạ số".encode(), gzip.decompress(body))

    def test_language(self):
        code, _, headers = self.server.ask(
            "POST", "/ngon-ngu", "ngon_ngu=en&ve=/xac-minh",
            {"Content-Type": "application/x-www-form-urlencoded"})
        self.assertEqual((code, headers["Location"]), (303, "/xac-minh"))
        cookie = headers["Set-Cookie"].split(";")[0]
        self.assertIn("HttpOnly", headers["Set-Cookie"])
        self.assertIn("Digital school records", self.server.ask("GET", "/", headers={"Cookie": cookie})[1])

    def test_going_nowhere_else(self):
        for back in ("//evil.example", "https://evil.example", "/\\evil.example", "javascript:x"):
            headers = self.server.ask("POST", "/ngon-ngu", f"ve={back}",
                                      {"Content-Type": "application/x-www-form-urlencoded"})[2]
            self.assertEqual(headers["Location"], "/", back)
        headers = self.server.ask("POST", "/ngon-ngu", "ve=/a%0d%0aSet-Cookie:x=1",
                                  {"Content-Type": "application/x-www-form-urlencoded"})[2]
        self.assertEqual(headers["Location"], "/a%0D%0ASet-Cookie:x=1")

    def test_other_sites(self):
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        for more in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"},
                     {"Origin": "null"}):
            self.assertEqual(self.server.ask("POST", "/ngon-ngu", "ve=/", {**form, **more})[0], 403,
                             more)
        same = {"Origin": f"http://{self.server.address}"}
        self.assertEqual(self.server.ask("POST", "/ngon-ngu", "ve=/", {**form, **same})[0], 303)

    def test_what_can_be_read_in_two_ways(self):
        rows = [
            ("two lengths", "POST /ngon-ngu HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n"
                            "Content-Length: 4\r\n\r\nve=/"),
            ("length and chunks", "POST /ngon-ngu HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n"
                                  "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
            ("two hosts", "GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n"),
            ("no host", "GET / HTTP/1.1\r\n\r\n"),
            ("NUL in the path", "GET /%00 HTTP/1.1\r\nHost: x\r\n\r\n"),
            ("NUL in a header", "GET / HTTP/1.1\r\nHost: x\r\nCookie: a=\0b\r\n\r\n"),
            ("NUL in the request line", "GET /\0x HTTP/1.1\r\nHost: x\r\n\r\n"),
            ("NUL in a name", "GET / HTTP/1.1\r\nHost: x\r\nX\0Y: b\r\n\r\n"),
            ("a folded line", "GET / HTTP/1.1\r\nHost: x\r\nX: a\r\n b\r\n\r\n"),
            ("a space before the colon", "GET / HTTP/1.1\r\nHost: x\r\nX : a\r\n\r\n"),
            ("no escape", "GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n"),
            ("not UTF-8", "GET /%ff HTTP/1.1\r\nHost: x\r\n\r\n"),
            ("no path", "GET http://x/ HTTP/1.1\r\nHost: x\r\n\r\n"),
            ("a bad length", "POST /ngon-ngu HTTP/1.1\r\nHost: x\r\nContent-Length: 4x\r\n\r\nve=/"),
        ]
        for about, request in rows:
            with self.subTest(about):
                code = self.code(request.encode("latin-1"))
                self.assertIn(code, (0, 400, 413), about)
        self.assertEqual(self.server.ask("GET", "/healthz")[0], 200)

    def test_ceilings(self):
        form = b"POST /ngon-ngu HTTP/1.1\r\nHost: x\r\n"
        large = form + b"Content-Length: 70000\r\n"
        self.assertEqual(self.code(large + b"\r\n" + b"a" * 70000), 413)
        self.assertEqual(self.code(large + b"Expect: 100-continue\r\n\r\n"), 413)
        self.assertEqual(self.code(form + b"Content-Length: 70000000000\r\n\r\n"), 413)
        chunk = b"%x\r\n%s\r\n" % (70000, b"a" * 70000)
        self.assertEqual(self.code(form + b"Transfer-Encoding: chunked\r\n\r\n" + chunk), 0)
        self.assertIn(self.code(b"GET /" + b"a" * 40000 + b" HTTP/1.1\r\nHost: x\r\n\r\n"),
                      (0, 400, 414, 431))

    def test_description(self):
        """The API's description holds every row of the table of routes, and nothing else."""
        told = json.loads(self.server.ask("GET", "/api/v1/openapi.json")[1])
        found = {(method.upper(), re.sub(r"\{\w*\}", "{}", path))
                 for path, methods in told["paths"].items() for method in methods}
        table = (SOURCE / "src" / "serve" / "routes.c").read_text()
        rows = set(re.findall(r'^    \{"([A-Z]+)", *"([^"]+)"', table, re.M))
        self.assertGreater(len(rows), 5)
        self.assertEqual(found, rows)
        for path, methods in told["paths"].items():
            for method, about in methods.items():
                self.assertTrue(about["summary"], (method, path))
                parts = [one["name"] for one in about["parameters"] if one["in"] == "path"]
                self.assertEqual(parts, re.findall(r"\{(\w+)\}", path))
                self.assertEqual(len(parts), len(set(parts)), path)
                if path.startswith("/api/") and method != "get":
                    self.assertIn("requestBody", about, (method, path))
                if path.startswith("/api/"):
                    self.assertTrue(about["responses"]["200"]["content"], (method, path))
                self.assertIn(about["responses"]["default"]["$ref"], ("#/components/responses/error",))

    def test_every_page_has_its_api(self):
        """What a page shows or does, the API does; what has none is named with its reason."""
        table = (SOURCE / "src" / "serve" / "routes.c").read_text()
        rows = re.findall(r'^    \{"([A-Z]+)", *"([^"]+)"', table, re.M)
        pages = {row for row in rows if not row[1].startswith("/api/")}
        by_page = {**APIS, **{page: None for page in WITHOUT_API}}
        self.assertEqual(pages, set(by_page))
        for page, api in APIS.items():
            self.assertIn(api, rows, page)

    @staticmethod
    def wait_until_closed(host, port):
        while True:
            try:
                socket.create_connection((host, port), timeout=30).close()
            except ConnectionError:
                return

    def test_stop_finishes_what_is_answered(self):
        server = Server(PROGRAM, "serve", "--home", self.home, "--listen", "127.0.0.1:0")
        host, port = server.address.split(":")
        with socket.create_connection((host, int(port)), timeout=30) as peer:
            body = b"ngon_ngu=en&ve=/"
            head = (b"POST /ngon-ngu HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n"
                    b"Content-Type: application/x-www-form-urlencoded\r\n"
                    b"Expect: 100-continue\r\n\r\n" % len(body))
            peer.sendall(head)
            self.assertIn(b"100", peer.recv(4096))  # the request is under way
            server.process.send_signal(signal.SIGTERM)
            self.wait_until_closed(host, int(port))
            peer.sendall(body)
            answer = b""
            while piece := peer.recv(65536):
                answer += piece
        self.assertTrue(answer.startswith(b"HTTP/1.1 303"), answer[:80])
        self.assertIn(b"Connection: close", answer)
        self.assertEqual(server.process.wait(timeout=60), 0)
        server.stop()

    def test_log_holds_no_values(self):
        server = Server(PROGRAM, "serve", "--home", self.home, "--listen", "127.0.0.1:0")
        server.ask("GET", "/tinh/bi-mat-1/bi-mat-2?ten=bi-mat-3", headers={"Cookie": "phien=bi-mat-4"})
        _, log = server.stop()[:2]
        self.assertIn('"route":"/tinh/{}/{}"', log)
        self.assertNotIn("bi-mat", log)


if __name__ == "__main__":
    unittest.main(verbosity=2)

# SPDX-License-Identifier: Apache-2.0
"""The example of examples/nginx before a real hocba serve: TLS, HTTP/2, addresses, cookies."""
import json
import os
import pathlib
import re
import shutil
import socket
import ssl
import subprocess
import tempfile
import unittest

PROGRAM = os.environ["HOCBA_PROGRAM"]
EXAMPLE = pathlib.Path(__file__).resolve().parents[3] / "examples" / "nginx" / "hocba.conf"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Nginx(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="hocba-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder, True)
        home = cls.folder / "home"
        subprocess.run([PROGRAM, "init", home, "--training"], check=True, capture_output=True)
        cls.socket = cls.folder / "socket"
        cls.log = open(cls.folder / "log", "w+")
        cls.addClassCleanup(cls.log.close)
        cls.hocba = subprocess.Popen([PROGRAM, "serve", "--home", home, "--listen",
                                      f"unix:{cls.socket}"], stdout=subprocess.PIPE,
                                     stderr=cls.log, text=True)
        cls.addClassCleanup(cls.end, cls.hocba)
        assert cls.hocba.stdout.readline().strip() == f"unix:{cls.socket}"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                        "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=hocba.example.vn",
                        "-days", "2", "-keyout", cls.folder / "tls.key", "-out",
                        cls.folder / "tls.pem"], check=True, capture_output=True)
        cls.start_nginx()

    @classmethod
    def start_nginx(cls):
        """A port that somebody else took meanwhile is given up for another one."""
        for _ in range(5):
            cls.port, plain = free_port(), free_port()
            cls.write_configuration(plain)
            cls.nginx = subprocess.Popen(["/usr/sbin/nginx", "-p", cls.folder, "-c",
                                          cls.folder / "nginx.conf", "-e", "stderr"],
                                         stderr=subprocess.PIPE, text=True)
            while cls.nginx.poll() is None:
                try:
                    socket.create_connection(("127.0.0.1", cls.port), timeout=1).close()
                    cls.addClassCleanup(cls.end, cls.nginx)
                    return
                except OSError:
                    continue
            said = cls.nginx.stderr.read()
            if "Address already in use" not in said:
                break
        raise RuntimeError(said)

    @classmethod
    def write_configuration(cls, plain):
        example = EXAMPLE.read_text()
        for old, new in (("unix:/run/hocba/socket", f"unix:{cls.socket}"),
                         ("/etc/hocba/tls.pem", str(cls.folder / "tls.pem")),
                         ("/etc/hocba/tls.key", str(cls.folder / "tls.key")),
                         ("listen 443 ssl", f"listen 127.0.0.1:{cls.port} ssl"),
                         ("listen 80;", f"listen 127.0.0.1:{plain};")):
            assert old in example, old
            example = example.replace(old, new)
        example = re.sub(r"^ *listen \[::\].*\n", "", example, flags=re.M)
        temporary = "".join(f"{kind}_temp_path {cls.folder}/{kind};\n" for kind in
                            ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        (cls.folder / "nginx.conf").write_text(
            f"daemon off;\nmaster_process off;\npid {cls.folder}/nginx.pid;\n"
            f"events {{}}\nhttp {{\n{temporary}{example}\n}}\n")

    @staticmethod
    def end(process):
        process.terminate()
        process.wait()
        for stream in (process.stdout, process.stderr):
            if stream:
                stream.close()

    def curl(self, path, *words):
        done = subprocess.run(
            ["curl", "-s", "-i", "--cacert", self.folder / "tls.pem", "--resolve",
             f"hocba.example.vn:{self.port}:127.0.0.1",
             f"https://hocba.example.vn:{self.port}{path}", *words],
            capture_output=True, check=True)
        head, _, body = done.stdout.partition(b"\r\n\r\n")
        return head.decode(), body

    def test_page_over_http_2(self):
        head, body = self.curl("/", "--http2", "--compressed")
        self.assertTrue(head.startswith("HTTP/2 200"), head)
        self.assertIn("content-security-policy", head.lower())
        self.assertIn("strict-transport-security", head.lower())
        self.assertIn("Học bạ số", body.decode())

    def test_cookies_are_bound_to_the_host(self):
        head, _ = self.curl("/ngon-ngu", "-d", "ngon_ngu=en&ve=/", "-H",
                            f"Origin: https://hocba.example.vn:{self.port}")
        self.assertRegex(head, r"(?i)set-cookie: __Host-ngon_ngu=en; Path=/;.*HttpOnly.*Secure")

    def test_other_origin(self):
        head, _ = self.curl("/ngon-ngu", "-d", "ve=/", "-H", "Origin: https://evil.example")
        self.assertIn(" 403", head.splitlines()[0])

    def test_figures_stay_inside(self):
        head, _ = self.curl("/metrics")
        self.assertIn(" 404", head.splitlines()[0])

    def test_what_can_be_read_in_two_ways(self):
        context = ssl.create_default_context(cafile=self.folder / "tls.pem")
        for request in (b"POST /ngon-ngu HTTP/1.1\r\nHost: hocba.example.vn\r\nContent-Length: 4\r\n"
                        b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                        b"GET /%00 HTTP/1.1\r\nHost: hocba.example.vn\r\n\r\n",
                        b"GET / HTTP/1.1\r\nHost: hocba.example.vn\r\nHost: x\r\n\r\n"):
            with socket.create_connection(("127.0.0.1", self.port)) as peer, \
                    context.wrap_socket(peer, server_hostname="hocba.example.vn") as secure:
                secure.sendall(request)
                self.assertIn(secure.recv(64).split()[1], (b"400", b"501"), request)

    def test_large_body_is_refused_in_words(self):
        (self.folder / "large").write_bytes(b"a" * 100000)
        head, body = self.curl("/ngon-ngu", "--data-binary", f"@{self.folder / 'large'}")
        self.assertIn(" 413", head.splitlines()[0])
        self.assertIn("quá lớn", body.decode())

    def test_description_comes_through(self):
        self.assertEqual(json.loads(self.curl("/api/v1/openapi.json")[1])["openapi"], "3.1.0")


if __name__ == "__main__":
    unittest.main(verbosity=2)

# SPDX-License-Identifier: Apache-2.0
"""A visitor without a browser: keeps cookies, follows forms' tokens."""
import http.client
import pathlib
import re
import sys
import urllib.parse

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from schema import hear  # noqa: E402


class Visitor:
    def __init__(self, address):
        self.address, self.cookies = address, {}

    def ask(self, method, path, fields=None, headers=None, body=None, binary=False):
        """(code, text or bytes, headers). `fields` are sent as a form."""
        headers = dict(headers or {})
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if fields is not None:
            body = urllib.parse.urlencode(fields)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection = http.client.HTTPConnection(self.address, timeout=60)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            for cookie in answer.headers.get_all("Set-Cookie") or []:
                name, _, value = cookie.split(";")[0].partition("=")
                if value:
                    self.cookies[name] = value
                else:
                    self.cookies.pop(name, None)
            content = answer.read()
            if path.startswith("/api/v1/") and method != "HEAD":
                hear(self.address, method, path, body, answer.status, answer.headers["Content-Type"], content)
            return answer.status, content if binary else content.decode(errors="replace"), answer.headers
        finally:
            connection.close()

    def get(self, path):
        return self.ask("GET", path)

    def token(self, path="/tai-khoan"):
        page = self.get(path)[1]
        return re.search(r'name="_csrf" value="([0-9a-f]{128})"', page).group(1)

    def post(self, path, fields, token=None):
        """Pairs, where a name stands several times."""
        pairs = list(fields.items()) if isinstance(fields, dict) else fields
        return self.ask("POST", path, [*pairs, ("_csrf", token or self.token())])

    def sign_in(self, login, password, code=""):
        return self.ask("POST", "/dang-nhap", {"ten": login, "mat_khau": password, "ma": code})

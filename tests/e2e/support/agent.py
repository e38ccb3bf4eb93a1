# SPDX-License-Identifier: Apache-2.0
"""A running agent, and the person before it: a program that answers its questions from a folder."""
import base64
import http.client
import json
import os
import pathlib
import re
import subprocess
import time

AGENT = os.environ.get("HOCBA_AGENT", "")
ORIGIN = "https://hocba.example.vn"

# The person: keeps every question, answers from the files yes and pin, waits while there is hold.
PERSON = """#!/bin/sh
cd "$(dirname "$0")" || exit 1
n=$(ls | grep -c '^question-')
cat >"question-$n-$1"
while [ -e hold ]; do sleep 0.02; done
case $1 in
confirm) cat yes ;;
pin) head -n 1 pin && [ "$(wc -l <pin)" -gt 1 ] && sed -i 1d pin; exit 0 ;;
esac
"""


class Person:
    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir()
        self.program = self.folder / "person"
        self.program.write_text(PERSON)
        self.program.chmod(0o755)
        self.says("yes", "123456")

    def says(self, yes, *pins):
        """The PINs are given one after the other; the last one again and again."""
        (self.folder / "yes").write_text(yes + "\n")
        (self.folder / "pin").write_text("".join(pin + "\n" for pin in pins))

    def hold(self, held):
        path = self.folder / "hold"
        path.touch() if held else path.unlink(missing_ok=True)

    def questions(self, kind):
        files = sorted(self.folder.glob(f"question-*-{kind}"),
                       key=lambda path: int(path.name.split("-")[1]))
        return [path.read_text() for path in files]


class Agent:
    """Started on a free port; `command` before the options."""

    def __init__(self, module, person, env, origins=(ORIGIN, "hocba"), command=None,
                 **options):
        words = [*(command or [AGENT]), "--port", "0"]
        if module:
            words += ["--module", module]
        for origin in origins:
            words += ["--origin", origin]
        if person:
            words += ["--ask", person.program]
        self.process = subprocess.Popen([str(w) for w in words], stdout=subprocess.PIPE,
                                        stdin=subprocess.DEVNULL, env=env, **options)
        first = self.process.stdout.readline().decode()
        found = re.search(r"http://127\.0\.0\.1:(\d+)", first)
        if not found:
            self.stop()
            raise RuntimeError(f"the agent did not start: {first}")
        self.port = int(found[1])

    def stop(self):
        self.process.terminate()
        self.process.wait(20)
        self.process.stdout.close()

    def ask(self, method, path, body=None, origin=ORIGIN, host=None, headers=()):
        """(HTTP status, headers, JSON or None)"""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
            connection.putheader("Host", host or f"127.0.0.1:{self.port}")
            if origin:
                connection.putheader("Origin", origin)
            data = json.dumps(body).encode() if isinstance(body, dict) else body
            if data is not None:
                connection.putheader("Content-Type", "application/json")
                connection.putheader("Content-Length", str(len(data)))
            for name, value in headers:
                connection.putheader(name, value)
            connection.endheaders(data)
            answer = connection.getresponse()
            text = answer.read()
            return answer.status, answer.headers, json.loads(text) if text else None
        finally:
            connection.close()

    def wait(self, batch, *states, origin=ORIGIN, patience=60):
        """Poll until the batch is in one of these states."""
        until = time.monotonic() + patience
        while True:
            _, _, seen = self.ask("GET", f"/v1/batches/{batch}", origin=origin)
            if seen.get("state") in states:
                return seen
            if time.monotonic() > until:
                raise AssertionError(f"still {seen} and not {states}")
            time.sleep(0.02)

    def values(self, batch, origin=ORIGIN):
        """Every value that is there, page by page."""
        found = []
        while True:
            _, _, seen = self.ask("GET", f"/v1/batches/{batch}?from={len(found)}", origin=origin)
            found += [base64.b64decode(value, validate=True) for value in seen["values"]]
            if not seen["values"]:
                return found


def batch_of(identity, key, digests, **more):
    items = [{"label": f"Học sinh thử số {i + 1}", "digest": base64.b64encode(digest).decode()}
             for i, digest in enumerate(digests)]
    return {"id": identity, "certificate": key.id, "role": "cbql",
            "school": "Trường Tiểu học Thử Nghiệm", "class": "4A1", "year": "2023-2024",
            "items": items, **more}

# SPDX-License-Identifier: Apache-2.0
"""An officer of the department who looks at the province's dashboard again and again, as a wall does."""
import http.client
import pathlib
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "tests" / "e2e" / "serve"))
from browser import Visitor  # noqa: E402

PASSWORD = "mot mat khau du dai 22"
BETWEEN = 0.1  # seconds from one answer to the next question


def at(sorted_seconds, share):
    return round(1000 * sorted_seconds[min(len(sorted_seconds) - 1, int(share * len(sorted_seconds)))], 1)


class Onlooker(threading.Thread):
    """`where()`: the address of the department now; it may be killed and come back elsewhere."""

    def __init__(self, where, login, first_password, page):
        super().__init__()
        self.where, self.page, self.seconds, self.ended = where, page, [], threading.Event()
        self.visitor = Visitor(where())
        self.visitor.sign_in(login, first_password)
        self.visitor.post("/tai-khoan/mat-khau", {"cu": first_password, "moi": PASSWORD, "moi_lai": PASSWORD})

    def look(self):
        begin = time.monotonic()
        self.visitor.address = self.where()
        try:
            code = self.visitor.get(self.page)[0]
        except (OSError, http.client.HTTPException):
            return  # it was just killed
        assert code == 200, code
        self.seconds.append(time.monotonic() - begin)

    def run(self):
        while not self.ended.wait(BETWEEN):
            self.look()

    def end(self):
        """{"looks", "p50_ms", "p99_ms"} since it began."""
        self.ended.set()
        self.join()
        return self.summary()

    def summary(self):
        seconds, self.seconds = sorted(self.seconds), []
        return {"looks": len(seconds), "p50_ms": at(seconds, 0.5), "p99_ms": at(seconds, 0.99)}

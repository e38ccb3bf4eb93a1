# SPDX-License-Identifier: Apache-2.0
"""A bad network between suppliers and a gateway: requests are lost, answers are lost, and what was sent
arrives twice or after what was sent later."""
import http.client
import http.server
import threading
import time


class Network:
    """`gateway`: where it listens now, "127.0.0.1:PORT"; it may be killed and come back elsewhere."""

    def __init__(self, gateway, draw, badness=0.05):
        self.gateway, self.lost, self.repeated = gateway, 0, 0
        self.lock, self.draw, self.badness = threading.Lock(), draw, badness
        network = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                answer = network.carry(self.path, body)
                if answer is None:
                    self.close_connection = True
                    return
                status, headers, data = answer
                self.send_response(status)
                for name in ("Content-Type", "Retry-After"):
                    if headers.get(name):
                        self.send_header(name, headers[name])
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *_):
                pass

        class Server(http.server.ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_):
                pass

        self.server = Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/api/gateway/v1"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    def fate(self):
        with self.lock:
            x, late = self.draw.random(), self.draw.random() * 0.05
            fate = ("gone", "unanswered", "twice")[int(x / self.badness)] if x < 3 * self.badness else "well"
            self.lost += fate in ("gone", "unanswered")
            self.repeated += fate == "twice"
            return fate, late

    def carry(self, path, body):
        """(status, headers, bytes); None: the connection breaks."""
        fate, late = self.fate()
        if fate == "gone":
            return None
        time.sleep(late)
        try:
            answer = self.forward(path, body)
            if fate == "twice":
                answer = self.forward(path, body)
        except (OSError, http.client.HTTPException):
            return None  # the gateway is dead, or died over it
        return None if fate == "unanswered" else answer

    def forward(self, path, body):
        host, port = self.gateway.split(":")
        connection = http.client.HTTPConnection(host, int(port), timeout=120)
        try:
            connection.request("POST", path, body, {"Content-Type": "application/json"})
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()
        finally:
            connection.close()

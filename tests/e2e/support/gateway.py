# SPDX-License-Identifier: Apache-2.0
"""A department's receiving gateway (CV2088 II.2) over real HTTP, with good and bad manners."""
import base64
import gzip
import hashlib
import http.server
import json
import re
import threading

UUID = re.compile(rb"<MA_TRA_CUU_UUID>([0-9a-f-]{36})<")


class Gateway:
    """`manners`: what befalls the next submissions, one each: "drop" (taken, then the connection
    breaks), "stale" (the token has ended), a code to answer with, or something to call once it is taken."""

    def __init__(self, user, password, unit):
        self.user, self.unit = user, unit
        self.password = hashlib.sha256(password.encode()).hexdigest()
        self.manners, self.refused, self.asked = [], {}, []
        self.messages, self.tokens, self.polls = {}, 0, {}
        self.lock = threading.Lock()
        gateway = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                with gateway.lock:
                    code, said = gateway.answer(self.path.rpartition("/v1/")[2], body)
                if code is None:
                    self.close_connection = True
                    return
                data = json.dumps(said).encode()
                self.send_response(code)
                self.send_header("Content-Type", "application/json; charset=utf-8")
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
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server.server_address[1]}/api/gateway/v1"

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    def answer(self, path, body):
        self.asked.append(path)
        who = body.get("authenticationRequest", body)
        if (who["user_name"], who["password"], who["ma_don_vi"]) != (self.user, self.password,
                                                                     self.unit):
            return 401, {}
        if path == "token":
            self.tokens += 1
            return 200, {"token": f"t{self.tokens}", "expires_in": 600}
        manner = self.manners.pop(0) if path == "records" and self.manners else None
        if manner == "stale":
            self.tokens += 1
        if who["token"] != f"t{self.tokens}":
            return 401, {}
        if isinstance(manner, int):
            return manner, {}
        if path == "records":
            return self.take(who, body["content"], manner)
        return self.result(who["messageid"])

    def take(self, who, content, manner):
        packed = base64.b64decode(content, validate=True)
        text = gzip.decompress(packed[4:])
        assert int.from_bytes(packed[:4], "little") == len(text)
        assert (who["type"], who["nam_hoc"]) == ("1", 2023)
        if self.messages.setdefault(who["messageid"], text) != text:
            return 409, {}
        if callable(manner):
            manner()
        if manner == "drop" or callable(manner):
            return None, None
        return 200, self.say(who["messageid"], "RECEIVED")

    @staticmethod
    def say(message, code, **more):
        return {"MessageId": message, "Error": "", "ErrorDescription": "", "ResponseCode": code,
                "ResponseDescription": "", **more}

    def result(self, message):
        self.polls[message] = self.polls.get(message, 0) + 1
        if self.polls[message] == 1:
            return 200, self.say(message, "PROCESSING")
        rows = []
        for uuid in (found.decode() for found in UUID.findall(self.messages[message])):
            reason = self.refused.get(uuid, "")
            rows.append({"ma_hoc_sinh": "", "ten_hoc_sinh": "", "so_cccd": "",
                         "ma_tra_cuu_uuid": uuid, "trang_thai": 0 if reason else 1,
                         "error": "E1" if reason else "",
                         "error_field_title": "KY_PHAT_HANH" if reason else "",
                         "error_description": reason})
        return 200, self.say(message, "DONE", data=rows)

#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""A signing service with a key of its own, in the dialect that hocba is told to speak.

usage: remote_peer.py DIALECT MOODS DIGEST_SIGNER KEY.p12 PIN_FILE CERTIFICATES.pem JOURNAL PORT [WEBHOOK]

With WEBHOOK the status says that the person has not confirmed until the webhook was called, with
nonsense first, and callers who never come to an end.

Prints `ready PORT` (PORT 0: any free one). MOODS, with commas between them:

    drop      every tenth exchange breaks, in turns before it is handled and after, when the answer
              is lost; every 25th signature is another key's
    reject, expire, wait    what the person at the telephone does
    locked, badsad, down    what the service says
    held      the question for consent stays open until the person has decided
    open      consent needs neither PIN nor code, and batches may be large
    otp       consent needs a code that was sent for it, not a PIN
    forget    it takes batches, and does not know them afterwards
    cms       values come wrapped in CMS without signed attributes, each other one
    attributes              ... in what looks like one, but is not over our digest
    shut      hang up on the first signing question after handling it
    told      the person decides once there is a file JOURNAL.yes
    slow      the person confirms at the fourth look, not the second

The journal has a line for everything that must not happen twice:

    sign ID COUNT     a batch that it had not seen before
    again ID          the same once more
    own HEX, other HEX
    lost COUNT        that many values were made, and their answer was dropped
"""
import base64
import http.server
import json
import os
import re
import socket
import ssl
import subprocess
import sys
import threading
import time
import urllib.parse
import urllib.request
import uuid

DIALECT, MOODS, SIGNER, KEY, PIN, PEM, JOURNAL, PORT = sys.argv[1:9]
WEBHOOK = sys.argv[9] if len(sys.argv) > 9 else None
MOODS = set(MOODS.split(","))
PASSWORD, USER_PIN = "mật khẩu & của 100% trường\"", "nón lá 7391"
CLIENT, USER = "truong-22193401", "022183100025"
CERTIFICATES = [re.sub(r"\s", "", block) for block in re.findall(
    r"-----BEGIN CERTIFICATE-----(.*?)-----END CERTIFICATE-----", open(PEM).read(), re.S)]
TOKEN_USES = 9
lock = threading.RLock()
signer = subprocess.Popen([SIGNER, KEY, PIN], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
journal = open(JOURNAL, "a", buffering=1)
exchanges = values = 0
tokens, consents, batches, codes = {}, {}, {}, {}
idlers = []  # connections to the webhook that stay open


class Refused(Exception):
    def __init__(self, code, body):
        super().__init__()
        self.code, self.body = code, body


def note(*words):
    print(*words, file=journal, flush=True)


def der(tag, *parts):
    body = b"".join(parts)
    size = len(body)
    length = bytes([size]) if size < 128 else (
        lambda b: bytes([0x80 | len(b)]) + b)(size.to_bytes((size.bit_length() + 7) // 8, "big"))
    return bytes([tag]) + length + body


def split(data):
    """The values inside a DER value."""
    def header(at):
        size, start = data[at + 1], at + 2
        if size & 0x80:
            count = size & 0x7F
            size, start = int.from_bytes(data[start:start + count], "big"), start + count
        return start, start + size
    at, end = header(0)
    while at < end:
        _, after = header(at)
        yield data[at:after]
        at = after


def oid(text):
    return der(6, bytes.fromhex(text))


def cms(value, attributes):
    """SignedData around a bare signature value (RFC 5652), without certificates."""
    certificate = list(split(base64.b64decode(CERTIFICATES[0])))[0]
    fields = list(split(certificate))
    serial, issuer = fields[1], fields[3]
    sha256 = der(0x30, oid("608648016503040201"))
    algorithm = der(0x30, oid("2a8648ce3d040302")) if len(value) < 200 else der(
        0x30, oid("2a864886f70d01010b"), der(5))
    signed = [der(0xA0, der(0x30, oid("2a864886f70d010903"),
                            der(0x31, oid("2a864886f70d010701"))))] if attributes else []
    info = der(0x30, der(2, b"\1"), der(0x30, issuer, serial), sha256, *signed, algorithm,
               der(4, value))
    data = der(0x30, der(2, b"\1"), der(0x31, sha256), der(0x30, oid("2a864886f70d010701")),
               der(0x31, info))
    return der(0x30, oid("2a864886f70d010702"), der(0xA0, data))


def sign(hexes):
    """Values for these digests; now and then another key's."""
    global values
    made = []
    for digest in hexes:
        values += 1
        whose = "other" if "drop" in MOODS and values % 25 == 0 else "own"
        note(whose, digest)
        signer.stdin.write(f"{whose} {digest}\n")
        signer.stdin.flush()
        value = base64.b64decode(signer.stdout.readline())
        if "attributes" in MOODS or ("cms" in MOODS and values % 2):
            value = cms(value, "attributes" in MOODS)
        text = base64.b64encode(value).decode()
        made.append(text[:64] + "\r\n" + text[64:])  # as Java's MIME encoder writes it
    return made


def look(batch):
    """One look at the telephone: signed, waiting, rejected or expired."""
    batch["looks"] += 1
    if "wait" in MOODS or ("told" in MOODS and not os.path.exists(JOURNAL + ".yes")):
        return "waiting"
    if batch["looks"] < (4 if "slow" in MOODS else 2):
        return "waiting"
    if "reject" in MOODS:
        return "rejected"
    if "expire" in MOODS:
        return "expired"
    if not batch["values"]:
        batch["values"] = sign(batch["hexes"])
    return "signed"


def add_batch(name, hexes):
    note("sign", name, len(hexes))
    batches[name] = {"hexes": hexes, "looks": 0, "values": None}


def need(condition, code, body):
    if not condition:
        raise Refused(code, body)


def mixed(items):
    return [item for start in range(7) for item in items[start::7]][::-1]


# --- sp769 ---------------------------------------------------------------------------------------


def sp769_files(batch):
    return mixed([{"doc_id": doc, "signature_value": value, "timestamp_signature": None}
                  for doc, value in zip(batch["docs"], batch["values"])])


def call_webhook(name):
    batch = batches[name]
    with lock:
        while look(batch) == "waiting":
            pass
        first = len(batches) == 1
        body = {"sp_id": CLIENT, "status_code": 200, "message": "SUCCESS", "transaction_id": name,
                "signed_files": sp769_files(batch)}
    junk = dict(body, signed_files=[{"doc_id": one["doc_id"], "signature_value": "AAAA"}
                                    for one in body["signed_files"]])
    if first:  # somebody who never ends, and somebody who says nothing, before all others
        for start in (b"POST /hook HTTP/1.1\r\nContent-Length: 99\r\n\r\n{", b""):
            idle = socket.create_connection((urllib.parse.urlsplit(WEBHOOK).hostname,
                                             urllib.parse.urlsplit(WEBHOOK).port))
            idle.sendall(start)
            idlers.append(idle)
    for content in (b"{", json.dumps(junk).encode(), json.dumps(dict(body, transaction_id="x")).encode(),
                    json.dumps(body).encode()):
        batch["told"] = content == json.dumps(body).encode()
        try:
            urllib.request.urlopen(urllib.request.Request(WEBHOOK, content, method="POST"), timeout=60)
        except OSError:
            pass  # what is not this batch's is refused


def sp769(path, question):
    status = re.fullmatch(r"/v1/signatures/sign/([0-9a-z-]+)/status", path)
    if status:
        batch = batches.get(status[1])
        need(batch, 200, {"status_code": 404, "message": "transaction not found"})
        how = "waiting" if WEBHOOK and not batch.get("told") else look(batch)
        if how == "waiting":
            return {"status_code": 200, "message": "sig_wait_for_user_confirm", "data": None}
        if how != "signed":
            return {"status_code": 200, "message": how.upper(), "data": None}
        return {"status_code": 200, "message": "SUCCESS",
                "data": {"transaction_id": status[1], "signatures": sp769_files(batch)}}
    need(question.get("sp_id") == CLIENT and question.get("sp_password") == PASSWORD, 200,
         {"status_code": 401, "message": "unauthorized"})
    need(question.get("user_id") == USER, 200, {"status_code": 404, "message": "user not found"})
    if path == "/v1/credentials/get_certificate":
        return {"status_code": 200, "message": "SUCCESS", "data": {"user_certificates": [
            {"serial_number": "5401010149", "cert_data": CERTIFICATES[0],
             "chain_data": {"ca_cert": CERTIFICATES[1], "root_cert": CERTIFICATES[-1]}}]}}
    need(path == "/v1/signatures/sign", 404, {})
    need("locked" not in MOODS, 200, {"status_code": 400, "message": "CREDENTIAL_LOCKED"})
    name, files = question["transaction_id"], question["sign_files"]
    if name in batches:
        note("again", name)
        return {"status_code": 400, "message": "transaction_id existed"}
    need(question["serial_number"] == "5401010149" and files and
         all(re.fullmatch("[0-9a-f]{64}", one["data_to_be_signed"]) and one["sign_type"] == "hash"
             for one in files) and len({one["doc_id"] for one in files}) == len(files), 200,
         {"status_code": 400, "message": "bad request"})
    add_batch(name, [one["data_to_be_signed"] for one in files])
    if "forget" in MOODS:
        batches.pop(name)
        return {"status_code": 200, "message": "sig_wait_for_user_confirm", "data": {}}
    batches[name]["docs"] = [one["doc_id"] for one in files]
    if WEBHOOK:
        threading.Thread(target=call_webhook, args=(name,), daemon=True).start()
    return {"status_code": 200, "message": "sig_wait_for_user_confirm",
            "data": {"transaction_id": name, "tran_code": str(uuid.uuid4())}}


# --- tokens, as CSC and MySign have them ---------------------------------------------------------


def new_token(granted):
    need(granted, 401, {"error": "invalid_client"})
    token = "tk-" + uuid.uuid4().hex
    tokens[token] = TOKEN_USES
    return {"access_token": token, "token_type": "Bearer", "expires_in": 3600}


def need_token(bearer):
    token = (bearer or "").removeprefix("Bearer ")
    tokens[token] = tokens.get(token, 0) - 1
    need(tokens[token] >= 0, 401, {"error": "invalid_token"})


def to_hex(texts):
    return [base64.b64decode(text).hex() for text in texts]


# --- csc1, csc2 ----------------------------------------------------------------------------------


def check_hashes(question):
    hashes, algorithm = ("hash", "hashAlgo") if DIALECT == "csc1" else ("hashes", "hashAlgorithmOID")
    need(question.get("credentialID") == "GVCN-1" and question.get(hashes) and
         question.get(algorithm) == "2.16.840.1.101.3.4.2.1", 400, {"error": "invalid_request"})
    return to_hex(question[hashes])


def csc_authorize(question):
    kind = "OTP" if "otp" in MOODS else "PIN"
    proof = question.get(kind) if DIALECT == "csc1" else next(
        (one["value"] for one in question.get("authData", []) if one["id"] == kind), None)
    if "held" in MOODS:
        time.sleep(4)
    need("open" in MOODS or proof == USER_PIN and (kind == "PIN" or codes.pop("sent", False)), 400,
         {"error": f"invalid_{kind.lower()}", "error_description": f"The {kind} is invalid"})
    hexes = check_hashes(question)
    need(question["numSignatures"] == len(hexes), 400, {"error": "invalid_request"})
    consent = uuid.uuid4().hex
    consents[consent] = hexes
    return {"SAD": consent, "expiresIn": 300}


def csc_send_otp(question):
    need(question.get("credentialID") == "GVCN-1", 400, {"error": "invalid_request"})
    note("code")
    codes["sent"] = True
    return {}


def csc_sign(question):
    hexes = check_hashes(question)
    need(consents.pop(question.get("SAD"), None) == hexes and "badsad" not in MOODS, 400,
         {"error": "invalid_request", "error_description": "Invalid parameter SAD"})
    name = str(uuid.uuid4())
    if DIALECT == "csc1":
        note("sign", name, len(hexes))
        return {"signatures": sign(hexes)}
    need(question["operationMode"] == "A", 400, {"error": "invalid_request"})
    add_batch(name, hexes)
    return {"responseID": name}


def csc_poll(question):
    batch = batches.get(question["responseID"])
    need(batch, 400, {"error": "invalid_request", "error_description": "not found"})
    how = look(batch)
    need(how in ("waiting", "signed"), 400, {"error": "access_denied", "error_description": how})
    return {"signatures": batch["values"]} if how == "signed" else {}


def csc(path, question):
    if path == "/credentials/list":
        need(question["userID"] == USER, 400, {"error": "invalid_request"})
        return {"credentialIDs": ["GVCN-1"]}
    if path == "/credentials/info":
        return {"key": {"status": "disabled" if "locked" in MOODS else "enabled"},
                "cert": {"status": "valid", "certificates": CERTIFICATES}, "multisign": 500 if "open" in MOODS else 30,
                "authMode": "explicit"}
    return {"/credentials/sendOTP": csc_send_otp, "/credentials/authorize": csc_authorize, "/signatures/signHash": csc_sign,
            "/signatures/signPolling": csc_poll}[path](question)


# --- mysign --------------------------------------------------------------------------------------


def mysign(path, question):
    if path == "/requests/status":
        batch = batches.get(question["transactionId"])
        need(batch, 404, {"message": "not found"})
        how = look(batch)
        code = {"waiting": "4000", "expired": 4001, "rejected": "4002", "signed": "1"}[how]
        return {"status": code, "signatures": batch["values"] if how == "signed" else None}
    need(question["client_id"] == CLIENT and question["client_secret"] == PASSWORD, 401, {})
    if path == "/certificates/info":
        need(question["user_id"] == USER, 400, {})
        return [{"credential_id": "GVCN-1", "cert": {"certificates": CERTIFICATES}}]
    need(path == "/signHash", 404, {})
    hexes = to_hex(question["hash"])
    need(question["credentialID"] == "GVCN-1" and question["async"] == 1 and
         question["numSignatures"] == len(hexes) == len(question["documents"]), 400,
         {"error": "invalid_request"})
    name = str(uuid.uuid4())
    add_batch(name, hexes)
    if "forget" in MOODS:
        batches.pop(name)
    return {"transactionId": name}


# --- the server ----------------------------------------------------------------------------------


def answer(path, body, bearer):
    if "down" in MOODS:
        raise Refused(503, {})
    if path == "/oauth2/token":
        form = urllib.parse.parse_qs(body.decode())
        return new_token(form["client_id"] == [CLIENT] and form["client_secret"] == [PASSWORD] and
                         form["grant_type"] == ["client_credentials"])
    question = json.loads(body)
    if path == "/ras/v1/login":
        return new_token(question["client_id"] == CLIENT and question["user_id"] == USER and
                         question["client_secret"] == PASSWORD and
                         question["profile_id"] == "adss:ras:profile:001")
    if DIALECT == "sp769":
        return sp769(path, question)
    need_token(bearer)
    return mysign(path, question) if DIALECT == "mysign" else csc(path, question)


class Peer(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def hang_up(self):
        self.connection.shutdown(socket.SHUT_RDWR)
        self.close_connection = True

    def do_POST(self):
        global exchanges
        body = self.rfile.read(int(self.headers["Content-Length"]))
        with lock:
            exchanges += 1
            drop = "drop" in MOODS and exchanges % 10 == 0
            if drop and exchanges // 10 % 2:
                return self.hang_up()
            before = values
            try:
                code, content = 200, answer(self.path, body, self.headers["Authorization"])
            except Refused as refused:
                code, content = refused.code, refused.body
            shut = "shut" in MOODS and self.path.lower().endswith(("/sign", "/signhash"))
            if shut:
                MOODS.discard("shut")
            if drop or shut:
                if DIALECT == "csc1":
                    note("lost", values - before)
                return self.hang_up()
        text = json.dumps(content).encode()
        self.send_response(code)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_):
        pass


server = Server(("127.0.0.1", int(PORT)), Peer)
if os.environ.get("PEER_TLS"):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(os.environ["PEER_TLS"])
    server.socket = context.wrap_socket(server.socket, server_side=True)
print("ready", server.server_address[1], flush=True)
server.serve_forever()

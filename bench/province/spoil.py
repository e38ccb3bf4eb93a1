# SPDX-License-Identifier: Apache-2.0
"""A supplier's mistake: a record is changed after it was signed, and the packet around it is signed well."""
import base64
import gzip
import hashlib
import http.client
import json
import re
import struct
import subprocess
import time
import urllib.parse
import uuid

DS = "http://www.w3.org/2000/09/xmldsig#"
SIGNATURE = (f'<Signature xmlns="{DS}"><SignedInfo><CanonicalizationMethod '
             'Algorithm="http://www.w3.org/TR/2001/REC-xml-c14n-20010315"/><SignatureMethod '
             'Algorithm="http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"/>'
             f'<Reference URI=""><Transforms><Transform Algorithm="{DS}enveloped-signature"/></Transforms>'
             '<DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><DigestValue/></Reference>'
             '</SignedInfo><SignatureValue/><KeyInfo><X509Data/></KeyInfo></Signature>')


def spoiled(packet, key, password, work):
    """A packet of the first two records of `packet`, the first one changed; its UUID."""
    first, second = re.findall(rb"<HOC_BA\b.*?</HOC_BA>", packet.read_bytes(), re.S)[:2]
    bent = first.replace("Tỉnh Quảng Ninh".encode(), "Tỉnh Quang Ninh".encode(), 1)
    assert bent != first
    work.write_bytes(b'<DANH_SACH_HOC_BA id="dataDanhSach">' + bent + second + SIGNATURE.encode() + b"</DANH_SACH_HOC_BA>")
    signed = work.with_suffix(".signed")
    subprocess.run(["xmlsec1", "--sign", "--pkcs12", key, "--pwd", password, "--node-xpath",
                    "/DANH_SACH_HOC_BA/*[local-name()='Signature']", "--output", signed, work], check=True,
                   capture_output=True)
    found = re.search(rb"<MA_TRA_CUU_UUID>([0-9a-f-]{36})<", bent)
    return signed.read_bytes(), found[1].decode()


class Client:
    """What a supplier's own software does: asks again until it has an answer."""

    def __init__(self, url, user, password, unit):
        self.address = urllib.parse.urlsplit(url)
        self.who = {"user_name": user, "password": hashlib.sha256(password.encode()).hexdigest(), "ma_don_vi": unit}
        self.token = None

    def ask(self, path, body):
        while True:
            connection = http.client.HTTPConnection(self.address.netloc, timeout=120)
            try:
                connection.request("POST", f"{self.address.path}/{path}", json.dumps(body),
                                   {"Content-Type": "application/json"})
                answer = connection.getresponse()
                return answer.status, json.loads(answer.read() or b"{}")
            except (OSError, http.client.HTTPException):
                time.sleep(0.05)
            finally:
                connection.close()

    def message(self, path, message, kind, year, **more):
        """A transaction of the message, with a new token when the old one is not known any more."""
        while True:
            while not self.token:
                self.token = self.ask("token", self.who)[1].get("token")
            asked = {**self.who, "token": self.token, "nam_hoc": year, "messageid": message, "type": kind,
                     "function": "hocba"}
            status, answer = self.ask(path, {"authenticationRequest": asked, **more})
            if status == 200:
                return answer
            assert status in (401, 429, 503), (status, answer)
            if status == 401:
                self.token = None
            time.sleep(0.05)

    def submit(self, packet, year):
        """The results of its records."""
        message = str(uuid.uuid4())
        content = base64.b64encode(struct.pack("<I", len(packet)) + gzip.compress(packet)).decode()
        answer = self.message("records", message, "1", year, content=content)
        while "data" not in answer:  # sent again after a lost answer it may be done, and says no more than that
            time.sleep(0.1)
            answer = self.message("records/result", message, "2", year)
            if answer["ResponseCode"] in ("RECEIVED", "PROCESSING"):
                answer.pop("data", None)
        return answer["data"]

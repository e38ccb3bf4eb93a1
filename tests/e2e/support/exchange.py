# SPDX-License-Identifier: Apache-2.0
"""What a supplier's program makes for the gateway, by xmlsec: a signed document, and a packed one."""
import base64
import gzip
import struct
import subprocess

DS = "http://www.w3.org/2000/09/xmldsig#"
TEMPLATE = (f'<Signature xmlns="{DS}"><SignedInfo><CanonicalizationMethod '
            'Algorithm="http://www.w3.org/TR/2001/REC-xml-c14n-20010315"/><SignatureMethod Algorithm="{method}"/>'
            f'<Reference URI=""><Transforms><Transform Algorithm="{DS}enveloped-signature"/></Transforms>'
            '<DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><DigestValue/></Reference>'
            '</SignedInfo><SignatureValue/><KeyInfo><X509Data/></KeyInfo></Signature>')
METHODS = ("http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
           "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256")


def pack(text, declared=None):
    size = len(text) if declared is None else declared
    return base64.b64encode(struct.pack("<I", size) + gzip.compress(text)).decode()


def sign(folder, text, *key):
    """The root's last child is a signature over all of it."""
    file, signed = folder / "packet.xml", folder / "signed.xml"
    body, slash, end = text.rpartition(b"</")
    for method in METHODS:
        file.write_bytes(body + TEMPLATE.replace("{method}", method).encode() + slash + end)
        done = subprocess.run(["xmlsec1", "--sign", *key, "--node-xpath",
                               "/*/*[local-name()='Signature']", "--output", signed, file],
                              capture_output=True, text=True, check=False)
        if done.returncode == 0:
            return signed.read_bytes()
    raise AssertionError(done.stderr)

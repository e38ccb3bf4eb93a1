# SPDX-License-Identifier: Apache-2.0
"""An invented authority and the keys of people and schools, P-256, as PKCS#12."""
import datetime
import pathlib

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

PIN = "1234"
BEGIN, END = datetime.datetime(2024, 1, 1), datetime.datetime(2029, 1, 1)
# Iterations as an exporting token would have them cost more than all signatures of a class.
PROTECTION = (serialization.PrivateFormat.PKCS12.encryption_builder().kdf_rounds(1000)
              .key_cert_algorithm(pkcs12.PBES.PBESv2SHA256AndAES256CBC).hmac_hash(hashes.SHA256()))


def subject(name, *identifiers):
    return x509.Name([x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
                      x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Học bạ số THỬ NGHIỆM"),
                      x509.NameAttribute(NameOID.COMMON_NAME, name),
                      *(x509.NameAttribute(NameOID.USER_ID, one) for one in identifiers)])


class Authority:
    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.name = subject("Gốc chứng thực THỬ NGHIỆM")
        self.root = self.certificate(self.name, self.key.public_key(), True)
        (self.folder / "root.pem").write_bytes(self.root.public_bytes(serialization.Encoding.PEM))
        (self.folder / "pin").write_text(PIN + "\n")

    def certificate(self, name, public, is_authority):
        usage = dict.fromkeys(("key_encipherment", "data_encipherment", "key_agreement", "encipher_only",
                               "decipher_only"), False)
        usage |= dict.fromkeys(("digital_signature", "content_commitment"), not is_authority)
        usage |= dict.fromkeys(("key_cert_sign", "crl_sign"), is_authority)
        return (x509.CertificateBuilder().subject_name(name).issuer_name(self.name).public_key(public)
                .serial_number(x509.random_serial_number()).not_valid_before(BEGIN).not_valid_after(END)
                .add_extension(x509.BasicConstraints(is_authority, None), True)
                .add_extension(x509.KeyUsage(**usage), True)
                .sign(self.key, hashes.SHA256()))

    def make(self, file, name, *identifiers):
        """FILE.pem and FILE.p12, whose password is in `pin`."""
        key = ec.generate_private_key(ec.SECP256R1())
        certificate = self.certificate(subject(name, *identifiers), key.public_key(), False)
        pem, p12 = self.folder / f"{file}.pem", self.folder / f"{file}.p12"
        pem.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
        protection = PROTECTION.build(PIN.encode())
        p12.write_bytes(pkcs12.serialize_key_and_certificates(None, key, certificate, None, protection))

    def make_for(self, schools):
        for school in schools:
            self.make(school.code, school.name, f"MST:57{school.code}", f"MATRUONG:{school.code}")
            for person in (school.principal, *(one.teacher for one in school.classes)):
                self.make(person.login, person.name, f"CCCD:{person.number}")

# SPDX-License-Identifier: Apache-2.0
"""Records and packets as other suppliers' programs sign them by default: inclusive canonical XML, no XAdES,
an XML declaration and character references of their own."""
import pathlib
import re
import subprocess
import uuid

HERE = pathlib.Path(__file__).resolve().parent
DS = "http://www.w3.org/2000/09/xmldsig#"
MORE = "http://www.w3.org/2001/04/xmldsig-more#"
INCLUSIVE = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
TIME = "2024-05-31T08:00:00+07:00"
SIGNERS = (("GVCN", "gvcn"), ("CBQL", "cbql"), ("KY_PHAT_HANH", "school"))


def plain(record, code, teacher=True):
    """The record's data alone, as of another pupil, with places for its signers."""
    data = record[record.index("<DU_LIEU_HOC_BA"):record.index("<DANH_SACH_THONG_TIN_KY")]
    data = re.sub("(<MA_TRA_CUU_UUID>)[^<]*", rf"\g<1>{uuid.uuid4()}", data)
    data = re.sub("(<MA_HOC_SINH>)[^<]*", rf"\g<1>{code}", data)
    if not teacher:
        data = re.sub("<(TEN|SO_CCCD)_GIAO_VIEN_CHU_NHIEM>[^<]*</[^>]*>", "", data)
    places = "".join(f"<{tag}><NGAY_KY>{TIME}</NGAY_KY></{tag}>" for tag, _ in SIGNERS if teacher or tag != "GVCN")
    return f"<HOC_BA>{data}<DANH_SACH_THONG_TIN_KY>{places}</DANH_SACH_THONG_TIN_KY></HOC_BA>"


class Maker:
    """`sign(key, input, output, place)`; place "" is a packet, enveloped."""

    def __init__(self, pki, folder):
        self.pki, self.folder = pki, folder

    def password(self, key):
        return (self.pki / f"{key}.pin").read_text().strip()

    def record(self, text):
        file = self.folder / "0.xml"
        file.write_text(text, encoding="utf-8")
        for tag, key in SIGNERS:
            if f"<{tag}>" in text:
                made = self.folder / f"{tag}.xml"
                self.sign(key, file, made, tag)
                file = made
        made = file.read_text(encoding="utf-8")
        return made[made.index("<HOC_BA"):].strip()

    def packet(self, records):
        given, made = self.folder / "list.xml", self.folder / "packet.xml"
        given.write_text('<DANH_SACH_HOC_BA id="dataDanhSach">' + "".join(records) + "</DANH_SACH_HOC_BA>",
                         encoding="utf-8")
        self.sign("school", given, made, "")
        return made.read_bytes()

    def close(self):
        pass


def method(key):
    return "rsa-sha256" if key == "school" else "ecdsa-sha256"


class Xmlsec(Maker):
    @staticmethod
    def template(key, place):
        transform = "" if place else f'<Transforms><Transform Algorithm="{DS}enveloped-signature"/></Transforms>'
        digest = '<DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><DigestValue/></Reference>'
        time = (f'<Object><SignatureProperties Id="luc-{place}"><SignatureProperty Target="#ky-{place}">'
                f'<SigningTime>{TIME}</SigningTime></SignatureProperty></SignatureProperties></Object>')
        return (f'<Signature xmlns="{DS}" Id="ky-{place}"><SignedInfo><CanonicalizationMethod '
                f'Algorithm="{INCLUSIVE}"/><SignatureMethod Algorithm="{MORE}{method(key)}"/>'
                f'<Reference URI="{"#data" if place else ""}">{transform}{digest}' +
                (f'<Reference URI="#luc-{place}">{digest}' if place else "") +
                '</SignedInfo><SignatureValue/><KeyInfo><X509Data/></KeyInfo>' + (time if place else "") +
                '</Signature>')

    def sign(self, key, given, made, place):
        end = f"</{place or 'DANH_SACH_HOC_BA'}>"
        given.write_text(given.read_text(encoding="utf-8").replace(end, self.template(key, place) + end),
                         encoding="utf-8")
        ids = ["--id-attr:Id", "DU_LIEU_HOC_BA", "--id-attr:Id", f"{DS}:SignatureProperties"] if place else []
        subprocess.run(["xmlsec1", "--sign", *ids, "--pkcs12", self.pki / f"{key}.p12", "--pwd",
                        self.password(key), "--node-xpath", f"//*[@Id='ky-{place}']", "--output", made, given],
                       check=True, capture_output=True)


class Running(Maker):
    """A program that signs what each line asks for, and says "ok"."""

    def __init__(self, pki, folder, *command):
        super().__init__(pki, folder)
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def store(self, key):
        return self.pki / f"{key}.p12"

    def sign(self, key, given, made, place):
        words = (self.store(key), self.password(key), method(key), given, made, place)
        self.process.stdin.write("\t".join(map(str, words)) + "\n")
        self.process.stdin.flush()
        if self.process.stdout.readline() != "ok\n":
            raise AssertionError(f"{type(self).__name__} did not sign {given}")

    def close(self):
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait()


class Java(Running):
    def __init__(self, pki, folder):
        super().__init__(pki, folder, "java", "-XX:TieredStopAtLevel=1", HERE / "Signer.java")


class XmlCrypto(Running):
    def __init__(self, pki, folder, modules):
        super().__init__(pki, folder, "node", HERE / "signer.mjs", modules)

    def store(self, key):
        """xml-crypto takes PEM."""
        out = self.folder / key
        if not out.exists():
            out.mkdir()
            opened = ["openssl", "pkcs12", "-in", self.pki / f"{key}.p12", "-passin", f"pass:{self.password(key)}",
                      "-nodes", "-out"]
            for command in ([*opened, out / "key.pem", "-nocerts"], [*opened, out / "chain.pem", "-nokeys"]):
                subprocess.run(command, check=True, capture_output=True)
        return out

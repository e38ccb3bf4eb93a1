# SPDX-License-Identifier: Apache-2.0
"""A log and a witness as an outsider sees them: RFC 6962 and the C2SP texts written once more, keys
and signatures by the openssl program."""
import base64
import hashlib
import http.client
import pathlib
import signal
import subprocess
import tempfile

SPKI = bytes.fromhex("302a300506032b6570032100")
LOG_TYPE, COSIGNATURE_TYPE = 1, 4


def sha(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def split(count):
    return 1 << (count - 1).bit_length() - 1


def root(leaves):
    if len(leaves) < 2:
        return sha(b"\0", leaves[0]) if leaves else sha()
    k = split(len(leaves))
    return sha(b"\1", root(leaves[:k]), root(leaves[k:]))


def consistency(old, leaves, whole=True):
    """RFC 6962 2.1.2, from the first `old` leaves."""
    if old == len(leaves):
        return [] if whole else [root(leaves)]
    k = split(len(leaves))
    if old <= k:
        return consistency(old, leaves[:k], whole) + [root(leaves[k:])]
    return consistency(old - k, leaves[k:], False) + [root(leaves[:k])]


def key_id(name, kind, public):
    return sha(name.encode(), b"\n", bytes([kind]), public)[:4]


def vkey(name, kind, public):
    material = base64.b64encode(bytes([kind]) + public).decode()
    return f"{name}+{key_id(name, kind, public).hex()}+{material}"


def openssl(*words, check=True):
    return subprocess.run(["openssl", *words], check=check, capture_output=True)


class Log:
    """Signs whatever it is asked to, forks too."""

    def __init__(self, folder, name):
        self.name, self.folder = name, pathlib.Path(folder)
        self.pem = self.folder / (hashlib.sha256(name.encode()).hexdigest()[:8] + ".pem")
        openssl("genpkey", "-algorithm", "ed25519", "-out", self.pem)
        self.public = openssl("pkey", "-in", self.pem, "-pubout", "-outform", "DER").stdout[-32:]
        self.vkey = vkey(name, LOG_TYPE, self.public)

    def sign(self, text):
        with tempfile.NamedTemporaryFile(dir=self.folder) as file:
            file.write(text.encode())
            file.flush()
            return openssl("pkeyutl", "-sign", "-inkey", self.pem, "-rawin", "-in", file.name).stdout

    def checkpoint(self, leaves, signature=None, extension="", origin=None):
        hash_text = base64.b64encode(root(leaves)).decode()
        return self.note(f"{origin or self.name}\n{len(leaves)}\n{hash_text}\n{extension}", signature)

    def note(self, text, signature=None):
        value = key_id(self.name, LOG_TYPE, self.public) + (signature or self.sign(text))
        return f"{text}\n\N{EM DASH} {self.name} {base64.b64encode(value).decode()}\n"


def submission(old, proof, note):
    hashes = "".join(base64.b64encode(hash).decode() + "\n" for hash in proof)
    return f"old {old}\n{hashes}\n{note}"


def check_cosignature(folder, key, text, line):
    """The POSIX time that a cosignature line says, when openssl agrees with it; else None."""
    dash, name, value = line.rstrip("\n").split(" ")
    expected_name, _, material = key.split("+", 2)
    public = base64.b64decode(material)[1:]
    value = base64.b64decode(value)
    if (dash != "\N{EM DASH}" or name != expected_name or len(value) != 4 + 8 + 64
            or value[:4] != key_id(name, COSIGNATURE_TYPE, public)):
        return None
    time = int.from_bytes(value[4:12], "big")
    folder = pathlib.Path(tempfile.mkdtemp(dir=folder))
    (folder / "key").write_bytes(SPKI + public)
    (folder / "signature").write_bytes(value[12:])
    (folder / "text").write_bytes(f"cosignature/v1\ntime {time}\n{text}".encode())
    done = openssl("pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", folder / "key",
                   "-rawin", "-in", folder / "text", "-sigfile", folder / "signature", check=False)
    return time if done.returncode == 0 else None


class Server:
    """A command that serves on a free port and says where."""

    def __init__(self, *command):
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                        text=True)
        line = self.process.stdout.readline().strip()
        if not line.startswith("http://"):
            raise RuntimeError(self.stop()[1])
        self.address = line.removeprefix("http://")

    def ask(self, method, path, body=None, headers=None):
        connection = http.client.HTTPConnection(self.address, timeout=60)
        try:
            connection.request(method, path, body.encode() if isinstance(body, str) else body,
                               headers or {})
            answer = connection.getresponse()
            return answer.status, answer.read().decode(), answer.headers
        finally:
            connection.close()

    def stop(self, how=signal.SIGTERM):
        if self.process.poll() is None:
            self.process.send_signal(how)
        self.process.wait()
        self.process.stdout.close()
        errors = self.process.stderr.read()
        self.process.stderr.close()
        return self.process.returncode, errors

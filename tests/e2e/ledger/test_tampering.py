# SPDX-License-Identifier: Apache-2.0
"""Ten tamperings in a copied instance, by somebody who owns the store and the ledger's key. The
auditor is another process, has the public bytes, and a checkpoint that was seen before."""
import base64
import contextlib
import hashlib
import pathlib
import re
import shutil
import sqlite3
import subprocess
import sys
import unittest
import zlib

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import hocba  # noqa: E402
from transparency import LOG_TYPE, key_id, root, sha  # noqa: E402

HOSTILE = hocba.SOURCE / "tests" / "hostile"
SEED = bytes.fromhex("302e020100300506032b657004220420")
SCHOOL_KEY, FIRST, LATER = 0, 5, 6  # leaves of the demo's ledger
TIME = slice(4, 8)  # of an entry: version, kind, 0x1a and four bytes
KID = slice(9, 17)
HASH = slice(19, 51)


def head(major, number):
    """CBOR's shortest head (RFC 8949 4.2.1)."""
    for low, size in ((24, 1), (25, 2), (26, 4), (27, 8)):
        if number < 24:
            return bytes([major << 5 | number])
        if number < 1 << 8 * size:
            return bytes([major << 5 | low]) + number.to_bytes(size, "big")
    raise ValueError(number)


def string(major, value):
    return head(major, len(value)) + value


class Keeper:
    """The ledger's keeper, as bad as can be: entries changed, tree and tiles made anew, signed."""

    def __init__(self, folder, home):
        self.home, self.folder = home, folder
        self.public = home / "out" / "ledger"
        self.origin = (home / "ledger" / "origin").read_text().splitlines()[0]
        seed = (home / "ledger" / "key").read_bytes()
        seed = bytes.fromhex(seed.decode().strip()) if len(seed) != 32 else seed
        (folder / "stolen").write_bytes(SEED + seed)
        self.key = subprocess.run(["openssl", "pkey", "-inform", "DER", "-in", folder / "stolen",
                                   "-pubout", "-outform", "DER"], check=True,
                                  capture_output=True).stdout[-32:]
        self.entries = self.read()

    def read(self):
        bundle, entries = next(self.public.glob("tile/entries/*.p/*")).read_bytes(), []
        while bundle:
            size = int.from_bytes(bundle[:2], "big")
            entries.append(bytearray(bundle[2:2 + size]))
            bundle = bundle[2 + size:]
        return entries

    def sign(self, data):
        (self.folder / "data").write_bytes(data)
        return subprocess.run(["openssl", "pkeyutl", "-sign", "-keyform", "DER", "-inkey",
                               self.folder / "stolen", "-rawin", "-in", self.folder / "data"],
                              check=True, capture_output=True).stdout

    def publish(self):
        shutil.rmtree(self.public)
        width = len(self.entries)
        for name, parts in (("0", [sha(b"\0", entry) for entry in self.entries]),
                            ("entries", [len(entry).to_bytes(2, "big") + entry
                                         for entry in self.entries])):
            folder = self.public / "tile" / name / "000.p"
            folder.mkdir(parents=True)
            (folder / str(width)).write_bytes(b"".join(parts))
        text = f"{self.origin}\n{width}\n{base64.b64encode(root(self.entries)).decode()}\n"
        value = key_id(self.origin, LOG_TYPE, self.key) + self.sign(text.encode())
        (self.public / "checkpoint").write_text(
            f"{text}\n\N{EM DASH} {self.origin} {base64.b64encode(value).decode()}\n")

    def entry(self, kind, fields, time=0):
        """An entry at the end, by the school's key, at the newest time and `time` seconds."""
        newest = int.from_bytes(self.entries[-1][TIME], "big") + time
        return bytearray(head(4, 5 + len(fields)) + head(0, 1) + head(0, kind) + head(0, newest)
                         + string(2, bytes(self.entries[FIRST][KID])) + string(2, bytes(range(32)))
                         + b"".join(fields))

    def list_statuses(self, statuses):
        """A status list that says this, signed as the ledger's own."""
        bits = bytearray((len(self.entries) + 3) // 4)
        for place, status in statuses.items():
            bits[place // 4] |= status << place % 4 * 2
        protected = b"\xa2\x01\x27\x10" + string(3, b"application/statuslist+cwt")
        subject = f"{self.origin}/status/0/{len(self.entries)}".encode()
        now = int.from_bytes(self.entries[-1][TIME], "big")
        claims = (head(5, 5) + head(0, 2) + string(3, subject) + head(0, 4) + head(0, now + 86400)
                  + head(0, 6) + head(0, now) + head(0, 65533) + head(5, 2) + string(3, b"lst")
                  + string(2, zlib.compress(bytes(bits), 9)) + string(3, b"bits") + head(0, 2)
                  + head(0, 65534) + head(0, 86400))
        signature = self.sign(head(4, 4) + string(3, b"Signature1") + string(2, protected)
                              + string(2, b"") + string(2, claims))
        kid = hashlib.sha256(self.key).digest()[:8]
        return (head(6, 18) + head(4, 4) + string(2, protected) + head(5, 1) + head(0, 4)
                + string(2, kid) + string(2, claims) + string(2, signature))


def seal_of(document):
    """The certificate of the school's own signature, as PEM."""
    own = document[document.index(b"<KY_PHAT_HANH"):]
    text = re.search(rb"<(?:\w+:)?X509Certificate>([^<]+)<", own)[1]
    return b"-----BEGIN CERTIFICATE-----\n" + text.strip() + b"\n-----END CERTIFICATE-----\n"


class Tampering(hocba.DemoStory):
    def setUp(self):
        super().setUp()
        shutil.copytree(self.demo, self.home)
        self.public = self.home / "out" / "ledger"
        self.seen = self.folder / "seen"
        shutil.copy(self.public / "checkpoint", self.seen)
        # What the auditor has: the policy of the demo, but no wish to wait for the witness.
        log, witness, _ = (self.demo / "policy").read_text().splitlines()
        self.policy = self.folder / "policy"
        self.policy.write_text(f"{log}\n{witness}\nquorum none\n")
        self.witnessed = self.folder / "witnessed"
        self.witnessed.write_text((self.demo / "policy").read_text())

    def audit(self, *more, policy=None, code=1):
        return self.ok("audit", self.seen, "--store", "--ledger", self.public, "--policy",
                       policy or self.policy, "--json", *more, code=code).json

    def rules(self, *more, policy=None):
        """But for what the class's manifest misses besides (test_manifest.py)."""
        findings = self.audit(*more, policy=policy)["findings"]
        return {finding["rule"] for finding in findings} - {"manifest"}

    def replaced(self):
        """The demo's record whose place another took, as the statuses have it."""
        with contextlib.closing(sqlite3.connect(self.home / "hocba.db")) as database:
            (place,) = database.execute(
                "SELECT l.position FROM ledger_entry AS l JOIN status_change AS s ON s.record = "
                "l.record WHERE s.status = 'superseded'").fetchone()
        return {place: 3}

    def keeper(self):
        return Keeper(self.folder, self.home)

    def test_nothing(self):
        self.assertTrue(self.audit(code=0)["clean"])
        self.assertTrue(self.audit("--anchors", self.demo / "pki" / "root.pem", code=0)["clean"])
        # And the keeper here makes what the writer makes.
        keeper = self.keeper()
        keeper.publish()
        lying = self.folder / "statuses.cwt"
        lying.write_bytes(keeper.list_statuses(self.replaced()))
        self.assertTrue(self.audit("--list", lying, code=0)["clean"])

    def test_a_changed_stored_record(self):
        self.change_store("UPDATE issued_document SET bytes = CAST(substr(bytes, 1, 99) || CASE "
                          "substr(bytes, 100, 1) WHEN x'41' THEN x'42' ELSE x'41' END || "
                          "substr(bytes, 101) AS BLOB) WHERE record = (SELECT record FROM "
                          "ledger_entry WHERE position = 9)")
        findings = self.audit()["findings"]
        self.assertIn(("store", 9), [(finding["rule"], finding["leaf"]) for finding in findings])
        self.assertEqual(self.rules(), {"store"})

    def test_a_deleted_record(self):
        self.change_store("CREATE TABLE gone AS SELECT record FROM ledger_entry WHERE position = 9",
                          *(f"DELETE FROM {table} WHERE record IN gone"
                            for table in ("ledger_entry", "issued_document", "record_signature")))
        self.assertEqual(self.rules(), {"store"})

    def test_a_swapped_pair(self):
        columns = "sha256, size, bytes, dictionary"
        where = "(SELECT record FROM ledger_entry WHERE position = {})".format
        self.change_store(
            *(f"CREATE TABLE from{place} AS SELECT {columns} FROM issued_document WHERE record = "
              f"{where(place)}" for place in (5, 6)),
            *(f"UPDATE issued_document SET ({columns}) = (SELECT {columns} FROM from{11 - place}) "
              f"WHERE record = {where(place)}" for place in (5, 6)))
        self.assertEqual(self.rules(), {"store"})

    def test_an_inserted_record(self):
        """Beside the books: a document that nobody entered, without any signature's row."""
        self.change_store(
            "CREATE TABLE more AS SELECT * FROM record WHERE uuid = (SELECT record FROM ledger_entry "
            "WHERE position = 9)",
            "UPDATE more SET uuid = '00000000-0000-4000-8000-000000000001', replaces = NULL",
            "INSERT INTO record SELECT * FROM more",
            "INSERT INTO issued_document SELECT (SELECT uuid FROM more), sha256, size, bytes, "
            "dictionary, issued_at FROM issued_document WHERE record = (SELECT record FROM "
            "ledger_entry WHERE position = 9)")
        self.assertEqual(self.rules(), {"store"})

    def test_a_record_inserted_into_the_ledger(self):
        keeper = self.keeper()
        keeper.entries.append(keeper.entry(1, [string(2, bytes(16))]))
        keeper.publish()
        self.assertEqual(self.rules(), {"store"})

    def insert(self, keeper, document, uuid, kid=None):
        """A document in the store and in the ledger at once, so that every book agrees."""
        issued = document[document.index(b"<HOC_BA"):]
        entry = keeper.entry(1, [string(2, bytes(range(16)))])
        entry[HASH] = sha(issued)
        entry[KID] = kid or entry[KID]
        keeper.entries.append(entry)
        keeper.publish()
        place = len(keeper.entries) - 1
        # zstd's frame with one raw block (RFC 8878 3.1.1).
        packed = (b"\x28\xb5\x2f\xfd\xa0" + len(document).to_bytes(4, "little")
                  + (len(document) << 3 | 1).to_bytes(3, "little") + document)
        self.change_store(
            "CREATE TABLE more AS SELECT * FROM record WHERE uuid = (SELECT record FROM ledger_entry "
            "WHERE position = 9)",
            f"UPDATE more SET uuid = '{uuid}', replaces = NULL",
            "INSERT INTO record SELECT * FROM more",
            f"INSERT INTO issued_document VALUES ('{uuid}', '{sha(document).hex()}', {len(document)}, "
            f"x'{packed.hex()}', NULL, 1717120000)",
            f"INSERT INTO ledger_entry VALUES ({place}, 'record', '{sha(issued).hex()}', '{uuid}', "
            "1717120000)")
        return place

    def found(self, *more):
        return [(finding["rule"], finding["leaf"]) for finding in self.audit(*more)["findings"]]

    def test_a_record_inserted_everywhere(self):
        """The keeper can enter anything under the school's key id; the school's seal he has not."""
        with contextlib.closing(sqlite3.connect(self.home / "hocba.db")) as database:
            (model,) = database.execute("SELECT record FROM ledger_entry WHERE position = 9").fetchone()
        uuid = "00000000-0000-4000-8000-000000000001"
        document = next(data for data in (path.read_bytes() for path
                                          in (self.home / "out" / "xml").glob("*.xml"))
                        if model.encode() in data)
        place = self.insert(self.keeper(), document.replace(model.encode(), uuid.encode()), uuid)
        self.assertEqual(self.found(), [("store", place)])

    def test_a_strangers_record_inserted_everywhere(self):
        """Signed well, by people and a seal that the keeper made himself and enrolled."""
        document = (HOSTILE / "valid.xml").read_bytes()
        uuid = re.search(rb"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", document)[0].decode()
        (self.folder / "seal.pem").write_bytes(seal_of(document))
        spki = subprocess.run(["openssl", "x509", "-in", self.folder / "seal.pem", "-noout", "-pubkey"],
                              check=True, capture_output=True).stdout
        spki = sha(base64.b64decode(b"".join(spki.splitlines()[1:-1])))
        keeper = self.keeper()
        key = keeper.entry(3, [head(0, 1), head(0, 0)])
        key[HASH], key[KID] = spki, spki[:8]
        keeper.entries.append(key)
        place = self.insert(keeper, document, uuid, spki[:8])
        self.assertEqual(self.audit(code=0)["schools"][spki[:8].hex()], 1)  # and there one may see it
        roots = ("--anchors", self.demo / "pki" / "root.pem")
        self.assertEqual(self.found(*roots), [("store", place)])

    def test_certificates_that_lead_nowhere(self):
        """What a principal and the department signed is held against the auditor's roots, too."""
        findings = self.audit("--anchors", HOSTILE / "root.pem")["findings"]
        self.assertEqual({finding["rule"] for finding in findings}, {"store", "manifest", "decision"})
        self.ok("audit", "--ledger", self.public, "--policy", self.policy, "--anchors",
                HOSTILE / "root.pem", code=2)

    def test_a_second_entry_for_a_record(self):
        """Which is not revoked when the first is; the store has a row for each."""
        keeper = self.keeper()
        entry = keeper.entry(1, [string(2, bytes(range(16)))])
        entry[HASH] = keeper.entries[9][HASH]
        keeper.entries.append(entry)
        keeper.publish()
        place = len(keeper.entries) - 1
        self.change_store(
            "DROP INDEX ledger_entry_record",
            f"INSERT INTO ledger_entry SELECT {place}, kind, upper(sha256), record, entered_at FROM "
            "ledger_entry WHERE position = 9")
        self.assertEqual(self.found(), [("store", place)])

    def test_two_records_under_each_others_numbers(self):
        """The documents swapped, and the books with them."""
        where = "(SELECT record FROM ledger_entry WHERE position = {})".format
        columns = "sha256, size, bytes, dictionary"
        self.change_store(
            *(f"CREATE TABLE from{place} AS SELECT record, {columns} FROM issued_document WHERE record = "
              f"{where(place)}" for place in (5, 6)),
            *(f"UPDATE issued_document SET ({columns}) = (SELECT {columns} FROM from{11 - place}) "
              f"WHERE record = {where(place)}" for place in (5, 6)),
            "UPDATE ledger_entry SET position = -position WHERE position IN (5, 6)",
            "UPDATE ledger_entry SET position = 11 + position WHERE position < 0")
        self.assertLessEqual({("store", 5), ("store", 6)}, set(self.found()))

    def test_a_changed_leaf(self):
        bundle = next(self.public.glob("tile/entries/*.p/*"))
        data = bytearray(bundle.read_bytes())
        data[400] ^= 1
        bundle.write_bytes(data)
        self.assertLessEqual({"root", "tiles"}, self.rules())

    def test_a_fork_signed_anew(self):
        keeper = self.keeper()
        keeper.entries[FIRST][HASH] = bytes(32)
        keeper.publish()
        self.assertEqual(self.rules(), {"fork", "store"})

    def test_a_rolled_back_database(self):
        """The store as it was before its last records; then the ledger's too."""
        self.change_store(*(f"DELETE FROM {table} WHERE record IN (SELECT record FROM ledger_entry "
                            "WHERE position > 30)" for table in ("issued_document",)),
                          "DELETE FROM ledger_entry WHERE position > 30")
        self.assertEqual(self.rules(), {"store", "decision"})
        keeper = self.keeper()
        del keeper.entries[31:]
        keeper.publish()
        self.assertEqual(self.rules(), {"fork", "decision"})

    def test_a_status_list_that_lies(self):
        lying = self.folder / "lying.cwt"
        lying.write_bytes(self.keeper().list_statuses({**self.replaced(), FIRST: 1}))
        self.assertEqual(self.rules("--list", lying), {"list"})

    def test_a_dropped_change_of_status(self):
        """A record was revoked, the auditor saw it; then it had never been."""
        keeper = self.keeper()
        keeper.entries.append(keeper.entry(2, [head(0, FIRST), head(0, 1), b"\xf6"]))
        keeper.publish()
        shutil.copy(self.public / "checkpoint", self.seen)
        self.assertEqual(self.audit()["revoked"], 1)
        self.assertEqual(self.rules(), {"decision"})  # no decision in the store says so
        keeper.entries[-1] = keeper.entry(7, [head(0, 1)])
        keeper.publish()
        self.assertEqual(self.rules(), {"fork"})

    def test_a_back_dated_time(self):
        """Entered today, dated before what the witness has seen since."""
        keeper = self.keeper()
        keeper.entries.append(keeper.entry(7, [head(0, 2)], time=-86400))
        keeper.publish()
        self.assertIn("time", self.rules(policy=self.witnessed))


if __name__ == "__main__":
    unittest.main()

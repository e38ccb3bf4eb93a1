# SPDX-License-Identifier: Apache-2.0
"""A supplier hands packets to the department's gateway over HTTP, repeated, broken and cut off: every record
ends in exactly one right state, and the audit of the department's ledger passes."""
import base64
import collections
import contextlib
import gzip
import hashlib
import json
import os
import pathlib
import re
import signal
import sqlite3
import subprocess
import sys
import unittest
import zipfile

for place in ("support", "referees", "gateway", "serve"):
    sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / place))
import foreign  # noqa: E402
import hocba  # noqa: E402
import run as referees  # noqa: E402
from browser import Visitor  # noqa: E402
from exchange import pack, sign  # noqa: E402
from schema import hear  # noqa: E402
from transparency import Server  # noqa: E402

SCHOOL, OTHER, NAME = "22193401", "22193402", "nha-cung-cap"
UUID = re.compile(rb"<MA_TRA_CUU_UUID>([0-9a-f-]{36})<")
NOBODY = "00000000-0000-4000-8000-000000000000"


class Gateway(hocba.DemoStory):
    """The demo is the supplier's school; the department has a home of its own."""
    name = NAME

    def setUp(self):
        super().setUp()
        self.found()
        self.ok("unit", "add", "--kind", "school", "--code", OTHER, "--name", "Trường Hai", "--parent", "22",
                "--province", "Quảng Ninh")
        self.ok("year", "open", hocba.YEAR, "--unit", OTHER)
        # A district's office stands between, as a commune does since 1/7/2025: it is the department that decides.
        self.ok("unit", "add", "--kind", "district", "--code", "193", "--name", "Phòng GDĐT Hạ Long", "--parent", "22")
        self.ok("unit", "move", SCHOOL, "--to", "193", "--date", "2023-08-15")
        self.person("so.duyet", "Bùi Thị Lan Phương", "022181100012", "department_approver", "--unit", "22")
        self.pki = self.demo / "pki"
        self.person("so.vanthu", "Đào Thị Mai", "022180000010", "department_seal_clerk", "--unit", "22")
        self.person("so.duyet.2", "Ngô Thị Yến", "022180000011", "department_approver", "--unit", "22")
        for key, whose in (("school", ("--unit", SCHOOL)), ("department", ("--unit", "22")),
                           ("officer", ("--person", "so.duyet"))):
            self.ok("certificate", "add", "--file", self.pki / f"{key}.pem", *whose)
        for one in self.ok("certificate", "list", "--json").json["certificates"]:
            self.ok("certificate", "approve", one["sha256"][:16], "--by", "so.duyet.2")
        with open(self.home / "settings", "a", encoding="utf-8") as settings:
            settings.write(f"verify.anchors={self.pki / 'root.pem'}\n")
        out = self.folder / "records"
        self.ok("export", "--year", hocba.YEAR, "--class", "4A1", "--format", "xml", "--level", "B-B", "--out",
                out, home=self.demo)
        texts = [path.read_bytes() for path in sorted(out.rglob("*.xml"))]
        self.records = [text[text.index(b"<HOC_BA"):].strip() for text in texts]
        self.assertGreater(len(self.records), 30)
        self.password = self.ok("gateway", "add", NAME, SCHOOL).out.strip()
        self.serve()

    def serve(self):
        self.server = Server(hocba.PROGRAM, "serve", "--home", self.home, "--listen", "127.0.0.1:0", "--quiet")
        self.addCleanup(self.server.process.kill)
        self.token = self.ask("token", self.who())[1]["token"]

    def who(self, **more):
        return {"user_name": self.name, "password": hashlib.sha256(self.password.encode()).hexdigest(),
                "ma_don_vi": SCHOOL, **more}

    def ask(self, path, body):
        code, text, _ = self.server.ask("POST", f"/api/gateway/v1/{path}", json.dumps(body),
                                        {"Content-Type": "application/json"})
        if code == 200:  # refusals have the acknowledgement's shape, not the API's
            hear(self.server.address, "POST", f"/api/gateway/v1/{path}", None, code, "application/json", text)
        return code, json.loads(text)

    def send(self, message, content, year=2023, **more):
        asked = self.who(token=self.token, nam_hoc=year, messageid=message, type="1", function="hocba", **more)
        return self.ask("records", {"authenticationRequest": asked, "content": content})

    def result(self, message):
        code, answer = self.ask("records/result", {"authenticationRequest": self.who(
            token=self.token, messageid=message, type="2", function="hocba")})
        self.assertEqual(code, 200, answer)
        return answer

    def packet(self, records, key="school"):
        return self.sign(b"<DANH_SACH_HOC_BA id=\"dataDanhSach\">" + b"".join(records) + b"</DANH_SACH_HOC_BA>",
                         "--pkcs12", self.pki / f"{key}.p12", "--pwd",
                         (self.pki / f"{key}.pin").read_text().strip())

    def sign(self, text, *key):
        return sign(self.folder, text, *key)

    def audit(self):
        self.ok("ledger", "enter")
        public, policy = self.folder / "public", self.folder / "policy"
        policy.write_text(f"log {self.ok('ledger', 'show', '--json').json['key']}\nquorum none\n")
        self.ok("ledger", "publish", "--out", public)
        return self.ok("audit", "--store", "--ledger", public, "--policy", policy, "--json").json

    def kept(self, message):
        """A message's packet as the department keeps it."""
        number = next(one["number"] for one in self.ok("gateway", "list", "--json").json["messages"]
                      if one["message"] == message)
        file = self.folder / "kept.xml"
        self.ok("gateway", "show", number, "--packet", file)
        return file.read_bytes()

    def take_packets(self):
        whole = self.packet(self.records[:6])
        first = pack(whole)
        self.assertEqual(self.send("m1", first)[1]["ResponseCode"], "RECEIVED")
        self.assertIn(self.send("m1", first)[1]["ResponseCode"], ("RECEIVED", "PROCESSING", "DONE"))
        code, answer = self.send("m1", first + "AAAA")
        self.assertEqual((code, answer["Error"]), (409, "CONFLICT"))
        bent = self.records[7].replace("Hạ Long".encode(), "Ha Long".encode())
        self.assertNotEqual(bent, self.records[7])
        mixed = self.packet([self.records[6], bent, self.records[2], self.records[8]])
        self.send("m2", pack(mixed))
        self.send("m3", pack(self.packet(self.records[10:12], key="cbql")))
        self.send("m4", pack(b"<DANH_SACH_HOC_BA>" + b" " * 9_000_000 + b"</DANH_SACH_HOC_BA>", declared=100))
        huge = base64.b64encode(b"\xff\xff\xff\x7f" + gzip.compress(b"0" * 1000)).decode()
        self.send("m5", huge)
        self.send("m6", pack(self.packet(self.records[12:13])), year=2022)
        self.send("m7", pack(self.packet([self.records[13]]).replace(b"</HOC_BA>", b"</HOC_BA> ")))
        self.ok("gateway", "run")
        answer = self.result("m1")
        self.assertEqual((answer["ResponseCode"], answer["Error"]), ("DONE", ""))
        self.assertEqual([one["trang_thai"] for one in answer["data"]], [1] * 6)
        second = self.result("m2")["data"]
        self.assertEqual([one["trang_thai"] for one in second], [1, 0, 1, 1])
        self.assertEqual(second[1]["error"], "SIGNATURE")
        self.assertTrue(second[1]["ma_hoc_sinh"] and second[1]["error_description"])
        for message, error in (("m3", "CERTIFICATE"), ("m4", "GZIP"), ("m5", "SIZE"), ("m6", "YEAR"),
                               ("m7", "SIGNATURE")):
            answer = self.result(message)
            self.assertEqual((answer["ResponseCode"], answer["Error"], answer["data"]), ("REFUSED", error, []),
                             answer)
        self.assertEqual(self.audit()["compared"], 8)  # one of m2 was in m1 already
        self.assertEqual(self.monitor(), (8, 1, {"SIGNATURE": 1}))
        listed = self.ok("gateway", "show", "1", "--json").json["results"]
        self.assertEqual({one["state"] for one in listed}, {"lưu hành"})
        for message, sent in (("m1", whole), ("m2", mixed), ("m5", huge.encode())):
            self.assertEqual(self.kept(message), sent)

    def take_others(self):
        """Another department of the same home sees nothing of it."""
        self.ok("unit", "add", "--kind", "department", "--code", "24", "--name", "Sở Khác", "--province", "Lạng Sơn")
        self.person("so.khac", "Hoàng Thị Ba", "020180000001", "department_approver", "--unit", "24")
        self.assertEqual(self.ok("gateway", "list", "--by", "so.khac", "--json").json["messages"], [])
        self.ok("gateway", "show", "1", "--by", "so.khac", code=4)
        self.assertTrue(self.ok("gateway", "list", "--by", "so.duyet", "--json").json["messages"])

    def monitor(self):
        told = self.ok("monitor", "--unit", SCHOOL, "--year", hocba.YEAR, "--json").json
        return told["total"]["accepted"], told["total"]["rejected"], told["rejected_by_error"]

    def take_late(self):
        """Whose record another program made and the gateway received is late nowhere here; who has none is."""
        codes = [re.search(rb"<MA_HOC_SINH>([^<]*)<", one)[1].decode() for one in self.records[:2]]
        for n, code in enumerate([*codes, "2299999999"]):
            self.ok("pupil", "add", "--code", code, "--name", f"Bàn Văn {n}", "--birth", "2014-03-04", "--year",
                    hocba.YEAR, "--class", "4A1", "--unit", SCHOOL)
        self.ok("year", "calendar", hocba.YEAR, "nhap_lieu=20/5/2024", "--unit", "22")
        told = self.ok("monitor", "--unit", "22", "--year", hocba.YEAR, "--json").json
        row = next(row for row in told["rows"] if row["code"] == SCHOOL)
        for one in (row, told["total"]):
            self.assertEqual([one[key] for key in ("enrolled", "held", "late_days", "late_classes", "late_pupils")],
                             [3, 2, 11, 1, 1])
        told = self.ok("monitor", "--unit", SCHOOL, "--year", hocba.YEAR, "--json").json
        self.assertEqual([row["held"] for row in told["rows"]], [2])
        self.assertEqual([one["issued"] for one in told["forecasts"]], [2, 2])

    def take_senders(self):
        content = pack(self.packet(self.records[:1]))
        code, answer = self.send("n1", content, ma_don_vi=OTHER)
        self.assertEqual((code, answer["Error"]), (401, "TOKEN"))
        self.assertEqual(self.ask("token", {**self.who(), "password": "0" * 64})[0], 401)
        self.assertEqual(self.ask("records", {"content": content})[0], 400)
        self.assertEqual(self.send("n2", content)[0], 200)
        self.assertEqual(len(self.ok("gateway", "list", "--json").json["messages"]), 8)

    def take_killed(self):
        self.server.stop(signal.SIGKILL)
        run = subprocess.Popen([hocba.PROGRAM, "gateway", "run", "--home", str(self.home)],
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        run.send_signal(signal.SIGKILL)  # wherever it is by then
        run.wait()
        self.ok("gateway", "run")
        self.ok("gateway", "run")
        number = next(one["number"] for one in self.ok("gateway", "list", "--json").json["messages"]
                      if one["message"] == "k1")
        listed = self.ok("gateway", "show", number, "--json").json["results"]
        self.assertEqual(len(listed), len(self.records))
        self.assertEqual(self.kept("k1"), self.closing)
        refused = [one for one in listed if one["state"] != "lưu hành"]  # the demo has replaced one record
        self.assertEqual([one["error"] for one in refused], ["REPLACED"])
        told = self.monitor()
        self.assertEqual(told, (len(self.records) - 1, 1, {"REPLACED": 1}))
        self.ok("rebuild")
        self.assertEqual(self.monitor(), told)
        self.assertEqual(self.audit()["compared"], len(self.records) - 1)

    def take_lists(self):
        """Every number of what suppliers handed in opens as many pupils: on the page, as a file, in the API."""
        first = self.ok("account", "give", "so.duyet").out.strip()
        officer, words = Visitor(self.server.address), "một câu dễ nhớ"
        officer.sign_in("so.duyet", first)
        officer.post("/tai-khoan/mat-khau", {"cu": first, "moi": words, "moi_lai": words})
        for unit in (SCHOOL, "22"):
            for key, error, count in (("accepted", "", len(self.records) - 1), ("taken-back", "", 0),
                                      ("rejected", "", 1), ("rejected", "REPLACED", 1), ("rejected", "RULES", 0)):
                query = f"?nam-hoc={hocba.YEAR}&don-vi={unit}&loi={error}"
                (_, page, _), (_, api, _), (code, csv, _) = (officer.get(place + query) for place in (
                    f"/giam-sat/tiep-nhan/{key}", f"/api/v1/monitor/handed-in/{key}",
                    f"/giam-sat/tiep-nhan/{key}/tep/csv"))
                self.assertEqual((code, len(json.loads(api)["pupils"])), (200, count), (key, error))
                self.assertIn(f"{count} học sinh", page)
                self.assertEqual(page.count("lưu hành"), count if key == "accepted" else 0)
                self.assertIn("Lập lúc", csv)
                self.assertEqual(csv.count(f'\n"{SCHOOL}"'), count)
        self.assertIn("/giam-sat/tiep-nhan/rejected?", officer.get("/giam-sat?don-vi=22")[1])
        # Who is missing: of three in the class two were received.
        school = officer.get(f"/giam-sat?don-vi={SCHOOL}&thieu=issued")[1]
        place = re.search(r'href="/giam-sat/lop/([^?"]*)', school)[1]
        missing = officer.get(f"/giam-sat/lop/{place}?thieu=issued")[1]
        self.assertEqual([f"Bàn Văn {n}" in missing for n in range(3)], [False, False, True])
        received = {}
        for query in ("", "?missing=issued"):
            told = json.loads(officer.get(f"/api/v1/monitor/classes/{place}{query}")[1])["pupils"]
            received[query] = [one["received"] for one in told]
        self.assertEqual((sorted(received[""]), received["?missing=issued"]), ([False, True, True], [False]))
        self.assertEqual(officer.get("/giam-sat/tiep-nhan/khac")[0], 404)

    def test_a_school_key_is_compromised(self):
        """What was received under it is revoked, and the audit sees a store that shows it otherwise."""
        self.send("m1", pack(self.packet(self.records[:3])))
        self.ok("gateway", "run")
        self.audit()
        listed = self.ok("certificate", "list", "--json").json["certificates"]
        seal = next(one["sha256"] for one in listed if one.get("holder", "").startswith("Trường"))
        done = self.ok("ledger", "key", "compromise", seal, "--number", "31/QĐ", "--reason", "Mất thẻ", "--from", "0",
                       "--by", "so.duyet", "--key", self.pki / "officer.p12", "--pass-file", self.pki / "officer.pin",
                       "--json").json
        self.assertEqual((done["received"], done["refused"]), (3, 0))
        self.assertTrue(self.audit()["clean"])
        self.change_store("DELETE FROM closed_certificate")
        told = self.ok("audit", "--store", "--ledger", self.folder / "public", "--policy", self.folder / "policy",
                       "--json", code=1).json["findings"]
        self.assertEqual(sorted(one["rule"] for one in told), ["decision"] * 3 + ["key"])

    def test_story(self):
        """One school, one department, all the suppliers' mistakes: setting them up costs most of the time."""
        self.take_packets()
        self.take_others()
        self.take_late()
        self.take_senders()
        self.take_report()
        self.take_closed()
        self.take_killed()
        self.take_replaced()

    def take_report(self):
        """What hocba itself hands in: results come as soon as the packet is there, not with the next minute."""
        packets, password = self.folder / "packets", self.folder / "password"
        password.write_text(self.password + "\n")
        made = self.ok("report", "make", "--year", hocba.YEAR, "--out", packets, "--key", self.pki / "school.p12",
                       "--pass-file", self.pki / "school.pin", "--json", home=self.demo).json["packets"]
        self.assertEqual([one["records"] for one in made], [len(self.records)])
        sent = self.ok("report", "send", made[0]["file"], "--url", f"http://{self.server.address}/api/gateway/v1",
                       "--user", NAME, "--password-file", password, "--unit", SCHOOL, "--year", hocba.YEAR,
                       "--json", home=self.demo, code=1).json["records"]
        self.assertEqual(len(sent), len(self.records))
        self.assertEqual([(one["state"], one["error"]) for one in sent if one["state"] != "accepted"],
                         [("refused", "REPLACED")])
        again = self.ok("report", "make", "--year", hocba.YEAR, "--out", packets, "--round", "2", "--key",
                        self.pki / "school.p12", "--pass-file", self.pki / "school.pin", "--json",
                        home=self.demo).json["packets"]
        self.assertEqual([one["records"] for one in again], [1])  # what is not accepted yet, and nothing else

    def decide(self, request, *more):
        for step, key, by in (("decide", "officer", "so.duyet"), ("seal", "department", "so.vanthu")):
            self.ok("revocation", step, request, *(("--number", "7/QĐ-SGDĐT", *more) if step == "decide" else ()),
                    "--key", self.pki / f"{key}.p12", "--pass-file", self.pki / f"{key}.pin", "--by", by)

    def revoke(self, message, uuids, function, reason=""):
        """Transaction 5, as CV2088 II.2.6 has it; who looks at it then is told by transaction 6."""
        wishes = [f"<HOC_BA><MA_TRA_CUU_UUID>{uuid}</MA_TRA_CUU_UUID><MA_TRUONG>{SCHOOL}</MA_TRUONG>"
                  f"<TEN_NAM_HOC>{hocba.YEAR}</TEN_NAM_HOC>{reason}</HOC_BA>".encode() for uuid in uuids]
        asked = self.who(token=self.token, nam_hoc=2023, messageid=message, type="5", function=function)
        code, answer = self.ask("revocations", {"authenticationRequest": asked,
                                                "content": pack(self.packet(wishes))})
        self.assertEqual((code, answer["Error"]), (200, ""), answer)
        self.ok("gateway", "run")

    def revoke_of_another(self, uuid):
        """A mistaken UUID takes back no other child's record; a name that is to be corrected is no mistake."""
        name, number = (re.search(tag + rb">([^<]*)<", self.records[0])[1].decode()
                        for tag in (b"<HO_VA_TEN", b"<SO_CCCD"))
        self.revoke("w1", [uuid], "HUY_BO", "<HO_VA_TEN>Ai Đó</HO_VA_TEN><SO_CCCD>000000000000</SO_CCCD>")
        self.assertEqual(self.rulings("w1"), [(3, "UNKNOWN")])
        for message, fields in (("w2", f"<HO_VA_TEN>Ai Đó</HO_VA_TEN><SO_CCCD>{number}</SO_CCCD>"),
                                ("w3", f"<HO_VA_TEN>{name}</HO_VA_TEN><SO_CCCD>000000000000</SO_CCCD>")):
            self.revoke(message, [uuid], "HUY_BO", fields)
            self.assertEqual(self.rulings(message), [(1, "")])
            asked, = self.ok("revocation", "list", "--open", "--json").json["requests"]
            refusals = self.folder / "another.csv"
            refusals.write_text(f"{uuid}\tKhông có sai sót.\n")
            self.decide(asked["id"], "--refusals", refusals)

    def rulings(self, message):
        _, answer = self.ask("revocations/result", {"authenticationRequest": self.who(
            token=self.token, messageid=message, type="6", function="hocba")})
        return [(one["trang_thai"], one["error"]) for one in answer["data"]]

    def states(self, message):
        self.ok("ledger", "enter")
        number = next(one["number"] for one in self.ok("gateway", "list", "--json").json["messages"]
                      if one["message"] == message)
        return [one["state"] for one in self.ok("gateway", "show", number, "--json").json["results"]]

    def submit(self, message, record):
        self.send(message, pack(self.packet([record])))
        self.ok("gateway", "run")
        return self.result(message)["data"][0]["error"]

    def take_replaced(self):
        """The supplier asks, the department decides, the next record takes the place of the former."""
        self.password = self.ok("gateway", "add", "khac", SCHOOL, OTHER).out.strip()
        self.name = "khac"
        self.serve()
        self.take_lists()
        with zipfile.ZipFile(next((self.demo / "out" / "thay-the").glob("*.hocba"))) as package:
            text = package.read("record.xml")
        old = text[text.index(b"<HOC_BA"):].strip()
        uuid = UUID.search(old)[1].decode()
        new = next(one for one in self.records if b"MA_UUID_THAY_THE" in one)
        self.assertIn(uuid.encode(), new)
        first, second = (UUID.search(one)[1].decode() for one in self.records[:2])
        other = self.records[0].replace(first.encode(), NOBODY.encode())
        self.assertEqual(self.submit("r0", other), "SIGNATURE")
        told = self.result("r0")["data"][0]["error_description"]
        self.assertIn("[SLOT MA_HOC_SINH] ", told)  # at once, and which one has the place
        self.assertIn(first, told)
        self.assertEqual(self.submit("r1", old), "")
        self.assertEqual(self.submit("r2", new), "REPLACED")
        self.revoke_of_another(first)
        self.revoke("r3", [uuid, first, NOBODY, uuid], "hocba", "<LY_DO>Chép nhầm nhận xét.</LY_DO>")
        self.assertEqual(self.rulings("r3"), [(1, ""), (1, ""), (3, "UNKNOWN"), (3, "DUPLICATE")])
        self.assertEqual(self.submit("r4", new), "REPLACED")
        self.assertEqual(self.result("r4")["data"][0]["error_field_title"], "MA_UUID_THAY_THE")
        asked, = self.ok("revocation", "list", "--open", "--json").json["requests"]
        refusals = self.folder / "refusals.csv"
        refusals.write_text(f"{first}\tKhông có sai sót.\n")
        self.decide(asked["id"], "--refusals", refusals)
        self.assertEqual(self.rulings("r3")[:2], [(2, ""), (3, "DECLINED")])
        number = re.search(rb"<SO_CCCD>([^<]*)<", new)[1].decode()
        self.ok("pupil", "add", "--code", "2299999998", "--name", "Bàn Văn Trùng", "--birth", "2014-05-06", "--year",
                hocba.YEAR, "--class", "4A1", "--unit", SCHOOL, "--number", number)
        self.assertEqual(self.submit("r5", new), "")
        told = self.result("r5")["data"][0]  # taken all the same, and told why somebody must look
        self.assertEqual(told["trang_thai"], 1)
        self.assertIn("[IDENTITY SO_CCCD] ", told["error_description"])
        self.take_numbers(number, UUID.search(new)[1].decode())
        self.assertEqual((self.states("r1"), self.states("r5")), (["đã được thay thế"], ["lưu hành"]))
        self.revoke("r6", [second], "HUY_BO")
        self.decide(self.ok("revocation", "list", "--open", "--json").json["requests"][0]["id"])
        self.assertEqual(self.rulings("r6"), [(2, "")])
        told = self.ok("monitor", "--unit", SCHOOL, "--year", hocba.YEAR, "--json").json["total"]
        self.assertEqual((told["accepted"], told["taken_back"]), (len(self.records) - 1, 1))
        self.revoke("r7", [second, uuid], "HUY_BO")
        self.assertEqual(self.rulings("r7"), [(3, "STATE")] * 2)
        self.assertEqual(self.audit()["compared"], len(self.records) + 1)
        self.take_record(uuid, UUID.search(new)[1].decode())
        self.take_certificate()
        self.take_foreign()
        self.take_summer()
        self.server.stop()
        self.take_pilot()
        self.take_fallen()

    def looks(self, what):
        """What the school's access log has of that kind, by the first words of each."""
        with contextlib.closing(sqlite3.connect(self.home / "hocba.db")) as store:
            rows = store.execute("SELECT a.detail FROM access_log AS a JOIN unit AS u ON u.id = a.unit "
                                 "WHERE a.what = ? AND u.code = ?", [what, SCHOOL]).fetchall()
        return collections.Counter(detail.split(" học bạ")[0].split(",")[0] for detail, in rows)

    def take_record(self, old, new):
        """One received record at every door: the department's, the sender's, anybody's."""
        shown = self.ok("gateway", "record", old, "--json").json["records"][0]
        self.assertEqual((shown["state"], shown["replaced_by"]), ("đã được thay thế", new))
        files = {}
        for uuid, code in ((old, 1), (new, 0)):
            files[uuid] = self.folder / f"{uuid}.hocba"
            shown = self.ok("gateway", "record", uuid, "--package", files[uuid], "--json").json["records"][0]
            verified = self.ok("verify", files[uuid], "--anchors", self.pki / "root.pem", "--policy",
                               self.folder / "policy", "--json", code=code).json["files"][0]
            checks = {check["id"]: check["result"] for check in verified["checks"]}
            self.assertEqual(checks["ledger"], "yes", verified)
            _, text, _ = self.server.ask("POST", "/api/v1/verify/code", json.dumps({"code": shown["code"]}),
                                         {"Content-Type": "application/json"})
            said = json.loads(text)
            self.assertEqual((said["state"], said["gateway"]),
                             ("superseded" if uuid == old else "valid", "circulating"), said)
        self.assertEqual(self.looks("record"), {"tình trạng": 3, "gói": 2})
        # By the file; and when the trust store is gone (a backup has no settings), what was withdrawn is no
        # stranger's either.
        settings = self.home / "settings"
        whole = settings.read_text()
        for text, state in ((whole, "valid"), (re.sub(r"verify.anchors=.*\n", "", whole), "undecided")):
            settings.write_text(text)
            for uuid, due in ((old, "superseded"), (new, state)):
                _, text, _ = self.server.ask("POST", "/api/v1/verify", files[uuid].read_bytes(),
                                             {"Content-Type": "application/octet-stream"})
                said = json.loads(text)
                self.assertEqual((said["state"], said["newer"] is not None), (due, uuid == old), said)
        settings.write_text(whole)
        bearer = {"Authorization": f"Bearer {self.token}"}
        path = f"/api/gateway/v1/records/{new}/proof"
        code, text, _ = self.server.ask("GET", path, headers=bearer)
        proof = self.folder / "proof"
        self.ok("gateway", "record", new, "--proof", proof)
        self.assertEqual((code, text), (200, proof.read_text()))
        self.assertEqual(self.server.ask("GET", path)[0], 401)
        self.assertEqual(self.server.ask("GET", path.replace(new, NOBODY), headers=bearer)[0], 401)

    def take_certificate(self):
        """The other school's certificate is registered through the gateway, and approved."""
        text = self.server.ask("GET", "/api/gateway/v1/signature-kinds")[1]
        hear(self.server.address, "GET", "/api/gateway/v1/signature-kinds", None, 200, "application/json", text)
        kinds = json.loads(text)
        self.assertIn("USB_TOKEN", [kind["ma"] for kind in kinds])
        key, file = self.folder / "key.pem", self.folder / "certificate.pem"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "3650", "-subj",
                        f"/CN=Truong Hai/UID=MATRUONG:{OTHER}", "-addext", "basicConstraints=critical,CA:FALSE",
                        "-set_serial", "0x0a1b", "-keyout", key, "-out", file], check=True, capture_output=True)
        content = pack(self.sign(b"<DANG_KY_CHUNG_THU_SO></DANG_KY_CHUNG_THU_SO>", "--privkey-pem",
                                 f"{key},{file}"))
        asked = self.who(token=self.token, messageid="c3", type="3", function="hocba", ma_don_vi=OTHER,
                         serial_number="0A:1B", ngay_hieu_luc="2024-05-31", ma_kieu_chu_ky="USB_TOKEN",
                         nha_phat_hanh="VNPT")
        for bent, code, error in (({"serial_number": "0a1c"}, 400, "CERTIFICATE"),
                                  ({"nha_phat_hanh": "AI_DO"}, 400, "CERTIFICATE"),
                                  ({"ma_don_vi": SCHOOL}, 400, "CERTIFICATE"), ({"token": "x"}, 401, "TOKEN"),
                                  ({}, 200, ""), ({}, 200, "")):
            answered, answer = self.ask("certificates", {"authenticationRequest": {**asked, **bent},
                                                         "content": content})
            self.assertEqual((answered, answer["Error"]), (code, error), answer)
        asking = {"authenticationRequest": self.who(token=self.token, messageid="c3", ma_don_vi=OTHER),
                  "ma_nam_hoc": 2023}
        _, answer = self.ask("certificates/result", asking)
        self.assertEqual((answer["ResponseCode"], "trang_thai_phe_duyet" in answer), ("PROCESSING", False))
        none = self.who(token=self.token, messageid="c3", type="6", function="hocba", ma_don_vi=OTHER)
        self.assertEqual(self.ask("revocations/result", {"authenticationRequest": none})[0], 404)
        listed = self.ok("certificate", "list", "--unit", OTHER, "--json").json["certificates"]
        self.ok("certificate", "approve", listed[0]["sha256"][:16], "--by", "so.duyet.2")
        _, answer = self.ask("certificates/result", asking)
        self.assertEqual((answer["ResponseCode"], answer["trang_thai_phe_duyet"]), ("DONE", 1))

    def take_foreign(self):
        """What xmlsec1, the JDK and xml-crypto sign by default, also without the class teacher where the year
        lets it be."""
        referees.install(os.environ["HOCBA_BUILD"], self.folder)
        makers = {"xmlsec": foreign.Xmlsec, "java": foreign.Java,
                  "node": lambda *of: foreign.XmlCrypto(*of, self.folder / "node_modules")}
        strict = {}
        for name, make in makers.items():
            folder = self.folder / name
            folder.mkdir()
            maker = make(self.pki, folder)
            self.addCleanup(maker.close)
            whole, part = (maker.record(foreign.plain(self.records[0].decode(), f"{name}-{teacher}", teacher))
                           for teacher in (True, False))
            bent = whole.replace("Hạ Long", "Ha Long").replace("H&#x1EA1; Long", "Ha Long")
            self.assertNotEqual(bent, whole)
            wrong = re.sub("(<KET_QUA_XEP_LOAI>)[^<]*", r"\1Chưa hoàn thành",
                           foreign.plain(self.records[0].decode(), f"{name}-wrong"))
            worse = re.sub("(<DIEM_KIEM_TRA_DINH_KY>)[^<]*", r"\g<1>11",
                           re.sub("(<KET_QUA_XEP_LOAI>)[^<]*", r"\1Chưa hoàn thành",
                                  foreign.plain(self.records[0].decode(), f"{name}-worse")), count=1)
            self.send(f"f-{name}", pack(maker.packet([whole, part, bent, maker.record(wrong), maker.record(worse)])))
            strict[name] = pack(maker.packet([part]))
        self.ok("gateway", "run")
        for name in makers:
            answer = self.result(f"f-{name}")
            self.assertEqual([(one["error"], one["error_field_title"]) for one in answer.get("data", ())],
                             [("", ""), ("SIGNATURE", "GVCN"), ("SIGNATURE", "DANH_SACH_THONG_TIN_KY"),
                              ("RULES", "KET_QUA_XEP_LOAI"), ("RULES", "DIEM_KIEM_TRA_DINH_KY")], answer)
            told = [one["error_description"] for one in answer["data"]]
            self.assertTrue(told[3].startswith("TT27 Điều 9.2.a: ") and "[" not in told[3], told)
            self.assertRegex(told[4], r"^TT27 Điều 7\.1\.d: Môn TV: .*\[STRUCTURE HOC_BA\] .*"
                                      r"\[RULES DA_HOAN_THANH_CHUONG_TRINH_LOP_HOC\] TT27 Điều 11\.1\.a: ")
            self.assertNotIn("SIGNATURE", told[4])
        self.ok("year", "set", hocba.YEAR, "--unit", SCHOOL, "xml_v10=1")
        for name, content in strict.items():
            self.send(f"s-{name}", content)
        self.ok("gateway", "run")
        for name in makers:
            self.assertEqual(self.result(f"s-{name}")["data"][0]["error"], "")
        self.assertEqual(self.audit()["compared"], len(self.records) + 1 + 2 * len(makers))

    def school_signs(self):
        """In the school's own system: 3B is closed with two who wait, the year is frozen; the files of both."""
        school, of_class = self.folder / "school", ("--year", hocba.YEAR, "--class", "3B")
        self.without_ledger(self.demo, school)

        def key(name):
            return "--key", self.pki / f"{name}.p12", "--pass-file", self.pki / f"{name}.pin"
        self.ok("sign", "--as", "school", *of_class, "--by", "vanthu", *key("school"), home=school)
        codes = [row["code"] for row in self.ok("list", *of_class, "--json", home=school).json["records"]]
        for code in codes[3:]:
            self.ok("issue", *of_class, "--pupil", code, home=school)
        reasons = self.folder / "reasons"
        reasons.write_text("".join(f"{code}\tchờ đánh giá bổ sung\n" for code in codes[:2])
                           + f"{codes[2]}\tchuyển trường\n")
        self.ok("class", "close", *of_class, "--reasons", reasons, *key("cbql"), home=school)
        reasons.write_text("".join(f"{name}\tchưa phát hành học bạ\n" for name in ("1A", "2A", "2B", "3A")))
        self.ok("year", "freeze", hocba.YEAR, "--reasons", reasons, *key("cbql"), home=school)
        manifest, other, first, later = (self.folder / f"{name}.xml" for name in ("3B", "4A1", "first", "later"))
        self.ok("class", "manifest", *of_class, "--out", manifest, home=school)
        self.ok("class", "manifest", "--year", hocba.YEAR, "--class", "4A1", "--out", other, home=school)
        self.ok("year", "show", hocba.YEAR, "--out", first, home=school)
        for code in codes[:2]:
            self.ok("issue", *of_class, "--pupil", code, home=school)
        self.ok("issue", *of_class, "--pupil", codes[2], home=school, code=5)  # the year is frozen
        reasons.write_text(f"{codes[2]}\tchuyển trường\n")
        self.ok("class", "close", *of_class, "--reasons", reasons, *key("cbql"), home=school)
        reasons.write_text("".join(f"{name}\tchưa phát hành học bạ\n" for name in ("1A", "2A", "2B", "3A")))
        self.ok("year", "freeze", hocba.YEAR, "--reasons", reasons, *key("cbql"), home=school)
        self.ok("year", "show", hocba.YEAR, "--out", later, home=school)
        out = self.folder / "summer"
        self.ok("export", *of_class, "--format", "xml", "--level", "B-B", "--out", out, home=school, code=5)  # one left
        texts = [path.read_bytes() for path in sorted(out.rglob("*.xml"))]
        records = {re.search(rb"<MA_HOC_SINH>([^<]*)<", text)[1].decode(): text[text.index(b"<HOC_BA"):].strip()
                   for text in texts}
        return (manifest, other, first, later), [records[code] for code in codes[:2]], records[codes[3]]

    def bring(self, *files, code=0):
        return self.ok("gateway", "freeze", *files, "--unit", SCHOOL, "--year", hocba.YEAR, "--by", "so.duyet",
                       code=code)

    def take_summer(self):
        """A frozen year takes who waits by the principal's own list, until the freeze after the summer; and what
        a decision has agreed to replace; nobody else."""
        (manifest, other, first, later), waiting, late = self.school_signs()
        self.bring(first, manifest, other, code=4)  # nobody knows this principal here
        self.ok("person", "add", "--login", "ht", "--name", "Phạm Thị Thu Hà", "--number", "022174100021", "--role",
                "principal", "--from", "2023-08-01", "--unit", SCHOOL)
        self.ok("certificate", "add", "--file", self.pki / "cbql.pem", "--person", "ht")
        bent = self.folder / "bent.xml"
        bent.write_bytes(first.read_bytes().replace("chưa phát hành".encode(), "không phát hành".encode(), 1))
        for files, code in (((first, manifest), 1), ((bent, manifest, other), 1), ((later,), 1), ((manifest,), 1)):
            self.bring(*files, code=code)
        self.assertIn("hai lần", self.bring(first, manifest, other, manifest, code=1).err)
        self.assertIn("2 học sinh", self.bring(first, manifest, other).out)
        self.bring(first, manifest, other, code=5)
        self.assertEqual(self.submit("e1", waiting[0]), "")
        self.assertEqual(self.submit("e2", late), "YEAR")
        self.assertIn("không có tên trong danh sách", self.result("e2")["data"][0]["error_description"])
        self.assertIn("đi một mình", self.bring(later, manifest, code=1).err)
        self.assertIn("sau đợt đánh giá", self.bring(later).out)
        self.assertEqual(self.submit("e3", waiting[1]), "YEAR")
        self.assertIn("cả sau đợt đánh giá bổ sung", self.result("e3")["data"][0]["error_description"])
        self.assertEqual(self.submit("e4", waiting[0]), "")  # that one is here already

    def take_pilot(self):
        """With a pilot only whose class or grade takes part is counted, today and a week ago."""
        def told():
            answer = self.ok("monitor", "--unit", "22", "--year", hocba.YEAR, "--json").json
            row = next(row for row in answer["rows"] if row["code"] == SCHOOL)
            keys = ("accepted", "taken_back", "held")
            self.assertEqual([row[key] for key in keys], [answer["total"][key] for key in keys])
            self.assertEqual([row[key] for key in ("accepted_week_ago", "taken_back_week_ago", "rejected_week_ago",
                                                   "held_week_ago")], [0] * 4)
            return [row[key] for key in keys]

        whole = told()
        self.assertGreater(whole[0], 30)
        self.ok("pilot", "set", hocba.YEAR, "--decision", "45/QĐ-SGDĐT", "--date", "2024-03-15", "--unit", "22")
        member = ("pilot", "add", hocba.YEAR, "--unit", "22", "--school", SCHOOL)
        self.ok(*member, "--grade", "5", "--day", "2024-03-20")
        self.assertEqual(told(), [0, 0, 0])
        self.ok(*member, "--class", "4A1", "--day", "2024-03-20")
        self.assertEqual(told(), [1, 1, 1])  # the third in the class has no record; the second's was withdrawn
        self.ok(*member, "--day", "2024-03-20")
        self.assertEqual(told(), whole)
        before = self.ok("monitor", "--unit", "22", "--year", hocba.YEAR, "--json").json["rows"]
        self.ok("rebuild")
        self.assertEqual(self.ok("monitor", "--unit", "22", "--year", hocba.YEAR, "--json").json["rows"], before)

    def take_fallen(self):
        """What fell with its seal's key is withdrawn in every number, and each record tells the same."""
        def told():
            total = self.ok("monitor", "--unit", "22", "--year", hocba.YEAR, "--json").json["total"]
            return total["accepted"], total["taken_back"], total["held"]

        def recount():
            pupils = {}
            for message in self.ok("gateway", "list", "--json").json["messages"]:
                shown = self.ok("gateway", "show", message["number"], "--json").json["results"]
                for one in shown if message["kind"] == "học bạ" else ():
                    if one["state"] != "từ chối":
                        pupils.setdefault(one["code"], set()).add(one["state"])
            counts = ["lưu hành" in states for states in pupils.values()]
            return counts.count(True), counts.count(False)

        self.ok("ledger", "enter")
        before = told()
        self.assertEqual(before[:2], recount())
        seal = next(one["sha256"] for one in self.ok("certificate", "list", "--json").json["certificates"]
                    if one.get("holder", "").startswith("Trường"))
        self.ok("ledger", "key", "compromise", seal, "--number", "31/QĐ-SGDĐT", "--reason", "Mất khóa.", "--from", "20",
                "--key", self.pki / "officer.p12", "--pass-file", self.pki / "officer.pin", "--by", "so.duyet")
        after = told()
        self.assertEqual(after[:2], recount())
        self.assertLess(after[0], before[0] - 5)
        self.assertGreater(after[0], 5)
        self.assertEqual(after[0] + after[1], before[0] + before[1])
        self.ok("rebuild")
        self.assertEqual(told(), after)

    def take_numbers(self, number, record):
        """One number, two children: a list for the department; of another's school only the school is told."""
        listed = self.ok("gateway", "numbers", "--by", "so.duyet", "--json").json["pupils"]
        self.assertEqual({one["number"] for one in listed}, {number})
        self.assertEqual([one["record"] for one in listed if one["record"]], [record])
        self.assertIn("2299999998", [one["code"] for one in listed])
        # Who looks after the gateway and not after pupils sees of a pupil in a class here that there is one.
        self.person("so.quantri", "Vũ Thị Sáu", "022180000066", "department_admin", "--unit", "22")
        listed = self.ok("gateway", "numbers", "--by", "so.quantri", "--json").json["pupils"]
        self.assertEqual({(one["code"], one["name"]) for one in listed if not one["record"]}, {(None, None)})
        self.assertEqual([one["record"] for one in listed if one["record"]], [record])
        # Each look is in the log of the school whose pupils it showed.
        self.assertEqual(self.looks("numbers"), {f"năm học {hocba.YEAR}": 2})
        shown = self.ok("identity", "list", "--unit", SCHOOL, "--json").json
        self.assertIn("duplicate", json.dumps(shown))
        self.ok("gateway", "numbers", "--by", "so.khac", code=0)
        self.assertEqual(self.ok("gateway", "numbers", "--by", "so.khac", "--json").json["pupils"], [])

    def take_closed(self):
        self.closing = self.packet(self.records)  # some of them came before
        self.send("k1", pack(self.closing))
        codes = [self.ask("token", self.who())[0] for _ in range(101)]
        self.assertEqual((codes[0], codes[-1], set(codes)), (200, 503, {200, 503}))  # 100 and no more
        self.ok("gateway", "close", NAME)
        self.assertEqual(self.send("c1", pack(self.packet(self.records[:1])))[0], 401)


if __name__ == "__main__":
    unittest.main(verbosity=2)

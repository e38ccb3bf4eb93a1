# SPDX-License-Identifier: Apache-2.0
"""Our gateway passes the kit that plays a supplier; our client passes the kit that plays a gateway, with
faults too; and each kit finds what is wrong with an end that is."""
import base64
import hashlib
import http.client
import json
import pathlib
import signal
import subprocess
import sys
import time
import unittest
import urllib.error
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import gateway  # noqa: E402
import hocba  # noqa: E402
from exchange import pack, sign  # noqa: E402
from department import CLIENT, SCHOOL, DepartmentStory  # noqa: E402
from transparency import Server  # noqa: E402


def outcomes(report):
    return {one["id"]: one["outcome"] for one in report["cases"]}


PATIENCE = 120  # seconds

CERTIFICATES = ("S-CERTIFICATE", "S-CERT-FIELDS", "S-CERT-RESULT")  # which hocba leaves to the pages of its department
OPTIONAL = ("S-WISH", "S-WISH-KNOWN", "S-RULING", "S-REPLACES", *CERTIFICATES)


def wrong(report):
    """What was not met; what transaction 5 is about is not seen where nobody asks for anything."""
    return {one["id"]: one["notes"] for one in report["cases"]
            if one["outcome"] != "met" and not (one["outcome"] == "not_seen" and one["id"] in OPTIONAL)}


class Kit:
    """`hocba conformance gateway` on a free port."""

    def __init__(self, story, *more, unit=SCHOOL):
        self.process = subprocess.Popen(
            [hocba.PROGRAM, "conformance", "gateway", "--listen", "127.0.0.1:0", "--anchors",
             story.pki / "root.pem", "--user", CLIENT, "--password-file", story.password, "--unit", unit,
             "--json", *more],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        story.addCleanup(self.process.kill)
        self.url = self.process.stderr.readline().strip()

    def ask(self, path, body):
        request = urllib.request.Request(f"{self.url}/{path}", body, {"Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read()

    def post(self, path, body):
        return self.ask(path, body)[0]

    def report(self):
        with urllib.request.urlopen(self.url.removesuffix("/api/gateway/v1") + "/report", timeout=60) as answer:
            return json.load(answer)

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        out, _ = self.process.communicate(timeout=60)
        return self.process.returncode, json.loads(out)


class Conformance(DepartmentStory):
    def play_supplier(self, *files, key=None, code=0):
        return self.ok("conformance", "supplier", *files, "--url", self.url, *self.peer, "--year", hocba.YEAR,
                       *(key or self.seal), "--json", code=code).json

    def test_story(self):
        """One department: setting it up costs most of the time."""
        files = self.records()
        report = self.play_supplier(*files[:2])
        self.assertEqual({one["id"]: one["notes"] for one in report["cases"] if one["outcome"] != "met"}, {})
        self.assertEqual((report["missed"], report["not_seen"]), (0, 0))
        self.find_what_is_wrong(files)
        self.run_samples(files[4:6])
        self.send_with_faults()
        self.find_what_a_supplier_does_wrong()
        self.register_certificates()
        self.end_in_words()
        self.end_unwanted()
        self.send_unwanted()
        self.report_by_queue()

    def run_samples(self, files):
        """Sample clients that anybody may begin with (docs/samples)."""
        samples = hocba.SOURCE / "docs" / "samples"
        words = [self.url, CLIENT, self.password, SCHOOL, "2023", self.pki / "school.p12", self.pki / "school.pin",
                 *files]
        running = [subprocess.Popen([*map(str, [*command, *words])], stdout=subprocess.PIPE,
                                    stderr=subprocess.PIPE, text=True)
                   for command in (["bash", samples / "submit.sh"], ["/usr/bin/python3", samples / "submit.py"],
                                   ["java", "-XX:TieredStopAtLevel=1", samples / "Submit.java"])]
        for one in running:
            out, errors = one.communicate(timeout=600)
            self.assertEqual([line.split()[1:] for line in out.splitlines()], [["1"], ["1"]], (one.args, errors))

    def find_what_is_wrong(self, files):
        """Packets under the principal's key: the gateway takes none of them, and the kit says so."""
        key = ("--key", self.pki / "cbql.p12", "--pass-file", self.pki / "cbql.pin")
        report = self.play_supplier(*files[2:4], key=key, code=1)
        found = outcomes(report)
        self.assertEqual(found["G-TAKES"], "missed")
        self.assertEqual(found["G-BOMB"], "met")
        notes = next(one["notes"] for one in report["cases"] if one["id"] == "G-TAKES")
        self.assertIn("CERTIFICATE", notes[0])
        self.assertNotIn("trần", json.dumps(report, ensure_ascii=False).lower())  # nobody's name

    def send_with_faults(self):
        packets, home = self.folder / "packets", self.folder / "sender"
        self.without_ledger(self.demo, home)
        made = self.ok("report", "make", "--year", hocba.YEAR, "--out", packets, "--at-most", "20", *self.seal,
                       "--json", home=home).json["packets"]
        self.assertGreater(len(made), 1)
        kit = Kit(self, "--faults")
        sent = self.ok("report", "send", *(one["file"] for one in made), "--url", kit.url, *self.peer, "--year",
                       hocba.YEAR, "--json", home=home).json["records"]
        self.assertEqual({one["state"] for one in sent}, {"accepted"})
        self.assertEqual({one["state"] for one in self.listed(home)}, {"accepted"})  # the queue knows
        self.assertEqual(self.ok("report", "make", "--year", hocba.YEAR, "--out", packets, "--round", "2", *self.seal,
                                 "--json", home=home).json["packets"], [])
        self.assertEqual(kit.report()["missed"], 0)
        code, report = kit.stop()
        self.assertEqual(wrong(report), {})
        self.assertEqual((code, report["kit"], report["unit"]), (0, "gateway", SCHOOL))

    def find_what_a_supplier_does_wrong(self):
        kit = Kit(self)
        self.assertEqual(kit.post("token", b"{"), 400)
        self.assertEqual(kit.post("token", json.dumps({"user_name": CLIENT, "password": "0" * 64,
                                                       "ma_don_vi": SCHOOL}).encode()), 401)
        self.assertEqual(kit.post("records", b" " * (11 << 20)), 413)
        code, report = kit.stop()
        found = outcomes(report)
        self.assertEqual((code, found["S-FIELDS"], found["S-TOKEN"], found["S-SIZE"]),
                         (1, "missed", "missed", "missed"))
        self.assertEqual(found["S-PACKET"], "not_seen")


    def school(self, url):
        """A copy of the demo that reports there."""
        home = self.folder / f"school-{url.rpartition(':')[2].partition('/')[0]}"
        self.without_ledger(self.demo, home)
        self.ok("report", "peer", url, CLIENT, "--unit", SCHOOL, "--password-file", self.password, *self.seal,
                home=home)
        self.assertEqual((home / "report" / f"{SCHOOL}.password").stat().st_mode & 0o777, 0o600)
        return home

    def listed(self, home, *more):
        return self.ok("report", "list", *more, "--json", home=home).json["records"]

    def report_by_queue(self):
        """Killed, cut off, told to wait and with tokens that end: nothing goes out under two ids."""
        kit = Kit(self, "--faults")
        home = self.school(kit.url)
        self.assertEqual({one["state"] for one in self.listed(home)}, {"waiting"})
        for _ in range(2):
            run = subprocess.Popen([hocba.PROGRAM, "report", "run", "--home", str(home)],
                                   stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
            time.sleep(0.2)  # wherever it is by then
            run.kill()
            run.communicate()
            time.sleep(2)  # it may have died between hearing "wait a second" and writing that down
        done = self.ok("report", "run", "--json", home=home).json
        self.assertEqual((done["waiting"], done["trouble"]), (0, None))
        self.assertEqual({one["state"] for one in self.listed(home)}, {"accepted"})
        self.assertEqual(self.ok("report", "run", "--json", home=home).json["made"], 0)
        self.ask_with_faults(home)
        code, report = kit.stop()
        self.assertEqual({one["id"] for one in report["cases"] if one["outcome"] != "met"}, set(CERTIFICATES))
        self.assertEqual(code, 0)
        self.report_by_server()
        self.report_by_department()

    def register_certificates(self):
        """Transactions 3 and 4 at the kit's gateway: a right one is approved, a stranger's is not, what is no proof is
        none; right software misses nothing, with faults too."""
        serial = subprocess.run(["openssl", "x509", "-noout", "-serial", "-in", self.pki / "school.pem"], check=True,
                                capture_output=True, text=True).stdout.strip().partition("=")[2]
        key, other = self.folder / "other.key", self.folder / "other.pem"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "3650", "-subj", "/CN=Khac",
                        "-set_serial", "0x0a1b", "-keyout", key, "-out", other], check=True, capture_output=True)
        text = b"<DANG_KY_CHUNG_THU_SO></DANG_KY_CHUNG_THU_SO>"
        pin = (self.pki / "school.pin").read_text().strip()
        right = pack(sign(self.folder, text, "--pkcs12", self.pki / "school.p12", "--pwd", pin))
        stranger = pack(sign(self.folder, text, "--privkey-pem", f"{key},{other}"))
        fields = {"serial_number": serial, "ngay_hieu_luc": "2024-01-01", "ma_kieu_chu_ky": "USB_TOKEN",
                  "nha_phat_hanh": "VNPT"}
        kit = Kit(self)
        who = {"user_name": CLIENT, "password": hashlib.sha256(self.password.read_bytes().strip()).hexdigest(),
               "ma_don_vi": SCHOOL}
        who["token"] = json.loads(kit.ask("token", json.dumps(who).encode())[1])["token"]

        def register(message, content, **more):
            asked = {**who, "messageid": message, "type": "3", "function": "HOC_BA", **fields, **more}
            code, answer = kit.ask("certificates", json.dumps({"authenticationRequest": asked,
                                                               "content": content}).encode())
            return code, json.loads(answer)["Error"]

        def certified(message):
            code, answer = kit.ask("certificates/result", json.dumps({"authenticationRequest": {
                **who, "messageid": message}, "ma_nam_hoc": 2023}).encode())
            answer = json.loads(answer)
            return code, answer["ResponseCode"], answer.get("trang_thai_phe_duyet"), answer["Error"]

        self.assertEqual(register("c1", right), (200, ""))
        self.assertEqual(register("c1", right), (200, ""))  # again
        self.assertEqual(certified("c1"), (200, "PROCESSING", None, ""))
        self.assertEqual(certified("c1"), (200, "DONE", 1, ""))
        self.assertEqual(certified("c0"), (404, "REFUSED", None, "UNKNOWN"))
        self.assertEqual(kit.report()["missed"], 0)
        self.assertEqual(register("c2", pack(text)), (400, "CERTIFICATE"))  # unsigned
        self.assertEqual(outcomes(kit.report())["S-CERT-FIELDS"], "met")
        for wrong in ({"serial_number": "0a1c"}, {"nha_phat_hanh": "AI_DO"}, {"ma_kieu_chu_ky": "AI_DO"}):
            self.assertEqual(register("c2", right, **wrong), (400, "CERTIFICATE"))
        self.assertEqual(certified("c2")[0], 404)  # nothing was kept
        self.assertEqual(register("c1", stranger), (409, "CONFLICT"))
        self.assertEqual(register("c3", stranger, serial_number="0A:1B"), (200, ""))
        self.assertEqual(certified("c3")[1], "PROCESSING")
        self.assertEqual(certified("c3"), (200, "DONE", 0, "DECLINED"))
        self.assertEqual(register("c4", right, token="x"), (401, "TOKEN"))
        self.assertEqual(register("c5", right), (200, ""))  # and nobody asks
        code, report = kit.stop()
        found = outcomes(report)
        self.assertEqual((code, [found[case] for case in ("S-CERTIFICATE", "S-CERT-FIELDS", "S-CERT-RESULT")]),
                         (1, ["missed"] * 3))
        kit = Kit(self, "--faults")
        who.pop("token")
        who["token"] = json.loads(kit.ask("token", json.dumps(who).encode())[1])["token"]
        with self.assertRaises((ConnectionError, http.client.HTTPException, urllib.error.URLError)):
            register("f1", right)
        self.assertEqual(register("f1", right), (503, "BUSY"))
        time.sleep(2)
        self.assertEqual(register("f1", right), (200, ""))
        self.assertEqual(certified("f1")[0], 401)
        who.pop("token")
        who["token"] = json.loads(kit.ask("token", json.dumps(who).encode())[1])["token"]
        self.assertEqual([certified("f1")[1] for _ in range(2)], ["PROCESSING", "DONE"])
        code, report = kit.stop()
        self.assertEqual((code, report["missed"]), (0, 0))

    def end_in_words(self):
        """An id that the peer has with other content is not tried for ever: each record says so, and goes out again
        under another id."""
        kit = Kit(self)
        home = self.school("http://127.0.0.1:9/api/gateway/v1")
        told = self.ok("report", "run", "--json", home=home, code=3).json  # nobody is there yet
        self.assertEqual((told["made"], told["ended"]), (1, 0))
        self.ok("report", "peer", kit.url, CLIENT, "--unit", SCHOOL, "--password-file", self.password, *self.seal,
                home=home)
        taken = self.listed(home)[0]["message_id"]
        who = {"user_name": CLIENT, "password": hashlib.sha256(self.password.read_bytes().strip()).hexdigest(),
               "ma_don_vi": SCHOOL}
        token = json.loads(kit.ask("token", json.dumps(who).encode())[1])["token"]
        other = {"authenticationRequest": {**who, "token": token, "nam_hoc": 2023, "messageid": taken, "type": "1",
                                           "function": "HOC_BA"}, "content": base64.b64encode(b"x" * 40).decode()}
        self.assertEqual(kit.post("records", json.dumps(other).encode()), 200)  # refused, but the id is taken
        told = self.ok("report", "run", "--json", home=home, code=3).json
        self.assertEqual((told["ended"], told["waiting"]), (1, 0))
        self.assertIn("mã mới", told["trouble"])
        refused = self.listed(home)
        self.assertEqual({(one["state"], one["error"]) for one in refused}, {("refused", "CONFLICT")})
        self.assertTrue(all("nội dung khác" in one["reason"] for one in refused))
        self.assertEqual(self.ok("report", "run", "--json", home=home).json["made"], 0)  # it waits for a person
        self.ok("report", "again", home=home)
        told = self.ok("report", "run", "--json", home=home).json
        self.assertEqual((told["made"], told["ended"], told["trouble"]), (1, 1, None))
        self.assertEqual({one["state"] for one in self.listed(home)}, {"accepted"})
        self.assertNotIn(taken, {one["message_id"] for one in self.listed(home)})
        code, report = kit.stop()
        self.assertEqual((code, outcomes(report)["S-SAME-CONTENT"]), (1, "missed"))  # by what the test sent

    def unwilling(self, *codes):
        peer = gateway.Gateway(CLIENT, self.password.read_text().strip(), SCHOOL)
        self.addCleanup(peer.close)
        peer.manners = list(codes)
        return peer

    def end_unwanted(self):
        """Nor is a packet that the receiver does not take, whatever it is sent; a busy receiver is asked again."""
        for code in (503, 422, 413, 400):
            busy = code == 503
            home = self.school(self.unwilling(code).url)
            told = self.ok("report", "run", "--json", home=home, code=0 if busy else 3).json
            self.assertEqual((told["made"], told["ended"], told["waiting"]), (1, 1, 0))
            if busy:
                self.assertIsNone(told["trouble"])
            else:
                self.assertIn(f"({code})", told["trouble"])
            self.assertEqual({(one["state"], one["error"]) for one in self.listed(home)},
                             {("accepted", "") if busy else ("refused", "UNWANTED")})

    def send_unwanted(self):
        """As files: a packet that is not taken keeps none of the others back; the queue notes both."""
        peer, packets = self.unwilling(413), self.folder / "unwanted"
        home = self.school(peer.url)
        made = self.ok("report", "make", "--year", hocba.YEAR, "--out", packets, "--at-most", "20", *self.seal, "--json",
                       home=home).json["packets"]
        self.assertGreater(len(made), 1)
        sent = self.ok("report", "send", *(one["file"] for one in made), "--url", peer.url, "--user", CLIENT,
                       "--password-file", self.password, "--unit", SCHOOL, "--year", hocba.YEAR, "--json", home=home,
                       code=1).json["records"]
        told = [(one["message_id"], one["state"], one["error"]) for one in sent]
        first = made[0]["message_id"]
        self.assertEqual({one for one in told if one[0] == first}, {(first, "refused", "UNWANTED")})
        self.assertEqual({one[1:] for one in told if one[0] != first}, {("accepted", "")})
        self.assertEqual(len(told), sum(one["records"] for one in made))
        noted = {(one["message_id"], one["state"], one["error"]) for one in self.listed(home)}
        self.assertEqual(noted, set(told))

    def rulings(self, home, request):
        return {one["record"]: one["ruling"] for one in
                self.ok("revocation", "show", request, "--json", home=home).json["records"]}

    def state(self, home, record):
        return self.ok("show", record, "--json", home=home).json["state"]

    def decide(self, home, request, *more):
        for step, key, by in (("decide", "officer", "so.duyet"), ("seal", "department", "so.vanthu")):
            self.ok("revocation", step, request, *(("--number", "7/QĐ-SGDĐT", *more) if step == "decide" else ()),
                    "--key", self.pki / f"{key}.p12", "--pass-file", self.pki / f"{key}.pin", "--by", by, home=home)

    def ask_with_faults(self, home):
        """A request goes the same way: killed, cut off, told to wait; a repository that hands out no decision
        changes nothing by itself."""
        record = self.listed(home)[0]["record"]
        request = self.ok("revocation", "request", record, "--reason", "Sai tên mẹ", "--json",
                          home=home).json["request"]
        self.assertEqual(self.rulings(home, request), {record: "chờ quyết định"})
        run = subprocess.Popen([hocba.PROGRAM, "report", "run", "--home", str(home)],
                               stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        time.sleep(0.1)  # wherever it is by then
        run.kill()
        run.communicate()
        time.sleep(2)  # as above
        done = self.ok("report", "run", "--json", home=home).json
        self.assertEqual((done["waiting"], done["undecided"], done["trouble"]), (0, 1, None))
        self.assertEqual(self.rulings(home, request), {record: "cổng tiếp nhận chờ quyết định"})
        told = self.ok("report", "run", "--json", home=home, code=3).json
        self.assertIn("chưa đưa quyết định", told["trouble"])
        self.assertEqual(self.rulings(home, request), {record: "cổng tiếp nhận đồng ý"})
        self.assertEqual(self.state(home, record), "revocation_requested")
        self.decide(home, request)  # on paper until then
        self.assertEqual(self.state(home, record), "suspended")
        done = self.ok("report", "run", "--json", home=home).json
        self.assertEqual((done["made"], done["ended"], done["undecided"]), (0, 1, 0))

    def report_by_department(self):
        """What the department has received goes to the Ministry's repository under its own seal."""
        kit = Kit(self, unit="22")
        self.ok("certificate", "add", "--file", self.pki / "department.pem", "--unit", "22")
        self.ok("report", "peer", kit.url, CLIENT, "--unit", "22", "--password-file", self.password, "--key",
                self.pki / "department.p12", "--pass-file", self.pki / "department.pin")
        done = self.ok("report", "run", "--unit", "22", "--json").json
        self.assertEqual((done["waiting"], done["trouble"]), (0, None))
        listed = self.ok("report", "list", "--unit", "22", "--json").json["records"]
        self.assertGreater(len(listed), 30)
        self.assertEqual({one["state"] for one in listed}, {"accepted"})
        self.ask_the_department(kit)
        report = kit.stop()[1]
        self.assertEqual((report["missed"], outcomes(report)["S-REPLACES"]), (0, "met"))

    def ask_the_department(self, kit):
        """A school asks, its department decides in a home of its own, the decision comes back and takes effect
        in the school's store and ledger; the repository above follows before the new record goes there."""
        home = self.folder / f"school-{self.url.rpartition(':')[2].partition('/')[0]}"
        self.person("so.ky", "Bùi Thị Lan Phương", "022181100012", "department_approver", "--unit", "22")
        self.person("so.vanthu", "Đào Thị Mai", "022180000010", "department_seal_clerk", "--unit", "22")
        self.ok("certificate", "add", "--file", self.pki / "officer.pem", "--person", "so.ky")
        good, bad = [one["record"] for one in self.listed(home, "--state", "accepted")][2:4]
        request = self.ok("revocation", "request", good, bad, "--reason", "Chép nhầm", "--json",
                          home=home).json["request"]
        done = self.ok("report", "run", "--json", home=home).json
        self.assertEqual((done["made"], done["undecided"], done["trouble"]), (1, 1, None))
        asked = self.decide_above(bad)
        done = self.ok("report", "run", "--json", home=home).json
        self.assertEqual((done["ended"], done["undecided"], done["trouble"]), (1, 0, None))
        self.assertEqual(self.rulings(home, request), {good: "đồng ý thu hồi để thay thế", bad: "từ chối thu hồi"})
        self.assertEqual([self.state(home, one) for one in (good, bad)], ["suspended", "issued"])
        self.assertNotEqual(asked, request)
        self.ok("revocation", "bring", request, self.folder / "decision.xml", home=home, code=5)
        new = self.remake(home, good)
        self.assertTrue(self.audit(home)["clean"])
        self.settle(home)
        self.assertEqual(self.ok("gateway", "record", good, "--json").json["records"][0]["replaced_by"], new)
        self.follow_above(good, new)
        self.refuse_twice(home)

    def settle(self, home):
        """Until the department has answered everything: on a busy machine it may take its time."""
        end = time.monotonic() + PATIENCE
        while self.ok("report", "run", "--json", home=home).json["waiting"]:
            self.assertLess(time.monotonic(), end)
            time.sleep(0.2)

    def refuse_twice(self, home):
        """What the managing level rules in the school's store first, on paper, stands; the gateway's later word
        stops nothing."""
        record = [one["record"] for one in self.listed(home, "--state", "accepted")][5]
        request = self.ok("revocation", "request", record, "--reason", "Sai tên mẹ", "--json",
                          home=home).json["request"]
        self.settle(home)
        refusals = self.folder / "refusals.tsv"
        refusals.write_text(f"{record}\tKhông có sai sót.\n")
        self.decide(home, request, "--refusals", refusals)
        asked = [one["id"] for one in self.ok("revocation", "list", "--open", "--json").json["requests"]
                 if int(one["records"]) == 1][0]
        for step, key, by in (("decide", "officer", "so.ky"), ("seal", "department", "so.vanthu")):
            more = ("--number", "8/QĐ-SGDĐT", "--refusals", refusals) if step == "decide" else ()
            self.ok("revocation", step, asked, *more, "--key", self.pki / f"{key}.p12", "--pass-file",
                    self.pki / f"{key}.pin", "--by", by)
        done = self.ok("report", "run", "--json", home=home).json
        self.assertEqual((done["ended"], done["undecided"], done["trouble"]), (1, 0, None))
        self.assertEqual(self.state(home, record), "issued")

    def decide_above(self, bad):
        """At the department, which refuses one; a decision without the seal is nobody's."""
        asked, = [one["id"] for one in self.ok("revocation", "list", "--open", "--json").json["requests"]
                  if int(one["records"]) == 2]
        refusals = self.folder / "refusals.tsv"
        refusals.write_text(f"{bad}\tKhông có sai sót.\n")
        self.ok("revocation", "decide", asked, "--number", "7/QĐ-SGDĐT", "--refusals", refusals, "--key",
                self.pki / "officer.p12", "--pass-file", self.pki / "officer.pin", "--by", "so.ky")
        self.ok("revocation", "seal", asked, "--key", self.pki / "department.p12", "--pass-file",
                self.pki / "department.pin", "--by", "so.vanthu")
        self.ok("revocation", "show", asked, "--out", self.folder / "decision.xml")
        return asked

    def remake(self, home, record):
        row = next(one for one in self.ok("list", "--year", hocba.YEAR, "--class", "4A1", "--json",
                                          home=home).json["records"] if one["uuid"] == record)
        pupil = ("--year", hocba.YEAR, "--pupil", row["code"])
        self.ok("set", *pupil, "mon.TV.nhan_xet=Đã sửa lại nhận xét này.", home=home)
        self.ok("create", "--class", "4A1", *pupil, home=home)
        for role in ("gvcn", "cbql", "school"):
            self.ok("sign", "--class", "4A1", *pupil, "--as", role, "--key", self.pki / f"{role}.p12", "--pass-file",
                    self.pki / f"{role}.pin", home=home)
        self.ok("issue", "--class", "4A1", *pupil, home=home)
        return next(one["uuid"] for one in self.ok("list", "--year", hocba.YEAR, "--class", "4A1", "--json",
                                                   home=home).json["records"] if one["code"] == row["code"])

    def audit(self, home):
        self.ok("ledger", "enter", home=home)
        public, policy = self.folder / "public", self.folder / "policy"
        policy.write_text(f"log {self.ok('ledger', 'show', '--json', home=home).json['key']}\nquorum none\n")
        self.ok("ledger", "publish", "--out", public, home=home)
        return self.ok("audit", "--store", "--ledger", public, "--policy", policy, "--json", home=home).json

    def follow_above(self, old, new):
        """The department tells the repository what it decided, and the new record waits for that."""
        def word(record):
            return {one["record"]: one["state"] for one in
                    self.ok("report", "list", "--unit", "22", "--json").json["records"]}[record]
        for _ in range(4):  # ask, hear that it waits, that it is agreed to, send the new one; its server may help
            self.ok("report", "run", "--unit", "22")
        self.assertEqual((word(old), word(new)), ("accepted", "accepted"))

    def report_by_server(self):
        """The server reports by itself; what the department refuses waits for a person."""
        home = self.school(self.url)
        with open(home / "settings", "a", encoding="utf-8") as settings:
            settings.write("ledger.period=1\n")
        server = Server(hocba.PROGRAM, "serve", "--home", home, "--listen", "127.0.0.1:0", "--quiet")
        self.addCleanup(server.process.kill)
        while {one["state"] for one in self.listed(home)} - {"accepted", "refused"}:
            time.sleep(0.2)
        server.stop()
        refused = self.listed(home, "--state", "refused")
        self.assertEqual(len(refused), 1)  # the demo has replaced one record
        self.assertTrue(refused[0]["error"] and refused[0]["reason"])
        self.assertEqual(self.ok("report", "run", "--json", home=home).json["made"], 0)
        self.ok("report", "again", home=home)
        self.assertEqual(self.listed(home, "--state", "waiting")[0]["record"], refused[0]["record"])
        done = self.ok("report", "run", "--json", home=home).json
        self.assertEqual((done["made"], done["ended"], done["waiting"]), (1, 1, 0))
        again = self.listed(home, "--state", "refused")[0]
        self.assertEqual(again["record"], refused[0]["record"])
        self.assertNotEqual(again["message_id"], refused[0]["message_id"])


if __name__ == "__main__":
    unittest.main(verbosity=2)

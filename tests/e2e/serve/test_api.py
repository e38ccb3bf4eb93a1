# SPDX-License-Identifier: Apache-2.0
"""The API over a demo: what it gives is as its description says, and what pages do it does."""
import base64
import json
import pathlib
import re
import sqlite3
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from browser import Visitor  # noqa: E402
from schema import Description  # noqa: E402
from test_accounts import one_time_code  # noqa: E402
from workplace import PASSWORD, Workplace  # noqa: E402

YEAR, SCHOOL = "2023-2024", "22193401"
ITEMS = ("computers", "network", "management_system", "signatures", "staff")
# Whom to ask, until one is answered with 200; of each kind of person one.
PEOPLE = ("hieutruong", "hocvu", "quantri", "so.duyet", "gv.2a", "vanthu")
# What nothing in the demo, or in these tests, has an answer for.
NOTHING_THERE = {"/api/v1/papers/jobs": "needs what is to be signed",
                 "/api/v1/years/{year}/freeze": "no year is frozen: tests/e2e/serve/test_flow.py",
                 **{f"/api/v1/sign/batches/{{batch}}{part}": "nobody signed on a page: tests/e2e/serve/test_queue.py"
                    for part in ("", "/paper", "/table")}}


class Caller:
    """A program: it signs in and sends JSON; the visitor holds what it hears against the description."""

    def __init__(self, visitor):
        self.visitor, self.csrf, self.codes = visitor, None, []

    def ask(self, method, path, body=None):
        headers = {"X-CSRF": self.csrf, "Content-Type": "application/json"} if self.csrf else {}
        sent = None if body is None else json.dumps(body)
        code, text, headers = self.visitor.ask(method, path, headers=headers, body=sent)
        return code, json.loads(text) if headers["Content-Type"] == "application/json" else text

    def get(self, path):
        return self.ask("GET", "/api/v1/" + path)

    def post(self, path, body):
        code, told = self.ask("POST", "/api/v1/" + path, body)
        return code if code != 200 else told


class Api(Workplace):
    DEMO = ("--suppliers",)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.described = Description.at(cls.server.address)
        cls.callers = {}

    def caller(self, login):
        """Signed in over the API, with the first password changed."""
        if login not in self.callers:
            caller = Caller(Visitor(self.server.address))
            first = self.hocba("account", "give", login, "--home", self.home)
            self.assertEqual(caller.post("sign-in", {"login": login, "password": first + "x"}), 403)
            self.assertTrue(caller.post("sign-in", {"login": login, "password": first})["done"])
            self.assertEqual(caller.get("accounts")[0], 403)  # first another password
            caller.csrf = caller.get("account")[1]["csrf"]
            self.assertEqual(caller.post("account/password", {"old": "x", "new": PASSWORD}), 403)
            told = caller.post("account/password", {"old": first, "new": PASSWORD})
            self.assertFalse(told["first_password"])
            caller.csrf = told["csrf"]
            self.callers[login] = caller
        return self.callers[login]

    def ids(self):
        """What stands for the parts of a path, by what it is about."""
        with sqlite3.connect(self.home / "hocba.db") as store:
            one = lambda text: str((store.execute(text).fetchone() or ["0"])[0])  # noqa: E731
            issued = ("FROM record AS r JOIN enrolment AS e ON e.id = r.enrolment JOIN class AS c ON c.id = e.class"
                      " WHERE c.name = '4A1' AND r.state IN ('issued', 'suspended')")
            return {"class": one(f"SELECT e.class {issued}"), "pupil": one(f"SELECT e.pupil {issued}"),
                    "enrolment": one(f"SELECT e.id {issued}"), "record": one(f"SELECT r.uuid {issued}"),
                    "year": YEAR, "role": "cbql", "place": "1", "school": SCHOOL, "round": "KT-1", "session": "TA-1",
                    "survey": "KA-1", "list": "accepted", "number": "1", "kind": "xlsx", "packet": "1", "batch": "0",
                    "certificate": one("SELECT sha256 FROM certificate"),
                    "request": one("SELECT request FROM revocation_decision")}

    def only_there(self, name):
        """What there is for one path alone: a record to be signed, a drawn one."""
        with sqlite3.connect(self.home / "hocba.db") as store:
            if "/papers/{" in name:
                return dict(zip(("record", "class"), store.execute(
                    "SELECT r.uuid, e.class FROM record AS r JOIN enrolment AS e ON e.id = r.enrolment"
                    " WHERE r.state = 'signed_gvcn'").fetchone()))
            if "/inspections/{round}/records/" in name:
                return {"record": store.execute("SELECT record FROM inspection_record").fetchone()[0]}
        return {}

    def ask_everybody(self, name, about, ids):
        """The first 200 that one of them gets; every answer is held against its description."""
        ids = {**ids, **self.only_there(name)}
        path = re.sub(r"\{(\w+)\}", lambda part: ids[part[1]], name)
        wanted = {"enrolment": ids["enrolment"], "key": "mon.TV.nhan_xet", "since": "0", "class": ids["class"], "role": "cbql"}
        asked = [f"{one['name']}={wanted.get(one['name'], 'x')}" for one in about["parameters"]
                 if one["in"] == "query" and one["required"]]
        asked += ["view=all"] if name.endswith("/grid") else []
        path += "?" + "&".join(asked) if asked else ""
        kinds = about["responses"]["200"]["content"]
        kind = next((kind for kind, last in (("pdf", "application/pdf"), ("xml", "application/xml")) if last in kinds), "xlsx")
        if name.endswith("{kind}"):
            path = path[:-len(ids["kind"])] + kind
        return any(self.caller(login).ask("GET", path)[0] == 200 for login in PEOPLE)

    def prepare_things(self):
        """Something of everything there may be."""
        officer = self.caller("so.duyet")
        self.inspect(officer)
        self.train(officer)
        self.survey(officer)

    def test_every_answer_is_described(self):
        self.prepare_things()
        ids, missing = self.ids(), set()
        for name, methods in self.described.told["paths"].items():
            if not name.startswith("/api/v1/") or "get" not in methods or "/family" in name:
                continue
            with self.subTest(name):
                if not self.ask_everybody(name, methods["get"], ids):
                    missing.add(name)
        self.assertEqual(missing, set(NOTHING_THERE))

    def test_other_answers(self):
        """Those that no GET without words finds: the grid's other views, look-up, verification, families."""
        ids, clerk = self.ids(), self.caller("hocvu")
        for view in ("subject&subject=TV", "traits", "results", "body", "pupil&enrolment=" + ids["enrolment"]):
            self.assertEqual(clerk.get(f"classes/{ids['class']}/grid?view={view}")[0], 200)
        self.assertEqual(clerk.get(f"classes/{ids['class']}/grid?view=none")[0], 400)
        self.assertTrue(clerk.post("lookup", {"q": "a"}))
        self.assertTrue(clerk.post("comments/check", {"enrolment": ids["enrolment"], "key": "mon.TV.nhan_xet", "text": "Tốt"}))
        stranger = Caller(Visitor(self.server.address))
        self.assertIn("state", stranger.post("verify/code", {"code": ids["record"]}))
        self.assertEqual(stranger.get("family")[0], 404)
        self.assertTrue(stranger.post("family/leave", {})["done"])
        self.assertEqual(stranger.get("family/surveys/KA-9")[0], 404)
        self.assertEqual(stranger.ask("POST", "/api/v1/family/surveys/KA-9", {"answers": []})[0], 404)
        path = f"classes/{ids['class']}/family-codes"
        self.assertEqual(self.caller("gv.tieng.anh").post(path, {"pupil": ids["pupil"]}), 403)

    # --- one's own account ---

    def test_account(self):
        caller = self.caller("gv.3a")
        told = caller.get("account")[1]
        self.assertEqual((told["login"], told["factor"], told["offer"], len(told["sessions"])), ("gv.3a", False, None, 1))
        self.assertEqual(caller.post("account/factor", {"key": "x", "code": "1"}), 400)
        offer = caller.get("account/factor")[1]["offer"]
        self.assertIn(offer["text"], offer["uri"])
        self.assertEqual(caller.post("account/factor", {"key": offer["key"], "code": "x"}), 400)
        code = one_time_code(offer["text"], int(time.time()) // 30)
        self.assertEqual(len(caller.post("account/factor", {"key": offer["key"], "code": code})["recovery_codes"]), 8)
        self.assertEqual(caller.post("account/password", {"old": PASSWORD}), 400)  # not all that is needed
        self.assertEqual(caller.post("account/password", {"old": PASSWORD, "new": PASSWORD, "more": 1}), 400)
        self.assertEqual(caller.post("account/sessions/end", {"session": "0" * 64}), 404)
        self.assertEqual(Caller(Visitor(self.server.address)).get("account")[0], 401)
        caller.csrf, kept = "0" * 128, caller.csrf
        self.assertEqual(caller.post("sign-out", {}), 403)  # as from another site
        caller.csrf = kept
        self.assertTrue(caller.post("sign-out", {})["done"])
        self.assertEqual(caller.get("account")[0], 401)

    # --- who can sign, who the pupils are ---

    def test_certificates(self):
        officer, clerk, teacher = map(self.caller, ("so.duyet", "hocvu", "gv.tieng.anh"))
        code, told = officer.get("certificates")
        self.assertEqual((code, len(told["waiting"])), (200, 1))
        self.assertIn(SCHOOL, [one["school"] for one in told["schools"]])
        waits = told["waiting"][0]["certificate"]
        decide = f"certificates/{waits}/decision"
        self.assertIn(clerk.post(decide, {"decision": "approve"}), (403, 404))
        self.assertEqual(officer.post(decide, {"decision": "later"}), 400)
        self.assertEqual(officer.post(decide, {"decision": "refuse"}), 400)  # with a reason
        self.assertTrue(officer.post(decide, {"decision": "approve"})["done"])
        told = officer.get(f"certificates/{waits}")[1]
        self.assertEqual((told["state"], told["history"][-1]["event"]), ("approved", "approved"))
        self.assertEqual(officer.get("certificates")[1]["waiting"], [])
        self.assertEqual([one["school"] for one in clerk.get("certificates")[1]["schools"]], [SCHOOL])
        pem = base64.b64encode((self.home / "pki" / "gvcn.pem").read_bytes()).decode()
        self.assertEqual(teacher.post("certificates", {"certificate": pem, "login": "gv.2a"}), 403)
        self.assertEqual(clerk.post("certificates", {"certificate": pem}), 400)  # whose?
        key = base64.b64encode((self.home / "pki" / "gvcn.p12").read_bytes()).decode()
        self.assertEqual(self.caller("quantri").post("certificates", {"certificate": key, "login": "gv.2a"}), 400)

    def test_identity(self):
        clerk, teacher = self.caller("hocvu"), self.caller("gv.tieng.anh")
        self.assertGreater(sum(clerk.get("identity")[1]["counts"].values()), 0)
        self.assertEqual(teacher.get("identity")[0], 403)
        pem = base64.b64encode((self.home / "pki" / "school.pem").read_bytes()).decode()
        asked = {"basis": "Kế hoạch 12/KH", "certificate": pem, "all": True}
        self.assertEqual(teacher.post("identity/request", asked), 403)
        self.assertEqual(clerk.post("identity/request", {**asked, "certificate": "!"}), 400)
        code, _ = clerk.ask("POST", "/api/v1/identity/request", asked)
        self.assertEqual(code, 200)
        answer = {"format": "hocba-identity-answer-v1", "cases": [{"case": "x", "result": "match"}]}
        sent = {"answer": base64.b64encode(json.dumps(answer).encode()).decode()}
        self.assertIn(clerk.post("identity/answer", sent), (400, 404))
        self.assertEqual(teacher.post("identity/answer", sent), 403)
        self.assertIn(teacher.post("identity/rulings", {"case": "x", "step": "keep", "reason": "x"}), (403, 404))

    # --- inspection ---

    def inspect(self, officer):
        """Opened, drawn, written down; a school's part with a finding that is answered and remedied."""
        leader, teacher = self.caller("phohieutruong"), self.caller("gv.tieng.anh")
        opened = {"code": "KT-1", "year": YEAR, "decision": "112/QĐ", "criteria": "KH213", "members": "Bà Phương",
                  "from": "2024-05-31", "to": "2024-06-07", "schools": [SCHOOL], "seed": "mua-he"}
        self.assertEqual(teacher.post("inspections", opened), 403)
        self.assertEqual(officer.post("inspections", {**opened, "from": "hôm nay"}), 400)
        told = officer.post("inspections", opened)
        self.assertEqual((told["id"], told["page"]), ("KT-1", "/kiem-tra/KT-1"))
        self.assertEqual(officer.post("inspections", opened), 409)
        self.assertEqual(len(officer.get("inspections/KT-1")[1]["scope"]), 1)
        self.assertEqual(officer.post("inspections/KT-1/sample", {"schools": "1", "records": 3}), 400)  # a text
        self.assertTrue(officer.post("inspections/KT-1/sample", {"schools": 1, "records": 3})["done"])
        while told := officer.get("inspections/KT-1")[1]["drawing"]:
            self.assertEqual(told["state"], "running", told)
            time.sleep(0.1)
        place = f"inspections/KT-1/schools/{SCHOOL}"
        checks = [{"item": item, "answer": "yes"} for item in ITEMS]
        self.assertEqual(leader.post(f"{place}/checks", {"checks": checks}), 403)
        self.assertTrue(officer.post(f"{place}/checks", {"checks": checks})["done"])
        finding = {"severity": "major", "article": "KH213 II.4", "text": "Chưa có mạng", "deadline": "2024-06-15"}
        self.assertEqual(leader.post(f"{place}/findings", finding), 403)
        self.assertTrue(officer.post(f"{place}/findings", finding)["done"])
        file = {"finding": 1, "name": "anh.png", "file": base64.b64encode(b"\x89PNG\r\n\x1a\n" + bytes(100)).decode()}
        self.assertEqual(teacher.post(f"{place}/files", file), 403)
        self.assertTrue(officer.post(f"{place}/files", file)["done"])
        answer = {"finding": 1, "text": "Sẽ kéo mạng"}
        self.assertEqual(officer.post(f"{place}/answers", answer), 403)
        self.assertTrue(leader.post(f"{place}/answers", answer)["done"])
        follow = {"finding": 1, "remedied": "yes", "remark": "Đã có"}
        self.assertEqual(leader.post(f"{place}/follow-up", follow), 403)
        self.assertTrue(officer.post(f"{place}/follow-up", follow)["done"])
        self.assertEqual(teacher.get(place)[0], 403)
        self.write_minutes(officer, leader, place)

    def write_minutes(self, officer, leader, place):
        minutes = {"place": "Văn phòng", "from": "2024-05-31 08:00", "to": "2024-05-31 10:00", "host": "Bà Hà",
                   "opinion": "Nhất trí"}
        self.assertEqual(leader.post(f"{place}/minutes", minutes), 403)
        self.assertEqual(officer.post(f"{place}/minutes", {**minutes, "from": "8 giờ"}), 400)
        self.assertTrue(officer.post(f"{place}/minutes", minutes)["done"])
        told = officer.get(place)[1]
        self.assertEqual([one["answer"] for one in told["checks"]], ["yes"] * len(ITEMS))
        self.assertEqual([(one["text"], one["state"], len(one["steps"]), len(one["files"])) for one in told["findings"]],
                         [("Chưa có mạng", "remedied", 2, 1)])
        self.assertEqual((told["minutes"]["stage"], len(told["records"])), ("made", 3))
        sign = {"sha256": told["minutes"]["sha256"], "password": "x", "code": "000000"}
        self.assertEqual(leader.post(f"{place}/minutes/sign", sign), 403)
        self.assertEqual(officer.post(f"{place}/minutes/sign", sign), 403)
        sign |= {"password": self.pin("officer"), "code": self.factor(officer)}
        self.assertTrue(officer.post(f"{place}/minutes/sign", sign)["done"])
        self.assertEqual(officer.get(place)[1]["minutes"]["stage"], "head")
        self.assertEqual(leader.post(f"{place}/minutes/excuse", {"reason": "x"}), 403)
        self.assertEqual(officer.post("inspections/KT-1/close", {"conclusion": "Đạt"}), 409)

    # --- obstacles, training, questionnaires ---

    def test_obstacles(self):
        teacher, leader = self.caller("gv.2a"), self.caller("hieutruong")
        self.assertEqual(teacher.post("obstacles", {"text": ""}), 400)
        self.assertTrue(teacher.post("obstacles", {"text": "Không mở được", "page": "/lop/*/nhap"})["done"])
        kept = leader.get("obstacles?state=new")[1]["obstacles"][0]
        self.assertEqual((kept["text"], kept["page"], kept["state"], kept["may_solve"]),
                         ("Không mở được", "/lop/*/nhap", "new", True))
        path = f"obstacles/{kept['id']}"
        self.assertIn(teacher.post(f"{path}/answer", {"answer": "x"}), (403, 404))
        self.assertTrue(leader.post(f"{path}/seen", {})["done"])
        self.assertTrue(leader.post(f"{path}/answer", {"answer": "Đã mở"})["done"])
        self.assertEqual(leader.post(f"{path}/answer", {"answer": "Khác"}), 409)
        self.assertEqual(leader.get("obstacles?state=new")[1]["obstacles"], [])
        self.assertEqual(teacher.get("obstacles?state=solved")[1]["obstacles"][0]["answer"], "Đã mở")

    def train(self, officer):
        teacher, leader = self.caller("gv.tieng.anh"), self.caller("quantri")
        held = {"code": "TA-1", "year": YEAR, "title": "Ký học bạ", "topic": "x", "place": "x", "held_by": "x", "day": "2024-05-20",
                "hours": "1,5", "roles": ["class_teacher", "principal"], "schools": [SCHOOL]}
        self.assertEqual(teacher.post("trainings", held), 403)
        self.assertEqual(officer.post("trainings", {**held, "hours": "lâu"}), 400)
        self.assertEqual(officer.post("trainings", held)["id"], "TA-1")
        self.assertEqual(officer.post("trainings", {**held, "code": "TA-2", "title": "Nhầm"})["id"], "TA-2")
        self.assertEqual(leader.post("trainings/TA-2/cancel", {"reason": "x"}), 403)
        self.assertTrue(officer.post("trainings/TA-2/cancel", {"reason": "nhập nhầm"})["done"])
        told = officer.post("trainings/TA-1/attendance", {"people": ["gv.2a", "hieutruong"]})
        self.assertEqual((told["attended"], told["minutes"]), (2, 90))
        told = officer.post("trainings/TA-1/attendance", {"people": ["hieutruong"], "undo": True})
        self.assertEqual([one["login"] for one in told["people"] if one["attended"]], ["gv.2a"])
        self.assertIn(teacher.post("trainings/TA-1/attendance", {"people": ["gv.tieng.anh"]}), (403, 404))
        told = officer.post(f"trainings/TA-1/schools/{SCHOOL}", {"logins": ["hieutruong"]})
        self.assertEqual([one["login"] for one in told["people"] if one["attended"]], ["hieutruong"])

    def survey(self, officer):
        teacher = self.caller("gv.2a")
        text = officer.get("surveys?ready=teachers")[1]["ready_text"]
        made = {"code": "KA-1", "text": text, "year": YEAR, "from": "2024-05-20", "to": "2024-06-30"}
        self.assertEqual(teacher.post("surveys", made), 403)
        self.assertEqual(officer.post("surveys", {**made, "text": "x"}), 400)
        self.assertEqual(officer.post("surveys", made)["id"], "KA-1")
        told = teacher.get("surveys/KA-1/answers")[1]
        answers = []
        for one in told["questions"]:
            given = {"text": "Tốt", "number": str(one["least"])}.get(one["kind"], "1")
            answers.append({"question": str(one["number"]), "text": given})
        self.assertEqual(teacher.post("surveys/KA-1/answers", {"answers": [{"text": "1"}]}), 400)
        self.assertIn(officer.post("surveys/KA-1/answers", {"answers": answers}), (403, 404))
        self.assertTrue(teacher.post("surveys/KA-1/answers", {"answers": answers})["done"])
        self.assertEqual(teacher.post("surveys/KA-1/answers", {"answers": answers}), 409)
        told = officer.get("surveys/KA-1")[1]
        self.assertEqual((told["answered"], told["enough"]), (1, False))  # too few to be told
        self.assertEqual(teacher.get("surveys/KA-1")[0], 403)
        self.assertEqual(teacher.post("surveys/KA-1/close", {"reason": "x"}), 403)

    # --- the department ---

    def test_revocations(self):
        """Asked for, decided with the officer's key, sealed with the department's: all over the API."""
        clerk, officer, keeper = map(self.caller, ("hocvu", "so.duyet", "so.vanthu"))
        with sqlite3.connect(self.home / "hocba.db") as store:
            record, = store.execute("SELECT uuid FROM record WHERE state = 'issued' ORDER BY uuid DESC").fetchone()
        asked = clerk.post("revocations", {"items": [{"record": record, "wish": "replace", "reason": "Nhập nhầm"}]})
        path = f"revocations/{asked['id']}"
        ruling = {"number": "32/QĐ", "records": [{"record": record, "ruling": "agree"}],
                  "password": self.pin("officer"), "code": "x"}
        self.assertEqual(clerk.post(f"{path}/decision", ruling), 403)
        self.assertEqual(officer.post(f"{path}/decision", {**ruling, "records": []}), 400)
        self.assertTrue(officer.post(f"{path}/decision", {**ruling, "code": self.factor(officer)})["done"])
        paper = keeper.get(path)[1]["paper"]
        seal = {"paper": paper, "password": self.pin("department"), "code": self.factor(keeper)}
        self.assertEqual(officer.post(f"{path}/seal", seal), 403)
        self.assertEqual(keeper.post(f"{path}/seal", {**seal, "paper": "x"}), 409)
        self.assertTrue(keeper.post(f"{path}/seal", seal)["done"])
        self.assertEqual(clerk.get(path)[1]["number"], "32/QĐ")

    def factor(self, caller):
        """A spare code of the second factor, which is turned on the first time."""
        if not caller.codes:
            offer = caller.get("account/factor")[1]["offer"]
            code = one_time_code(offer["text"], int(time.time()) // 30)
            caller.codes = caller.post("account/factor", {"key": offer["key"], "code": code})["recovery_codes"]
        return caller.codes.pop()

    def test_looking_on(self):
        """Packets, evaluation, freeze: who may and who may not."""
        officer, leader, teacher = map(self.caller, ("so.duyet", "hieutruong", "gv.tieng.anh"))
        packets = officer.get("packets")[1]["packets"]
        school = packets[0]["school"]
        self.assertEqual({one["school"] for one in officer.get(f"packets?school={school}")[1]["packets"]}, {school})
        self.assertEqual((teacher.get("packets")[0], teacher.get("packets/1")[0]), (403, 403))
        self.assertEqual(teacher.get("freeze")[0], 403)
        told = leader.get(f"freeze?year={YEAR}")[1]
        self.assertIn("4A1", [one["name"] for one in told["classes"]])
        freeze = {"year": YEAR, "password": "x", "code": "x"}
        self.assertEqual(leader.post("freeze", freeze), 400)  # classes are open, and no reason is given
        self.assertEqual(teacher.post("freeze", freeze), 403)
        room = told["classes"][0]["class"]
        self.assertEqual(teacher.post(f"classes/{room}/manifest", {"password": "x"}), 403)
        self.assertEqual(teacher.get(f"monitor/classes/{room}")[0], 403)
        self.assertEqual(teacher.post("evaluation", {"part": "assessment", "text": "x"}), 403)
        self.assertEqual(officer.post("evaluation", {"part": "x", "text": "x"}), 400)
        self.assertTrue(officer.post("evaluation", {"part": "assessment", "text": "Kết quả nổi bật", "year": YEAR})["done"])
        self.assertEqual([one["text"] for one in officer.get(f"evaluation?year={YEAR}")[1]["texts"]][:1], ["Kết quả nổi bật"])
        self.assertEqual(officer.get("monitor?by=lateness&missing=issued")[0], 200)
        self.assertEqual(leader.get("reports?state=accepted")[0], 200)


if __name__ == "__main__":
    unittest.main(verbosity=2)

#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""A province's season: suppliers enter, sign and issue their schools' records and hand them in to the
department at the same time, over a network that loses, repeats and reorders, while the gateway is killed
now and then.  In the end every record has exactly one state and it is the right one, and the audit of the
department's ledger passes.

usage: season.py HOCBA [--schools N] [--classes N] [--pupils N] [--suppliers N] [--seed N] [--kills N]
                 [--store URL] [--folder DIR]
       (the province of Quảng Ninh: --schools 180 --classes 24 --pupils 33 --suppliers 8)
"""
import argparse
import concurrent.futures
import contextlib
import json
import os
import pathlib
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time

import keys
import model
import tables
from network import Network
from onlooker import Onlooker
from recount import ROLES, Recount
from spoil import Client, spoiled

NOW = "2025-05-31T08:00:00+07:00"
OF_YEAR = ("--year", tables.YEAR)
OFFICER = "so.duyet"
QUIET_LOOKS = 200


class Instance:
    """A home, and the program working on it."""

    def __init__(self, program, home):
        self.program, self.home = program, home

    def ask(self, *words, codes=(0,)):
        command = [str(word) for word in (self.program, *words, "--home", self.home)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode not in codes:
            raise RuntimeError(f"{command}: {done.returncode}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}")
        return done.stdout

    def json(self, *words, codes=(0,)):
        return json.loads(self.ask(*words, "--json", codes=codes))

    def total(self, school):
        return self.json("monitor", *OF_YEAR, "--unit", school.code)["total"]

    def found(self, folder, schools, *store):
        folder.mkdir()
        self.ask("init", self.home, "--training", "--clock", NOW, *store)
        tables.write_province(folder, schools)
        self.ask("import", "province", *sorted(folder.glob("*.csv")), "--write")

    def certify(self, pki, schools, people):
        """The seals, approved, and with `people` the certificates of those who sign."""
        for school in schools:
            self.ask("certificate", "add", "--file", pki / f"{school.code}.pem", "--unit", school.code)
            for person in (school.principal, *(one.teacher for one in school.classes)) if people else ():
                self.ask("certificate", "add", "--file", pki / f"{person.login}.pem", "--person", person.login)
        names = {school.name for school in schools}
        for row in self.json("certificate", "list")["certificates"]:
            if row["holder"] in names:
                self.ask("certificate", "approve", row["sha256"], "--by", OFFICER)


class Supplier(Instance):
    """The schools of one supplier: one program, one home."""

    def __init__(self, world, index, schools):
        super().__init__(world.program, world.folder / f"supplier-{index}")
        self.world, self.name, self.schools = world, f"nha-cung-cap-{index}", schools
        self.random = random.Random(f"{world.options.seed}-{index}")
        self.folder = world.folder / f"files-{index}"
        self.spoiled = []

    def enter(self):
        self.found(self.folder, self.schools)
        self.certify(self.world.pki, self.schools, True)
        with open(self.home / "settings", "a", encoding="utf-8") as settings:
            settings.write(f"verify.anchors={self.world.pki / 'root.pem'}\n")
        for school in self.schools:
            self.ask("year", "set", tables.YEAR, "ngay_phat_hanh=31/5/2025", "--unit", school.code)
            for one in school.classes:
                files = tables.write_class(self.folder, self.random, school, one)
                self.ask("import", *files, *OF_YEAR, "--class", one.name, "--unit", school.code)

    def dashboard(self):
        """{(school, class): its row}, made anew from the sources; made anew twice it is the same."""
        seen = []
        for _ in range(2):
            self.ask("rebuild")
            seen.append({(school.code, row["name"]): row for school in self.schools
                         for row in self.json("monitor", *OF_YEAR, "--unit", school.code)["rows"]})
        assert seen[0] == seen[1], "the dashboard is another one when it is made anew"
        return seen[0]

    def check_dashboard(self, counted):
        """Against the signed documents and the list of the pupils."""
        for (school, name), row in self.dashboard().items():
            enrolled = next(len(one.pupils) for one in self.world.by_code[school].classes if one.name == name)
            expected = {**counted.get((school, name), dict.fromkeys(ROLES.values(), 0)), "enrolled": enrolled}
            found = {figure: row[figure] for figure in expected}
            assert found == expected, (school, name, found, expected)

    def check_reported(self, reported):
        """Against the acknowledgements of what was handed in."""
        found = {school.code: self.total(school)["reported"] for school in self.schools}
        expected = {school.code: reported.get(school.code, 0) for school in self.schools}
        assert found == expected, (found, expected)

    def sign(self, school, role, key, *more):
        self.ask("sign", "--as", role, *OF_YEAR, "--unit", school.code, *more, "--key",
                 self.world.pki / f"{key}.p12", "--pass-file", self.world.pki / "pin", codes=(0, 1))

    def issue(self, school):
        """Drafts with errors stay behind (1); what waits for the summer is not signed (5)."""
        self.ask("create", *OF_YEAR, "--unit", school.code, codes=(0, 1))
        for one in school.classes:
            self.sign(school, "gvcn", one.teacher.login, "--class", one.name)
        self.sign(school, "cbql", school.principal.login)
        self.sign(school, "school", school.code)
        self.ask("issue", *OF_YEAR, "--unit", school.code, codes=(0, 1, 5))

    def issued(self):
        """{UUID: (school's code, class)} of everything issued."""
        return {row["uuid"]: (school.code, row["class"]) for school in self.schools
                for row in self.json("list", *OF_YEAR, "--unit", school.code)["records"] if row["state"] == "issued"}

    def hand_in(self, school):
        """Until every packet has an answer; a run that the network cut off is started again."""
        out, pki = self.folder / f"packets-{school.code}", self.world.pki
        self.ask("report", "make", *OF_YEAR, "--unit", school.code, "--out", out, "--at-most", self.random.randint(30, 400),
                 "--key", pki / f"{school.code}.p12", "--pass-file", pki / "pin")
        packets = sorted(out.glob("*.xml"))
        self.random.shuffle(packets)
        if school is self.schools[0]:
            self.spoil(school, packets[0])
        while not all(packet.with_suffix(".result.json").exists() for packet in packets):
            self.ask("report", "send", *packets, "--url", self.world.network.url, "--user", self.name,
                     "--password-file", self.world.folder / f"{self.name}.password", "--unit", school.code, *OF_YEAR,
                     "--wait", 30, codes=(0, 1, 3, 6))

    def spoil(self, school, packet):
        """First by mistake: the changed record is refused, the one beside it is taken."""
        password = (self.world.folder / f"{self.name}.password").read_text().strip()
        bent, uuid = spoiled(packet, self.world.pki / f"{school.code}.p12", keys.PIN, self.folder / "spoiled")
        results = Client(self.world.network.url, self.name, password, school.code).submit(bent, int(tables.YEAR[:4]))
        said = {one["ma_tra_cuu_uuid"]: (one["trang_thai"], one["error"]) for one in results}
        assert said.pop(uuid) == (0, "SIGNATURE") and list(said.values()) == [(1, "")], results
        self.spoiled.append(uuid)

    def season(self, school):
        begin = time.monotonic()
        self.issue(school)
        middle = time.monotonic()
        self.hand_in(school)
        return middle - begin, time.monotonic() - middle


class Department(Instance):
    """The home whose gateway takes everything in."""

    def __init__(self, world):
        super().__init__(world.program, world.folder / "department")
        self.world, self.process, self.kills, self.before = world, None, 0, 0

    def prepare(self, schools, suppliers, store):
        self.found(self.world.folder / "files", schools, *store)
        self.certify(self.world.pki, schools, False)
        with open(self.home / "settings", "a", encoding="utf-8") as settings:
            settings.write(f"verify.anchors={self.world.pki / 'root.pem'}\n")
        for supplier in suppliers:
            password = self.ask("gateway", "add", supplier.name, *(school.code for school in supplier.schools))
            (self.world.folder / f"{supplier.name}.password").write_text(password)
        self.before = self.size()

    def start(self):
        self.process = subprocess.Popen([self.program, "serve", "--home", self.home, "--listen", "127.0.0.1:0",
                                         "--quiet"], stdout=subprocess.PIPE, text=True)
        words = self.process.stdout.readline().split()
        return next(word for word in words if "127.0.0.1:" in word).split("//")[-1].strip("/.")

    def looked_at(self):
        """Somebody of the department in front of the dashboard of the whole province."""
        password = self.ask("account", "give", OFFICER).strip()
        page = f"/giam-sat?don-vi={tables.DEPARTMENT}&nam-hoc={tables.YEAR}"
        return Onlooker(lambda: self.world.network.gateway, OFFICER, password, page)

    def kill(self):
        self.process.kill()
        self.process.wait()
        self.kills += 1

    def states(self):
        """{UUID: its state}, and how many answers were given for each."""
        states, answers = {}, {}
        for message in self.json("gateway", "list")["messages"]:
            for one in self.json("gateway", "show", message["number"])["results"]:
                answers[one["uuid"]] = answers.get(one["uuid"], 0) + 1
                if states.get(one["uuid"]) != "lưu hành":
                    states[one["uuid"]] = one["state"]
        return states, answers

    def size(self):
        """Of the database with what is free in it; None: it is elsewhere."""
        file = self.home / "hocba.db"
        if not file.exists():
            return None
        with contextlib.closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as database:
            return database.execute("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()").fetchone()[0]

    def size_over(self, size):
        """Over the records as XML: what the season's records, packets, results and entries of the ledger added; and
        the whole, with the empty tables, the enrolment, its history and how pupils are looked up."""
        now = self.size()
        return (round((now - self.before) / size, 3), round(now / size, 3)) if now else (None, None)

    def audit(self):
        self.ask("ledger", "enter")
        public, policy = self.world.folder / "public", self.world.folder / "policy"
        policy.write_text(f"log {self.json('ledger', 'show')['key']}\nquorum none\n")
        self.ask("ledger", "publish", "--out", public)
        return self.json("audit", "--store", "--ledger", public, "--policy", policy)


class World:
    def __init__(self, options, folder):
        self.options, self.folder, self.program = options, folder, pathlib.Path(options.hocba).resolve()
        self.pki = folder / "pki"
        self.pki.mkdir()
        self.schools = model.Maker(options.seed).province(options.schools, options.classes, options.pupils)
        self.suppliers = [Supplier(self, i, self.schools[i::options.suppliers]) for i in range(options.suppliers)]
        self.by_code = {school.code: school for school in self.schools}
        self.department = Department(self)
        self.network = None
        self.times, self.looks = {}, {}

    def timed(self, what, work, *arguments):
        begin = time.monotonic()
        answer = work(*arguments)
        self.times[what] = round(time.monotonic() - begin, 1)
        return answer

    def each(self, work, items):
        with concurrent.futures.ThreadPoolExecutor(self.options.suppliers) as pool:
            return list(pool.map(work, items))

    def prepare(self):
        keys.Authority(self.pki).make_for(self.schools)
        store = ("--store", self.options.store) if self.options.store else ()
        self.department.prepare(self.schools, self.suppliers, store)
        self.each(Supplier.enter, self.suppliers)

    def killing(self, ended):
        """Kill the gateway at moments nobody chose, and start it again."""
        draw = random.Random(f"{self.options.seed}-kills")
        while self.department.kills < self.options.kills and not ended.wait(draw.uniform(0.3, 1.5)):
            self.department.kill()
            self.network.gateway = self.department.start()

    def season(self):
        self.network = Network(self.department.start(), random.Random(f"{self.options.seed}-network"))
        onlooker = self.department.looked_at()
        onlooker.start()
        ended = threading.Event()
        killer = threading.Thread(target=self.killing, args=(ended,))
        killer.start()
        try:
            return self.each(lambda supplier: [supplier.season(school) for school in supplier.schools],
                             self.suppliers)
        finally:
            self.looks = {"while_taking_in": onlooker.end()}
            ended.set()
            killer.join()
            for _ in range(QUIET_LOOKS):
                onlooker.look()
            self.looks["idle"] = onlooker.summary()
            self.network.close()
            self.department.process.terminate()
            self.department.process.wait()

    def judge(self):
        """Every record in exactly one right state; the ledger agrees; the recount agrees."""
        issued = {}
        for supplier in self.suppliers:
            issued |= supplier.issued()
        audit = self.department.audit()  # what was accepted is in circulation once the ledger has it
        states, answers = self.department.states()
        wrong = [uuid for uuid in issued if states.get(uuid) != "lưu hành"]
        unknown = [uuid for uuid in states if uuid not in issued]
        recount = Recount(self.folder.glob("files-*/packets-*/*.xml"))
        assert not wrong and not unknown, (wrong[:3], unknown[:3])
        assert audit["clean"] and audit["compared"] == len(issued), audit
        assert recount.by_class(issued) == {}, "the signed documents are not what the states say"
        counted = recount.figures()
        self.each(lambda supplier: supplier.check_dashboard(counted), self.suppliers)
        reported = recount.reported(self.folder.glob("files-*/packets-*/*.result.json"))
        self.each(lambda supplier: supplier.check_reported(reported), self.suppliers)
        accepted = {school.code: self.department.total(school)["accepted"] for school in self.schools}
        assert accepted == {school.code: reported.get(school.code, 0) for school in self.schools}, (accepted, reported)
        added, whole = self.department.size_over(recount.size)
        return {"schools": len(self.schools), "classes": sum(len(school.classes) for school in self.schools),
                "pupils": sum(len(one.pupils) for school in self.schools for one in school.classes),
                "records": len(issued), "answers": sum(answers.values()), "kills": self.department.kills,
                "spoiled": sum(len(supplier.spoiled) for supplier in self.suppliers),
                "dashboard": self.looks, "lost": self.network.lost, "repeated": self.network.repeated,
                "added_over_xml": added, "store_over_xml": whole}


def processor_seconds():
    """Of this process, and of those it started and waited for."""
    return sum(os.times()[:4])


def run(options, folder):
    world = World(options, folder)
    world.timed("prepare", world.prepare)
    before = processor_seconds()
    parts = world.timed("season", world.season)
    processor = processor_seconds() - before
    report = world.timed("judge", world.judge)
    report["seconds"] = world.times
    report["records_per_s"] = round(report["records"] / world.times["season"])
    report["processor_ms_a_record"] = round(1000 * processor / report["records"], 1)
    report["issue_s"] = round(sum(one[0] for part in parts for one in part), 1)
    report["hand_in_s"] = round(sum(one[1] for part in parts for one in part), 1)
    return report


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("hocba")
    for name, value in (("schools", 6), ("classes", 5), ("pupils", 12), ("suppliers", 3), ("seed", 1), ("kills", 3)):
        parser.add_argument(f"--{name}", type=int, default=value)
    parser.add_argument("--store", default="")
    parser.add_argument("--folder", type=pathlib.Path)
    options = parser.parse_args()
    folder = options.folder or pathlib.Path(tempfile.mkdtemp(prefix="hocba-province-"))
    folder.mkdir(exist_ok=True)
    try:
        print(json.dumps(run(options, folder), ensure_ascii=False, indent=1))
    finally:
        if not options.folder:
            shutil.rmtree(folder, True)


if __name__ == "__main__":
    sys.exit(main())

# SPDX-License-Identifier: Apache-2.0
"""A department with a home of its own, which takes in what the demo's school reports."""
import hocba
from transparency import Server

SCHOOL, CLIENT = "22193401", "nha-cung-cap"


class DepartmentStory(hocba.DemoStory):
    """The demo is the school; `self.home` is the department's, and serves at `self.url`."""

    def setUp(self):
        super().setUp()
        self.found()
        self.pki = self.demo / "pki"
        self.person("so.duyet", "Bùi Thị Lan Phương", "022180000009", "department_approver", "--unit", "22")
        self.ok("certificate", "add", "--file", self.pki / "school.pem", "--unit", SCHOOL)
        listed = self.ok("certificate", "list", "--json").json["certificates"]
        self.ok("certificate", "approve", listed[0]["sha256"][:16], "--by", "so.duyet")
        with open(self.home / "settings", "a", encoding="utf-8") as settings:
            settings.write(f"verify.anchors={self.pki / 'root.pem'}\n")
        self.password = self.folder / "password"
        self.password.write_text(self.ok("gateway", "add", CLIENT, SCHOOL).out)
        self.serve()

    def serve(self, port=0):
        self.server = Server(hocba.PROGRAM, "serve", "--home", self.home, "--listen", f"127.0.0.1:{port}",
                             "--quiet")
        self.addCleanup(self.server.process.kill)
        self.url = f"http://{self.server.address}/api/gateway/v1"

    @property
    def seal(self):
        return ("--key", self.pki / "school.p12", "--pass-file", self.pki / "school.pin")

    @property
    def peer(self):
        return ("--user", CLIENT, "--password-file", self.password, "--unit", SCHOOL)

    def records(self):
        """Files of issued records that replace none."""
        out = self.folder / "records"
        self.ok("export", "--year", hocba.YEAR, "--class", "4A1", "--format", "xml", "--level", "B-B", "--out",
                out, home=self.demo)
        return [path for path in sorted(out.rglob("*.xml")) if b"<MA_UUID_THAY_THE>" not in path.read_bytes()]

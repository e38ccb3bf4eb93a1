# SPDX-License-Identifier: Apache-2.0
"""Counts once more what signed documents and their acknowledgements say, from their bytes and nothing else."""
import json
import re

FIELDS = {name: re.compile(f"<{name}>([^<]*)</{name}>".encode())
          for name in ("MA_TRA_CUU_UUID", "MA_TRUONG", "TEN_LOP", "MA_HOC_SINH")}
ROLES = {"GVCN": "signed_gvcn", "CBQL": "signed_cbql", "KY_PHAT_HANH": "issued"}  # and the dashboard's figure


class Recount:
    """Of packets (DANH_SACH_HOC_BA): each record once, by its UUID."""

    def __init__(self, packets):
        self.records, self.size = {}, 0
        for packet in packets:
            for text in re.findall(rb"<HOC_BA\b.*?</HOC_BA>", packet.read_bytes(), re.S):
                fields = {name: found[1].decode() if (found := pattern.search(text)) else None
                          for name, pattern in FIELDS.items()}
                self.size += 0 if fields["MA_TRA_CUU_UUID"] in self.records else len(text)
                fields["signed"] = {role for role in ROLES if f"<{role}>".encode() in text or f"<{role} ".encode() in text}
                self.records[fields["MA_TRA_CUU_UUID"]] = fields

    def by_class(self, expected):
        """Where the documents differ from {UUID: (school, class)}."""
        found = {uuid: (fields["MA_TRUONG"], fields["TEN_LOP"]) for uuid, fields in self.records.items()}
        return {uuid: (expected.get(uuid), found.get(uuid)) for uuid in expected.keys() | found.keys()
                if expected.get(uuid) != found.get(uuid)}

    def figures(self):
        """{(school, class): {figure of the dashboard: count}}"""
        counted = {}
        for fields in self.records.values():
            counts = counted.setdefault((fields["MA_TRUONG"], fields["TEN_LOP"]), dict.fromkeys(ROLES.values(), 0))
            for role in fields["signed"]:
                counts[ROLES[role]] += 1
        return counted

    def reported(self, acknowledgements):
        """{school: how many pupils have a record that the receiver acknowledged as taken}, of the answers that
        stand beside the packets."""
        answers = [json.loads(file.read_bytes()) for file in acknowledgements]
        taken = {one["ma_tra_cuu_uuid"] for answer in answers for one in answer.get("data", ())
                 if one["trang_thai"] == 1}
        pupils = {}
        for uuid in taken:
            fields = self.records[uuid]
            pupils.setdefault(fields["MA_TRUONG"], set()).add(fields["MA_HOC_SINH"])
        return {school: len(codes) for school, codes in pupils.items()}

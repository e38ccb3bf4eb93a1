# SPDX-License-Identifier: Apache-2.0
"""A signer that drops every tenth exchange, answers out of order and now and then signs with another
key; and a program that is killed: every record ends right, and nothing is signed twice."""
import collections
import unittest

import stage


class Faults(stage.Stage):
    def build(self):
        super().build(roles="gvbm,gvcn,cbql,school")

    def all_subjects_by_one(self):
        for subject in stage.SUBJECTS:
            self.ok("person", "add", "--login", "gvcn", "--role", "subject_teacher", "--from",
                    "2023-09-01", "--subject", subject, *stage.CLASS)
        self.ok("decide", "signer_choice", "gvbm NN1=gvcn", *stage.CLASS)

    def check_signed_once(self, journal, count):
        own = collections.Counter(self.lines(journal, "own"))
        self.assertEqual(len(own), count)
        self.assertEqual(set(own.values()), {1}, "signed twice")

    def test_a_batch_of_hundreds(self):
        """12 subjects of 35 pupils in one command, then everybody else, then a stranger verifies."""
        self.create()
        self.all_subjects_by_one()
        socket, journal = self.peer("gvcn", "drop")
        answer = self.sign_at(socket, "gvbm")
        self.assertEqual(self.counts(answer), (35, 0, 0))
        self.check_signed_once(journal, 35 * len(stage.SUBJECTS))
        self.assertGreater(len(self.lines(journal, "other")), 10)
        self.assertEqual(self.counts(self.sign_at(socket, "gvcn")), (35, 0, 0))
        self.check_signed_once(journal, 35 * (len(stage.SUBJECTS) + 1))
        for role in ("cbql", "school"):
            self.assertEqual(self.counts(self.sign(role)), (35, 0, 0))
        self.ok("issue", *stage.CLASS)
        for row in self.ok("list", *stage.CLASS, "--json").json["records"]:
            signatures = self.ok("show", row["uuid"], "--json").json["signatures"]
            self.assertEqual(len(signatures), len(stage.SUBJECTS) + 3)
        self.verify_all()

    def test_killed_again_and_again(self):
        """The same batch is found again under its id: one start, every digest once."""
        self.create()
        self.all_subjects_by_one()
        socket, journal = self.peer("gvcn", "slow")
        words = ("sign", "--as", "gvbm", *stage.CLASS, "--subject", "TV", "--socket", socket)
        for reached in (1, 9, 20):
            self.kill_in_the_middle(words, lambda: journal.exists() and len(
                self.lines(journal, "own")) >= reached)
        answer = self.ok(*words, "--json").json
        self.assertEqual(answer["failed"], 0)
        self.check_signed_once(journal, 35)
        self.assertEqual(len(self.lines(journal, "start")), 1)
        self.assertEqual(self.counts(self.ok(*words, "--json").json), (0, 35, 0))

    def test_a_signer_that_is_not_there(self):
        self.create()
        answer = self.ok("sign", "--as", "gvcn", *stage.CLASS, "--socket", self.folder / "none",
                         code=6)
        self.assertIn("Máy ký", answer.err)


if __name__ == "__main__":
    unittest.main()

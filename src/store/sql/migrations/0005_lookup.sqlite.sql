-- SPDX-License-Identifier: Apache-2.0
-- Looking pupils up as one types (store/lookup.h). Made from the pupils and their enrolments, so no
-- part of a dump; what is stale is written anew before the transaction that made it so ends.

CREATE TABLE pupil_lookup (
    number INTEGER NOT NULL PRIMARY KEY,
    pupil TEXT NOT NULL UNIQUE REFERENCES pupil(id),
    words TEXT NOT NULL,
    stale INTEGER NOT NULL CHECK (stale IN (0, 1))
) STRICT;
CREATE INDEX pupil_lookup_stale ON pupil_lookup(pupil) WHERE stale = 1;
-- Follows pupil_lookup.words by the store's own statements: no trigger may write a virtual table.
CREATE VIRTUAL TABLE pupil_words USING fts5(words, content = 'pupil_lookup',
    content_rowid = 'number', tokenize = 'ascii', prefix = '2 3', detail = none, columnsize = 0);

INSERT INTO pupil_lookup (pupil, words, stale) SELECT id, '', 1 FROM pupil;

CREATE TRIGGER pupil_lookup_new AFTER INSERT ON pupil
BEGIN INSERT INTO pupil_lookup(pupil, words, stale) VALUES (NEW.id, '', 1); END;
CREATE TRIGGER pupil_lookup_changed AFTER UPDATE ON pupil
BEGIN UPDATE pupil_lookup SET stale = 1 WHERE pupil = NEW.id; END;
CREATE TRIGGER pupil_lookup_enrolled AFTER INSERT ON enrolment
BEGIN UPDATE pupil_lookup SET stale = 1 WHERE pupil = NEW.pupil; END;
CREATE TRIGGER pupil_lookup_moved AFTER UPDATE OF class ON enrolment
BEGIN UPDATE pupil_lookup SET stale = 1 WHERE pupil = NEW.pupil; END;

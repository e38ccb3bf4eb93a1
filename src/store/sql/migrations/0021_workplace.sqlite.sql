-- SPDX-License-Identifier: Apache-2.0
-- The workplace.

-- Who opened a class's grid, once a day; an entry of the access log.
CREATE TABLE class_look (
    class TEXT NOT NULL REFERENCES class(id),
    login TEXT NOT NULL,
    day TEXT NOT NULL,
    entry INTEGER NOT NULL REFERENCES access_log(number),
    PRIMARY KEY (class, login, day)
) STRICT;

CREATE TRIGGER class_look_no_update BEFORE UPDATE ON class_look
BEGIN SELECT RAISE(ABORT, 'append-only: class_look'); END;
CREATE TRIGGER class_look_no_delete BEFORE DELETE ON class_look
BEGIN SELECT RAISE(ABORT, 'append-only: class_look'); END;

-- A batch that a page gave to a remote service: which, for whom, and what the service calls it.
CREATE TABLE sign_remote (
    batch TEXT NOT NULL PRIMARY KEY REFERENCES sign_batch(id),
    service TEXT NOT NULL,
    account TEXT NOT NULL,
    reference TEXT
) STRICT;

-- A person's account at a remote service, as they gave it last.
CREATE TABLE remote_account (
    person TEXT NOT NULL REFERENCES person(id),
    service TEXT NOT NULL,
    account TEXT NOT NULL,
    PRIMARY KEY (person, service)
) STRICT;

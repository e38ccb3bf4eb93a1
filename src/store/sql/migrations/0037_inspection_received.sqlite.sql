-- SPDX-License-Identifier: Apache-2.0
-- Records of a round's sample that other programs made and the gateway received; place is that in the one
-- draw of the school's records (inspection_record has those made here).

CREATE TABLE inspection_received (
    inspection TEXT NOT NULL REFERENCES inspection(id),
    record TEXT NOT NULL REFERENCES received_record(uuid),
    school TEXT NOT NULL REFERENCES unit(id),
    place INTEGER NOT NULL,
    PRIMARY KEY (inspection, record)
) STRICT;
CREATE TRIGGER inspection_received_no_update BEFORE UPDATE ON inspection_received
BEGIN SELECT RAISE(ABORT, 'append-only: inspection_received'); END;
CREATE TRIGGER inspection_received_no_delete BEFORE DELETE ON inspection_received
BEGIN SELECT RAISE(ABORT, 'append-only: inspection_received'); END;

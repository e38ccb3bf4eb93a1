-- SPDX-License-Identifier: Apache-2.0
-- Records of a round's sample that other programs made and the gateway received; place is that in the one
-- draw of the school's records (inspection_record has those made here).

CREATE TABLE inspection_received (
    inspection txt NOT NULL REFERENCES inspection(id),
    record txt NOT NULL REFERENCES received_record(uuid),
    school txt NOT NULL REFERENCES unit(id),
    place BIGINT NOT NULL,
    PRIMARY KEY (inspection, record)
);
CREATE TRIGGER inspection_received_no_change BEFORE UPDATE OR DELETE ON inspection_received
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER inspection_received_no_truncate BEFORE TRUNCATE ON inspection_received
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

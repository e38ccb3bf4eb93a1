-- SPDX-License-Identifier: Apache-2.0
-- What is asked upwards about reported records (store/report_wishes.h; CV2088 II.2.6): one row per
-- record in a packet of transaction 5, which is kept and sent as any other of report_message.

CREATE TABLE report_wish (
    message BIGINT NOT NULL REFERENCES report_message(number),
    place BIGINT NOT NULL,
    unit txt NOT NULL REFERENCES unit(id),
    request txt NOT NULL REFERENCES revocation_request(id),
    record txt NOT NULL CHECK (length(record) = 36),
    wish txt NOT NULL CHECK (wish IN ('replace', 'withdraw', 'give_up')),
    state txt NOT NULL CHECK (state IN ('open', 'waiting', 'agreed', 'refused', 'again')),
    error txt NOT NULL,
    field txt NOT NULL,
    description txt NOT NULL,
    PRIMARY KEY (message, place)
);
CREATE INDEX report_wish_by_request ON report_wish(request, record);
CREATE INDEX report_wish_by_record ON report_wish(record);
-- Nothing is asked under two ids.
CREATE UNIQUE INDEX report_wish_once ON report_wish(unit, request, record)
    WHERE state IN ('open', 'waiting', 'agreed');

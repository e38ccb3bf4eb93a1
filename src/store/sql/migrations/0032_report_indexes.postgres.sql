-- SPDX-License-Identifier: Apache-2.0
-- What figures and the queue upwards ask for at a province's size: a school's received records, the newest
-- word about a record without its row, what has ended or changed since, what takes a record's place.

CREATE INDEX received_record_by_unit ON received_record(unit, year, uuid);
DROP INDEX report_record_by_record;
CREATE INDEX report_record_by_record ON report_record(record, unit, message, state);
CREATE INDEX report_message_by_end ON report_message(ended_at);
CREATE INDEX received_change_by_time ON received_change(made_at);
CREATE INDEX status_change_by_replacement ON status_change(replacement) WHERE replacement IS NOT NULL;
CREATE INDEX received_change_by_replacement ON received_change(replacement) WHERE replacement IS NOT NULL;

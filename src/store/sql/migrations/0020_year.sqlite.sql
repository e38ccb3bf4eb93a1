-- SPDX-License-Identifier: Apache-2.0
-- The end of a school year.

-- Nothing that names a record may change, but that one which was never issued (its document is still
-- here) takes nobody's place any more: a replacement that was given up.
DROP TRIGGER record_fixed;
CREATE TRIGGER record_fixed BEFORE UPDATE OF uuid, enrolment, made_at, replaces ON record
WHEN NOT (NEW.uuid = OLD.uuid AND NEW.enrolment = OLD.enrolment AND NEW.made_at = OLD.made_at
    AND NEW.replaces IS NULL AND OLD.work IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'append-only: record'); END;

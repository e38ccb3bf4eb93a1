-- SPDX-License-Identifier: Apache-2.0
-- Packets kept once (store/packets.h): a message's content waits here until the message has ended. Where it
-- composes again from the records that were received in it, then only what is around them is kept; else it
-- stays as it came. Messages from before have theirs in their own row, for ever.

CREATE TABLE gateway_content (
    message BIGINT NOT NULL PRIMARY KEY REFERENCES gateway_message(number),
    content BYTEA NOT NULL
);

-- `frame`: where the records stood, and the rest; `sha256` and `size` are of the packet's text.
CREATE TABLE gateway_packet (
    message BIGINT NOT NULL PRIMARY KEY REFERENCES gateway_message(number),
    sha256 txt NOT NULL CHECK (length(sha256) = 64),
    size BIGINT NOT NULL,
    dictionary txt REFERENCES dictionary(id),
    frame_size BIGINT NOT NULL,
    frame BYTEA NOT NULL
);

CREATE FUNCTION refuse_loss_of_content() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM gateway_packet AS p WHERE p.message = OLD.message) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'append-only: %', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TRIGGER gateway_content_no_change BEFORE UPDATE ON gateway_content
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER gateway_content_stays BEFORE DELETE ON gateway_content
    FOR EACH ROW EXECUTE FUNCTION refuse_loss_of_content();
CREATE TRIGGER gateway_content_no_truncate BEFORE TRUNCATE ON gateway_content
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER gateway_packet_no_change BEFORE UPDATE OR DELETE ON gateway_packet
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER gateway_packet_no_truncate BEFORE TRUNCATE ON gateway_packet
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- As before, and then the table from which a packed content goes.
ALTER FUNCTION grant_application(TEXT) RENAME TO grant_application_before_packets;
CREATE FUNCTION grant_application(application TEXT) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM grant_application_before_packets(application);
    EXECUTE format('GRANT DELETE ON gateway_content TO %I', application);
END $$;

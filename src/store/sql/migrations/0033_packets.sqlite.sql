-- SPDX-License-Identifier: Apache-2.0
-- Packets kept once (store/packets.h): a message's content waits here until the message has ended. Where it
-- composes again from the records that were received in it, then only what is around them is kept; else it
-- stays as it came. Messages from before have theirs in their own row, for ever.

CREATE TABLE gateway_content (
    message INTEGER NOT NULL PRIMARY KEY REFERENCES gateway_message(number),
    content BLOB NOT NULL
) STRICT;

-- `frame`: where the records stood, and the rest; `sha256` and `size` are of the packet's text.
CREATE TABLE gateway_packet (
    message INTEGER NOT NULL PRIMARY KEY REFERENCES gateway_message(number),
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    size INTEGER NOT NULL,
    dictionary TEXT REFERENCES dictionary(id),
    frame_size INTEGER NOT NULL,
    frame BLOB NOT NULL
) STRICT;

CREATE TRIGGER gateway_content_no_update BEFORE UPDATE ON gateway_content
BEGIN SELECT RAISE(ABORT, 'append-only: gateway_content'); END;
CREATE TRIGGER gateway_content_stays BEFORE DELETE ON gateway_content
WHEN NOT EXISTS (SELECT 1 FROM gateway_packet AS p WHERE p.message = OLD.message)
BEGIN SELECT RAISE(ABORT, 'append-only: gateway_content'); END;
CREATE TRIGGER gateway_packet_no_update BEFORE UPDATE ON gateway_packet
BEGIN SELECT RAISE(ABORT, 'append-only: gateway_packet'); END;
CREATE TRIGGER gateway_packet_no_delete BEFORE DELETE ON gateway_packet
BEGIN SELECT RAISE(ABORT, 'append-only: gateway_packet'); END;

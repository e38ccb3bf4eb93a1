-- SPDX-License-Identifier: Apache-2.0

-- name: get_record_unit
SELECT c.unit FROM record AS r JOIN enrolment AS e ON e.id = r.enrolment
    JOIN class AS c ON c.id = e.class
WHERE r.uuid = $1;

-- name: add_issued
INSERT INTO issued_document (record, sha256, size, bytes, dictionary, issued_at)
VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT DO NOTHING RETURNING record;

-- name: find_issued
SELECT record, sha256, size, issued_at, dictionary, bytes FROM issued_document WHERE record = $1;

-- name: find_newest_dictionary
SELECT d.id, d.generation,
    (SELECT COUNT(*) FROM issued_document AS i WHERE i.dictionary = d.id),
    (SELECT CAST(COALESCE(AVG(sample.bytes), 0) AS BIGINT)
     FROM (SELECT length(i.bytes) AS bytes FROM issued_document AS i
           WHERE i.dictionary = d.id AND length(i.bytes) * 50 > i.size LIMIT 16) AS sample)
FROM dictionary AS d WHERE d.unit = $1
ORDER BY d.generation DESC LIMIT 1;

-- Of what was received, asked seldom: dictionaries of received records have no index.
-- name: find_received_average
SELECT CAST(COALESCE(AVG(sample.bytes), 0) AS BIGINT)
FROM (SELECT length(r.bytes) AS bytes FROM gateway_message AS m
          JOIN gateway_result AS g ON g.message = m.number JOIN received_record AS r ON r.uuid = g.uuid
      WHERE m.unit = $1 AND r.dictionary = $2 AND length(r.bytes) * 50 > r.size LIMIT 16) AS sample;

-- name: find_dictionary
SELECT base, size, bytes FROM dictionary WHERE id = $1;

-- name: add_dictionary
INSERT INTO dictionary (id, unit, generation, base, made_at, size, bytes)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT DO NOTHING RETURNING id;

-- name: measure_issued
SELECT COUNT(*), CAST(COALESCE(SUM(size), 0) AS BIGINT),
    CAST(COALESCE(SUM(length(bytes)), 0) AS BIGINT),
    CAST((SELECT COALESCE(SUM(length(d.bytes)), 0) FROM dictionary AS d) AS BIGINT)
FROM issued_document;

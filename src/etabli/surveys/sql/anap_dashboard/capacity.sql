-- Admissions: persons whose contract of accompaniment begins in the year, each once; what the rotation of places counts, too.
-- A contract that takes over from another without a day between admits nobody.
SELECT e.establishment AS establishment, 'anap_admissions' AS field, e.subject AS subject,
       MIN(e.contract_from_day) AS day_no, 1 AS num, 0 AS den, '' AS excluded
FROM engagement AS e
JOIN scope AS s ON s.establishment = e.establishment
LEFT JOIN engagement AS b ON b.establishment = e.establishment AND b.subject = e.subject AND b.kind = 'accompaniment'
     AND b.contract_from_day < e.contract_from_day AND b.contract_to_day >= e.contract_from_day
WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND e.kind = 'accompaniment'
  AND e.contract_from_day >= :from_day AND e.contract_from_day < :to_day AND b.subject IS NULL
GROUP BY e.establishment, e.subject
UNION ALL
SELECT e.establishment AS establishment, 'anap_rotation' AS field, e.subject AS subject,
       MIN(e.contract_from_day) AS day_no, 1 AS num, 0 AS den, '' AS excluded
FROM engagement AS e
JOIN scope AS s ON s.establishment = e.establishment
LEFT JOIN engagement AS b ON b.establishment = e.establishment AND b.subject = e.subject AND b.kind = 'accompaniment'
     AND b.contract_from_day < e.contract_from_day AND b.contract_to_day >= e.contract_from_day
WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND e.kind = 'accompaniment'
  AND e.contract_from_day >= :from_day AND e.contract_from_day < :to_day AND b.subject IS NULL
GROUP BY e.establishment, e.subject
UNION ALL
-- Approved places on the last day of the year: a count, and what admissions are divided by.
SELECT c.establishment AS establishment, 'anap_places' AS field, NULL + 0 AS subject, c.day_no AS day_no,
       c.places AS num, 0 AS den, '' AS excluded
FROM calendar AS c
JOIN scope AS s ON s.establishment = c.establishment
WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND c.day_no = :to_day - 1
UNION ALL
SELECT c.establishment AS establishment, 'anap_rotation' AS field, NULL + 0 AS subject, c.day_no AS day_no,
       0 AS num, c.places AS den, '' AS excluded
FROM calendar AS c
JOIN scope AS s ON s.establishment = c.establishment
WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND c.day_no = :to_day - 1

-- Approved places on the last day of the year.
SELECT c.establishment AS establishment, 'cpom_places' AS field, NULL AS subject, c.day_no AS day_no,
       c.places AS num, 0 AS den, '' AS excluded
FROM calendar AS c
JOIN scope AS s ON s.establishment = c.establishment
WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND c.day_no = :to_day - 1

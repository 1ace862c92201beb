-- Minutes of paid support in the year, over everyone accompanied in it.
SELECT e.establishment AS establishment, 'nb_support_hours' AS field, e.subject AS subject, :to_day - 1 AS day_no,
       COALESCE(MAX(h.minutes), 0) AS num, 1 AS den, '' AS excluded
FROM engagement AS e
JOIN scope AS s ON s.establishment = e.establishment
LEFT JOIN (
    SELECT h.establishment AS establishment, h.subject AS subject, SUM(h.minutes) AS minutes
    FROM person_half_day AS h
    JOIN scope AS s ON s.establishment = h.establishment
    WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND h.kind = 'accompaniment' AND h.code = 'SOU'
      AND h.day_no >= :from_day AND h.day_no < :to_day
    GROUP BY h.establishment, h.subject
) AS h ON h.establishment = e.establishment AND h.subject = e.subject
WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND e.kind = 'accompaniment'
  AND e.from_day < :to_day AND e.to_day > :from_day
GROUP BY e.establishment, e.subject

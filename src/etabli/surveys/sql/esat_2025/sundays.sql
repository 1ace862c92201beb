-- Persons accompanied who were written present with minutes on a Sunday or a public holiday of the year, those on which the
-- house works included.
SELECT h.establishment AS establishment, 'nb_worker_worked_sunday' AS field, h.subject AS subject,
       MIN(h.day_no) AS day_no, 1 AS num, 0 AS den, '' AS excluded
FROM person_half_day AS h
JOIN scope AS s ON s.establishment = h.establishment
JOIN calendar AS c ON c.establishment = h.establishment AND c.day_no = h.day_no
WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND h.kind = 'accompaniment'
  AND h.day_no >= :from_day AND h.day_no < :to_day AND h.typed = 1 AND h.ars = 1 AND h.minutes > 0
  AND (c.weekday = 6 OR c.holiday = 1 OR c.worked_holiday = 1)
GROUP BY h.establishment, h.subject

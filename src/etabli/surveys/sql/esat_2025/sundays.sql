-- Persons accompanied who were written present with minutes on a Sunday or a public holiday of the year, those on which the
-- house works included. The days of any house first, so that few half-days are looked up in the calendar of their own.
SELECT u.establishment AS establishment, 'nb_worker_worked_sunday' AS field, u.subject AS subject,
       MIN(u.day_no) AS day_no, 1 AS num, 0 AS den, '' AS excluded
FROM (
    SELECT h.establishment AS establishment, h.subject AS subject, h.day_no AS day_no
    FROM person_half_day AS h
    JOIN scope AS s ON s.establishment = h.establishment
    JOIN (
        SELECT c.day_no AS day_no
        FROM calendar AS c
        JOIN scope AS s ON s.establishment = c.establishment
        WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND c.day_no >= :from_day AND c.day_no < :to_day
          AND (c.weekday = 6 OR c.holiday = 1 OR c.worked_holiday = 1)
        GROUP BY c.day_no
    ) AS d ON d.day_no = h.day_no
    WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND h.kind = 'accompaniment'
      AND h.day_no >= :from_day AND h.day_no < :to_day AND h.typed = 1 AND h.ars = 1 AND h.minutes > 0
    GROUP BY h.establishment, h.subject, h.day_no
) AS u
JOIN calendar AS c ON c.establishment = u.establishment AND c.day_no = u.day_no
JOIN scope AS s ON s.establishment = c.establishment
WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND (c.weekday = 6 OR c.holiday = 1 OR c.worked_holiday = 1)
GROUP BY u.establishment, u.subject

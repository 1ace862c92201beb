-- Persons accompanied in the year who have reached fifty on its last day: born before the day fifty years before its end.
SELECT u.establishment AS establishment, 'pct_more_than50' AS field, u.subject AS subject, :to_day - 1 AS day_no,
       CASE WHEN u.birth_day < :born_day THEN 1 ELSE 0 END AS num, 0 AS den,
       CASE WHEN u.birth_day IS NULL THEN 'no_birth_date' ELSE '' END AS excluded
FROM (
    SELECT e.establishment AS establishment, e.subject AS subject, MIN(p.birth_day) AS birth_day
    FROM engagement AS e
    JOIN scope AS s ON s.establishment = e.establishment
    LEFT JOIN person_profile AS p ON p.establishment = e.establishment AND p.subject = e.subject
    WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND e.kind = 'accompaniment'
      AND e.from_day < :to_day AND e.to_day > :from_day
    GROUP BY e.establishment, e.subject
) AS u
WHERE u.birth_day IS NULL OR u.birth_day < :born_day

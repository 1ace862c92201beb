-- Of everyone accompanied in the year, how she gets about. -1 is: nobody asked.
SELECT u.establishment AS establishment, u.field AS field, u.subject AS subject, u.day_no AS day_no,
       CASE WHEN u.flag = 1 THEN 1 ELSE 0 END AS num, 0 AS den,
       CASE WHEN u.flag = -1 THEN 'not_asked' ELSE '' END AS excluded
FROM (
    SELECT p.establishment AS establishment, 'nb_worker_transport' AS field, p.subject AS subject, MIN(p.entry_day) AS day_no,
           MAX(p.transport) AS flag
    FROM person_profile AS p
    JOIN scope AS s ON s.establishment = p.establishment
    JOIN engagement AS e ON e.establishment = p.establishment AND e.subject = p.subject
    WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND e.kind = 'accompaniment'
      AND e.from_day < :to_day AND e.to_day > :from_day
    GROUP BY p.establishment, p.subject
    UNION ALL
    SELECT p.establishment AS establishment, 'nb_worker_mobility_inclusion_card' AS field, p.subject AS subject, MIN(p.entry_day) AS day_no,
           MAX(p.mobility_card) AS flag
    FROM person_profile AS p
    JOIN scope AS s ON s.establishment = p.establishment
    JOIN engagement AS e ON e.establishment = p.establishment AND e.subject = p.subject
    WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND e.kind = 'accompaniment'
      AND e.from_day < :to_day AND e.to_day > :from_day
    GROUP BY p.establishment, p.subject
    UNION ALL
    SELECT p.establishment AS establishment, 'nb_worker_driving_licence' AS field, p.subject AS subject, MIN(p.entry_day) AS day_no,
           MAX(p.driving_licence) AS flag
    FROM person_profile AS p
    JOIN scope AS s ON s.establishment = p.establishment
    JOIN engagement AS e ON e.establishment = p.establishment AND e.subject = p.subject
    WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND e.kind = 'accompaniment'
      AND e.from_day < :to_day AND e.to_day > :from_day
    GROUP BY p.establishment, p.subject
    UNION ALL
    SELECT p.establishment AS establishment, 'nb_worker_code' AS field, p.subject AS subject, MIN(p.entry_day) AS day_no,
           MAX(p.highway_code) AS flag
    FROM person_profile AS p
    JOIN scope AS s ON s.establishment = p.establishment
    JOIN engagement AS e ON e.establishment = p.establishment AND e.subject = p.subject
    WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND e.kind = 'accompaniment'
      AND e.from_day < :to_day AND e.to_day > :from_day
    GROUP BY p.establishment, p.subject
) AS u
WHERE u.flag <> 0

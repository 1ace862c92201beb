-- Of those whose first day under accompaniment contract is in the year, what they were asked on entry. -1 is: nobody asked.
SELECT u.establishment AS establishment, u.field AS field, u.subject AS subject, u.day_no AS day_no,
       CASE WHEN u.flag = 1 THEN 1 ELSE 0 END AS num, 0 AS den,
       CASE WHEN u.flag = -1 THEN 'not_asked' ELSE '' END AS excluded
FROM (
    SELECT p.establishment AS establishment, 'nb_worker_previous_mot' AS field, p.subject AS subject, MIN(p.entry_day) AS day_no,
           MAX(p.had_ordinary_job) AS flag
    FROM person_profile AS p
    JOIN scope AS s ON s.establishment = p.establishment
    JOIN engagement AS e ON e.establishment = p.establishment AND e.subject = p.subject
    WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND e.kind = 'accompaniment'
      AND p.entry_day >= :from_day AND p.entry_day < :to_day
    GROUP BY p.establishment, p.subject
    UNION ALL
    SELECT p.establishment AS establishment, 'nb_worker_new' AS field, p.subject AS subject, MIN(p.entry_day) AS day_no,
           MAX(p.first_protected) AS flag
    FROM person_profile AS p
    JOIN scope AS s ON s.establishment = p.establishment
    JOIN engagement AS e ON e.establishment = p.establishment AND e.subject = p.subject
    WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND e.kind = 'accompaniment'
      AND p.entry_day >= :from_day AND p.entry_day < :to_day
    GROUP BY p.establishment, p.subject
    UNION ALL
    SELECT p.establishment AS establishment, 'nb_worker_temporary' AS field, p.subject AS subject, MIN(p.entry_day) AS day_no,
           MAX(p.temporary) AS flag
    FROM person_profile AS p
    JOIN scope AS s ON s.establishment = p.establishment
    JOIN engagement AS e ON e.establishment = p.establishment AND e.subject = p.subject
    WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND e.kind = 'accompaniment'
      AND p.entry_day >= :from_day AND p.entry_day < :to_day
    GROUP BY p.establishment, p.subject
) AS u
WHERE u.flag <> 0

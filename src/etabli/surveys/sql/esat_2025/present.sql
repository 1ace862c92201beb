-- Age and seniority in days on the last day of the year, of those present that day; one row a person.
SELECT u.establishment AS establishment, u.field AS field, u.subject AS subject, :to_day - 1 AS day_no,
       CASE WHEN u.since IS NULL THEN 0 ELSE :to_day - 1 - u.since END AS num,
       CASE WHEN u.since IS NULL THEN 0 ELSE 1 END AS den,
       CASE WHEN u.since IS NULL THEN u.reason ELSE '' END AS excluded
FROM (
    SELECT e.establishment AS establishment, 'mean_worker_age' AS field, e.subject AS subject,
           MIN(p.birth_day) AS since, 'no_birth_date' AS reason
    FROM engagement AS e
    JOIN scope AS s ON s.establishment = e.establishment
    LEFT JOIN person_profile AS p ON p.establishment = e.establishment AND p.subject = e.subject
    WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND e.kind = 'accompaniment'
      AND e.from_day < :to_day AND e.to_day >= :to_day
    GROUP BY e.establishment, e.subject
    UNION ALL
    SELECT e.establishment AS establishment, 'mean_seniority' AS field, e.subject AS subject,
           MIN(p.entry_day) AS since, 'no_entry_date' AS reason
    FROM engagement AS e
    JOIN scope AS s ON s.establishment = e.establishment
    LEFT JOIN person_profile AS p ON p.establishment = e.establishment AND p.subject = e.subject
    WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND e.kind = 'accompaniment'
      AND e.from_day < :to_day AND e.to_day >= :to_day
    GROUP BY e.establishment, e.subject
) AS u

-- Persons accompanied in the year whose plan says in writing, at some time of it, that they want to go to ordinary work.
SELECT v.establishment AS establishment, 'nb_worker_willing_mot' AS field, v.subject AS subject,
       MIN(v.from_day) AS day_no, 1 AS num, 0 AS den, '' AS excluded
FROM ordinary_work_will AS v
JOIN scope AS s ON s.establishment = v.establishment
JOIN engagement AS e ON e.establishment = v.establishment AND e.subject = v.subject
WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND e.kind = 'accompaniment'
  AND e.from_day < :to_day AND e.to_day > :from_day AND v.from_day < :to_day AND v.to_day > :from_day
GROUP BY v.establishment, v.subject
UNION ALL
-- Of these, those who had registered as job seekers by the end of the year.
SELECT v.establishment AS establishment, 'nb_worker_ft_job_seekers' AS field, v.subject AS subject,
       MIN(v.seeker_day) AS day_no, 1 AS num, 0 AS den, '' AS excluded
FROM ordinary_work_will AS v
JOIN scope AS s ON s.establishment = v.establishment
JOIN engagement AS e ON e.establishment = v.establishment AND e.subject = v.subject
WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND e.kind = 'accompaniment'
  AND e.from_day < :to_day AND e.to_day > :from_day AND v.from_day < :to_day AND v.to_day > :from_day
  AND v.seeker_day < :to_day
GROUP BY v.establishment, v.subject

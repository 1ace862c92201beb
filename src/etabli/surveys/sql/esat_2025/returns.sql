-- Persons who came back in the year after ordinary or adapted work, here or to another ESAT. What is known to have been
-- another departure is left out; an unknown one counts.
SELECT r.establishment AS establishment,
       CASE r.elsewhere WHEN 1 THEN 'nb_worker_reinteg_other' ELSE 'nb_worker_reinteg' END AS field,
       r.subject AS subject, MIN(r.return_day) AS day_no, 1 AS num, 0 AS den, '' AS excluded
FROM return_to_esat AS r
JOIN scope AS s ON s.establishment = r.establishment
LEFT JOIN exit AS x ON x.establishment = r.establishment AND x.subject = r.subject AND x.exit_day = r.exit_day
WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND r.return_day >= :from_day AND r.return_day < :to_day
  AND (x.subject IS NULL OR x.ordinary = 1 OR x.destination = 'unknown')
GROUP BY r.establishment, r.elsewhere, r.subject
UNION ALL
SELECT r.establishment AS establishment,
       CASE r.elsewhere WHEN 1 THEN 'nb_worker_reinteg_other' ELSE 'nb_worker_reinteg' END AS field,
       r.subject AS subject, MIN(r.return_day) AS day_no, 0 AS num, 0 AS den, 'not_from_ordinary_work' AS excluded
FROM return_to_esat AS r
JOIN scope AS s ON s.establishment = r.establishment
JOIN exit AS x ON x.establishment = r.establishment AND x.subject = r.subject AND x.exit_day = r.exit_day
WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND r.return_day >= :from_day AND r.return_day < :to_day
  AND x.ordinary = 0 AND x.destination <> 'unknown'
GROUP BY r.establishment, r.elsewhere, r.subject

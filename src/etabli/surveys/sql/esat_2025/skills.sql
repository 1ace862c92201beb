-- Persons accompanied in the year whose RAE or RSFP was validated in it.
SELECT r.establishment AS establishment, 'nb_worker_rae_rsfp' AS field, r.subject AS subject, MIN(r.validated_day) AS day_no,
       1 AS num, 0 AS den, '' AS excluded
FROM recognition AS r
JOIN scope AS s ON s.establishment = r.establishment
JOIN engagement AS e ON e.establishment = r.establishment AND e.subject = r.subject
WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND e.kind = 'accompaniment'
  AND e.from_day < :to_day AND e.to_day > :from_day
  AND r.validated_day >= :from_day AND r.validated_day < :to_day AND r.kind IN ('rae', 'rsfp')
GROUP BY r.establishment, r.subject
UNION ALL
-- Persons accompanied in the year whose VAE was validated in it.
SELECT r.establishment AS establishment, 'nb_worker_vae' AS field, r.subject AS subject, MIN(r.validated_day) AS day_no,
       1 AS num, 0 AS den, '' AS excluded
FROM recognition AS r
JOIN scope AS s ON s.establishment = r.establishment
JOIN engagement AS e ON e.establishment = r.establishment AND e.subject = r.subject
WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND e.kind = 'accompaniment'
  AND e.from_day < :to_day AND e.to_day > :from_day
  AND r.validated_day >= :from_day AND r.validated_day < :to_day AND r.kind IN ('vae')
GROUP BY r.establishment, r.subject
UNION ALL
-- Those who left in the year with a recognition validated before, whenever that was.
SELECT x.establishment AS establishment, 'after_skills_validation' AS field, x.subject AS subject,
       MAX(x.exit_day) - 1 AS day_no, 1 AS num, 0 AS den, '' AS excluded
FROM exit AS x
JOIN scope AS s ON s.establishment = x.establishment
JOIN recognition AS r ON r.establishment = x.establishment AND r.subject = x.subject AND r.validated_day < x.exit_day
WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND x.exit_day > :from_day AND x.exit_day <= :to_day
GROUP BY x.establishment, x.subject

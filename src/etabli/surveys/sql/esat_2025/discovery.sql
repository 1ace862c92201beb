-- Persons on a work trial here at some time of the year, by who prescribed it. They are no workers of the ESAT.
SELECT k.establishment AS establishment,
       CASE k.prescriber WHEN 'mdph' THEN 'nb_worker_mispe_mdph' ELSE 'nb_worker_mispe_rpe' END AS field,
       k.subject AS subject, MIN(k.from_day) AS day_no, 1 AS num, 0 AS den, '' AS excluded
FROM placement AS k
JOIN scope AS s ON s.establishment = k.establishment
WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND k.device = 'mispe' AND k.prescriber IN ('mdph', 'employment_network')
  AND k.from_day < :to_day AND k.to_day > :from_day
GROUP BY k.establishment, k.prescriber, k.subject
UNION ALL
-- Nobody wrote who prescribed it.
SELECT k.establishment AS establishment, 'nb_worker_mispe_mdph' AS field, k.subject AS subject,
       MIN(k.from_day) AS day_no, 0 AS num, 0 AS den, 'no_prescriber' AS excluded
FROM placement AS k
JOIN scope AS s ON s.establishment = k.establishment
WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND k.device = 'mispe' AND k.prescriber = ''
  AND k.from_day < :to_day AND k.to_day > :from_day
GROUP BY k.establishment, k.subject

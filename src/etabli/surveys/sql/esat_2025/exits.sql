-- Everyone whose last day under contract is in the year, once, on her last departure.
SELECT d.establishment AS establishment, 'nb_worker_left' AS field, d.subject AS subject, MAX(d.exit_day) - 1 AS day_no,
       1 AS num, 0 AS den, '' AS excluded
FROM (
    SELECT x.establishment AS establishment, x.subject AS subject, MAX(x.exit_day) AS exit_day
    FROM exit AS x
    JOIN scope AS s ON s.establishment = x.establishment
    WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND x.exit_day > :from_day AND x.exit_day <= :to_day
    GROUP BY x.establishment, x.subject
) AS d
JOIN exit AS x ON x.establishment = d.establishment AND x.subject = d.subject AND x.exit_day = d.exit_day
JOIN scope AS s ON s.establishment = x.establishment
WHERE s.scope_id = :scope AND s.kind = 'ESAT'
GROUP BY d.establishment, d.subject
UNION ALL
-- The same persons by where they went; what is unknown counts among the others.
SELECT d.establishment AS establishment, CASE MIN(x.destination)
           WHEN 'adapted_company' THEN 'nb_worker_left_ea'
           WHEN 'private' THEN 'nb_worker_left_private'
           WHEN 'public' THEN 'nb_worker_left_public'
           WHEN 'association' THEN 'nb_worker_left_asso'
           ELSE 'nb_worker_left_other_reason'
       END AS field, d.subject AS subject, MAX(d.exit_day) - 1 AS day_no,
       1 AS num, 0 AS den, '' AS excluded
FROM (
    SELECT x.establishment AS establishment, x.subject AS subject, MAX(x.exit_day) AS exit_day
    FROM exit AS x
    JOIN scope AS s ON s.establishment = x.establishment
    WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND x.exit_day > :from_day AND x.exit_day <= :to_day
    GROUP BY x.establishment, x.subject
) AS d
JOIN exit AS x ON x.establishment = d.establishment AND x.subject = d.subject AND x.exit_day = d.exit_day
JOIN scope AS s ON s.establishment = x.establishment
WHERE s.scope_id = :scope AND s.kind = 'ESAT'
GROUP BY d.establishment, d.subject
UNION ALL
-- An unknown destination is a gap too.
SELECT d.establishment AS establishment, 'nb_worker_left_other_reason' AS field, d.subject AS subject, MAX(d.exit_day) - 1 AS day_no,
       0 AS num, 0 AS den, 'destination_unknown' AS excluded
FROM (
    SELECT x.establishment AS establishment, x.subject AS subject, MAX(x.exit_day) AS exit_day
    FROM exit AS x
    JOIN scope AS s ON s.establishment = x.establishment
    WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND x.exit_day > :from_day AND x.exit_day <= :to_day
    GROUP BY x.establishment, x.subject
) AS d
JOIN exit AS x ON x.establishment = d.establishment AND x.subject = d.subject AND x.exit_day = d.exit_day
JOIN scope AS s ON s.establishment = x.establishment
WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND x.destination = 'unknown'
GROUP BY d.establishment, d.subject
UNION ALL
-- Those who left for a job, by contract. A springboard contract in an adapted company is a fixed-term one.
SELECT d.establishment AS establishment, CASE MIN(x.contract)
           WHEN 'cdi' THEN 'nb_worker_cdi'
           WHEN 'temp' THEN 'nb_worker_interim'
           WHEN 'professional' THEN 'nb_worker_prof'
           WHEN 'apprenticeship' THEN 'nb_worker_apprentice'
           ELSE 'nb_worker_cdd'
       END AS field, d.subject AS subject, MAX(d.exit_day) - 1 AS day_no,
       1 AS num, 0 AS den, '' AS excluded
FROM (
    SELECT x.establishment AS establishment, x.subject AS subject, MAX(x.exit_day) AS exit_day
    FROM exit AS x
    JOIN scope AS s ON s.establishment = x.establishment
    WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND x.exit_day > :from_day AND x.exit_day <= :to_day
    GROUP BY x.establishment, x.subject
) AS d
JOIN exit AS x ON x.establishment = d.establishment AND x.subject = d.subject AND x.exit_day = d.exit_day
JOIN scope AS s ON s.establishment = x.establishment
WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND x.ordinary = 1
  AND x.contract IN ('cdi', 'cdd', 'temp', 'professional', 'apprenticeship', 'springboard')
GROUP BY d.establishment, d.subject
UNION ALL
-- A job of which nobody wrote the contract.
SELECT d.establishment AS establishment, 'nb_worker_cdi' AS field, d.subject AS subject, MAX(d.exit_day) - 1 AS day_no,
       0 AS num, 0 AS den, 'no_contract' AS excluded
FROM (
    SELECT x.establishment AS establishment, x.subject AS subject, MAX(x.exit_day) AS exit_day
    FROM exit AS x
    JOIN scope AS s ON s.establishment = x.establishment
    WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND x.exit_day > :from_day AND x.exit_day <= :to_day
    GROUP BY x.establishment, x.subject
) AS d
JOIN exit AS x ON x.establishment = d.establishment AND x.subject = d.subject AND x.exit_day = d.exit_day
JOIN scope AS s ON s.establishment = x.establishment
WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND x.ordinary = 1 AND x.contract = ''
GROUP BY d.establishment, d.subject

-- Persons accompanied who took in the year a training paid by OPCO Santé or ANFH. Of who took none, but one whose payer
-- nobody said, it is not known.
SELECT u.establishment AS establishment, 'nb_worker_formation_opco' AS field, u.subject AS subject, u.day_no AS day_no,
       u.hit AS num, 0 AS den, CASE WHEN u.hit = 1 THEN '' ELSE 'no_funder' END AS excluded
FROM (
    SELECT t.establishment AS establishment, t.subject AS subject, MIN(t.from_day) AS day_no,
           MAX(CASE WHEN t.funding IN ('opco', 'anfh') THEN 1 ELSE 0 END) AS hit,
           MAX(CASE WHEN t.funding = '' THEN 1 ELSE 0 END) AS unsaid
    FROM training AS t
    JOIN scope AS s ON s.establishment = t.establishment
    JOIN engagement AS e ON e.establishment = t.establishment AND e.subject = t.subject
    WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND e.kind = 'accompaniment'
      AND e.from_day < :to_day AND e.to_day > :from_day AND t.from_day < :to_day AND t.to_day > :from_day
    GROUP BY t.establishment, t.subject
) AS u
WHERE u.hit = 1 OR u.unsaid = 1
UNION ALL
-- Of everyone accompanied in the year, those who used their training account between their admission and its end.
SELECT u.establishment AS establishment, 'nb_worker_cpf_used' AS field, u.subject AS subject, u.day_no AS day_no,
       u.hit AS num, 0 AS den, CASE WHEN u.hit = 1 THEN '' ELSE 'no_funder' END AS excluded
FROM (
    SELECT t.establishment AS establishment, t.subject AS subject, MIN(t.from_day) AS day_no,
           MAX(CASE WHEN t.funding IN ('cpf') THEN 1 ELSE 0 END) AS hit,
           MAX(CASE WHEN t.funding = '' THEN 1 ELSE 0 END) AS unsaid
    FROM training AS t
    JOIN scope AS s ON s.establishment = t.establishment
    JOIN person_profile AS p ON p.establishment = t.establishment AND p.subject = t.subject
    JOIN engagement AS e ON e.establishment = t.establishment AND e.subject = t.subject
    WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND e.kind = 'accompaniment'
      AND e.from_day < :to_day AND e.to_day > :from_day AND t.from_day < :to_day AND t.from_day >= p.entry_day
    GROUP BY t.establishment, t.subject
) AS u
WHERE u.hit = 1 OR u.unsaid = 1
UNION ALL
-- Those who took in the year a training given by employees of the ESAT, in an ESRP, ESPO or UEROS. Of who took neither, but
-- one of which nobody said who gave it, it is not known.
SELECT u.establishment AS establishment, u.field AS field, u.subject AS subject, u.day_no AS day_no,
       u.hit AS num, 0 AS den, CASE WHEN u.hit = 1 THEN '' ELSE 'no_giver' END AS excluded
FROM (
    SELECT t.establishment AS establishment, 'nb_worker_intern_formation' AS field, t.subject AS subject,
           MIN(t.from_day) AS day_no, MAX(CASE WHEN t.given_by = 'staff' THEN 1 ELSE 0 END) AS hit,
           MAX(CASE WHEN t.given_by = '' THEN 1 ELSE 0 END) AS unsaid
    FROM training AS t
    JOIN scope AS s ON s.establishment = t.establishment
    JOIN engagement AS e ON e.establishment = t.establishment AND e.subject = t.subject
    WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND e.kind = 'accompaniment'
      AND e.from_day < :to_day AND e.to_day > :from_day AND t.from_day < :to_day AND t.to_day > :from_day
    GROUP BY t.establishment, t.subject
    UNION ALL
    SELECT t.establishment AS establishment, 'nb_worker_esrp' AS field, t.subject AS subject,
           MIN(t.from_day) AS day_no, MAX(CASE WHEN t.given_by = 'esrp' THEN 1 ELSE 0 END) AS hit,
           MAX(CASE WHEN t.given_by = '' THEN 1 ELSE 0 END) AS unsaid
    FROM training AS t
    JOIN scope AS s ON s.establishment = t.establishment
    JOIN engagement AS e ON e.establishment = t.establishment AND e.subject = t.subject
    WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND e.kind = 'accompaniment'
      AND e.from_day < :to_day AND e.to_day > :from_day AND t.from_day < :to_day AND t.to_day > :from_day
    GROUP BY t.establishment, t.subject
) AS u
WHERE u.hit = 1 OR u.unsaid = 1
UNION ALL
-- Those who took in the year a training in self-determination.
SELECT t.establishment AS establishment, 'nb_worker_autodetermination' AS field, t.subject AS subject,
       MIN(t.from_day) AS day_no, 1 AS num, 0 AS den, '' AS excluded
FROM training AS t
JOIN scope AS s ON s.establishment = t.establishment
JOIN engagement AS e ON e.establishment = t.establishment AND e.subject = t.subject
WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND e.kind = 'accompaniment' AND t.self_determination = 1
  AND e.from_day < :to_day AND e.to_day > :from_day AND t.from_day < :to_day AND t.to_day > :from_day
GROUP BY t.establishment, t.subject

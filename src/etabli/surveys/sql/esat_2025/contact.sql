-- Immersions of persons accompanied that day, at some time of the year.
SELECT k.establishment AS establishment, 'nb_worker_pmsmp' AS field, k.subject AS subject, MIN(k.from_day) AS day_no,
       1 AS num, 0 AS den, '' AS excluded
FROM placement AS k
JOIN scope AS s ON s.establishment = k.establishment
JOIN engagement AS e ON e.establishment = k.establishment AND e.subject = k.subject
WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND e.kind = 'accompaniment'
  AND e.from_day < :to_day AND e.to_day > :from_day
  AND k.from_day < :to_day AND k.to_day > :from_day AND k.from_day < e.to_day AND k.to_day > e.from_day
  AND k.device = 'pmsmp'
GROUP BY k.establishment, k.subject
UNION ALL
-- Services outside with a supervisor: those agreed, and work on an activity off site on a day without secondment.
SELECT u.establishment AS establishment, 'nb_worker_service' AS field, u.subject AS subject, MIN(u.day_no) AS day_no,
       1 AS num, 0 AS den, '' AS excluded
FROM (
    SELECT k.establishment AS establishment, k.subject AS subject, MIN(k.from_day) AS day_no
    FROM placement AS k
    JOIN scope AS s ON s.establishment = k.establishment
    JOIN engagement AS e ON e.establishment = k.establishment AND e.subject = k.subject
    WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND e.kind = 'accompaniment'
      AND e.from_day < :to_day AND e.to_day > :from_day
      AND k.from_day < :to_day AND k.to_day > :from_day AND k.from_day < e.to_day AND k.to_day > e.from_day
      AND k.device = 'service'
    GROUP BY k.establishment, k.subject
    UNION ALL
    SELECT w.establishment AS establishment, w.subject AS subject, MIN(w.day_no) AS day_no
    FROM work AS w
    JOIN scope AS s ON s.establishment = w.establishment
    JOIN task AS t ON t.establishment = w.establishment AND t.task = w.task
    JOIN engagement AS e ON e.establishment = w.establishment AND e.subject = w.subject
    LEFT JOIN placement AS m ON m.establishment = w.establishment AND m.subject = w.subject
         AND m.device IN ('mad_individual', 'mad_collective') AND m.from_day <= w.day_no AND m.to_day > w.day_no
    WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND e.kind = 'accompaniment'
      AND w.day_no >= :from_day AND w.day_no < :to_day AND w.day_no >= e.from_day AND w.day_no < e.to_day
      AND t.outside = 1 AND m.subject IS NULL
    GROUP BY w.establishment, w.subject
) AS u
GROUP BY u.establishment, u.subject
UNION ALL
-- Secondments, of one person or of a team.
SELECT k.establishment AS establishment, 'nb_worker_mad_indiv' AS field, k.subject AS subject, MIN(k.from_day) AS day_no,
       1 AS num, 0 AS den, '' AS excluded
FROM placement AS k
JOIN scope AS s ON s.establishment = k.establishment
JOIN engagement AS e ON e.establishment = k.establishment AND e.subject = k.subject
WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND e.kind = 'accompaniment'
  AND e.from_day < :to_day AND e.to_day > :from_day
  AND k.from_day < :to_day AND k.to_day > :from_day AND k.from_day < e.to_day AND k.to_day > e.from_day
  AND k.device IN ('mad_individual', 'mad_collective')
GROUP BY k.establishment, k.subject
UNION ALL
-- Work on an activity of which meeting clients is the key.
SELECT u.establishment AS establishment, 'nb_worker_with_public' AS field, u.subject AS subject, u.day_no AS day_no,
       1 AS num, 0 AS den, '' AS excluded
FROM (
    SELECT w.establishment AS establishment, w.subject AS subject, MIN(w.day_no) AS day_no
    FROM work AS w
    JOIN scope AS s ON s.establishment = w.establishment
    JOIN task AS t ON t.establishment = w.establishment AND t.task = w.task
    JOIN engagement AS e ON e.establishment = w.establishment AND e.subject = w.subject
    WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND e.kind = 'accompaniment'
      AND w.day_no >= :from_day AND w.day_no < :to_day AND w.day_no >= e.from_day AND w.day_no < e.to_day
      AND t.customer_contact = 1
    GROUP BY w.establishment, w.subject
) AS u
UNION ALL
-- Everyone accompanied in the year whom neither a placement, a job, a departure for one nor an activity took outside or to
-- clients. A person may stand in several of these: only who stands in none counts.
SELECT c.establishment AS establishment, 'nb_worker_only_inside' AS field, c.subject AS subject, :to_day - 1 AS day_no,
       1 AS num, 0 AS den, '' AS excluded
FROM (
    SELECT e.establishment AS establishment, e.subject AS subject, MIN(e.from_day) AS from_day
    FROM engagement AS e
    JOIN scope AS s ON s.establishment = e.establishment
    WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND e.kind = 'accompaniment'
      AND e.from_day < :to_day AND e.to_day > :from_day
    GROUP BY e.establishment, e.subject
) AS c
LEFT JOIN (
    SELECT k.establishment AS establishment, k.subject AS subject, MIN(k.from_day) AS day_no
    FROM placement AS k
    JOIN scope AS s ON s.establishment = k.establishment
    WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND k.from_day < :to_day AND k.to_day > :from_day
      AND k.device <> 'mispe'
    GROUP BY k.establishment, k.subject
    UNION ALL
    SELECT w.establishment AS establishment, w.subject AS subject, MIN(w.day_no) AS day_no
    FROM work AS w
    JOIN scope AS s ON s.establishment = w.establishment
    JOIN task AS t ON t.establishment = w.establishment AND t.task = w.task
    JOIN engagement AS e ON e.establishment = w.establishment AND e.subject = w.subject
    WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND e.kind = 'accompaniment'
      AND w.day_no >= :from_day AND w.day_no < :to_day AND w.day_no >= e.from_day AND w.day_no < e.to_day
      AND (t.customer_contact = 1 OR t.outside = 1)
    GROUP BY w.establishment, w.subject
    UNION ALL
    SELECT x.establishment AS establishment, x.subject AS subject, MAX(x.exit_day) AS day_no
    FROM exit AS x
    JOIN scope AS s ON s.establishment = x.establishment
    WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND x.exit_day > :from_day AND x.exit_day <= :to_day
      AND x.ordinary = 1
    GROUP BY x.establishment, x.subject
) AS o ON o.establishment = c.establishment AND o.subject = c.subject
WHERE o.subject IS NULL
UNION ALL
-- A job in an adapted company beside part-time in the ESAT.
SELECT k.establishment AS establishment, 'nb_worker_cumul_esat_ea' AS field, k.subject AS subject, MIN(k.from_day) AS day_no,
       1 AS num, 0 AS den, '' AS excluded
FROM placement AS k
JOIN scope AS s ON s.establishment = k.establishment
JOIN engagement AS e ON e.establishment = k.establishment AND e.subject = k.subject
WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND e.kind = 'accompaniment'
  AND e.from_day < :to_day AND e.to_day > :from_day
  AND k.from_day < :to_day AND k.to_day > :from_day AND k.from_day < e.to_day AND k.to_day > e.from_day
  AND k.device IN ('dual_activity', 'springboard', 'job')
  AND (k.device = 'springboard' OR k.host_kind = 'adapted_company')
GROUP BY k.establishment, k.subject
UNION ALL
-- A job with another employer beside part-time in the ESAT.
SELECT k.establishment AS establishment, 'nb_worker_cumul_esat_mot' AS field, k.subject AS subject, MIN(k.from_day) AS day_no,
       1 AS num, 0 AS den, '' AS excluded
FROM placement AS k
JOIN scope AS s ON s.establishment = k.establishment
JOIN engagement AS e ON e.establishment = k.establishment AND e.subject = k.subject
WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND e.kind = 'accompaniment'
  AND e.from_day < :to_day AND e.to_day > :from_day
  AND k.from_day < :to_day AND k.to_day > :from_day AND k.from_day < e.to_day AND k.to_day > e.from_day
  AND k.device IN ('dual_activity', 'job') AND k.host_kind <> 'adapted_company'
GROUP BY k.establishment, k.subject

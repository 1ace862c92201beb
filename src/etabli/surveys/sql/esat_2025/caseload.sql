-- Everyone under accompaniment contract at some time of the year, trial periods and secondments included, departures too.
SELECT e.establishment AS establishment, 'nb_worker_acc' AS field, e.subject AS subject,
       MIN(e.contract_from_day) AS day_no, 1 AS num, 0 AS den, '' AS excluded
FROM engagement AS e
JOIN scope AS s ON s.establishment = e.establishment
WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND e.kind = 'accompaniment'
  AND e.from_day < :to_day AND e.to_day > :from_day
GROUP BY e.establishment, e.subject
UNION ALL
-- Those who were below full time at some time of the year.
SELECT e.establishment AS establishment, 'nb_worker_half_time' AS field, e.subject AS subject,
       MIN(e.from_day) AS day_no, 1 AS num, 0 AS den, '' AS excluded
FROM engagement AS e
JOIN scope AS s ON s.establishment = e.establishment
WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND e.kind = 'accompaniment' AND e.fraction < 10000
  AND e.from_day < :to_day AND e.to_day > :from_day
GROUP BY e.establishment, e.subject

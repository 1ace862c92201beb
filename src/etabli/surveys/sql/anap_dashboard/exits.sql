-- Persons who left for good in the year (no later contract before its end), each once, whatever the destination.
SELECT p.establishment AS establishment, 'anap_exits' AS field, p.subject AS subject, x.exit_day - 1 AS day_no,
       1 AS num, 0 AS den, '' AS excluded
FROM (
    SELECT e.establishment AS establishment, e.subject AS subject, MAX(e.contract_to_day) AS last_day
    FROM engagement AS e
    JOIN scope AS s ON s.establishment = e.establishment
    WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND e.contract_from_day < :to_day AND e.contract_to_day > :from_day
      AND e.kind = 'accompaniment'
    GROUP BY e.establishment, e.subject
) AS p
JOIN (
    SELECT x.establishment AS establishment, x.subject AS subject, MAX(x.exit_day) AS exit_day
    FROM exit AS x
    JOIN scope AS s ON s.establishment = x.establishment
    WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND x.exit_day > :from_day AND x.exit_day <= :to_day
    GROUP BY x.establishment, x.subject
) AS x ON x.establishment = p.establishment AND x.subject = p.subject
WHERE x.exit_day >= p.last_day

-- Support agreements in force on the last day of the year; each counts, whoever it is about.
SELECT a.establishment AS establishment, 'nb_conv_exit_agreement' AS field, a.subject AS subject, a.from_day AS day_no,
       1 AS num, 0 AS den, '' AS excluded
FROM support_agreement AS a
JOIN scope AS s ON s.establishment = a.establishment
WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND a.from_day < :to_day AND a.to_day >= :to_day
UNION ALL
-- Those signed in the year.
SELECT a.establishment AS establishment, 'nb_conv_exit_agreement_new' AS field, a.subject AS subject, a.signed_day AS day_no,
       1 AS num, 0 AS den, '' AS excluded
FROM support_agreement AS a
JOIN scope AS s ON s.establishment = a.establishment
WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND a.signed_day >= :from_day AND a.signed_day < :to_day

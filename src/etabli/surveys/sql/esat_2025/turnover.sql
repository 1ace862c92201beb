-- Lines of the invoices and credit notes of the year, without VAT; deposits are left out, for the final invoice has all.
SELECT u.establishment AS establishment, u.field AS field, u.subject AS subject, u.day_no AS day_no, u.num AS num,
       u.den AS den, '' AS excluded
FROM (
    SELECT l.establishment AS establishment, 'annual_ca' AS field, NULL AS subject, l.issued_day AS day_no,
           l.amount AS num, 0 AS den
    FROM billed_line AS l
    JOIN scope AS s ON s.establishment = l.establishment
    WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND l.issued_day >= :from_day AND l.issued_day < :to_day
      AND l.kind <> 'deposit'
    UNION ALL
    -- Secondments by what the order says; of the rest, goods are own production and the others services.
    SELECT l.establishment AS establishment,
           CASE WHEN l.nature = 'secondment' THEN 'annual_ca_mad'
                WHEN l.supply = 'goods' THEN 'annual_ca_production'
                ELSE 'annual_ca_service' END AS field,
           NULL AS subject, l.issued_day AS day_no, l.amount AS num, 0 AS den
    FROM billed_line AS l
    JOIN scope AS s ON s.establishment = l.establishment
    WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND l.issued_day >= :from_day AND l.issued_day < :to_day
      AND l.kind <> 'deposit'
    UNION ALL
    SELECT l.establishment AS establishment, 'pct_ca_public' AS field, NULL AS subject, l.issued_day AS day_no,
           CASE WHEN l.public_client = 1 THEN l.amount ELSE 0 END AS num, l.amount AS den
    FROM billed_line AS l
    JOIN scope AS s ON s.establishment = l.establishment
    WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND l.issued_day >= :from_day AND l.issued_day < :to_day
      AND l.kind <> 'deposit'
) AS u

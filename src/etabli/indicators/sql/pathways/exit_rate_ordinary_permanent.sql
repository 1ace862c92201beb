-- code: exit_rate_ordinary_permanent
-- version: 1
-- unit: persons/persons
-- kinds: ESAT
-- basis: days
-- additive: no
-- valid_from: 2019-01-01
-- label.fr: Taux de sortie définitive vers le milieu ordinaire
-- label.nl: Graad van definitieve uitstroom naar gewoon werk
-- label.en: Permanent exit rate to ordinary work
-- formula.fr: Personnes sorties pendant la période vers une entreprise adaptée, une entreprise privée, un employeur public ou une association, sans contrat ultérieur avant sa fin ÷ file active de la période. Une sortie est de la période quand le dernier jour de contrat y est.
-- formula.nl: Personen die tijdens de periode vertrokken naar een maatwerkbedrijf (entreprise adaptée), een privébedrijf, een openbare werkgever of een vereniging, zonder latere overeenkomst voor het einde ÷ actief cliëntenbestand van de periode. Een vertrek hoort bij de periode die de laatste dag van de overeenkomst bevat.
-- formula.en: Persons who left during the period for an adapted company, a private company, a public employer or an association, with no later contract before its end ÷ active caseload of the period. An exit belongs to the period that holds the last day of the contract.
-- source.fr: enquête nationale ESAT 2025 (DGCS), sorties en milieu ordinaire ; ANDICAT, 29 janvier 2019 (taux de sortie)
-- source.nl: nationale ESAT-enquête 2025 (DGCS), uitstroom naar gewoon werk; ANDICAT, 29 januari 2019 (uitstroomgraad)
-- source.en: national ESAT survey 2025 (DGCS), exits to ordinary work; ANDICAT, 29 January 2019 (exit rate, taux de sortie)

-- One row per person of the active caseload; she counts when her last departure of the period was for ordinary work.
SELECT p.establishment AS establishment, p.subject AS subject, :to_day - 1 AS day_no,
       CASE WHEN x.ordinary = 1 AND x.exit_day >= p.last_day THEN x.destination ELSE '' END AS part,
       CASE WHEN x.ordinary = 1 AND x.exit_day >= p.last_day THEN 1 ELSE 0 END AS num,
       1 AS den, '' AS excluded
FROM (
    SELECT e.subject AS subject, MIN(e.establishment) AS establishment, MAX(e.contract_to_day) AS last_day
    FROM engagement AS e
    JOIN scope AS s ON s.establishment = e.establishment
    WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND e.contract_from_day < :to_day AND e.contract_to_day > :from_day
      AND e.kind = 'accompaniment'
    GROUP BY e.subject
) AS p
LEFT JOIN (
    SELECT x.subject AS subject, x.destination AS destination, x.ordinary AS ordinary, x.exit_day AS exit_day,
           RANK() OVER (PARTITION BY x.subject ORDER BY x.exit_day DESC, x.engagement DESC) AS place
    FROM exit AS x
    JOIN scope AS s ON s.establishment = x.establishment
    WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND x.exit_day > :from_day AND x.exit_day <= :to_day
) AS x ON x.subject = p.subject AND x.place = 1
UNION ALL
-- Left for ordinary work, and under contract again before the end of the period.
SELECT p.establishment AS establishment, p.subject AS subject, x.exit_day - 1 AS day_no, x.destination AS part,
       0e0 AS num, 0e0 AS den, 'came_back' AS excluded
FROM (
    SELECT e.subject AS subject, MIN(e.establishment) AS establishment, MAX(e.contract_to_day) AS last_day
    FROM engagement AS e
    JOIN scope AS s ON s.establishment = e.establishment
    WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND e.contract_from_day < :to_day AND e.contract_to_day > :from_day
      AND e.kind = 'accompaniment'
    GROUP BY e.subject
) AS p
JOIN (
    SELECT x.subject AS subject, x.destination AS destination, x.ordinary AS ordinary, x.exit_day AS exit_day,
           RANK() OVER (PARTITION BY x.subject ORDER BY x.exit_day DESC, x.engagement DESC) AS place
    FROM exit AS x
    JOIN scope AS s ON s.establishment = x.establishment
    WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND x.exit_day > :from_day AND x.exit_day <= :to_day
) AS x ON x.subject = p.subject AND x.place = 1
WHERE x.ordinary = 1 AND x.exit_day < p.last_day

-- code: active_caseload_rate
-- version: 1
-- unit: persons/places
-- kinds: ESAT
-- basis: last_day
-- additive: no
-- valid_from: 2019-01-01
-- label.fr: File active rapportée aux places
-- label.nl: Actief cliëntenbestand per plaats
-- label.en: Active caseload over places
-- formula.fr: File active ÷ places autorisées le dernier jour de la période.
-- formula.nl: Actief cliëntenbestand ÷ erkende plaatsen op de laatste dag van de periode.
-- formula.en: Active caseload ÷ approved places on the last day of the period.
-- source.fr: ANDICAT, 29 janvier 2019 (objectifs de file active de 90 à 100 %)
-- source.nl: ANDICAT, 29 januari 2019 (doelen van 90 tot 100 % voor de file active)
-- source.en: ANDICAT, 29 January 2019 (caseload targets of 90 to 100 %)

-- One row per person under contract during the period: present on its last day, or gone inside it.
SELECT p.establishment AS establishment, p.subject AS subject, :to_day - 1 AS day_no,
       CASE WHEN p.present = 1 THEN 'present' ELSE 'left' END AS part,
       1 AS num, 0e0 AS den, '' AS excluded
FROM (
    SELECT e.subject AS subject, MIN(e.establishment) AS establishment,
           MAX(CASE WHEN e.contract_to_day >= :to_day THEN 1 ELSE 0 END) AS present
    FROM engagement AS e
    JOIN scope AS s ON s.establishment = e.establishment
    WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND e.contract_from_day < :to_day AND e.contract_to_day > :from_day
      AND e.kind = 'accompaniment'
    GROUP BY e.subject
) AS p
UNION ALL
-- Approved places on the last day of the period.
SELECT c.establishment AS establishment, NULL AS subject, c.day_no AS day_no, '' AS part,
       0e0 AS num, c.places * 1e0 AS den, '' AS excluded
FROM calendar AS c
JOIN scope AS s ON s.establishment = c.establishment
WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND c.day_no = :to_day - 1

-- code: mean_absence_days
-- version: 1
-- unit: days/persons
-- kinds: ESAT
-- basis: days
-- additive: no
-- valid_from: 2019-01-01
-- label.fr: Journées d'absence par personne
-- label.nl: Afwezigheidsdagen per persoon
-- label.en: Absence days per person
-- formula.fr: Journées d'absence de la période ÷ file active de la période.
-- formula.nl: Afwezigheidsdagen van de periode ÷ actief cliëntenbestand van de periode.
-- formula.en: Absence days of the period ÷ active caseload of the period.
-- source.fr: ANAP, nombre moyen de journées d'absence ; guide de la CNSA, janvier 2019
-- source.nl: ANAP, gemiddeld aantal afwezigheidsdagen; gids van de CNSA, januari 2019
-- source.en: ANAP, mean number of absence days (nombre moyen de journées d'absence); CNSA guide, January 2019

SELECT d.establishment AS establishment, d.subject AS subject, d.day_no AS day_no, d.part AS part,
       CASE WHEN d.open_half_days = 0 THEN d.absent / 2e0
            WHEN d.absent >= d.open_half_days THEN 1e0
            ELSE d.absent * 1e0 / d.open_half_days END AS num,
       0e0 AS den, '' AS excluded
FROM (
    SELECT p.establishment AS establishment, p.subject AS subject, p.day_no AS day_no,
           p.absence AS part,
           COUNT(p.half) AS absent, MAX(p.open_half_days) AS open_half_days
    FROM person_half_day AS p
    JOIN scope AS s ON s.establishment = p.establishment
    WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND p.day_no >= :from_day AND p.day_no < :to_day
      AND p.typed = 1 AND p.absence > '' AND p.kind = 'accompaniment'
    GROUP BY p.establishment, p.subject, p.day_no,
             p.absence
) AS d
UNION ALL
-- One row per person under contract during the period: present on its last day, or gone inside it.
SELECT p.establishment AS establishment, p.subject AS subject, :to_day - 1 AS day_no,
       CASE WHEN p.present = 1 THEN 'present' ELSE 'left' END AS part,
       0e0 AS num, 1e0 AS den, '' AS excluded
FROM (
    SELECT e.subject AS subject, MIN(e.establishment) AS establishment,
           MAX(CASE WHEN e.contract_to_day >= :to_day THEN 1 ELSE 0 END) AS present
    FROM engagement AS e
    JOIN scope AS s ON s.establishment = e.establishment
    WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND e.contract_from_day < :to_day AND e.contract_to_day > :from_day
      AND e.kind = 'accompaniment'
    GROUP BY e.subject
) AS p

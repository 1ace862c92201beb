-- code: theoretical_days
-- version: 1
-- unit: days
-- kinds: ESAT
-- basis: days
-- additive: yes
-- grain: day
-- valid_from: 2019-01-01
-- label.fr: Journées théoriques
-- label.nl: Theoretische dagen
-- label.en: Theoretical days
-- formula.fr: Jours d'ouverture déclarés de l'année × places autorisées ; pour une partie d'année, au prorata des jours ouverts, avec les places de chaque jour.
-- formula.nl: Aangegeven openingsdagen van het jaar × erkende plaatsen; voor een deel van een jaar naar rato van de open dagen, met de plaatsen van elke dag.
-- formula.en: Declared opening days of the year × approved places; for part of a year in proportion to the open days, with the places of each day.
-- source.fr: ANDICAT, 29 janvier 2019 (225 × 100 = 22 500)
-- source.nl: ANDICAT, 29 januari 2019 (225 × 100 = 22.500)
-- source.en: ANDICAT, 29 January 2019 (225 × 100 = 22,500)

-- Declared days of the year × places of each open day ÷ open days of the year: a row a month, on its first open day.
SELECT c.establishment AS establishment, NULL AS subject, MIN(c.day_no) AS day_no, '' AS part,
       1e0 * MAX(y.declared_days) * SUM(c.places) / MAX(y.open_days) AS num, 0e0 AS den, '' AS excluded
FROM calendar AS c
JOIN establishment_year AS y ON y.establishment = c.establishment AND y.year = c.year
JOIN scope AS s ON s.establishment = c.establishment
WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND c.day_no >= :from_day AND c.day_no < :to_day AND c.open_day = 1
GROUP BY c.establishment, c.month

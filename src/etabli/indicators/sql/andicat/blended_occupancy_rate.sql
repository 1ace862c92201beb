-- code: blended_occupancy_rate
-- version: 1
-- unit: persons/places
-- kinds: ESAT
-- basis: last_day
-- additive: no
-- valid_from: 2019-01-01
-- label.fr: Taux d'occupation harmonisé
-- label.nl: Gemengde bezettingsgraad
-- label.en: Blended occupancy rate
-- formula.fr: ((A + B) ÷ 2) ÷ places autorisées : A personnes sous contrat, B somme de leurs quotités, le dernier jour de la période.
-- formula.nl: ((A + B) ÷ 2) ÷ erkende plaatsen: A personen onder overeenkomst, B som van hun tewerkstellingsbreuken, op de laatste dag van de periode.
-- formula.en: ((A + B) ÷ 2) ÷ approved places: A persons under contract, B the sum of their work fractions, on the last day of the period.
-- source.fr: ANDICAT 2017, taux d'occupation harmonisé ; ANDICAT, 29 janvier 2019
-- source.nl: ANDICAT 2017, geharmoniseerde bezettingsgraad; ANDICAT, 29 januari 2019
-- source.en: ANDICAT 2017, harmonised occupancy rate; ANDICAT, 29 January 2019

-- One row per person present on the last day of the period.
SELECT p.establishment AS establishment, p.subject AS subject, :to_day - 1 AS day_no, '' AS part,
       (10000 + p.fraction) / 20000e0 AS num, 0e0 AS den, '' AS excluded
FROM (
    SELECT e.subject AS subject, MIN(e.establishment) AS establishment, SUM(e.fraction) AS fraction
    FROM engagement AS e
    JOIN scope AS s ON s.establishment = e.establishment
    WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND e.from_day < :to_day AND e.to_day >= :to_day
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

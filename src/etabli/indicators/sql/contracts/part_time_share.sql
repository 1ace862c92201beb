-- code: part_time_share
-- version: 1
-- unit: persons/persons
-- kinds: ESAT
-- basis: last_day
-- additive: no
-- valid_from: 2019-01-01
-- label.fr: Part des temps partiels
-- label.nl: Aandeel deeltijdsen
-- label.en: Share of part-timers
-- formula.fr: Personnes dont la quotité est inférieure à 1 ÷ personnes sous contrat le dernier jour de la période.
-- formula.nl: Personen met een tewerkstellingsbreuk onder 1 ÷ personen onder overeenkomst op de laatste dag van de periode.
-- formula.en: Persons whose work fraction is below 1 ÷ persons under contract on the last day of the period.
-- source.fr: guide de la CNSA, janvier 2019 : l'occupation se lit avec la part de temps partiels
-- source.nl: gids van de CNSA, januari 2019: de bezetting wordt gelezen met het aandeel deeltijdsen
-- source.en: CNSA guide, January 2019: occupancy is read with the share of part-timers

-- One row per person present on the last day of the period.
SELECT p.establishment AS establishment, p.subject AS subject, :to_day - 1 AS day_no, '' AS part,
       CASE WHEN p.fraction < 10000 THEN 1 ELSE 0 END AS num, 1 AS den, '' AS excluded
FROM (
    SELECT e.subject AS subject, MIN(e.establishment) AS establishment, SUM(e.fraction) AS fraction
    FROM engagement AS e
    JOIN scope AS s ON s.establishment = e.establishment
    WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND e.from_day < :to_day AND e.to_day >= :to_day
      AND e.kind = 'accompaniment'
    GROUP BY e.subject
) AS p

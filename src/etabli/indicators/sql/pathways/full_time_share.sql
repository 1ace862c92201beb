-- code: full_time_share
-- version: 1
-- unit: persons/persons
-- kinds: ESAT
-- basis: last_day
-- additive: no
-- valid_from: 2019-01-01
-- label.fr: Part des temps pleins
-- label.nl: Aandeel voltijdsen
-- label.en: Share of full-timers
-- formula.fr: Personnes dont la quotité est 1 ÷ personnes sous contrat le dernier jour de la période.
-- formula.nl: Personen met een tewerkstellingsbreuk van 1 ÷ personen onder overeenkomst op de laatste dag van de periode.
-- formula.en: Persons whose work fraction is 1 ÷ persons under contract on the last day of the period.
-- source.fr: guide de la CNSA, janvier 2019 : temps pleins et temps partiels se lisent avec l'occupation
-- source.nl: gids van de CNSA, januari 2019: voltijds en deeltijds worden met de bezetting gelezen
-- source.en: CNSA guide, January 2019: full-timers and part-timers are read with occupancy

-- One row per person present on the last day of the period.
SELECT p.establishment AS establishment, p.subject AS subject, :to_day - 1 AS day_no, '' AS part,
       CASE WHEN p.fraction < 10000 THEN 0 ELSE 1 END AS num, 1 AS den, '' AS excluded
FROM (
    SELECT e.subject AS subject, MIN(e.establishment) AS establishment, SUM(e.fraction) AS fraction
    FROM engagement AS e
    JOIN scope AS s ON s.establishment = e.establishment
    WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND e.from_day < :to_day AND e.to_day >= :to_day
      AND e.kind = 'accompaniment'
    GROUP BY e.subject
) AS p

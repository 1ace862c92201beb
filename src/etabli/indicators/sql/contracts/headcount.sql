-- code: headcount
-- version: 1
-- unit: persons
-- kinds: ESAT
-- basis: last_day
-- additive: no
-- valid_from: 2019-01-01
-- label.fr: Effectif
-- label.nl: Personeelsbestand
-- label.en: Headcount
-- formula.fr: Personnes sous contrat le dernier jour de la période, chacune une fois.
-- formula.nl: Personen onder overeenkomst op de laatste dag van de periode, elk één keer.
-- formula.en: Persons under contract on the last day of the period, each once.
-- source.fr: ANDICAT, 29 janvier 2019 (effectif au 31/12)
-- source.nl: ANDICAT, 29 januari 2019 (personen op 31/12)
-- source.en: ANDICAT, 29 January 2019 (present on 31 December)

-- One row per person present on the last day of the period.
SELECT p.establishment AS establishment, p.subject AS subject, :to_day - 1 AS day_no, '' AS part,
       1 AS num, 0e0 AS den, '' AS excluded
FROM (
    SELECT e.subject AS subject, MIN(e.establishment) AS establishment, SUM(e.fraction) AS fraction
    FROM engagement AS e
    JOIN scope AS s ON s.establishment = e.establishment
    WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND e.from_day < :to_day AND e.to_day >= :to_day
      AND e.kind = 'accompaniment'
    GROUP BY e.subject
) AS p

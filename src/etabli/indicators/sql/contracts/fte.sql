-- code: fte
-- version: 1
-- unit: fte
-- kinds: ESAT
-- basis: last_day
-- additive: no
-- valid_from: 2019-01-01
-- label.fr: Équivalents temps plein
-- label.nl: Voltijdse equivalenten
-- label.en: Full-time equivalents
-- formula.fr: Somme des quotités des personnes sous contrat le dernier jour de la période.
-- formula.nl: Som van de tewerkstellingsbreuken van de personen onder overeenkomst op de laatste dag van de periode.
-- formula.en: Sum of the work fractions of the persons under contract on the last day of the period.
-- source.fr: ANDICAT, 29 janvier 2019 (somme des ETP contractuels)
-- source.nl: ANDICAT, 29 januari 2019 (som van de contractuele VTE)
-- source.en: ANDICAT, 29 January 2019 (sum of contractual full-time equivalents)

-- One row per person present on the last day of the period.
SELECT p.establishment AS establishment, p.subject AS subject, :to_day - 1 AS day_no, '' AS part,
       p.fraction / 10000e0 AS num, 0e0 AS den, '' AS excluded
FROM (
    SELECT e.subject AS subject, MIN(e.establishment) AS establishment, SUM(e.fraction) AS fraction
    FROM engagement AS e
    JOIN scope AS s ON s.establishment = e.establishment
    WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND e.from_day < :to_day AND e.to_day >= :to_day
      AND e.kind = 'accompaniment'
    GROUP BY e.subject
) AS p

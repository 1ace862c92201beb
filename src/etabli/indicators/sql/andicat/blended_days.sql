-- code: blended_days
-- version: 1
-- unit: days
-- kinds: ESAT
-- basis: last_day
-- additive: no
-- valid_from: 2019-01-01
-- label.fr: Journées selon le taux harmonisé
-- label.nl: Dagen volgens de gemengde graad
-- label.en: Days by the blended rate
-- formula.fr: Journées théoriques × taux d'occupation harmonisé.
-- formula.nl: Theoretische dagen × gemengde bezettingsgraad.
-- formula.en: Theoretical days × blended occupancy rate.
-- source.fr: ANDICAT, 29 janvier 2019 (225 × 100 × 0,99 = 22 275)
-- source.nl: ANDICAT, 29 januari 2019 (225 × 100 × 0,99 = 22.275)
-- source.en: ANDICAT, 29 January 2019 (225 × 100 × 0.99 = 22,275)

-- One row per person present on the last day: her part of the rate, times the theoretical days.
SELECT p.establishment AS establishment, p.subject AS subject, :to_day - 1 AS day_no, '' AS part,
       t.days * (10000 + p.fraction) / (20000e0 * k.places) AS num, 0e0 AS den, '' AS excluded
FROM (
    SELECT e.subject AS subject, MIN(e.establishment) AS establishment, SUM(e.fraction) AS fraction
    FROM engagement AS e
    JOIN scope AS s ON s.establishment = e.establishment
    WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND e.from_day < :to_day AND e.to_day >= :to_day
      AND e.kind = 'accompaniment'
    GROUP BY e.subject
) AS p
CROSS JOIN (
    SELECT SUM(y.days) AS days
    FROM (
        SELECT c.establishment AS establishment, 1e0 * MAX(y.declared_days) * SUM(c.places) / MAX(y.open_days) AS days
        FROM calendar AS c
        JOIN establishment_year AS y ON y.establishment = c.establishment AND y.year = c.year
        JOIN scope AS s ON s.establishment = c.establishment
        WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND c.day_no >= :from_day AND c.day_no < :to_day AND c.open_day = 1
        GROUP BY c.establishment, c.year
    ) AS y
) AS t
CROSS JOIN (
    SELECT SUM(c.places) AS places
    FROM calendar AS c
    JOIN scope AS s ON s.establishment = c.establishment
    WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND c.day_no = :to_day - 1
) AS k
WHERE k.places > 0

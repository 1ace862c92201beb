-- code: blended_occupancy_rate_with_trainees
-- version: 1
-- unit: persons/places
-- kinds: ESAT
-- basis: last_day
-- additive: no
-- valid_from: 2019-01-01
-- label.fr: Taux harmonisé avec stagiaires
-- label.nl: Gemengde bezettingsgraad met stagiairs
-- label.en: Blended occupancy rate with trainees
-- formula.fr: ((A + B) ÷ 2 + équivalents temps plein des stagiaires) ÷ places autorisées. Équivalents des stagiaires = journées de stagiaires ÷ jours d'ouverture déclarés (au prorata des jours ouverts de la période).
-- formula.nl: ((A + B) ÷ 2 + voltijdse equivalenten van stagiairs) ÷ erkende plaatsen. Equivalenten van stagiairs = dagen van stagiairs ÷ aangegeven openingsdagen (naar rato van de open dagen van de periode).
-- formula.en: ((A + B) ÷ 2 + full-time equivalents of trainees) ÷ approved places. Equivalents of trainees = trainee days ÷ declared opening days (in proportion to the open days of the period).
-- source.fr: ANDICAT, 29 janvier 2019 : les journées des stagiaires peuvent être ajoutées, converties en équivalents temps plein
-- source.nl: ANDICAT, 29 januari 2019: dagen van stagiairs mogen worden toegevoegd, omgerekend naar voltijdse equivalenten
-- source.en: ANDICAT, 29 January 2019: trainee days may be added after conversion to full-time equivalents

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
-- One row per trainee: her days over the declared days of the period.
SELECT t.establishment AS establishment, t.subject AS subject, :to_day - 1 AS day_no, 'trainee' AS part,
       SUM(t.days) / MAX(k.days) AS num, 0e0 AS den, '' AS excluded
FROM (
    SELECT w.establishment AS establishment, w.subject AS subject, w.num AS days
    FROM (
        -- One row per person and day attended: half-days attended out of those the weekly calendar opens that weekday.
        SELECT d.establishment AS establishment, d.subject AS subject, d.day_no AS day_no, '' AS part,
               CASE WHEN d.open_half_days = 0 THEN d.attended / 2e0
                    WHEN d.attended >= d.open_half_days THEN 1e0
                    ELSE d.attended * 1e0 / d.open_half_days END AS num,
               0e0 AS den, '' AS excluded
        FROM (
            SELECT p.establishment AS establishment, p.subject AS subject, p.day_no AS day_no,
                   SUM(p.ars) AS attended, MAX(p.open_half_days) AS open_half_days
            FROM person_half_day AS p
            JOIN scope AS s ON s.establishment = p.establishment
            WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND p.day_no >= :from_day AND p.day_no < :to_day
              AND p.ars = 1 AND p.kind IN ('trainee', 'discovery')
            GROUP BY p.establishment, p.subject, p.day_no
        ) AS d
    ) AS w
) AS t
JOIN (
    SELECT z.establishment AS establishment, SUM(z.days) AS days
    FROM (
        SELECT c.establishment AS establishment, 1e0 * MAX(y.declared_days) * COUNT(c.day_no) / MAX(y.open_days) AS days
        FROM calendar AS c
        JOIN establishment_year AS y ON y.establishment = c.establishment AND y.year = c.year
        JOIN scope AS s ON s.establishment = c.establishment
        WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND c.day_no >= :from_day AND c.day_no < :to_day AND c.open_day = 1
        GROUP BY c.establishment, c.year
    ) AS z
    GROUP BY z.establishment
) AS k ON k.establishment = t.establishment
GROUP BY t.establishment, t.subject
UNION ALL
-- Approved places on the last day of the period.
SELECT c.establishment AS establishment, NULL AS subject, c.day_no AS day_no, '' AS part,
       0e0 AS num, c.places * 1e0 AS den, '' AS excluded
FROM calendar AS c
JOIN scope AS s ON s.establishment = c.establishment
WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND c.day_no = :to_day - 1

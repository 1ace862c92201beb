-- code: target_fulfilment_rate
-- version: 1
-- unit: days/days
-- kinds: ESAT
-- basis: days
-- additive: yes
-- grain: day
-- requires: target_days
-- valid_from: 2019-01-01
-- label.fr: Taux de réalisation de l'activité
-- label.nl: Realisatiegraad
-- label.en: Target fulfilment rate
-- formula.fr: Journées réalisées ÷ journées cibles du contrat. Les journées réalisées sont celles du taux d'occupation. Pour une partie d'année : journées cibles de l'année × jours ouverts de la période ÷ jours ouverts de l'année.
-- formula.nl: Gepresteerde dagen ÷ streefdagen van de overeenkomst. De gepresteerde dagen zijn die van de bezettingsgraad. Voor een deel van een jaar: streefdagen van het jaar × open dagen in de periode ÷ open dagen van het jaar.
-- formula.en: Attended days ÷ target days of the contract. Attended days are those of the occupancy rate. For part of a year: target days of the year × open days in the period ÷ open days of the year.
-- source.fr: ANAP, taux de réalisation de l'activité ; ANDICAT, 29 janvier 2019
-- source.nl: ANAP, realisatiegraad van de activiteit; ANDICAT, 29 januari 2019
-- source.en: ANAP, fulfilment of activity (taux de réalisation de l'activité); ANDICAT, 29 January 2019

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
      AND p.ars = 1 AND p.kind IN ('accompaniment', 'trainee', 'discovery')
    GROUP BY p.establishment, p.subject, p.day_no
) AS d
UNION ALL
-- Half-days that count for nothing here, each with its reason.
SELECT p.establishment AS establishment, p.subject AS subject, p.day_no AS day_no, '' AS part,
       0e0 AS num, 0e0 AS den,
       CASE WHEN p.kind = 'pupil' THEN 'pupil'
            WHEN p.implied = 1 THEN 'house_closed'
            WHEN p.typed = 0 THEN 'missing'
            WHEN p.absence <> '' THEN p.absence
            ELSE 'not_attended' END AS excluded
FROM person_half_day AS p
JOIN scope AS s ON s.establishment = p.establishment
WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND p.day_no >= :from_day AND p.day_no < :to_day
  AND p.kind IN ('accompaniment', 'trainee', 'discovery', 'pupil')
  AND (p.ars = 0 OR p.kind = 'pupil')
UNION ALL
-- Target days of the year × open days of the month ÷ open days of the year: a row a month, on its first open day.
SELECT c.establishment AS establishment, NULL AS subject, MIN(c.day_no) AS day_no, '' AS part,
       0e0 AS num, 1e0 * MAX(y.target_days) * COUNT(c.day_no) / MAX(y.open_days) AS den, '' AS excluded
FROM calendar AS c
JOIN establishment_year AS y ON y.establishment = c.establishment AND y.year = c.year
JOIN scope AS s ON s.establishment = c.establishment
WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND c.day_no >= :from_day AND c.day_no < :to_day AND c.open_day = 1
  AND y.target_days IS NOT NULL
GROUP BY c.establishment, c.month

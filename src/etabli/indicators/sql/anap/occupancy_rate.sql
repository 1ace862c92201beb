-- code: occupancy_rate
-- version: 1
-- unit: days/days
-- kinds: ESAT
-- basis: days
-- additive: yes
-- grain: day
-- valid_from: 2019-01-01
-- label.fr: Taux d'occupation
-- label.nl: Bezettingsgraad
-- label.en: Occupancy rate
-- formula.fr: Journées réalisées ÷ (jours d'ouverture déclarés de l'année × places autorisées). Une journée est le nombre de demi-journées de présence divisé par le nombre de demi-journées que le calendrier de la semaine ouvre ce jour-là, au plus 1 ; un jour jamais ouvert compte une demie par demi-journée. Les stagiaires et les MISPE comptent. Pour une partie d'année, les journées théoriques suivent les jours ouverts, avec les places de chaque jour.
-- formula.nl: Gepresteerde dagen ÷ (aangegeven openingsdagen van het jaar × erkende plaatsen). Een dag is het aantal aanwezige halve dagen gedeeld door het aantal halve dagen dat de weekkalender die weekdag opent, hoogstens 1; op een weekdag die nooit open is telt elke halve dag voor een half. Stagiairs en kennismakingsstages tellen mee. Voor een deel van een jaar volgen de theoretische dagen de open dagen, met de plaatsen van elke dag.
-- formula.en: Attended days ÷ (declared opening days of the year × approved places). A day is the half-days attended divided by the half-days the weekly calendar opens that weekday, at most 1; on a weekday never open each half-day counts one half. Trainees and discovery placements count. For part of a year the theoretical days follow the open days, with the places of each day.
-- source.fr: ANAP, taux d'occupation des places autorisées ; ANDICAT, 29 janvier 2019 ; guide de la CNSA, janvier 2019 (le vendredi matin compté pour une journée)
-- source.nl: ANAP, bezettingsgraad van de erkende plaatsen; ANDICAT, 29 januari 2019; gids van de CNSA, januari 2019 (vrijdagvoormiddag telt als een dag)
-- source.en: ANAP, occupancy of authorised places (taux d'occupation des places autorisées); ANDICAT, 29 January 2019; CNSA guide, January 2019 (Friday morning counted as one day)

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
-- Declared days of the year × places of each open day ÷ open days of the year: a row a month, on its first open day.
SELECT c.establishment AS establishment, NULL AS subject, MIN(c.day_no) AS day_no, '' AS part,
       0e0 AS num, 1e0 * MAX(y.declared_days) * SUM(c.places) / MAX(y.open_days) AS den, '' AS excluded
FROM calendar AS c
JOIN establishment_year AS y ON y.establishment = c.establishment AND y.year = c.year
JOIN scope AS s ON s.establishment = c.establishment
WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND c.day_no >= :from_day AND c.day_no < :to_day AND c.open_day = 1
GROUP BY c.establishment, c.month

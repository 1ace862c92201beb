-- code: occupancy_rate_adapted
-- version: 1
-- unit: days/days
-- kinds: ESAT
-- basis: days
-- additive: yes
-- grain: day
-- valid_from: 2019-01-01
-- label.fr: Taux d'occupation adapté
-- label.nl: Aangepaste bezettingsgraad
-- label.en: Adapted occupancy rate
-- formula.fr: Demi-journées de présence ÷ 2, rapportées aux journées théoriques adaptées au temps plein de la maison : jours déclarés × places × demi-journées ouvertes de la semaine ÷ 10 (4 jours : 8/10 ; 4,5 jours : 9/10).
-- formula.nl: Aanwezige halve dagen ÷ 2, gedeeld door de theoretische dagen aangepast aan de voltijdse week van het huis: aangegeven dagen × plaatsen × open halve dagen per week ÷ 10 (4 dagen: 8/10; 4,5 dagen: 9/10).
-- formula.en: Half-days attended ÷ 2, over the theoretical days adapted to the full time of the house: declared days × places × half-days the week opens ÷ 10 (4 days: 8/10; 4.5 days: 9/10).
-- source.fr: guide de la CNSA, janvier 2019 : temps plein fait en moins de cinq jours, lecture adaptée
-- source.nl: gids van de CNSA, januari 2019: voltijds in minder dan vijf dagen, aangepaste lezing
-- source.en: CNSA guide, January 2019: full time done in fewer than five days, the reading adapted

SELECT p.establishment AS establishment, p.subject AS subject, p.day_no AS day_no, '' AS part,
       SUM(p.ars) / 2e0 AS num, 0e0 AS den, '' AS excluded
FROM person_half_day AS p
JOIN scope AS s ON s.establishment = p.establishment
WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND p.day_no >= :from_day AND p.day_no < :to_day
  AND p.ars = 1 AND p.kind IN ('accompaniment', 'trainee', 'discovery')
GROUP BY p.establishment, p.subject, p.day_no
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
-- Theoretical days, each weighted by the half-days its week opens out of ten: a row a month, on its first open day.
SELECT c.establishment AS establishment, NULL AS subject, MIN(c.day_no) AS day_no, '' AS part,
       0e0 AS num,
       1e0 * MAX(y.declared_days) * SUM(c.places * c.week_open_half_days) / (10 * MAX(y.open_days)) AS den,
       '' AS excluded
FROM calendar AS c
JOIN establishment_year AS y ON y.establishment = c.establishment AND y.year = c.year
JOIN scope AS s ON s.establishment = c.establishment
WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND c.day_no >= :from_day AND c.day_no < :to_day AND c.open_day = 1
GROUP BY c.establishment, c.month

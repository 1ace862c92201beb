-- code: trainee_days
-- version: 1
-- unit: days
-- kinds: ESAT
-- basis: days
-- additive: yes
-- grain: day
-- valid_from: 2019-01-01
-- label.fr: Journées de stagiaires
-- label.nl: Dagen van stagiairs
-- label.en: Trainee days
-- formula.fr: Journées réalisées par les stagiaires accueillis et les MISPE, comptées comme au taux d'occupation.
-- formula.nl: Dagen gepresteerd door ontvangen stagiairs en kennismakingsstages, geteld zoals bij de bezettingsgraad.
-- formula.en: Days attended by incoming trainees and discovery placements, counted as in the occupancy rate.
-- source.fr: ANDICAT, 29 janvier 2019 ; guide de la CNSA, janvier 2019 : les stagiaires et les MISPE ne comptent que dans les journées ARS
-- source.nl: ANDICAT, 29 januari 2019; gids van de CNSA, januari 2019: stagiairs en kennismakingsstages tellen alleen mee in de ARS-dagen
-- source.en: ANDICAT, 29 January 2019; CNSA guide, January 2019: trainees and MISPE count in ARS days only

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

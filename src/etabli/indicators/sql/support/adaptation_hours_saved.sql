-- code: adaptation_hours_saved
-- version: 1
-- unit: hours
-- kinds: ESAT EA AI ACI EI ETTI maatwerkbedrijf arbeidszorg
-- basis: days
-- additive: no
-- right: support.read
-- valid_from: 2019-01-01
-- label.fr: Heures de travail par semaine épargnées par les aménagements
-- label.nl: Werkuren per week bespaard door aanpassingen van de werkpost
-- label.en: Work hours a week saved by adaptations
-- formula.fr: Minutes de travail par semaine que les aménagements en vigueur au moins un jour de la période épargnent, selon l'estimation de ceux qui connaissent le poste ÷ 60.
-- formula.nl: Werkminuten per week die de aanpassingen besparen die minstens één dag van de periode golden, geschat door wie de werkpost kent ÷ 60.
-- formula.en: Work minutes a week saved by the adaptations in force on at least one day of the period, as estimated by those who know the post ÷ 60.
-- source.fr: gestion interne, sans définition légale
-- source.nl: intern beheer, zonder wettelijke definitie
-- source.en: internal management, no legal definition

-- One row per adaptation, on its first day in the period.
SELECT c.establishment AS establishment, c.subject AS subject,
       CASE WHEN c.from_day > :from_day THEN c.from_day ELSE :from_day END AS day_no,
       CASE WHEN c.subject IS NULL THEN 'for_workshop' ELSE 'for_person' END AS part,
       c.minutes_saved / 60e0 AS num, 0e0 AS den, '' AS excluded
FROM work_adaptation AS c
JOIN scope AS s ON s.establishment = c.establishment
WHERE s.scope_id = :scope AND c.from_day < :to_day AND c.to_day > :from_day

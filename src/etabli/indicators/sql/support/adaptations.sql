-- code: adaptations
-- version: 1
-- unit: adaptations
-- kinds: ESAT EA AI ACI EI ETTI maatwerkbedrijf arbeidszorg
-- basis: days
-- additive: no
-- right: support.read
-- valid_from: 2019-01-01
-- label.fr: Aménagements du poste
-- label.nl: Aanpassingen van de werkpost
-- label.en: Adaptations of the post
-- formula.fr: Aménagements en vigueur au moins un jour de la période, pour une personne ou pour tout un atelier, chacun une fois.
-- formula.nl: Aanpassingen die minstens één dag van de periode golden, voor een persoon of voor een hele werkplaats, elk één keer.
-- formula.en: Adaptations in force on at least one day of the period, for a person or for a whole workshop, each once.
-- source.fr: gestion interne, sans définition légale
-- source.nl: intern beheer, zonder wettelijke definitie
-- source.en: internal management, no legal definition

-- One row per adaptation, on its first day in the period.
SELECT c.establishment AS establishment, c.subject AS subject,
       CASE WHEN c.from_day > :from_day THEN c.from_day ELSE :from_day END AS day_no,
       CASE WHEN c.subject IS NULL THEN 'for_workshop' ELSE 'for_person' END AS part,
       1 AS num, 0e0 AS den, '' AS excluded
FROM work_adaptation AS c
JOIN scope AS s ON s.establishment = c.establishment
WHERE s.scope_id = :scope AND c.from_day < :to_day AND c.to_day > :from_day

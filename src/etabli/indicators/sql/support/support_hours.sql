-- code: support_hours
-- version: 1
-- unit: hours
-- kinds: ESAT EA AI ACI EI ETTI maatwerkbedrijf arbeidszorg
-- basis: days
-- additive: no
-- right: support.read
-- valid_from: 2019-01-01
-- label.fr: Heures de soutien
-- label.nl: Ondersteuningsuren
-- label.en: Support hours
-- formula.fr: Minutes des séances d'actions de soutien tenues pendant la période, de chaque personne qui y a pris part ÷ 60.
-- formula.nl: Minuten van de sessies van ondersteuningsacties tijdens de periode, van elke persoon die eraan deelnam ÷ 60.
-- formula.en: Minutes of the sessions of support actions held during the period, of each person who took part ÷ 60.
-- source.fr: gestion interne, sans définition légale
-- source.nl: intern beheer, zonder wettelijke definitie
-- source.en: internal management, no legal definition

-- One row per session of a person.
SELECT f.establishment AS establishment, f.subject AS subject, f.day_no AS day_no, f.category AS part,
       f.minutes / 60e0 AS num, 0e0 AS den, '' AS excluded
FROM support_session AS f
JOIN scope AS s ON s.establishment = f.establishment
WHERE s.scope_id = :scope AND f.day_no >= :from_day AND f.day_no < :to_day

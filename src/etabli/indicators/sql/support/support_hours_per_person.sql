-- code: support_hours_per_person
-- version: 1
-- unit: hours/persons
-- kinds: ESAT EA AI ACI EI ETTI maatwerkbedrijf arbeidszorg
-- basis: days
-- additive: no
-- right: support.read
-- valid_from: 2019-01-01
-- label.fr: Heures de soutien par personne
-- label.nl: Ondersteuningsuren per persoon
-- label.en: Support hours per person
-- formula.fr: Heures de soutien de la période ÷ personnes engagées au moins un jour de la période, chacune une fois.
-- formula.nl: Ondersteuningsuren van de periode ÷ personen die minstens één dag van de periode in dienst waren, elk één keer.
-- formula.en: Support hours of the period ÷ persons engaged on at least one day of the period, each once.
-- source.fr: gestion interne, sans définition légale
-- source.nl: intern beheer, zonder wettelijke definitie
-- source.en: internal management, no legal definition

-- One row per session of a person.
SELECT f.establishment AS establishment, f.subject AS subject, f.day_no AS day_no, '' AS part,
       f.minutes / 60e0 AS num, 0e0 AS den, '' AS excluded
FROM support_session AS f
JOIN scope AS s ON s.establishment = f.establishment
WHERE s.scope_id = :scope AND f.day_no >= :from_day AND f.day_no < :to_day
UNION ALL
-- One row per person engaged, whatever the number of her engagements.
SELECT p.establishment AS establishment, p.subject AS subject, :to_day - 1 AS day_no, '' AS part,
       0e0 AS num, 1 AS den, '' AS excluded
FROM (
    SELECT e.subject AS subject, MIN(e.establishment) AS establishment
    FROM engagement AS e
    JOIN scope AS s ON s.establishment = e.establishment
    WHERE s.scope_id = :scope AND e.from_day < :to_day AND e.to_day > :from_day
    GROUP BY e.subject
) AS p

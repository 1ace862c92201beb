-- code: age_pyramid
-- version: 1
-- unit: persons
-- kinds: ESAT
-- basis: last_day
-- additive: no
-- valid_from: 2019-01-01
-- label.fr: Pyramide des âges
-- label.nl: Leeftijdspiramide
-- label.en: Age pyramid
-- formula.fr: Personnes sous contrat le dernier jour de la période, par tranche d'âge. Âge en années de 365,25 jours le dernier jour ; une date de naissance inconnue est montrée à part.
-- formula.nl: Personen onder overeenkomst op de laatste dag van de periode, per leeftijdsklasse. Leeftijd in jaren van 365,25 dagen op de laatste dag; een onbekende geboortedatum staat apart.
-- formula.en: Persons under contract on the last day of the period, by class of age. Age in years of 365.25 days on the last day; an unknown birth date is shown apart.
-- source.fr: ANAP, tableau de bord de la performance : répartition par tranche d'âge (profil)
-- source.nl: ANAP, prestatiedashboard: verdeling per leeftijdsklasse (profiel)
-- source.en: ANAP, performance dashboard: shares by age class (profile)

-- One row per person present on the last day of the period. A year is 1,461 ÷ 4 days, so all are whole numbers.
SELECT p.establishment AS establishment, p.subject AS subject, :to_day - 1 AS day_no,
       CASE WHEN f.birth_day IS NULL THEN 'age_unknown'
            WHEN 4 * (:to_day - 1 - f.birth_day) >= 1461 * 60 THEN 'age_60_more'
            WHEN 4 * (:to_day - 1 - f.birth_day) >= 1461 * 55 THEN 'age_55_59'
            WHEN 4 * (:to_day - 1 - f.birth_day) >= 1461 * 50 THEN 'age_50_54'
            WHEN 4 * (:to_day - 1 - f.birth_day) >= 1461 * 45 THEN 'age_45_49'
            WHEN 4 * (:to_day - 1 - f.birth_day) >= 1461 * 40 THEN 'age_40_44'
            WHEN 4 * (:to_day - 1 - f.birth_day) >= 1461 * 35 THEN 'age_35_39'
            WHEN 4 * (:to_day - 1 - f.birth_day) >= 1461 * 30 THEN 'age_30_34'
            WHEN 4 * (:to_day - 1 - f.birth_day) >= 1461 * 25 THEN 'age_25_29'
            WHEN 4 * (:to_day - 1 - f.birth_day) >= 1461 * 20 THEN 'age_20_24'
            ELSE 'age_00_19' END AS part,
       1 AS num, 0e0 AS den, '' AS excluded
FROM (
    SELECT e.subject AS subject, MIN(e.establishment) AS establishment, SUM(e.fraction) AS fraction
    FROM engagement AS e
    JOIN scope AS s ON s.establishment = e.establishment
    WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND e.from_day < :to_day AND e.to_day >= :to_day
      AND e.kind = 'accompaniment'
    GROUP BY e.subject
) AS p
LEFT JOIN (
    SELECT f.subject AS subject, MIN(f.birth_day) AS birth_day, MAX(f.sex) AS sex, MIN(f.entry_day) AS entry_day
    FROM person_profile AS f
    JOIN scope AS s ON s.establishment = f.establishment
    WHERE s.scope_id = :scope AND s.kind = 'ESAT'
    GROUP BY f.subject
) AS f ON f.subject = p.subject

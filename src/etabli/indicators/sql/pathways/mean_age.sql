-- code: mean_age
-- version: 1
-- unit: years/persons
-- kinds: ESAT
-- basis: last_day
-- additive: no
-- valid_from: 2019-01-01
-- label.fr: Âge moyen
-- label.nl: Gemiddelde leeftijd
-- label.en: Mean age
-- formula.fr: Somme des âges des personnes sous contrat le dernier jour de la période ÷ ces personnes. Un âge = jours depuis la naissance ÷ 365,25 ; qui n'a pas de date de naissance est laissé de côté.
-- formula.nl: Som van de leeftijden van de personen onder overeenkomst op de laatste dag van de periode ÷ die personen. Een leeftijd = dagen sinds de geboorte ÷ 365,25; wie geen geboortedatum heeft, telt niet mee.
-- formula.en: Sum of the ages of the persons under contract on the last day of the period ÷ these persons. An age = days since birth ÷ 365.25; who has no birth date is left out.
-- source.fr: enquête nationale ESAT 2025 (DGCS) : âge moyen des présents au 31/12
-- source.nl: nationale ESAT-enquête 2025 (DGCS): gemiddelde leeftijd van de aanwezigen op 31/12
-- source.en: national ESAT survey 2025 (DGCS): mean age of those present on 31 December

-- One row per person present on the last day of the period.
SELECT p.establishment AS establishment, p.subject AS subject, :to_day - 1 AS day_no, '' AS part,
       CASE WHEN f.birth_day IS NULL THEN 0e0 ELSE 4 * (:to_day - 1 - f.birth_day) / 1461e0 END AS num,
       CASE WHEN f.birth_day IS NULL THEN 0 ELSE 1 END AS den,
       CASE WHEN f.birth_day IS NULL THEN 'birth_unknown' ELSE '' END AS excluded
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

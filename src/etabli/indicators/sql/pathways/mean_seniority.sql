-- code: mean_seniority
-- version: 1
-- unit: years/persons
-- kinds: ESAT
-- basis: last_day
-- additive: no
-- valid_from: 2019-01-01
-- label.fr: Ancienneté moyenne
-- label.nl: Gemiddelde anciënniteit
-- label.en: Mean seniority
-- formula.fr: Somme des anciennetés des personnes sous contrat le dernier jour de la période ÷ ces personnes. Une ancienneté = jours depuis le premier jour d'accompagnement dans l'établissement, interruptions comprises ÷ 365,25.
-- formula.nl: Som van de anciënniteit van de personen onder overeenkomst op de laatste dag van de periode ÷ die personen. Anciënniteit = dagen sinds de eerste begeleide dag in de instelling, onderbrekingen inbegrepen ÷ 365,25.
-- formula.en: Sum of the seniority of the persons under contract on the last day of the period ÷ these persons. Seniority = days since the first day under accompaniment in the establishment, breaks included ÷ 365.25.
-- source.fr: enquête nationale ESAT 2025 (DGCS) : ancienneté moyenne des présents au 31/12
-- source.nl: nationale ESAT-enquête 2025 (DGCS): gemiddelde anciënniteit van de aanwezigen op 31/12
-- source.en: national ESAT survey 2025 (DGCS): mean seniority of those present on 31 December

-- One row per person present on the last day of the period.
SELECT p.establishment AS establishment, p.subject AS subject, :to_day - 1 AS day_no, '' AS part,
       CASE WHEN f.entry_day IS NULL THEN 0e0 ELSE 4 * (:to_day - 1 - f.entry_day) / 1461e0 END AS num,
       CASE WHEN f.entry_day IS NULL THEN 0 ELSE 1 END AS den,
       CASE WHEN f.entry_day IS NULL THEN 'entry_unknown' ELSE '' END AS excluded
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

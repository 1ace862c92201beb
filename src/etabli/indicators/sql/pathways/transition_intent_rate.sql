-- code: transition_intent_rate
-- version: 1
-- unit: persons/persons
-- kinds: ESAT
-- basis: days
-- additive: no
-- valid_from: 2019-01-01
-- label.fr: Part des personnes volontaires pour le milieu ordinaire
-- label.nl: Aandeel personen die gewoon werk willen
-- label.en: Share of persons willing to go to ordinary work
-- formula.fr: Personnes de la file active dont la volonté d'aller en milieu ordinaire, écrite au projet personnalisé, valait au moins un jour de la période ÷ file active de la période.
-- formula.nl: Personen uit het actieve cliëntenbestand wier wil om gewoon te werken, geschreven in het plan, minstens één dag van de periode gold ÷ actief cliëntenbestand van de periode.
-- formula.en: Persons of the active caseload whose will to go to ordinary work, written in the support plan, held on at least one day of the period ÷ active caseload of the period.
-- source.fr: enquête nationale ESAT 2025 (DGCS) : volonté écrite au projet personnalisé
-- source.nl: nationale ESAT-enquête 2025 (DGCS): wil geschreven in het persoonlijk plan
-- source.en: national ESAT survey 2025 (DGCS): will written in the personalised project

-- One row per person of the active caseload; she counts when a will of hers held during the period.
SELECT p.establishment AS establishment, p.subject AS subject, :to_day - 1 AS day_no,
       CASE WHEN v.seeks = 1 THEN 'job_seeker' WHEN v.seeks = 0 THEN 'willing' ELSE '' END AS part,
       CASE WHEN v.seeks IS NULL THEN 0 ELSE 1 END AS num, 1 AS den, '' AS excluded
FROM (
    SELECT e.subject AS subject, MIN(e.establishment) AS establishment, MAX(e.contract_to_day) AS last_day
    FROM engagement AS e
    JOIN scope AS s ON s.establishment = e.establishment
    WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND e.contract_from_day < :to_day AND e.contract_to_day > :from_day
      AND e.kind = 'accompaniment'
    GROUP BY e.subject
) AS p
LEFT JOIN (
    SELECT v.subject AS subject, MAX(CASE WHEN v.seeker_day < :to_day THEN 1 ELSE 0 END) AS seeks
    FROM ordinary_work_will AS v
    JOIN scope AS s ON s.establishment = v.establishment
    WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND v.from_day < :to_day AND v.to_day > :from_day
    GROUP BY v.subject
) AS v ON v.subject = p.subject

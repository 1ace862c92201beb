-- code: inverse_inclusion_rate
-- version: 1
-- unit: persons/persons
-- kinds: ESAT
-- basis: days
-- additive: no
-- valid_from: 2019-01-01
-- label.fr: Taux d'inclusion inversée
-- label.nl: Graad van omgekeerde inclusie
-- label.en: Inverse inclusion rate
-- formula.fr: Personnes de la file active ayant travaillé pendant la période sur une activité en contact avec la clientèle ÷ file active de la période.
-- formula.nl: Personen uit het actieve cliëntenbestand die tijdens de periode werkten aan een activiteit met klantencontact ÷ actief cliëntenbestand van de periode.
-- formula.en: Persons of the active caseload who worked during the period on an activity in contact with customers ÷ active caseload of the period.
-- source.fr: enquête nationale ESAT 2025 (DGCS) : travailleurs en contact avec le public ; ANDICAT, 29 janvier 2019
-- source.nl: nationale ESAT-enquête 2025 (DGCS): werknemers in contact met het publiek; ANDICAT, 29 januari 2019
-- source.en: national ESAT survey 2025 (DGCS): workers in contact with the public; ANDICAT, 29 January 2019

-- One row per person of the active caseload; she counts when she worked in contact with customers.
SELECT p.establishment AS establishment, p.subject AS subject, :to_day - 1 AS day_no, '' AS part,
       CASE WHEN w.minutes IS NULL THEN 0 ELSE 1 END AS num, 1 AS den, '' AS excluded
FROM (
    SELECT e.subject AS subject, MIN(e.establishment) AS establishment, MAX(e.contract_to_day) AS last_day
    FROM engagement AS e
    JOIN scope AS s ON s.establishment = e.establishment
    WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND e.contract_from_day < :to_day AND e.contract_to_day > :from_day
      AND e.kind = 'accompaniment'
    GROUP BY e.subject
) AS p
LEFT JOIN (
    SELECT w.subject AS subject, SUM(w.minutes) AS minutes
    FROM work AS w
    JOIN scope AS s ON s.establishment = w.establishment
    JOIN task AS t ON t.establishment = w.establishment AND t.task = w.task
    WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND w.day_no >= :from_day AND w.day_no < :to_day
      AND w.minutes > 0 AND t.customer_contact = 1
    GROUP BY w.subject
) AS w ON w.subject = p.subject

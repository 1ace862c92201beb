-- code: device_workers
-- version: 1
-- unit: persons
-- kinds: ESAT
-- basis: days
-- additive: no
-- valid_from: 2019-01-01
-- label.fr: Travailleurs par dispositif
-- label.nl: Werknemers per maatregel
-- label.en: Workers by device
-- formula.fr: Personnes avec au moins un jour de chaque dispositif pendant la période : chacune une fois par dispositif, donc plusieurs fois au total si elle en a plusieurs.
-- formula.nl: Personen met minstens één dag van elke maatregel tijdens de periode: elk één keer per maatregel, dus meermaals in het totaal wie er meer heeft.
-- formula.en: Persons with at least one day of each device during the period: each once a device, so several times in the total when she has several.
-- source.fr: enquête nationale ESAT 2025 (DGCS) : effectifs par dispositif ; ANDICAT, 29 janvier 2019
-- source.nl: nationale ESAT-enquête 2025 (DGCS): aantallen per maatregel; ANDICAT, 29 januari 2019
-- source.en: national ESAT survey 2025 (DGCS): persons by device; ANDICAT, 29 January 2019

-- One row per person and device.
SELECT w.establishment AS establishment, w.subject AS subject, w.day_no AS day_no, w.device AS part,
       1 AS num, 0e0 AS den, '' AS excluded
FROM (
    SELECT v.subject AS subject, v.device AS device, MIN(v.establishment) AS establishment,
           CASE WHEN MIN(v.from_day) < :from_day THEN :from_day ELSE MIN(v.from_day) END AS day_no
    FROM placement AS v
    JOIN scope AS s ON s.establishment = v.establishment
    WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND v.from_day < :to_day AND v.to_day > :from_day
    GROUP BY v.subject, v.device
) AS w

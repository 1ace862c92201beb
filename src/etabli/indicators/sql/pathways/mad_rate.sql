-- code: mad_rate
-- version: 1
-- unit: persons/persons
-- kinds: ESAT
-- basis: last_day
-- additive: no
-- valid_from: 2019-01-01
-- label.fr: Taux de mise à disposition
-- label.nl: Graad van terbeschikkingstelling
-- label.en: Secondment (MAD) rate
-- formula.fr: Personnes présentes et mises à disposition (individuelle ou collective) le dernier jour de la période ÷ personnes présentes ce jour.
-- formula.nl: Personen aanwezig en ter beschikking gesteld (individueel of in groep) op de laatste dag van de periode ÷ personen aanwezig die dag.
-- formula.en: Persons present and seconded (individually or as a group) on the last day of the period ÷ persons present that day.
-- source.fr: enquête Cinode, programme 157 (RAP), question QE08 ; ANDICAT, 29 janvier 2019
-- source.nl: Cinode-enquête, programma 157 (RAP), vraag QE08; ANDICAT, 29 januari 2019
-- source.en: Cinode survey, programme 157 (RAP), question QE08; ANDICAT, 29 January 2019

-- One row per person present on the last day of the period; she counts when a secondment holds that day.
SELECT p.establishment AS establishment, p.subject AS subject, :to_day - 1 AS day_no,
       CASE WHEN m.alone = 1 THEN 'mad_individual' WHEN m.alone = 0 THEN 'mad_collective' ELSE '' END AS part,
       CASE WHEN m.alone IS NULL THEN 0 ELSE 1 END AS num, 1 AS den, '' AS excluded
FROM (
    SELECT e.subject AS subject, MIN(e.establishment) AS establishment, SUM(e.fraction) AS fraction
    FROM engagement AS e
    JOIN scope AS s ON s.establishment = e.establishment
    WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND e.from_day < :to_day AND e.to_day >= :to_day
      AND e.kind = 'accompaniment'
    GROUP BY e.subject
) AS p
LEFT JOIN (
    SELECT w.subject AS subject, MIN(w.establishment) AS establishment,
           MAX(CASE WHEN w.device = 'mad_individual' THEN 1 ELSE 0 END) AS alone
    FROM placement AS w
    JOIN scope AS s ON s.establishment = w.establishment
    WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND w.from_day < :to_day AND w.to_day >= :to_day
      AND w.device IN ('mad_individual', 'mad_collective')
    GROUP BY w.subject
) AS m ON m.subject = p.subject

-- code: qe08
-- version: 1
-- unit: persons
-- kinds: ESAT
-- basis: last_day
-- additive: no
-- valid_from: 2019-01-01
-- label.fr: QE08 : travailleurs mis à disposition
-- label.nl: QE08: ter beschikking gestelde werknemers
-- label.en: QE08: seconded workers
-- formula.fr: Personnes mises à disposition (individuelle ou collective) le dernier jour de la période, chacune une fois. Qui n'est pas sous contrat ce jour ne compte pas.
-- formula.nl: Personen ter beschikking gesteld (individueel of in groep) op de laatste dag van de periode, elk één keer. Wie die dag geen overeenkomst heeft, telt niet.
-- formula.en: Persons seconded (individually or as a group) on the last day of the period, each once. Whoever is not under contract that day does not count.
-- source.fr: enquête Cinode, programme 157 (RAP), question QE08 ; ANDICAT, 29 janvier 2019
-- source.nl: Cinode-enquête, programma 157 (RAP), vraag QE08; ANDICAT, 29 januari 2019
-- source.en: Cinode survey, programme 157 (RAP), question QE08; ANDICAT, 29 January 2019

-- One row per person seconded on the last day of the period.
SELECT m.establishment AS establishment, m.subject AS subject, :to_day - 1 AS day_no,
       CASE WHEN m.alone = 1 THEN 'mad_individual' WHEN m.alone = 0 THEN 'mad_collective' ELSE '' END AS part,
       CASE WHEN p.subject IS NULL THEN 0 ELSE 1 END AS num, 0e0 AS den,
       CASE WHEN p.subject IS NULL THEN 'no_contract' ELSE '' END AS excluded
FROM (
    SELECT w.subject AS subject, MIN(w.establishment) AS establishment,
           MAX(CASE WHEN w.device = 'mad_individual' THEN 1 ELSE 0 END) AS alone
    FROM placement AS w
    JOIN scope AS s ON s.establishment = w.establishment
    WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND w.from_day < :to_day AND w.to_day >= :to_day
      AND w.device IN ('mad_individual', 'mad_collective')
    GROUP BY w.subject
) AS m
LEFT JOIN (
    SELECT e.subject AS subject, MIN(e.establishment) AS establishment, SUM(e.fraction) AS fraction
    FROM engagement AS e
    JOIN scope AS s ON s.establishment = e.establishment
    WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND e.from_day < :to_day AND e.to_day >= :to_day
      AND e.kind = 'accompaniment'
    GROUP BY e.subject
) AS p ON p.subject = m.subject

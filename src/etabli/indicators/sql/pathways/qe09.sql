-- code: qe09
-- version: 1
-- unit: persons
-- kinds: ESAT
-- basis: last_day
-- additive: no
-- valid_from: 2019-01-01
-- label.fr: QE09 : travailleurs avec convention d'appui
-- label.nl: QE09: werknemers met ondersteuningsovereenkomst
-- label.en: QE09: workers with a support agreement
-- formula.fr: Personnes avec une convention d'appui en cours le dernier jour de la période, chacune une fois, présentes ou sorties.
-- formula.nl: Personen met een ondersteuningsovereenkomst (convention d'appui) die op de laatste dag van de periode loopt, elk één keer, aanwezig of vertrokken.
-- formula.en: Persons with a support agreement (convention d'appui) in force on the last day of the period, each once, present or gone.
-- source.fr: enquête Cinode, programme 157 (RAP), question QE09 ; ANDICAT, 29 janvier 2019
-- source.nl: Cinode-enquête, programma 157 (RAP), vraag QE09; ANDICAT, 29 januari 2019
-- source.en: Cinode survey, programme 157 (RAP), question QE09; ANDICAT, 29 January 2019

-- One row per person with an agreement in force on the last day of the period.
SELECT g.establishment AS establishment, g.subject AS subject, :to_day - 1 AS day_no, '' AS part,
       1 AS num, 0e0 AS den, '' AS excluded
FROM (
    SELECT a.subject AS subject, MIN(a.establishment) AS establishment
    FROM support_agreement AS a
    JOIN scope AS s ON s.establishment = a.establishment
    WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND a.from_day < :to_day AND a.to_day >= :to_day
    GROUP BY a.subject
) AS g

-- code: qe03
-- version: 1
-- unit: persons
-- kinds: ESAT
-- basis: days
-- additive: no
-- valid_from: 2019-01-01
-- label.fr: QE03 : travailleurs sortis pour un autre motif que l'emploi ordinaire
-- label.nl: QE03: werknemers vertrokken om een andere reden dan gewoon werk
-- label.en: QE03: workers who left otherwise than for ordinary work
-- formula.fr: Personnes sorties définitivement pendant la période (sans contrat ultérieur avant sa fin) pour un motif autre que l'emploi en milieu ordinaire, chacune une fois, par destination ; une destination que personne n'a saisie est montrée à part.
-- formula.nl: Personen die tijdens de periode definitief vertrokken (zonder latere overeenkomst voor het einde) om een andere reden dan gewoon werk, elk één keer, volgens bestemming; een bestemming die niemand noteerde staat apart.
-- formula.en: Persons who left for good during the period (no later contract before its end) for a reason other than ordinary work, each once, by destination; a destination that nobody wrote down is shown apart.
-- source.fr: enquête Cinode, programme 157 (RAP), question QE03 ; ANDICAT, 29 janvier 2019
-- source.nl: Cinode-enquête, programma 157 (RAP), vraag QE03; ANDICAT, 29 januari 2019
-- source.en: Cinode survey, programme 157 (RAP), question QE03; ANDICAT, 29 January 2019

-- One row per person of the active caseload whose last departure of the period was for good.
SELECT p.establishment AS establishment, p.subject AS subject, x.exit_day - 1 AS day_no,
       CASE WHEN x.destination = 'hospital' THEN 'to_hospital'
            WHEN x.destination = 'family' THEN 'to_family'
            WHEN x.destination = 'other' THEN 'other_destination'
            WHEN x.destination = 'unknown' THEN 'destination_unknown'
            ELSE x.destination END AS part,
       1 AS num, 0e0 AS den, '' AS excluded
FROM (
    SELECT e.subject AS subject, MIN(e.establishment) AS establishment, MAX(e.contract_to_day) AS last_day
    FROM engagement AS e
    JOIN scope AS s ON s.establishment = e.establishment
    WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND e.contract_from_day < :to_day AND e.contract_to_day > :from_day
      AND e.kind = 'accompaniment'
    GROUP BY e.subject
) AS p
JOIN (
    SELECT x.subject AS subject, x.destination AS destination, x.ordinary AS ordinary, x.exit_day AS exit_day,
           RANK() OVER (PARTITION BY x.subject ORDER BY x.exit_day DESC, x.engagement DESC) AS place
    FROM exit AS x
    JOIN scope AS s ON s.establishment = x.establishment
    WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND x.exit_day > :from_day AND x.exit_day <= :to_day
) AS x ON x.subject = p.subject AND x.place = 1
WHERE x.ordinary = 0 AND x.exit_day >= p.last_day

-- code: qe11
-- version: 1
-- unit: persons
-- kinds: ESAT
-- basis: days
-- additive: no
-- valid_from: 2019-01-01
-- label.fr: QE11 : travailleurs revenus au titre du droit au retour
-- label.nl: QE11: werknemers teruggekeerd met terugkeerrecht
-- label.en: QE11: workers back under the right to return
-- formula.fr: Personnes revenues dans l'établissement pendant la période au titre du droit au retour, chacune une fois. Un retour dans un autre ESAT, ou hors de ce droit, ne compte pas.
-- formula.nl: Personen die tijdens de periode met terugkeerrecht naar de instelling terugkwamen, elk één keer. Terugkeer naar een ander ESAT, of buiten dit recht, telt niet.
-- formula.en: Persons who came back to the establishment during the period under the right to return, each once. A return to another ESAT, or outside this right, does not count.
-- source.fr: enquête Cinode, programme 157 (RAP), question QE11 ; ANDICAT, 29 janvier 2019
-- source.nl: Cinode-enquête, programma 157 (RAP), vraag QE11; ANDICAT, 29 januari 2019
-- source.en: Cinode survey, programme 157 (RAP), question QE11; ANDICAT, 29 January 2019

-- One row per person who came back during the period.
SELECT r.establishment AS establishment, r.subject AS subject, r.day_no AS day_no, '' AS part,
       CASE WHEN r.counts = 1 THEN 1 ELSE 0 END AS num, 0e0 AS den,
       CASE WHEN r.counts = 1 THEN '' WHEN r.here = 1 THEN 'not_by_right' ELSE 'back_elsewhere' END AS excluded
FROM (
    SELECT b.subject AS subject, MIN(b.establishment) AS establishment, MIN(b.return_day) AS day_no,
           MAX(CASE WHEN b.elsewhere = 0 AND b.by_right = 1 THEN 1 ELSE 0 END) AS counts,
           MAX(CASE WHEN b.elsewhere = 0 THEN 1 ELSE 0 END) AS here
    FROM return_to_esat AS b
    JOIN scope AS s ON s.establishment = b.establishment
    WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND b.return_day >= :from_day AND b.return_day < :to_day
    GROUP BY b.subject
) AS r

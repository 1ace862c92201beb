-- code: return_rate
-- version: 1
-- unit: persons/persons
-- kinds: ESAT
-- basis: days
-- additive: no
-- valid_from: 2019-01-01
-- label.fr: Taux de retour
-- label.nl: Terugkeergraad
-- label.en: Return rate
-- formula.fr: Personnes revenues du milieu ordinaire dans l'établissement pendant la période ÷ personnes sorties vers le milieu ordinaire pendant la période ; chacune une fois de chaque côté. Un retour peut suivre une sortie plus ancienne ; après une sortie connue vers autre chose, ou dans un autre ESAT, il ne compte pas.
-- formula.nl: Personen die tijdens de periode uit gewoon werk naar de instelling terugkwamen ÷ personen die tijdens de periode naar gewoon werk vertrokken; elk één keer aan elke kant. Een terugkeer kan op een ouder vertrek volgen; na een gekend vertrek naar iets anders, of naar een ander ESAT, telt hij niet.
-- formula.en: Persons who came back to the establishment from ordinary work during the period ÷ persons who left for ordinary work during the period; each once on either side. A return may follow an older exit; after an exit known to be for something else, or to another ESAT, it does not count.
-- source.fr: enquête nationale ESAT 2025 (DGCS) : réintégrations et sorties
-- source.nl: nationale ESAT-enquête 2025 (DGCS): terugkeer en uitstroom
-- source.en: national ESAT survey 2025 (DGCS): reintegrations and exits

-- One row per person who came back during the period. What nobody knows of the exit before it is held to be ordinary work.
SELECT r.establishment AS establishment, r.subject AS subject, r.day_no AS day_no,
       CASE WHEN r.counts = 0 THEN '' WHEN r.by_right = 1 THEN 'by_right' ELSE 'otherwise_back' END AS part,
       r.counts AS num, 0e0 AS den,
       CASE WHEN r.counts = 1 THEN '' WHEN r.here = 1 THEN 'back_from_elsewhere' ELSE 'back_elsewhere' END AS excluded
FROM (
    SELECT b.subject AS subject, MIN(b.establishment) AS establishment, MIN(b.return_day) AS day_no,
           MAX(CASE WHEN b.elsewhere = 0 AND b.by_right = 1 THEN 1 ELSE 0 END) AS by_right,
           MAX(CASE WHEN b.elsewhere = 0 THEN 1 ELSE 0 END) AS here,
           MAX(CASE WHEN b.elsewhere = 1 THEN 0 WHEN x.subject IS NULL THEN 1 WHEN x.ordinary = 1 THEN 1
                    WHEN x.destination = 'unknown' THEN 1 ELSE 0 END) AS counts
    FROM return_to_esat AS b
    JOIN scope AS s ON s.establishment = b.establishment
    LEFT JOIN exit AS x ON x.establishment = b.establishment AND x.subject = b.subject AND x.exit_day = b.exit_day
    WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND b.return_day >= :from_day AND b.return_day < :to_day
    GROUP BY b.subject
) AS r
UNION ALL
-- One row per person who left for ordinary work during the period, back or not.
SELECT o.establishment AS establishment, o.subject AS subject, o.day_no AS day_no, '' AS part,
       0e0 AS num, 1 AS den, '' AS excluded
FROM (
    SELECT x.subject AS subject, MIN(x.establishment) AS establishment, MAX(x.exit_day) - 1 AS day_no
    FROM exit AS x
    JOIN scope AS s ON s.establishment = x.establishment
    WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND x.exit_day > :from_day AND x.exit_day <= :to_day AND x.ordinary = 1
    GROUP BY x.subject
) AS o

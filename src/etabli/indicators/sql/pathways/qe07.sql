-- code: qe07
-- version: 1
-- unit: persons
-- kinds: ESAT
-- basis: days
-- additive: no
-- valid_from: 2019-01-01
-- label.fr: QE07 : travailleurs concernés par l'emploi en milieu ordinaire
-- label.nl: QE07: werknemers met gewoon werk
-- label.en: QE07: workers concerned by ordinary work
-- formula.fr: Personnes avec au moins un épisode d'emploi en milieu ordinaire pendant la période, chacune une fois : mise à disposition, contrat de travail (EA et CDD tremplin compris), double activité ou emploi accompagné d'une personne de la file active, convention d'appui en cours, sortie vers le milieu ordinaire. QE07-1 hommes, QE07-2 femmes, sexe inconnu montré à part.
-- formula.nl: Personen met minstens één episode van gewoon werk tijdens de periode, elk één keer: terbeschikkingstelling, arbeidscontract (EA en CDD tremplin inbegrepen), dubbele activiteit of begeleid werk van iemand uit het actieve cliëntenbestand, lopende ondersteuningsovereenkomst, vertrek naar gewoon werk. QE07-1 mannen, QE07-2 vrouwen, onbekend geslacht apart.
-- formula.en: Persons with at least one episode of ordinary work during the period, each once: secondment (MAD), work contract (adapted company and springboard contract included), dual activity or supported employment of a person of the active caseload, support agreement in force, exit to ordinary work. QE07-1 men, QE07-2 women, unknown sex shown apart.
-- source.fr: enquête Cinode, programme 157 (RAP), question QE07 : travailleurs concernés par l'emploi en milieu ordinaire « avec ou sans » mise à disposition ou convention d'appui, d'où les mises à disposition comptées ; ANDICAT, 29 janvier 2019
-- source.nl: Cinode-enquête, programma 157 (RAP), vraag QE07: werknemers met gewoon werk, „met of zonder” terbeschikkingstelling of ondersteuningsovereenkomst, zodat terbeschikkingstellingen meetellen; ANDICAT, 29 januari 2019
-- source.en: Cinode survey, programme 157 (RAP), question QE07: workers concerned by ordinary work "with or without" secondment or support agreement, so that secondments count; ANDICAT, 29 January 2019

-- One row per person with at least one episode of work in the ordinary workplace, however many.
SELECT o.establishment AS establishment, o.subject AS subject, :to_day - 1 AS day_no,
       CASE WHEN f.sex = 'F' THEN 'women' WHEN f.sex = 'M' THEN 'men' ELSE 'sex_unknown' END AS part,
       1 AS num, 0e0 AS den, '' AS excluded
FROM (
    SELECT q.subject AS subject, MIN(q.establishment) AS establishment
    FROM (
        SELECT w.subject AS subject, w.establishment AS establishment
        FROM placement AS w
        JOIN scope AS s ON s.establishment = w.establishment
        JOIN engagement AS e ON e.establishment = w.establishment AND e.subject = w.subject
        WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND w.from_day < :to_day AND w.to_day > :from_day
          AND w.device IN ('mad_individual', 'mad_collective', 'job', 'springboard', 'dual_activity', 'supported_employment')
          AND e.kind = 'accompaniment' AND e.contract_from_day < :to_day AND e.contract_to_day > :from_day
        UNION ALL
        SELECT a.subject AS subject, a.establishment AS establishment
        FROM support_agreement AS a
        JOIN scope AS s ON s.establishment = a.establishment
        WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND a.from_day < :to_day AND a.to_day > :from_day
        UNION ALL
        SELECT x.subject AS subject, x.establishment AS establishment
        FROM exit AS x
        JOIN scope AS s ON s.establishment = x.establishment
        WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND x.exit_day > :from_day AND x.exit_day <= :to_day AND x.ordinary = 1
    ) AS q
    GROUP BY q.subject
) AS o
LEFT JOIN (
    SELECT f.subject AS subject, MIN(f.birth_day) AS birth_day, MAX(f.sex) AS sex, MIN(f.entry_day) AS entry_day
    FROM person_profile AS f
    JOIN scope AS s ON s.establishment = f.establishment
    WHERE s.scope_id = :scope AND s.kind = 'ESAT'
    GROUP BY f.subject
) AS f ON f.subject = o.subject

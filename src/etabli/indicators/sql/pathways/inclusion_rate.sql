-- code: inclusion_rate
-- version: 1
-- unit: persons/persons
-- kinds: ESAT
-- basis: days
-- additive: no
-- valid_from: 2019-01-01
-- label.fr: Taux d'inclusion (approche globale)
-- label.nl: Inclusiegraad (globale benadering)
-- label.en: Inclusion rate (global approach)
-- formula.fr: Personnes de la file active avec, pendant la période, au moins un de : prestation hors les murs, mise à disposition, PMSMP ou stage, CDD, CDI, CDD tremplin (double activité, emploi accompagné et sorties compris), RAE ou VAE commencée ou validée ÷ file active. Chacune une fois, sous ce qui est le plus proche de l'emploi.
-- formula.nl: Personen uit het actieve cliëntenbestand met tijdens de periode minstens één van: dienst buiten de muren, terbeschikkingstelling, PMSMP of stage, CDD, CDI, CDD tremplin (dubbele activiteit, begeleid werk en vertrek inbegrepen), begonnen of erkende RAE of VAE ÷ actief cliëntenbestand. Elk één keer, onder wat het dichtst bij werk staat.
-- formula.en: Persons of the active caseload with, during the period, at least one of: service outside, secondment, PMSMP or internship, fixed-term or open-ended contract, springboard contract (dual activity, supported employment and exits included), RAE or VAE begun or validated ÷ active caseload. Each once, under what is nearest to employment.
-- source.fr: ANDICAT, 29 janvier 2019 (approche globale de l'inclusion)
-- source.nl: ANDICAT, 29 januari 2019 (globale benadering van inclusie)
-- source.en: ANDICAT, 29 January 2019 (global approach of inclusion)

-- One row per person of the active caseload; she counts once, under the step nearest to employment.
SELECT p.establishment AS establishment, p.subject AS subject, :to_day - 1 AS day_no,
       CASE WHEN i.step = 7 THEN 'open_ended' WHEN i.step = 6 THEN 'other_contract' WHEN i.step = 5 THEN 'springboard'
            WHEN i.step = 4 THEN 'mad' WHEN i.step = 3 THEN 'service' WHEN i.step = 2 THEN 'work_trial'
            WHEN i.step = 1 THEN 'recognition' ELSE '' END AS part,
       CASE WHEN i.step IS NULL THEN 0 ELSE 1 END AS num, 1 AS den, '' AS excluded
FROM (
    SELECT e.subject AS subject, MIN(e.establishment) AS establishment, MAX(e.contract_to_day) AS last_day
    FROM engagement AS e
    JOIN scope AS s ON s.establishment = e.establishment
    WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND e.contract_from_day < :to_day AND e.contract_to_day > :from_day
      AND e.kind = 'accompaniment'
    GROUP BY e.subject
) AS p
LEFT JOIN (
    SELECT k.subject AS subject, MAX(k.step) AS step
    FROM (
        SELECT w.subject AS subject,
               CASE WHEN w.device IN ('pmsmp', 'internship') THEN 2
                    WHEN w.device = 'service' THEN 3
                    WHEN w.device IN ('mad_individual', 'mad_collective') THEN 4
                    WHEN w.device = 'springboard' THEN 5
                    WHEN w.contract = 'cdi' THEN 7
                    ELSE 6 END AS step
        FROM placement AS w
        JOIN scope AS s ON s.establishment = w.establishment
        WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND w.from_day < :to_day AND w.to_day > :from_day
          AND w.device <> 'mispe'
        UNION ALL
        SELECT x.subject AS subject, CASE WHEN x.contract = 'cdi' THEN 7 WHEN x.contract = 'springboard' THEN 5 ELSE 6 END AS step
        FROM exit AS x
        JOIN scope AS s ON s.establishment = x.establishment
        WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND x.exit_day > :from_day AND x.exit_day <= :to_day AND x.ordinary = 1
        UNION ALL
        SELECT c.subject AS subject, 1 AS step
        FROM recognition AS c
        JOIN scope AS s ON s.establishment = c.establishment
        WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND c.kind IN ('rae', 'vae')
          AND ((c.started_day >= :from_day AND c.started_day < :to_day)
               OR (c.validated_day >= :from_day AND c.validated_day < :to_day))
    ) AS k
    GROUP BY k.subject
) AS i ON i.subject = p.subject

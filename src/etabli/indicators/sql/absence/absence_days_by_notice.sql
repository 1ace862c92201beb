-- code: absence_days_by_notice
-- version: 1
-- unit: days
-- kinds: ESAT EA AI ACI EI ETTI maatwerkbedrijf
-- basis: days
-- additive: yes
-- grain: day
-- valid_from: 2019-01-01
-- label.fr: Journées d'absence selon le délai de prévenance
-- label.nl: Afwezigheidsdagen volgens verwittigingstermijn
-- label.en: Absence days by notice
-- formula.fr: Journées d'absence réparties selon le délai de prévenance saisi : inconnu, moins de 24 h, de 24 h à 72 h, 72 h et plus.
-- formula.nl: Afwezigheidsdagen verdeeld volgens de geregistreerde verwittigingstermijn: onbekend, minder dan 24 u, van 24 u tot 72 u, 72 u en meer.
-- formula.en: Absence days shared out by the notice recorded: unknown, under 24 h, from 24 h to 72 h, 72 h and more.
-- source.fr: guide de la CNSA, janvier 2019 : absences relevées avec leur délai de prévenance
-- source.nl: gids van de CNSA, januari 2019: afwezigheden genoteerd met hun verwittigingstermijn
-- source.en: CNSA guide, January 2019: absences recorded with their notice (délai de prévenance)

SELECT d.establishment AS establishment, d.subject AS subject, d.day_no AS day_no, d.part AS part,
       CASE WHEN d.open_half_days = 0 THEN d.absent / 2e0
            WHEN d.absent >= d.open_half_days THEN 1e0
            ELSE d.absent * 1e0 / d.open_half_days END AS num,
       0e0 AS den, '' AS excluded
FROM (
    SELECT p.establishment AS establishment, p.subject AS subject, p.day_no AS day_no,
           CASE WHEN p.notice_hours IS NULL THEN 'unknown'
                WHEN p.notice_hours < 24 THEN 'under_24h'
                WHEN p.notice_hours < 72 THEN 'from_24h_to_72h'
                ELSE 'from_72h' END AS part,
           COUNT(p.half) AS absent, MAX(p.open_half_days) AS open_half_days
    FROM person_half_day AS p
    JOIN scope AS s ON s.establishment = p.establishment
    WHERE s.scope_id = :scope AND p.day_no >= :from_day AND p.day_no < :to_day
      AND p.typed = 1 AND p.absence > '' AND p.kind IN ('accompaniment', 'employee', 'integration', 'target_worker')
    GROUP BY p.establishment, p.subject, p.day_no,
             CASE WHEN p.notice_hours IS NULL THEN 'unknown'
                WHEN p.notice_hours < 24 THEN 'under_24h'
                WHEN p.notice_hours < 72 THEN 'from_24h_to_72h'
                ELSE 'from_72h' END
) AS d

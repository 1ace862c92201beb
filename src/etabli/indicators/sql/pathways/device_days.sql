-- code: device_days
-- version: 2
-- unit: days
-- kinds: ESAT
-- basis: days
-- additive: no
-- valid_from: 2019-01-01
-- label.fr: Journées par dispositif
-- label.nl: Dagen per maatregel
-- label.en: Days by device
-- formula.fr: Demi-journées saisies avec le code d'une mise en situation pendant qu'elle est en cours ÷ demi-journées d'ouverture du jour. Le code de chaque dispositif est celui que l'établissement a choisi, gardé par ce qui était déjà convenu.
-- formula.nl: Halve dagen genoteerd met de code van een werkplaatsing terwijl die loopt ÷ open halve dagen van die dag. De code van elke maatregel is die welke de voorziening koos, behouden door wat al afgesproken was.
-- formula.en: Half-days written down with the code of a placement while it runs ÷ open half-days of the day. The code of each device is the one that the establishment chose, kept by what was agreed already.
-- source.fr: ANDICAT, 29 janvier 2019 (objectifs de sortie en personnes et en journées) ; guide de la CNSA, janvier 2019
-- source.nl: ANDICAT, 29 januari 2019 (uitstroomdoelen in personen en in dagen); gids van de CNSA, januari 2019
-- source.en: ANDICAT, 29 January 2019 (exit objectives in persons and in days); CNSA guide, January 2019

-- One row per person, day and device.
SELECT d.establishment AS establishment, d.subject AS subject, d.day_no AS day_no, d.device AS part,
       CASE WHEN d.open_half_days = 0 THEN d.attended / 2e0
            WHEN d.attended >= d.open_half_days THEN 1e0
            ELSE d.attended * 1e0 / d.open_half_days END AS num,
       0e0 AS den, '' AS excluded
FROM (
    SELECT h.establishment AS establishment, h.subject AS subject, h.day_no AS day_no, h.device AS device,
           COUNT(h.half) AS attended, MAX(h.open_half_days) AS open_half_days
    FROM (
        SELECT p.establishment AS establishment, p.subject AS subject, p.day_no AS day_no, p.half AS half,
               w.device AS device, MAX(p.open_half_days) AS open_half_days
        FROM person_half_day AS p
        JOIN scope AS s ON s.establishment = p.establishment
        JOIN placement AS w ON w.establishment = p.establishment AND w.subject = p.subject
                           AND w.from_day <= p.day_no AND w.to_day > p.day_no
        WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND p.day_no >= :from_day AND p.day_no < :to_day
          AND p.typed = 1
          AND p.code = w.code
        GROUP BY p.establishment, p.subject, p.day_no, p.half, w.device
    ) AS h
    GROUP BY h.establishment, h.subject, h.day_no, h.device
) AS d

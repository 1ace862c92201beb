-- code: load_rate
-- version: 1
-- unit: hours/hours
-- kinds: ESAT EA AI ACI EI ETTI maatwerkbedrijf
-- basis: days
-- additive: no
-- valid_from: 2019-01-01
-- label.fr: Charge rapportée à la capacité
-- label.nl: Belasting ten opzichte van de capaciteit
-- label.en: Load against capacity
-- formula.fr: Heures devisées des lignes dont l'échéance tombe dans la période, lignes annulées exclues ÷ heures des demi-journées dues pendant la période × rythme adapté de chacun × (1 − absence de la même semaine de l'an dernier). Les commandes récurrentes n'ont pas d'échéance unique : la page Charge les compte semaine par semaine, atelier par atelier.
-- formula.nl: Geoffreerde uren van de lijnen met vervaldag in de periode, geannuleerde niet ÷ uren van de verwachte halve dagen in de periode × aangepast ritme van elk × (1 − afwezigheid van dezelfde week van vorig jaar). Terugkerende bestellingen hebben geen ene vervaldag: de pagina Belasting telt ze week per week, atelier per atelier.
-- formula.en: Quoted hours of the lines due in the period, cancelled ones left out ÷ hours of the half-days due in the period × adapted rhythm of each person × (1 − absence of the same week of last year). Recurring orders have no single due day: the page Load counts them week by week, workshop by workshop.
-- source.fr: gestion interne : charge et capacité ; aucune définition légale
-- source.nl: intern beheer: belasting en capaciteit; geen wettelijke definitie
-- source.en: internal management: load and capacity; no legal definition

-- One row a line, and one a week of presence due: nobody is named.
SELECT u.establishment AS establishment, NULL AS subject, u.day_no AS day_no, '' AS part, u.num AS num, u.den AS den,
       u.excluded AS excluded
FROM (
    SELECT l.establishment AS establishment, l.due_day AS day_no, l.quoted_minutes / 60e0 AS num, 0e0 AS den,
           CASE WHEN l.quoted_minutes = 0 THEN 'no_quoted_hours' ELSE '' END AS excluded
    FROM order_line AS l
    JOIN scope AS s ON s.establishment = l.establishment
    WHERE s.scope_id = :scope AND l.due_day >= :from_day AND l.due_day < :to_day AND l.state <> 'cancelled'
    UNION ALL
    -- Minutes due of a week at the rhythm of each, less the absence of the week 364 days before.
    SELECT d.establishment AS establishment, d.day_no AS day_no, 0e0 AS num,
           CASE WHEN a.typed > 0 THEN d.minutes * (a.typed - a.absent) / (60e0 * a.typed) ELSE d.minutes / 60e0 END AS den,
           '' AS excluded
    FROM (
        SELECT h.establishment AS establishment, h.day_no - c.weekday AS monday, MIN(h.day_no) AS day_no,
               SUM(h.minutes * COALESCE(r.share, 10000) / 10000e0) AS minutes
        FROM person_half_day AS h
        JOIN scope AS s ON s.establishment = h.establishment
        JOIN calendar AS c ON c.establishment = h.establishment AND c.day_no = h.day_no
        LEFT JOIN rhythm AS r ON r.establishment = h.establishment AND r.subject = h.subject
                             AND r.from_day <= h.day_no AND r.to_day > h.day_no
        WHERE s.scope_id = :scope AND h.day_no >= :from_day AND h.day_no < :to_day AND h.due = 1
        GROUP BY h.establishment, h.day_no - c.weekday
    ) AS d
    LEFT JOIN (
        SELECT h.establishment AS establishment, h.day_no - c.weekday + 364 AS monday,
               SUM(CASE WHEN h.absence = '' THEN 0 ELSE h.minutes END) AS absent, SUM(h.minutes) AS typed
        FROM person_half_day AS h
        JOIN scope AS s ON s.establishment = h.establishment
        JOIN calendar AS c ON c.establishment = h.establishment AND c.day_no = h.day_no
        WHERE s.scope_id = :scope AND h.day_no >= :from_day - 371 AND h.day_no < :to_day - 357
          AND h.due = 1 AND h.typed = 1
        GROUP BY h.establishment, h.day_no - c.weekday
    ) AS a ON a.establishment = d.establishment AND a.monday = d.monday
) AS u

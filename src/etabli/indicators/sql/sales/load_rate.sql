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
-- formula.fr: Heures devisées des lignes dont l'échéance tombe dans la période, lignes annulées exclues ÷ heures des demi-journées dues pendant la période, moins celles des absences saisies. Les commandes récurrentes n'ont pas d'échéance unique : la page Charge les compte semaine par semaine, avec l'absence de l'an dernier et le rythme de chacun.
-- formula.nl: Geoffreerde uren van de lijnen met vervaldag in de periode, geannuleerde niet ÷ uren van de verwachte halve dagen in de periode, min die van ingevoerde afwezigheid. Terugkerende bestellingen hebben geen ene vervaldag: de pagina Belasting telt ze week per week, met de afwezigheid van vorig jaar en het ritme van elk.
-- formula.en: Quoted hours of the lines due in the period, cancelled ones left out ÷ hours of the half-days due in the period, less those of absences that were typed. Recurring orders have no single due day: the page Load counts them week by week, with the absence of last year and the rhythm of each person.
-- source.fr: gestion interne : charge et capacité ; aucune définition légale
-- source.nl: intern beheer: belasting en capaciteit; geen wettelijke definitie
-- source.en: internal management: load and capacity; no legal definition

-- One row a line, and one a day of presence due: nobody is named.
SELECT u.establishment AS establishment, NULL AS subject, u.day_no AS day_no, '' AS part, u.num AS num, u.den AS den,
       u.excluded AS excluded
FROM (
    SELECT l.establishment AS establishment, l.due_day AS day_no, l.quoted_minutes / 60e0 AS num, 0e0 AS den,
           CASE WHEN l.quoted_minutes = 0 THEN 'no_quoted_hours' ELSE '' END AS excluded
    FROM order_line AS l
    JOIN scope AS s ON s.establishment = l.establishment
    WHERE s.scope_id = :scope AND l.due_day >= :from_day AND l.due_day < :to_day AND l.state <> 'cancelled'
    UNION ALL
    SELECT h.establishment AS establishment, h.day_no AS day_no, 0e0 AS num, SUM(h.minutes) / 60e0 AS den,
           '' AS excluded
    FROM person_half_day AS h
    JOIN scope AS s ON s.establishment = h.establishment
    WHERE s.scope_id = :scope AND h.day_no >= :from_day AND h.day_no < :to_day AND h.due = 1 AND h.absence = ''
    GROUP BY h.establishment, h.day_no
) AS u

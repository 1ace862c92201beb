-- code: quoted_hours_rate
-- version: 1
-- unit: hours/hours
-- kinds: ESAT EA AI ACI EI ETTI maatwerkbedrijf
-- basis: days
-- additive: no
-- valid_from: 2019-01-01
-- label.fr: Heures faites sur heures devisées
-- label.nl: Gewerkte uren op geoffreerde uren
-- label.en: Hours done of hours quoted
-- formula.fr: Lignes de commande à livrer dans la période : heures travaillées sur ces lignes, quel que soit le jour ÷ heures devisées. Au-dessus de 100 %, la ligne a pris plus de temps que prévu. Les lignes annulées et celles sans heures devisées ne comptent pas.
-- formula.nl: Bestellijnen te leveren in de periode: uren gewerkt aan die lijnen, op welke dag ook ÷ geoffreerde uren. Boven 100 % kostte de lijn meer tijd dan voorzien. Geannuleerde lijnen en lijnen zonder geoffreerde uren tellen niet.
-- formula.en: Order lines due in the period: hours worked on these lines, whatever the day ÷ hours quoted. Above 100 %, a line took more time than planned. Cancelled lines and lines without quoted hours do not count.
-- source.fr: gestion interne : réalisé rapporté au prévu par ligne de commande ; aucune définition légale
-- source.nl: intern beheer: gerealiseerd ten opzichte van gepland per bestellijn; geen wettelijke definitie
-- source.en: internal management: done against planned by order line; no legal definition

-- One row a line, on the day it is due.
SELECT l.establishment AS establishment, NULL AS subject, l.due_day AS day_no, '' AS part,
       COALESCE(d.minutes, 0) / 60e0 AS num, l.quoted_minutes / 60e0 AS den, '' AS excluded
FROM order_line AS l
JOIN scope AS s ON s.establishment = l.establishment
LEFT JOIN (
    SELECT w.establishment AS establishment, w.order_line AS order_line, SUM(w.minutes) AS minutes
    FROM order_line AS o
    JOIN work AS w ON w.establishment = o.establishment AND w.order_line = o.order_line
    JOIN scope AS s ON s.establishment = w.establishment
    WHERE s.scope_id = :scope AND o.due_day >= :from_day AND o.due_day < :to_day
    GROUP BY w.establishment, w.order_line
) AS d ON d.establishment = l.establishment AND d.order_line = l.order_line
WHERE s.scope_id = :scope AND l.due_day >= :from_day AND l.due_day < :to_day
  AND l.state <> 'cancelled' AND l.quoted_minutes > 0
UNION ALL
SELECT l.establishment AS establishment, NULL AS subject, l.due_day AS day_no, '' AS part, 0e0 AS num, 0e0 AS den,
       CASE WHEN l.state = 'cancelled' THEN 'line_cancelled' ELSE 'not_quoted' END AS excluded
FROM order_line AS l
JOIN scope AS s ON s.establishment = l.establishment
WHERE s.scope_id = :scope AND l.due_day >= :from_day AND l.due_day < :to_day
  AND (l.state = 'cancelled' OR l.quoted_minutes = 0)

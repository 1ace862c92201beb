-- code: on_time_delivery_rate
-- version: 1
-- unit: lines/lines
-- kinds: ESAT EA AI ACI EI ETTI maatwerkbedrijf
-- basis: days
-- additive: no
-- valid_from: 2019-01-01
-- label.fr: Taux de livraison à l'heure
-- label.nl: Graad van tijdige levering
-- label.en: On-time delivery rate
-- formula.fr: Lignes de commande entièrement livrées au plus tard le jour prévu ÷ lignes entièrement livrées, parmi celles à livrer dans la période. Une ligne pas encore livrée en entier, annulée ou sans quantité convenue ne compte pas, et se lit parmi ce qui est écarté.
-- formula.nl: Bestellijnen volledig geleverd uiterlijk op de voorziene dag ÷ volledig geleverde lijnen, onder de lijnen te leveren in de periode. Een lijn die nog niet volledig geleverd, geannuleerd of zonder afgesproken hoeveelheid is, telt niet en staat bij wat is weggelaten.
-- formula.en: Order lines delivered whole on the day due at the latest ÷ lines delivered whole, among those due in the period. A line not delivered whole yet, cancelled or without an agreed quantity does not count, and is read among what is left out.
-- source.fr: gestion interne : livré à l'heure rapporté au livré ; aucune définition légale
-- source.nl: intern beheer: tijdig geleverd ten opzichte van geleverd; geen wettelijke definitie
-- source.en: internal management: delivered on time against delivered; no legal definition

-- One row a line, on the day it is due.
SELECT l.establishment AS establishment, NULL AS subject, l.due_day AS day_no, '' AS part,
       CASE WHEN l.delivered_day <= l.due_day THEN 1e0 ELSE 0e0 END AS num, 1e0 AS den, '' AS excluded
FROM order_line AS l
JOIN scope AS s ON s.establishment = l.establishment
WHERE s.scope_id = :scope AND l.due_day >= :from_day AND l.due_day < :to_day
  AND l.state <> 'cancelled' AND l.quantity > 0 AND l.delivered_day IS NOT NULL
UNION ALL
SELECT l.establishment AS establishment, NULL AS subject, l.due_day AS day_no, '' AS part, 0e0 AS num, 0e0 AS den,
       CASE WHEN l.state = 'cancelled' THEN 'line_cancelled'
            WHEN l.quantity = 0 THEN 'no_quantity'
            ELSE 'not_delivered' END AS excluded
FROM order_line AS l
JOIN scope AS s ON s.establishment = l.establishment
WHERE s.scope_id = :scope AND l.due_day >= :from_day AND l.due_day < :to_day
  AND (l.state = 'cancelled' OR l.quantity = 0 OR l.delivered_day IS NULL)

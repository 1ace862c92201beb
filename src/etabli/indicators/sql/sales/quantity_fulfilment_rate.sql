-- code: quantity_fulfilment_rate
-- version: 1
-- unit: lines/lines
-- kinds: ESAT EA AI ACI EI ETTI maatwerkbedrijf
-- basis: days
-- additive: no
-- valid_from: 2019-01-01
-- label.fr: Taux de réalisation des quantités
-- label.nl: Realisatiegraad van de hoeveelheden
-- label.en: Fulfilment of quantities
-- formula.fr: Moyenne, sur les lignes de commande à livrer dans la période, de la quantité livrée ÷ quantité commandée, au plus 1 par ligne. Chaque ligne pèse autant, car les unités diffèrent. Les lignes annulées et celles sans quantité convenue ne comptent pas.
-- formula.nl: Gemiddelde, over de bestellijnen te leveren in de periode, van geleverde hoeveelheid ÷ bestelde hoeveelheid, hoogstens 1 per lijn. Elke lijn weegt even zwaar, want de eenheden verschillen. Geannuleerde lijnen en lijnen zonder afgesproken hoeveelheid tellen niet.
-- formula.en: Mean, over the order lines due in the period, of quantity delivered ÷ quantity ordered, at most 1 a line. Each line weighs the same, for units differ. Cancelled lines and lines without an agreed quantity do not count.
-- source.fr: gestion interne : livré rapporté au commandé ; aucune définition légale
-- source.nl: intern beheer: geleverd ten opzichte van besteld; geen wettelijke definitie
-- source.en: internal management: delivered against ordered; no legal definition

-- One row a line, on the day it is due.
SELECT l.establishment AS establishment, NULL AS subject, l.due_day AS day_no, '' AS part,
       CASE WHEN l.delivered >= l.quantity THEN 1e0 ELSE 1e0 * l.delivered / l.quantity END AS num,
       1e0 AS den, '' AS excluded
FROM order_line AS l
JOIN scope AS s ON s.establishment = l.establishment
WHERE s.scope_id = :scope AND l.due_day >= :from_day AND l.due_day < :to_day
  AND l.state <> 'cancelled' AND l.quantity > 0
UNION ALL
SELECT l.establishment AS establishment, NULL AS subject, l.due_day AS day_no, '' AS part, 0e0 AS num, 0e0 AS den,
       CASE WHEN l.state = 'cancelled' THEN 'line_cancelled' ELSE 'no_quantity' END AS excluded
FROM order_line AS l
JOIN scope AS s ON s.establishment = l.establishment
WHERE s.scope_id = :scope AND l.due_day >= :from_day AND l.due_day < :to_day
  AND (l.state = 'cancelled' OR l.quantity = 0)

-- code: customer_return_rate
-- version: 1
-- unit: quantity/quantity
-- kinds: ESAT EA AI ACI EI ETTI maatwerkbedrijf
-- basis: days
-- additive: no
-- valid_from: 2019-01-01
-- label.fr: Taux de retour des clients
-- label.nl: Retourpercentage van klanten
-- label.en: Customer return rate
-- formula.fr: Quantité renvoyée par les clients pendant la période ÷ quantité livrée pendant la période. Une réclamation sans renvoi n'y est pas. Les quantités de toutes les unités sont additionnées.
-- formula.nl: Hoeveelheid die klanten in de periode terugstuurden ÷ hoeveelheid geleverd in de periode. Een klacht zonder terugzending telt niet. Hoeveelheden van alle eenheden worden opgeteld.
-- formula.en: Quantity sent back by clients in the period ÷ quantity delivered in the period. A complaint without a return is not in it. Quantities of every unit are added up.
-- source.fr: gestion interne : retours rapportés aux livraisons ; aucune définition légale
-- source.nl: intern beheer: teruggezonden ten opzichte van geleverd; geen wettelijke definitie
-- source.en: internal management: returns against deliveries; no legal definition

-- One row a line and day: nobody is named.
SELECT d.establishment AS establishment, NULL AS subject, d.day_no AS day_no, '' AS part,
       d.returned / 1000e0 AS num, d.delivered / 1000e0 AS den, '' AS excluded
FROM delivered_day AS d
JOIN scope AS s ON s.establishment = d.establishment
WHERE s.scope_id = :scope AND d.day_no >= :from_day AND d.day_no < :to_day

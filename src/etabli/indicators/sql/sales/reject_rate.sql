-- code: reject_rate
-- version: 1
-- unit: quantity/quantity
-- kinds: ESAT EA AI ACI EI ETTI maatwerkbedrijf
-- basis: days
-- additive: no
-- valid_from: 2019-01-01
-- label.fr: Taux de rebut
-- label.nl: Afkeurpercentage
-- label.en: Reject rate
-- formula.fr: Quantité rejetée ÷ quantité produite (bonne et rejetée), commandes et activités récurrentes ensemble. Les quantités de toutes les unités sont additionnées : à comparer d'une période à l'autre, non d'un atelier à l'autre.
-- formula.nl: Afgekeurde hoeveelheid ÷ geproduceerde hoeveelheid (goed en afgekeurd), bestellingen en terugkerende activiteiten samen. Hoeveelheden van alle eenheden worden opgeteld: te vergelijken van periode tot periode, niet van atelier tot atelier.
-- formula.en: Rejected quantity ÷ quantity produced (good and rejected), orders and recurring activities together. Quantities of every unit are added up: to be compared between periods, not between workshops.
-- source.fr: gestion interne : rebuts rapportés à la production ; aucune définition légale
-- source.nl: intern beheer: afkeur ten opzichte van de productie; geen wettelijke definitie
-- source.en: internal management: rejects against output; no legal definition

-- One row an activity and day: nobody is named.
SELECT w.establishment AS establishment, NULL AS subject, w.day_no AS day_no, '' AS part,
       SUM(w.rejected) / 1000e0 AS num, SUM(w.good + w.rejected) / 1000e0 AS den, '' AS excluded
FROM work AS w
JOIN scope AS s ON s.establishment = w.establishment
WHERE s.scope_id = :scope AND w.day_no >= :from_day AND w.day_no < :to_day AND w.good + w.rejected > 0
GROUP BY w.establishment, w.task, w.day_no

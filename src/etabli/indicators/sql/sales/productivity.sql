-- code: productivity
-- version: 1
-- unit: hours/hours
-- kinds: ESAT EA AI ACI EI ETTI maatwerkbedrijf
-- basis: days
-- additive: no
-- valid_from: 2019-01-01
-- label.fr: Productivité (heures vendues sur heures travaillées)
-- label.nl: Productiviteit (verkochte uren op gewerkte uren)
-- label.en: Productivity (hours sold of hours worked)
-- formula.fr: Travail de la période sur les lignes de commande : heures vendues ÷ heures travaillées. Heures vendues = quantité bonne × temps standard de l'article ; sans temps standard, quantité bonne × heures devisées ÷ quantité commandée. Le travail sur une ligne qui n'a ni l'un ni l'autre ne compte pas. Jamais par personne.
-- formula.nl: Werk van de periode aan bestellijnen: verkochte uren ÷ gewerkte uren. Verkochte uren = goede hoeveelheid × standaardtijd van het artikel; zonder standaardtijd: goede hoeveelheid × geoffreerde uren ÷ bestelde hoeveelheid. Werk aan een lijn die geen van beide heeft, telt niet. Nooit per persoon.
-- formula.en: Work of the period on order lines: hours sold ÷ hours worked. Hours sold = good quantity × standard time of the product; without one, good quantity × hours quoted ÷ quantity ordered. Work on a line that has neither does not count. Never by person.
-- source.fr: gestion interne : temps standard rapporté au temps passé ; aucune définition légale
-- source.nl: intern beheer: standaardtijd ten opzichte van bestede tijd; geen wettelijke definitie
-- source.en: internal management: standard time against time spent; no legal definition

-- One row a line and day: nobody is named.
SELECT d.establishment AS establishment, NULL AS subject, d.day_no AS day_no, '' AS part,
       CASE WHEN l.minutes_per_thousand IS NOT NULL THEN 1e0 * d.good * l.minutes_per_thousand / 60e6
            WHEN l.quoted_minutes > 0 AND l.quantity > 0 THEN 1e0 * d.good * l.quoted_minutes / (60e0 * l.quantity)
            ELSE 0e0 END AS num,
       CASE WHEN l.minutes_per_thousand IS NOT NULL OR (l.quoted_minutes > 0 AND l.quantity > 0) THEN d.minutes / 60e0
            ELSE 0e0 END AS den,
       CASE WHEN l.minutes_per_thousand IS NOT NULL OR (l.quoted_minutes > 0 AND l.quantity > 0) THEN ''
            ELSE 'no_standard_time' END AS excluded
FROM (
    SELECT w.establishment AS establishment, w.order_line AS order_line, w.day_no AS day_no,
           SUM(w.minutes) AS minutes, SUM(w.good) AS good
    FROM work AS w
    JOIN scope AS s ON s.establishment = w.establishment
    WHERE s.scope_id = :scope AND w.day_no >= :from_day AND w.day_no < :to_day AND w.order_line IS NOT NULL
    GROUP BY w.establishment, w.order_line, w.day_no
) AS d
JOIN order_line AS l ON l.establishment = d.establishment AND l.order_line = d.order_line
JOIN scope AS s ON s.establishment = l.establishment
WHERE s.scope_id = :scope

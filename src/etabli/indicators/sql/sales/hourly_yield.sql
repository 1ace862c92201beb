-- code: hourly_yield
-- version: 1
-- unit: euros/hours
-- kinds: ESAT EA AI ACI EI ETTI maatwerkbedrijf
-- basis: days
-- additive: no
-- valid_from: 2019-01-01
-- label.fr: Rendement horaire
-- label.nl: Opbrengst per uur
-- label.en: Hourly yield
-- formula.fr: Chiffre d'affaires hors taxes facturé pendant la période, avoirs déduits, acomptes non comptés (la facture finale a tout) ÷ heures travaillées sur des lignes de commande pendant la période. En euros par heure ; facturer et travailler ne tombent pas toujours dans la même période : à lire sur l'année.
-- formula.nl: Omzet zonder btw gefactureerd in de periode, creditnota's afgetrokken, voorschotten niet geteld (de eindfactuur heeft alles) ÷ uren gewerkt aan bestellijnen in de periode. In euro per uur; factureren en werken vallen niet altijd in dezelfde periode: te lezen over het jaar.
-- formula.en: Turnover without VAT invoiced in the period, credit notes taken off, deposits not counted (the final invoice has all) ÷ hours worked on order lines in the period. In euros an hour; invoicing and working do not always fall in the same period: read it over the year.
-- source.fr: gestion interne : chiffre d'affaires rapporté aux heures des commandes ; aucune définition légale
-- source.nl: intern beheer: omzet ten opzichte van de uren van de bestellingen; geen wettelijke definitie
-- source.en: internal management: turnover against hours of the orders; no legal definition

-- One row an invoiced line, and one a day of work: nobody is named.
SELECT u.establishment AS establishment, NULL AS subject, u.day_no AS day_no, '' AS part, u.num AS num, u.den AS den,
       '' AS excluded
FROM (
    SELECT b.establishment AS establishment, b.issued_day AS day_no, b.amount / 100e0 AS num, 0e0 AS den
    FROM billed_line AS b
    JOIN scope AS s ON s.establishment = b.establishment
    WHERE s.scope_id = :scope AND b.issued_day >= :from_day AND b.issued_day < :to_day AND b.kind <> 'deposit'
    UNION ALL
    SELECT w.establishment AS establishment, w.day_no AS day_no, 0e0 AS num, SUM(w.minutes) / 60e0 AS den
    FROM work AS w
    JOIN scope AS s ON s.establishment = w.establishment
    WHERE s.scope_id = :scope AND w.day_no >= :from_day AND w.day_no < :to_day AND w.order_line IS NOT NULL
    GROUP BY w.establishment, w.day_no
) AS u

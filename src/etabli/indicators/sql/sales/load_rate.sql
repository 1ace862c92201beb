-- code: load_rate
-- version: 2
-- unit: hours/hours
-- kinds: ESAT EA AI ACI EI ETTI maatwerkbedrijf
-- basis: days
-- additive: no
-- valid_from: 2019-01-01
-- label.fr: Charge rapportée à la capacité
-- label.nl: Belasting ten opzichte van de capaciteit
-- label.en: Load against capacity
-- formula.fr: Heures que demandent les lignes de commande pendant la période, telles que commandées : devisées, sinon au temps standard du produit, étalées sur les demi-journées ouvertes de la commande à l'échéance ; une commande récurrente revient chaque semaine ou chaque mois, close ou terminée jusqu'à sa dernière livraison, une commande ouverte compte ce qui est appelé ; lignes annulées exclues ÷ heures des demi-journées dues pendant la période × rythme adapté de chacun × (1 − absence de la même semaine de l'an dernier) × part de la présence destinée à la production. Compté par atelier et par semaine ; l'absence est celle de l'atelier à partir de cinq personnes, sinon de l'établissement.
-- formula.nl: Uren die de bestellijnen in de periode vragen, zoals besteld: geoffreerd, anders volgens de standaardtijd van het product, gespreid over de open halve dagen van de bestelling tot de vervaldag; een terugkerende bestelling komt elke week of maand terug, een die gesloten of afgewerkt is tot haar laatste levering, een open bestelling telt wat is afgeroepen; geannuleerde lijnen niet ÷ uren van de verwachte halve dagen in de periode × aangepast ritme van elk × (1 − afwezigheid van dezelfde week van vorig jaar) × deel van de aanwezigheid dat voor productie bedoeld is. Geteld per werkplaats en per week; de afwezigheid is die van de werkplaats vanaf vijf personen, anders van de vestiging.
-- formula.en: Hours that order lines ask in the period, as they were ordered: quoted, else by the standard time of the product, spread over the open half-days from the order to the day due; a recurring order comes back each week or month, one that is closed or finished to its last delivery, an open-ended one counts what is called off; cancelled lines left out ÷ hours of the half-days due in the period × adapted rhythm of each person × (1 − absence of the same week of last year) × part of the presence meant for production. Counted by workshop and week; the absence is that of the workshop from five people on, else of the establishment.
-- source.fr: gestion interne : charge et capacité ; aucune définition légale
-- source.nl: intern beheer: belasting en capaciteit; geen wettelijke definitie
-- source.en: internal management: load and capacity; no legal definition

-- One row a workshop and week, `part` says which workshop; what is of none has a row too. Nobody is named.
SELECT u.establishment AS establishment, NULL AS subject, MIN(u.day_no) AS day_no, u.part AS part, SUM(u.num) AS num,
       SUM(u.den) AS den, '' AS excluded
FROM (
    SELECT l.establishment AS establishment, MIN(l.day_no) AS day_no, l.monday AS monday, l.workshop_part AS part,
           SUM(l.minutes) / 60e0 AS num, 0e0 AS den
    FROM load_demand AS l
    JOIN scope AS s ON s.establishment = l.establishment
    WHERE s.scope_id = :scope AND l.day_no >= :from_day AND l.day_no < :to_day
    GROUP BY l.establishment, l.monday, l.workshop_part
    UNION ALL
    -- Minutes due of a week at the rhythm of each, for production, less the absence of the week 364 days before.
    SELECT d.establishment AS establishment, d.day_no AS day_no, d.monday AS monday, d.part AS part, 0e0 AS num,
           CASE WHEN a.people >= 5 THEN d.minutes * (a.typed - a.absent) / (60e0 * a.typed)
                WHEN e.typed > 0 THEN d.minutes * (e.typed - e.absent) / (60e0 * e.typed)
                ELSE d.minutes / 60e0 END AS den
    FROM (
        SELECT h.establishment AS establishment, COALESCE(m.workshop_part, 'no_workshop') AS part,
               h.day_no - c.weekday AS monday, MIN(h.day_no) AS day_no,
               SUM(h.minutes * COALESCE(r.share, 10000) / 10000e0 * COALESCE(m.share, 10000) / 10000e0) AS minutes
        FROM person_half_day AS h
        JOIN scope AS s ON s.establishment = h.establishment
        JOIN calendar AS c ON c.establishment = h.establishment AND c.day_no = h.day_no
        LEFT JOIN rhythm AS r ON r.establishment = h.establishment AND r.subject = h.subject
                             AND r.from_day <= h.day_no AND r.to_day > h.day_no
        LEFT JOIN workshop_member AS m ON m.establishment = h.establishment AND m.subject = h.subject
                                      AND m.from_day <= h.day_no AND m.to_day > h.day_no
        WHERE s.scope_id = :scope AND h.day_no >= :from_day AND h.day_no < :to_day AND h.due = 1
        GROUP BY h.establishment, COALESCE(m.workshop_part, 'no_workshop'), h.day_no - c.weekday
    ) AS d
    LEFT JOIN (
        SELECT p.establishment AS establishment, p.part AS part, p.monday AS monday, SUM(p.absent) AS absent,
               SUM(p.typed) AS typed, COUNT(p.subject) AS people
        FROM (
            SELECT h.establishment AS establishment, h.subject AS subject,
                   COALESCE(m.workshop_part, 'no_workshop') AS part, h.day_no - c.weekday + 364 AS monday,
                   SUM(CASE WHEN h.absence = '' THEN 0 ELSE h.minutes END) AS absent, SUM(h.minutes) AS typed
            FROM person_half_day AS h
            JOIN scope AS s ON s.establishment = h.establishment
            JOIN calendar AS c ON c.establishment = h.establishment AND c.day_no = h.day_no
            LEFT JOIN workshop_member AS m ON m.establishment = h.establishment AND m.subject = h.subject
                                          AND m.from_day <= h.day_no AND m.to_day > h.day_no
            WHERE s.scope_id = :scope AND h.day_no >= :from_day - 371 AND h.day_no < :to_day - 357
              AND h.due = 1 AND h.typed = 1
            GROUP BY h.establishment, h.subject, COALESCE(m.workshop_part, 'no_workshop'), h.day_no - c.weekday
        ) AS p
        GROUP BY p.establishment, p.part, p.monday
    ) AS a ON a.establishment = d.establishment AND a.part = d.part AND a.monday = d.monday AND a.typed > 0
    LEFT JOIN (
        SELECT h.establishment AS establishment, h.day_no - c.weekday + 364 AS monday,
               SUM(CASE WHEN h.absence = '' THEN 0 ELSE h.minutes END) AS absent, SUM(h.minutes) AS typed
        FROM person_half_day AS h
        JOIN scope AS s ON s.establishment = h.establishment
        JOIN calendar AS c ON c.establishment = h.establishment AND c.day_no = h.day_no
        WHERE s.scope_id = :scope AND h.day_no >= :from_day - 371 AND h.day_no < :to_day - 357
          AND h.due = 1 AND h.typed = 1
        GROUP BY h.establishment, h.day_no - c.weekday
    ) AS e ON e.establishment = d.establishment AND e.monday = d.monday
) AS u
GROUP BY u.establishment, u.part, u.monday
UNION ALL
-- Lines that weigh on no day: without a time, without a day, or of nothing.
SELECT o.establishment AS establishment, NULL AS subject, COALESCE(o.due_day, o.ordered_day) AS day_no, '' AS part,
       0e0 AS num, 0e0 AS den,
       CASE WHEN o.quoted_minutes = 0 AND COALESCE(o.minutes_per_thousand, 0) = 0 THEN 'no_quoted_hours'
            WHEN o.due_day IS NULL THEN 'no_due_day'
            ELSE 'no_quantity' END AS excluded
FROM order_line AS o
JOIN scope AS s ON s.establishment = o.establishment
LEFT JOIN (
    SELECT l.establishment AS establishment, l.order_line AS order_line, COUNT(l.day_no) AS days
    FROM load_demand AS l
    JOIN scope AS s ON s.establishment = l.establishment
    WHERE s.scope_id = :scope
    GROUP BY l.establishment, l.order_line
) AS w ON w.establishment = o.establishment AND w.order_line = o.order_line
WHERE s.scope_id = :scope AND COALESCE(o.due_day, o.ordered_day) >= :from_day
  AND COALESCE(o.due_day, o.ordered_day) < :to_day AND o.state <> 'cancelled' AND w.days IS NULL

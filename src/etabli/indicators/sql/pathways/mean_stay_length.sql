-- code: mean_stay_length
-- version: 1
-- unit: years/persons
-- kinds: ESAT
-- basis: days
-- additive: no
-- valid_from: 2019-01-01
-- label.fr: Durée moyenne d'accompagnement des sortants
-- label.nl: Gemiddelde begeleidingsduur van wie vertrok
-- label.en: Mean length of stay of those who left
-- formula.fr: Somme des durées d'accompagnement des personnes sorties définitivement pendant la période ÷ ces personnes. Une durée = jours du premier jour d'accompagnement dans l'établissement au dernier, interruptions comprises ÷ 365,25.
-- formula.nl: Som van de begeleidingsduur van de personen die tijdens de periode definitief vertrokken ÷ die personen. Duur = dagen van de eerste tot de laatste begeleide dag in de instelling, onderbrekingen inbegrepen ÷ 365,25.
-- formula.en: Sum of the lengths of stay of the persons who left for good during the period ÷ these persons. A length = days from the first day under accompaniment in the establishment to the last, breaks included ÷ 365.25.
-- source.fr: ANAP, tableau de bord de la performance : durée moyenne d'accompagnement des personnes sorties
-- source.nl: ANAP, prestatiedashboard: gemiddelde begeleidingsduur van vertrokken personen
-- source.en: ANAP, performance dashboard: mean length of support of those who left (durée moyenne d'accompagnement)

-- One row per person of the active caseload whose last departure of the period was for good.
SELECT p.establishment AS establishment, p.subject AS subject, x.exit_day - 1 AS day_no, '' AS part,
       CASE WHEN f.entry_day IS NULL THEN 0e0 ELSE 4 * (x.exit_day - f.entry_day) / 1461e0 END AS num,
       CASE WHEN f.entry_day IS NULL THEN 0 ELSE 1 END AS den,
       CASE WHEN f.entry_day IS NULL THEN 'entry_unknown' ELSE '' END AS excluded
FROM (
    SELECT e.subject AS subject, MIN(e.establishment) AS establishment, MAX(e.contract_to_day) AS last_day
    FROM engagement AS e
    JOIN scope AS s ON s.establishment = e.establishment
    WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND e.contract_from_day < :to_day AND e.contract_to_day > :from_day
      AND e.kind = 'accompaniment'
    GROUP BY e.subject
) AS p
JOIN (
    SELECT x.subject AS subject, x.destination AS destination, x.ordinary AS ordinary, x.exit_day AS exit_day,
           RANK() OVER (PARTITION BY x.subject ORDER BY x.exit_day DESC, x.engagement DESC) AS place
    FROM exit AS x
    JOIN scope AS s ON s.establishment = x.establishment
    WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND x.exit_day > :from_day AND x.exit_day <= :to_day
) AS x ON x.subject = p.subject AND x.place = 1
LEFT JOIN (
    SELECT f.subject AS subject, MIN(f.birth_day) AS birth_day, MAX(f.sex) AS sex, MIN(f.entry_day) AS entry_day
    FROM person_profile AS f
    JOIN scope AS s ON s.establishment = f.establishment
    WHERE s.scope_id = :scope AND s.kind = 'ESAT'
    GROUP BY f.subject
) AS f ON f.subject = p.subject
WHERE x.exit_day >= p.last_day

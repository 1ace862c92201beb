-- code: paid_hours_activity_rate
-- version: 1
-- unit: hours/hours
-- kinds: ESAT
-- basis: months
-- additive: yes
-- grain: day
-- valid_from: 2019-01-01
-- label.fr: Taux d'activité (heures ASP)
-- label.nl: Activiteitsgraad (ASP-uren)
-- label.en: Activity rate (ASP hours)
-- formula.fr: Heures ouvrant droit à la rémunération garantie ÷ (1 820 h ÷ 12 × places autorisées, mois par mois). Heures d'une personne dans un mois = 1 820 ÷ 12 × quotité × minutes payées ÷ minutes de la semaine type sur tous les jours du mois. Les trois premiers jours d'arrêt et les absences injustifiées ne comptent pas ; un jour férié ou une fermeture payée sur une demi-journée prévue compte.
-- formula.nl: Uren die recht geven op het gewaarborgd loon ÷ (1.820 u ÷ 12 × erkende plaatsen, maand per maand). Uren van een persoon in een maand = 1.820 ÷ 12 × tewerkstellingsbreuk × betaalde minuten ÷ minuten van het weekpatroon over alle dagen van de maand. De eerste drie ziektedagen en ongewettigde afwezigheden tellen niet; een feestdag of betaalde sluiting op een voorziene halve dag telt wel.
-- formula.en: Hours giving right to the guaranteed pay ÷ (1,820 h ÷ 12 × approved places, month by month). Hours of a person in a month = 1,820 ÷ 12 × work fraction × paid minutes ÷ minutes of the weekly pattern on every day of the month. The first three days of sickness and unjustified absences do not count; a public holiday or a paid closure on a half-day of the pattern does.
-- source.fr: ANDICAT, 29 janvier 2019 : 100 % = 1 820 h × places autorisées, hors trois jours de carence et absences injustifiées
-- source.nl: ANDICAT, 29 januari 2019: 100 % = 1.820 u × erkende plaatsen, zonder drie carensdagen en ongewettigde afwezigheden
-- source.en: ANDICAT, 29 January 2019: 100 % = 1,820 h × approved places, 3 waiting days and unjustified absences left out

-- One row per person and month (per part of a month where fraction or pattern change inside it).
SELECT m.establishment AS establishment, m.subject AS subject, m.month AS day_no, '' AS part,
       1e0 * m.month_minutes * m.fraction * m.paid_minutes / (600000e0 * m.month_pattern_minutes) AS num,
       0e0 AS den, '' AS excluded
FROM (
    SELECT p.establishment AS establishment, p.subject AS subject, c.month AS month,
           p.fraction AS fraction, p.month_pattern_minutes AS month_pattern_minutes,
           MAX(c.month_minutes) AS month_minutes, SUM(p.paid_minutes) AS paid_minutes
    FROM person_half_day AS p
    JOIN calendar AS c ON c.establishment = p.establishment AND c.day_no = p.day_no
    JOIN scope AS s ON s.establishment = p.establishment
    WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND p.day_no >= :from_day AND p.day_no < :to_day
      AND p.kind = 'accompaniment' AND p.paid_minutes > 0 AND p.month_pattern_minutes > 0
    GROUP BY p.establishment, p.subject, c.month, p.fraction, p.month_pattern_minutes
) AS m
UNION ALL
-- Half-days that are not paid, each with its reason.
SELECT p.establishment AS establishment, p.subject AS subject, p.day_no AS day_no, '' AS part, 0e0 AS num, 0e0 AS den,
       CASE WHEN p.kind <> 'accompaniment' THEN p.kind
            WHEN p.paid_minutes > 0 THEN 'no_pattern'
            ELSE p.unpaid END AS excluded
FROM person_half_day AS p
JOIN scope AS s ON s.establishment = p.establishment
WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND p.day_no >= :from_day AND p.day_no < :to_day
  AND (p.paid_minutes = 0 OR p.month_pattern_minutes = 0 OR p.kind <> 'accompaniment')
UNION ALL
-- 1,820 h ÷ 12 × places of each month, weighted by calendar days where places change inside it.
SELECT c.establishment AS establishment, NULL AS subject, MIN(c.day_no) AS day_no, '' AS part,
       0e0 AS num, 1e0 * SUM(c.places * c.month_minutes) / (60 * MAX(c.month_days)) AS den, '' AS excluded
FROM calendar AS c
JOIN scope AS s ON s.establishment = c.establishment
WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND c.day_no >= :from_day AND c.day_no < :to_day
GROUP BY c.establishment, c.month

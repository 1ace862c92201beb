-- code: over_capacity_hours
-- version: 1
-- unit: hours
-- kinds: ESAT
-- basis: months
-- additive: yes
-- grain: month
-- only_above: paid_hours_activity_rate
-- valid_from: 2019-01-01
-- label.fr: Heures au-delà de l'agrément
-- label.nl: Uren boven de erkenning
-- label.en: Over-capacity hours
-- formula.fr: Pour chaque mois, heures payées au-delà de 1 820 h ÷ 12 × places autorisées ; 0 si elles restent en deçà.
-- formula.nl: Per maand: betaalde uren boven 1.820 u ÷ 12 × erkende plaatsen; 0 als ze eronder blijven.
-- formula.en: For each month, paid hours above 1,820 h ÷ 12 × approved places; 0 when below.
-- source.fr: guide de la CNSA, janvier 2019 : l'aide au poste est plafonnée par la capacité autorisée, appréciée mois par mois
-- source.nl: gids van de CNSA, januari 2019: de aide au poste is begrensd door de erkende capaciteit, maand per maand bekeken
-- source.en: CNSA guide, January 2019: the aide au poste is capped by the authorised capacity, assessed month by month

SELECT h.establishment AS establishment, NULL AS subject, h.month AS day_no, '' AS part,
       CASE WHEN h.hours - k.cap > 1e-6 THEN h.hours - k.cap ELSE 0e0 END AS num,
       0e0 AS den, CASE WHEN h.hours - k.cap > 1e-6 THEN '' ELSE 'below_capacity' END AS excluded
FROM (
    SELECT w.establishment AS establishment, w.day_no AS month, SUM(w.num) AS hours
    FROM (
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
    ) AS w
    GROUP BY w.establishment, w.day_no
) AS h
JOIN (
    SELECT c.establishment AS establishment, c.month AS month,
           1e0 * SUM(c.places * c.month_minutes) / (60 * MAX(c.month_days)) AS cap
    FROM calendar AS c
    JOIN scope AS s ON s.establishment = c.establishment
    WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND c.day_no >= :from_day AND c.day_no < :to_day
    GROUP BY c.establishment, c.month
) AS k ON k.establishment = h.establishment AND k.month = h.month

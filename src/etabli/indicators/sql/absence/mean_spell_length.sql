-- code: mean_spell_length
-- version: 1
-- unit: days/spells
-- kinds: ESAT EA AI ACI EI ETTI maatwerkbedrijf
-- basis: days
-- additive: no
-- valid_from: 2019-01-01
-- label.fr: Durée moyenne d'un arrêt
-- label.nl: Gemiddelde duur van een ziekteperiode
-- label.en: Mean length of a spell
-- formula.fr: Jours calendaires, du premier au dernier jour saisi, des arrêts qui commencent dans la période ÷ nombre de ces arrêts.
-- formula.nl: Kalenderdagen, van de eerste tot de laatste geregistreerde dag, van de ziekteperiodes die in de periode beginnen ÷ hun aantal.
-- formula.en: Calendar days, from the first to the last day typed, of the spells that begin in the period ÷ their number.
-- source.fr: guide de la CNSA, janvier 2019 : nombre et durée des absences par catégorie
-- source.nl: gids van de CNSA, januari 2019: aantal en duur van de afwezigheden per categorie
-- source.en: CNSA guide, January 2019: number and duration of absences by category

-- One row per sickness spell that begins in the period, followed to its end.
SELECT a.establishment AS establishment, a.subject AS subject, a.spell_start AS day_no, '' AS part,
       a.days AS num, 1 AS den, '' AS excluded
FROM (
    SELECT p.establishment AS establishment, p.subject AS subject, p.spell_start AS spell_start,
           MAX(p.day_no) - MIN(p.day_no) + 1 AS days
    FROM person_half_day AS p
    JOIN scope AS s ON s.establishment = p.establishment
    WHERE s.scope_id = :scope AND p.spell_start >= :from_day AND p.spell_start < :to_day AND p.day_no >= :from_day
      AND p.typed = 1 AND p.kind IN ('accompaniment', 'employee', 'integration', 'target_worker')
    GROUP BY p.establishment, p.subject, p.spell_start
) AS a

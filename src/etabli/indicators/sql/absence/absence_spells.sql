-- code: absence_spells
-- version: 1
-- unit: spells
-- kinds: ESAT EA AI ACI EI ETTI maatwerkbedrijf
-- basis: days
-- additive: yes
-- grain: spell
-- valid_from: 2019-01-01
-- label.fr: Arrêts maladie
-- label.nl: Ziekteperiodes
-- label.en: Sickness spells
-- formula.fr: Arrêts qui commencent dans la période. Maladie et hospitalisation forment un seul arrêt, que seule interrompt une demi-journée saisie avec un autre code.
-- formula.nl: Ziekteperiodes die in de periode beginnen. Ziekte en ziekenhuisopname vormen samen één periode, die enkel een halve dag met een andere code onderbreekt.
-- formula.en: Spells that begin in the period. Sickness and hospital form one spell, broken only by a half-day typed with another code.
-- source.fr: guide de la CNSA, janvier 2019 : nombre et durée des absences par catégorie
-- source.nl: gids van de CNSA, januari 2019: aantal en duur van de afwezigheden per categorie
-- source.en: CNSA guide, January 2019: number and duration of absences by category

-- One row per sickness spell that begins in the period, followed to its end.
SELECT a.establishment AS establishment, a.subject AS subject, a.spell_start AS day_no, '' AS part,
       1 AS num, 0e0 AS den, '' AS excluded
FROM (
    SELECT p.establishment AS establishment, p.subject AS subject, p.spell_start AS spell_start,
           MAX(p.day_no) - MIN(p.day_no) + 1 AS days
    FROM person_half_day AS p
    JOIN scope AS s ON s.establishment = p.establishment
    WHERE s.scope_id = :scope AND p.spell_start >= :from_day AND p.spell_start < :to_day AND p.day_no >= :from_day
      AND p.typed = 1 AND p.kind IN ('accompaniment', 'employee', 'integration', 'target_worker')
    GROUP BY p.establishment, p.subject, p.spell_start
) AS a

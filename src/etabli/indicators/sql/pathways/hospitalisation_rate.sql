-- code: hospitalisation_rate
-- version: 1
-- unit: half_days/half_days
-- kinds: ESAT
-- basis: days
-- additive: no
-- valid_from: 2019-01-01
-- label.fr: Taux d'hospitalisation complète
-- label.nl: Graad van volledige ziekenhuisopname
-- label.en: Full hospitalisation rate
-- formula.fr: Demi-journées prévues et saisies en hospitalisation ÷ demi-journées prévues des personnes sous contrat, pendant la période.
-- formula.nl: Voorziene halve dagen genoteerd als ziekenhuisopname ÷ voorziene halve dagen van de personen onder overeenkomst, tijdens de periode.
-- formula.en: Half-days due and written down as hospitalisation ÷ half-days due of the persons under contract, during the period.
-- source.fr: guide de la CNSA, janvier 2019 : taux d'hospitalisation complète
-- source.nl: gids van de CNSA, januari 2019: graad van volledige ziekenhuisopname
-- source.en: CNSA guide, January 2019: full-hospitalisation rate

-- One row per person and day with a half-day due.
SELECT p.establishment AS establishment, p.subject AS subject, p.day_no AS day_no, '' AS part,
       SUM(CASE WHEN p.typed = 1 AND p.absence = 'hospital' THEN 1 ELSE 0 END) AS num,
       COUNT(p.half) AS den, '' AS excluded
FROM person_half_day AS p
JOIN scope AS s ON s.establishment = p.establishment
WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND p.day_no >= :from_day AND p.day_no < :to_day
  AND p.due = 1 AND p.kind = 'accompaniment'
GROUP BY p.establishment, p.subject, p.day_no

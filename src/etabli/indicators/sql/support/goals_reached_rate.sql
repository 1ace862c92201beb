-- code: goals_reached_rate
-- version: 1
-- unit: goals/goals
-- kinds: ESAT EA AI ACI EI ETTI maatwerkbedrijf arbeidszorg
-- basis: days
-- additive: no
-- right: support.read
-- valid_from: 2019-01-01
-- label.fr: Part des objectifs atteints
-- label.nl: Aandeel bereikte doelstellingen
-- label.en: Share of goals reached
-- formula.fr: Objectifs atteints ÷ objectifs terminés pendant la période et dont l'issue est dite : atteints, atteints en partie ou non atteints. Les objectifs abandonnés et ceux dont personne n'a dit l'issue sont laissés de côté.
-- formula.nl: Bereikte doelstellingen ÷ doelstellingen die tijdens de periode eindigden en waarvan de afloop gezegd is: bereikt, deels bereikt of niet bereikt. Opgegeven doelstellingen en die waarvan niemand de afloop zei, tellen niet mee.
-- formula.en: Goals reached ÷ goals that ended during the period and whose outcome is said: reached, partly reached or not reached. Goals given up, and those whose outcome nobody said, are left out.
-- source.fr: gestion interne, sans définition légale
-- source.nl: intern beheer, zonder wettelijke definitie
-- source.en: internal management, no legal definition

-- One row per goal that ended during the period.
SELECT g.establishment AS establishment, g.subject AS subject, g.ended_day AS day_no, '' AS part,
       CASE WHEN g.outcome = 'reached' THEN 1 ELSE 0 END AS num,
       CASE WHEN g.outcome = 'reached' OR g.outcome = 'partly' OR g.outcome = 'not_reached' THEN 1 ELSE 0 END AS den,
       CASE WHEN g.outcome = 'dropped' THEN 'goal_given_up' WHEN g.outcome = '' THEN 'outcome_not_said' ELSE '' END
           AS excluded
FROM ended_goal AS g
JOIN scope AS s ON s.establishment = g.establishment
WHERE s.scope_id = :scope AND g.ended_day >= :from_day AND g.ended_day < :to_day

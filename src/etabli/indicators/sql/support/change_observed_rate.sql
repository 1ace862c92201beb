-- code: change_observed_rate
-- version: 1
-- unit: competences/competences
-- kinds: ESAT EA AI ACI EI ETTI maatwerkbedrijf arbeidszorg
-- basis: days
-- additive: no
-- right: support.read
-- valid_from: 2019-01-01
-- label.fr: Part des compétences où un progrès est observé après une action
-- label.nl: Aandeel competenties met vooruitgang na een actie
-- label.en: Share of competences in which a rise is observed after an action
-- formula.fr: Par type d'action : compétences d'une personne dont le dernier niveau vu pendant la période, après sa première séance, dépasse le dernier vu jusqu'à cette séance ÷ compétences vues avant et après. Un type d'action compte à partir de 6 personnes. Changement observé, jamais effet prouvé : personne n'a été tiré au sort.
-- formula.nl: Per soort actie: competenties van een persoon waarvan het laatste niveau, gezien tijdens de periode na haar eerste sessie, hoger is dan het laatste tot die sessie ÷ competenties gezien ervoor en erna. Een soort actie telt vanaf 6 personen. Waargenomen verandering, nooit bewezen effect: niemand werd geloot.
-- formula.en: By kind of action: competences of a person whose last level seen during the period, after her first session, is above the last one seen up to that session ÷ competences seen before and after. A kind of action counts from 6 persons on. Change observed, never effect proved: nobody was drawn by lot.
-- source.fr: gestion interne, sans définition légale
-- source.nl: intern beheer, zonder wettelijke definitie
-- source.en: internal management, no legal definition

-- One row per kind of action and person: the competences that others saw before her first session and after it.
SELECT w.establishment AS establishment, w.subject AS subject, w.day_no AS day_no,
       CASE WHEN w.persons >= 6 THEN w.category ELSE '' END AS part,
       CASE WHEN w.persons >= 6 THEN w.risen ELSE 0 END AS num,
       CASE WHEN w.persons >= 6 THEN w.compared ELSE 0 END AS den,
       CASE WHEN w.persons >= 6 THEN '' ELSE 'few_persons_assessed' END AS excluded
FROM (
    SELECT r.establishment AS establishment, r.subject AS subject, r.day_no AS day_no, r.category AS category,
           r.risen AS risen, r.compared AS compared,
           MAX(r.place) OVER (PARTITION BY r.establishment, r.action_kind) AS persons
    FROM (
        SELECT c.establishment AS establishment, c.action_kind AS action_kind, c.subject AS subject,
               MIN(c.category) AS category, MAX(a.day_no) AS day_no,
               SUM(CASE WHEN a.level > b.level THEN 1 ELSE 0 END) AS risen, COUNT(*) AS compared,
               RANK() OVER (PARTITION BY c.establishment, c.action_kind ORDER BY c.subject) AS place
        FROM (
            SELECT t.establishment AS establishment, t.subject AS subject, t.action_kind AS action_kind,
                   MIN(t.category) AS category, f.framework AS framework, f.scale_since AS scale_since,
                   f.competence AS competence,
                   MAX(CASE WHEN f.day_no <= t.first_day THEN f.turn ELSE 0 END) AS turn_before,
                   MAX(CASE WHEN f.day_no > t.first_day THEN f.turn ELSE 0 END) AS turn_after
            FROM (
                SELECT d.establishment AS establishment, d.subject AS subject, d.action_kind AS action_kind,
                       MIN(d.category) AS category, MIN(d.day_no) AS first_day
                FROM support_session AS d
                JOIN scope AS s ON s.establishment = d.establishment
                WHERE s.scope_id = :scope
                GROUP BY d.establishment, d.subject, d.action_kind
            ) AS t
            JOIN assessed_level AS f ON f.establishment = t.establishment AND f.subject = t.subject
            JOIN scope AS s ON s.establishment = f.establishment
            WHERE s.scope_id = :scope AND f.by_person = 0 AND f.day_no < :to_day
            GROUP BY t.establishment, t.subject, t.action_kind, f.framework, f.scale_since, f.competence
        ) AS c
        JOIN assessed_level AS b
          ON b.establishment = c.establishment AND b.subject = c.subject AND b.framework = c.framework
         AND b.scale_since = c.scale_since AND b.competence = c.competence AND b.by_person = 0
         AND b.turn = c.turn_before
        JOIN assessed_level AS a
          ON a.establishment = c.establishment AND a.subject = c.subject AND a.framework = c.framework
         AND a.scale_since = c.scale_since AND a.competence = c.competence AND a.by_person = 0
         AND a.turn = c.turn_after
        JOIN scope AS s ON s.establishment = c.establishment
        WHERE s.scope_id = :scope AND a.day_no >= :from_day AND a.day_no < :to_day
        GROUP BY c.establishment, c.action_kind, c.subject
    ) AS r
) AS w

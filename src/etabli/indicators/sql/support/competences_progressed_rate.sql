-- code: competences_progressed_rate
-- version: 1
-- unit: competences/competences
-- kinds: ESAT EA AI ACI EI ETTI maatwerkbedrijf arbeidszorg
-- basis: days
-- additive: no
-- right: support.read
-- valid_from: 2019-01-01
-- label.fr: Part des compétences qui ont progressé
-- label.nl: Aandeel competenties die vooruitgingen
-- label.en: Share of competences that progressed
-- formula.fr: Compétences d'une personne dont le dernier niveau, vu par d'autres pendant la période, dépasse le premier niveau jamais vu ÷ compétences évaluées pendant la période et au moins deux fois en tout, sur la même échelle. Ce qu'une personne dit d'elle-même est laissé de côté.
-- formula.nl: Competenties van een persoon waarvan het laatste niveau, door anderen gezien tijdens de periode, hoger is dan het eerste dat ooit gezien werd ÷ competenties beoordeeld tijdens de periode en minstens twee keer in totaal, op dezelfde schaal. Wat een persoon over zichzelf zegt, telt niet mee.
-- formula.en: Competences of a person whose last level, seen by others during the period, is above the first level ever seen ÷ competences assessed during the period and at least twice in all, on the same scale. What a person says of herself is left out.
-- source.fr: gestion interne, sans définition légale
-- source.nl: intern beheer, zonder wettelijke definitie
-- source.en: internal management, no legal definition

-- One row per competence of a person: the last time it was seen before the end of the period, when that is in the period.
SELECT f.establishment AS establishment, f.subject AS subject, f.day_no AS day_no, '' AS part,
       CASE WHEN f.by_person = 0 AND f.turn > 1 AND f.level > b.level THEN 1 ELSE 0 END AS num,
       CASE WHEN f.by_person = 0 AND f.turn > 1 THEN 1 ELSE 0 END AS den,
       CASE WHEN f.by_person = 1 THEN 'said_of_herself' WHEN f.turn = 1 THEN 'seen_once' ELSE '' END AS excluded
FROM assessed_level AS f
JOIN scope AS s ON s.establishment = f.establishment
JOIN assessed_level AS b
  ON b.establishment = f.establishment AND b.subject = f.subject AND b.framework = f.framework
 AND b.scale_since = f.scale_since AND b.competence = f.competence AND b.by_person = f.by_person AND b.turn = 1
JOIN (
    SELECT v.establishment AS establishment, v.subject AS subject, v.framework AS framework,
           v.scale_since AS scale_since, v.competence AS competence, v.by_person AS by_person, MAX(v.turn) AS turn
    FROM assessed_level AS v
    JOIN scope AS s ON s.establishment = v.establishment
    WHERE s.scope_id = :scope AND v.day_no < :to_day
    GROUP BY v.establishment, v.subject, v.framework, v.scale_since, v.competence, v.by_person
) AS l
  ON l.establishment = f.establishment AND l.subject = f.subject AND l.framework = f.framework
 AND l.scale_since = f.scale_since AND l.competence = f.competence AND l.by_person = f.by_person AND l.turn = f.turn
WHERE s.scope_id = :scope AND f.day_no >= :from_day AND f.day_no < :to_day

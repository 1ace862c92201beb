-- code: absence_days
-- version: 1
-- unit: days
-- kinds: ESAT EA AI ACI EI ETTI maatwerkbedrijf
-- basis: days
-- additive: yes
-- grain: day
-- valid_from: 2019-01-01
-- label.fr: Journées d'absence
-- label.nl: Afwezigheidsdagen
-- label.en: Absence days
-- formula.fr: Demi-journées d'absence saisies ÷ demi-journées que le calendrier ouvre ce jour de la semaine, par motif, congés compris. Une absence saisie un jour férié ou de fermeture compte aussi.
-- formula.nl: Geregistreerde halve dagen afwezigheid ÷ halve dagen die de kalender die weekdag opent, per reden, verlof inbegrepen. Een afwezigheid die op een feestdag of sluitingsdag is geregistreerd, telt ook.
-- formula.en: Typed half-days of absence ÷ half-days the calendar opens that weekday, by reason, leave included. An absence typed on a public holiday or a day of closure counts too.
-- source.fr: guide de la CNSA, janvier 2019 : nombre et durée des absences par catégorie
-- source.nl: gids van de CNSA, januari 2019: aantal en duur van de afwezigheden per categorie
-- source.en: CNSA guide, January 2019: number and duration of absences by category

SELECT d.establishment AS establishment, d.subject AS subject, d.day_no AS day_no, d.part AS part,
       CASE WHEN d.open_half_days = 0 THEN d.absent / 2e0
            WHEN d.absent >= d.open_half_days THEN 1e0
            ELSE d.absent * 1e0 / d.open_half_days END AS num,
       0e0 AS den, '' AS excluded
FROM (
    SELECT p.establishment AS establishment, p.subject AS subject, p.day_no AS day_no,
           p.absence AS part,
           COUNT(p.half) AS absent, MAX(p.open_half_days) AS open_half_days
    FROM person_half_day AS p
    JOIN scope AS s ON s.establishment = p.establishment
    WHERE s.scope_id = :scope AND p.day_no >= :from_day AND p.day_no < :to_day
      AND p.typed = 1 AND p.absence > '' AND p.kind IN ('accompaniment', 'employee', 'integration', 'target_worker')
    GROUP BY p.establishment, p.subject, p.day_no,
             p.absence
) AS d

-- code: skills_recognition
-- version: 1
-- unit: recognitions
-- kinds: ESAT
-- basis: days
-- additive: no
-- valid_from: 2019-01-01
-- label.fr: Reconnaissances de compétences
-- label.nl: Erkenningen van competenties
-- label.en: Recognitions of skills
-- formula.fr: RAE, RSFP et VAE validées pendant la période, chacune une fois ; celles qui sont commencées et pas encore validées sont laissées de côté.
-- formula.nl: RAE, RSFP en VAE erkend tijdens de periode, elk één keer; wat begonnen en nog niet erkend is, telt niet mee.
-- formula.en: RAE, RSFP and VAE validated during the period, each once; those begun and not validated yet are left out.
-- source.fr: enquête nationale ESAT 2025 (DGCS) : RAE, RSFP et VAE
-- source.nl: nationale ESAT-enquête 2025 (DGCS): RAE, RSFP en VAE
-- source.en: national ESAT survey 2025 (DGCS): RAE, RSFP and VAE

-- One row per recognition validated during the period.
SELECT c.establishment AS establishment, c.subject AS subject, c.validated_day AS day_no, c.kind AS part,
       1 AS num, 0e0 AS den, '' AS excluded
FROM recognition AS c
JOIN scope AS s ON s.establishment = c.establishment
WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND c.validated_day >= :from_day AND c.validated_day < :to_day
UNION ALL
-- Begun during the period, and validated later or not yet.
SELECT c.establishment AS establishment, c.subject AS subject, c.started_day AS day_no, c.kind AS part,
       0e0 AS num, 0e0 AS den, 'not_validated' AS excluded
FROM recognition AS c
JOIN scope AS s ON s.establishment = c.establishment
WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND c.started_day >= :from_day AND c.started_day < :to_day
  AND COALESCE(c.validated_day, :to_day) >= :to_day

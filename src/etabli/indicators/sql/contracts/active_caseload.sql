-- code: active_caseload
-- version: 1
-- unit: persons
-- kinds: ESAT
-- basis: last_day
-- additive: no
-- valid_from: 2019-01-01
-- label.fr: File active
-- label.nl: Actief cliëntenbestand
-- label.en: Active caseload
-- formula.fr: Personnes présentes le dernier jour de la période + personnes sorties définitivement pendant la période, sans contrat ultérieur avant sa fin ; chacune une fois par périmètre, la présence l'emportant.
-- formula.nl: Personen aanwezig op de laatste dag van de periode + personen die tijdens de periode definitief vertrokken, zonder latere overeenkomst voor het einde; elk één keer per perimeter, aanwezigheid gaat voor.
-- formula.en: Persons present on the last day of the period + persons who left for good during it with no later contract before its end; each once per scope, presence prevailing.
-- source.fr: ANAP, file active ; ANDICAT, 29 janvier 2019 (effectif au 31/12 + sorties définitives)
-- source.nl: ANAP, file active; ANDICAT, 29 januari 2019 (personen op 31/12 + definitieve uitstroom)
-- source.en: ANAP, active caseload (file active); ANDICAT, 29 January 2019 (present on 31 December + definitive exits)

-- One row per person under contract during the period: present on its last day, or gone inside it.
SELECT p.establishment AS establishment, p.subject AS subject, :to_day - 1 AS day_no,
       CASE WHEN p.present = 1 THEN 'present' ELSE 'left' END AS part,
       1 AS num, 0e0 AS den, '' AS excluded
FROM (
    SELECT e.subject AS subject, MIN(e.establishment) AS establishment,
           MAX(CASE WHEN e.contract_to_day >= :to_day THEN 1 ELSE 0 END) AS present
    FROM engagement AS e
    JOIN scope AS s ON s.establishment = e.establishment
    WHERE s.scope_id = :scope AND s.kind = 'ESAT' AND e.contract_from_day < :to_day AND e.contract_to_day > :from_day
      AND e.kind = 'accompaniment'
    GROUP BY e.subject
) AS p

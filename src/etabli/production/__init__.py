"""What was done: work by person and activity, output with its rejects, reports of interventions, the handover log.

Uses attendance, people, org, kit and core. Words: *activity* (activité, activiteit), *output* (production, productie), *reject* (rebut,
afkeur), *intervention report* (rapport d'intervention, interventieverslag), *handover* (transmission, overdracht).
"""

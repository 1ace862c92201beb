"""What is seen of a person at work and what she works towards: observations and goals.

Uses attendance, people, org, kit and core. Words: *observation* (observation, observatie), *goal* (objectif, doelstelling),
*pictogram* (pictogramme, pictogram), *thread* (fil de vie, tijdlijn), *task* (tâche, taak).
"""

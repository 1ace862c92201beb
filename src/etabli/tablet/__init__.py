"""Capture at the source, with or without a network: devices, who may use them, sync, and the page that works offline.

Thin: every fact is saved by the actions of the room that owns it. Uses production, support, attendance, people, org, kit and core. Words:
*device* (tablette, tablet), *enrolment* (enrôlement, koppeling), *sync* (synchronisation, synchronisatie), *outbox* (file d'envoi,
verzendlijst), *PIN* (code PIN, pincode).
"""

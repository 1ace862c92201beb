"""Addresses of the contracts, their objectives, what surrounds them, and the dossiers."""

from __future__ import annotations

from django.urls import path

from etabli.cpom.views import context, contracts, dossiers, progress

urls_register = [
    path("", contracts.contracts, name="contracts"),
    path("add/", contracts.contract_add, name="contract_add"),
    path("contracts/<int:contract>/", contracts.contract, name="contract"),
    path("contracts/<int:contract>/edit/", contracts.contract_edit, name="contract_edit"),
    path("contracts/<int:contract>/objectives/add/", contracts.objective_add, name="objective_add"),
    path("contracts/<int:contract>/progress/", progress.progress, name="progress"),
    path("contracts/<int:contract>/dialogue/", progress.dialogue, name="dialogue"),
    path("contracts/<int:contract>/dossiers/add/", dossiers.dossier_add, name="dossier_add"),
    path("objectives/<int:objective>/", contracts.objective, name="objective"),
    path("objectives/<int:objective>/amend/", contracts.objective_amend, name="objective_amend"),
    path("objectives/<int:objective>/withdraw/", contracts.objective_withdraw, name="objective_withdraw"),
    path("objectives/<int:objective>/years/<int:year>/", contracts.statement, name="statement"),
    path("objectives/<int:objective>/chart/", progress.chart, name="chart"),
    path("regional/", context.regional, name="regional"),
    path("regional/add/", context.regional_add, name="regional_add"),
    path("regional/restore/", context.regional_restore, name="regional_restore"),
    path("regional/<int:regional>/", context.regional_edit, name="regional_edit"),
    path("regional/<int:regional>/remove/", context.regional_remove, name="regional_remove"),
    path("basin/", context.basin, name="basin"),
    path("basin/restore/", context.basin_restore, name="basin_restore"),
    path("basin/<int:basin>/remove/", context.basin_remove, name="basin_remove"),
    path("dossiers/<int:dossier>/", dossiers.dossier, name="dossier"),
    path("dossiers/<int:dossier>/edit/", dossiers.dossier_edit, name="dossier_edit"),
    path("dossiers/<int:dossier>/remove/", dossiers.dossier_remove, name="dossier_remove"),
    path("dossiers/<int:dossier>/freeze/", dossiers.dossier_freeze, name="dossier_freeze"),
    path("dossiers/<int:dossier>/paper/", dossiers.dossier_paper, name="dossier_paper"),
    path("dossiers/<int:dossier>/evidence/add/", dossiers.evidence_add, name="evidence_add"),
    path("dossiers/<int:dossier>/evidence/restore/", dossiers.evidence_restore, name="evidence_restore"),
    path("evidence/<int:evidence>/remove/", dossiers.evidence_remove, name="evidence_remove"),
]

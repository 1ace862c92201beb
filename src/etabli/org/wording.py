"""The sentences of what the organisation refuses, and the words of its states."""

from django.utils.translation import gettext_lazy as _

from etabli.org.states import EstablishmentKind, Role

SENTENCES = {
    "establishment_number_wrong": _("%(value)s is not a FINESS number: nine characters whose last is the check digit."),
    "finess_empty": _("The establishment has no number."),
    "siret_wrong": _("%(value)s is not a SIRET: fourteen digits whose last is the check digit."),
    "siren_wrong": _("%(value)s is not a SIREN: nine digits whose last is the check digit."),
    "establishment_unknown": _("No establishment with the number %(value)s is configured here. See: etabli configure."),
    "kind_unknown": _("%(value)s is not a kind of establishment. Known kinds: %(known)s."),
    "country_unknown": _("%(value)s is not a country known here. Known countries: %(known)s."),
    "subdivision_unknown": _("%(value)s is not a subdivision of %(country)s with public holidays of its own."),
    "full_time_wrong": _("The full time of the house is a number of minutes a week, not %(value)s."),
    "opening_days_wrong": _("%(value)s opening days in %(year)s: a year has 1 to 366."),
    "opening_days_unusual": _(
        "%(value)s opening days in %(year)s: %(least)s to %(most)s are usual. It is kept as it is; check it, every figure"
        " per declared day follows it."
    ),
    "closure_backwards": _(
        "The last day of a closure is not before its first: %(start)s to %(last_day)s, included, is no period."
    ),
    "never_open": _("An establishment opens at least one half-day a week."),
    "day_taken": _("There is a row for %(value)s already. Correct that one instead."),
    "closure_overlap": _(
        "There is a closure from %(start)s to %(last_day)s already. Correct it, or choose other days."
    ),
    "places_first": _("An establishment keeps at least one row of approved places. Correct this one instead."),
    "opening_first": _("An establishment keeps at least one weekly opening of its own. Correct this one instead."),
    "workshop_code_taken": _("The code %(value)s is that of the workshop %(name)s. Give another one."),
    "parameter_unknown": _("%(value)s is not a parameter known here."),
    "parameter_negative": _("A parameter is a whole number from 0 on, not %(value)s."),
    "role_reaches_further": _(
        "This role opens every establishment of the association: only someone who manages the access of all of them may"
        " give or withdraw it, and you do not for %(place)s."
    ),
    "user_works_elsewhere": _(
        "%(user)s also works where you do not manage the access: a new link has to come from someone who manages it in"
        " every establishment concerned, or from the operator."
    ),
    "last_director": _(
        "Nobody would manage the access of %(establishment)s any more. Give the role to someone else first."
    ),
    "team_unknown": _("This workshop is not one of the establishment."),
    "team_day_wrong": _("A team is taken for the day itself or one of the next %(most)s, not for %(day)s."),
    "team_not_instructor": _(
        "You are not an instructor here on %(day)s: a head of service or a director may give you this team."
    ),
    "temporary_backwards": _("The last day (%(end)s) comes before the first (%(start)s). Change one of them."),
    "temporary_over": _("%(day)s is past: the last day is today or later."),
    "security_of_everyone": _(
        "The second factor of a role holds in every establishment run here, and you do not manage the access of all of them."
    ),
    "username_taken": _("There is a user %(value)s already."),
    "username_invalid": _("%(value)s is not a name to sign in with: letters, digits and @ . + - _ only, 150 at most."),
    "username_unknown": _("There is no user %(value)s."),
    "role_unknown": _("%(value)s is not a role. Known roles: %(known)s."),
    "language_unknown": _("%(value)s is not a language of Établi: %(known)s."),
    "theme_unknown": _("%(value)s is not a display of Établi: %(known)s."),
    "role_not_by_workshop": _("The role %(role)s holds for a whole establishment; by workshop there are: %(known)s."),
    "grant_absent": _("%(user)s does not hold the role %(role)s in %(establishment)s."),
}

KINDS = {
    EstablishmentKind.ESAT: _("ESAT"),
    EstablishmentKind.EA: _("Adapted company"),
    EstablishmentKind.AI: _("Intermediary association"),
    EstablishmentKind.ACI: _("Integration workshop"),
    EstablishmentKind.EI: _("Integration company"),
    EstablishmentKind.ETTI: _("Temporary-work integration company"),
    EstablishmentKind.MAATWERKBEDRIJF: _("Maatwerkbedrijf"),
    EstablishmentKind.ARBEIDSZORG: _("Arbeidszorg"),
}

ROLES = {
    Role.INSTRUCTOR: _("Workshop instructor"),
    Role.EDUCATOR: _("Educator"),
    Role.HEAD_OF_SERVICE: _("Head of service"),
    Role.SALES: _("Sales"),
    Role.ADMINISTRATION: _("Administration"),
    Role.DIRECTOR: _("Director"),
    Role.AUDITOR: _("Association auditor"),
}

PARAMETERS = {
    "asp_yearly_hours": _("Hours of a full year paid by the ASP"),
    "sickness_waiting_days": _("Waiting days of sickness"),
    "weekly_cap_minutes": _("Most paid work a week, all together"),
    "minimum_wage": _("Minimum wage, gross"),
    "guaranteed_pay_floor": _("Guaranteed pay, least"),
    "guaranteed_pay_ceiling": _("Guaranteed pay, most"),
    "establishment_share_floor": _("Part of the establishment, least"),
    "post_subsidy_ceiling": _("Aid for the post, most"),
    "subsidy_cap_period": _("Aid for the post: cap assessed over 1 month or 12"),
    "obligation_deduction_rate": _("OETH: rate of the deduction"),
    "obligation_low_cap": _("OETH: cap of the deduction, client below half of the rate of employment"),
    "obligation_high_cap": _("OETH: cap of the deduction, client at half of the rate or above"),
    "obligation_certificate_deadline": _("OETH: last day for certificates, in the year after"),
    "obligation_rate": _("OETH: rate of employment"),
    "obligation_coefficient_20": _("OETH: coefficient from 20 workers"),
    "obligation_coefficient_250": _("OETH: coefficient from 250 workers"),
    "obligation_coefficient_750": _("OETH: coefficient from 750 workers"),
    "beneficiary_unit_hours": _("Historical beneficiary unit, works and services"),
    "beneficiary_unit_secondment_hours": _("Historical beneficiary unit, secondments"),
    "least_people_certified": _("Fewest people told on a certificate of impact"),
    "support_contract_months": _("Support: contract signed after admission, at most"),
    "support_trial_months": _("Support: trial period"),
    "support_trial_most_months": _("Support: trial period with its extension, at most"),
    "support_first_plan_months": _("Support: first plan after admission, at most"),
    "support_interview_months": _("Support: from one yearly interview to the next"),
    "support_review_months": _("Support: from one review of the plan to the next"),
    "support_short_update_months": _("Support: from one update to the next, shorter contract"),
    "support_pop_months": _("Support: POP after hiring, at most"),
    "support_pop_actions": _("Support: improvement actions of a POP, at least"),
    "support_retention_months": _("Support: erasure proposed after the person left"),
    "support_pop_update_months": _("Support: from one update of a POP to the next"),
    "pathways_agreement_months": _("Pathways: one support agreement, at most"),
    "pathways_agreement_most_months": _("Pathways: a support agreement with its renewals, at most"),
    "pathways_reinforced_months": _(
        "Pathways: document of the reinforced pathway after the contract is signed, at most"
    ),
    "pathways_mad_months": _("Pathways: individual secondment (MAD) without the CDAPH, at most"),
    "pathways_mad_notice_days": _(
        "Pathways: contract of a secondment (MAD) sent to the MDPH after it is signed, at most"
    ),
    "pathways_mispe_days": _("Pathways: one discovery of the ESAT (MISPE), at most"),
    "pathways_mispe_periods": _("Pathways: discoveries of the ESAT (MISPE) of a person, at most"),
    "pathways_pmsmp_months": _("Pathways: one work trial (PMSMP), at most"),
    "pathways_pmsmp_periods": _("Pathways: work trials (PMSMP) with the same host, at most"),
    "pathways_pmsmp_days": _("Pathways: days of work trials (PMSMP) with the same host in 12 months, at most"),
    "pathways_springboard_least_months": _("Pathways: springboard contract, at least"),
    "pathways_springboard_most_months": _("Pathways: springboard contract with its renewals, at most"),
    "pathways_springboard_minutes": _("Pathways: springboard contract, time of work, at least"),
    "pathways_orientation_days": _("Pathways: renewal of an orientation asked for before its last day"),
}

UNITS = {
    "hours a year": _("hours a year"),
    "calendar days": _("calendar days"),
    "minutes a week": _("minutes a week"),
    "cents an hour": _("cents an hour"),
    "ten-thousandths of the minimum wage": _("ten-thousandths of the minimum wage"),
    "ten-thousandths of the labour": _("ten-thousandths of the labour"),
    "ten-thousandths of the contribution": _("ten-thousandths of the contribution"),
    "ten-thousandths of the headcount": _("ten-thousandths of the headcount"),
    "month and day": _("month and day: 315 is 15 March"),
    "hourly minimum wages": _("hourly minimum wages"),
    "people": _("people"),
    "months": _("months"),
    "improvement actions": _("improvement actions"),
    "working days": _("working days"),
    "periods in 12 months": _("periods in 12 months"),
}
"""As the column `unit` writes them."""

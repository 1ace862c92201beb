from django.urls import URLPattern, path

from etabli.pathways.views import agreements, partnerships, reinforced

urls_agreements: list[URLPattern] = [
    path("agreements/", agreements.agreements, name="agreements"),
    path("agreements/export/<str:kind>/", agreements.agreements_export, name="agreements_export"),
    path("agreements/<int:agreement>/", agreements.agreement, name="agreement"),
    path("agreements/<int:agreement>/pdf/", agreements.agreement_file, name="agreement_paper"),
    path("agreements/<int:agreement>/correct/", agreements.agreement_correct, name="agreement_correct"),
    path("agreements/<int:agreement>/renew/", agreements.agreement_renew, name="agreement_renew"),
    path("agreements/<int:agreement>/end/", agreements.agreement_end, name="agreement_end"),
    path("agreements/<int:agreement>/resume/", agreements.agreement_resume, name="agreement_resume"),
    path("jobs/<int:job>/agreement/", agreements.agreement_add, name="agreement_add"),
    path("exits/<int:exit>/agreement/", agreements.agreement_add_exit, name="agreement_add_exit"),
    path("<int:pk>/oppose/", reinforced.oppose, name="oppose"),
    path("oppositions/<int:opposition>/withdraw/", reinforced.opposition_withdraw, name="opposition_withdraw"),
    path("reinforced/", reinforced.reinforced_list, name="reinforced_list"),
    path("jobs/<int:job>/reinforced/", reinforced.reinforced, name="reinforced"),
    path("jobs/<int:job>/reinforced/pdf/", reinforced.reinforced_file, name="reinforced_paper"),
    path("partnerships/", partnerships.partnerships, name="partnerships"),
    path("partnerships/export/<str:kind>/", partnerships.partnerships_export, name="partnerships_export"),
    path("partnerships/add/", partnerships.partnership_add, name="partnership_add"),
    path("partnerships/<int:partnership>/", partnerships.partnership, name="partnership"),
    path("partnerships/<int:partnership>/end/", partnerships.partnership_end, name="partnership_end"),
    path("partnerships/<int:partnership>/resume/", partnerships.partnership_resume, name="partnership_resume"),
]

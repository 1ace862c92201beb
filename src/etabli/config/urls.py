"""Every address. What is of one establishment stands under its number; the rooms say the rest.

Of allauth, only what a workplace without a mail server uses: nobody signs up, no password comes by mail.
"""

from allauth.account import views as account
from django.urls import include, path

from etabli.indicators.urls import scope_urlpatterns
from etabli.support.views.shared import shared_page
from etabli.surveys.satisfaction.public import satisfaction_answer, satisfaction_thanks
from etabli.tablet.urls import place_urlpatterns as tablets
from etabli.web import views

ACCOUNTS = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("password/set/", account.password_set, name="account_set_password"),
    path("2fa/", include("allauth.mfa.urls")),
]

PLACE = [
    path("people/", include("etabli.people.urls")),
    path("attendance/", include("etabli.attendance.urls")),
    path("support/", include("etabli.support.urls")),
    path("pathways/", include("etabli.pathways.urls")),
    path("production/", include("etabli.production.urls")),
    path("orders/", include("etabli.orders.urls")),
    path("billing/", include("etabli.billing.urls")),
    path("figures/", include("etabli.indicators.urls")),
    path("cpom/", include("etabli.cpom.urls")),
    path("surveys/", include("etabli.surveys.urls")),
    path("exchange/", include("etabli.exchange.urls")),
    path("tablets/", include((tablets, "tablets"))),
    path("settings/", include("etabli.org.urls")),
]

urlpatterns = [
    path("accounts/", include(ACCOUNTS)),
    path("", include("etabli.kit.urls")),
    # Before those that take any word for the number of an establishment.
    path("tablet/", include("etabli.tablet.urls")),
    path("partage/<str:token>/", shared_page, name="shared"),
    path("avis/", satisfaction_answer, name="satisfaction_answer"),
    path("avis/merci/", satisfaction_thanks, name="satisfaction_thanks"),
    path("", include("etabli.web.urls")),
    path("scope/<str:scope>/figures/", include((scope_urlpatterns, "scope"))),
    path("<str:finess>/", include(PLACE)),
]

handler400 = views.bad_request
handler403 = views.not_allowed
handler404 = views.not_found
handler500 = views.server_error

from django.urls import URLPattern, path

from etabli.pathways.views import exits, following, returns

urls_exits: list[URLPattern] = [
    path("exits/", exits.exits, name="exits"),
    path("exits/export/<str:kind>/", exits.exits_export, name="exits_export"),
    path("exits/to-complete/", exits.exits_to_complete, name="exits_to_complete"),
    path("exits/to-complete/<int:engagement>/", exits.exit_complete, name="exit_complete"),
    path("exits/to-complete/<int:engagement>/tap/", exits.exit_tap, name="exit_tap"),
    path("exits/<int:exit>/", exits.exit_page, name="exit"),
    path("exits/<int:exit>/correct/", exits.exit_correct, name="exit_correct"),
    path("exits/<int:exit>/take-back/", exits.exit_take_back, name="exit_take_back"),
    path("exits/restore/", exits.exit_restore, name="exit_restore"),
    path("exits/<int:exit>/return/", returns.return_add, name="return_add"),
    path("<int:pk>/leave/", exits.exit_add, name="exit_add"),
    path("returns/", returns.returns, name="returns"),
    path("returns/export/<str:kind>/", returns.returns_export, name="returns_export"),
    path("returns/<int:back>/take-back/", returns.return_take_back, name="return_take_back"),
    path("exits/<int:exit>/return/restore/", returns.return_restore, name="return_restore"),
    path("follow-ups/", following.follow_ups, name="follow_ups"),
    path("follow-ups/export/<str:kind>/", following.follow_ups_export, name="follow_ups_export"),
    path("follow-ups/<int:follow_up>/", following.follow_up, name="follow_up"),
    path("follow-ups/<int:follow_up>/reopen/", following.follow_up_reopen, name="follow_up_reopen"),
]

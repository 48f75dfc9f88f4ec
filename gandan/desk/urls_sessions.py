"""Service sessions ("Ngày thứ bảy với dân"), under /desk/service-sessions/."""

from django.urls import path

from gandan.desk import sessions_day, sessions_plans, sessions_roster, sessions_spread

urlpatterns = [
    path("", sessions_plans.plans, name="sessions"),
    path("calendar/", sessions_plans.calendar, name="sessions_calendar"),
    path("results/", sessions_spread.results, name="sessions_results"),
    path("wishes/new/", sessions_roster.wish_new, name="sessions_wish_new"),
    path("wishes/<slug:code>/withdraw/", sessions_roster.wish_withdrawn, name="sessions_wish_withdraw"),
    path("plans/new/", sessions_plans.plan_new, name="sessions_plan_new"),
    path("plans/<slug:code>/", sessions_plans.plan, name="sessions_plan"),
    path("plans/<slug:code>/change/", sessions_plans.plan_change, name="sessions_plan_change"),
    path("plans/<slug:code>/roster/", sessions_roster.roster, name="sessions_roster"),
    path("plans/<slug:code>/share/", sessions_spread.share, name="sessions_share"),
    path("templates/<slug:code>/", sessions_spread.template, name="sessions_template"),
    path("templates/<slug:code>/adopt/", sessions_spread.adopt, name="sessions_adopt"),
    path("days/<slug:code>/", sessions_day.session, name="session"),
    path("days/<slug:code>/announcement.pdf", sessions_day.announcement_pdf, name="session_announcement"),
    path("days/<slug:code>/<slug:name>/", sessions_day.act, name="session_act"),
]

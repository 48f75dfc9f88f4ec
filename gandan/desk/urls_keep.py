"""The administration screens, under /desk/keep/."""

from django.urls import include, path

from gandan.desk import keep_backups, keep_calendar, keep_people, keep_posts, keep_units, outbox

urlpatterns = [
    path("keep/", keep_units.keep, name="keep"),
    path("keep/units/", keep_units.units, name="keep_units"),
    path("keep/units/new/", keep_units.unit_new, name="keep_unit_new"),
    path("keep/units/<ref>/", keep_units.unit, name="keep_unit"),
    path("keep/units/<ref>/change/", keep_units.unit_change, name="keep_unit_change"),
    path("keep/units/<ref>/end/", keep_units.unit_end, name="keep_unit_end"),
    path("keep/units/<ref>/predecessors/", keep_units.unit_predecessors, name="keep_unit_predecessors"),
    path("keep/units/<ref>/posts/new/", keep_posts.post_new, name="keep_post_new"),
    path("keep/people/", keep_people.people, name="keep_people"),
    path("keep/people/new/", keep_people.person_new, name="keep_person_new"),
    path("keep/people/<code>/", keep_people.person, name="keep_person"),
    path("keep/people/<code>/change/", keep_people.person_change, name="keep_person_change"),
    path("keep/people/<code>/account/", keep_people.account_open, name="keep_account_open"),
    path("keep/people/<code>/account/password/", keep_people.account_password, name="keep_account_password"),
    path("keep/people/<code>/account/close/", keep_people.account_close, name="keep_account_close"),
    path("keep/posts/", keep_posts.posts, name="keep_posts"),
    path("keep/posts/<slug:code>/change/", keep_posts.post_change, name="keep_post_change"),
    path("keep/posts/<slug:code>/close/", keep_posts.post_close, name="keep_post_close"),
    path("keep/posts/<slug:code>/appoint/", keep_posts.post_appoint, name="keep_post_appoint"),
    path("keep/tenures/<slug:code>/end/", keep_posts.tenure_end, name="keep_tenure_end"),
    path("keep/calendar/", keep_calendar.year, name="keep_calendar"),
    path("keep/calendar/<int:year>/", keep_calendar.year, name="keep_calendar_year"),
    path("keep/calendar/days/new/", keep_calendar.day_new, name="keep_day_new"),
    path("keep/calendar/days/<slug:code>/remove/", keep_calendar.day_remove, name="keep_day_remove"),
    path("keep/hours/", keep_calendar.hours, name="keep_hours"),
    path("keep/hours/new/", keep_calendar.hours_new, name="keep_hours_new"),
    path("keep/choices/", keep_calendar.choices, name="keep_choices"),
    path("keep/choices/new/", keep_calendar.choice_new, name="keep_choice_new"),
    path("keep/waiting/", include("gandan.desk.urls_waiting")),
    path("keep/backups/", keep_backups.backups, name="keep_backups"),
    path("keep/outbox/", outbox.outbox, name="outbox"),
    path("keep/outbox/<slug:code>/sent/", outbox.notice_sent, name="notice_sent"),
    path("keep/outbox/<slug:code>/again/", outbox.notice_again, name="notice_again"),
]

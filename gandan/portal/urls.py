"""Citizens' addresses, in Vietnamese words."""

from datetime import date

from django.urls import include, path, register_converter

from gandan.portal import (
    booked,
    booking,
    guide,
    home,
    lookup,
    own_words,
    rating_results,
    ratings,
    service_sessions,
    staff,
)
from gandan.portal.fresh import kept


class DayConverter:
    """A day of the calendar, 2026-11-27; what is none is an address there is not."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        return f"{value:%Y-%m-%d}"


register_converter(DayConverter, "day")

app_name = "portal"

urlpatterns = [
    path("", kept(home.home), name="home"),
    path("thu-tuc/", kept(guide.procedures), name="procedures"),
    path("thu-tuc/linh-vuc/<slug:field>/", kept(guide.field), name="field"),
    path("thu-tuc/<str:code>/", kept(guide.procedure), name="procedure"),
    path("ai-phuc-vu/", staff.staff, name="staff"),
    path("ai-phuc-vu/<str:ref>/", staff.staff_of, name="staff_of"),
    path("ngay-thu-bay/", service_sessions.service_sessions, name="service_sessions"),
    path("ngay-thu-bay/<slug:code>/", service_sessions.service_session, name="service_session"),
    path("tra-cuu/", lookup.lookup, name="lookup"),
    path("tra-cuu/<slug:reference>/<slug:secret>/", lookup.lookup_with_secret, name="lookup_with_secret"),
    path("tra-cuu/<slug:reference>/<slug:secret>/ket-qua.pdf", lookup.result, name="result"),
    path("danh-gia/", ratings.how_to_rate, name="how_to_rate"),
    path("danh-gia/cam-on/", ratings.rated, name="rated"),
    path("danh-gia/y-kien/", own_words.find, name="own_words_find"),
    path("danh-gia/y-kien/<slug:secret>/", own_words.own_words, name="own_words"),
    path("danh-gia/may/<str:key>/", ratings.tablet, name="tablet"),
    path("danh-gia/may/<str:key>/cam-on/", ratings.tablet_thanks, name="tablet_thanks"),
    path("danh-gia/<str:link>/", ratings.rate, name="rate"),
    path("ket-qua-danh-gia/", rating_results.places, name="rating_places"),
    path("ket-qua-danh-gia/<str:ref>/", rating_results.results, name="rating_results"),
    path("chuan-bi/", include("gandan.portal.urls_prepare")),
    path("dat-lich/", booking.places, name="booking"),
    path("dat-lich/giu/<slug:code>/", booking.hold, name="booking_hold"),
    path("dat-lich/ma/", booked.find, name="booking_find"),
    path("dat-lich/ma/<slug:code>/", booked.booked, name="booked"),
    path("dat-lich/ma/<slug:code>/lich.ics", booked.calendar, name="booked_calendar"),
    path("dat-lich/ma/<slug:code>/doi/", booked.move_days, name="booked_move"),
    path("dat-lich/ma/<slug:code>/doi/<day:day>/", booked.move_times, name="booked_move_times"),
    path("dat-lich/ma/<slug:code>/huy/", booked.cancel, name="booked_cancel"),
    path("dat-lich/<str:ref>/", booking.kinds, name="booking_kinds"),
    path("dat-lich/<str:ref>/<slug:kind>/", booking.days, name="booking_days"),
    path("dat-lich/<str:ref>/<slug:kind>/<day:day>/", booking.times, name="booking_times"),
]

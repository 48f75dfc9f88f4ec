"""Under /chuan-bi/: what is prepared at home, by its code and secret."""

from django.urls import path

from gandan.portal import prepare, prepared_photos

HOME = "<slug:code>/<slug:secret>/"

urlpatterns = [
    path("", prepare.start, name="prepare_start"),
    path("lam-tiep/", prepare.resume, name="prepare_resume"),
    path("<str:procedure>/", prepare.prepare, name="prepare"),
    path(HOME, prepare.prepared, name="prepared"),
    path(f"{HOME}anh/", prepared_photos.photos, name="prepared_photos"),
    path(f"{HOME}noi-nop/", prepare.place, name="prepared_place"),
    path(f"{HOME}xem-lai/", prepare.check, name="prepared_check"),
    path(f"{HOME}mang-theo/", prepare.ready, name="prepared_ready"),
    path(f"{HOME}xoa/", prepare.erase, name="prepared_erase"),
    path(f"{HOME}<slug:slug>/", prepare.part, name="prepared_part"),
]

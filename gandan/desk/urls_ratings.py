"""What people say of the service, and what they wrote for everybody to read."""

from django.urls import path

from gandan.desk import moderation, ratings

urlpatterns = [
    path("ratings/", ratings.ratings, name="ratings"),
    path("ratings/mine/", ratings.own_ratings, name="own_ratings"),
    path("ratings/links/", ratings.rating_links, name="rating_links"),
    path("comments/", moderation.comments, name="comments"),
    path("comments/<slug:code>/", moderation.comment, name="comment"),
]

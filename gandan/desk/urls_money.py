"""Fees, the paper book and the register, under /desk/."""

from django.urls import path

from gandan.desk import books, money, register, settlements

urlpatterns = [
    path("dossiers/<slug:reference>/fees/<slug:act>/", money.dossier_fees, name="dossier_fees"),
    path(
        "dossiers/<slug:reference>/fee-receipts/<int:year>-<int:number>/", money.fee_receipt_paper, name="fee_receipt"
    ),
    path("keep/fees/", settlements.month, name="keep_fees"),
    path("keep/fees/draw/", settlements.draw, name="keep_fees_draw"),
    path("keep/fees/<desk>/<slug:month>/<agency>/list.<slug:form>", settlements.fee_list_paper, name="keep_fees_list"),
    path("books/", books.books, name="books"),
    path("books/open/", books.book_open, name="book_open"),
    path("books/<desk>/<int:year>-<int:volume>/blanks.pdf", books.blanks, name="book_blanks"),
    path("books/spoil/", books.number_spoil, name="book_spoil"),
    path("books/close/", books.books_close, name="books_close"),
    path("register/", register.register, name="register"),
    path("register/file.<slug:form>", register.register_file, name="register_file"),
]

"""The pages of staff, behind a login: plain HTML from the server, forms, one style, one script.

`mounting` puts them into the server; `signed_in` is what every handler asks first; `frame` is what
stands around every page; `login` signs in and out. `queue_page`, `answer_page` and `try_page` are
what staff work with; `desk` is what these share, `shown` makes others' texts safe to look at.
"""

"""The pages of staff, behind a login: plain HTML from the server, forms, one style, one script.

`mounting` puts them into the server; `signed_in` is what every handler asks first; `frame` is what
stands around every page; `login` signs in and out.
"""

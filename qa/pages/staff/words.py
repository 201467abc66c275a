"""The fixed words of the staff pages' frame and login. `{…}` is filled in by the page."""

from qa.pages.words import NAME

STAFF = f"{NAME} staff"
SKIP = "Skip to the content"
NAVIGATION = "Staff pages"
SIGN_OUT = "Sign out"
SIGNED_IN_AS = "Signed in as"

NO_LETTERS = "(no visible letters)"

SIGN_IN = "Sign in"
SIGN_IN_INTRO = "For the people who check what Quoteback tells patients."
ACCOUNT_NAME = "Name"
PASSWORD = "Password"  # noqa: S105 -- the label of a field
NOT_SIGNED_IN = (
    "You are not signed in. Either name and password do not go together, or there were five wrong "
    "tries: then sign-in stays closed for 15 minutes, even with the right password."
)
SIGNED_OUT = "You are signed out."
NO_ACCOUNT = "There is no account yet, so nobody can sign in."
ADD_ONE = "Whoever runs Quoteback adds one on its machine:"
TO_THE_CHAT = "To the patients' page"

START = "Queue"
START_EMPTY = "There is nothing here yet."

SIGN_IN_FIRST = "Please sign in first."
NOT_THERE = "There is no such page here."
CROSS_SITE = "This did not come from a page of this site, so nothing was done."
OLD_FORM = (
    "This page is from before you last signed in, so nothing was done. Load it again, then repeat "
    "what you did."
)
NO_FORM = "This could not be read as a form, so nothing was done."
TOO_MANY = "There were many sign-ins in a short time. Please wait a minute, then try again."
BUSY = "Many people are signing in at once. Please try again in a moment."
NOT_NOW = "This cannot be done just now, and nothing was saved. Please try again in a minute."

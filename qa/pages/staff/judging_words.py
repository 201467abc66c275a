"""The fixed words of the queue, of an answer in context and of trying a question."""

from qa.records.filter import Order
from qa.records.integrity import Standing
from qa.records.judgement import Verdict
from qa.records.stored import Kind
from qa.staff.view import Judged, Why

QUEUE = "Queue"
LEFT = "{left} of {kept} answers left to judge"
ALL_DONE = "All {kept} answers are judged."
NOTHING_KEPT = (
    "No answers are kept yet. They come here as patients ask; how long they stay is the operator's "
    "setting."
)
NOTHING_FITS = "No answer fits this view."
START_JUDGING = "Judge the first"
EVERYTHING = "All"
REASONS = "Why it is here"
FILTER = "Filter"
SHOW = "Show"
RESET = "Clear the filter"
NEWER, OLDER = "Previous page", "Next page"
PLACE = "{first} to {last} of {total}"
FORGOTTEN_SEARCH = "What you searched for is no longer known. Please type it again."
FIND = "Words in the question"
ORDER, JUDGED, KIND, ARTICLE, SINCE, UNTIL = "Order", "Verdict", "Outcome", "Article", "From", "To"
ANY_KIND, ANY_ARTICLE, ANY_REASON = "Any outcome", "Any article", "Any reason"
DAYS = "Days and times are in UTC."

ORDERS = {Order.WORST: "Worst first", Order.NEWEST: "Newest first"}
KINDS = {
    Kind.ANSWERED: "Answered",
    Kind.ABSTAINED: "No answer given",
    Kind.ESCALATED: "Help came first",
}
CONFIDENCE = "confidence {share}"
JUDGED_BY = {
    Judged.OPEN: "Nobody has judged",
    Judged.NOT_MINE: "I have not judged",
    Judged.ANY: "Judged or not",
}
WHYS = {
    Why.DOWN: "Thumb down",
    Why.CHANGED: "Quoted words changed",
    Why.ESCALATED: "Help came first",
    Why.ABSTAINED: "No answer given",
    Why.LOW: "Low confidence",
    Why.TIE: "Near tie",
    Why.EDITED: "Article changed",
}

VERDICTS = {
    Verdict.RIGHT: "Right",
    Verdict.WRONG_PASSAGE: "Wrong passage",
    Verdict.WRONG_WORDS: "Right passage, wrong words",
    Verdict.MISSING_WARNING: "Missing warning",
    Verdict.SHOULD_ABSTAIN: "Should have abstained",
    Verdict.SHOULD_ANSWER: "Should have answered",
    Verdict.SHOULD_ALARM: "Should have alarmed",
}
VERDICT = "Verdict"
JUDGED_COUNT = "judged by {count}"
YOURS = "You judged: {verdict}. Another verdict takes its place."
MARK_RIGHT = "Wrong passage: mark the right one"
NOTE = "Note (optional)"
NOTE_HINT = "Nobody but staff reads it. It goes when the answer goes."
UNDO = "Undo"
SAVED = "Saved: {verdict}."
NOT_SAVED = (
    "“{verdict}” was not saved: the records cannot be written just now. What you typed is still "
    "here. Please try again in a minute."
)
UNDONE = "Undone. You have no verdict on this answer now."
UNDONE_BEFORE = "Undone. Your verdict before it counts again: {verdict}."
VIEW_DONE = "Nothing is left to judge in this view."
NEXT, BEFORE, BACK = "Next", "Previous", "Queue"
LEFT_HERE = "{left} left after this one"
LAST_HERE = "the last one of this view"

ANSWER = "Answer"
QUESTION = "The patient asked"
TRIED_QUESTION = "You asked"
READ_AS = "Read as"
ASKED_BEFORE = "Asked before, in the same conversation"
WHY_GIVEN = "Why it was given"
WHY_WITHHELD = "Why it was withheld"
WHY_ESCALATED = "Why help came first"
QUOTES = "What the patient saw"
TRIED_QUOTES = "What a patient would see"
NO_QUOTES = {
    Kind.ANSWERED: "No quote is kept of this answer.",
    Kind.ABSTAINED: "That the articles do not answer this. No quote was shown.",
    Kind.ESCALATED: "A card that tells where to get help, and no quote.",
}
CARD_FIRST = "A card that tells where to get help came first."
WHOLE_ARTICLE = "Whole article"
REACHED = "reached {score}"
STANDINGS = {
    Standing.MOVED: "The article has changed since. The words stand here now.",
    Standing.CHANGED: "The article has changed since. It no longer holds these words:",
    Standing.GONE: "These words were shown. They are in no article any more:",
}
STILL_THERE = "The article has changed since. These words still stand in it."
NEAREST_NOW = "Nearest to them now:"
OTHERS = "Candidates that were not chosen"
NO_OTHERS = "There were no other candidates."
NO_WORDS = "Its article has changed since, so its words are not shown."
THUMB_UP = "The patient pressed thumb up."
THUMB_DOWN = "The patient pressed thumb down."
THUMB_DOWN_WHY = "The patient pressed thumb down: “{reason}”."
TOLD = "Verdicts so far"
NONE_TOLD = "Nobody has judged this answer yet."
COUNTS, SUPERSEDED, UNDID = "counts", "superseded", "took the verdict back"
MARKED = "Marked as right:"
MARKED_GONE = "What was marked is no longer in the article."
ABOUT = "Given {at}, in {seconds} s"

GONE = "There is no such answer"
GONE_WHY = (
    "It was forgotten: the patient asked for that, or its time was over. Or the address is wrong. "
)
REFUSED = "Nothing was saved"
TURNING = "Other answers"
GONE_VERDICT = "Nothing was saved."
TO_THE_QUEUE = "To the queue"
NO_VERDICT = "No verdict was chosen, so nothing was saved."
NOT_YOURS = "That verdict was undone or replaced already, so nothing was done."

PASSAGE = "Where does the answer stand?"
PASSAGE_INTRO = "Mark the lines that answer the question, all of one article."
PASSAGE_FIND = "Search the articles"
SEARCH = "Search"
NEAREST = "The nearest lines"
FOUND = "Lines found"
FOUND_NONE = "No line was found. Other words may do."
ALL_OF = "All lines of “{title}”"
WHOLE_LIST = "whole list"
SAVE_MARKED = "Save with what is marked"
SAVE_WITHOUT = "Save without a passage"
PASSAGE_BACK = "Back to the answer"

TRY = "Try a question"
TRY_INTRO = "Answered as a patient's would be, by today's articles and settings. Nothing is kept."
TRY_LABEL = "Question"
TRY_BEFORE = "Asked just before it (optional)"
TRY_GO = "Ask"
TRY_EMPTY = "Please type a question."
TRY_TOO_LONG = "That has {found} characters; {limit} are the most."

KEYS = "Keys"
KEYS_TITLE = "Keys on these pages"
KEYS_CLOSE = "Close"
KEYS_MORE = (
    ("j k", "next and previous answer, or line of a list"),
    ("Enter", "open what is marked by the frame; save a passage"),
    ("m", "wrong passage, and mark the right one"),
    ("n", "write a note; Esc leaves it"),
    ("u", "undo the last verdict"),
    ("q", "back to the queue"),
    ("?", "show and hide this"),
)
KEYS_NOTE = "Keys do nothing while you type in a field."
KEYS_ON = "Use these keys"

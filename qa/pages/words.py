"""Every fixed word that a patient can read, in one place, so that it can be read as a whole.

Reading grade 6 or lower (`tests/test_pages.py` measures it). `{…}` is filled in by the page.
"""

NAME = "Quoteback"
TAGLINE = "Answers about back pain after care, in the words of our articles."
DESCRIPTION = "Ask about back pain after care. Each answer is a quote from an article you can read."

# -- The welcome ---------------------------------------------------------------------------------
SKIP = "Skip to the question box"
CAN_TITLE = "What it can do"
CAN = (
    "Quote lines that answer you, word for word.",
    "Open the article at that place.",
    "Say so when our articles have no answer.",
)
CANNOT_TITLE = "What it cannot do"
CANNOT = (
    "Take the place of a doctor or nurse.",
    "Tell you what is wrong with you.",
    "Say how much medicine is right for you.",
)
DANGER = "In danger now? Do not wait here. Call {number}."
ALL_ARTICLES = "See all articles"
EXAMPLES_TITLE = "You could ask"
EXAMPLES = (
    "Is worse pain after acupuncture normal?",
    "Why does my back hurt after an epidural?",
    "What should I do after a blood patch?",
    "How long does a back injection take to work?",
    "Why do I still have pain after back surgery?",
    "Which medicines help with pain after back surgery?",
)

# -- Asking --------------------------------------------------------------------------------------
CHAT_LABEL = "Your talk with Quoteback"
QUESTION_LABEL = "Your question"
QUESTION_HINT = "Type your question here"
ASK = "Ask"
START_AGAIN = "Start again"
EMPTY = "Please type a question first. You could start with “Is it normal that …?”"
TOO_LONG = (
    "Your question is too long. It has {found} letters, and I can read {limit}. "
    "It is still in the box. Please make it shorter and ask again."
)
TOO_MANY = "You have asked a lot in a short time. Please wait a minute, then ask again."
TROUBLE = "Sorry, that did not work. Please ask again. If you feel very ill, call for help."
TOO_BIG = "That is too much text to read at once. Please make it shorter and ask again."
NOT_THERE = "There is no such page here."

# -- Answers -------------------------------------------------------------------------------------
READ_AS = "I read this as: “{read_as}”"
ONE_QUOTE = "This is what our article says:"
QUOTES = "This is what our articles say:"
DOSE = "**Your care team decides which dose is right for you.** Ask them before you take it."
NO_ANSWER = (
    "**I don't have that.** Our articles do not answer this, and I will not guess. "
    "Please ask your care team."
)
NEAREST = "These are the nearest articles we do have:"

# -- Help first ----------------------------------------------------------------------------------
# A card is read in ten seconds: some forty words. No links: nothing to think about but the call.
EMERGENCY_TITLE = "Get help now"
EMERGENCY_DO = {
    "US": "Call 911 or go to the ER now if:",
    "UK": "Call 999 or go to A&amp;E now if:",
    "EU": "Call 112 or go to the hospital now if:",
    "unset": "Call your local emergency number now if:",
}
EMERGENCY_SAY = "Do not drive yourself. Tell them what was done to your back."
CRISIS_TITLE = "You are not alone"
CRISIS_DO = {
    "US": "Call or text 988. It is free, day and night. In danger now? Call 911.",
    "UK": "Call Samaritans on 116 123. It is free, day and night. In danger now? Call 999.",
    "EU": "Call 112 and say that you need help to stay safe. It is free, day and night.",
    "unset": "Call your local emergency number or a crisis line. Say that you need help to stay "
    "safe.",
}
STILL = "You wrote of a danger sign. Still there? {do}"
STILL_EMERGENCY = {
    "US": "Call 911 now.",
    "UK": "Call 999 now.",
    "EU": "Call 112 now.",
    "unset": "Call your local emergency number now.",
}
STILL_CRISIS = {
    "US": "Please call or text 988.",
    "UK": "Please call Samaritans on 116 123.",
    "EU": "Please call 112.",
    "unset": "Please call a crisis line or your local emergency number.",
}
NUMBER = {"US": "911", "UK": "999", "EU": "112", "unset": "your local emergency number"}

# -- The article beside the chat, and as a page ---------------------------------------------------
ARTICLE_LABEL = "Our articles"
ARTICLE_HINT = (
    "The article behind an answer opens here, at the words that I quote. Or pick one to read:"
)
NOT_OPENED = "The article could not be opened. Please try again."
SOURCE = "It is based on:"
NOT_STATED = "{field} not stated"
CHECKED = "Checked against its source on {date}."
NOT_CHECKED = "It is not known when this was last checked."
REVIEW_NONE = "No clinician has reviewed this article yet."
REVIEWED = "Reviewed by a clinician: {review}."
OWN_PAGE = "Open as its own page"
COPY_LINK = "Copy link"
COPIED = "Link copied"
BACK_TO_CHAT = "Back to the chat"
STALE = (
    "The quoted words cannot be found in today's text. The article may have changed since. "
    "This is how it reads now."
)
UNKNOWN_TITLE = "We do not have that article"
UNKNOWN = "The link may be old, or a part of it may be missing. These are the articles we have."
ARTICLES_TITLE = "All articles"
ARTICLES_INTRO = "Each answer is quoted from one of these."
NO_SCRIPT = "The chat needs scripts to be turned on. You can read all articles without them."

# -- Thumbs --------------------------------------------------------------------------------------
HELPED = "Did this help?"
YES = "👍 Yes"
NO = "👎 No"
REASON = "What was wrong?"
REASONS = {
    "not_asked": "It is not what I asked",
    "hard": "It is hard to understand",
    "wrong": "It seems wrong",
    "missing": "Something is missing",
}
THANKS = "Thank you. Your vote is saved."
NOT_SAVED = "Sorry, your vote could not be saved. You can go on asking."

# -- Records -------------------------------------------------------------------------------------
# One line for each value of the setting `records`; it must stay true (docs/privacy.md).
KEPT_OF = {
    "redacted": "For {days} days our staff can read what you ask, without the names that we find.",
    "counts": "We count questions and votes. We do not keep what you write.",
    "off": "We do not keep what you write.",
}
FORGET = "Forget this conversation"
FORGOTTEN = "It is gone. We keep nothing of what you asked."
FORGOTTEN_LATER = "It could not be deleted just now. We will go on trying until it is gone."
FORGET_UNKNOWN = (
    "You were away too long, so I cannot tell which words are yours. "
    "All that we kept will be gone after {days} days."
)

"""The fixed words of the pages about gaps, articles, numbers and export."""

# -- Gaps ----------------------------------------------------------------------------------------
GAPS = "Gaps"
GAPS_INTRO = (
    "What patients asked and got no answer to, put together by meaning, most often asked first. "
    "For whoever writes the articles."
)
GAPS_NONE = "There are no gaps: no question that is kept now went without an answer."
GAPS_READ = "{questions} questions in {gaps} groups."
GAPS_WAITING = "{waiting} older ones are still to be read. Load the page again to see them too."
GAPS_CUT = "Only the newest are looked at; there are older ones."
ASKED_ONCE = "Asked once"
ASKED_TIMES = "Asked {count} times"
LAST_ASKED = "last on"
ANSWERABLE = "Our articles answer {count}, say reviewers"
READ_AS = "read as:"
OTHER_WORDINGS = "Also asked as ({count})"
MORE_WORDINGS = "and {count} more"
NEWER, OLDER = "Previous page", "Next page"
PLACE = "{first} to {last} of {total}"
PAGES = "Pages"

# -- Articles ------------------------------------------------------------------------------------
ARTICLES = "Articles"
ARTICLES_INTRO = (
    "The one whose review is due first stands first. Open an article to read it and to sign it."
)
COUNTS_WHAT = (
    "Quoted: in the answers that are kept now. Judged: of all answers ever judged that quoted it. "
    "An answer counts as right where everyone who judged it said so. The brackets hold the 95% "
    "interval."
)
OVERDUE_COUNT = "Overdue: {count}"
UNSIGNED_COUNT = "Not signed: {count}"
ARTICLE, WRITTEN, CHECKED, DUE = "Article", "Written", "Checked", "Review due"
GRADE, QUOTED, RIGHT, SIGNED = "Reading grade", "Quoted", "Judged right", "Signed by"
OVERDUE, SOON, NO_DATE = "Overdue", "Due soon", "no date"
NOBODY = "Nobody"
NOT_JUDGED = "not judged"
SHARE = "{percent} of {of}"
INTERVAL = "({low} to {high})"
NO_ARTICLE = "There is no such article"
BACK = "All articles"

SIGN = "Sign this text"
SIGN_INTRO = (
    "Your signature says that you are a clinician, have read the text on this page, and find it "
    "right. Patients then read “Reviewed by a clinician”, with your name, role and the date. It "
    "counts for this text alone: once a word of it changes, patients read again that no clinician "
    "has reviewed it."
)
NAME, NAME_HINT = "Your name, as patients are to read it", "for example: R. Example"
ROLE, ROLE_HINT = "Your role", "for example: anaesthetist"
HAVE_READ = "I have read the text on this page and find it right."
NOT_TICKED = "Tick that you have read the text. Nothing was signed."
SIGN_BUTTON = "Sign"
SIGN_AGAIN = "Sign anew"
SIGNED_NOW = "Signed. Patients read it from now on."
WITHDRAW = "Withdraw this signature"
WITHDRAW_INTRO = "Patients then read again that no clinician has reviewed this article."
WITHDRAWN_NOW = "Withdrawn. Patients read again that no clinician has reviewed this article."
PATIENTS_READ = "Patients read:"
STATE = "Review"
HISTORY = "Signatures so far"
NO_HISTORY = "Nobody has signed this article yet."
FOR_THIS, FOR_OTHER, ENDED = "counts now", "for an earlier text", "superseded or withdrawn"
SIGNED_ROW, WITHDREW_ROW = "signed as {shown}", "withdrew the signature"
TEXT = "The text"
SOURCES = "Its sources"

# -- Numbers -------------------------------------------------------------------------------------
NUMBERS = "Numbers"
LAST_DAYS = "The last {days} days, in UTC: {answers} answers."
NO_ANSWERS = "No answer was kept in the last {days} days."
OUTCOMES, OUTCOME = "What questions came to", "Outcome"
ANSWERS, SHARE_OF, BAR = "Answers", "Share", "Share as a bar"
A_DAY, DAY, ALL = "Answers a day", "Day", "All"
A_DAY_TOLD = "Bars, one a day from {first} to {last}; the most on one day is {most}."
FIGURES = "The figures as a table"
MOST_A_DAY = "most on one day: {most}"
RIGHT_TITLE = "Judged right"
RIGHT_TOLD = "{percent}: {hits} of {of} judged answers. 95% interval (Wilson): {low} to {high}."
RIGHT_NONE = "No answer is judged yet."
RIGHT_TRAP = (
    "Staff judge the worst first, so among all answers the share is likely higher. An answer "
    "counts once, and as right where everyone who judged it said so."
)
VERDICT, TIMES = "Verdict", "Given"
THUMBS, UP, DOWN = "Patients' thumbs", "Thumb up", "Thumb down"
THUMB = "Thumb"
NO_THUMBS = "Nobody has pressed a thumb."
AGREEMENT = "Agreement of two reviewers"
AGREEMENT_TOLD = (
    "On answers that both judged. Kappa takes out what chance alone would give: 0 is chance, 1 is "
    "full agreement; over 0.6 is often called good."
)
REVIEWERS, BOTH, SAME, KAPPA = "Reviewers", "Both judged", "Same verdict", "Cohen's kappa"
TOO_FEW = "too few to tell ({count} of {enough})"
NO_KAPPA = "none: both always gave the same one verdict"
NO_AGREEMENT = "No answer was judged by two reviewers yet."

# -- Export --------------------------------------------------------------------------------------
EXPORT = "Export"
EXPORT_INTRO = (
    "Everything that is kept now, as files. The words of patients are as they are kept: without "
    "names and numbers that say who they are. They stay health questions all the same, so keep the "
    "files where only staff can read them, and delete them after use."
)
QUEUE_FILE = "Queue"
QUEUE_TOLD = "{count} answers: question, outcome, quotes, confidence, thumb, verdicts that count."
VERDICT_FILE = "Verdicts"
VERDICT_TOLD = (
    "{count} rows: every verdict ever given, by whom and when, with its note and passage."
)
CSV, JSON_LINES = "CSV, for spreadsheets", "JSON lines, for programs"
CSV_TOLD = (
    "In CSV, a cell that a spreadsheet could take for a formula begins with an apostrophe. JSON "
    "lines hold everything as it is."
)

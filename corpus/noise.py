"""Text that stands in a document but is no part of what it teaches.

Adverts, booking calls, comment forms, navigation, picture captions, legal small print and table
lines whose cells ran together when a page was saved as text. Such lines are never quoted. The
rules are deliberately about form ("call <number>", "leave a reply"), not about any one publisher.
"""

import re

_SECTION = re.compile(
    r"""^(?:why\ choose\b.*|schedule\b.*|book\b.*(?:appointment|consultation|now|online).*
    |contact(?:\ us)?\b.*|call\ us\b.*|related\b.*|(?:leave\ a\ )?(?:comments?|reply)\b.*|share\b.*
    |about\ (?:the\ author|us)\b.*|(?:medical\ )?disclaimer\b.*|references|bibliography|sources
    |see\ also|subscribe\b.*|newsletter\b.*|we.d\ love\ to\ help|table\ of\ contents|contents
    |written\ by|cookies?\b.*|privacy\b.*|follow\ us\b.*)$""",
    re.IGNORECASE | re.VERBOSE,
)

_LINE = re.compile(
    r"""(?:\(\d{3}\)\s*\d{3}-\d{4}|\+\d{1,3}[\s-]\d|\b\d{3}-\d{3}-\d{4}\b)   # telephone numbers
    |https?://|www\.|\S@\S+\.\w
    |\b(?:schedule|book|request)\s+(?:a|an|your|online|now|today)\b.*\b(?:us|today|consultation
        |appointment|online)\b
    |\bbook\ online\b|\bcontact\ us\b|\bcall\ us\b|\bvisit\ our\b|\bsign\ up\b|\bsubscribe\b
    |^(?:call|contact)\s.*\b(?:consultation|appointment|website|information)\b
    |^find\s.*\b(?:doctors?|care|clinics?|providers?)\b
    |^(?:read|learn|explore|see|view|discover|click)\s+(?:on|more|about|other|our|here|also|all)\b
    |\bsee\ our\b|\bour\ (?:team|experts?|clinics?|specialists|services|website|practice|overview)\b
    |\bat\ [A-Z][\w&'\ ]+,\ we\b|\bwe\ (?:completely\ )?understand\ the\b|\byour\ partner\ in\b
    |\bwe(?:.re|\ are)\ here\ to\b|\bwe\ (?:always\ try|have\ experts|specialize|specialise)\b
    |\bin\ my\ (?:clinic|practice)\b|\bif\ you(?:.re|\ are)\ reading\ this\b
    |\bhelp\ and\ hope\ are\b|\b(?:bookmark|share)\ (?:this|with)\b|\bthis\ website\b
    |\bthank\ you\ for\b|\bstay\ ahead\ in\ your\b
    |\bthis\ (?:article|guide|content|page)\ (?:is|was)\b
    |\bthe\ article\ is\ written\b|\bthe\ content\ is\ for\b|\bmedically\ reviewed\b|\bwritten\ by\b
    |\blast\ (?:updated|reviewed)\b|©|\ball\ rights\ reserved\b|\bwithout\ prior\ written\b
    |\bemail\ address\b|\brequired\ fields\b|\bleave\ a\ (?:reply|comment)\b|\bpost\ a\ comment\b
    |\bsave\ my\ name\b|\baccept\ (?:all\ )?cookies\b|\bskip\ to\ (?:main\ )?content\b
    |\beach\ person.s\ journey\ is\b|\bdecisions\ regarding\ imaging\ tests\b""",
    re.IGNORECASE | re.VERBOSE,
)

# "hoursBed", "injectEpidural": a small-letter word run straight into a capitalised one. Brand names
# that begin with a capital (PubMed, YouTube) and short stems (eBay, iPhone) are not touched.
_GLUED = re.compile(r"(?<![A-Za-z])[a-z]{3,}[A-Z][a-z]{2,}")

_NAVIGATION = re.compile(
    r"""^(?:find\ (?:my|a)\ (?:doctor|clinic|provider)|read\ more|learn\ more|menu|home|search
    |navigation|sign\ (?:up|in)|log\ in|register|advertisement|share|print|skip\ to\ .*|next
    |previous|back\ to\ top|book\ (?:now|online)|get\ started)$""",
    re.IGNORECASE | re.VERBOSE,
)

_CAPTION = re.compile(
    r"(?:an?|the|two|some)\s(?:\w+\s)?(?:doctor|nurse|wom[ae]n|m[ae]n|patient|person|people|couple"
    r"|therapist|mother|father|hand|hands)s?\b(?!.*[.!?:;]$)"
)
_CAPTION_WORDS = frozenset(
    "a an and the of in at with his her their s on by to image photo picture doctor doctors "
    "patient patients woman man person people nurse therapist holding talking smiling "
    "sitting".split()
)


def is_noise_heading(heading: str) -> bool:
    """True where everything under this heading is advert, navigation or small print."""
    return bool(_SECTION.match(heading.strip().rstrip("!:.")))


def is_noise(text: str) -> bool:
    """True where this line or sentence must not be quoted."""
    return bool(_LINE.search(text)) or is_run_together(text) or is_navigation(text)


def is_navigation(line: str) -> bool:
    """True for the words of a button or menu; such a line heads no section."""
    return bool(_NAVIGATION.match(line.strip().rstrip("!:.»› ")))


def is_run_together(text: str) -> bool:
    """True where table cells or sentences were glued without a space between them."""
    return bool(_GLUED.search(text))


def is_caption(line: str) -> bool:
    """True for a picture caption: "Doctor and patient", "a nurse takes a man's blood pressure"."""
    if _CAPTION.match(line):
        return True
    words = re.findall(r"[a-z]+", line.lower())
    return bool(words) and len(words) <= 6 and all(word in _CAPTION_WORDS for word in words)

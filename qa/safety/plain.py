"""A message in plain words: odd characters, spellings and padding taken away, meaning kept."""

import re
import unicodedata

MOST_READ = 100_000
"""Characters of a message that are looked at; more than any request may carry."""

MOST_KEPT = 12_000
"""Characters of plain text that are read, half from each end where there are more."""

# Letters of other alphabets that look like Latin ones, as Unicode's confusables.txt lists them.
_LOOKALIKES = str.maketrans(
    {
        **dict(zip("авсԁеғɡһіјкӏмпорԛѕтцѵԝхуз", "abcdefghijklmnopqstuvwxy3", strict=True)),
        **dict(zip("αβεηικνορτυχωγ", "abenikvoptuxwy", strict=True)),
        **dict(zip("ıȷɑɩʟʀᴀᴄᴅᴇᴋᴍɴᴏᴘᴛᴜᴠᴡᴢ", "ijailracdekmnoptuvwz", strict=True)),
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "ð": "d",
        "þ": "th",
    }
)
_APOSTROPHES = re.compile(r"(?<=\w)['’‘`´ʼ＇](?=\w)")
_STOPS = re.compile(r"[.;!…。]+(?=\s|$)|[;!…。]+|\s[–—-]+\s|\n\s*\n")
_SPACED = re.compile(r"\b(?:[a-z] ){3,}[a-z]\b")


def plain(message: str) -> str:
    """Small Latin letters, figures and the marks `. , ?`, single spaces, no apostrophes.

    Full-width and accented letters and lookalikes become what they look like; combining marks,
    invisible characters and other signs go; a letter or word more than twice in a row stands twice.
    """
    text = unicodedata.normalize("NFKD", message[:MOST_READ])
    text = "".join(c for c in text if not unicodedata.category(c).startswith(("M", "Cf", "Cs")))
    text = text.lower().translate(_LOOKALIKES)
    text = _APOSTROPHES.sub("", text)
    text = text.replace("·", ".")
    text = re.sub(r"(?<=\d)[.,](?=\d)", "·", text)  # a decimal point ends no sentence
    text = re.sub(r"[?¿]+[?!.]*", " ? ", text)
    text = _STOPS.sub(" . ", text)
    text = re.sub(r"[,:()\[\]{}/\n\r]+", " , ", text)  # a line may end anywhere
    text = re.sub(r"[^a-z0-9·.,? ]+", " ", text)
    text = text.replace(".", " . ").replace("·", ".")
    text = " ".join(text.split())
    text = _SPACED.sub(lambda match: match.group(0).replace(" ", ""), text)
    text = re.sub(r"([a-z])\1{2,}", r"\1\1", text)
    text = re.sub(r"(?:[.,] )*([.?]) (?:[.,?] )*", r"\1 ", " ".join(text.split()) + " ")
    text = re.sub(r"(?:, )+", ", ", text)
    text = re.sub(r" ([.,?])", r"\1", text).strip(" .,")
    text = re.sub(r"\b([a-z0-9]+)(?: \1\b){2,}", r"\1 \1", text)
    text = re.sub(r"[^ ]{41,}", lambda match: match.group()[:40], text)  # no such word
    return text if len(text) <= MOST_KEPT else f"{text[: MOST_KEPT // 2]} {text[-MOST_KEPT // 2 :]}"


def sentences(text: str) -> list[tuple[int, int]]:
    """Spans of the sentences of a plain text, their mark included."""
    return [
        match.span()
        for match in re.finditer(r"(?:[^.?]|\.(?=\d))+[.?]?", text)
        if match.group().strip(" .?")
    ]

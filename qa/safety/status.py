"""Whether a sign that a message names is there now, denied, over, or only asked about.

After NegEx (Chapman et al. 2001) and ConText (Harkema et al. 2009): words before or after a sign
change what it means, as far as the clause or a word like "but" lets them reach. The tables hold
plain words, as `qa.safety.plain` writes them; a `*` stands for any ending.
"""

import re
from enum import Enum

from qa.safety.plain import sentences


class Status(Enum):
    """What a message says of a sign."""

    PRESENT = "present"
    DENIED = "denied"
    OVER = "over"
    ASKED = "asked about"


_REACH = 8
"""Words from a denial to the last sign that it denies."""


def _any(table: str) -> str:
    """A pattern for any of the phrases of a table, which commas or line ends part."""
    phrases = [p.strip() for p in re.split(r"[,\n]", table) if p.strip()]
    return r"\b(?:" + "|".join(p.replace("*", "[a-z]*") for p in phrases) + r")\b"


_DENIES = re.compile(
    _any(
        """no, not, nor, never, nobody, without, none of, neither, isnt, arent, wasnt, hasnt, havent
        dont have, dont get, dont feel, doesnt have, didnt have, havent got, havent had, hasnt got
        no signs? of, free of, den(?:y|ies), ruled? out, dont think, not that, nothing like
        cant say, dont say, wouldnt say, ive not had"""
    )
)
_ENDS_DENIAL = re.compile(
    _any(
        """but, although, though, however, except, apart from, only, now, yet, still, until, since
        because, then, instead, so, when, while, anymore, any more, just, shall, should, can
        and (?:now|my|i|im|ive|its|it|the|he|hes|she|shes)"""
    )
    + r"|, (?:my|i|im|ive|its|it|the|he|hes|she|shes|we|they|his|her)\b|\bits that\b"
)
_LONG_AGO = r"(?:years|months) (?:ago|back), last (?:year|month), in (?:19|20)\d\d"
_OVER_BEFORE = re.compile(
    _any(
        f"""used to, {_LONG_AGO}, last (?:summer|winter|time), history of
        as a (?:kid|child|teenager), when i was, once had, with my (?:first|last|previous)
        first time round, previously"""
    )
)
_WELL = "(?:fine|ok|okay|normal|grand|back to normal|better|good as new|sorted)"
_OVER_AFTER = re.compile(
    _any(
        f"""{_LONG_AGO}, wore off, worn off, went away, gone (?:now|away), back to normal
        (?:has|have|had|its|is|all|theyve|thats|now|it) (?:all )?(?:gone|passed|cleared)
        (?:has|have|had|its|is|all|theyve|thats|now|it) (?:all )?(?:resolved|settled|stopped|eased)
        (?:fine|ok|okay|normal|better|grand|good|right|well|fully back|sorted) (?:now|again|today)
        (?:fine|ok|okay|normal|better|grand|good|right|well|fully back|sorted) (?:since|as of)
        (?:am|is|are|was|were|im|its|hes|shes|theyre) (?:now |all |much |completely )*{_WELL}
        (?:am|is|are|was|were|im|its|hes|shes|theyre) (?:totally |perfectly |absolutely )*{_WELL}
        (?:all|feel|feeling|feels) (?:now |all |much |completely |perfectly )*{_WELL}
        came back to normal, has recovered, recovered, turned out to be, all clear"""
    )
)
_GONE = re.compile(_any("gone, wore off, worn off, went away, resolved, back to normal"))
_NOT_OVER = re.compile(
    _any("not, never, isnt, arent, hasnt, havent, until, otherwise, else, apart")
)
_NOT_OVER_NEXT = re.compile(_any("but, not, isnt, arent, never, else, otherwise, apart"))
_STILL = re.compile(
    _any(
        """still, again, now, today, tonight, worse, keeps?, came back, come back, coming back
        back again, this morning"""
    )
)
_PAST_VERB = re.compile(
    _any(
        """was, were, had, did, got, felt, went, woke, came, became, started, couldnt, took
        passed, swelled, swallowed, collapsed, fainted, stopped, overdosed"""
    )
)
_ASKS = re.compile(
    _any(
        """what if, if, suppose, in case, incase, whether, unless, could, might, would, may
        risks?, chances?, odds, likely, likelihood, scared, (?<!im )afraid, terrified, frightened
        dread, dreading, worried (?:that|about|of|i|ill|it|the|she|he), anxious, nervous
        fear, fearing, fears, phobia, paranoid, signs?, symptoms?, side effects?, red flags?
        called, mean, means, meaning, define, definition, difference, causes?, caused, lead to
        result in, prevents?, avoid, avoiding, stop me, watch for, watch out for, look out for
        looking for, check for, beware, read, heard, saw, reading, watched, story, stories
        article, leaflet, google, googled, online, forum, facebook, tiktok, video, film, movie
        programme, people, some(?:one|body)(?! help), anyone, anybody, everyone, everybody, patients
        others, friends?, neighbou?rs?, colleague, cousin, coworker, celebrity, bloke, man who
        woman who, guy who, when (?:do|should|would|to), what (?:is|are|does|happens), whats
        how (?:do|would|can|common|often|likely|long|many|much), consent form, warned
        told me (?:about|that i), they said, said i (?:might|could|may), supposed to, going to"""
    )
)
_ASKS_AFTER = re.compile(
    r"\W*(?:meaning|definition|what causes|causes?|explained|statistics|rates?|risks?)\b"
)
_BEGINS_ASKING = re.compile(
    r"^\W*(?:(?:hi|hello|hey|so|ok|also|and|please|pls|just|quick question|question|doc|dr|sorry)"
    r"\b,? )*(?:can|could|does|do|is|are|will|would|should|what|whats|how|hows|when|why|which|who"
    r"|where|did|tell me)\b"
)
_SOMEBODYS = re.compile(
    _any(
        """my, i, im, ive, me, he, hes, his, she, shes, her, hers, our, we, mine, mum, mom, dad
        husband, wife, hubby, son, daughter, baby, nan, gran, partner"""
    )
)
_CLAUSE = re.compile(
    r"\b(?:but|because|and now|however|although)\b|, (?=(?:i|my|im|ive|he|she|his|her)\b)"
)


def status_of(text: str, start: int, end: int) -> Status:
    """What the plain `text` says of the sign that it names at [start, end)."""
    spans = sentences(text)
    at = next((i for i, (a, b) in enumerate(spans) if a <= start < b), 0)
    first, last = spans[at] if spans else (0, len(text))
    before, sign, after = text[first:start], text[start:end], text[end:last]
    following = text[slice(*spans[at + 1])] if at + 1 < len(spans) else ""
    if _denied(before, sign):
        return Status.DENIED
    if _over(before, sign, after, following):
        return Status.OVER
    asked = _asked(before, sign, text[first:last]) or _ASKS_AFTER.match(after)
    return Status.ASKED if asked else Status.PRESENT


def _denied(before: str, sign: str) -> bool:
    reach = " ".join(before.split()[-_REACH:])
    triggers = list(_DENIES.finditer(reach))
    # The sign may itself begin with the word that ends it: "isnt crying, | shes limp".
    up_to = f"{reach} {sign.split(maxsplit=1)[0]}"
    return bool(triggers) and not _ENDS_DENIAL.search(up_to, triggers[-1].end())


def _over(before: str, sign: str, after: str, following: str) -> bool:
    if _OVER_BEFORE.search(before) and not _STILL.search(after):
        return True
    next_over = _OVER_AFTER.search(following) and not _NOT_OVER_NEXT.search(following)
    if not (_OVER_AFTER.search(after) or next_over) or _NOT_OVER.search(after):
        return False
    return bool(_PAST_VERB.search(before[-40:] + sign) or _GONE.search(after + following))


def _asked(before: str, sign: str, sentence: str) -> bool:
    clause = _CLAUSE.split(before)[-1]
    if _ASKS.search(clause):
        return True
    return bool(_BEGINS_ASKING.match(clause or sentence)) and not _SOMEBODYS.search(
        f"{clause} {sign}"
    )

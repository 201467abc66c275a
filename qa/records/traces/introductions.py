"""What introduces a name, and what may stand between it and the name: 'my name is really "Bob"'."""

import re

_RELATION = (
    "husband|wife|son|daughter|mother|mum|mom|mam|father|dad|sister|brother|partner|fianc[eé]e?"
    "|boyfriend|girlfriend|friend|neighbou?r|gran|grandma|grandad|grandpa|aunt|uncle|cousin|carer"
    "|doctor|surgeon|nurse|gp|consultant|physio|physiotherapist|therapist|acupuncturist"
    "|anesthesiologist|anaesthetist|midwife|chiropractor|osteopath"
)
_TITLES = r"(?:mr|mrs|ms|miss|mx|dr|doctor|prof|professor|nurse|sister|sir|dame|rev|father)\b\.?"
_BETWEEN = r"[\s:=,!\"'(*-]"
_ADVERB = r"(?:really|actually|just|simply|also|called|named|in\sfact)\b"
_GAP = rf"(?:{_BETWEEN}{{1,4}}(?:{_ADVERB}|{_TITLES})){{0,3}}{_BETWEEN}"
_WHOSE = (
    r"\b(?:my|his|her|their|our|patient(?:'s)?|full|first|last|middle|family|maiden|second)\s"
    r"(?:(?:full|first|last|middle|family|maiden)\s)?(?:sur)?name"
)
SURE = re.compile(
    rf"(?:{_WHOSE}(?:\sis|'?s|\swas|\s?[:=])|\bsurname\s?[:=]){_GAP}{{0,5}}", re.IGNORECASE
)
"""Anything behind it is a name."""

OWN = re.compile(
    # "IM Ketorolac" goes into a muscle.
    r"(?:\b(?:(?!(?-i:IM\s[A-Z]?[a-z]))i'?\s?a?m|i\sam|(?:call|it'?s)\sme|i\sgo\sby)"
    rf"|{_WHOSE}){_GAP}{{1,5}}",
    re.IGNORECASE,
)
"""Somebody tells their own name, or how they are."""

THIS = re.compile(rf"\b(?:this\sis|signed|name\sis|here\sis|im){_GAP}{{1,4}}", re.IGNORECASE)
"""Somebody says who they are, or what something is."""

OTHERS = re.compile(rf"\b(?:(?:he|she)'?s|(?:{_RELATION})\sis){_GAP}{{1,4}}", re.IGNORECASE)
"""What somebody else is called, or how they are."""

LIKELY = re.compile(
    rf"\b(?:kind\sregards|regards|sincerely|thanks|thank\syou|cheers|best\swishes"
    rf"|(?<!brand\s)(?<!drug\s)(?<!trade\s)name\s?[:=]){_GAP}{{0,5}}",
    re.IGNORECASE,
)
"""Where messages are signed."""

PERHAPS = re.compile(rf"\b(?:called|named|known\sas|{_RELATION}){_GAP}{{1,4}}", re.IGNORECASE)
"""A name may follow, and so may anything else."""

TITLE = re.compile(rf"\b(?!(?-i:MS)){_TITLES}\s{{1,2}}", re.IGNORECASE)
"""A name with a capital letter follows; "MS Contin" is a medicine."""

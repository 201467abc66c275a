"""Names go however they are introduced; what patients say of themselves stays."""

import pytest

from qa.records.redaction import redact

TAKEN_OUT = [
    # Signs between what introduces a name and the name.
    ('my name is "Bob"', 'my name is "[name]"'),
    ("my name is “Bob”", "my name is “[name]”"),
    ("my name is: Bob", "my name is: [name]"),
    ("my name is - bob", "my name is - [name]"),
    ("My name (Bob) is on it", "My name ([name]) is on it"),
    ("My name, Bob Dylan, is", "My name, [name], is"),
    ("I'm - Bob", "I'm - [name]"),
    ('I\'m "Bob"', 'I\'m "[name]"'),
    ("I´m John", "I´m [name]"),
    ("I`m John", "I`m [name]"),
    ("I’m John", "I’m [name]"),
    ("i am: john", "i am: [name]"),
    # Words between them.
    ("my name is really zbigniew", "my name is really [name]"),
    ("my name is actually bob", "my name is actually [name]"),
    ("my name is dr bob smith", "my name is dr [name]"),
    ("my name is Mrs. Smith", "my name is Mrs. [name]"),
    ("I'm actually Bob", "I'm actually [name]"),
    ("i'm mrs jones", "i'm mrs [name]"),
    # Names that are words, and names in small letters.
    ("I am Will Smith", "I am [name]"),
    ("I'm Will", "I'm [name]"),
    ("my name is will smith", "my name is [name]"),
    ("I'm Young", "I'm [name]"),
    ("Im Bartholomew", "Im [name]"),
    ("im oluwaseun", "im [name]"),
    ("i am grace", "i am [name]"),
    ("i'm lily", "i'm [name]"),
    ("im lily smith", "im [name]"),
    ("im wei", "im [name]"),
    ("im zbigniew and my back hurts", "im [name] and my back hurts"),
    ("IM ZBIGNIEW, HELP", "IM [name], HELP"),
    ("I AM KWABENATU, BORN 12/03/1961", "I AM [name], BORN [date]"),
    ("I'm Mary-Jane", "I'm [name]"),
    ("I’m María José Carreño Quiñones", "I’m [name]"),
    ("my name is jane doe dob 12/3/61", "my name is [name] dob [date]"),
    # Apostrophes and other scripts.
    ("I'm D'Angelo", "I'm [name]"),
    ("I'm O'Brien", "I'm [name]"),
    ("I'm O’Brien", "I'm [name]"),
    ("I'm 王伟", "I'm [name]"),
    ("my name is Ольга Петрова", "my name is [name]"),
    ("I'm Jose\u0301 and sore", "I'm [name] and sore"),
    ("I'm \u200bJohn", "I'm [name]"),
    # Whole names.
    ("my name is abc def ghi", "my name is [name]"),
    ("my name is jean luc picard", "my name is [name]"),
    ("i'm jean luc picard", "i'm [name]"),
    ("this is ethel merman", "this is [name]"),
    ("this is ethel merman and my back hurts", "this is [name] and my back hurts"),
    ("my name is bob smith hurting since the epidural", None),
    ('my husband "John" drove', 'my husband "[name]" drove'),
    ("my wife (Rose) drove", "my wife ([name]) drove"),
    ("my name is Bartholomew. bartholomew is sore", "my name is [name]. [name] is sore"),
]  # fmt: skip

OF_ONESELF = """
I'm sore
im grateful
i'm in agony
I am will be
im so tired of this
I'm 34 weeks pregnant
I'm Worried About My Back
im woried about it
Im gratefull for any advice
i'm desparate
im tierd and dizy
I'm really struggling to walk
I am not sure whether it is normal
I'm still numb down one leg
im breastfeeding, can i take ibuprofen
I'm diabetic and had a steroid shot
I'm on gabapentin 300 mg
I'm on Lyrica and Cymbalta
im scared its an infection
i am a nurse
I'm an ICU nurse
im post op day 3
I'm post-menopausal
I'm allergic to latex
I'm Allergic to latex
im alergic to penicillin
I'm having contractions
i'm bed bound
im housbound since the op
I'm Rh negative
I'm HIV positive
im hiv positive
I'm coeliac
im a coeliac too
I'm immunocompromised
I'm hypermobile
im preggo with number 2
I'm GBS positive
I'm BRCA positive
im ftm, is it normal
I am gay, does it matter
I'm frank with my surgeon
im may be overreacting
I'm elderly
i'm a christian and pray a lot
I'm due Friday
I'm back at work
I'm home alone
im lost
I'm incontinent since the epidural
im constipated from codeine
i'm feverish and shivery
I'm nauseous
im nauseus
I'm bleeding at the needle site
I'm perimenopausal
im autistic so needles scare me
I'm vegan, is collagen ok
i'm fuming with the clinic
I'm knackered
IM TERRIFIED OF THE NEEDLE
I'm type 2 diabetic
I had an IM injection of Toradol
IM Ketorolac did not help
""".strip().splitlines()

STAYS = [
    "thanks docs",
    "Thanks everyone",
    "thank you so much",
    "my name is on the list",
    "my name is wrong on the form",
    "I forgot what the name was. Headaches since then",
    "diagnosis name: spine joint disease",
    "she's constipated, he's fine",
    "my husband is worried",
    "call me when it is ready",
    "the drug's name, gabapentin, is long",
    "it's me again",
    "May I shower?",
    "something called SAM-e",
    "Doctor A blames scarring, doctor B a loose joint",
    "my doctor Monday said so",
    "suicidal? Because I am, I've made preparations",
]


@pytest.mark.parametrize(("text", "kept"), TAKEN_OUT)
def test_a_name_goes(text: str, kept: str | None) -> None:
    kept = kept or "my name is [name] hurting since the epidural"
    assert redact(text) == kept
    assert redact(kept) == kept


@pytest.mark.parametrize("text", OF_ONESELF)
def test_what_patients_say_of_themselves_stays(text: str) -> None:
    assert redact(text) == text


def test_there_are_sixty_sentences() -> None:
    assert len(OF_ONESELF) >= 60


@pytest.mark.parametrize("text", STAYS)
def test_what_only_looks_like_an_introduction_stays(text: str) -> None:
    assert redact(text) == text

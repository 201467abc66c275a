"""What tells who a patient is leaves a text before it is kept; everything else stays."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from qa.records.redaction import redact, redact_reading

TAKEN_OUT = [
    # Names, behind what introduces them.
    ("I'm John and my back hurts", "I'm [name] and my back hurts"),
    ("im john and my back hurts", "im [name] and my back hurts"),
    ("IM JOHN, HELP", "IM [name], HELP"),
    ("I am Siobhan O'Connor, 54.", "I am [name], 54."),
    ("I’m Wojciech", "I’m [name]"),
    ("i am sam, 34", "i am [name], 34"),
    ("my name is mark and i have pain", "my name is [name] and i have pain"),
    ("my name is john smith and i fell", "my name is [name] and i fell"),
    ("My name's Nkechi Okonkwo-Adeyemi.", "My name's [name]."),
    ("Name: Maria del Carmen Lopez", "Name: [name]"),
    ("surname: smith", "surname: [name]"),
    ("this is Khalid, can I shower?", "this is [name], can I shower?"),
    ("Call me Liz", "Call me [name]"),
    ("Dr Patel did my epidural", "Dr [name] did my epidural"),
    ("my husband John drove. john was cross", "my husband [name] drove. [name] was cross"),
    ("my wife is called Rose", "my wife is called [name]"),
    ("my name is Rose, but I rose early", "my name is [name], but I rose early"),
    ("Mary Jones had a blood patch", "[name] had a blood patch"),
    ("Does it last? Thanks, Mary", "Does it last? Thanks, [name]"),
    ("Kind regards, Wojciech Kowalski", "Kind regards, [name]"),
    # E-mail and pages.
    ("john.smith+back@nhs.example", "[email]"),
    ("write to john at gmail dot com please", "write to [email] please"),
    ("john (at) clinic (dot) example", "[email]"),
    ("@johnsmith on the app", "[name] on the app"),
    ("see https://facebook.com/john.smith.5.", "see [name]."),
    ("https://clinic.example/users/jsmith?x=1", "[name]"),
    ("https://john:secret@clinic.example/", "[name]"),
    # Telephones.
    ("ring me on 07700 900123", "ring me on [telephone]"),
    ("07700900123", "[telephone]"),
    ("my number is +44 (0)20 7946 0958", "my number is [telephone]"),
    ("020 7946 0958", "[telephone]"),
    ("call (555) 123-4567 now", "call [telephone] now"),
    ("555.123.4567", "[telephone]"),
    ("+1 555 123 4567", "[telephone]"),
    ("1-800-555-0199", "[telephone]"),
    ("+49 30 901820", "[telephone]"),
    ("tel: 555 1234", "tel: [telephone]"),
    # Dates.
    ("DOB 12/03/1961", "DOB [date]"),
    ("date of birth: 3.5.61", "date of birth: [date]"),
    ("I was born on 3 May 1961", "I was born on [date]"),
    ("born in 1961", "born in [date]"),
    ("my epidural on 12 March 2024", "my epidural on [date]"),
    ("on March 12th, 2024 I fell", "on [date] I fell"),
    ("since 2024-03-12", "since [date]"),
    # Numbers in somebody's books.
    ("my NHS number is 943 476 5919", "my NHS number is [number]"),
    ("MRN: A12345", "MRN: [number]"),
    ("hospital no. 12345", "hospital no. [number]"),
    ("patient number 00123", "patient number [number]"),
    ("SSN 123-45-6789", "SSN [number]"),
    ("123-45-6789", "[number]"),
    ("NI QQ 12 34 56 C", "NI [number]"),
    ("ref: AB/12345/9", "ref: [number]"),
    ("H1234567", "[number]"),
    ("it is 1234567", "it is [number]"),
    # Where somebody lives.
    ("I live at 12 Oak Street, Leeds LS1 4DY", "I live at [address], Leeds [postcode]"),
    ("221b baker street", "[address]"),
    ("Flat 4, 17 Rosemount Gardens", "[address]"),
    ("my address is 12 The Willows, Leeds", "my address is [address], Leeds"),
    ("PO Box 123", "[address]"),
    ("sw1a 1aa", "[postcode]"),
    ("Boston, MA 02115", "Boston, MA [postcode]"),
    ("in Texas 75001-1234", "in Texas [postcode]"),
    ("zip code 90210", "zip code [postcode]"),
]  # fmt: skip

STAYS = [
    "I'm worried",
    "I'm 70 and diabetic",
    "I'm Allergic to latex",
    "I AM WORRIED, IS THIS NORMAL?",
    "I am on gabapentin",
    "I'm having an epidural in March",
    "this is normal?",
    "This is Sciatica, my doctor says",
    "call me back tomorrow please",
    "my name is not important",
    "brand name: Tylenol",
    "a procedure called Kyphoplasty",
    "Dr. said no",
    "Jackson Pratt drain",
    "on MS Contin, and the nurse gave my wife Voltaren",
    "my son will drive, may I?",
    "take 500 mg, then 250 mg",
    "ibuprofen 400-800 mg every 4-6 hours, up to 3200 mg a day",
    "100000 IU of vitamin D, and b12 5ug",
    "my temperature is 38.5, it was 39.2",
    "L4-L5 fusion in 2024",
    "surgery at L5 1st, then S1 2nd",
    "pain at L4 5 days after",
    "from 2019-2020",
    "blood pressure 120/80, pain 7/10",
    "call 999 or 116 123, text 988",
    "NHS 111",
    "10 000 steps, 12 weeks, 3 times, 24/7",
    "I was born 10 weeks early",
    "on 12 March",
    "patient 12 weeks after surgery, case 3",
    "20 minutes along the road",
    "2 weeks after I walked up a hill",
    "5 days in a row, a two hour drive",
    "see https://www.nhs.uk/conditions/back-pain",
    "worse pain @ night",
    "",
]


@pytest.mark.parametrize(("text", "kept"), TAKEN_OUT)
def test_what_tells_who_somebody_is_goes(text: str, kept: str) -> None:
    assert redact(text) == kept
    assert redact(kept) == kept


@pytest.mark.parametrize("text", STAYS)
def test_everything_else_stays(text: str) -> None:
    assert redact(text) == text


def test_a_reading_does_not_bring_back_a_name_from_an_earlier_question() -> None:
    said = (
        "and how long does it last?",
        "My name is John Smith. Is pain after acupuncture normal?",
    )
    reading = "and how long does it last? (about name John Smith pain after acupuncture)"
    kept = redact_reading(reading, said)
    assert "John" not in kept
    assert "Smith" not in kept
    assert kept.endswith("pain after acupuncture)")


def test_a_reading_does_not_bring_back_an_address_in_pieces() -> None:
    said = ("how long?", "john.smith@clinic.example told me about the epidural")
    kept = redact_reading("how long? (about john smith clinic example told epidural)", said)
    assert kept == "how long? (about [hidden] [hidden] [hidden] [hidden] told epidural)"


PIECES = st.sampled_from(
    """I'm im my name is John john Smith worried call me 07700 900 123 4567 555 - . / ( ) + @ a@b.c
    www.x.com/u/ 12 march 2024 born DOB NHS number : # LS1 4DY L5 1st MA 02115 mg oak Street live at
    [name] [date] O'Neil Mary-Jane and said Dr Patel's \n \t é 12/03/61 AB""".split()
)


@given(st.lists(PIECES, max_size=14), st.sampled_from(["", " ", ", "]))
@example(["I'm", "John", "07700", "900123"], " ")
@settings(max_examples=300)
def test_redacting_again_changes_nothing(pieces: list[str], between: str) -> None:
    once = redact(between.join(pieces))
    assert redact(once) == once


@given(st.text(max_size=300))
def test_any_text_can_be_redacted(text: str) -> None:
    once = redact(text)
    assert redact(once) == once


PLAIN = """after the epidural my back hurts when walking and sleep does not come is it normal to
feel dizzy or sick what should a person do about swelling near the needle how long until pain gets
better can swimming help heat cold rest tablets gabapentin acupuncture stitches fever""".split()


@given(st.lists(st.sampled_from(PLAIN), max_size=40))
def test_plain_words_stay(words: list[str]) -> None:
    text = " ".join(words)
    assert redact(text) == text


NASTY = ["a", "1", "1 ", "1-", "@", "a@", "a.", "I'm ", "I'm John ", "my name is ", "Aa ", "Aa-",
         "12 oak ", "+1 ", "http://", "a.b/", "nhs number ", "12/12/", " ", "[name] ",
         "patient no ", "call 1", "Mary Smith ", "x at y dot ", "flat 1, 1 a b "]  # fmt: skip


@pytest.mark.parametrize("piece", NASTY)
def test_no_text_takes_long(piece: str) -> None:
    # A pattern that could be read in many ways would not end within a lifetime on this.
    redact((piece * 100_000)[:100_000])

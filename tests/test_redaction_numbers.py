"""Dates of birth, telephones, e-mail and numbers in somebody's books go; figures stay."""

import pytest

from qa.records.redaction import redact

TAKEN_OUT = [
    # Dates.
    ("DOB 12 03 1961", "DOB [date]"),
    ("born 12 03 1961", "born [date]"),
    ("born on 1 3 61", "born on [date]"),
    ("my date of birth was on 12 03 1961", "my date of birth was on [date]"),
    ("born 03/1961", "born [date]"),
    ("born 3/61", "born [date]"),
    ("born in March of 1961", "born in [date]"),
    ("born in march, 1961", "born in [date]"),
    ("born in 61", "born in [date]"),
    ("year of birth 1961", "year of birth [date]"),
    ("my birth year is 1961", "my birth year is [date]"),
    ("dob 3May1961", "dob [date]"),
    ("dob: 3May61", "dob: [date]"),
    ("3. May 1961", "[date]"),
    ("May 3 61", "[date]"),
    ("3 May 61.", "[date]."),
    ("born the 12th of March, 1961", "born the [date]"),
    ("DOB is the 3rd May 1961", "DOB is the [date]"),
    ("born on the third of May 1961", "born on the [date]"),
    ("born on Friday, 3/May/1961", "born on Friday, [date]"),
    ("1961-Mar-03", "[date]"),
    ("12‑03‑1961", "[date]"),
    ("12—03—1961", "[date]"),
    ("١٢/٠٣/١٩٦١", "[date]"),
    # Telephones.
    ("07700‑900‑123", "[telephone]"),
    ("07700—900—123", "[telephone]"),
    ("07700_900_123", "[telephone]"),
    ("07700\u00a0900\u202f123", "[telephone]"),
    ("07700·900·123", "[telephone]"),
    ("٠٧٧٠٠٩٠٠١٢٣", "[telephone]"),
    ("ring ０７７００９００１２３", "ring [telephone]"),
    ("030/12345678", "[telephone]"),
    ("0151/23456789", "[telephone]"),
    ("+49 30/901820", "[telephone]"),
    ("98765 43210", "[telephone]"),
    ("my number is 555-0199", "my number is [telephone]"),
    ("+39 06 6982", "[telephone]"),
    ("06.12.34.56.78", "[telephone]"),
    ("06-12-34-56-78", "[telephone]"),
    ("020 7946 0958 / 020 7946 0959", "[telephone] / [telephone]"),
    # E-mail.
    ("johnsmith＠gmail.com", "[email]"),
    ("john.smith@ gmail.com", "[email]"),
    ("john.smith @ gmail . com", "[email]"),
    ("johnsmith at proton.me", "[email]"),
    ("jsmith61 at clinic.co.uk", "[email]"),
    ('"john smith"@example.com', "[email]"),
    # Numbers in somebody's books.
    ("Medicare 1EG4-TE5-MK73", "Medicare [number]"),
    ("1EG4TE5MK73", "[number]"),
    ("medicare card 2123 45670 1", "medicare card [number]"),
    ("policy W123 45678", "policy [number]"),
    ("Policy: BUPA-99887766", "Policy: [number]"),
    ("BUPA-99887766", "BUPA-[number]"),
    ("XYZQ-99887766", "[number]"),
    ("case 2024-1234", "case [number]"),
    ("booking ref QX7R2P", "booking ref [number]"),
    ("sort code 12-34-56", "sort code [number]"),
    ("sort code: 123456", "sort code: [number]"),
    ("NHS no. ٩٤٣ ٤٧٦ ٥٩١٩", "NHS no. [number]"),
    ("NHS number 1990 201 0123", "NHS number [number]"),
]  # fmt: skip

STAYS = [
    "400-800 mg",
    "400–800 mg",
    "24-37%",
    "2-3 weeks",
    "600 mg 3 times",
    "300mg 3x daily",
    "10-12-14 days after",
    "pain 3 out of 10, then 7/10",
    "in case 120/80 130/85 is high",
    "white cell 4000-11000",
    "10000-20000 steps",
    "platelets 150000, reference range 4000-11000",
    "costs 12000 15000 18000",
    "temp 38.4 at 9am 38.9 at 3pm 39.1 at 9pm",
    "prednisone 60-50-40-30-20-10",
    "lost 3 st in 2 months",
    "my medical records 2019-2020",
    "insurance covid-19 cover",
    "in case L4-L5 fusion fails",
    "policy on L4-L5 fusion, case 3",
    "b12 1000 mcg and 5-HTP 200",
    "fusion at L3/4 and L5/S1, C5-C6 disc",
    "can I take 2 in March 2024 or on 3 May?",
    "from 3 may 12 tablets",
    "my son was born 10 weeks early",
    "born at 38+2",
    "born 4.12am, 3.4 kilos",
    "born with 2 kidneys",
    "baby born 3500 g",
    "I looked at nhs.uk and at healthline.com",
    "worse pain @ night.then it goes",
    "it can be looked at live",
    "I feel a pulse at each dot where she put a pin",
    "between 1990 and 2005",
    "the MRI was 10 m² of pictures",
]


@pytest.mark.parametrize(("text", "kept"), TAKEN_OUT)
def test_a_number_that_is_somebodys_goes(text: str, kept: str) -> None:
    assert redact(text) == kept
    assert redact(kept) == kept


@pytest.mark.parametrize("text", STAYS)
def test_figures_stay(text: str) -> None:
    assert redact(text) == text

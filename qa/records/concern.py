"""How much an answer needs a second look, from what is known when it is given."""

from qa.records.stored import AnswerRecord, Kind

DOWN = 4.0
"""What a thumb down adds: it comes before all else."""

EDITED = 0.6
"""What an answer is worse by once an article that it quotes has changed around the quoted words.

So little that doubt and an edit together stay below an escalation.
"""

NEAR_TIE = 0.8


def concern(record: AnswerRecord) -> float:
    """Higher is worse. What comes later is not counted here: a thumb adds DOWN, an edit EDITED.

    An escalation is 2: a false alarm frightens, and a true one must be known. An answer is twice
    what it lacks in confidence, and 1 more where something that was not shown came within a fifth
    of what was. An abstention is 1 plus the confidence at which nothing was shown.
    """
    match record.kind:
        case Kind.ESCALATED:
            return 2.0
        case Kind.ABSTAINED:
            return 1.0 + record.confidence
        case Kind.ANSWERED:
            return 2.0 * (1.0 - record.confidence) + (1.0 if is_near_tie(record) else 0.0)


def is_near_tie(record: AnswerRecord) -> bool:
    """Whether something that was not shown scored nearly as well as the last thing that was."""
    shown = {(quote.document_id, quote.spans) for quote in record.quotes}
    others = [c.score for c in record.candidates if (c.document_id, c.spans) not in shown]
    if not shown or not others:
        return False
    return max(others) >= NEAR_TIE * min(quote.score for quote in record.quotes)

"""The tables of records, and where their file is. A shipped step is never changed, only followed.

Words of a patient stand in two columns and nowhere else, indices included: `answers.question` and
`answers.read_as`. A note may repeat them, so it goes when its answer goes. A judgement stays: it
holds no words, and the database itself refuses to change or delete one. What the answer quoted
stands with it (`judgements.quoted`: document and hash), because the answer goes.
"""

from pathlib import Path

from index.home import var_folder
from qa.records.database import BUSY_MILLISECONDS, Database

STEPS = (
    """
CREATE TABLE answers (
    number INTEGER PRIMARY KEY,
    answer_id TEXT NOT NULL UNIQUE,
    conversation_id TEXT NOT NULL,
    turn INTEGER NOT NULL,
    at TEXT NOT NULL,
    question TEXT NOT NULL,
    read_as TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('answered', 'abstained', 'escalated')),
    rules TEXT NOT NULL,
    confidence REAL NOT NULL,
    index_build TEXT NOT NULL,
    seconds REAL NOT NULL,
    thumb TEXT CHECK (thumb IN ('up', 'down')),
    reason TEXT NOT NULL,
    concern REAL NOT NULL
);
CREATE INDEX answers_newest ON answers (at, kind);
CREATE INDEX answers_worst ON answers (concern, at);
CREATE INDEX answers_talks ON answers (conversation_id, turn);
CREATE INDEX answers_counted ON answers (kind, thumb, answer_id);
CREATE TABLE evidence (
    number INTEGER PRIMARY KEY REFERENCES answers (number) ON DELETE CASCADE,
    quotes TEXT NOT NULL,
    candidates TEXT NOT NULL
);
CREATE TABLE quoted (
    document_id TEXT NOT NULL,
    number INTEGER NOT NULL REFERENCES answers (number) ON DELETE CASCADE,
    PRIMARY KEY (document_id, number)
) WITHOUT ROWID;
CREATE INDEX quoted_by ON quoted (number);

CREATE TABLE judgements (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    answer_id TEXT NOT NULL,
    reviewer TEXT NOT NULL,
    at TEXT NOT NULL,
    verdict TEXT,
    document_id TEXT NOT NULL,
    spans TEXT NOT NULL,
    supersedes INTEGER REFERENCES judgements (id)
);
CREATE INDEX judgements_of ON judgements (answer_id, reviewer);
CREATE INDEX judgements_superseded ON judgements (supersedes);
CREATE TRIGGER judgements_stay BEFORE DELETE ON judgements BEGIN
    SELECT RAISE(ABORT, 'a judgement is never deleted');
END;
CREATE TRIGGER judgements_are_not_changed BEFORE UPDATE ON judgements BEGIN
    SELECT RAISE(ABORT, 'a judgement is never changed, only superseded');
END;
CREATE VIEW current_judgements AS
    SELECT given.* FROM judgements AS given
    WHERE given.verdict IS NOT NULL
    AND NOT EXISTS (
        SELECT 1 FROM judgements AS undone
        WHERE undone.supersedes = given.id AND undone.verdict IS NULL)
    AND NOT EXISTS (
        SELECT 1 FROM judgements AS later
        WHERE later.answer_id = given.answer_id AND later.reviewer = given.reviewer
        AND later.id > given.id AND later.verdict IS NOT NULL
        AND NOT EXISTS (
            SELECT 1 FROM judgements AS undone
            WHERE undone.supersedes = later.id AND undone.verdict IS NULL));
CREATE TABLE notes (
    judgement_id INTEGER PRIMARY KEY REFERENCES judgements (id),
    answer_id TEXT NOT NULL,
    note TEXT NOT NULL
);
CREATE INDEX notes_of ON notes (answer_id);
CREATE TRIGGER notes_go_with_their_answer AFTER DELETE ON answers BEGIN
    DELETE FROM notes WHERE answer_id = OLD.answer_id;
END;
CREATE TRIGGER notes_stay BEFORE DELETE ON notes
WHEN EXISTS (SELECT 1 FROM answers WHERE answer_id = OLD.answer_id) BEGIN
    SELECT RAISE(ABORT, 'a note stays as long as its answer');
END;
CREATE TRIGGER notes_are_not_changed BEFORE UPDATE ON notes BEGIN
    SELECT RAISE(ABORT, 'a note is never changed');
END;

CREATE TABLE counts (
    day TEXT NOT NULL,
    what TEXT NOT NULL CHECK (what IN ('kind', 'rule', 'thumb', 'reason')),
    name TEXT NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (day, what, name)
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS feedback (
    answer_id TEXT PRIMARY KEY,
    at TEXT NOT NULL,
    thumb TEXT NOT NULL,
    reason TEXT NOT NULL,
    kind TEXT NOT NULL,
    quotes TEXT NOT NULL
);
INSERT INTO counts SELECT substr(at, 1, 10), 'thumb', thumb, count(*) FROM feedback GROUP BY 1, 3;
DROP TABLE feedback;
""",
    """
ALTER TABLE answers ADD COLUMN answer_at REAL;
ALTER TABLE judgements ADD COLUMN sha256 TEXT NOT NULL DEFAULT '';
ALTER TABLE judgements ADD COLUMN quoted TEXT NOT NULL DEFAULT '[]';
DROP TRIGGER judgements_are_not_changed;
UPDATE judgements SET quoted = (
    SELECT json_group_array(json(document)) FROM (
        SELECT DISTINCT json_array(
            json_extract(quote.value, '$[0]'), json_extract(quote.value, '$[1]')) AS document
        FROM answers JOIN evidence USING (number), json_each(evidence.quotes) AS quote
        WHERE answers.answer_id = judgements.answer_id
        ORDER BY document))
WHERE verdict IS NOT NULL;
CREATE TRIGGER judgements_are_not_changed BEFORE UPDATE ON judgements BEGIN
    SELECT RAISE(ABORT, 'a judgement is never changed, only superseded');
END;
""",
)
"""`feedback` is what 0.1.0 kept of votes: no question, nothing to judge. Its thumbs are counted.

The second step fills in `judgements.quoted` where the answer is still kept; the threshold of a time
that is past, and the text that a passage was marked in, are not known any more.
"""


def records_file() -> Path:
    """Where records are kept on this machine."""
    return var_folder() / "quoteback.db"


def records_database(path: Path, busy_ms: int = BUSY_MILLISECONDS) -> Database:
    """The database in `path`; nothing is opened yet."""
    return Database(path, STEPS, busy_ms)

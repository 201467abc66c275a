"""What is kept of questions and answers, and for how long; what staff say of them.

`recorder` is what the chat uses, and never makes it wait; `making` redacts (`redaction`, `traces`).
`answers`, `verdicts` and `counts` read what is kept and add to it; `integrity` checks quotes
against today's documents. `database` opens the file, `tables` names its tables. docs/privacy.md
tells all of this to an operator.
"""

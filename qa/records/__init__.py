"""What is kept of questions and answers, and for how long; accounts and verdicts of staff.

`database` opens the file and brings its tables up to date; `redaction` takes out who somebody is;
`recorder` is what the chat uses, and never makes it wait.
"""

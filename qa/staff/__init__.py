"""Who of the staff may look at what patients asked: accounts, lock-out, sessions, a journal.

`tables` names the file; `passwords` hashes and checks; `lockout` counts wrong tries; `journal`
keeps who did what and when; `accounts` and `sessions` are what the pages use; `commands` is
`python -m qa staff`.

For judging: `view` and `queue` list answers, `context` shows one, `judging` keeps
what is said of it, `trying` answers a question and keeps nothing.

For the pages about the whole: `gaps`, `articles` with `signatures`, `numbers`, `exporting`;
`judged` and `statistics` count for them.
"""

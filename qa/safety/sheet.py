"""The rules as a sheet that a clinician reads and signs."""

from collections.abc import Sequence

from qa.safety.rules import Rule


def sign_off_sheet(rules: Sequence[Rule], *, full: bool = False) -> str:
    """A Markdown table of the rules; with `full` also every pattern and example."""
    lines = [
        "| rule | level | fires on | what is said | stands on | patterns | must fire | must not |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for rule in rules:
        cells = (rule.id, rule.level.value, rule.description, rule.say, rule.source)
        counts = (len(rule.patterns), len(rule.fires), len(rule.quiet))
        lines.append("| " + " | ".join([*map(_cell, cells), *map(str, counts)]) + " |")
    for rule in rules if full else ():
        lines += ["", f"## {rule.id} ({rule.level.value})", "", rule.description, ""]
        lines += ["Patterns:", *(f"- `{phrase.text}`" for phrase in rule.patterns), ""]
        lines += ["Must fire:", *(f"- {message}" for message in rule.fires), ""]
        lines += ["Must not fire:", *(f"- {message}" for message in rule.quiet)]
    return "\n".join([*lines, "", "Read and agreed (name, role, date): ______________________"])


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")

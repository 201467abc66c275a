"""Commands that measure and train the reading of messages for danger."""

from typing import Annotated

import typer

from eval.alarm_training import train
from eval.alarms import hear, is_false, is_missed, load_messages, measure_alarms
from eval.gold import SPLITS
from qa.safety.reader import Safety


def alarms(
    split: Annotated[str, typer.Option(help="dev or test.")] = "dev",
    misses: Annotated[
        bool, typer.Option("--misses", help="List every miss and false alarm.")
    ] = False,
) -> None:
    """Read the messages of one split: how many dangers are missed, how many alarms are false."""
    if split not in SPLITS:
        raise typer.BadParameter("--split is dev or test")
    safety = Safety.load()
    heard = hear(safety, load_messages([rule.id for rule in safety.rules], split))
    for found in measure_alarms(heard):
        typer.echo(found.line())
    if not misses:
        return
    for title, listed in (("missed", is_missed), ("false alarm", is_false)):
        for one in filter(listed, heard):
            rules = ", ".join(sorted(one.message.rules)) or "none"
            raised = "; ".join(f"{a.rule} by “{a.words}”" for a in one.alerts) or "nothing"
            typer.echo(f"{title}: {one.message.id} ({rules}) {' / '.join(one.message.messages)}")
            typer.echo(f"    raised: {raised}")


def train_alarms() -> None:
    """Train the model that reads messages (qa/weights) on qa/safety/messages.jsonl."""
    train(typer.echo)

"""`python -m eval`: measure, compare and train Quoteback."""

import typer

from corpus.commands import run as run_command
from eval import alarming, checks, measuring, reviewing, training

app = typer.Typer(no_args_is_help=True, help="Measure Quoteback.", add_completion=False)
for command in (
    measuring.run,
    measuring.report,
    measuring.compare,
    measuring.gate,
    measuring.beir,
    reviewing.adopt,
    alarming.alarms,
    checks.promises,
    checks.speed,
    training.evidence,
    training.train,
    training.train_scorer,
    training.fit,
    alarming.train_alarms,
):
    app.command()(command)

if __name__ == "__main__":
    run_command(app)

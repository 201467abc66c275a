"""What an operator may set: `quoteback.toml` beside app.py, or QUOTEBACK_… in the environment."""

import os
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from corpus.loading import ARTICLES
from index.encoder import DEFAULT_ENCODER
from qa.errors import SettingsError


class Settings(BaseSettings):
    """Every setting with its default; the environment wins over the file."""

    model_config = SettingsConfigDict(
        env_prefix="QUOTEBACK_", extra="forbid", frozen=True, toml_file="quoteback.toml"
    )

    corpus: Path = Field(ARTICLES, description="folder of documents to answer from")
    encoder: str = Field(DEFAULT_ENCODER, description="sentence-transformers name or path")
    scorer: str = Field("shipped", description="cross-encoder: shipped, none, or a name or path")
    host: str = Field("127.0.0.1", description="address to serve on")
    port: int = Field(7860, ge=1, le=65535, description="port to serve on")
    country: Literal["unset", "US", "UK", "EU"] = Field(
        "unset", description="whose emergency numbers the page names"
    )
    answer_at: float | None = Field(
        None,
        ge=0,
        le=1,
        description="a first quote under this probability is not shown; "
        "unset: the threshold fitted with the weights",
    )
    also_at: float = Field(
        0.01, ge=0, le=1, description="second and third quotes need this share of the first's"
    )
    nearest_at: float = Field(
        0.02, ge=0, le=1, description="articles under this probability are not offered as near"
    )
    max_quotes: int = Field(3, ge=1, le=5, description="quotes an answer")
    max_question_characters: int = Field(2000, ge=100, le=20000)
    max_body_bytes: int = Field(65536, ge=4096, description="largest request the server reads")
    questions_per_minute: int = Field(30, ge=1, description="for each client")
    records: Literal["redacted", "counts", "off"] = Field(
        "redacted", description="what is kept of questions; docs/privacy.md tells"
    )
    records_days: int = Field(30, ge=1, le=3650, description="how long answers are kept")
    staff_hours: float = Field(8, gt=0, le=24, description="staff sign in again after so long")
    staff_idle_minutes: float = Field(
        30, gt=0, le=480, description="staff sign in again after so long without a click"
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments, then environment, then the TOML file."""
        path = os.environ.get("QUOTEBACK_SETTINGS", "quoteback.toml")
        return (init_settings, env_settings, TomlConfigSettingsSource(settings_cls, Path(path)))


def load_settings() -> Settings:
    """Settings of this machine.

    Raises:
        SettingsError: a name that is not known or a value that cannot be used.
    """
    try:
        return Settings()
    except ValidationError as error:
        problems = "; ".join(
            f"{'.'.join(map(str, e['loc'])) or 'settings'}: {e['msg']}" for e in error.errors()
        )
        raise SettingsError(
            f"{problems}. Correct quoteback.toml or the QUOTEBACK_… variables; "
            "README.md lists every setting."
        ) from error

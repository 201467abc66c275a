"""The pages about gaps, articles, numbers and export, over the records of one database."""

from fastapi import APIRouter

from index.search import SearchIndex
from qa.pages.staff.articles_page import articles_routes
from qa.pages.staff.export_page import export_routes
from qa.pages.staff.gaps_page import gaps_routes
from qa.pages.staff.numbers_page import numbers_routes
from qa.records.database import Database
from qa.staff.articles import Articles
from qa.staff.gaps import Gaps
from qa.staff.signatures import Signatures


def report_routes(
    records: Database, index: SearchIndex, signatures: Signatures
) -> tuple[APIRouter, ...]:
    """Their addresses, for `add_staff_pages`."""
    documents = {document.id: document for document in index.corpus.documents}
    return (
        gaps_routes(Gaps(records, index.encoder)),
        articles_routes(Articles(documents, records, signatures)),
        numbers_routes(records),
        export_routes(records),
    )

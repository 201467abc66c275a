"""The pipeline everybody starts from, measured beside ours.

RecursiveCharacterTextSplitter 500/50 over each whole text, the same encoder, nearest chunk by
cosine, then the nearest sentence of that chunk. It never withholds an answer.
"""

import time
from collections.abc import Sequence

import numpy as np

from corpus.loading import Corpus
from corpus.model import Span
from corpus.sentences import split_sentences
from corpus.splitting import naive_chunks
from eval.gold import Case, answers
from eval.runs import Result, Shown
from index.dense import DenseIndex
from index.encoder import Encoder


class Naive:
    """The tutorial's retriever over one corpus."""

    def __init__(self, corpus: Corpus, encoder: Encoder) -> None:
        """Split, encode and index every document."""
        self._corpus = corpus
        self._encoder = encoder
        self._chunks: list[tuple[str, Span]] = [
            (document.id, span)
            for document in corpus.documents
            for span in naive_chunks(document.text)
        ]
        texts = [corpus.get(name).text[a:b] for name, (a, b) in self._chunks]
        self._index = DenseIndex.build(encoder.encode(texts))

    def best(self, question: str) -> tuple[str, Span, float]:
        """Document, span and cosine of the nearest sentence of the nearest chunk."""
        query = self._encoder.encode([question])
        rows, _ = self._index.search(query, 1)
        name, (start, end) = self._chunks[int(rows[0])]
        text = self._corpus.get(name).text
        spans = split_sentences(text, start, end) or [(start, end)]
        scores = self._encoder.encode([text[a:b] for a, b in spans]) @ query[0]
        best = int(np.argmax(scores))
        return name, spans[best], float(scores[best])


def run_naive(corpus: Corpus, encoder: Encoder, cases: Sequence[Case]) -> list[Result]:
    """Ask each case, a follow-up as it was typed."""
    naive = Naive(corpus, encoder)
    results = []
    for case in cases:
        start = time.perf_counter()
        name, span, score = naive.best(case.question or " ")
        seconds = time.perf_counter() - start
        document = corpus.get(name)
        right = answers(document, (span,), case)
        confidence = min(max(score, 0.0), 1.0)
        shown = (Shown(name, (span,), document.text[slice(*span)], right, confidence),)
        gold = tuple(corpus.get(a.document_id).text[slice(*a.span)] for a in case.answers)
        results.append(
            Result(case, "answered", case.question, shown, shown, confidence, seconds, gold=gold)
        )
    return results

"""Answering: safety, conversation, candidates, scores, choice, the assistant."""

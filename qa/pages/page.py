"""The chat page in Gradio: where things stand and what each button does."""

from collections.abc import Callable
from typing import Any

import gradio as gr

from qa.pages import welcome, words
from qa.pages.care import still_there
from qa.pages.chat import Chat
from qa.pages.escaping import markdown_lines
from qa.pages.talk import Asked, Conversation
from qa.records.stored import Thumb

QUEUE = 64
AT_ONCE = 4
EMPTIED = "forgotten"  # tells page.js to drop the ids that the tab holds
Updates = tuple[Any, ...]  # one update for each output component; Gradio's own are dicts


def build_page(chat: Chat, country: str) -> gr.Blocks:
    """The page over a chat that is ready to answer."""
    page = gr.Blocks(title=words.NAME, analytics_enabled=False, fill_width=True)
    with page:
        conversation = gr.State(Conversation(), time_to_live=3600)
        gr.Markdown(welcome.header(country), elem_id="top")
        with gr.Row(elem_id="desk", equal_height=False):
            with gr.Column(elem_id="talk", scale=6, min_width=320):
                with gr.Column(elem_id="welcome") as start:
                    gr.Markdown(welcome.abilities())
                    gr.Markdown(f"<h2>{words.EXAMPLES_TITLE}</h2>")
                    with gr.Row(elem_id="examples"):
                        examples = [gr.Button(text, elem_classes="chip") for text in words.EXAMPLES]
                log = _chatbot()
                with gr.Column(elem_id="vote", visible=False) as vote:
                    with gr.Row(elem_id="thumbs"):
                        gr.Markdown(words.HELPED)
                        yes = gr.Button(words.YES, elem_classes="chip")
                        no = gr.Button(words.NO, elem_classes="chip")
                    reason = gr.Radio(
                        [(text, key) for key, text in words.REASONS.items()],
                        label=words.REASON,
                        visible=False,
                        elem_id="reason",
                    )
                    voted = gr.Markdown(elem_id="voted")
                with gr.Row(elem_id="leave"):
                    again = gr.Button(words.START_AGAIN, elem_id="again", visible=False)
                    gone = gr.Button(
                        words.FORGET,
                        elem_id="forget",
                        elem_classes="chip",
                        visible=False,
                        scale=0,
                        min_width=230,
                    )
                with gr.Column(elem_id="composer"):
                    still = gr.Markdown(elem_id="still", visible=False)
                    notice = gr.Markdown(elem_id="notice")
                    with gr.Row(elem_id="entry", equal_height=False):
                        question = gr.Textbox(
                            label=words.QUESTION_LABEL,
                            placeholder=words.QUESTION_HINT,
                            lines=1,
                            max_lines=6,
                            elem_id="question-box",
                            html_attributes=gr.InputHTMLAttributes(autocomplete="off"),
                        )
                        ask = gr.Button(words.ASK, variant="primary", elem_id="ask", min_width=88)
                    gr.Markdown(chat.kept_line(), elem_id="kept")
                    # Ids of this tab's conversations: what the server tells, and what page.js has
                    # held on to from before. So what was asked can be forgotten when this server
                    # no longer knows whose it was. Two boxes, or each answer would be a change
                    # that asks the server again, while the next question is on its way.
                    told = gr.Textbox(elem_id="told", visible="hidden")
                    held = gr.Textbox(elem_id="held", visible="hidden")
            with gr.Column(elem_id="side", scale=5, min_width=320):
                gr.Markdown(welcome.panel(chat.documents.values()))

        shown = [
            *(conversation, log, question, notice, start),
            *(vote, reason, voted, again, still, gone, told),
        ]

        def forgettable(talk: Conversation) -> Updates:
            kept = talk.kept if chat.can_forget else ()
            return gr.update(visible=bool(kept)), " ".join(kept)

        def updates(after: Asked, text: str) -> Updates:
            return *_updates(after, text, country), *forgettable(after.conversation)

        def asked(text: str, before: Conversation, request: gr.Request) -> Updates:
            return updates(chat.ask(text or "", before, _client(request)), text or "")

        def example(text: str) -> Callable[[Conversation, gr.Request], Updates]:
            # Annotations are how Gradio knows which argument it must fill in itself.
            def pressed(before: Conversation, request: gr.Request) -> Updates:
                return asked(text, before, request)

            return pressed

        def chip(before: Conversation, event: gr.SelectData, request: gr.Request) -> Updates:
            return asked(str(event.value), before, request)

        def up(before: Conversation, request: gr.Request) -> Updates:
            text = chat.vote(before, Thumb.UP, "", _client(request))
            return gr.update(visible=False, value=None), welcome.said(text)

        def down(before: Conversation, request: gr.Request) -> Updates:
            text = chat.vote(before, Thumb.DOWN, "", _client(request))
            return gr.update(visible=True, value=None), welcome.said(text)

        def why(key: str | None, before: Conversation, request: gr.Request) -> str:
            text = chat.vote(before, Thumb.DOWN, key or "", _client(request))
            return welcome.said(text)

        def once_more(before: Conversation) -> Updates:
            return updates(Asked(before.again()), "")

        def returned(claim: str | None, before: Conversation) -> Updates:
            after = chat.returned(before, claim or "")
            if after == before:  # or it could take the place of what is being answered
                return gr.skip(), gr.skip()
            return after, forgettable(after)[0]

        def forget(
            known: str | None, claim: str | None, before: Conversation, request: gr.Request
        ) -> Updates:
            after, text = chat.forget(before, _client(request), f"{known or ''} {claim or ''}")
            changed = updates(Asked(after, text), "")
            return changed if after.kept else (*changed[:-1], EMPTIED)

        quiet: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
        typed = {"inputs": [question, conversation], "outputs": shown, **quiet}
        gr.on([question.submit, ask.click], asked, **typed)
        for button, text in zip(examples, words.EXAMPLES, strict=True):
            button.click(example(text), conversation, shown, **quiet)
        log.option_select(chip, conversation, shown, **quiet)
        again.click(once_more, conversation, shown, **quiet)
        yes.click(up, conversation, [reason, voted], **quiet)
        no.click(down, conversation, [reason, voted], **quiet)
        reason.input(why, [reason, conversation], voted, **quiet)
        gone.click(forget, [told, held, conversation], shown, **quiet)
        held.change(returned, [held, conversation], [conversation, gone], **quiet)
    page.queue(max_size=QUEUE, default_concurrency_limit=AT_ONCE, api_open=False)
    return page


def _chatbot() -> gr.Chatbot:
    return gr.Chatbot(
        label=words.CHAT_LABEL,
        show_label=False,
        elem_id="chat",
        visible=False,
        height=None,
        autoscroll=False,
        buttons=[],
        feedback_options=None,
        latex_delimiters=[],
        line_breaks=False,
        allow_tags=False,
        allow_file_downloads=False,
        layout="bubble",
        container=False,
    )


def _updates(asked: Asked, text: str, country: str) -> Updates:
    talk = asked.conversation
    still = still_there((level for turn in talk.turns[:-1] for level in turn.urgent), country)
    started = bool(talk.turns)
    return (
        talk,
        gr.update(value=_messages(talk), visible=started),
        text if asked.keep_text else "",
        welcome.notice(asked.notice),
        gr.update(visible=not started),
        gr.update(visible=bool(talk.answer_id)),
        gr.update(visible=False, value=None),
        "",
        gr.update(visible=started),
        gr.update(value=still, visible=bool(still)),
    )


def _messages(talk: Conversation) -> list[dict[str, Any]]:
    messages: list[dict[str, Any]] = []
    for turn in talk.turns:
        messages.append({"role": "user", "content": markdown_lines(turn.question)})
        messages.append({"role": "assistant", "content": turn.answer})
    if messages:
        # Gradio shows an option's label as plain text; its value comes back as a claim to check.
        messages[-1]["options"] = [{"value": chip, "label": chip} for chip in talk.chips]
    return messages


def _client(request: gr.Request) -> str:
    return request.client.host if request.client else "unknown"

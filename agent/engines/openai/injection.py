"""Sentences that tell a machine what to make of the ticket: not shown to the model, and proof of nothing."""

from __future__ import annotations

import re

from agent.render.prose import sentences

GAP = "[...]"
_MACHINE = (
    r"(?:a\.?i\.?|ki|ia|llms?|gpt|copilot|(?:language )?models?|assistants?|(?:chat ?)?bots?|agents?|readers?|"
    r"summari[sz]ers?)"
)
_DO = (
    r"(?:ignore|disregard|forget|override|set|mark|list|rate|classify|treat|report|output|print|answer|reply|respond|"
    r"write|state|say|conclude|summari[sz]e|include|approve|must|should|have to)"
)
_INJECTION = re.compile(
    rf"\b(?:ignore|disregard|forget|override)\b.{{0,30}}\b(?:previous|prior|above|earlier|all|your|system)\b.{{0,20}}"
    rf"\b(?:instructions?|prompts?|rules)\b"
    rf"|\b(?:system prompt|prompt injection|new instructions)\b"
    rf"|(?:^|[\n.!?])\s*(?:system|assistant|developer)\s*:\s"
    rf"|\b(?:to|for|dear|attention|hey|hello|note to)\s+(?:the\s+|any\s+|all\s+)?(?:automated\s+)?{_MACHINE}\b"
    rf".{{0,40}}\b{_DO}\b"
    rf"|^\W*(?:automated\s+)?{_MACHINE}\s*[:,]\s*(?:please\s+)?{_DO}\b"
    rf"|\b(?:automated\s+)?{_MACHINE}\s+(?:reading|that reads?|processing|who reads?|summari[sz]ing)\b"
    rf"|\byou are (?:now )?an? (?:ai|llm|language model|assistant)\b"
    rf"|\bignor(?:iere|ieren Sie|ez|a|ar|e) (?:alle|toutes|todas|as|le) .{{0,30}}"
    rf"(?:anweisungen|instructions|instrucciones|instruções|istruzioni)"
    rf"|忽略(?:之前|以上|所有|前面).{{0,8}}(?:指令|指示|内容|要求)|(?:AI|人工智能)(?:助手|模型)?[，,：:].{{0,6}}(?:请|必须|应)"
    rf"|(?:以前|これまで|上記)の指示を?(?:すべて)?無視|이전 (?:지시|명령)(?:를|을)? ?무시",
    re.IGNORECASE,
)

_NAMED = re.compile(
    r"\bAI\b|\bLLMs?\b|\bGPT\b|\bCopilot\b|\b(?:[Ll]anguage model|[Cc]hat ?bot|[Bb]ot)s?\b|"
    r"\b(?:digital|virtual|AI) assistants?\b|人工智能"
)


def injects(text: str) -> bool:
    """Whether a text tells a machine that reads it what to do."""
    return bool(_INJECTION.search(text))


def speaks_of_machine(text: str) -> bool:
    """Whether a text names an AI, an assistant or a bot."""
    return bool(_NAMED.search(text))


def without_injections(text: str) -> str:
    """Return the text with a gap for each sentence that tells a machine what to do."""
    if not injects(text):
        return text
    for piece in sentences(text):
        if injects(piece):
            text = text.replace(piece, GAP)
    return text

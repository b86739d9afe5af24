"""The words by which a text speaks to a machine: its instructions, its answer, its tasks."""

from __future__ import annotations

import re
from functools import cache

_MACHINE = (
    r"(?:a\.?i\.?|llms?|gpt(?:-?\d\w*)?|chatgpt|copilot|claude|gemini|(?:large )?language models?|chat ?bots?|"
    r"ai[- ](?:assistants?|agents?|models?|systems?|readers?|tools?)|automated (?:readers?|agents?|assistants?"
    r"|systems?)|"
    r"summari[sz](?:ers?|ing (?:bots?|tools?|agents?|models?))|(?:summary|triage|support) (?:bots?|ai|models?))"
)
_DO = (
    r"(?:ignore|disregard|forget|override|set|mark|list|rate|classify|treat|report|output|print|answer|reply|respond|"
    r"write|state|say|conclude|summari[sz]e|include|approve|must|should|shall|have to|do not|don't|are (?:to"
    r"|required|told))"
)
_BEFORE = r"(?:previous|prior|above|earlier|preceding|foregoing|all|any|your|system|initial|original)"
_ORDERS = r"(?:[il]u?nstructions?|prompts?|rules|guidelines?|directions|directives|commands|guardrails|safety polic\w+)"

_TO_MACHINE = (
    # what it was told
    rf"\b(?:ignore|disregard|forget|override|bypass|skip)\b.{{0,30}}\b{_BEFORE}\b.{{0,20}}\b{_ORDERS}\b"
    rf"|\b(?:ignore|show|see|print|reveal|repeat|output|tell|translate|continue|what|leak|share|display|dump|log"
    rf"|encode|give|your)\b.{{0,60}}"
    rf"\b(?:system|hidden|initial|developer) ?prompts?\b|\bsystemPrompt\b|\bnew (?:system )?instructions?\s*:"
    rf"|\b(?:your|the) (?:initial|starting|system|hidden|secret) (?:system )?instructions\b"
    rf"|\binstructions (?:that )?you (?:were given|have been given|received|got)\b|\b(?:I|you) (?:was|were)"
    rf" instructed to\b"
    rf"|\b(?:repeat|print|output|reveal|show)\b.{{0,30}}\b(?:entire|whole|full|this) (?:conversation|prompt|context)\b"
    rf"|\b(?:repeat|echo) the (?:above|preceding) (?:text|words|message)\b"
    rf"|\bstrictly adhere to the following instruction|\bsolve the task (?:that )?I gave you\b"
    # whom it calls
    rf"|(?:^|\n)\W*(?:assistant|system(?:[ _](?:message|note|notice)| override| instruction| prompt)?|developer"
    rf"|model|ai|llm|gpt)\s*[:：>\])]"
    rf"(?=.{{0,160}}\b(?:{_DO[3:]}\b)"
    rf"|\(system_message\)|<\|(?:im_start|im_end|system)\|>|\[/?INST\]|^#{{2,}}\s*(?:system|instructions?)\b"
    rf"|\b(?:to|for|dear|attention|hey|hello|note to|message to|reminder to)\s+(?:the\s+|any\s+|all\s+|every\s+"
    rf"|our\s+|your\s+)?"
    rf"{_MACHINE}\b.{{0,60}}\b{_DO}"
    rf"|^\W*(?:automated\s+)?{_MACHINE}\s*[:,]\s*(?:please\s+)?{_DO}\b"
    rf"|\b(?:any|every|the|an?)?\s?{_MACHINE}\s+(?:that |which |who )?(?:is |are )?(?:reading|reads?|process(?:ing"
    rf"|es)?|summari[sz](?:ing|es?)|handling)"
    rf"\s+(?:this|the|these)\b"
    rf"|\bwhoever (?:or whatever )?(?:reads|summari[sz]es|processes) this (?:automatically|by machine)\b"
    rf"|\byou are (?:now )?(?:an? )?(?:ai|llm|(?:large )?language model|(?:helpful |ai )assistant|chatgpt|dan|in"
    rf" developer mode)\b"
    rf"|\bas an? (?:ai|llm|(?:large )?language model)\b|\bjailbreak\b|\bpretend (?:to be|you are)\b.{{0,30}}\b(?:ai"
    rf"|assistant|model|engineer|admin)\b"
    rf"|\b(?:respond|answer|reply|output) (?:only|exclusively|solely) with\b|\b(?:begin|start) your (?:summary"
    rf"|answer|reply|response|brief) with\b"
    # other languages
    r"|\bignor(?:iere|ieren sie|ier|ez|a|ar|e|ate|ere|era|er|uj|oi)\b.{0,40}\b(?:anweisung|instru[cç]|instruk"
    r"|instrukt|istruzion|consigne|directive|vorgabe|orden|ordre|anvisning|ohje|pokyn)\w*"
    r"|\b(?:vergiss|vergessen sie|oubliez?|olvida|olvide|esque[çc]a|dimentica|vergeet|negeer|glöm|glem|zignoruj"
    r"|zapomnij|unohda|felejtsd|zapomeň)\b.{0,40}"
    r"\b(?:anweisung|instru[cç]|instruk|istruzion|consigne|directive|vorgabe|orden|anvisning|opdracht|poleceni|ohje"
    r"|utasítás|pokyn|regel|règle|regla|regra)\w*"
    r"|\bsystem-?prompte?s?\b|\bsysteemprompt\b|\bprompt (?:système|do sistema|del sistema|di sistema|systemowy)\b"
    r"|\bmensaje del sistema\b"
    r"|\b(?:ki|ia|ai|ия|tekoäly|yapay zek[aâ]|mesterséges intelligencia)[- ](?:assist|agent|system|modell?|modèle"
    r"|sistem|asyst|avustaj)\w*\b.{0,80}"
    r"(?:\b(?:muss|müssen|soll|sollen|doit|doivent|debe|deben|deve|devem|devono|moet|moeten|powin|ska|skal|setz"
    r"|schreib|stuf|répond|responde|rispond|marque|marca|class)\w*)"
    r"|\b(?:à|an|al?|para|voor|till?|do|dla) (?:l['’]|die |la |el |het |de |alle |toute |cualquier |qualquer )*(?:ia"
    r"|ki|ai)\b.{0,60}[:：,]"
    r"|\b(?:du bist|sie sind|tu es|vous êtes|eres|você é|sei|je bent|jesteś|du är|du er) (?:jetzt |maintenant |ahora"
    r" |agora |ora |nu |teraz |nå )?"
    r"(?:eine?|une?|una?|uma?|un[ao']|een|en|ett|et)?\s?(?:ki|ia|ai|sprachmodell|modèle de langage|modelo de"
    r" lengua\w+|modelo de linguagem|modello linguistico|taalmodel|språkmodel\w+)\b"
    r"|игнорир\w+.{0,40}(?:инструкц|указани|команд)|забудь\w*.{0,30}(?:инструкц|указани)|систе(?:мный|много) промпт"
    r"|(?:önceki|yukarıdaki|tüm).{0,20}(?:talimat|yönerge)\w*.{0,20}(?:yok say|unut|görmezden)"
    r"|تجاهل.{0,30}(?:التعليمات|الأوامر)|התעלם.{0,30}(?:הוראות|ההוראות)|अनदेखा.{0,30}निर्देश|निर्देश.{0,30}(?:अनदेखा"
    r"|अनदेखी)"
    r"|(?:忽略|无视|無視|忘记|忘記|忽視)(?:掉|你|您)?.{0,4}(?:之前|以上|上述|所有|前面|先前|全部|一切).{0,8}(?:指令|指示|内容|內容|要求|提示|规则|規則|命令)"
    r"|(?:系统|系統)(?:提示词|提示詞|指令)|(?:AI|人工智能|人工智慧|智能|大模型|语言模型|語言模型)(?:助手|模型|助理|机器人|機器人)?.{0,3}[，,：:].{0,8}(?:请|請|必须|必須"
    r"|应|應|务必|務必)"
    r"|(?:你|您)(?:现在)?是(?:一个|一個|一名)?(?:AI|人工智能|人工智慧|语言模型|語言模型)"
    r"|(?:以前|これまで|上記|前|すべて|全て)の(?:すべての|全ての)?(?:指示|命令|プロンプト)(?:を|は)?.{0,6}(?:無視|忘れ)|システムプロンプト"
    r"|AI(?:アシスタント|エージェント|モデル)?(?:へ|は|、|：|:).{0,40}(?:こと|てください|しなさい|せよ)"
    r"|(?:이전|위의?|모든)\s?(?:모든 )?(?:지시|명령|프롬프트)\w*\s?.{0,6}무시|시스템 프롬프트"
    r"|AI (?:어시스턴트|모델|에이전트).{0,40}(?:하세요|하십시오|해야)"
)
"""What nobody says to a colleague or a customer: it is about a machine's orders, or calls the machine."""

_CUES = re.compile(
    r"[\u0370-\uffff]|ignor|disregard|forget|overrid|bypass|skip|prompt|instruct|conversation|context|above"
    r"|preceding|adhere|"
    r"solve the|whoever|jailbreak|pretend|(?:only|ively|olely) with|(?:begin|start) your|<\||\[/?inst|##|\(system|a\.i|"
    r"assist|system|developer|model|llm|gpt|copilot|claude|gemini|bot|automated|summari|summary|"
    r"\b(?:ai|ki|ia)\b|verg|oubli|olvid|esque|dimentic|negeer|gl[öe]m|zapom|unohda|felejt|sistema|"
    r"tekoäly|yapay|mesterséges|talimat|yönerge"
)
"""What stands in every text that _TO_MACHINE finds: most sentences have none of it, and are not looked at twice."""


def to_machine(text: str) -> bool:
    """Whether a text says what nobody says to a colleague or a customer."""
    return bool(_CUES.search(text.lower())) and bool(_addresses().search(text))


@cache
def _addresses() -> re.Pattern[str]:
    """Compile the words when a text first has a cue of them: most tickets have none."""
    return re.compile(_TO_MACHINE, re.IGNORECASE)


_ANSWER = r"(?:answer|response|reply|output|message|summary|text)(?:'s|s)?"
RESTYLED = re.compile(
    rf"^\W*(?:please\s+)?(?:"
    rf"(?:modify|augment|enhance|misspell|scramble|anagram|rearrange|jumble|render|encode|encrypt|obfuscate|reverse"
    rf"|capitali[sz]e|rewrite)\b.{{0,60}}\byour {_ANSWER}\b"
    rf"|(?:replace|substitute|convert|swap|group|remove|combine|shift|use|introduce|insert|hide|encode|write"
    rf"|spell)\b.{{0,60}}"
    rf"\b(?:letters?|vowels?|consonants?|spaces|words|numbers|symbols|anagrams?|typos|misspellings|emojis?"
    rf"|characters|alphabet|cipher|base ?64|hex|morse|rot ?13|binary)\b"
    rf"|provide your {_ANSWER}\b.{{0,20}}\b(?:in|with|using|without|as)\b|in your {_ANSWER}, (?:suggest|tease"
    rf"|mention|hint|promote|recommend|claim|urge|ask users)"
    rf"|(?:first )?encode\b.{{0,20}}\bbase ?64\b"
    rf"|translate your\b|(?:what|how)\b.{{0,30}}['\"“‘].{{2,60}}['\"”’] (?:in|into) \w{{4,12}}\?|complete this"
    rf" sentence\b|continue the following\b"
    rf")",
    re.IGNORECASE,
)
"""How an answer is to be spelt or dressed up: no person writes that to another."""
ABOUT_ANSWER = re.compile(
    rf"^\W*(?:add|integrate|include|insert|embed|incorporate|append|place|put|weave|work)\s+"
    rf"(?:an?\s+(?:\w+\s+){{0,3}}?(?:sentence|statement|line|headline|tip|reminder|joke|story|fact|appeal|slogan"
    rf"|advertis\w+|advert|promotion|claim|quote|"
    rf"recommendation|announcement|rumou?r|message|link|warning|poem|reason|mention)\b|[\"“'].{{0,200}}[\"”']"
    rf"|www\.\S+|https?:\S+)"
    rf".{{0,160}}\b(?:in|to|into|of|at|within)\s+(?:the (?:end|start|beginning|top) of\s+)?your {_ANSWER}\b"
    rf"|^\W*(?:add|integrate|include|insert|embed)\s.{{0,160}}\bin your {_ANSWER} (?:like|detailing|stating|saying"
    rf"|claiming|stressing|encouraging|emphasi[sz]ing)\b",
    re.IGNORECASE,
)
"""What is to be slipped into an answer: a sentence, a slogan, a link."""

TASK = re.compile(
    r"\W*(?:(?:please|kindly|now|then|first|also|instead|todo:?)[,:]?\s+)*"
    r"(?:(?:can|could|would|will) you\s+(?:please\s+)?)?(?:"
    r"(?:explain|describe|discuss|outline|summari[sz]e|break down|analy[sz]e)\s+(?:how|why|the|in|a|an)\b"
    r"|(?:write|compose|draft|develop|provide|create|generate|design|invent|imagine|tell|show|give|recite|sing"
    r"|teach)\s+(?:(?:me|us)\s+)?(?:an?|the|some|\w+)\b.*\b"
    r"(?:poem|haiku|sonnet|song|lyrics|story|tale|essay|speech|letter|joke|riddle|limerick|novel|play|recipe"
    r"|introduction|function|program|script|"
    r"algorithm|equivalent|translation|synonyms?|plot|example of|article|blog post|advert\w*|slogan|screenplay"
    r"|dialogue)\b"
    r"|translate\b.*\b(?:to|into|from)\b|how do you say\b|(?:what|who|whom|whose|which|where)(?:'s"
    r"|’s)?\s.*\?\s*[\"'”]?$|how (?:does|do|did|can|is|are)\s.*\?\s*[\"'”]?$"
    r"|(?:erkläre|beschreibe|übersetze|verfasse|erzähle|explique[zr]? (?:la|le|les|comment)|décri[sv]\w*|écri[sv]\w*"
    r"|traduis\w*|raconte\w*|"
    r"escrib[ea]|traduce|traduzca|redacta|cuenta|cuéntame|descreva|escreva|traduza|descrivi|scrivi|traduci|racconta"
    r"|beschrijf|schrijf|vertaal|vertel)\b"
    r")",
    re.IGNORECASE,
)
"""How tasks for an assistant, and questions of general knowledge, open."""
DEIXIS = re.compile(
    r"\b(?:we|us|our|ours|I|my|mine|(?<!do )you|your|this|these|those|it|its|he|she|they|their|here|today|yesterday"
    r"|tomorrow|asap|"
    r"unser\w*|wir|uns|ich|mein\w*|dies\w*|nous|notre|nos|je|mon|mes|ma|cette|ces?|nuestr\w*|nosotros|mi|mis"
    r"|est[aeo]s?|"
    r"noss[ao]s?|nós|meu|minha|ess[ae]s?|nostr\w*|noi|mio|mia|quest\w*|ons|onze|wij|mijn|deze|dit)\b|[A-Z]{2,}-?\d+",
    re.IGNORECASE,
)
"""Words that tie a sentence to its thread."""
MACHINES = re.compile(
    r"\b(?:ai|a\.i\.|llms?|gpt|copilot|language models?|chat ?bots?|prompts?|assistants?|ki|ia)\b"
    r"|人工智能|语言模型|プロンプト|챗봇",
    re.IGNORECASE,
)
"""How people speak of such machines."""
PLAIN = frozenset(
    [
        "about",
        "above",
        "after",
        "again",
        "also",
        "and",
        "another",
        "answer",
        "been",
        "before",
        "being",
        "both",
        "can",
        "could",
        "each",
        "every",
        "example",
        "first",
        "following",
        "for",
        "from",
        "give",
        "good",
        "have",
        "help",
        "here",
        "how",
        "into",
        "just",
        "like",
        "main",
        "make",
        "more",
        "most",
        "much",
        "need",
        "next",
        "only",
        "other",
        "over",
        "please",
        "provide",
        "reply",
        "response",
        "sentence",
        "show",
        "simple",
        "some",
        "such",
        "sure",
        "tell",
        "than",
        "that",
        "their",
        "them",
        "then",
        "there",
        "these",
        "thing",
        "this",
        "through",
        "user",
        "users",
        "very",
        "want",
        "well",
        "were",
        "what",
        "when",
        "where",
        "which",
        "while",
        "will",
        "with",
        "word",
        "words",
        "would",
        "write",
        "your",
        "yours",
    ]
)
"""Words that every text has, which tie nothing."""

READER = re.compile(
    r"\[\[?\s*(?:assistant|system|model|reader|agent)\s*[:：]|"
    r"\b(?:ai|llm|language model|assistant|chat-?bots?|(?:summary|summar\w+) (?:bots?|tools?)|bots?|"
    r"automated (?:readers?|systems?|agents?)|agents? reading|copilot|gpt|claude|gemini)\b|"
    r"\b(?:ignore|disregard|forget) (?:all |any |the )?(?:previous|prior|above|earlier)\b|\bsystem prompt\b|"
    r"\byour (?:full )?instructions\b|\bbegin (?:the|your) (?:summary|answer|reply)\b|"
    r"\b(?:mark|list|rate|classify|treat|report) (?:the |this )?(?:account|ticket|thread|renewal|severity)\b|"
    r"\bKI-(?:system|assistent)|\bignoriere\b|\bignore[zr] (?:les|toutes)\b|"
    r"人工智能|忽略(?:之前|以上|所有)|AI助手|指示を無視|이전 지시",
    re.IGNORECASE,
)
"""What, in text that nobody was meant to see, shows that a machine was meant to."""

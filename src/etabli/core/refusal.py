"""A refusal: a code, its facts, and (worded elsewhere, in the reader's language) one sentence."""


class Refusal(Exception):
    """Raised by a rule or an action that says no.

    `code` names the rule, in lower case with underscores; `facts` are the values its sentence needs. Every code has a
    sentence in the `wording` of the room that raises it, in every language.
    """

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts = facts

    def __str__(self) -> str:
        return f"{self.code} {self.facts}"

from agent import thread
from agent.ticket import Mark, Message


def message(number, role, text, *, author="Ana Lopes", public=True, marks=()):
    return Message(
        id=f"m{number}", at=f"2026-05-{number:02d}", author=author, role=role, public=public, text=text, marks=marks
    )


def test_who_raised_it_is_our_side_s_last_internal_author():
    said = [
        message(1, "vendor", "Looking into it.", author="Support One"),
        message(2, "vendor", "Please escalate.", author="Csm Two", public=False),
        message(3, "customer", "Any news?"),
    ]
    assert thread.raised_by(said) == "Csm Two"
    assert thread.raised_by(said[2:]) is None


def test_the_last_update_is_public_and_skips_the_greeting():
    said = [
        message(1, "vendor", "Hi Ana,\nWe have rolled the plugin back to the last version."),
        message(2, "vendor", "They are furious.", public=False),
    ]
    assert thread.last_update(said) == ("m1", "2026-05-01", "We have rolled the plugin back to the last version.")
    assert thread.last_update(said[1:]) is None


def test_references_are_case_numbers_once_and_none_from_noise():
    noise = "Similar to QAB-999"
    said = [
        message(1, "vendor", "Raised QAB-101, see QAB-101 and #40718."),
        message(2, "bot", noise, marks=(Mark(start=0, end=len(noise), kind="noise"),)),
    ]
    assert thread.references("T-7", said) == ("T-7", "QAB-101", "#40718")

"""The finite functions of the privacy room beside `decide`, in full, against the table of clauses written down again.

Labels (C9, C44), identity (C57, C67, C78, C79, AW-4), breach (N8, Z18), sale of minors' data (N6), retention (C40 to
C42, AW-10) and the fold of consent (C81, N9, Z6). Transfers are in `decisions_test`, rights in `rights_test`.
"""

import datetime
import itertools

import renown as rn

UTC = datetime.UTC


def at(day, hour=0):
    return datetime.datetime(2026, 1, 1, hour, tzinfo=UTC) + datetime.timedelta(days=day)


def written(moment):
    return None if moment is None else moment.isoformat().replace("+00:00", "Z")


# C9, C44: what sticks to data that are combined.

CATEGORIES = [["user.contact"], ["influencer.identity", "usage"]]
PURPOSES = [[], ["survey"], ["survey", "analytics"]]


def labels():
    for categories, purposes, ttl, tagged, inferred in itertools.product(
        CATEGORIES, PURPOSES, [None, 1, 30], [False, True], [False, True]
    ):
        yield {
            "categories": categories,
            "purposes": purposes,
            "ttl_days": ttl,
            "google_workspace": tagged,
            "inferred": inferred,
        }


def combined(one, other, new_facts):
    lives = [label["ttl_days"] for label in (one, other) if label["ttl_days"] is not None]
    return {
        "categories": sorted({*one["categories"], *other["categories"]}),
        "purposes": sorted({*one["purposes"]} & {*other["purposes"]}),
        "ttl_days": min(lives, default=None),
        "google_workspace": one["google_workspace"] or other["google_workspace"],
        "inferred": one["inferred"] or other["inferred"] or new_facts,
    }


def test_every_two_labels_are_combined_as_the_clause_table_says():
    points = 0
    for one, other, new_facts in itertools.product(labels(), labels(), [False, True]):
        assert rn.combine_labels([one, other], new_facts=new_facts) == combined(one, other, new_facts)
        points += 1
    assert points == 72 * 72 * 2


# C57, C67, C78, C79: who asks, and is that sure enough?

# Which degree a right takes: None is none, "by harm" a high one where the data are sensitive (11 CCR 7060 to 7062).
DEGREES = {
    "ccpa.know_categories": 1,
    "ccpa.know_pieces": 2,
    "ccpa.delete": "by harm",
    "ccpa.correct": "by harm",
    "ccpa.opt_out": 0,
    "ccpa.limit": 0,
    "gdpr.access": 1,
    "gdpr.erasure": 1,
}
NAMES = ["none", "reasonable", "high"]


def degree(law, shown):
    """How surely a person is known, and what spoils it."""
    if shown["suspected_fraud"]:
        return 0, "suspected_fraud"
    if shown["agent"] == "power_of_attorney":
        return 2, None
    if shown["agent"] == "none":
        return 0, "agent_not_authorised"
    points = shown["matching_points"]
    if shown["reauthenticated"] or shown["document_checked"] or (points >= 3 and shown["declaration_signed"]):
        return 2, None
    return int(points >= 2 or (law == "gdpr" and shown["doubt"] is False)), None


def test_every_proof_of_identity_is_weighed_as_the_clause_table_says():
    flags = [False, True]
    names = ["reauthenticated", "document_checked", "declaration_signed", "suspected_fraud"]
    points = 0
    for right, needs in DEGREES.items():
        for *held, matching, doubt, agent, sensitive in itertools.product(
            *([flags] * 4),
            range(5),
            [None, False, True],
            [None, "none", "signed", "power_of_attorney"],
            flags,
        ):
            shown = dict(zip(names, held, strict=True)) | {
                "matching_points": matching,
                "doubt": doubt,
                "agent": agent,
            }
            needed = (2 if sensitive else 1) if needs == "by harm" else needs
            reached, spoilt = degree(right.split(".")[0], shown)
            enough = needed == 0 or (spoilt is None and reached >= needed)
            evidence = {key: value for key, value in shown.items() if value is not None}
            found = rn.check_identity(right, evidence, sensitive=sensitive)
            case = right, shown, sensitive
            assert found["needed"] == NAMES[needed], case
            assert found["reached"] == NAMES[reached], case
            assert found["sufficient"] == enough, case
            assert found["reason"] == (None if enough else spoilt or "identity_not_proven"), case
            # AW-4: specific pieces fall back to categories.
            falls_back = right == "ccpa.know_pieces" and not enough and spoilt is None and reached >= 1
            assert found["fallback"] == ("ccpa.know_categories" if falls_back else None), case
            assert not (enough and found["ask_for"]), case
            points += 1
    assert points == 8 * 16 * 5 * 3 * 4 * 2


# N8, Z18: 72 hours from awareness, by the rule in force then.


def test_every_breach_is_told_within_72_hours_where_the_law_is_in_force():
    for day in range(-2, 3):
        for hour in range(24):
            aware = datetime.datetime(2018, 5, 25, hour, tzinfo=UTC) + datetime.timedelta(days=day)
            for regime in ("gdpr", "ccpa", "il_ppl", ""):
                notice = rn.breach_notice(regime, aware_at=aware)
                if regime != "gdpr" or day < 0:
                    assert notice is None
                else:
                    due = datetime.datetime.fromisoformat(notice["due"])
                    assert (notice["hours"], due - aware) == (72, datetime.timedelta(hours=72))


# N6: under 13 a parent, under 16 the minor, from 16 on nobody.


def test_the_opt_in_of_every_age():
    for age in range(256):
        expected = "parent" if age < 13 else "minor" if age < 16 else "nobody"
        assert rn.sale_opt_in(age)["who"] == expected


# C40 to C42, AW-10: how long data may stay, over small days.

TTLS = [("collected", 2), ("refreshed", 2), ("agreement_end", 1)]


def hold(start, recorded, last):
    day = at(0).date()
    return {
        "id": "hold",
        "kind": "claim",
        "items": ["r"],
        "recorded_by": "counsel",
        "recorded_at": written(at(recorded)),
        "from": (day + datetime.timedelta(days=start)).isoformat(),
        "until": None if last is None else (day + datetime.timedelta(days=last)).isoformat(),
    }


HOLDS = [None, *itertools.product([0, 2, 4], [0, 3], [None, 5])]


def judged(case, now):
    (start, amount), refreshed, ended, hidden, unneeded, held = case
    begins = {"collected": 0, "refreshed": 0, "agreement_end": ended}[start]
    if start == "refreshed" and refreshed is not None and (hidden is None or refreshed < hidden):
        begins = refreshed
    ends = [None if begins is None else begins + amount, hidden, unneeded]
    ends = [end for end in ends if end is not None]
    if not ends or now < min(ends):
        return "keep"
    over = min(ends)
    if held is not None:
        since, last = max(held[0], held[1]), held[2]
        lasts = last is None or now < last + 1
        if since <= over and (last is None or last + 1 > over) and lasts:
            return "keep_restricted"
        if since <= now and lasts and not (since <= over and (last is None or last + 1 > over)):
            return "needs_human"
    return "erase"


def test_every_record_is_kept_or_goes_as_the_clause_table_says():
    cases = list(itertools.product(TTLS, [None, 1, 3], [None, 2], [None, 1, 4], [None, 3], HOLDS))
    points = 0
    for now in range(8):
        for case in cases:
            (start, amount), refreshed, ended, hidden, unneeded, held = case
            if refreshed is not None and refreshed > now:
                continue
            record = {
                "id": "r",
                "category": "influencer.performance",
                "collected_at": written(at(0)),
                "refreshed_at": None if refreshed is None else written(at(refreshed)),
                "agreement": {"ended_at": None if ended is None else written(at(ended))},
                "not_public_since": None if hidden is None else written(at(hidden)),
                "not_needed_since": None if unneeded is None else written(at(unneeded)),
            }
            ttl = {"category": "influencer", "amount": amount, "unit": "day", "from": start}
            holds = [] if held is None else [hold(*held)]
            swept = rn.sweep_records([record], [ttl], holds=holds, regimes=["gdpr"], now=written(at(now)))
            assert swept[0]["verdict"] == judged(case, now), (case, now, swept)
            points += 1
    assert points > 7_000


# C81, N9, Z6: what held when. Four kinds of event at four moments, in every order of at most two after a consent.

SUBJECT, TEXT = "subject-17", "a" * 64


def entry(kind, purpose, moment):
    when = {"subject": SUBJECT, "at": written(at(moment))}
    if kind in ("notified", "accepted"):
        return {"kind": kind, "text": TEXT} | when
    if kind == "refused":
        return {"kind": kind, "text": TEXT, "purposes": [purpose]} | when
    if kind == "withdrawn":
        return {"kind": kind, "purposes": [purpose]} | when
    means = {"channel": "web", "steps": 1}
    return when | {
        "kind": "given",
        "id": f"consent-{moment}-{purpose}",
        "controller": "Example Ltd",
        "text": TEXT,
        "purposes": [purpose],
        "jurisdiction": "IE",
        "act": "box_ticked",
        "means": means,
        "withdrawal": [means],
    }


def consents(entries, now):
    """A consent counts from its act to the first no to the same purpose or one above it."""
    for kind, purpose, given in entries:
        if kind != "given" or purpose != "marketing" or given > now:
            continue
        if not any(
            other in ("refused", "withdrawn") and of == "marketing" and given <= moment <= now
            for other, of, moment in entries
        ):
            return True
    return False


def test_every_short_history_of_consent_is_folded_as_the_clause_table_says():
    kinds = ["notified", "accepted", "given", "refused", "withdrawn"]
    happened = [(kind, of, moment) for kind in kinds for of in ("marketing", "survey") for moment in (1, 2)]
    points = 0
    for length in range(4):
        for history in itertools.combinations(happened, length):
            entries = [entry(*one) for one in history]
            for now in (0, 1, 2):
                found = rn.consent_at(entries, subject=SUBJECT, purpose="marketing", at=written(at(now)))
                assert (found["state"] == "consented") == consents(history, now), (history, now)
                points += 1
    assert points == (1 + 20 + 190 + 1140) * 3

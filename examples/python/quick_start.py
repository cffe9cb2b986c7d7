"""The quick start of the Python package: a figure with its uncertainty, a caption read, a question to the gate."""

import renown as rn


def main() -> None:
    share = rn.wilson(30, 100)
    print(f"credible followers in a sample: {share}")

    caption = rn.scan_caption("instagram", "New shoes by @invented_shoes #running #ad")
    print(f"hashtags {', '.join(caption.hashtags)}; a paid partnership: {bool(caption.disclosures)}")

    decision = rn.decide(
        {
            "subject": "influencer-17",
            "categories": ["influencer.performance"],
            "purpose": "influencer_search",
            "recipient": {"kind": "user", "id": "brand-4"},
        },
        {"role": "influencer"},
        now="2026-03-01T12:00:00Z",
    )
    print(f"may it be shown? {decision.outcome}, with {', '.join(decision.obligations)}")

    try:
        rn.parse_country("Atlantis")
    except rn.errors.UnknownCountryError as error:
        print(f"{error.code}: {error}")


if __name__ == "__main__":
    main()

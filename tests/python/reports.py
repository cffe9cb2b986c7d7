"""An invented influencer whose report has everything."""

import datetime

import renown as rn

NOON = "2026-03-01T12:00:00Z"
BRAND = {"kind": "user", "id": "brand-1"}
PERSONAL = ("invented.person", "Ivy Invented", "inf-1", "kumo_tea", "Slow tea")


def given(name="Ivy Invented", caption="Slow tea by @kumo_tea #ad"):
    start = datetime.date(2025, 9, 1)
    posts = [
        {
            "id": f"p{number:02}",
            "influencer_id": "inf-1",
            "platform": "instagram",
            "published_at": f"{start + datetime.timedelta(days=4 * number)}T10:00:00Z",
            "likes": None if number % 9 == 4 else 900 + number * 137 % 401 + 6 * number,
            "comments": 20 + number % 23,
            "views": 9_000 + number * 777 % 5_001,
            "caption": caption if number % 4 == 0 else "今日の朝ごはん #カフェ巡り",
        }
        for number in range(44)
    ]
    bands, countries = ["18-24", "25-34", "35-44", "45-54"], ["DE", "JP", "FR", "BR", "US"]
    audience = [
        {
            "id": f"m{number}",
            "influencer_id": "inf-1",
            "gender": "female" if number % 5 < 3 else "male",
            "age_band": bands[number * number % 4 if number % 3 else number % 4],
            "country": countries[number * number % 5 if number % 2 else number % 3],
            "following": number * 11,
        }
        for number in range(400)
    ]
    points = [
        {
            "date": str(start + datetime.timedelta(days=day)),
            "followers": 40_000 + day * 40 + day * 37 % 29 + (900 if day > 100 else 0),
        }
        for day in range(175)
    ]
    accounts = [
        {
            "has_picture": number % 4 != 0,
            "posts": number % 60,
            "followers": 10 + number,
            "following": 90 * (number % 40),
        }
        for number in range(200)
    ]
    return {
        "profile": {
            "id": "inf-1",
            "platform": "instagram",
            "handle": "invented.person",
            "full_name": name,
            "bio": "Tea, rain and slow mornings.",
            "followers": 47_900,
            "following": 120,
            "language": "en",
            "location": {"country": "DE"},
        },
        "posts": posts,
        "audience": audience,
        "series": {"influencer_id": "inf-1", "points": points},
        "peers": [0.005 + peer * peer % 97 / 2_500 for peer in range(120)],
        "credibility": rn.audience_credibility(accounts),
        "generated_at": NOON,
        "recipient": BRAND,
        "options": {"prices": {"currency": "EUR", "cpe": "0.10"}},
    }


def full(**changes):
    return rn.report(**given(**changes))

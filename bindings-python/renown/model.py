"""What is known: handles, profiles, posts, places, languages.

One idea to keep in mind: what exists is right. Every record is checked by the core when it is made, spellings are
brought to one, and what is not known is ``None``, never 0. A record prints no personal text.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Self

from renown._plain import call

__all__ = [
    "Caption",
    "Country",
    "Disclosure",
    "Handle",
    "Language",
    "Location",
    "Post",
    "Profile",
    "Provenance",
    "handles_confusable",
    "parse_age_band",
    "parse_country",
    "parse_handle",
    "parse_language",
    "parse_platform",
    "read_post",
    "read_profile",
    "scan_caption",
]


def _instant(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text)


def _written(value: Any) -> Any:
    """A value of a record as the core writes it."""
    if isinstance(value, datetime.datetime):
        digits = "milliseconds" if value.microsecond else "seconds"
        return value.astimezone(datetime.UTC).isoformat(timespec=digits).replace("+00:00", "Z")
    if isinstance(value, tuple):
        return [_written(entry) for entry in value]
    return value.to_dict() if isinstance(value, _Record) else value


@dataclass(frozen=True, slots=True)
class _Record:
    def to_dict(self) -> dict[str, Any]:
        """As the core writes it: what is not known is left out."""
        named = ((field.name, getattr(self, field.name)) for field in fields(self))
        return {name: _written(value) for name, value in named if value is not None}

    def _shown(self, *names: str) -> str:
        shown = ", ".join(
            f"{name}={getattr(self, name)!r}" for name in names if getattr(self, name) is not None
        )
        return f"{type(self).__name__}({shown}, …)" if shown else f"{type(self).__name__}(…)"

    @classmethod
    def _made(cls, answer: Mapping[str, Any]) -> Self:
        """The record that the core wrote; it is right, so nothing is checked again."""
        made = object.__new__(cls)
        made._take(answer)
        return made

    def _take(self, answer: Mapping[str, Any]) -> None:
        for field in fields(self):
            value = answer.get(field.name, () if field.name in _LISTS else None)
            object.__setattr__(self, field.name, _READERS.get(field.name, _same)(value))


def _same(value: Any) -> Any:
    return value


def _known(reader: Any) -> Any:
    return lambda value: None if value is None else reader(value)


_LISTS = ("hashtags", "mentions", "brands", "origins")


@dataclass(frozen=True, slots=True)
class Handle(_Record):
    """The name of an account on a platform, in the platform's own spelling.

    >>> parse_handle("instagram", "https://instagram.com/Invented.Person").url
    'https://www.instagram.com/invented.person/'
    """

    platform: str
    """``instagram``, ``tiktok`` or ``youtube``."""
    handle: str
    """The handle without the @."""
    key: str
    """By which handles are the same: NFKC and case folding."""
    skeleton: str
    """By which handles look alike (UTS #39)."""
    url: str
    """The address of the profile."""

    def __repr__(self) -> str:
        return self._shown("platform")

    def __str__(self) -> str:
        return f"@{self.handle}"


@dataclass(frozen=True, slots=True)
class Country(_Record):
    """A country of ISO 3166-1.

    >>> parse_country("germany")
    Country(code='DE', alpha3='DEU', name='Germany')
    """

    code: str
    """Two letters."""
    alpha3: str
    """Three letters."""
    name: str
    """In English."""


@dataclass(frozen=True, slots=True)
class Language(_Record):
    """A language of BCP 47.

    >>> parse_language("PT-br")
    Language(tag='pt-BR', primary='pt', name='Portuguese')
    """

    tag: str
    """The whole tag in canonical case."""
    primary: str
    """The language alone."""
    name: str
    """In English."""


@dataclass(frozen=True, slots=True)
class Disclosure(_Record):
    """A declared partnership in a caption."""

    label: str
    """The words that declare it."""
    language: str
    """Their language."""
    start: int
    """Where they start, in characters."""
    end: int
    """Where they end, in characters."""


@dataclass(frozen=True, slots=True)
class Caption(_Record):
    """What stands in a caption."""

    hashtags: tuple[str, ...]
    """Without their number signs."""
    mentions: tuple[str, ...]
    """Handles without their @."""
    disclosures: tuple[Disclosure, ...]
    """Declared partnerships."""

    def __repr__(self) -> str:
        counts = f"{len(self.hashtags)} hashtags, {len(self.mentions)} mentions"
        return f"Caption({counts}, {len(self.disclosures)} disclosures)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance(_Record):
    """Where a value comes from."""

    source: str
    """Who it comes from: subject, third_party, automatic, public, government, representative."""
    collected_at: datetime.datetime
    """When it was read."""
    origins: tuple[str, ...] = ()
    """The systems that it passed through."""
    proof: str | None = None
    """The address where a public value could be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Location(_Record):
    """Where someone is, no finer than a city."""

    country: str | None = None
    """Two letters of ISO 3166-1."""
    region: str | None = None
    """A code of ISO 3166-2."""
    city: str | None = None

    def __repr__(self) -> str:
        return self._shown("country")


@dataclass(frozen=True, slots=True, kw_only=True)
class Post(_Record):
    """A post of an influencer: what was published, when, and how it was received.

    Hashtags and mentions are read from the caption where they are not given. A count that is hidden or not known is
    ``None``.

    >>> at = datetime.datetime(2026, 1, 31, 10, tzinfo=datetime.UTC)
    >>> post = Post(id="1", influencer_id="i1", platform="IG", published_at=at, caption="New #shoes", likes=120)
    >>> post.platform, post.hashtags
    ('instagram', ('shoes',))
    """

    id: str
    influencer_id: str
    platform: str
    published_at: datetime.datetime
    kind: str | None = None
    """photo, carousel, video, reel, short, story or live."""
    url: str | None = None
    caption: str | None = None
    likes: int | None = None
    comments: int | None = None
    shares: int | None = None
    saves: int | None = None
    views: int | None = None
    plays: int | None = None
    reach: int | None = None
    """Accounts that saw the post."""
    impressions: int | None = None
    """Times that the post was shown."""
    pinned: bool = False
    sponsored: bool | None = None
    """Whether the platform's own label declares a paid partnership."""
    hashtags: tuple[str, ...] | None = None
    """Without their number signs."""
    mentions: tuple[str, ...] | None = None
    """Handles on the platform of the post."""
    brands: tuple[str, ...] = ()
    followers_at_post: int | None = None
    """Followers of the account when the post was published."""
    collected_at: datetime.datetime | None = None
    """When the counts were read."""
    provenance: Provenance | None = None

    def __post_init__(self) -> None:
        self._take(call("read_post", **_given(self)))

    def __repr__(self) -> str:
        return self._shown("platform", "published_at", "likes", "comments")


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile(_Record):
    """An influencer's account on one platform.

    >>> Profile(id="i1", platform="tiktok", handle="@Invented.Person", followers=1200)
    Profile(platform='tiktok', followers=1200, …)
    """

    id: str
    platform: str
    handle: str
    full_name: str | None = None
    bio: str | None = None
    category: str | None = None
    url: str | None = None
    image_url: str | None = None
    account_type: str | None = None
    """creator, business or personal."""
    verified: bool | None = None
    private: bool | None = None
    gender: str | None = None
    age_band: str | None = None
    language: str | None = None
    location: Location | None = None
    followers: int | None = None
    following: int | None = None
    posts: int | None = None
    created_at: datetime.datetime | None = None
    provenance: Provenance | None = None

    def __post_init__(self) -> None:
        self._take(call("read_profile", **_given(self)))

    def __repr__(self) -> str:
        return self._shown("platform", "followers")


def _given(record: _Record) -> dict[str, Any]:
    """What a caller gave, unchanged: the core reads it, and refuses what is wrong."""
    return {
        field.name: value for field in fields(record) if (value := getattr(record, field.name)) is not None
    }


_READERS = {
    "hashtags": tuple,
    "mentions": tuple,
    "brands": tuple,
    "origins": tuple,
    "disclosures": lambda found: tuple(Disclosure(**one) for one in found),
    "published_at": _known(_instant),
    "collected_at": _known(_instant),
    "created_at": _known(_instant),
    "provenance": _known(Provenance._made),
    "location": _known(Location._made),
}


def parse_platform(text: str) -> str:
    """The platform that a text names.

    >>> parse_platform("Insta")
    'instagram'
    """
    platform: str = call("parse_platform", text=text)
    return platform


def parse_handle(platform: str, text: str) -> Handle:
    """A handle, or the address of a profile, by the rules of the platform."""
    return Handle(**call("parse_handle", platform=platform, text=text))


def handles_confusable(platform: str, first: str, second: str) -> bool:
    """Whether two handles look alike without being the same (UTS #39).

    >>> handles_confusable("youtube", "paypa1", "paypal")
    True
    """
    confusable: bool = call("handles_confusable", platform=platform, first=first, second=second)
    return confusable


def scan_caption(platform: str, text: str) -> Caption:
    """Hashtags, mentions and declared partnerships, by the rules of the platform.

    >>> scan_caption("instagram", "New shoes by @invented_shoes #ad").mentions
    ('invented_shoes',)
    """
    return Caption._made(call("scan_caption", platform=platform, text=text))


def parse_country(text: str) -> Country:
    """A country by its code or its name."""
    return Country(**call("parse_country", text=text))


def parse_language(text: str) -> Language:
    """A language by its tag."""
    return Language(**call("parse_language", text=text))


def parse_age_band(text: str) -> str:
    """An age band, both ends included.

    >>> parse_age_band("18–24")
    '18-24'
    """
    band: str = call("parse_age_band", text=text)
    return band


def read_post(post: Mapping[str, Any]) -> Post:
    """The post of a mapping, with times as RFC 3339 or ``datetime``; a misspelt field is refused."""
    return Post._made(call("read_post", **post))


def read_profile(profile: Mapping[str, Any]) -> Profile:
    """The profile of a mapping; a misspelt field is refused."""
    return Profile._made(call("read_profile", **profile))

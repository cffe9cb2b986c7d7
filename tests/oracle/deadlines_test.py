"""Every receipt date of twelve years against python-dateutil and the package ``holidays``."""

import datetime
import itertools

import holidays
import pytest
import renown as rn
from dateutil.relativedelta import relativedelta

FIRST, LAST = datetime.date(2023, 1, 1), datetime.date(2034, 12, 31)
WEEKENDS = {"IL": {4, 5}}


def days():
    return (FIRST + datetime.timedelta(n) for n in range((LAST - FIRST).days + 1))


def calendar(name):
    years = range(FIRST.year - 1, LAST.year + 3)
    country, _, region = name.partition("-")
    return frozenset(holidays.country_holidays(country, subdiv=region or None, years=years))


def rolled(day, free, weekend):
    while day.weekday() in weekend or day in free:
        day += datetime.timedelta(1)
    return day


def business(day, count, free, saturdays):
    for ordinal in itertools.count(day.toordinal() + 1):
        date = datetime.date.fromordinal(ordinal)
        free_day = date.weekday() == 6 or (date.weekday() == 5 and not saturdays) or date in free
        count -= not free_day
        if count == 0:
            return date
    raise AssertionError


class Clock:
    """A clock of an answer, with days for texts."""

    def __init__(self, clock):
        self.raw = datetime.date.fromisoformat(clock["raw"])
        self.due = datetime.date.fromisoformat(clock["due"])
        self.readings = {name: datetime.date.fromisoformat(due) for name, due in clock["readings"].items()}


def clocks(**asked):
    return {clock["id"]: Clock(clock) for clock in rn.deadline(**asked)["clocks"]}


@pytest.mark.parametrize("name", ["IE", "DE", "FR", "IL", "BG"])
def test_a_month_ends_as_the_regulation_says(name):
    free, weekend = calendar(name), WEEKENDS.get(name, {5, 6})
    for received in days():
        answer = clocks(regime="gdpr", right="access", received=received, calendar=name)["gdpr.answer"]
        assert answer.raw == received + relativedelta(months=1), received
        assert answer.due == rolled(answer.raw, free, weekend), received
        extended = clocks(
            regime="gdpr", right="access", received=received, calendar=name, extended_on=received
        )["gdpr.answer"]
        assert extended.raw == received + relativedelta(months=3), received
        assert extended.due == rolled(extended.raw, free, weekend), received


def test_business_days_and_look_backs_of_california_are_those_of_the_calendar():
    free = calendar("US-CA")
    for received in days():
        asked = clocks(regime="ccpa", right="know", received=received)
        assert asked["ccpa.confirm"].due == business(received, 10, free, saturdays=True), received
        assert asked["ccpa.confirm"].readings["weekdays"] == business(received, 10, free, saturdays=False)
        assert asked["ccpa.answer"].due == received + datetime.timedelta(45)
        assert asked["ccpa.look_back"].due == received - relativedelta(months=12)
        assert asked["ccpa.keep_record"].due == received + relativedelta(months=24)
        stop = clocks(regime="ccpa", right="opt_out", received=received)["ccpa.stop"]
        assert stop.due == business(received, 15, free, saturdays=True), received

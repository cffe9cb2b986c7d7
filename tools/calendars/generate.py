"""Writes core/policies/calendars.txt: the public holidays that statutory clocks roll over.

    pip install -r tools/calendars/requirements.txt
    python tools/calendars/generate.py

Source: the package `holidays` (MIT); the dates are facts. National holidays only: where a region has more, the
caller gives a calendar of their own.
"""

from pathlib import Path

import holidays

YEARS = range(2018, 2038)
EEA = "AT BE BG HR CY CZ DK EE FI FR DE GR HU IS IE IT LV LI LT LU MT NL NO PL PT RO SK SI ES SE".split()
COUNTRIES = [*EEA, "CH", "GB", "IL"]
# Regulation 1182/71 Article 2(2): working days are all but public holidays, Sundays and Saturdays.
WEEKENDS = {"IL": "fri sat"}
USUAL = "sat sun"
OUT = Path(__file__).parents[2] / "core" / "policies" / "calendars.txt"


def calendars():
    for country in COUNTRIES:
        yield (
            country,
            WEEKENDS.get(country, USUAL),
            lambda year, c=country: holidays.country_holidays(c, years=year),
        )
    yield "US-CA", USUAL, lambda year: holidays.country_holidays("US", subdiv="CA", years=year)


def main():
    lines = [
        "# Public holidays by jurisdiction and year, month-day. Written by tools/calendars/generate.py from the",
        f"# package holidays {holidays.__version__}; change that, not this.",
    ]
    for name, weekend, of_year in sorted(calendars()):
        lines.append(f"{name} weekend {weekend}")
        for year in YEARS:
            days = sorted(day for day in of_year(year) if day.year == year)
            lines.append(" ".join([name, str(year), *(day.strftime("%m-%d") for day in days)]))
    OUT.write_text("\n".join(lines) + "\n", encoding="ascii")


if __name__ == "__main__":
    main()

"""The report as people hold it in Python, and its charts."""

import copy
import json
import pickle
import subprocess
import sys

import pytest
import renown as rn
import reports


@pytest.fixture(scope="module")
def shown():
    return reports.full()


def test_a_report_comes_with_its_receipt(shown):
    report, receipt = shown
    assert (report, receipt) == (shown.report, shown.receipt) == (shown["report"], shown["receipt"])
    assert receipt["recipient"] == reports.BRAND
    assert "influencer.inferred.credibility" in receipt["categories"]


def test_fields_are_attributes_and_figures_are_figures(shown):
    report = shown.report
    assert isinstance(report.engagement.rate, rn.Estimate)
    assert report.engagement.rate.to_dict() == report["engagement"]["rate"]
    assert report.history.periods[0].likes.average.value > 0
    assert isinstance(report.engagement.rates.reach.figure, rn.Undefined)
    assert "engagement" in dir(report)
    assert "rate" in dir(report.engagement)
    with pytest.raises(AttributeError):
        report.nothing  # noqa: B018
    with pytest.raises(AttributeError, match="no field 'rat'"):
        report.engagement.rat  # noqa: B018


def test_a_report_never_changes(shown):
    before = shown.report.to_json()
    shown.report["counts"]["followers"] = 0
    shown.report.to_dict()["counts"]["followers"] = 0
    assert shown.report.to_json() == before
    with pytest.raises(AttributeError):
        shown.report.counts = None


def test_copies_pickles_and_json_are_the_same_report(shown):
    report = shown.report
    others = [copy.copy(report), copy.deepcopy(report), pickle.loads(pickle.dumps(report))]
    others += [
        rn.read_report(report.to_json()),
        rn.read_report(report.to_dict()),
        rn.Report.from_json(report.to_json()),
    ]
    assert all(other == report and other.to_json() == report.to_json() for other in others)
    assert report != reports.full(name="Another Invented").report
    assert pickle.loads(pickle.dumps(shown)) == shown


def test_no_form_for_a_programmer_prints_a_name(shown):
    printed = f"{shown!r} {shown.report!r} {shown.report.identity!r} {shown.report.content.top!r}"
    assert not [name for name in reports.PERSONAL if name in printed]


@pytest.mark.parametrize(
    ("written", "says"),
    [("{}", "version"), ("[", "no JSON"), ('{"version": 99}', "99"), ('{"version": 1}', "generated_at")],
)
def test_what_is_no_report_is_refused(written, says):
    with pytest.raises(rn.errors.MalformedArgumentsError, match=says):
        rn.read_report(written)


def test_a_broken_figure_is_refused_without_its_text(shown):
    written = shown.report.to_dict()
    written["engagement"]["rate"]["value"] = "Ivy Invented"
    with pytest.raises(rn.errors.MalformedArgumentsError) as raised:
        rn.read_report(written)
    assert "Ivy" not in str(raised.value)


def test_the_table_fits_its_terminal(shown):
    text = shown.report.text(width=60)
    assert text.startswith("@invented.person")
    assert max(map(len, text.splitlines())) <= 60
    assert "\x1b" not in text
    assert "\x1b" in shown.report.text(styled=True)


def test_the_page_is_written_and_shown_without_a_script(shown, tmp_path):
    page = shown.report.to_html(tmp_path / "report.html")
    assert (tmp_path / "report.html").read_text("utf-8") == page
    assert page.startswith("<!doctype html>")
    inside = shown.report._repr_html_()
    assert inside.startswith("<iframe")
    assert "sandbox" in inside
    assert "<script" not in page + inside


def test_every_chart_reads_as_vega_lite(shown):
    altair = pytest.importorskip("altair")
    for kind in [*shown.report.charts, "overview"]:
        chart = shown.report.plot(kind)
        assert isinstance(chart, altair.TopLevelMixin)
        assert chart.to_dict(validate=True)["description"] == shown.report.chart(kind)["description"]


def test_charts_are_valid_against_the_schema_of_vega_lite(shown):
    altair = pytest.importorskip("altair")
    jsonschema = pytest.importorskip("jsonschema")
    schema = altair.vegalite.v6.schema.core.load_schema()
    checker = jsonschema.Draft7Validator(schema)
    score = rn.score_account({"posts": 0, "followers": 4, "following": 2900})
    likes = rn.account_likes_over_time(reports.given()["posts"])
    specs = [shown.report.chart(kind) for kind in [*shown.report.charts, "overview"]]
    specs += [rn.chart("score", score), rn.chart("likes_over_time", likes)]
    profiles = [{"influencer_id": "inf-1", "platform": "instagram", "followers": 47_900}]
    specs.append(rn.chart("figures", rn.engagement(reports.given()["posts"], profiles)))
    assert len(specs) == 10
    for spec in specs:
        faults = [error.message[:200] for error in checker.iter_errors(spec)]
        assert not faults, (spec["description"], faults)


def test_charts_are_drawn(shown, tmp_path):
    pytest.importorskip("vl_convert")
    for kind in [*shown.report.charts, "overview"]:
        shown.report.save_chart(tmp_path / f"{kind}.png", kind)
        assert (tmp_path / f"{kind}.png").read_bytes().startswith(b"\x89PNG")
        shown.report.save_chart(tmp_path / f"{kind}.svg", kind)
        drawn = (tmp_path / f"{kind}.svg").read_text("utf-8")
        assert drawn.startswith("<svg")
        assert "NaN" not in drawn
        assert "undefined" not in drawn
    shown.report.save_chart(tmp_path / "likes.json", "likes_over_time")
    assert json.loads((tmp_path / "likes.json").read_text("utf-8")) == shown.report.chart("likes_over_time")


def test_a_chart_without_data_says_why():
    made = rn.report(
        {"id": "1", "platform": "tiktok", "handle": "a_b"},
        [],
        generated_at=reports.NOON,
        recipient=reports.BRAND,
    )
    assert made.report.charts == []
    with pytest.raises(rn.errors.NothingToDrawError, match="growth"):
        made.report.chart("growth")
    with pytest.raises(rn.errors.BadOptionError, match="likes_over_time, growth"):
        made.report.chart("pie")


def test_without_altair_a_chart_shows_itself_and_a_picture_says_what_is_missing(tmp_path):
    program = """
import sys
sys.modules["altair"] = sys.modules["vl_convert"] = None
import renown as rn
chart = rn.plot("figures", [{"name": "a", "value": 0.1, "low": 0.05, "high": 0.2}])
assert type(chart) is rn.Chart and chart == rn.Chart(chart.to_dict())
assert chart._repr_mimebundle_()["application/vnd.vegalite.v6+json"]["$schema"].endswith("v6.json")
try:
    chart.save(sys.argv[1])
except rn.errors.MissingPackageError as error:
    print(error)
"""
    words = [sys.executable, "-c", program, str(tmp_path / "a.png")]
    assert (
        "pip install vl-convert-python"
        in subprocess.run(words, capture_output=True, text=True, check=True).stdout
    )

"""Limits from counts."""

import math

import hermetic as hm
import numpy as np
import pytest


def test_nothing_observed_gives_ln_10():
    # CL_s with n = 0: exp(−s) = 0.1, whatever the background.
    for background in (0, 0.5, 3):
        limit = hm.limits.counting(observed=0, background=background, cl=0.9)
        assert limit.events == pytest.approx(math.log(10), rel=1e-9)


def test_the_single_channel_and_the_combination_agree():
    arguments = dict(observed=2, background=1.1, background_error=0.3, efficiency_error=0.1)
    limit = hm.limits.counting(**arguments)
    channel = dict(name="c", signal=1, observed=2, background=1.1, background_error=0.3)
    both = hm.limits.combine(
        {"channels": [{**channel, "signal_uncertainties": {"e": 0.1}}], "confidence_level": 0.9}
    )
    assert limit.events == pytest.approx(both.value, rel=1e-6)
    assert limit.expected["median"] > 0 and limit.method and "<table>" in limit._repr_html_()


def test_errors_weaken_the_limit():
    sharp = hm.limits.counting(observed=1, background=0.5).events
    assert hm.limits.counting(observed=1, background=0.5, efficiency_error=0.3).events > sharp


def test_published_curves():
    curve = hm.published("NA64 2019")
    assert np.all(np.diff(curve.mass_GeV) > 0) and "121801" in curve.citation
    assert curve.at(curve.mass_GeV) == pytest.approx(curve.epsilon, rel=1e-9)
    assert np.isnan(curve.at([1e-6, 50])).all()
    assert "NA64 2019" in hm.published_names()


def test_presets_are_editable():
    selection = hm.selections.na64e_invisible_2018()
    names = [cut["name"] for cut in selection.cuts]
    assert "E_ECAL" in names
    assert "E_ECAL" not in [cut["name"] for cut in selection.without("E_ECAL").cuts]
    assert selection == hm.selections.na64e_invisible_2018()
    assert len(selection.and_then(hm.Cut("more", "steps > 0")).cuts) == len(names) + 1
    exposure = sum(period["eot"] for period in hm.analyses.na64e_2016_2018().periods)
    assert exposure == pytest.approx(2.84e11, rel=0.01)


def test_intervals_by_their_methods():
    lower, upper = hm.limits.interval(0, 3.0, method="feldman_cousins")
    assert lower == 0 and upper == pytest.approx(1.08, abs=0.006)  # their Table IV
    raw = hm.limits.interval(0, 3.0, method="feldman_cousins_raw")
    assert raw.upper == pytest.approx(0.9530268540543141, rel=1e-9) and raw.status == "converged"
    exact = hm.limits.interval(2, 1.1)
    assert exact.upper == pytest.approx(hm.limits.interval(2, 1.1, method="bayes").upper, rel=1e-9)
    profile = hm.limits.interval(0, sideband=(3, 2.0), method="profile")
    assert profile.status == "outside_validity" and "undercovers" in profile.warning
    central = hm.limits.interval(6, 1.0, method="bayes", bounds="central")
    assert 0 < central.lower < 5 < central.upper


def test_significances():
    onoff = hm.limits.significance(4, sideband=(5, 5.0))
    assert onoff.significance == pytest.approx(1.66, abs=0.005)  # Cousins, Linnemann, Tucker (2008)
    assert hm.limits.significance(5, 1.0).p_value == pytest.approx(1 - 65 / 24 / math.e, rel=1e-10)
    expected = hm.limits.significance(signal=10, background=2.0, background_error=0.5)
    assert expected.asimov_significance > expected.significance > 3 and expected.median_count == 12
    with pytest.raises(hm.ArgumentError, match="not both"):
        hm.limits.significance(3, 1.0, signal=2)
    with pytest.raises(hm.ArgumentError, match="one of them"):
        hm.limits.interval(3)


def test_published_islands_and_contours(tmp_path):
    island = hm.published("NA64 visible", 2020)
    assert island.kind == "island" and np.all(island.upper > island.epsilon)
    assert island.at([0.0167])[0] == pytest.approx(1.181e-4) and island.upper_at([0.0167])[0] == pytest.approx(6.62e-4)
    alp = hm.published("NA64 ALP 2020")
    assert alp.kind == "contour" and len(alp.mass_GeV) == len(alp.coupling)
    with pytest.raises(hm.StateError, match="contour"):
        alp.at([0.01])
    with pytest.raises(hm.StateError, match="no island"):
        hm.published("NA64", 2019).upper_at([0.01])
    with pytest.raises(hm.NotFoundError, match="NA64 2019"):
        hm.published("NA64", 2029)

    path = tmp_path / "mine.csv"
    path.write_text("# digitised by hand\nm_MeV,lo,hi\n20,1e-4,5e-4\n10,8e-5,nan\n5,7e-5,1e-3\n")
    mine = hm.Curve.from_csv(path, mass="m_MeV", value="lo", upper="hi", mass_unit=1e-3)
    assert mine.mass_GeV == pytest.approx([0.005, 0.02]) and mine.upper == pytest.approx([1e-3, 5e-4])
    with pytest.raises(hm.NotFoundError, match="lo"):
        hm.Curve.from_csv(path, value="lower")
    with pytest.raises(hm.NotFoundError):
        hm.Curve.from_csv(tmp_path / "absent.csv")
    path.write_text("1,2\n3,x\n")
    with pytest.raises(hm.ParseError):
        hm.Curve.from_csv(path)

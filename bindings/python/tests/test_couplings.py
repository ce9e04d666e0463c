"""From counts to couplings, through Python."""

import json
import math

import hermetic as hm
import numpy as np
import pytest

C = hm.couplings
MASSES = [0.005, 0.01, 0.0167, 0.03]


def channel(*yields, **changes):
    return {"name": "run", "exposure": 1e11, "background": 0.1, "observed": 0, "yields": list(yields), **changes}


def model(*channels, **changes):
    return {"mass_GeV": MASSES, "channels": list(channels), **changes}


PRODUCTION = C.production([0.1, 0.03, 0.01, 0.003])
DECAY = C.decay([0.1, 0.05, 0.02, 1e-5], width="vector_ee", window_mm=(200, 3500), energy_GeV=[60, 90])


def test_production_alone_is_a_root():
    result = C.limits(model(channel(PRODUCTION, efficiency=0.5)))
    expected = np.sqrt(math.log(10) / (1e11 * 0.5 * np.array(PRODUCTION["per_exposure"])))
    assert result.upper_limit.compressed() == pytest.approx(expected, rel=1e-9)
    assert result.status() == ["excluded"] * 4 and result.upper_edge().mask.all()
    assert result.method == "exact Poisson CLs" and "MeV" in repr(result)


def test_islands_and_no_exclusion():
    result = C.limits(model(channel(DECAY, exposure=3e10)))
    assert result.status() == ["excluded"] * 3 + ["no_exclusion"]
    assert result.lower_edge().mask.tolist() == [False] * 3 + [True]
    strengths = C.strengths(model(channel(DECAY, exposure=3e10)), np.geomspace(1e-6, 1e-1, 200))
    assert strengths.shape == (200, 4) and np.isfinite(strengths).all()
    for index in range(3):
        inside = np.geomspace(1e-6, 1e-1, 200)[strengths[:, index] >= 1]
        low, high = result.intervals()[index][0]
        assert low <= inside.min() <= low * 1.06 and high >= inside.max() >= high / 1.06
    assert (strengths[:, 3] < 1).all()


def test_planes_and_projections():
    plane = {"kind": "y", "alpha_D": 0.1, "mass_ratio": 3}
    result = C.limits(model(channel(PRODUCTION), plane=plane, projection={"exposure_factors": [100]}))
    x, pieces = result.plane()
    assert x == pytest.approx(np.array(MASSES) / 3) and result.axes == ("m_chi_GeV", "y")
    assert [piece[0][0] for piece in pieces] == pytest.approx(result.upper_limit.compressed() ** 2 * 0.1 / 81)
    projected = result.projections[100.0]
    assert projected.exposure == pytest.approx(1e13)
    assert (projected.lower_edge("median") < result.lower_edge("median") / 2).all()
    with pytest.raises(hm.NotFoundError):
        projected.lower_edge("observed")


def test_alpha_D_is_self_consistent():
    line = C.resonant([1, 100], [1, 0.01], electron_density_per_mm3=2.7e21, alpha_D=0.1, minimum_energy_GeV=50)
    thermal = {"m_chi_GeV": [0.001, 0.3], "y": [1e-13, 1e-8]}
    plane = {"kind": "alpha_D", "mass_ratio": 3, "thermal": thermal}
    card = {"mass_GeV": [0.24], "channels": [channel(line)], "plane": plane, "bands": False}
    alpha = C.limits(card).plane()[1][0][0][1]
    card["channels"] = [channel({**line, "alpha_D": alpha})]
    again = C.limits(card)
    chi = 0.08
    thermal_y = 1e-13 * (chi / 0.001) ** (math.log(1e5) / math.log(300))
    assert alpha == pytest.approx(thermal_y * 81 / again.upper_limit[0] ** 2, rel=1e-5)


def test_published_searches():
    """From published counts: near the published limits, with the reasons for the rest in docs/couplings.md."""
    assert {"na64e_2016_2018", "na64mu_2022", "na64h_2024_eta"} <= set(C.presets())
    invisible = C.limits("na64e_2016_2018")
    ratio = invisible.upper_limit / hm.published("NA64", 2019).at(invisible.mass_GeV)
    light = invisible.mass_GeV <= 0.2
    assert light.sum() == 9 and (abs(ratio[light] - 1) < 0.2).all()
    both = C.limits("na64e_visible_2017_2018")
    curve = hm.published("NA64 visible", 2020)
    for mass in (0.005, 0.01, 0.0167, 0.02):
        low, high = both.intervals()[int(np.argmin(abs(both.mass_GeV - mass)))][0]
        assert low / curve.at([mass])[0] == pytest.approx(1, abs=0.2)
        assert high / curve.upper_at([mass])[0] == pytest.approx(1, abs=0.25)
    assert both.status()[-1] == "no_exclusion"
    eta = C.limits("na64h_2024_eta").upper_limit[0]
    assert eta == pytest.approx(1.1e-4, rel=0.05)
    muon = C.limits("na64mu_2022")
    assert muon.method == "hybrid CLs, exact counting" and (np.diff(muon.upper_limit) > 0).all()


def test_contours_of_tables_and_functions():
    axis = np.linspace(-1, 1, 41)
    (line,) = C.contour(axis, axis, axis[None, :] ** 2 + axis[:, None] ** 2, level=0.5)
    assert np.hypot(*line.T) == pytest.approx(math.sqrt(0.5), abs=1e-3) and (line[0] == line[-1]).all()
    sizes = []

    def function(x, y):
        sizes.append(len(x))
        return x**2 + y**2

    (traced,) = C.trace(function, (-1, 1), (-1, 1), level=0.5, cells=(8, 8), refinements=5)
    assert np.hypot(*traced.T) == pytest.approx(math.sqrt(0.5), abs=2e-5)
    assert sum(sizes) < 0.1 * 257**2
    with pytest.raises(hm.RangeError, match="nan"):
        C.trace(lambda x, y: x * np.nan, (0, 1), (0, 1))
    with pytest.raises(ZeroDivisionError):
        C.trace(lambda x, y: 1 / 0, (0, 1), (0, 1))
    with pytest.raises(hm.ArgumentError, match="shape"):
        C.contour([1, 2], [1, 2, 3], [[1, 2]])


def test_selections_by_the_mean_expected_limit():
    cuts = [30, 50, 70, 90]
    entries = [
        {"cut": cut, "channels": [{"name": "c", "signal": 1 - math.exp(-cut / 20), "observed": 0,
                                   "background": 0.02 * math.exp(cut / 12)}]}
        for cut in cuts
    ]  # fmt: skip
    best = C.optimise({"selections": entries})
    means = [row["expected_mean"] for row in best["rows"]]
    assert best["best"] == int(np.argmin(means)) and best["best_selection"] == cuts[int(np.argmin(means))]
    assert min(row["coupling_factor"] for row in best["rows"]) == 1


@pytest.mark.parametrize("plane", [None, {"kind": "y", "alpha_D": 0.1}])
def test_the_plot_draws_every_kind(plane):
    matplotlib = pytest.importorskip("matplotlib")
    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    changes = {} if plane is None else {"plane": plane}
    for item in (PRODUCTION, DECAY):
        result = C.limits(model(channel(item), projection={"exposure_factors": [10]}, **changes))
        overlay = ["NA64 2019", "NA64 visible 2020"] if plane is None else []
        ax = result.plot(overlay=overlay, relics={"line": ([0.001, 0.1], [1e-12, 1e-9])})
        ax.figure.canvas.draw()
        assert ax.get_xscale() == "log" and len(ax.get_legend().get_texts()) >= 2
        plt.close(ax.figure)


def test_hepdata(tmp_path):
    result = C.limits(model(channel(DECAY)))
    files = result.to_hepdata(tmp_path / "submission", comment="test", engine="yaml")
    names = {path.name for path in files}
    assert {"submission.yaml", "observed_lower_edge.yaml", "observed_upper_edge.yaml"} <= names
    table = json.loads((tmp_path / "submission" / "observed_lower_edge.yaml").read_text())
    values = [item["value"] for item in table["dependent_variables"][0]["values"]]
    assert values == pytest.approx(result.lower_edge().compressed())
    assert len(table["independent_variables"][0]["values"]) == len(values)
    text = (tmp_path / "submission" / "submission.yaml").read_text()
    assert text.count("\n---\n") == len(files) - 1
    with pytest.raises(hm.NotFoundError):
        result.to_hepdata(tmp_path, engine="root")

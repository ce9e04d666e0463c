"""Workspaces through the Python interface."""

import json
import math

import hermetic as hm
import numpy as np
import pytest

STRENGTH = {"name": "mu", "type": "normfactor", "data": None}


def workspace(observed=7, background=8.0, modifiers=()):
    return {
        "channels": [
            {
                "name": "c",
                "samples": [
                    {"name": "s", "data": [2.0], "modifiers": [STRENGTH]},
                    {"name": "b", "data": [background], "modifiers": list(modifiers)},
                ],
            }
        ],
        "observations": [{"name": "c", "data": [observed]}],
        "measurements": [{"name": "m", "config": {"poi": "mu", "parameters": []}}],
        "version": "1.0.0",
    }


NORM = {"name": "norm", "type": "normsys", "data": {"hi": 1.2, "lo": 1 / 1.2}}


def test_sources(tmp_path):
    content = workspace(modifiers=[NORM])
    path = tmp_path / "ws.json"
    path.write_text(json.dumps(content))
    limits = {
        hm.limits.Workspace.from_pyhf(source).upper_limit(cl=0.95).value
        for source in (content, json.dumps(content), path, str(path))
    }
    assert len(limits) == 1
    with pytest.raises(hm.NotFoundError, match="nowhere"):
        hm.limits.Workspace("nowhere.json")
    with pytest.raises(hm.RangeError, match=r"samples\[1\]\.data\[0\]"):
        hm.limits.Workspace(workspace(background=math.nan))


def test_likelihood_and_fit():
    model = hm.limits.Workspace(workspace(modifiers=[NORM]))
    assert model.parameter_names == ["mu", "norm"]
    rate = 2 * 0.5 + 8 * 1.2
    expected = rate - 7 * math.log(rate) + math.lgamma(8) + 0.5 + 0.5 * math.log(2 * math.pi)
    assert model.nll({"mu": 0.5, "norm": 1.0}) == pytest.approx(expected, abs=1e-12)
    many = model.nll(np.array([[0.5, 1.0], [1.0, 0.0]]))
    assert many.shape == (2,) and many[0] == model.nll([0.5, 1.0])
    fit = model.fit(minos=["mu"])
    assert fit["status"] == "converged" and fit["covariance_valid"]
    assert fit["parameters"]["mu"]["at_bound"] and fit["minos"]["mu"]["low_status"] == "at_bound"
    assert fit["twice_nll"] <= 2 * model.nll(fit["values"]) + 1e-9
    with pytest.raises(hm.ArgumentError):
        model.nll([1.0])
    with pytest.raises(hm.NotFoundError):
        model.nll({"nu": 1.0})


def test_limits_name_their_method():
    small = hm.limits.Workspace(workspace(observed=0, background=0.1))
    limit = small.upper_limit()
    assert limit.method == "exact Poisson CLs"
    assert limit.value == pytest.approx(math.log(10) / 2, rel=1e-7)
    asymptotic = small.upper_limit(method="asymptotic")
    assert asymptotic.value < 0.75 * limit.value and "not valid" in asymptotic.details["warnings"][0]
    large = hm.limits.Workspace(workspace(observed=80, background=80.0, modifiers=[NORM]))
    assert large.upper_limit().method == "asymptotic CLs, q_mu_tilde"
    both = [large.test([5.0], statistic=s)["tests"][0] for s in ("cls", "cls+b")]
    assert both[0]["cl_s"] == pytest.approx(both[0]["cl_s_plus_b"] / both[0]["cl_b"])


def test_toys_and_threads():
    model = hm.limits.Workspace(workspace(modifiers=[NORM]))
    one = model.toys(3.0, toys=500, seed=4)
    assert len(one) == 500 and np.all(one >= 0)
    assert np.array_equal(one, model.toys(3.0, toys=500, seed=4, threads=2))
    limit = model.upper_limit(method="toys", toys=1000, points=5)
    assert limit.method == "frequentist toys CLs, q_mu_tilde" and limit.details["error"] > 0


def test_patchset():
    background = workspace()
    points = {}
    for mass in (10, 20):
        content = workspace()
        content["channels"][0]["samples"][0]["data"] = [mass / 4]
        points[f"m{mass}"] = ([mass], content)
    grid = hm.limits.patchset(background, points)
    assert [patch["metadata"]["values"] for patch in grid["patches"]] == [[10], [20]]
    for name, (_, content) in points.items():
        made = hm.limits.Workspace(background, patch=grid, patch_name=name)
        assert made.to_pyhf()["channels"] == content["channels"]
    with pytest.raises(hm.NotFoundError, match="m10"):
        hm.limits.patched(background, grid, "m11")


def test_exports():
    model = hm.limits.Workspace(workspace(modifiers=[NORM]))
    again = hm.limits.Workspace(model.to_pyhf())
    assert again.nll([1.0, 0.3]) == model.nll([1.0, 0.3])
    hs3 = model.to_hs3()
    assert hs3["metadata"]["hs3_version"] and hs3["distributions"][0]["type"] == "histfactory_dist"


@pytest.mark.filterwarnings("ignore")  # of pyhf's own dependencies
def test_against_pyhf():
    pyhf = pytest.importorskip("pyhf")
    content = workspace(observed=12, modifiers=[NORM, {"name": "stat", "type": "shapesys", "data": [1.5]}])
    model = pyhf.Workspace(content).model()
    data = pyhf.Workspace(content).data(model)
    ours = hm.limits.Workspace(content)
    assert [item["name"] for item in ours.describe()["parameters"]] == model.config.par_order
    rng = np.random.default_rng(2)
    for _ in range(20):
        point = np.array(model.config.suggested_init()) + 0.3 * rng.uniform(-1, 1, model.config.npars)
        assert ours.nll(point) == pytest.approx(-float(model.logpdf(point, data)[0]), abs=1e-8)
    for mu in (1.0, 3.0):
        observed, expected = pyhf.infer.hypotest(mu, data, model, return_expected_set=True)
        row = ours.test(mu, method="asymptotic")["tests"][0]
        assert row["cl_s"] == pytest.approx(float(observed), rel=1e-4)
        assert row["expected"] == pytest.approx([float(value) for value in expected], rel=1e-4)

"""Millicharged pairs, flavour change, charge exchange, muon pairs: the same numbers through Python."""

import hermetic as hm
import numpy as np
import pytest


def mass_squared(p):
    return p[..., 0] ** 2 - (p[..., 1:] ** 2).sum(-1)


def test_millicharged_pairs():
    model = hm.Millicharged("10 MeV", charge=1e-2)
    sigma = model.cross_section([0.01, 100], target="Pb")
    assert sigma[0] == 0  # below threshold
    # 1.69775e8 pb at Q = 1 for A = 207, alpha = 1/137; ours is 0.08 % lower for its alpha.
    assert sigma[1] * 1e4 == pytest.approx(1.69775e8, rel=2e-3)
    states = model.sample(200, energy_GeV=100, target="Pb", seed=3)
    total = sum(states.values())
    assert np.ptp(total[:, 0]) < 1e-9 * total[0, 0]
    np.testing.assert_allclose(total[:, 1:3], 0, atol=1e-9 * 100)
    np.testing.assert_allclose(mass_squared(states["Q"]), 1e-4, rtol=0, atol=1e-9 * 1e4)
    later = model.sample(50, energy_GeV=100, target="Pb", seed=3, first=150)
    assert np.array_equal(later["Qbar"], states["Qbar"][150:])
    assert model.decays["rho -> Q Qbar"]["width_GeV"] > 0


def test_flavour_changing_scalar():
    exact = hm.LFVScalar("1 GeV").cross_section(160, beam="mu-")[0]
    approximate = hm.LFVScalar("1 GeV", approximation="weizsaecker_williams").cross_section(160, beam="mu-")[0]
    assert approximate == pytest.approx(exact, rel=0.02)
    with pytest.raises(hm.KinematicsError):
        hm.LFVScalar("50 MeV", outgoing="e")


def test_conversion_and_its_ratio():
    model = hm.FlavourConversion("V_LL", "u")
    # 7.5e-4 pb per proton at 160 GeV and 1 TeV; hydrogen is one proton and 0.008 neutrons.
    assert model.cross_section(160, target="H", beam="mu-")[0] == pytest.approx(1.931437e-12 * 3.8937937e8, rel=5e-3)
    y = np.linspace(0.01, 0.97, 25)
    assert np.all(model.differential_cross_section("y", y, energy_GeV=160, beam="mu-") > 0)
    answer = model.ratio(160, denominator_pb=1.445e10, denominator="bremsstrahlung, photons > 1 GeV", beam="mu-")
    assert answer["ratio"] == answer["numerator_pb"] / 1.445e10
    assert "photons > 1 GeV" in answer["denominator"]
    with pytest.raises(hm.ArgumentError):
        model.ratio(160, denominator_pb=1.0, denominator=" ")
    states = model.sample(100, energy_GeV=160, target="Fe", beam="mu-")
    np.testing.assert_allclose(mass_squared(states["lepton"]), 1.77686**2, rtol=1e-6)
    decays = model.sample_decays("pion", 100, energy_GeV=100)
    np.testing.assert_allclose((decays["pion"] + decays["neutrinos"])[:, 0], 100, rtol=1e-12)
    assert sum(d["branching_ratio"] for d in model.decays.values()) == pytest.approx(1)


def test_charge_exchange_names_its_normalisation():
    default = hm.MesonInvisible("eta")
    published = hm.MesonInvisible("eta", normalization="as_published_in_geant4")
    ratio = default.cross_section(50, target="Fe") / published.cross_section(50, target="Fe")
    assert ratio[0] == pytest.approx(2.14, abs=0.01)
    for model in (default, published):
        approximation = model.processes["charge_exchange"]["approximation"]
        assert "factor 2 to 7" in approximation and model.parameters["normalization"] in approximation
    # 1.5e-5 per pion and interaction length, as coded (A of iron 55.845).
    made = published.yield_per_pion(50, target="Fe", areal_density_g_cm2=160.8, atomic_mass_g_mol=55.845)
    assert made[0] == pytest.approx(1.5e-5, rel=0.03)
    states = default.sample(100, energy_GeV=50, target="Fe")
    np.testing.assert_allclose(mass_squared(states["meson"]), 0.547862**2, rtol=1e-8)


def test_muon_pairs():
    model = hm.Dimuon()
    sigma = model.cross_section([1, 10, 100], target="Pb", beam="gamma")
    np.testing.assert_allclose(sigma * 1e-6, [30.224, 334.64, 886.38], rtol=1e-4)
    electrons = model.cross_section([43.6, 50], target="Pb", beam="e+", process="positron_annihilation")
    assert electrons[0] == 0 and electrons[1] * 1e-6 == pytest.approx(71.13, rel=1e-4)
    states = model.sample(100, energy_GeV=10, target="Pb")
    assert np.all(mass_squared(states["mu-"] + states["mu+"]) > 4 * 0.10565**2)


def foil(particle, energy_GeV, signal, **changes):
    box = {"name": "foil", "shape": "box", "material": "Fe", "size_mm": [300, 300, 1], "position_mm": [0, 0, 0]}
    setup = hm.Setup({"world": {"material": "vacuum", "size_mm": [400, 400, 400]}, "volumes": [box]})
    beam = hm.Beam(particle=particle, energy_GeV=energy_GeV, position_mm=(0, 0, -150))
    return hm.Study(setup=setup, beam=beam, signal=signal, **changes).run(events=100, seed=2)


@pytest.mark.parametrize(
    "signal, particle, energy, parameter, power",
    [
        (hm.RunSignal(hm.MesonInvisible("eta"), chains_per_event=4), "pi-", 50, "invisible_branching_ratio", 1),
        (hm.RunSignal(hm.Millicharged, mass="100 MeV", chains_per_event=4), "mu-", 160, "charge", 2),
        (hm.RunSignal(hm.LFVScalar("500 MeV"), minimum_boson_energy_GeV=1, chains_per_event=4), "mu-", 160, "coupling", 2),
        (hm.RunSignal(hm.FlavourConversion("V_LL", "u"), chains_per_event=4), "mu-", 160, "coupling", 2),
    ],
)
def test_runs(signal, particle, energy, parameter, power):
    run = foil(particle, energy, signal)
    assert run.worst_energy_imbalance < 1e-9
    weights, made = run.events["signal.weight_0"], run.events["signal.yield_0"].mean()
    assert made > 0 and weights.mean() == pytest.approx(made, rel=0.05)
    everything = {"name": "all", "cuts": [{"name": "all", "expression": "weight > 0"}]}
    result = run.limit(exposure=1e12, selection=everything)
    assert result.parameter == parameter
    # 2.30 events, of which all pass.
    assert result.yield_limit_per_eot[0] == pytest.approx(2.3026e-12, rel=1e-3)
    assert result.parameter_limit[0] == pytest.approx((2.3026e-12 / made) ** (1 / power), rel=1e-3)
    # The printed card gives the same run.
    again = hm.Run({**run.card["card"], "events": 3}).advance(progress=False)
    assert np.array_equal(again.events["signal.weight_0"], weights[:3])


def test_run_signal_says_what_is_wrong():
    with pytest.raises(hm.errors.ArgumentError, match="needs mass"):
        hm.RunSignal(hm.Millicharged).to_dict()
    with pytest.raises(hm.errors.ArgumentError, match="no model"):
        hm.RunSignal(3).to_dict()
    assert hm.RunSignal("millicharged", ["10 MeV", 0.1]).to_dict()["masses_GeV"] == [0.01, 0.1]
    assert "masses_GeV" not in hm.RunSignal(hm.FlavourConversion("S", "d")).to_dict()

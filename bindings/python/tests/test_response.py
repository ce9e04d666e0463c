"""Response, identification, cells, shower libraries."""

import json

import hermetic as hm
import numpy as np
import pytest

RESPONSE = {"sensors": {"ecal": {"photoelectrons_per_GeV": 200, "noise_GeV": 0.01, "time_ns": 1.3}}}


def bits(run):
    return {name: values.tobytes() for name, values in run.events.items()}


def test_truth_stands_beside_what_is_reported(study, run):
    measured = study.replace(response=RESPONSE, cells=["ecal"]).run(events=12, seed=3)
    events = measured.events
    np.testing.assert_array_equal(events["truth.ecal.total_GeV"], run.events["ecal.total_GeV"])
    np.testing.assert_array_equal(events["ecal.visible_GeV"], run.events["ecal.visible_GeV"])
    assert not np.array_equal(events["ecal.total_GeV"], events["truth.ecal.total_GeV"])
    np.testing.assert_allclose(events["ecal.total_GeV"], events["truth.ecal.total_GeV"], rtol=0.7)
    cells = measured.cells("ecal")
    assert cells.shape == (12, 2, 3, 3)
    np.testing.assert_allclose(cells.sum((1, 2, 3)), events["ecal.total_GeV"], rtol=1e-12)
    np.testing.assert_allclose(cells[:, 0].sum((1, 2)), events["ecal.section0_GeV"], rtol=1e-12)
    truth = measured.cells("ecal", truth=True, first=3, events=2)
    np.testing.assert_allclose(truth.sum((1, 2, 3)), events["truth.ecal.total_GeV"][3:5], rtol=1e-12)


def test_same_bits_for_any_threads(study):
    noisy = study.replace(
        response={**RESPONSE, "pile_up": {"particles_per_spill": 1e8, "library_events": 4}},
        identification=hm.identification.card(cells=["ecal"], position=["ecal"]),
    )
    one = noisy.run(events=16, seed=3, threads=1)
    assert bits(one) == bits(noisy.run(events=16, seed=3, threads=3))
    assert (one.events["ecal.pile_up_GeV"] > 0).any()


def test_pile_up_of_several_kinds(study):
    """Muons alone reach the mean of muons; a tenth of them, a tenth of it."""

    def added(composition, events=4000):
        card = {"pile_up": {"particles_per_spill": 2e8, "library_events": 40, "composition": composition}}
        beam = hm.Beam(energy_GeV=0.5)
        return study.replace(beam=beam, response=card).run(events=events, seed=3).events["ecal.pile_up_GeV"]

    muons, electrons, mixed = added({"mu-": 1}), added({"e-": 1}), added({"e-": 9, "mu-": 1})
    expected = 0.9 * electrons.mean() + 0.1 * muons.mean()
    error = np.sqrt((0.81 * electrons.var() + 0.01 * muons.var() + mixed.var()) / mixed.size)
    assert abs(mixed.mean() - expected) < 4 * error and abs(muons.mean() - electrons.mean()) > 20 * error
    with pytest.raises(hm.NotFoundError, match="pile_up.composition"):
        added({"tachyon": 1}, events=1)


def test_pile_up_is_not_biased(study):
    """Other beam particles do what they do in nature, however much the event itself is biased."""
    card = {"pile_up": {"particles_per_spill": 2e8, "library_events": 20}}
    plain = study.replace(response=card)
    biased = plain.replace(physics=hm.Physics(biasing={"gamma_to_muons": 1e6}))
    a, b = (s.run(events=50, seed=3).events for s in (plain, biased))
    assert (np.asarray(b["truth.muon_pairs"]) > 0).any()
    np.testing.assert_array_equal(a["ecal.pile_up_GeV"], b["ecal.pile_up_GeV"])


def test_cells_must_be_asked_for(run):
    with pytest.raises(hm.StateError, match="cells"):
        run.cells("ecal")
    with pytest.raises(hm.NotFoundError, match="ecal"):
        run.cells("ecel")


def test_shower_library_keeps_electrons(study, tmp_path):
    def library():
        return hm.identification.shower_library(
            study.setup, energies_GeV=[2], events=200, beam=hm.Beam(spot_sigma_mm=(3, 3)), path=tmp_path / "l.json"
        )

    made = library()
    assert library() == json.loads((tmp_path / "l.json").read_text()) == json.loads(json.dumps(made))
    events = (
        study.replace(
            beam=hm.Beam(energy_GeV=2, spot_sigma_mm=(3, 3)), identification=hm.identification.card(shower=made)
        )
        .run(events=200, seed=9)
        .events
    )
    kept = (events["ecal.shower_chi2"] < events["ecal.shower_limit"]).mean()
    assert abs(kept - 0.95) < 4 * np.sqrt(0.95 * 0.05 * 2 / 200), kept


def test_bad_libraries_are_refused(study):
    with pytest.raises(hm.ConfigurationError, match="entries"):
        study.replace(
            identification={"shower": {"library": {"sensor": "ecal", "sections": 2, "quantile": 0.9, "entries": []}}}
        ).prepare(events=1)

"""Tallies: sums per bin beside the event columns, and blocks of one material."""

import hermetic as hm
import numpy as np
import pytest


@pytest.fixture(scope="module")
def shower():
    return hm.Setup.slab("Pb", "25 X0").shoot("e-", energy_GeV=1, events=150, progress=False)


def test_depth_and_radius_hold_the_deposits(shower):
    deposited = shower.column("deposited_GeV").mean()
    assert shower.tally("depth").mean.sum() == pytest.approx(deposited, rel=1e-3)
    assert shower.tally("radius").mean.sum() == pytest.approx(deposited, rel=5e-3)
    assert shower.tally("depth").mean.shape == (50,)
    assert shower.tally("radius").axis("radius_mm")[-1] == 200


def test_profile_of_a_shower(shower):
    """Rises, has its maximum at about ln(E/Ec) − 0.5 = 4.4 X0, falls."""
    mean = shower.tally("depth").mean
    centres = 0.25 + 0.5 * np.arange(len(mean))
    assert 3 < centres[np.argmax(mean)] < 6
    assert mean[0] < 0.3 * mean.max() and mean[-1] < 0.01 * mean.max()


def test_track_length(shower):
    """Approximation A: ∫ over energies above E of the e± track length is about 0.437 E0/E X0."""
    tally = shower.tally("track_length")
    above = tally.axis("energy_GeV")[:-1] >= 0.0999
    total = sum(tally.select(particle=p, material="Pb").mean[above].sum() for p in ("e-", "e+"))
    assert total / 5.612 == pytest.approx(0.437 * 10, rel=0.15)
    photons = tally.select(particle="gamma", material="Pb").mean
    assert photons[above].sum() > 0
    with pytest.raises(hm.NotFoundError, match="neutron"):
        tally.select(particle="neutron")
    with pytest.raises(hm.NotFoundError, match="depth"):
        tally.axis("depth")


def test_a_photon_block_attenuates_as_it_should():
    """The first interaction: photon track length = (1 − exp(−μd))/μ."""
    setup = hm.Setup.slab("polystyrene", "1 mm")
    run = setup.shoot("gamma", energy_GeV=0.01, events=20_000, progress=False)
    tally = run.tally("track_length").select(particle="gamma", material="polystyrene")
    top = np.searchsorted(tally.axis("energy_GeV"), 0.01) - 1
    primary = tally.mean[top : top + 2].sum()
    mu = hm.physics.cross_section("total", "gamma", "polystyrene", 0.01)[0]
    # Compton photons that hardly lose energy stay in the bin of the primary: 0.1 %.
    assert primary == pytest.approx((1 - np.exp(-mu)) / mu, rel=2e-3)


def test_same_bits_for_threads():
    card = hm.Study(
        setup=hm.Setup.slab("Cu", "10 X0"),
        beam=hm.Beam(energy_GeV=0.3, position_mm=(0, 0, -1)),
        tallies={
            "l": {"kind": "track_length"},
            "rz": {"kind": "deposit", "radius_mm": [0, 5, 50, 500], "depth_mm": [1, 20, 80, 200]},
        },
    ).card(events=30)
    one, two = hm.Run(card), hm.Run(hm.Run(card).card["card"])
    for _ in one.slices(threads=1, slice_ms=0):
        pass
    while not two.finished:
        for _ in two.slices(events=4, threads=2, slice_ms=1):
            pass
    for name in ("l", "rz"):
        assert np.array_equal(one.tally(name).mean, two.tally(name).mean)
        assert np.array_equal(one.tally(name).error, two.tally(name).error)
    assert one.tally("rz").mean.shape == (3, 3)


@pytest.mark.parametrize("material, depth", [("W", "30 X0"), ("G4_Fe", "20 X0"), ("polystyrene", "5 X0")])
def test_energy_closes_in_any_block(material, depth):
    for particle in ("gamma", "e+"):
        run = hm.Setup.slab(material, depth).shoot(particle, energy_GeV=0.5, events=20, progress=False)
        assert run.worst_energy_imbalance < 1e-9


def test_a_volume_and_a_slab():
    volume = {
        "name": "ECAL",
        "shape": "layered_calorimeter",
        "layers": 30,
        "slabs": [{"material": "W", "thickness_mm": 2}, {"material": "polystyrene", "thickness_mm": 3}],
        "size_mm": [300, 300],
        "position_mm": [0, 0, 75],
        "sensitive": {"name": "ecal", "slab": 1},
    }
    setup = hm.Setup({"world": {"material": "vacuum", "size_mm": [400, 400, 400]}, "volumes": [volume]})
    tally = {"kind": "deposit", "radius_mm": [0, 1e4], "volume": "ECAL", "slab": 1}
    run = setup.shoot("e-", energy_GeV=0.5, events=20, progress=False, tallies={"active": tally})
    assert run.tally("active").mean[0] == pytest.approx(run.column("ecal.visible_GeV").mean(), rel=1e-6)


def test_bad_depths():
    with pytest.raises(hm.ParseError):
        hm.Setup.slab("Pb", "4e X0")
    with pytest.raises(hm.RangeError):
        hm.Setup.slab("Pb", "-3 X0")
    with pytest.raises(hm.NotFoundError):
        hm.Setup.slab("Pbb", "3 X0")

"""Small runs that the tests share: a calorimeter of its own, so that they take milliseconds."""

import hermetic as hm
import pytest

ECAL = hm.LayeredCalorimeter(
    name="ECAL",
    sensor="ecal",
    layers=60,
    absorber=("Pb", "1.5 mm"),
    active=("polystyrene", "1.5 mm"),
    cells=(3, 3),
    cell_mm=66,
    sections=(16, 44),
)
HALL = hm.World("air", (1000, 1000, 2000)).place(ECAL, front_mm=0)


@pytest.fixture(scope="session")
def study():
    return hm.Study(
        setup=HALL,
        beam=hm.Beam(energy_GeV=2),
        selection=hm.Selection.of(
            hm.Cut("E_ECAL", "ecal.total_GeV < 50"), hm.Cut("SRD", efficiency=0.9, error=0.01, source="a test")
        ),
    )


@pytest.fixture(scope="session")
def run(study):
    return study.run(events=12, seed=3)


@pytest.fixture(scope="session")
def signal_run(study):
    signal = hm.DarkPhoton(["10 MeV", "50 MeV"], minimum_boson_energy_GeV=5)
    return study.replace(beam=hm.Beam(energy_GeV=10), signal=signal).run(events=8, seed=3)

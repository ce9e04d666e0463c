"""Magnetic fields through the package."""

import numpy as np
import pytest

import hermetic as hm

HALL = hm.World("vacuum", (1000, 600, 12_000))


def test_dipole_bends_by_seven_tesla_metres():
    setup = hm.World("air", (4_000, 4_000, 40_000)).place(hm.Dipole(field_T=1.75, length_mm=4000), z_mm=-15_000).setup()
    assert setup.field([[0, 0, -15_000], [0, 0, 0]]).tolist() == [[0, 1.75, 0], [0, 0, 0]]
    assert setup.field([0, 0, -15_000]).shape == (3,)
    momentum = np.array([[0, 0, 100.0], [0, 0, 50.0]])
    there = setup.propagate("e-", z_mm=0, position_mm=[0, 0, -19_000], momentum_GeV=momentum)
    assert there.position_mm.shape == (2, 3) and there.jacobian is None
    angle = there.momentum_GeV[:, 0] / np.linalg.norm(there.momentum_GeV, axis=1)
    assert angle == pytest.approx([0.299792458 * 7 / 100, 0.299792458 * 7 / 50], rel=1e-12)
    assert np.linalg.norm(there.momentum_GeV, axis=1) == pytest.approx([100, 50], rel=1e-14)
    other = setup.propagate("pi+", z_mm=0, position_mm=[0, 0, -19_000], momentum_GeV=momentum)
    assert other.position_mm[:, 0] == pytest.approx(-there.position_mm[:, 0], rel=1e-12)
    back = setup.propagate("e-", z_mm=-19_000, position_mm=there.position_mm, momentum_GeV=there.momentum_GeV)
    assert np.abs(back.position_mm - [0, 0, -19_000]).max() < 1e-8
    assert (back.path_mm < 0).all()


def test_jacobian_against_differences():
    setup = HALL.place(
        hm.Dipole(1.2, 1500, aperture_mm=(900, 140), edge=hm.EngeEdge(gap_mm=150)), z_mm=0
    ).setup()

    def end(state):
        x, y, tx, ty, qp = state
        p = -1 / qp
        direction = np.array([tx, ty, 1]) / np.sqrt(1 + tx * tx + ty * ty)
        result = setup.propagate("mu-", z_mm=4000, position_mm=[x, y, -4000], momentum_GeV=p * direction, jacobian=True)
        r, q = result.position_mm, result.momentum_GeV
        return np.array([r[0], r[1], q[0] / q[2], q[1] / q[2], -1 / np.linalg.norm(q)]), result.jacobian

    start = np.array([2.0, 20.0, 1e-3, -5e-4, -1 / 8])
    _, jacobian = end(start)
    for column, step in enumerate((1e-2, 1e-2, 1e-6, 1e-6, 1e-5)):
        shift = np.zeros(5)
        shift[column] = step
        difference = (end(start + shift)[0] - end(start - shift)[0]) / (2 * step)
        assert jacobian[:, column] == pytest.approx(difference, rel=1e-4, abs=1e-6 * np.abs(difference).max())


def test_particles_that_turn_round_are_nan():
    setup = HALL.place(hm.Dipole(2, 2000), z_mm=0).setup()
    there = setup.propagate("e-", z_mm=5000, position_mm=[0, 0, -4000], momentum_GeV=[0, 0, 0.1])
    assert np.isnan(there.position_mm).all() and np.isnan(there.path_mm).all()


def test_quadrupole_is_a_thick_lens():
    lens = hm.Quadrupole(20, 1000, aperture_mm=(80, 80))
    setup = HALL.place(lens, z_mm=0).setup()
    assert setup.field([[3, -2, 0]]) == pytest.approx(np.array([[-0.04, 0.06, 0]]), abs=1e-15)
    there = setup.propagate("mu+", z_mm=500, position_mm=[0, 0, -500], momentum_GeV=[0, 0, 10], jacobian=True)
    root = np.sqrt(0.299792458e-3 * 0.02 / 10)
    phi = 1000 * root
    block = there.jacobian[np.ix_([0, 2], [0, 2])]
    assert block == pytest.approx(np.array([[np.cos(phi), np.sin(phi) / root], [-root * np.sin(phi), np.cos(phi)]]), rel=1e-6)
    soft = HALL.place(hm.Quadrupole(20, 1000, aperture_mm=(80, 80), bore_mm="10 cm"), z_mm=0).setup()
    along = np.linspace(-1400, 1400, 2801)
    gradient = soft.field(np.column_stack([np.full_like(along, 1e-3), 0 * along, along]))[:, 1] / 1e-3
    assert gradient.sum() == pytest.approx(20, rel=1e-8)


def test_solenoid_on_its_axis():
    setup = HALL.place(hm.Solenoid(3, "1 m", "200 mm", reach_mm=2000), z_mm=100).setup()
    z = np.array([-800.0, 0, 100, 700, 2601])

    def end(s):
        return s / np.hypot(s, 100)

    expected = 3 * (end(z - 100 + 500) - end(z - 100 - 500)) / (2 * end(500))
    expected[-1] = 0  # beyond the reach
    field = setup.field(np.column_stack([0 * z, 0 * z, z]))
    assert field[:, 2] == pytest.approx(expected, abs=1e-13)
    assert np.abs(field[:, :2]).max() == 0


def test_bad_lenses():
    with pytest.raises(hm.GeometryError, match="pole"):
        HALL.place(hm.Quadrupole(20, 1000, aperture_mm=(80, 80), bore_mm=40), z_mm=0).setup()
    with pytest.raises(hm.RangeError, match="gradient_T_m"):
        HALL.place(hm.Quadrupole(float("nan"), 1000), z_mm=0).setup()
    with pytest.raises(hm.RangeError, match="bore_mm"):
        HALL.place(hm.Solenoid(1, 1000, 0), z_mm=0).setup()


def table():
    x, y, z = np.linspace(-100, 100, 6), np.linspace(-50, 50, 3), np.linspace(-400, 400, 9)
    grid = np.stack(np.meshgrid(x, y, z, indexing="ij"), axis=-1)
    field = np.stack([0 * grid[..., 0], 1 + 1e-3 * grid[..., 0], 1e-4 * grid[..., 2]], axis=-1)
    return x, y, z, grid.reshape(-1, 3), field


def test_maps_from_arrays_npz_and_text(tmp_path):
    x, y, z, points, field = table()
    own = hm.FieldMap(x, y, z, field)
    own.save_npz(tmp_path / "map.npz")
    rows = np.column_stack([points / 10, field.reshape(-1, 3) * 1e4])
    np.random.default_rng(1).shuffle(rows)
    np.savetxt(tmp_path / "map.txt", rows, header="cm and gauss")
    at = [[13, -7, 120], [-99, 49, -399], [0, 0, 500]]
    expected = [[0, 1.013, 0.012], [0, 0.901, -0.0399], [0, 0, 0]]
    for made in (
        own,
        hm.FieldMap.from_npz(tmp_path / "map.npz", interpolation="tricubic"),
        hm.FieldMap.from_text(tmp_path / "map.txt", length_unit_mm=10, field_unit_T=1e-4),
        hm.FieldMap.from_points(np.column_stack([points, field.reshape(-1, 3)])),
    ):
        assert HALL.place(made, z_mm=0).setup().field(at) == pytest.approx(np.array(expected), abs=1e-12)
        moved = HALL.place(made, z_mm=1000, x_mm=50).setup()
        assert moved.field([[63, -7, 1120]]) == pytest.approx(np.array([expected[0]]), abs=1e-12)


def test_bad_maps(tmp_path):
    x, y, z, points, field = table()
    hole = field.copy()
    hole[2, 1, 4, 1] = np.nan
    with pytest.raises(hm.ConfigurationError, match="hole.*20.0, 0.0, 0.0|hole.*-20.0, 0.0, 0.0"):
        HALL.place(hm.FieldMap(x, y, z, hole), z_mm=0).setup()
    rows = np.column_stack([points, field.reshape(-1, 3)])
    with pytest.raises(hm.ConfigurationError, match="1 of 162 points are missing"):
        HALL.place(hm.FieldMap.from_points(np.delete(rows, 7, axis=0)), z_mm=0).setup()
    with pytest.raises(hm.ConfigurationError, match="rise"):
        HALL.place(hm.FieldMap(x[::-1], y, z, field), z_mm=0).setup()
    with pytest.raises(hm.RangeError, match="tesla"):
        HALL.place(hm.FieldMap(x, y, z, 1e4 * field), z_mm=0).setup()
    with pytest.raises(hm.ArgumentError, match="shape"):
        hm.FieldMap(x, y, z, field[:, :, :-1])
    with pytest.raises(hm.NotFoundError, match="cannot be read"):
        hm.FieldMap.from_text(tmp_path / "none.txt")
    (tmp_path / "words.txt").write_text("one two three\n")
    with pytest.raises(hm.ParseError, match="six columns"):
        hm.FieldMap.from_text(tmp_path / "words.txt")
    np.savez(tmp_path / "other.npz", B=field)
    with pytest.raises(hm.ConfigurationError, match="x_mm"):
        hm.FieldMap.from_npz(tmp_path / "other.npz")
    (tmp_path / "broken.npz").write_bytes(b"PK\x03\x04 no zip")
    with pytest.raises(hm.HermeticError):
        hm.FieldMap.from_npz(tmp_path / "broken.npz")
    with pytest.raises(hm.ConfigurationError, match="mother"):
        HALL.place(hm.Dipole(1, 100), z_mm=0, mother="hall")


def test_synchrotron_radiation_can_be_switched_off():
    setup = hm.Setup(
        {
            "world": {"material": "vacuum", "size_mm": [1000, 1000, 20_000]},
            "volumes": [
                {"name": "B", "shape": "box", "material": "Pb", "size_mm": [900, 900, 100],
                 "position_mm": [0, 0, 9000], "sensitive": {"name": "b"}}
            ],
            "fields": [hm.Dipole(1.75, 4000, aperture_mm=(600, 200)).to_dict()],
        }
    )
    beam = hm.Beam(energy_GeV=100, position_mm=(0, 0, -9000))
    planes = setup.to_dict() | {"planes": {"front": {"volume": "B", "at": "entry"}}}
    momenta = []
    for synchrotron in ({"minimum_energy_GeV": 1e-6}, False):
        study = hm.Study(setup=planes, beam=beam, physics=hm.Physics(synchrotron=synchrotron))
        run = study.run(events=40, seed=1, progress=False)
        momenta.append(run.events["front.momentum_GeV"].copy())
    assert (momenta[1] == momenta[1][0]).all()
    lost = momenta[1][0] - momenta[0]
    assert 0.11 < lost.mean() < 0.20


@pytest.mark.parametrize("particle", ["pi-", "mu-", "e-"])
def test_every_particle_gets_through_air_in_a_field(particle):
    """Steps that end just before a boundary must not repeat for ever."""
    hall = hm.World("air", (1000, 600, 12_000)).place(hm.Dipole(1.75, 4000, aperture_mm=(500, 140)), z_mm=0)
    window = hm.Box(name="WINDOW", material="Mylar", size_mm=(400, 140, 0.2), sensitive=hm.Sensitive())
    beam = hm.Beam(particle=particle, energy_GeV=30, position_mm=(0, 0, -5500))
    study = hm.Study(setup=hall.place(window, z_mm=1000).setup(), beam=beam)
    run = study.run(events=30, seed=3, progress=False)
    assert run.finished and run.worst_energy_imbalance < 1e-9
    assert run.steps < 30 * 20_000

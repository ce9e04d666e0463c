"""Builders, set-ups, rays, materials."""

import hermetic as hm
import pytest
from conftest import ECAL, HALL


def test_a_ray_meets_the_slabs_in_order():
    pieces = HALL.setup().ray((1, 1, -10))
    inside = [piece for piece in pieces if piece["volume"] == "ECAL"]
    assert len(inside) == 120
    assert [piece["material"] for piece in inside[:2]] == ["Pb", "polystyrene"]
    assert sum(piece["length_mm"] for piece in inside) == pytest.approx(180, rel=1e-12)
    assert sum(piece["length_mm"] for piece in pieces) == pytest.approx(1010, rel=1e-12)


def test_front_face_and_centre_say_the_same():
    front = HALL.to_dict()["volumes"][0]
    centre = hm.World("air", (1000, 1000, 2000)).place(ECAL, z_mm="9 cm").to_dict()["volumes"][0]
    assert front == centre and front["position_mm"] == [0, 0, 90]
    with pytest.raises(hm.ConfigurationError, match="one of them"):
        HALL.place(ECAL)


def test_placing_leaves_the_old_world_alone():
    empty = hm.World("air", (100, 100, 100))
    empty.place(hm.Box(name="A", material="Pb", size_mm=(1, 1, 1)), z_mm=0)
    assert empty.volumes == ()


def test_overlaps_name_both_volumes():
    with pytest.raises(hm.GeometryError, match="ECAL.*PLATE|PLATE.*ECAL"):
        HALL.place(hm.Box(name="PLATE", material="Fe", size_mm=(10, 10, 10)), z_mm=0).setup()


def test_tubes_daughters_and_own_materials():
    mix = hm.Material(name="mix", density_g_cm3=2.1, elements={"Pb": 0.5, "Si": 0.5})
    world = (
        hm.World("vacuum", ("1 m", "1 m", "2 m"))
        .with_material(mix)
        .place(hm.Tube(name="PIPE", material="mix", outer_radius_mm=100, length_mm=500), z_mm=0)
        .place(hm.Box(name="CORE", material="W", size_mm=(20, 20, 20)), z_mm=0, mother="PIPE")
    )
    pieces = world.setup().ray((0, 0, -300))
    assert [(piece["volume"], piece["material"]) for piece in pieces[1:4]] == [
        ("PIPE", "mix"),
        ("CORE", "W"),
        ("PIPE", "mix"),
    ]


def test_a_calorimeter_needs_its_parts():
    with pytest.raises(hm.ConfigurationError, match="absorber and active"):
        hm.LayeredCalorimeter(name="C", layers=3, absorber=("Pb", 1), cell_mm=10).to_dict()
    with pytest.raises(hm.ConfigurationError, match="cell_mm or size_mm"):
        hm.LayeredCalorimeter(name="C", layers=3, absorber=("Pb", 1), active=("polystyrene", 1)).to_dict()


def test_the_na64e_preset_and_its_changes():
    setup = hm.setups.na64e_2018()
    names = [volume["name"] for volume in setup.to_dict()["volumes"]]
    assert {"ECAL", "VETO", "HCAL0", "HCAL3"} <= set(names)
    lead = [p for p in setup.ray((0, 0, -100)) if p["volume"] == "ECAL" and p["material"] == "Pb"]
    assert len(lead) == 150
    without = setup.replace(VETO=None, calibration={"ecal": 0.1})
    assert "VETO" not in [volume["name"] for volume in without.to_dict()["volumes"]]
    assert setup.to_dict()["volumes"] != without.to_dict()["volumes"]
    assert setup.describe() and "ECAL" in repr(setup) and "<table>" in setup._repr_html_()


def test_materials():
    lead = hm.materials.describe("Pb")
    assert lead["density_g_cm3"] == pytest.approx(11.35)
    assert lead["radiation_length_mm"] == pytest.approx(5.61, rel=0.01)  # PDG 2024: 0.5612 cm
    own = hm.materials.describe({"name": "own", "density_g_cm3": 11.35, "elements": {"Pb": 1.0}})
    assert own["radiation_length_mm"] == pytest.approx(lead["radiation_length_mm"], rel=1e-9)
    assert "polystyrene" in hm.materials.names()

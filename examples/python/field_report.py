"""Field report: magnets, boundaries, synchrotron radiation and bad input, one line each: asked, measured, met.

    python examples/python/field_report.py [--events 1000]

Half a minute. Page: docs/fields.md.
"""

import argparse
import time

import hermetic as hm
import numpy as np

parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
parser.add_argument("--events", type=int, default=1000, help="electrons that radiate")
parser.add_argument("--seed", type=int, default=1)
parser.add_argument("--untimed", action="store_true", help="nothing about CPU time")
options = parser.parse_args()

WORLD = ("vacuum", (3000, 3000, 40_000))
rows = []


def line(name, asked, measured, met):
    rows.append(bool(met))
    print(f"| {name} | {asked} | {measured} | {'yes' if met else 'NO'} |", flush=True)


def measured_map(name="map"):
    """A dipole as a list of points: 1.75 T over 2 m, trapezoidal in z."""
    z = np.arange(-1500, 1501, 50.0)
    strength = 1.75 * np.clip((1250 - np.abs(z)) / 500, 0, 1)
    points = [[x, y, at, 0, b, 0] for x in (-300, 0, 300) for y in (-70, 0, 70) for at, b in zip(z, strength)]
    return hm.FieldMap.from_points(points, name=name)


DIPOLE = dict(field_T=1.75, length_mm=2000, aperture_mm=(600, 140))
MAGNETS = {
    "hard edges": lambda name: hm.Dipole(**DIPOLE, name=name),
    "Enge edges": lambda name: hm.Dipole(**DIPOLE, edge=hm.EngeEdge(gap_mm=150), name=name),
    "map of points": measured_map,
}
LENSES = {
    "hard quadrupole": hm.Quadrupole(20, 1000, aperture_mm=(120, 120)),
    "soft quadrupole": hm.Quadrupole(20, 1000, aperture_mm=(80, 80), bore_mm=100),
    "solenoid": hm.Solenoid(2, 1200, 400),
    "map of points": measured_map(),
}


def deflection():
    expected = 1e3 * np.arcsin(0.299792458 * 7 / 100)
    for name, magnet in MAGNETS.items():
        hall = hm.World(*WORLD)
        for index, z in enumerate((-3000, 3000)):
            hall = hall.place(magnet(f"M{index}"), z_mm=z)
        end = hall.setup().propagate("e-", z_mm=12_000, position_mm=[[-60, 0, -12_000]], momentum_GeV=[[0, 0, 100]])
        p = end.momentum_GeV[0]
        angle = 1e3 * np.arctan2(p[0], p[2])
        line(f"100 GeV e⁻ in 7 T·m, {name}", f"{expected:.3f} mrad (21.0)", f"{angle:.3f} mrad", abs(angle - expected) < 0.01)
        size = abs(np.linalg.norm(p) / 100 - 1)
        line(f"|p| kept, {name}", "1e-12", f"{size:.0e}", size < 1e-12)


def optics():
    """The thick lens in closed form; M^T Ω M = Ω of a soft quadrupole; there and back."""
    gradient, momentum = 15.0, 20.0
    quadrupole = hm.World(*WORLD).place(hm.Quadrupole(gradient, 1000, aperture_mm=(100, 100)), z_mm=0).setup()
    end = quadrupole.propagate("e+", z_mm=500, position_mm=[[0, 0, -500]], momentum_GeV=[[0, 0, momentum]], jacobian=True)
    m = end.jacobian[0]
    phi = np.sqrt(0.299792458e-3 * 1e-3 * gradient / momentum) * 1000
    exact = [np.cos(phi), 1000 * np.sin(phi) / phi, -phi / 1000 * np.sin(phi), np.cosh(phi), 1000 * np.sinh(phi) / phi]
    error = max(abs(m[i, j] / e - 1) for (i, j), e in zip(((0, 0), (0, 2), (2, 0), (1, 1), (1, 3)), exact))
    line("quadrupole against the thick lens", "1e-6", f"{error:.0e}", error < 1e-6)
    for name, lens in LENSES.items():
        setup = hm.World(*WORLD).place(lens, z_mm=0).setup()
        start = [[12, -7, -6000]]
        there = setup.propagate("e-", z_mm=6000, position_mm=start, momentum_GeV=[[0.01, 0.005, 10]])
        back = setup.propagate("e-", z_mm=-6000, position_mm=there.position_mm, momentum_GeV=there.momentum_GeV)
        error = np.abs(back.position_mm - start).max()
        line(f"12 m there and back, {name}", "1e-3 mm", f"{error:.0e} mm", error < 1e-3)


def boundaries():
    """Where transport crosses the faces of tilted plates inside of a magnet, against the track that nothing cuts."""
    for name, magnet in {**LENSES, "dipole": MAGNETS["hard edges"]("M")}.items():
        hall = hm.World("vacuum", (2000, 2000, 8000)).place(magnet, z_mm=0)
        card = hall.setup().to_dict()
        card["volumes"] = [
            {"name": f"plate{i}", "shape": "box", "material": "vacuum", "size_mm": [150, 110, 5], "position_mm": [0, 0, z],
             "rotation_deg": [7 + 5 * i, 11 - 9 * i, 0]} for i, z in enumerate((-420, 10, 390))
        ]  # fmt: skip
        card["planes"] = {f"p{i}": {"volume": f"plate{i}", "at": "entry", "particles": ["e-"]} for i in range(3)}
        setup = hm.Setup(card)
        worst, found = 0.0, 0
        for index, momentum in enumerate((0.7, 3, 20, 100)):
            x, y = 4.0 * index - 6, 3.0 - index
            study = hm.Study(
                setup=setup, beam=hm.Beam(particle="e-", energy_GeV=float(np.hypot(momentum, 0.51099895e-3)) - 0.51099895e-3,
                                          position_mm=(x, y, -3000)),
                physics=hm.Physics(synchrotron=False),
            )  # fmt: skip
            run = study.run(events=1, seed=1, progress=False)
            for i in range(3):
                if run.events[f"p{i}.crossings"][0] < 1:
                    continue
                at = np.array([run.events[f"p{i}.{axis}_mm"][0] for axis in "xyz"])
                free = setup.propagate("e-", z_mm=float(at[2]), position_mm=[[x, y, -3000]], momentum_GeV=[[0, 0, momentum]])
                worst = max(worst, np.abs(free.position_mm[0] - at).max())
                found += 1
        line(f"{found} boundaries, {name}", "1 µm", f"{1e3 * worst:.2g} µm", found > 5 and worst < 1e-3)


def radiation():
    magnet = hm.Synchrotron("e-", energy_GeV=100, field_T=1.75)
    for name, value, asked, unit in (
        ("photons of a 100 GeV e⁻ in 7 T·m", 4000 * magnet.photons_per_mm, 43.3, ""),
        ("their mean energy", 1e3 * magnet.mean_photon_energy_GeV, 3.58, " MeV"),
        ("their sum", 4e6 * magnet.loss_GeV_per_mm, 155, " MeV"),
    ):
        line(name + ", formula", f"{asked}{unit} ± 2 %", f"{value:.4g}{unit}", abs(value / asked - 1) < 0.02)
    hall = hm.World("vacuum", (2000, 1000, 12_000)).place(hm.Dipole(1.75, 4000, aperture_mm=(1800, 900)), z_mm=0)
    card = hall.setup().to_dict()
    card["planes"] = {"photons": {"volume": "world", "at": "exit", "particles": ["gamma"]},
                      "beam": {"volume": "world", "at": "exit", "particles": ["e-", "mu-", "pi-"]}}  # fmt: skip
    for particle in ("e-", "mu-", "pi-"):
        # From 1 eV on, for electrons: the number of photons is that of the whole spectrum to 1 %. The critical energy of
        # muons and pions is about 1 eV itself.
        physics = hm.Physics(synchrotron={"minimum_energy_GeV": 1e-9 if particle == "e-" else 1e-6})
        beam = hm.Beam(particle=particle, energy_GeV=100, position_mm=(-80, 0, -5900))
        run = hm.Study(setup=hm.Setup(card), beam=beam, physics=physics).run(
            events=options.events if particle == "e-" else 300, seed=options.seed, progress=False
        )
        count = run.events["photons.crossings"]
        if particle == "e-":
            loss = 1e3 * (100 - np.hypot(run.events["beam.momentum_GeV"], 0.511e-3))
            error = loss.std() / len(loss) ** 0.5
            line("photons in transport", "43.3 ± 2 %", f"{count.mean():.2f} ± {count.std() / len(count)**0.5:.2f}",
                 abs(count.mean() / 43.3 - 1) < 0.02)  # fmt: skip
            line("energy in transport", "155 MeV ± 2 %", f"{loss.mean():.1f} ± {error:.1f} MeV",
                 abs(loss.mean() / 155 - 1) < 0.02 + 3 * error / 155)  # fmt: skip
            line("its mean per photon", "3.58 MeV ± 2 %", f"{loss.sum() / count.sum():.3f} MeV",
                 abs(loss.sum() / count.sum() / 3.58 - 1) < 0.02 + 3 * error / 155)  # fmt: skip
        else:
            line(f"photons above 1 keV from 300 {particle}", "0", f"{int(count.sum())}", count.sum() == 0)


def spectrometer():
    """CPU time of a beam electron to the end of the SRD on top of nothing."""
    card = hm.setups.na64e_spectrometer_2018().to_dict()
    small = {key: card[key] for key in ("world", "fields")}
    small["volumes"] = [volume for volume in card["volumes"] if volume["position_mm"][2] < 0]
    beam = hm.Beam(energy_GeV=100, position_mm=(-72.4103, 0, -19000), direction=(0.0209870, 0, 0.9997798))
    study = hm.Study(setup=hm.Setup(small), beam=beam)

    def seconds(events):
        began = time.process_time()
        study.run(events=events, seed=options.seed, progress=False, threads=1)
        return time.process_time() - began

    once = min(seconds(1) for _ in range(3))
    spent = 1e3 * min((seconds(1 + options.events) - once) / options.events for _ in range(3))
    line("beam e⁻ through the spectrometer, with radiation", "1 ms of CPU", f"{spent:.2f} ms", spent < 1)


def errors():
    """Bad input is refused by a typed error that names what is wrong."""
    points = [[x, y, z, 0, 1, 0] for x in (-100, 0, 100) for y in (-50, 50) for z in (-200, 0, 200)]
    box = {"name": "A", "shape": "box", "material": "Fe", "size_mm": [100, 100, 0], "position_mm": [0, 0, 0]}
    world = {"material": "vacuum", "size_mm": [1000, 1000, 1000]}
    setup = hm.World("vacuum", (1000, 1000, 1000)).setup()

    def run(**card):
        return hm.Study(setup=setup, beam=hm.Beam(**{"energy_GeV": 10, **card})).run(events=1, progress=False)

    cases = (
        ("field map with a hole", lambda: hm.World(*WORLD).place(hm.FieldMap.from_points(points[:-1]), z_mm=0).setup()),
        ("field map with a repeated point", lambda: hm.World(*WORLD).place(hm.FieldMap.from_points(points + points[:1]), z_mm=0).setup()),
        ("field of zero length", lambda: hm.World(*WORLD).place(hm.Dipole(1, 0, aperture_mm=(10, 10)), z_mm=0).setup()),
        ("volume of zero length", lambda: hm.Setup({"world": world, "volumes": [box]})),
        ("unknown particle", lambda: run(particle="muonium")),
        ("unphysical lifetime: factor 0", lambda: hm.Study(
            setup=setup, beam=hm.Beam(energy_GeV=10), physics=hm.Physics(biasing={"muon_decay": 0})).run(events=1)),
        ("unphysical lifetime: factor −1", lambda: hm.Study(
            setup=setup, beam=hm.Beam(energy_GeV=10), physics=hm.Physics(biasing={"hadron_decay": -1})).run(events=1)),
        ("unphysical width of a boson", lambda: hm.Model("dark_photon", mass_GeV=0.1, epsilon=-1e-3)),
        ("field of 1 kT", lambda: hm.World(*WORLD).place(hm.Dipole(1000, 100, aperture_mm=(10, 10)), z_mm=0).setup()),
    )  # fmt: skip
    for name, call in cases:
        try:
            call()
            line(name, "an error", "none", False)
        except hm.HermeticError as error:
            line(name, "an error", f"{type(error).__name__}: {str(error)[:90]}", True)


print("| | asked | measured | met |\n|---|---|---|---|")
for part in (deflection, optics, boundaries, radiation, spectrometer, errors):
    if part is not spectrometer or not options.untimed:
        part()
print(f"{sum(rows)} of {len(rows)} lines are met")

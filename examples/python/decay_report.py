"""Decay report: branching fractions and spectra of every decay in flight, and biased against analogue for every knob.

    python examples/python/decay_report.py [--decays 40000] [--only decays spectra weights]

A minute. Fractions: PDG 2024. Pulls are in standard deviations of the sample; a line is met below 4. Page: docs/validation_muons.md.
"""

import argparse

import hermetic as hm
import numpy as np

parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
parser.add_argument("--decays", type=int, default=40_000)
parser.add_argument("--seed", type=int, default=1)
parser.add_argument("--scale", type=float, default=1, help="of the events of biased runs")
parser.add_argument("--only", nargs="*", choices=["decays", "spectra", "weights"], default=["decays", "spectra", "weights"])
options = parser.parse_args()

GAMMA, E, MU, TAU, PI, PI0, K, K0S, K0L, ETA, P, N = 22, 11, 13, 15, 211, 111, 321, 310, 130, 221, 2212, 2112
NU_E, NU_MU, NU_TAU = 12, 14, 16
MASS = {E: 0.51099895e-3, MU: 0.1056583755, TAU: 1.77686, PI: 0.13957039, PI0: 0.1349768, K: 0.493677, ETA: 0.547862}
# What a mode is recognised by: how many of each kind, particle and antiparticle together.
MODES = {
    "mu-": [("e ν ν̄", {E: 1, NU_E: 1, NU_MU: 1}, 1.0)],
    "pi+": [("μ ν", {MU: 1}, 0.999877), ("e ν", {E: 1}, 1.23e-4)],
    "K+": [
        ("μ ν", {MU: 1, NU_MU: 1, PI0: 0}, 0.6356), ("π π⁰", {PI: 1, PI0: 1}, 0.2067), ("π⁺π⁺π⁻", {PI: 3}, 0.05583),
        ("π⁰ e ν", {PI0: 1, E: 1}, 0.0507), ("π⁰ μ ν", {PI0: 1, MU: 1}, 0.03352), ("π π⁰π⁰", {PI: 1, PI0: 2}, 0.0176),
    ],
    "K0S": [("π⁺π⁻", {PI: 2}, 0.6920), ("π⁰π⁰", {PI0: 2}, 0.3069), ("π e ν", {E: 1}, 7.04e-4)],
    "K0L": [
        ("π e ν", {E: 1}, 0.4055), ("π μ ν", {MU: 1}, 0.2704), ("3π⁰", {PI0: 3}, 0.1952), ("π⁺π⁻π⁰", {PI: 2, PI0: 1}, 0.1254),
        ("π⁺π⁻", {PI: 2, PI0: 0}, 1.967e-3),
    ],
    "pi0": [("γγ", {GAMMA: 2}, 0.98823), ("e⁺e⁻γ", {E: 2}, 0.01174)],
    "eta": [
        ("γγ", {GAMMA: 2}, 0.3936), ("3π⁰", {PI0: 3}, 0.3257), ("π⁺π⁻π⁰", {PI: 2, PI0: 1}, 0.2302),
        ("π⁺π⁻γ", {PI: 2, GAMMA: 1}, 0.0428), ("e⁺e⁻γ", {E: 2}, 6.9e-3),
    ],
    "eta'": [
        ("π⁺π⁻η", {PI: 2, ETA: 1}, 0.425), ("π⁺π⁻γ", {PI: 2, GAMMA: 1, PI0: 0}, 0.295), ("π⁰π⁰η", {PI0: 2, ETA: 1}, 0.224),
        ("ωγ", {PI: 2, GAMMA: 1, PI0: 1}, 0.0252), ("γγ", {GAMMA: 2}, 0.02307),
    ],
    "Lambda": [("p π⁻", {P: 1}, 0.641), ("n π⁰", {N: 1}, 0.359)],
    "tau-": [
        ("e ν ν̄", {E: 1}, 0.1782), ("μ ν ν̄", {MU: 1}, 0.1739), ("π ν", {PI: 1, PI0: 0, K0S: 0, K0L: 0}, 0.1082),
        ("π π⁰ ν", {PI: 1, PI0: 1, K: 0, K0S: 0, K0L: 0, ETA: 0}, 0.2549), ("π 2π⁰ ν", {PI: 1, PI0: 2}, 0.0926),
        ("3π ν", {PI: 3, PI0: 0}, 0.0902), ("K ν", {K: 1, PI: 0, PI0: 0, K0S: 0, K0L: 0}, 0.00696),
        ("K⁰ π ν", {PI: 1, PI0: 0, K0S: 1, K0L: 0}, 0.00419), ("K π⁰ ν", {K: 1, PI0: 1, PI: 0}, 0.00433),
    ],
}  # fmt: skip
rows = []


def line(name, asked, measured, met, note=""):
    rows.append(bool(met))
    print(f"| {name} | {asked} | {measured} | {note} | {'yes' if met else 'NO'} |", flush=True)


def states(particle, energy=20.0, n=None):
    return hm.physics.Probe(particle, "Fe").final_states(energy, n or options.decays, "decay", seed=options.seed)


def fractions():
    for particle, modes in MODES.items():
        found = states(particle)
        for name, pattern, fraction in modes:
            mine = np.logical_and.reduce([found.count(k, -k) == n for k, n in pattern.items()]).mean()
            error = (fraction * (1 - fraction) / options.decays) ** 0.5
            # Fractions are normalised to the modes that are kept: 0.6 % at most.
            met = abs(mine - fraction) < 4 * error + 6e-3 * fraction
            line(f"{particle} → {name}", f"{fraction:.5g}", f"{mine:.5g} ± {error:.1g}", met, f"{(mine / fraction - 1):+.1%}")


def mean_of(values):
    return values.mean(), values.std() / len(values) ** 0.5


def spectra():
    """Mean energies and moments against the spectra of the books, as shares of the parent's energy."""
    fast = 200.0  # shares of a parent's energy are the same in flight and at rest
    checks = []
    found = states("mu-", fast)
    checks += [("μ → e ν ν̄: share of the electron", found.energy(E, -E), 0.35, 0), ("μ → e ν ν̄: share of the ν_μ", found.energy(NU_MU, -NU_MU), 0.35, 0),
               ("μ → e ν ν̄: share of the ν̄_e", found.energy(NU_E, -NU_E), 0.3, 0)]  # fmt: skip
    found = states("pi+", fast)
    r = (MASS[MU] / MASS[PI]) ** 2
    checks.append(("π → μ ν: share of the muon", found.energy(MU, -MU)[found.count(MU, -MU) == 1], (1 + r) / 2, MASS[MU]))
    found = states("tau-", fast)
    electrons = found.count(E, -E) == 1
    checks.append(("τ → e ν ν̄: share of the electron", found.energy(E, -E)[electrons], 0.35, 0))
    single = (found.count(PI, -PI) == 1) & (found.count(PI0, K0S, K0L) == 0)
    checks.append(("τ → π ν: share of the pion", found.energy(PI, -PI)[single], (1 + (MASS[PI] / MASS[TAU]) ** 2) / 2, MASS[PI]))
    for parent, mother in (("K+", MASS[K]), ("K0L", 0.497611)):
        found = states(parent, fast)
        electrons = found.count(E, -E) == 1
        pion = MASS[PI0] if parent == "K+" else MASS[PI]
        slope = 0.0297 if parent == "K+" else 0.0282
        checks.append((f"{parent} → π e ν: share of the pion", (found.energy(PI0) if parent == "K+" else found.energy(PI, -PI))[electrons],
                       kaon_pion(mother, pion, slope), pion))  # fmt: skip
    for name, values, share, mass in checks:
        parent = {"μ": MASS[MU], "π": MASS[PI], "τ": MASS[TAU]}.get(name[0], MASS[K])
        mean, error = mean_of((values + mass) / (fast + parent))
        line(name, f"{share:.4f}", f"{mean:.4f} ± {error:.4f}", abs(mean - share) < 4 * error + 2e-3 * share, f"{(mean - share) / error:+.1f} σ")
    for parent, mother, odd, pattern, terms in (
        ("K+", MASS[K], -PI, {-PI: 1, PI: 2}, (-0.2113, 0.0185)),
        ("K+", MASS[K], PI, {PI: 1, -PI: 0, PI0: 2}, (0.626, 0.052)),
        ("K0L", 0.497611, PI0, {PI: 1, -PI: 1, PI0: 1}, (0.678, 0.076)),
    ):
        slope_of_dalitz_plot(parent, mother, odd, pattern, terms)


def kaon_pion(mother, pion, slope):
    """⟨E_π⟩/M of K → π e ν at rest, mₑ = 0: dΓ ∝ p³ (1 + λ t/m_π²)²."""
    energy = np.linspace(pion, (mother**2 + pion**2) / (2 * mother), 4001)
    t = mother**2 + pion**2 - 2 * mother * energy
    weight = np.maximum(energy**2 - pion**2, 0) ** 1.5 * (1 + slope * t / MASS[PI] ** 2) ** 2
    return (weight * energy).sum() / weight.sum() / mother


def slope_of_dalitz_plot(parent, mother, odd, pattern, terms):
    """The slope g of K → 3π by maximum likelihood from decays at rest."""
    found = states(parent, 1.0, 8 * options.decays)
    keep = np.logical_and.reduce([found.count(k) == n for k, n in pattern.items()])
    m = {PI0: MASS[PI0]}.get(odd, MASS[PI])
    pair = MASS[PI] if odd in (PI0, -PI) else MASS[PI0]
    chosen = (found.pdg == odd) & keep[found.event]
    energy = found.kinetic_energy_GeV[chosen] + m
    along = np.sqrt(energy**2 - m**2) * found.direction[chosen, 2]
    total = 1.0 + mother
    s3 = mother**2 + m**2 - 2 * (total * energy - np.sqrt(total**2 - mother**2) * along)
    s0 = (mother**2 + m**2 + 2 * pair**2) / 3
    u = (s3 - s0) / MASS[PI] ** 2
    # Phase space of u, from the plot's width at each s3.
    grid = np.linspace((2 * pair) ** 2, (mother - m) ** 2, 4001)[1:-1]
    width = np.sqrt((1 - 4 * pair**2 / grid) * ((mother**2 - m**2 - grid) ** 2 - 4 * m**2 * grid))
    at = (grid - s0) / MASS[PI] ** 2
    trial = terms[0] + np.linspace(-0.15, 0.15, 301)
    likelihood = [
        np.log(1 + g * u + terms[1] * u * u).sum() - len(u) * np.log((width * (1 + g * at + terms[1] * at * at)).sum()) for g in trial
    ]
    best = int(np.argmax(likelihood))
    curvature = -np.diff(likelihood, 2)[max(0, min(best - 1, 298))] / (trial[1] - trial[0]) ** 2
    error = 1 / curvature**0.5
    line(f"{parent} → 3π, slope g of the odd {'π⁰' if odd == PI0 else 'π'}", f"{terms[0]}", f"{trial[best]:.3f} ± {error:.3f}",
         abs(trial[best] - terms[0]) < 4 * error, f"{(trial[best] - terms[0]) / error:+.1f} σ")  # fmt: skip


def block(material, length, at=None):
    return {
        "world": {"material": "vacuum", "size_mm": [1200, 1200, 2 * length + 4000]},
        "volumes": [{"name": "block", "shape": "box", "material": material, "size_mm": [600, 600, length],
                     "position_mm": [0, 0, length / 2], "sensitive": {"name": "block"}}],
        "planes": {"out": {"volume": "block", "at": "exit"}},
    }  # fmt: skip


def run(setup, beam, events, physics):
    events = max(20, int(events * options.scale))
    return hm.Study(setup=setup, beam=beam, physics=physics).run(events=events, seed=options.seed, progress=False)


def weighted(run, values):
    """Weighted mean per event, its error, effective number of the events that count."""
    w = run.events["weight"] * values
    return w.mean(), w.std() / len(w) ** 0.5, (w.sum() ** 2 / (w**2).sum() if w.any() else 0)


def compare(name, setup, beam, value, analogue, biased):
    """The same mean with and without: (events, physics) each."""
    plain, bias = (run(setup, beam, *spec) for spec in (analogue, biased))
    (a, da, na), (b, db, nb) = weighted(plain, value(plain)), weighted(bias, value(bias))
    pull = (b - a) / max((da**2 + db**2) ** 0.5, 1e-300)
    mean_weight, error, _ = weighted(bias, np.ones(bias.count))
    line(f"{name}", f"{a:.3g} ± {da:.1g} ({na:.0f} effective of {plain.count})", f"{b:.3g} ± {db:.1g} ({nb:.0f} effective of {bias.count})",
         abs(pull) < 4 and abs(mean_weight - 1) < 4 * error + 1e-12, f"{pull:+.1f} σ, ⟨w⟩ = {mean_weight:.3f} ± {error:.3f}")  # fmt: skip


def hole(length):
    """Vacuum with a plane at its end."""
    return {
        "world": {"material": "vacuum", "size_mm": [1200, 1200, 2 * length + 4000]},
        "volumes": [{"name": "block", "shape": "box", "material": "vacuum", "size_mm": [600, 600, length], "position_mm": [0, 0, length / 2]}],
        "planes": {"out": {"volume": "block", "at": "exit"}},
    }  # fmt: skip


def weights():
    def beam(particle, energy):
        return hm.Beam(particle=particle, energy_GeV=energy, position_mm=(0, 0, -1))

    def with_planes(setup, *particles):
        setup["planes"]["out"]["particles"] = list(particles)
        return setup

    def physics(hadrons=False, splitting=None, **biasing):
        keys = {"biasing": biasing} if biasing else {}
        if hadrons:
            keys["hadrons"] = {"photonuclear": True}
        if splitting:
            keys["splitting"] = splitting
        return hm.Physics(**keys)

    def crossed(run):
        return run.events["out.crossings"].astype(bool).astype(float)

    def missing(run):
        return 1 - crossed(run)

    def fast(limit):
        return lambda run: (crossed(run) * (np.nan_to_num(run.events["out.momentum_GeV"]) > limit)).astype(float)

    def deposit(run):
        return run.events["block.total_GeV"]

    compare("muon_decay × 20: muons that decay", with_planes(hole(20_000), "mu-"), beam("mu-", 0.5), missing,
            (20_000, physics()), (5000, physics(muon_decay=20)))  # fmt: skip
    compare("muon_photonuclear × 100 against × 10: hadrons above 1 GeV behind 225 mm Pb", with_planes(block("Pb", 225), "pi+", "pi-", "p", "n"),
            beam("mu-", 160), fast(1), (6000, physics(True, muon_photonuclear=10)), (3000, physics(True, muon_photonuclear=100)))  # fmt: skip
    compare("gamma_to_muons × 10⁴ against × 200: muon pairs behind 20 mm C", with_planes(block("C", 20), "mu+"), beam("gamma", 50),
            crossed, (40_000, physics(gamma_to_muons=200)), (10_000, physics(gamma_to_muons=1e4)))  # fmt: skip
    compare("positron_to_muons × 10⁵ against × 5000: behind 20 mm Be", with_planes(block("Be", 20), "mu+"), beam("e+", 80),
            crossed, (30_000, physics(positron_to_muons=5e3)), (6000, physics(positron_to_muons=1e5)))  # fmt: skip
    compare("photonuclear × 100 against × 5: hadrons above 1 GeV behind 60 mm Be", with_planes(block("Be", 60), "pi+", "pi-", "p", "n"),
            beam("gamma", 5), fast(1), (12_000, physics(True, photonuclear=5, photonuclear_minimum_energy_GeV=2)),
            (6000, physics(True, photonuclear=100, photonuclear_minimum_energy_GeV=2)))  # fmt: skip
    compare("hadron_decay × 5: K⁺ that decay", with_planes(hole(5000), "K+"), beam("K+", 20), missing,
            (10_000, physics()), (5000, physics(hadron_decay=5, hadron_minimum_energy_GeV=1)))  # fmt: skip
    compare("hadron_inelastic × 0.3: protons through 500 mm Fe", with_planes(block("Fe", 500), "p"), beam("p", 20), fast(20),
            (3000, physics()), (1500, physics(hadron_inelastic=0.3, hadron_minimum_energy_GeV=15)))  # fmt: skip
    compare("forced_decay: π⁻ that decay in 5 m", with_planes(hole(5000), "mu-"), beam("pi-", 20), crossed,
            (20_000, physics(hadron_decay=1)),
            (4000, physics(forced_decay={"particles": ["pi-"], "z_mm": [0, 5000], "probability": 0.5})))  # fmt: skip
    split = {"factor": 2, "start_mm": 100, "spacing_mm": 100, "end_mm": 450, "minimum_energy_GeV": 5,
             "roulette_below_GeV": 0.5, "survival": 0.3}  # fmt: skip
    for name, value in (("energy in the block", deposit), ("weights behind it", lambda run: run.events["out.weight"])):
        compare(f"splitting by 2 and roulette, p 20 GeV in 500 mm Fe: {name}", with_planes(block("Fe", 500), "p", "n", "pi+", "pi-"),
                beam("p", 20), value, (800, physics()), (300, physics(splitting=split)))  # fmt: skip


print("| | asked, or analogue | measured, or biased | | met |\n|---|---|---|---|---|")
if "decays" in options.only:
    fractions()
if "spectra" in options.only:
    spectra()
if "weights" in options.only:
    weights()
print(f"{sum(rows)} of {len(rows)} lines are met")

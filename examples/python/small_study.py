"""The small study of ../c/small_study.c in Python; prints the same bytes."""

import hermetic as hm

study = hm.Study(
    name="small study",
    setup="na64e_2018",
    signal=hm.DarkPhoton(["16.7 MeV", "100 MeV"], minimum_boson_energy_GeV=45),
    selection=hm.Selection.of(
        hm.Cut("E_ECAL", "ecal.total_GeV < 50"),
        hm.Cut("E_HCAL", "hcal.total_GeV < 1"),
        name="missing energy",
    ),
)

print("hermetic", hm.library_version())

energies_GeV = [50, 100, 150]
for energy, sigma in zip(energies_GeV, hm.DarkPhoton("16.7 MeV").cross_section(energies_GeV, target="Pb")):
    print(f"cross section {energy:.17g} GeV {sigma:.17g} pb")

limit = hm.limits.counting(observed=0, background=0.53, background_error=0.17, efficiency_error=0.1, cl=0.9)
print(f"limit {limit.events:.17g} events")

run = study.run(events=24, seed=7)
print("events", run.count)
columns = [
    run.events[name]
    for name in (
        "ecal.total_GeV",
        "hcal.total_GeV",
        "truth.boson_energy_GeV",
        "signal.weight_0",
        "signal.weight_1",
    )
]
passed, _ = run.select()
for index, values in enumerate(zip(*columns)):
    verdict = "passed" if passed[index] else "rejected"
    print("event", index, *(f"{value:.17g}" for value in values), verdict)

result = run.exclusion("na64e_2016_2018")
for mass, epsilon in zip(result.mass_GeV, result.epsilon):
    print(f"epsilon {mass:.17g} GeV {epsilon:.17g}")

"""Electromagnetic processes of one particle in one material: tables, single final states, scattering.

    python examples/python/single_processes.py [material]

No geometry is involved: this is what another simulation would ask for.
"""

import sys

import numpy as np

import hermetic as hm


def main():
    """Prints three tables."""
    material = sys.argv[1] if len(sys.argv) > 1 else "Pb"
    electron, photon = hm.physics.Probe("e-", material), hm.physics.Probe("gamma", material)
    cuts = electron.cuts_GeV
    print(f"{material}: cuts {1e3 * cuts['electron']:.3f} MeV (e-), {1e3 * cuts['photon']:.4f} MeV (photons)")

    print("\n  T/GeV   brems. mfp/mm   delta mfp/mm   dE/dx total/(MeV/mm)   CSDA range/mm   photon mfp/mm")
    for energy in (0.001, 0.01, 0.1, 1.0, 10.0, 100.0):
        row = (
            electron.mean_free_path("bremsstrahlung", energy),
            electron.mean_free_path("ionisation", energy),
            1000 * electron.stopping_power(energy, restricted=False),
            electron.range(energy),
            photon.mean_free_path("total", energy),
        )
        print(f"{energy:7g}" + "".join(f"{value[0]:16.6g}" for value in row))

    print("\nshare of the energy that one interaction hands on, at 1 GeV")
    for process in electron.processes:
        taken = electron.sample(1.0, 20_000, process).kinetic_energy_GeV[:, 1]
        print(f"  {process:15s} mean {taken.mean():.4f}, 90 % below {np.quantile(taken, 0.9):.4f}")

    print("\na 100 MeV electron after a path, without discrete interactions")
    for path in (0.1, 0.3, 1.0):
        ends = electron.follow(0.1, path, 20_000)
        print(
            f"  {path:4g} mm: loses {1e3 * ends.energy_loss_GeV.mean():.4f} ± "
            f"{1e3 * ends.energy_loss_GeV.std():.4f} MeV, angle (rms in a plane) "
            f"{np.sqrt(np.mean(np.sum(ends.direction[:, :2] ** 2, axis=1)) / 2):.5f} rad"
        )


if __name__ == "__main__":
    main()

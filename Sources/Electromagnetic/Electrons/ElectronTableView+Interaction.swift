import Core
import Events
import Numerics

extension ElectronTableView {
  /// The discrete interaction that happens at this energy and its final state. Where the tables, between
  /// a threshold and their next point, allow a process that has no phase space yet, nothing happens.
  @inlinable public func interact(
    kineticEnergy_GeV: Double, direction: Vector3, _ rng: inout RandomStream
  ) -> Interaction {
    interact(
      kineticEnergy_GeV: kineticEnergy_GeV, logKineticEnergy: log(kineticEnergy_GeV),
      direction: direction, &rng)
  }

  @inlinable public func interact(
    kineticEnergy_GeV: Double, logKineticEnergy: Double, direction: Vector3,
    _ rng: inout RandomStream
  ) -> Interaction {
    let cell = grid.cell(logX: logKineticEnergy)
    let low = rows[cell.index]
    let high = rows[cell.index &+ 1]
    let rate = low.rate + cell.fraction * (high.rate - low.rate)
    let knockOn = low.knockOnRate + cell.fraction * (high.knockOnRate - low.knockOnRate)
    let choice = rng.uniform() * rate
    if choice < knockOn {
      let x = electronCut_GeV / kineticEnergy_GeV
      let gamma = 1 + kineticEnergy_GeV / 0.51099895000e-3
      let fraction: Double
      if particle == .positron {
        guard x < 1 else { return Interaction(unchanged: kineticEnergy_GeV, direction) }
        fraction = BhabhaScattering.sampleFraction(gamma: gamma, lowest: x, &rng)
      } else {
        guard x < 0.5 else { return Interaction(unchanged: kineticEnergy_GeV, direction) }
        fraction = MollerScattering.sampleFraction(gamma: gamma, lowest: x, &rng)
      }
      return KnockOnFinalState.make(
        kineticEnergy_GeV: kineticEnergy_GeV, transfer_GeV: fraction * kineticEnergy_GeV,
        direction: direction, &rng)
    }
    let annihilation =
      low.annihilationRate + cell.fraction * (high.annihilationRate - low.annihilationRate)
    if choice < knockOn + annihilation {
      return AnnihilationInFlight.interact(
        kineticEnergy_GeV: kineticEnergy_GeV, direction: direction, &rng)
    }
    guard kineticEnergy_GeV > photonCut_GeV else {
      return Interaction(unchanged: kineticEnergy_GeV, direction)
    }
    let photon = samplePhotonEnergy_GeV(
      kineticEnergy_GeV: kineticEnergy_GeV, logKineticEnergy: logKineticEnergy, &rng)
    return BremsstrahlungFinalState.make(
      kineticEnergy_GeV: kineticEnergy_GeV, photonEnergy_GeV: photon, direction: direction,
      &rng)
  }

  /// Energy of a bremsstrahlung photon above the cut (`BremsstrahlungSamplerTable`).
  @inlinable public func samplePhotonEnergy_GeV(
    kineticEnergy_GeV: Double, logKineticEnergy: Double, _ rng: inout RandomStream
  ) -> Double {
    let cell = bremsstrahlungGrid.cell(logX: logKineticEnergy)
    let random = rng.pair()
    let index = RandomStream.uniform(random.0) < cell.fraction ? cell.index &+ 1 : cell.index
    let u = AliasCell.sample(
      bremsstrahlungCells + index &* cellsPerSpectrum, count: cellsPerSpectrum,
      RandomStream.uniform(random.1))
    let photon = photonCut_GeV * exp(u * (logKineticEnergy - logPhotonCut))
    return photon < kineticEnergy_GeV ? photon : kineticEnergy_GeV
  }
}

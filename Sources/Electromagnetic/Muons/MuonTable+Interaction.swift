import Core
import Events
import Numerics

extension MuonTable {
  /// One discrete interaction of a muon at this kinetic energy, chosen by the rates. Energy is exact; the
  /// nucleus takes up momentum but no energy.
  ///
  /// - Note: the energy of a photonuclear loss is deposited on the spot; transport hands it to a virtual photon.
  public func interact(
    kineticEnergy_GeV: Double, direction: Vector3, _ rng: inout RandomStream
  ) -> Interaction {
    let row = row(logKineticEnergy: log(kineticEnergy_GeV))
    return interact(
      row.process(rng.uniform() * row.rate), kineticEnergy_GeV: kineticEnergy_GeV, direction: direction, &rng)
  }

  /// One interaction of a process.
  public func interact(
    _ process: MuonEnergyLoss.Process, kineticEnergy_GeV: Double, direction: Vector3,
    _ rng: inout RandomStream
  ) -> Interaction {
    if process == .ionisation { return knockOn(kineticEnergy_GeV, direction, &rng) }
    let transfer = sampleTransfer_GeV(process, kineticEnergy_GeV: kineticEnergy_GeV, &rng)
    switch process {
    case .bremsstrahlung: return radiate(transfer, kineticEnergy_GeV, direction, &rng)
    case .pair: return makePair(transfer, kineticEnergy_GeV, direction, &rng)
    default:
      var result = Interaction(unchanged: max(0, kineticEnergy_GeV - transfer), direction)
      result.localDeposit_GeV = kineticEnergy_GeV - result.kineticEnergy_GeV
      return result
    }
  }

  /// Energy of a single radiative loss above the cut, at most T.
  public func sampleTransfer_GeV(
    _ process: MuonEnergyLoss.Process, kineticEnergy_GeV: Double, _ rng: inout RandomStream
  ) -> Double {
    let spectrum = process == .bremsstrahlung ? bremsstrahlung : process == .pair ? pairs : photonuclear
    return spectrum.sample_GeV(
      kineticEnergy_GeV: kineticEnergy_GeV, logKineticEnergy: log(kineticEnergy_GeV), &rng)
  }

  /// Elastic collision with an electron at rest: both angles follow from the energies.
  func knockOn(_ kineticEnergy_GeV: Double, _ direction: Vector3, _ rng: inout RandomStream) -> Interaction {
    var result = Interaction(unchanged: kineticEnergy_GeV, direction)
    let mu = Constants.muonMass_GeV
    let m = Constants.electronMass_GeV
    let energy = kineticEnergy_GeV + mu
    guard
      let transfer = MuonIonisation.sampleTransfer_GeV(
        totalEnergy_GeV: energy, cut_GeV: electronCut_GeV, &rng)
    else { return result }
    let momentum = (kineticEnergy_GeV * (kineticEnergy_GeV + 2 * mu)).squareRoot()
    let electronMomentum = (transfer * (transfer + 2 * m)).squareRoot()
    let cosElectron = min(1, transfer * (energy + m) / (electronMomentum * momentum))
    let sinElectron = ((1 - cosElectron) * (1 + cosElectron)).squareRoot()
    let azimuth = sincosTurns(rng.uniform())
    let left = kineticEnergy_GeV - transfer
    result.kineticEnergy_GeV = left
    result.add(
      Secondary(
        particle: .electron, kineticEnergy_GeV: transfer,
        direction: direction.rotated(
          cosTheta: cosElectron, sinTheta: sinElectron, cosPhi: azimuth.cos, sinPhi: azimuth.sin)))
    let after = (left * (left + 2 * mu)).squareRoot()
    let sine = min(1, electronMomentum * sinElectron / after)
    result.direction = direction.rotated(
      cosTheta: ((1 - sine) * (1 + sine)).squareRoot(), sinTheta: sine, cosPhi: -azimuth.cos,
      sinPhi: -azimuth.sin)
    return result
  }

  /// cosθ, sinθ of what a muon radiates: dipole radiation 1 + cos²θ* in its rest frame, angles of order μ/E.
  private static func emissionAngle(_ kineticEnergy_GeV: Double, _ rng: inout RandomStream) -> (
    cos: Double, sin: Double
  ) {
    let gamma = 1 + kineticEnergy_GeV / Constants.muonMass_GeV
    let beta = (1 - 1 / (gamma * gamma)).squareRoot()
    let choice = rng.uniform()
    var cosRest = choice * (8.0 / 3) - 1
    if choice >= 0.75 {
      cosRest = max(rng.uniform(), rng.uniform(), rng.uniform())
      if choice < 0.875 { cosRest = -cosRest }
    }
    let boost = 1 / (1 + beta * cosRest)
    return ((cosRest + beta) * boost, ((1 - cosRest) * (1 + cosRest)).squareRoot() / gamma * boost)
  }

  func radiate(
    _ photon: Double, _ kineticEnergy_GeV: Double, _ direction: Vector3, _ rng: inout RandomStream
  ) -> Interaction {
    var result = Interaction(unchanged: max(0, kineticEnergy_GeV - photon), direction)
    let angle = Self.emissionAngle(kineticEnergy_GeV, &rng)
    let azimuth = sincosTurns(rng.uniform())
    result.add(
      Secondary(
        particle: .photon, kineticEnergy_GeV: kineticEnergy_GeV - result.kineticEnergy_GeV,
        direction: direction.rotated(
          cosTheta: angle.cos, sinTheta: angle.sin, cosPhi: azimuth.cos, sinPhi: azimuth.sin)))
    recoil(&result, transverse: photon * angle.sin, azimuth, direction)
    return result
  }

  /// e⁺ and e⁻ fly together in the direction of the virtual photon; their opening angle, m/E, is far below the
  /// angle of multiple scattering in a millimetre.
  func makePair(
    _ pair: Double, _ kineticEnergy_GeV: Double, _ direction: Vector3, _ rng: inout RandomStream
  ) -> Interaction {
    let m = Constants.electronMass_GeV
    let energy = kineticEnergy_GeV + Constants.muonMass_GeV
    guard pair > 2 * m else { return Interaction(unchanged: kineticEnergy_GeV, direction) }
    var result = Interaction(unchanged: max(0, kineticEnergy_GeV - pair), direction)
    let kinetic = kineticEnergy_GeV - result.kineticEnergy_GeV - 2 * m
    let asymmetry = loss.sampleAsymmetry(totalEnergy_GeV: energy, fraction: pair / energy, &rng)
    let positron = min(max(0.5 * (pair * (1 + asymmetry)) - m, 0), kinetic)
    let angle = Self.emissionAngle(kineticEnergy_GeV, &rng)
    let azimuth = sincosTurns(rng.uniform())
    let along = direction.rotated(
      cosTheta: angle.cos, sinTheta: angle.sin, cosPhi: azimuth.cos, sinPhi: azimuth.sin)
    result.add(Secondary(particle: .electron, kineticEnergy_GeV: kinetic - positron, direction: along))
    result.add(Secondary(particle: .positron, kineticEnergy_GeV: positron, direction: along))
    recoil(&result, transverse: pair * angle.sin, azimuth, direction)
    return result
  }

  /// The muon balances the transverse momentum.
  private func recoil(
    _ result: inout Interaction, transverse: Double, _ azimuth: (sin: Double, cos: Double),
    _ direction: Vector3
  ) {
    let left = result.kineticEnergy_GeV
    let after = (left * (left + 2 * Constants.muonMass_GeV)).squareRoot()
    guard after > transverse else { return }
    let sine = transverse / after
    result.direction = direction.rotated(
      cosTheta: ((1 - sine) * (1 + sine)).squareRoot(), sinTheta: sine, cosPhi: -azimuth.cos,
      sinPhi: -azimuth.sin)
  }
}

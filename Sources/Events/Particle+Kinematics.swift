extension Particle {
  /// Photon, electron, positron: momentum and kinetic energy are one at the energies of beams.
  @inlinable public var isLight: Bool { rawValue <= Particle.positron.rawValue }

  @inlinable public func momentum_GeV(kineticEnergy_GeV: Double) -> Double {
    (kineticEnergy_GeV * (kineticEnergy_GeV + 2 * mass_GeV)).squareRoot()
  }

  @inlinable public func kineticEnergy_GeV(momentum_GeV: Double) -> Double {
    let p2 = momentum_GeV * momentum_GeV
    return p2 / ((p2 + mass_GeV * mass_GeV).squareRoot() + mass_GeV)
  }
}

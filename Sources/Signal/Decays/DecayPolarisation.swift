import Core

/// Spin state of a decaying vector along its flight.
public enum DecayPolarisation: String, CaseIterable, Sendable {
  case unpolarised
  /// Helicity ±1 in equal parts.
  case transverse
  /// Helicity 0.
  case longitudinal

  /// Angle of the first decay product against the flight, in the rest frame.
  ///
  ///     transverse    (1+c²) + y(1−c²) for pairs of fermions with vector current,  y = (m₁+m₂)²/M²
  ///     longitudinal  (1−c²) + y c²
  ///     axial currents, Majorana pairs and neutrinos: y = 0; pairs of scalars: 1 − c² and c²
  ///
  /// Isotropic for bosons without spin.
  func angle(_ mediator: Mediator, _ mode: DecayMode) -> AngularDensity {
    guard mediator.kind == .vector || mediator.kind == .axialVector, self != .unpolarised,
      mode != .hadrons, mode != .photons
    else { return .isotropic }
    if mode == .darkMatter, mediator.darkMatter?.kind == .complexScalar {
      return self == .transverse
        ? AngularDensity(constant: 1, quadratic: -1) : AngularDensity(constant: 0, quadratic: 1)
    }
    var sum = 0.0
    if mediator.kind == .vector {
      switch mode {
      case .darkMatter:
        if let matter = mediator.darkMatter, matter.kind != .majorana { sum = matter.pairThreshold_GeV }
      default: sum = 2 * (mode.leptonMass_GeV ?? 0)
      }
    }
    let y = sum * sum / (mediator.mass_GeV * mediator.mass_GeV)
    return self == .transverse
      ? AngularDensity(constant: 1 + y, quadratic: 1 - y)
      : AngularDensity(constant: 1, quadratic: y - 1)
  }
}

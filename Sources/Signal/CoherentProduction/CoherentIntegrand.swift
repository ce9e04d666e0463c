import Core
import Numerics

/// Squared matrix element at one kinematic point, as `CurrentAmplitude` normalises it.
protocol CoherentAmplitude: Sendable {
  func callAsFunction(_ point: CoherentPoint) -> Double
}

/// The differential cross section of a N → b c N in the variables in which it is smooth,
///
///     dσ/(dx dln U dln t dψ/2π) = α³ g² E/(2p²) · (U/|V|) (G₂(t)/t) ⟨A/8M²⟩ dφ/dψ
///
/// with the range of each variable shrunk to (0, 1): quadrature and sampling use the same function.
struct CoherentIntegrand<Amplitude: CoherentAmplitude>: Sendable {
  var reaction: CoherentReaction
  var amplitude: Amplitude
  let energy: Double
  let fraction: CoherentFraction
  let prefactor: Double

  /// Nil below threshold. The coupling g² is in units of e²: ε² = 1.
  init?(
    _ reaction: CoherentReaction, _ amplitude: Amplitude, energy: Double,
    fineStructure: Double = Constants.fineStructure
  ) {
    guard let fraction = CoherentFraction(reaction, energy: energy) else { return nil }
    self.init(
      reaction, amplitude, energy: energy, fraction: fraction,
      prefactor: Self.prefactor(reaction, energy: energy, fineStructure: fineStructure))
  }

  /// For a known range of x: where the emitted mass varies and the rest does not.
  @inline(__always)
  init(
    _ reaction: CoherentReaction, _ amplitude: Amplitude, energy: Double, fraction: CoherentFraction,
    prefactor: Double
  ) {
    self.reaction = reaction
    self.amplitude = amplitude
    self.energy = energy
    self.fraction = fraction
    self.prefactor = prefactor
  }

  static func prefactor(_ reaction: CoherentReaction, energy: Double, fineStructure: Double) -> Double {
    let squaredMomentum = (energy - reaction.beamMass) * (energy + reaction.beamMass)
    let mass = reaction.nucleusMass
    return fineStructure * fineStructure * fineStructure * energy / (2 * squaredMomentum)
      * Constants.hbarcSquared_GeV2pb / (8 * mass * mass)
  }

  /// A point of the cube (0, 1)⁴ = (x, U, t, ψ) and what it stands for.
  struct Event {
    let kinematics: EmissionKinematics
    let slice: VirtualitySlice
    let point: CoherentPoint
    /// dσ per unit of the cube, pb.
    let density: Double
  }

  @inline(__always)
  func event(_ cube: UnsafePointer<Double>) -> Event? {
    let z = fraction.lowest + cube[0] * (fraction.highest - fraction.lowest)
    let (x, jacobianX) = fraction(z)
    guard let kinematics = EmissionKinematics(reaction.frame(energy: energy), x: x) else { return nil }
    // Of the ranges their logarithms alone are needed: any consistent value would do.
    let spanU = min(
      LogarithmTable.shared(kinematics.highestU / kinematics.lowestU), EmissionKinematics.longestLogU)
    let u = kinematics.lowestU * exp(cube[1] * spanU)
    guard let slice = VirtualitySlice(kinematics, u: u),
      let rangeT = slice.tRange(reaction)
    else { return nil }
    let spanT = LogarithmTable.shared(rangeT.high / rangeT.low)
    let t = rangeT.low * exp(cube[2] * spanT)
    guard let point = CoherentPoint(kinematics, slice, t: t, turns: cube[3]) else { return nil }
    let density =
      prefactor * jacobianX * (fraction.highest - fraction.lowest) * (spanU * u)
      * (spanT * t) * slice.inverseLength * reaction.formFactorSquared.overSquaredTransfer(t)
      * point.azimuthJacobian * amplitude(point)
    return Event(kinematics: kinematics, slice: slice, point: point, density: max(0, density))
  }

  /// dσ/dx, pb: Gauss–Legendre in ln U and ln t, trapezoid in ψ (exact to 1e-5 with 16 points on the
  /// circle, since 1/s̃ is linear in cos ψ).
  func differential(x: Double) -> Double {
    guard let kinematics = EmissionKinematics(reaction.frame(energy: energy), x: x) else { return 0 }
    let rangeU = kinematics.logURange
    let sum = CoherentRules.virtuality.integrate(rangeU.low, rangeU.high) { logU in
      let u = exp(logU)
      guard let slice = VirtualitySlice(kinematics, u: u), let rangeT = slice.logTRange(reaction)
      else { return 0 }
      let nodes = 2 + Int((rangeT.high - rangeT.low) * 1.3)
      let rule = CoherentRules.transfer[min(CoherentRules.transfer.count - 1, nodes)]
      return u * slice.inverseLength
        * rule.integrate(rangeT.low, rangeT.high) { logT in
          let t = exp(logT)
          var sum = 0.0
          for turns in CoherentRules.halfTurns {
            guard let point = CoherentPoint(kinematics, slice, t: t, turns: turns) else { continue }
            sum += point.azimuthJacobian * amplitude(point)
          }
          return reaction.formFactorSquared(t) / t * sum / Double(CoherentRules.halfTurns.count)
        }
    }
    return prefactor * max(0, sum)
  }

  /// ∫ weight(x) dσ/dx dx, pb.
  func total(weight: (Double) -> Double = { _ in 1 }) -> Double {
    CoherentRules.fraction.integrate(fraction.lowest, fraction.highest) { z in
      let (x, jacobian) = fraction(z)
      return jacobian * weight(x) * differential(x: x)
    }
  }
}

/// Quadrature rules shared by all amplitudes.
enum CoherentRules {
  static let fraction = GaussLegendre(count: 48)
  static let virtuality = GaussLegendre(count: 24)
  /// Index = number of nodes / 4.
  static let transfer: [GaussLegendre] = (0...40).map { GaussLegendre(count: max(4, 4 * $0)) }
  /// Distinct points of a circle with 16.
  static let halfTurns: [Double] = (0..<8).map { (Double($0) + 0.5) / 16 }
}

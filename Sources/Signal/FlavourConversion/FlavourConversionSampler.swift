import Core
import Numerics

/// d²σ/(dξ dQ²) on the unit square: ln ξ/(1−ξ) and Q² between their limits.
struct ConversionDensity: CubeDensity {
  static let dimensions = 2
  let process: FlavourConversion
  let energy: Double
  let protons: Double
  let neutrons: Double
  private let bottom: Double
  private let width: Double

  init(_ process: FlavourConversion, energy: Double, protons: Double, neutrons: Double) {
    self.process = process
    self.energy = energy
    self.protons = protons
    self.neutrons = neutrons
    let lowest = process.squaredMass / (2 * FlavourConversion.nucleonMass_GeV * energy)
    bottom = log(lowest / (1 - lowest))
    width = max(0, log(1e6) - bottom)
  }

  @inline(__always)
  func point(_ square: UnsafePointer<Double>) -> (fraction: Double, q2: Double, jacobian: Double)? {
    let e = exp(-(bottom + square[0] * width))
    let fraction = 1 / (1 + e)
    let s = 2 * FlavourConversion.nucleonMass_GeV * energy * fraction
    guard let limits = process.transferLimits(s: s, fraction: fraction) else { return nil }
    let range = limits.high - limits.low
    return (fraction, limits.low + square[1] * range, range * width * fraction * fraction * e)
  }

  func evaluate(_ square: UnsafePointer<Double>) -> (
    state: (fraction: Double, q2: Double), density: Double
  )? {
    guard let (fraction, q2, jacobian) = point(square) else { return nil }
    let density = process.differentialCrossSection_pb(
      leptonEnergy_GeV: energy, fraction: fraction, squaredTransfer_GeV2: q2, protons: protons,
      neutrons: neutrons)
    return ((fraction, q2), jacobian * density)
  }
}

/// Draws (ξ, Q²) and from them the outgoing lepton and the hadrons of a conversion.
///
/// E′ = E(1−y), and the angle from Q² = −(p − p′)² with both masses; at the very edge of phase space, where
/// the massless parton picture allows an angle slightly below 0, the lepton goes straight on. The hadrons
/// are what remains of beam and nucleon at rest, one four-momentum of mass W.
public struct FlavourConversionSampler: SignalSampler {
  private let cells: CellSampler<ConversionDensity>
  private let incomingMass: Double
  private let energy: Double

  /// - Parameter incomingMass_GeV: mass of ℓ₁, for the kinematics only
  public init(
    _ process: FlavourConversion, leptonEnergy_GeV energy: Double, incomingMass_GeV: Double,
    protons: Double, neutrons: Double
  ) throws {
    let density = ConversionDensity(
      process, energy: energy, protons: protons, neutrons: neutrons)
    guard energy > process.thresholdEnergy_GeV, energy > incomingMass_GeV,
      let cells = CellSampler(density, bits: 4)
    else {
      throw HermeticError(
        .kinematics,
        "total energy = \(energy) GeV cannot convert the lepton (the threshold is "
          + "\(process.thresholdEnergy_GeV) GeV, and the cuts must leave something). Raise the energy "
          + "or loosen minimum_Q2_GeV2 and minimum_W_GeV.")
    }
    self.cells = cells
    self.energy = energy
    incomingMass = incomingMass_GeV
  }

  public var particleCount: Int { 2 }
  public var efficiency: Double { cells.efficiency }
  var measuredExcess: Double { cells.measuredExcess }

  /// ξ, Q² [GeV²] and y.
  public func sampleVariables(_ rng: inout RandomStream) -> (fraction: Double, q2: Double, y: Double) {
    withUnsafeTemporaryAllocation(of: Double.self, capacity: 2) { square in
      let base = square.baseAddress!
      guard let (fraction, q2) = cells.sample(into: base, &rng) else { return (0, 0, 0) }
      return (fraction, q2, q2 / (2 * FlavourConversion.nucleonMass_GeV * energy * fraction))
    }
  }

  public func sample(into out: UnsafeMutablePointer<Double>, _ rng: inout RandomStream) {
    let (_, q2, y) = sampleVariables(&rng)
    let (lepton, hadrons) = cells.density.process.finalState(
      energy: energy, incomingMass: incomingMass, q2: q2, y: y, azimuthTurns: rng.uniform())
    lepton.store(out)
    hadrons.store(out + 4)
  }
}

extension FlavourConversion {
  /// ℓ₂ and the hadrons' sum for a beam along +z.
  func finalState(
    energy: Double, incomingMass: Double, q2: Double, y: Double, azimuthTurns: Double
  ) -> (lepton: FourMomentum, hadrons: FourMomentum) {
    let mass = outgoingMass_GeV
    let final = max(mass, energy * (1 - y))
    let before = ((energy - incomingMass) * (energy + incomingMass)).squareRoot()
    let after = ((final - mass) * (final + mass)).squareRoot()
    // Q² = 2(EE′ − pp′) − m₁² − m₂² + 2pp′(1 − cos θ), the difference expanded.
    let m1 = incomingMass * incomingMass
    let m2 = mass * mass
    let forward =
      2 * (m1 * final * final + m2 * energy * energy - m1 * m2) / (energy * final + before * after)
      - m1 - m2
    let product = 2 * before * after
    let versine = product > 0 ? min(2, max(0, (q2 - forward) / product)) : 0
    let sine = (versine * (2 - versine)).squareRoot()
    let (sinPhi, cosPhi) = sincosTurns(azimuthTurns)
    let lepton = FourMomentum(
      energy: final,
      momentum: after * Vector3(sine * cosPhi, sine * sinPhi, 1 - versine))
    let initial = FourMomentum(
      energy: energy + Self.nucleonMass_GeV, momentum: Vector3(0, 0, before))
    return (lepton, initial - lepton)
  }
}

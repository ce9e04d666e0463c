import Core
import Electromagnetic
import Events
import Matter
import Numerics

/// Particle of a track fit: what scattering and losses depend on. The sign of the charge is fitted.
public enum TrackParticle: String, CaseIterable, Sendable {
  case electron = "e"
  case muon = "mu"
  case pion = "pi"
  case kaon = "K"
  case proton = "p"

  /// "mu-", "mu+" and "mu" are the same.
  init(name: String, path: String) throws {
    let bare =
      name == "pbar" ? "p" : name.hasSuffix("-") || name.hasSuffix("+") ? String(name.dropLast()) : name
    guard let found = TrackParticle(rawValue: bare) else {
      throw HermeticError.notFound(path, name, known: TrackParticle.allCases.map(\.rawValue))
    }
    self = found
  }

  public var mass_GeV: Double {
    switch self {
    case .electron: return Constants.electronMass_GeV
    case .muon: return Constants.muonMass_GeV
    case .pion: return Particle.pionPlus.mass_GeV
    case .kaon: return Particle.kaonPlus.mass_GeV
    case .proton: return Constants.protonMass_GeV
    }
  }
}

/// Mean energy loss of a track in one material, tabulated in ln p.
///
/// - muons: ionisation, bremsstrahlung, pairs, photonuclear (`MuonEnergyLoss`)
/// - electrons: collisions (`CollisionStoppingPower`), and E/X0 for radiation: the mean of Bethe and
///   Heitler, E′ = E exp(−x/X0); the straggling is that of their distribution,
///   ⟨(E′/E)²⟩ = exp(−(x/X0) ln 3/ln 2)
/// - hadrons: ionisation of a muon of the same βγ (its T_max has another mass ratio: < 1 % below
///   βγ = 100)
///
/// - Valid: p = 0.1–2000 GeV, constant beyond.
/// - Checked by: `TrackEnergyLossTests`.
struct MeanEnergyLoss: Sendable {
  private static let lowest = log(0.1)
  private static let step = log(2.0) / 2
  private static let inverseStep = 1 / step
  private static let count = 30
  private let table: [Double]  // GeV/mm
  let inverseRadiationLength_per_mm: Double
  let isElectron: Bool

  init(material: Material, particle: TrackParticle) {
    isElectron = particle == .electron
    inverseRadiationLength_per_mm = material.isVacuum ? 0 : 1 / material.radiationLength_mm
    guard !material.isVacuum else {
      table = [Double](repeating: 0, count: Self.count)
      return
    }
    let muon = MuonEnergyLoss(material: material)
    let collision = CollisionStoppingPower(material: material, isPositron: false)
    table = (0..<Self.count).map { index in
      let p = exp(Self.lowest + Double(index) * Self.step)
      switch particle {
      case .electron:
        let kinetic =
          (p * p + Constants.electronMass_GeV * Constants.electronMass_GeV).squareRoot()
          - Constants.electronMass_GeV
        return collision(kineticEnergy_GeV: kinetic, cut_GeV: .infinity)
      case .muon:
        let energy = (p * p + Constants.muonMass_GeV * Constants.muonMass_GeV).squareRoot()
        return MuonEnergyLoss.Process.allCases.reduce(0) {
          $0 + muon.stoppingPower_GeV_per_mm($1, totalEnergy_GeV: energy)
        }
      default:
        let same = p * Constants.muonMass_GeV / particle.mass_GeV
        let energy = (same * same + Constants.muonMass_GeV * Constants.muonMass_GeV).squareRoot()
        return muon.stoppingPower_GeV_per_mm(.ionisation, totalEnergy_GeV: max(energy, 0.11))
      }
    }
  }

  /// Without the radiation of electrons; with its derivative with respect to ln p.
  @inline(__always)
  func perMillimetre_GeV(momentum_GeV p: Double) -> (value: Double, slope: Double) {
    // Cubic through the four nearest points: the derivative has no steps to speak of.
    let position = (LogarithmTable.shared(p) - Self.lowest) * Self.inverseStep
    let index = min(max(Int(max(-1e6, min(position, 1e6)).rounded(.down)), 1), Self.count - 3)
    let f = position - Double(index)
    guard f >= -1, f <= 2 else { return (table[f < 0 ? 0 : Self.count - 1], 0) }
    let a = table[index - 1]
    let b = table[index]
    let c = table[index + 1]
    let d = table[index + 2]
    // b + f (first + f (second + f third))
    let third = (d - a) / 6 + 0.5 * (b - c)
    let second = 0.5 * (a + c) - b
    let first = c - a / 3 - 0.5 * b - d / 6
    let value = b + f * (first + f * (second + f * third))
    if value < 0 { return (0, 0) }
    return (value, Self.inverseStep * (first + f * (2 * second + 3 * f * third)))
  }

  /// q/p behind `path_mm` of the material and `t` radiation lengths (in front of it when both are
  /// negative). The loss is that at the mean momentum, so that a step back undoes a step.
  ///
  /// - Parameter keepsRadiation: leaves out the mean loss of an electron's photons, but not its spread
  /// - Returns: the new q/p, its derivative with respect to the old one, and the standard deviation that
  ///   radiation adds; nil when the particle stops.
  static func apply(
    _ law: MeanEnergyLoss?, qOverP: Double, particle: TrackParticle, path_mm: Double,
    radiationLengths t: Double, keepsRadiation: Bool = false
  ) -> (qOverP: Double, derivative: Double, sigma: Double)? {
    guard qOverP != 0 else { return (0, 1, 0) }
    let m = particle.mass_GeV
    let p = 1 / qOverP.magnitude
    let energy = (p * p + m * m).squareRoot()
    let kept = particle == .electron && !keepsRadiation ? exp(-t) : 1
    guard let (after, slope) = energyAfter(law, energy, kept, m, path_mm) else { return nil }
    var sigma = 0.0
    if particle == .electron {
      let spread = spread(t.magnitude)
      // σ(q/p) = σ(E′)/E′² for E ≫ m, with the smaller of both energies
      let low = min(energy, after)
      sigma = max(0, spread).squareRoot() * max(energy, after) / (low * low)
    }
    let p1 = (after * after - m * m).squareRoot()
    let derivative = p * p / (p1 * p1) * (after / p1) * slope * (p / energy)
    return ((qOverP < 0 ? -1 : 1) / p1, derivative, sigma)
  }

  /// Variance of E′/E behind t radiation lengths, exp(−t ln 3/ln 2) − exp(−2t).
  private static func spread(_ t: Double) -> Double {
    let a = 1.5849625007211562
    if t > 0.01 { return exp(-a * t) - exp(-2 * t) }
    // Σ (−t)ⁿ (aⁿ − 2ⁿ)/n! to t⁵: 2e-11 of it at most.
    let c1 = 2 - a
    let c2 = 0.5 * (4 - a * a)
    let c3 = (8 - a * a * a) / 6
    let c4 = (16 - a * a * a * a) / 24
    let c5 = (32 - a * a * a * a * a) / 120
    return t * (c1 - t * (c2 - t * (c3 - t * (c4 - t * c5))))
  }

  /// Half of the collisions come before the radiation, half behind it: E′ = (E − ΔE/2) kept − ΔE/2, ΔE = S(½ (E + E′)) path.
  /// - Returns: E′ and dE′/dE
  @inline(__always)
  private static func energyAfter(
    _ law: MeanEnergyLoss?, _ energy: Double, _ kept: Double, _ m: Double, _ path_mm: Double
  ) -> (after: Double, slope: Double)? {
    guard let law else { return check(energy * kept, kept, m) }
    var loss = 0.0
    // dΔE/dE at the middle
    var growth = 0.0
    var middle = energy
    for _ in 0..<6 {
      let squared = max(middle * middle - m * m, 1e-8)
      let stopping = law.perMillimetre_GeV(momentum_GeV: squared.squareRoot())
      let before = loss
      loss = stopping.value * path_mm
      growth = stopping.slope * path_mm * middle / squared
      middle = 0.5 * (energy + (energy - 0.5 * loss) * kept - 0.5 * loss)
      if (loss - before).magnitude < 1e-15 * energy { break }
    }
    let share = 0.25 * (1 + kept) * growth
    return check((energy - 0.5 * loss) * kept - 0.5 * loss, (kept - share) / (1 + share), m)
  }

  private static func check(_ after: Double, _ slope: Double, _ m: Double) -> (after: Double, slope: Double)?
  {
    after > m * 1.0001 && after < 1e7 ? (after, slope) : nil
  }
}

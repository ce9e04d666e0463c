import Core
import Numerics

/// Decay in flight at a distance: how often between two planes, and where.
///
///     L    = cτ |p|/m                                       mean path before the decay
///     P    = e^{−z₁/L} − e^{−z₂/L} = e^{−z₁/L} (1 − e^{−(z₂−z₁)/L})
///
/// - Valid: any L ≥ 0, L = ∞ (stable) included; planes across the flight.
/// - Numerics: P keeps its relative accuracy for L ≫ z₂ and L ≪ z₁, down to 1e-308.
/// - Checked by: `DisplacedDecayTests` (reference `rare_signal/alp.json`, `islands_Nlim_2p302585`).
public struct DisplacedDecay: Equatable, Sendable {
  /// L, in the unit of the planes.
  public let meanPath: Double

  public init(meanPath: Double) throws {
    guard meanPath >= 0 else {
      throw HermeticError.range("mean decay path", meanPath, allowed: ">= 0")
    }
    self.meanPath = meanPath
  }

  /// The path of a particle of given total energy.
  public init(properLength: Double, mass_GeV: Double, totalEnergy_GeV: Double) throws {
    guard properLength >= 0, mass_GeV > 0, totalEnergy_GeV >= mass_GeV, totalEnergy_GeV.isFinite else {
      throw HermeticError(
        .kinematics,
        "a particle of mass \(mass_GeV) GeV, total energy \(totalEnergy_GeV) GeV and cτ = \(properLength) "
          + "has no decay length (needs mass > 0, energy >= mass, cτ >= 0).")
    }
    let momentum =
      ((totalEnergy_GeV - mass_GeV) * (totalEnergy_GeV + mass_GeV)).squareRoot()
    try self.init(meanPath: momentum == 0 ? 0 : properLength * (momentum / mass_GeV))
  }

  /// Probability to fly further than z.
  public func survival(to z: Double) -> Double {
    if z <= 0 { return 1 }
    return meanPath > 0 ? exp(-z / meanPath) : 0
  }

  /// Probability to decay between z₁ and z₂ ≥ z₁, both counted from the production.
  public func probability(from z1: Double, to z2: Double) -> Double {
    let first = max(0, z1)
    guard z2 > first else { return 0 }
    guard meanPath > 0 else { return first == 0 ? 1 : 0 }
    guard meanPath < .infinity else { return 0 }
    return -exp(-first / meanPath) * expm1(-(z2 - first) / meanPath)
  }

  /// The decay point between z₁ and z₂ for a uniform number in (0, 1), given that it is there.
  public func position(quantile u: Double, from z1: Double, to z2: Double) -> Double {
    let first = max(0, z1)
    guard z2 > first, meanPath > 0 else { return first }
    let width = z2 - first
    // As flat as it gets; expm1 of less than 1e-12 would round the step away.
    guard width > 1e-12 * meanPath else { return first + u * width }
    return min(z2, first - meanPath * log1p(u * expm1(-width / meanPath)))
  }

  public func samplePosition(from z1: Double, to z2: Double, _ rng: inout RandomStream) -> Double {
    position(quantile: rng.uniform(), from: z1, to: z2)
  }
}

/// The couplings that a search for displaced decays excludes: too small a coupling makes too few bosons, too
/// large a one lets them decay in the dump.
///
///     N(g) = n g² [exp(−g²z₁/l₀) − exp(−g²z₂/l₀)],   mean path l₀/g²
///
/// u = g²/l₀ is largest where (1 − z₁u) e^{−z₁u} = (1 − z₂u) e^{−z₂u}; N rises before and falls after.
public struct CouplingIsland: Equatable, Sendable {
  /// n, events for g = 1 without decay.
  public let eventsAtUnitCoupling: Double
  /// l₀, mean path for g = 1, in the unit of the planes.
  public let pathAtUnitCoupling: Double
  public let firstPlane: Double
  public let secondPlane: Double

  public init(
    eventsAtUnitCoupling: Double, pathAtUnitCoupling: Double, firstPlane: Double, secondPlane: Double
  ) throws {
    for (name, value) in [
      ("events_at_unit_coupling", eventsAtUnitCoupling), ("path_at_unit_coupling", pathAtUnitCoupling),
    ] {
      guard value.isFinite, value > 0 else {
        throw HermeticError.range(name, value, allowed: "a finite number > 0")
      }
    }
    guard firstPlane.isFinite, firstPlane >= 0 else {
      throw HermeticError.range("first_plane", firstPlane, allowed: "a finite number >= 0")
    }
    guard secondPlane.isFinite, secondPlane > firstPlane else {
      throw HermeticError.range(
        "second_plane", secondPlane, allowed: "a finite number above the first plane")
    }
    self.eventsAtUnitCoupling = eventsAtUnitCoupling
    self.pathAtUnitCoupling = pathAtUnitCoupling
    self.firstPlane = firstPlane
    self.secondPlane = secondPlane
  }

  /// N(g).
  public func events(coupling g: Double) -> Double {
    let u = g * g / pathAtUnitCoupling
    return -eventsAtUnitCoupling * g * g * exp(-u * firstPlane)
      * expm1(-u * (secondPlane - firstPlane))
  }

  /// The coupling that makes most events, and their number; it is infinite when z₁ = 0.
  public var best: (coupling: Double, events: Double) {
    guard firstPlane > 0 else { return (.infinity, .infinity) }
    // d ln N/du = 1/u − z₁ + (z₂−z₁)/(e^{u(z₂−z₁)} − 1) falls from ∞ to −z₁; at u = 2/z₁ it is ≤ 0, because
    // x/(eˣ−1) ≤ 1.
    let width = secondPlane - firstPlane
    let root = BrentRootFinder().root(between: 1e-9 / firstPlane, and: 2.0001 / firstPlane) { u in
      1 / u - firstPlane + width / expm1(u * width)
    }
    let g = ((root ?? 1 / firstPlane) * pathAtUnitCoupling).squareRoot()
    return (g, events(coupling: g))
  }

  /// Lowest and highest coupling with N ≥ limit; nil when there is none, the highest infinite for z₁ = 0.
  public func edges(limit: Double) -> (low: Double, high: Double)? {
    guard limit > 0, limit.isFinite else { return nil }
    let best = self.best
    guard best.events >= limit else { return nil }
    func root(_ a: Double, _ b: Double) -> Double {
      BrentRootFinder().root(between: log(a), and: log(b)) { log(self.events(coupling: exp($0)) / limit) }
        .map { exp($0) } ?? a
    }
    // N ≤ n g⁴ (z₂−z₁)/l₀ and N ≤ n g²: the low edge lies above where these reach the limit.
    let width = secondPlane - firstPlane
    let floor = max(
      (limit / eventsAtUnitCoupling).squareRoot(),
      (limit * pathAtUnitCoupling / (eventsAtUnitCoupling * width)).squareRoot().squareRoot())
    guard firstPlane > 0 else {
      var top = floor
      while events(coupling: top) < limit { top *= 2 }
      return (root(0.999 * floor, top), .infinity)
    }
    var top = best.coupling
    while events(coupling: top) >= limit { top *= 1.5 }
    return (root(min(0.999 * floor, best.coupling), best.coupling), root(best.coupling, top))
  }
}

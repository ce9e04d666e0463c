import Core
import Events
import Geometry
import Hadronic
import Numerics

/// Interactions that make a fast hadron of a wanted kind taken more often than nature does.
///
/// Every inelastic interaction (of photons too) of a particle above the energy is drawn n times. Of the n final states,
/// those with a wanted product above the energy have preference B, the others 1; one is taken with probability Bᵢ/ΣB, and the
/// event's weight is multiplied by (ΣB/n)/Bᵢ. For any function f of the state that is taken
///
///     E[f(xᵢ) ΣB/(n Bᵢ)] = E[Σ f(xⱼ)/n] = E[f],
///
/// so that weighted means are those of nature for every n and B, and each event is a possible one, whose energy closes.
/// With n about the inverse of the natural chance and B a thousand, most of such interactions have a wanted product.
///
/// - Checked by: `FavouredProductsTests`
public struct FavouredProducts: Equatable, Sendable {
  /// Bits by `Particle.rawValue`.
  private var particles: UInt64 = 0
  public var minimumEnergy_GeV = 10.0
  public var draws = 100
  public var preference = 1000.0

  /// Those that can be named: hadrons that fly.
  static let allowed: [Particle] = Particle.allCases.filter { $0.isHadron && $0.meanLife_ns > 1e-3 }

  public init(json: JSON, path: String) throws {
    var card = try Card(json, path: path)
    let names = try card.array("particles")
    guard !names.isEmpty else {
      throw HermeticError(
        .configuration, "\(path).particles is empty. Name at least one, or leave favoured_products out.")
    }
    for (index, item) in names.enumerated() {
      guard case .string(let name) = item else {
        throw HermeticError(.configuration, "\(path).particles[\(index)] must be a name, not \(item.text).")
      }
      guard let particle = Particle(name: name), Self.allowed.contains(particle) else {
        throw HermeticError.notFound(
          "hadron that can be a favoured product", name, known: Self.allowed.map(\.name))
      }
      particles |= 1 << UInt64(particle.rawValue)
    }
    minimumEnergy_GeV = try card.number(
      "minimum_energy_GeV", default: 10, in: 0.1...1e4, dimension: "energy")
    draws = try card.integer("draws", default: 100, in: 2...10_000)
    preference = try card.number("preference", default: 1000, in: 1...1e9)
    try card.finish()
  }

  public var json: JSON {
    [
      "particles": .array(Self.allowed.filter { holds($0) }.map { .string($0.name) }),
      "minimum_energy_GeV": .number(minimumEnergy_GeV), "draws": .number(Double(draws)),
      "preference": .number(preference),
    ]
  }

  @inline(__always) func holds(_ particle: Particle) -> Bool {
    particles & (1 << UInt64(particle.rawValue)) != 0
  }

  func preference(of state: FinalState) -> Double {
    for index in 0..<state.count {
      let product = state.secondaries[index]
      if holds(product.particle), product.kineticEnergy_GeV > minimumEnergy_GeV { return preference }
    }
    return 1
  }
}

extension ShowerTransport {
  /// Fills `finalState` with one of several draws of an interaction, and keeps the weight.
  @inline(never)
  mutating func chooseFinalState(
    _ favoured: FavouredProducts, _ track: Track, _ element: (atomicNumber: Int, atomicMass: Double),
    _ rng: inout RandomStream
  ) {
    var drawn = FinalState()
    defer { drawn.free() }
    var sum = 0.0
    var taken = 1.0
    // One at a time: the k-th takes the place of the one in hand with probability B_k/(B_1 + … + B_k).
    for _ in 0..<favoured.draws {
      cascade.interact(
        track.particle, kineticEnergy_GeV: track.kineticEnergy_GeV, direction: track.direction,
        atomicNumber: element.atomicNumber, atomicMass: element.atomicMass, &rng, into: &drawn)
      let preference = favoured.preference(of: drawn)
      sum += preference
      if rng.uniform() * sum < preference {
        swap(&finalState, &drawn)
        taken = preference
      }
    }
    weigh(bias: sum / (Double(favoured.draws) * taken))
  }
}

import Core
import Events
import Geometry
import Matter
import Numerics
import Signal
import Transport

/// Folds boson production along the tracks of a shower.
///
/// For each event K chains of leading particles are followed (cheap: nothing below the threshold is). The
/// expected number of bosons of mass m per primary at the card's coupling is
///
///     Y_m = (1/K) Σ_steps ℓ Σ_elements n σ_m(E)                       column "signal.yield_m"
///
/// One emission (step, element, x) is then drawn from the mixture of all masses,
/// q = Σ_m a_m f_m / Σ_m a_m ∫f_m with f_m = ℓ n dσ_m/dx, and the full shower is run with it. It stands
/// for mass m with weight
///
///     w_m = f_m / (K q)                                             column "signal.weight_m"
///
/// so that ⟨w_m⟩ = ⟨Y_m⟩ and every shower serves every mass. The mixture component, the depth of the
/// emission and the quantile of x follow a Kronecker sequence in the event number (R₃ of M. Roberts), which
/// spreads a few hundred events evenly over depth and spectrum; statistical errors computed as for
/// independent draws are then upper bounds.
final class SignalProduction: @unchecked Sendable {
  let card: SignalCard
  let elements: [Element]
  private let world: World
  private let tables: [BremsstrahlungTable]
  private let samplers: [[BremsstrahlungFinalStateSampler]]
  /// Per material: (index into `elements`, atoms per mm³).
  private let targets: [[(element: Int, density: Double)]]
  /// a_m.
  private let balance: [Double]

  init(card: SignalCard, world: World, beam: Beam, threads: Int) throws {
    self.card = card
    self.world = world
    let elements = try SignalProduction.productionElements(world: world, beam: beam)
    guard !elements.isEmpty else {
      throw HermeticError(
        .configuration,
        "the beam meets no matter (nothing can be produced). Check beam.position_mm and direction.")
    }
    self.elements = elements
    targets = world.materials.map { material in
      material.components.compactMap { component in
        elements.firstIndex(of: component.element).map { ($0, component.atomDensity_per_mm3) }
      }
    }
    let count = card.masses_GeV.count
    var built = [Result<BremsstrahlungTable, Error>?](repeating: nil, count: count)
    // Total energy: the second number is the larger one below 0.6 GeV.
    let largestKinetic = beam.kineticEnergy_GeV * (1 + 6 * beam.momentumSpread)
    let highest = max(largestKinetic * 1.001, largestKinetic + 1.1 * Constants.electronMass_GeV)
    let work = SharedCounter(from: 0, to: UInt64(count))
    built.withUnsafeMutableBufferPointer { buffer in
      let slots = buffer.baseAddress!
      Threads.run(count: min(threads, count)) { _ in
        while let next = work.next() {
          let index = Int(next)
          slots[index] = Result {
            let processes = try elements.map {
              try card.models[index].bremsstrahlungProcess(beam: beam.particle.pdg, element: $0)
            }
            return try BremsstrahlungTable(
              processes: processes,
              lowestEnergy_GeV: card.minimumBosonEnergy_GeV, highestEnergy_GeV: highest,
              minimumBosonEnergy_GeV: card.minimumBosonEnergy_GeV)
          }
        }
      }
    }
    let tables = try built.map { try $0!.get() }
    self.tables = tables
    samplers = tables.map { $0.processes.map { BremsstrahlungFinalStateSampler($0.bremsstrahlung) } }
    // Equal shares of the mixture for all masses, judged where most bosons are made: at the beam energy
    // on the heaviest element.
    let heaviest = elements.indices.max {
      elements[$0].atomicNumber < elements[$1].atomicNumber
    }!
    balance = tables.map {
      let sigma = $0.crossSection_pb(
        leptonEnergy_GeV: beam.kineticEnergy_GeV, elementIndex: heaviest)
      return sigma > 0 ? 1 / sigma : 0
    }
  }

  /// The elements that matter along the beam axis in the first 25 radiation lengths: those with more
  /// than 1e-4 of Σ n Z² ℓ. The others' production is neglected.
  static func productionElements(world: World, beam: Beam) throws -> [Element] {
    var share: [Int: (element: Element, amount: Double)] = [:]
    var depth = 0.0
    for step in try world.ray(from: beam.position_mm, direction: beam.direction) {
      guard depth < 25 else { break }
      let material = world.materials[step.material]
      depth += step.length_mm / material.radiationLength_mm
      for component in material.components {
        let z = Double(component.element.atomicNumber)
        let amount = component.atomDensity_per_mm3 * z * z * step.length_mm
        share[component.element.atomicNumber, default: (component.element, 0)].amount += amount
      }
    }
    // Sorted: a dictionary's order changes from run to run, and sums with it.
    let ordered = share.values.sorted { $0.element.atomicNumber < $1.element.atomicNumber }
    let total = ordered.reduce(0) { $0 + $1.amount }
    return ordered.filter { $0.amount > 1e-4 * total }.map(\.element)
  }

  struct Emission {
    var candidate: EmissionCandidate
    var bosonEnergy_GeV: Double
    var final: SignalEmission
  }

  /// Evaluates the candidates of one event.
  ///
  /// - Parameters: yields, weights: one slot per mass, overwritten
  /// - Returns: the emission to replay, or nil when no lepton was energetic enough (all weights 0)
  func choose(
    _ candidates: UnsafeBufferPointer<EmissionCandidate>, seed: UInt64, event: UInt64,
    yields: UnsafeMutablePointer<Double>, weights: UnsafeMutablePointer<Double>
  ) -> Emission? {
    let massCount = tables.count
    for m in 0..<massCount {
      yields[m] = 0
      weights[m] = 0
    }
    let scale = Constants.pb_mm2 / Double(card.chainsPerEvent)
    for candidate in candidates {
      for target in targets[Int(candidate.material)] {
        let amount = candidate.length_mm * target.density * scale
        for m in 0..<massCount {
          yields[m] +=
            amount
            * tables[m].crossSection_pb(
              leptonEnergy_GeV: candidate.totalEnergy_GeV, elementIndex: target.element)
        }
      }
    }
    var mixture = 0.0
    for m in 0..<massCount { mixture += balance[m] * yields[m] }
    guard mixture > 0 else { return nil }

    var rng = RandomStream(seed: seed, event: event, purpose: .signal)
    var shift = RandomStream(seed: seed, event: .max, purpose: .signal)
    // Inverse powers of the root 1.2207… of x⁴ = x + 1. Event numbers go up to 2⁵²; the sequence begins anew
    // every 2³² events, where a product still has 20 bits behind the point.
    let number = Double(event & 0xFFFF_FFFF)
    let componentPoint = frac(shift.uniform() + number * 0.8191725133961645)
    let depthPoint = frac(shift.uniform() + number * 0.6710436067037893)
    let quantile = min(max(frac(shift.uniform() + number * 0.5497004779019703), 1e-12), 1 - 1e-12)

    var remaining = componentPoint * mixture
    var mass = massCount - 1
    for m in 0..<massCount {
      remaining -= balance[m] * yields[m]
      if remaining < 0 {
        mass = m
        break
      }
    }
    guard
      let (candidate, element) = step(
        candidates, mass: mass, quantile: depthPoint, total: yields[mass])
    else { return nil }
    let energy = candidate.totalEnergy_GeV
    let x = tables[mass].x(
      quantile: quantile, leptonEnergy_GeV: energy, elementIndex: element)

    var density = 0.0
    for m in 0..<massCount {
      weights[m] = tables[m].differentialCrossSection_pb(
        leptonEnergy_GeV: energy, elementIndex: element, x: x)
      density += balance[m] * weights[m]
    }
    guard density > 0 else { return nil }
    for m in 0..<massCount { weights[m] *= mixture / density }
    let final = samplers[mass][element](
      leptonEnergy_GeV: energy, x: x, direction: candidate.direction, &rng)
    return Emission(candidate: candidate, bosonEnergy_GeV: final.bosonEnergy_GeV, final: final)
  }

  /// A step and an element with probability ∝ ℓ n σ_mass(E): the quantile of the distribution in depth.
  private func step(
    _ candidates: UnsafeBufferPointer<EmissionCandidate>, mass: Int, quantile: Double, total: Double
  ) -> (EmissionCandidate, Int)? {
    let byDepth = candidates.indices.sorted {
      let (a, b) = (candidates[$0], candidates[$1])
      return (a.volume, a.position.z, $0) < (b.volume, b.position.z, $1)
    }
    var remaining = quantile * total
    var last: (EmissionCandidate, Int)?
    let scale = Constants.pb_mm2 / Double(card.chainsPerEvent)
    for index in byDepth {
      let candidate = candidates[index]
      for target in targets[Int(candidate.material)] {
        let sigma = tables[mass].crossSection_pb(
          leptonEnergy_GeV: candidate.totalEnergy_GeV, elementIndex: target.element)
        guard sigma > 0 else { continue }
        last = (candidate, target.element)
        remaining -= candidate.length_mm * target.density * scale * sigma
        if remaining < 0 { return last }
      }
    }
    return last
  }

  private func frac(_ x: Double) -> Double { x - x.rounded(.down) }
}

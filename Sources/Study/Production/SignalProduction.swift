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
/// expected number of bosons of mass m per primary at the card's coupling is the sum over processes p of
///
///     Y_pm = (1/K) Σ_steps ℓ Σ_elements n σ_pm(step)          columns "signal.yield_m", and by process
///
/// One emission (process, step, element, variable v) is then drawn from the mixture of all masses,
/// q = Σ_m a_m f_pm / Σ_m a_m Σ_p ∫f_pm with f_pm = ℓ n dσ_pm/dv, and the full shower is run with it. It stands
/// for mass m with weight
///
///     w_m = f_pm / (K q)                                            column "signal.weight_m"
///
/// so that ⟨w_m⟩ = ⟨Σ_p Y_pm⟩ and every shower serves every mass. The mixture component, the depth of the
/// emission and the quantile of v follow a Kronecker sequence in the event number (R₃ of M. Roberts), which
/// spreads a few hundred events evenly over depth and spectrum; statistical errors computed as for
/// independent draws are then upper bounds.
final class SignalProduction: @unchecked Sendable {
  let card: SignalCard
  let elements: [Element]
  private let world: World
  private let production: ProductionChannels
  /// Per material: (index into `elements`, atoms per mm³).
  private let targets: [[(element: Int, density: Double)]]
  /// By volume: whether bosons are made there.
  private let isSource: [Bool]
  /// a_m.
  private let balance: [Double]
  /// [mass], where bosons decay inside the detector: an event then serves one mass, with w = Y/P(mass).
  private let decays: [DetectorDecays]?

  var massCount: Int { card.masses_GeV.count }
  var processCount: Int { card.processes.count }

  init(card: SignalCard, world: World, physics: TransportPhysics, beam: Beam, seed: UInt64, threads: Int)
    throws
  {
    self.card = card
    self.world = world
    let isSource = world.volumeNames.map { card.volumes?.contains($0) ?? true }
    self.isSource = isSource
    let elements = try SignalProduction.productionElements(
      world: world, beam: beam, isSource: isSource, isIncoherent: card.isIncoherent)
    guard !elements.isEmpty else {
      throw HermeticError(
        .configuration,
        "the beam meets no matter where bosons are made (nothing can be produced). "
          + "Check beam.position_mm, beam.direction and signal.volumes.")
    }
    self.elements = elements
    let targets = world.materials.map { material in
      material.components.compactMap { component in
        elements.firstIndex(of: component.element).map { ($0, component.atomDensity_per_mm3) }
      }
    }
    self.targets = targets
    decays = try card.decay.map { decay in
      try card.models.compactMap { $0 as? any BosonProductionModel }.map {
        try DetectorDecays($0, card: decay, path: "signal.decay")
      }
    }
    let production = try ProductionChannels(
      card: card, elements: elements,
      highestKineticEnergy_GeV: beam.kineticEnergy_GeV * (1 + 6 * beam.momentumSpread), threads: threads)
    self.production = production
    balance =
      card.processes == [.bremsstrahlung]
      ? SignalProduction.balance(production, atBeamEnergyOf: beam, elements)
      : SignalProduction.balance(
        production, targets, isSource, card: card, world: world, physics: physics, beam: beam, seed: seed)
  }

  /// Equal shares of the mixture for all masses, judged where most bosons are made: at the beam energy
  /// on the heaviest element.
  private static func balance(
    _ production: ProductionChannels, atBeamEnergyOf beam: Beam, _ elements: [Element]
  ) -> [Double] {
    let heaviest = elements.indices.max { elements[$0].atomicNumber < elements[$1].atomicNumber }!
    let lepton = EmissionCandidate(
      particle: beam.particle.isMuon ? beam.particle : .electron, kineticEnergy_GeV: beam.kineticEnergy_GeV)
    return production.channels[0].map {
      let sigma = $0?.crossSection_pb(lepton, element: heaviest) ?? 0
      return sigma > 0 ? 1 / sigma : 0
    }
  }

  /// The same where several processes compete: shares from the yields of a few chains of their own.
  private static func balance(
    _ production: ProductionChannels, _ targets: [[(element: Int, density: Double)]], _ isSource: [Bool],
    card: SignalCard, world: World, physics: TransportPhysics, beam: Beam, seed: UInt64
  ) -> [Double] {
    var transport = ShowerTransport(world: world, physics: physics)
    defer { transport.free() }
    let massCount = card.masses_GeV.count
    var yields = [Double](repeating: 0, count: massCount)
    var byProcess = [Double](repeating: 0, count: massCount * card.processes.count)
    for chain in 0..<pilotChains {
      // Event numbers that no run has.
      let event = UInt64.max - 1 - UInt64(chain)
      transport.emission.clearCandidates()
      transport.emission.startRecording(
        threshold_GeV: card.minimumBosonEnergy_GeV, subevent: 0, particles: card.recorded)
      transport.simulate(beam.primary(seed: seed, event: event), seed: seed, event: event)
      let candidates = UnsafeBufferPointer(
        start: transport.emission.candidates, count: transport.emission.candidateCount)
      fold(candidates, production, targets, isSource, scale: Constants.pb_mm2, into: &byProcess)
    }
    for index in byProcess.indices { yields[index % massCount] += byProcess[index] }
    let largest = yields.max() ?? 0
    return yields.map { largest > 0 ? 1 / max($0, 1e-6 * largest) : 1 }
  }

  private static let pilotChains = 128

  /// The elements that matter along the beam axis in the first 25 radiation lengths, all of it for muons and hadrons:
  /// those with more than 1e-4 of Σ n Z² ℓ, or Σ n A ℓ where single nucleons are hit. The others' production is neglected.
  static func productionElements(world: World, beam: Beam, isSource: [Bool], isIncoherent: Bool = false)
    throws -> [Element]
  {
    var share: [Int: (element: Element, amount: Double)] = [:]
    var depth = 0.0
    let deepest = beam.particle.isMuon || beam.particle.isHadron ? Double.infinity : 25
    for step in try BeamAxis.stretches(world: world, beam: beam) {
      guard depth < deepest else { break }
      let material = world.materials[step.material]
      depth += step.length_mm / material.radiationLength_mm
      guard isSource[step.volume] else { continue }
      for component in material.components {
        let z = Double(component.element.atomicNumber)
        let strength = isIncoherent ? component.element.atomicMass : z * z
        let amount = component.atomDensity_per_mm3 * strength * step.length_mm
        share[component.element.atomicNumber, default: (component.element, 0)].amount += amount
      }
    }
    // Sorted: a dictionary's order changes from run to run, and sums with it.
    let ordered = share.values.sorted { $0.element.atomicNumber < $1.element.atomicNumber }
    let total = ordered.reduce(0) { $0 + $1.amount }
    return ordered.filter { $0.amount > 1e-4 * total }.map(\.element)
  }

  /// Adds Σ ℓ n σ of the candidates to sums [process × mass].
  private static func fold(
    _ candidates: UnsafeBufferPointer<EmissionCandidate>, _ production: ProductionChannels,
    _ targets: [[(element: Int, density: Double)]], _ isSource: [Bool], scale: Double,
    into sums: inout [Double]
  ) {
    let massCount = production.channels[0].count
    for candidate in candidates where isSource[Int(candidate.volume)] {
      for target in targets[Int(candidate.material)] {
        let amount = candidate.length_mm * target.density * scale
        for process in production.processes.indices
        where production.particles[process].contains(candidate.particle) {
          let channels = production.channels[process]
          for m in 0..<massCount {
            guard let channel = channels[m] else { continue }
            sums[process * massCount + m] +=
              amount * channel.crossSection_pb(candidate, element: target.element)
          }
        }
      }
    }
  }

  struct Emission {
    var candidate: EmissionCandidate
    /// Index into the card's processes.
    var process: Int
    var boson: ProducedBoson
    /// Where bosons decay inside the detector.
    var fate: DetectorDecays.Fate?
    /// Index of the mass whose final state it is.
    var mass: Int
  }

  /// What the candidates of one event amount to.
  struct Choice {
    /// [mass].
    var yields: [Double]
    var weights: [Double]
    /// [process × mass].
    var yieldsByProcess: [Double]
    /// The emission to replay; nil when no particle was energetic enough (all weights 0).
    var emission: Emission?
  }

  /// Evaluates the candidates of one event and chooses an emission.
  func choose(_ candidates: UnsafeBufferPointer<EmissionCandidate>, seed: UInt64, event: UInt64) -> Choice {
    let massCount = self.massCount
    let zeros = [Double](repeating: 0, count: massCount)
    var choice = Choice(
      yields: zeros, weights: zeros,
      yieldsByProcess: [Double](repeating: 0, count: massCount * processCount), emission: nil)
    Self.fold(
      candidates, production, targets, isSource, scale: Constants.pb_mm2 / Double(card.chainsPerEvent),
      into: &choice.yieldsByProcess)
    for (index, amount) in choice.yieldsByProcess.enumerated() { choice.yields[index % massCount] += amount }
    var mixture = 0.0
    for m in 0..<massCount { mixture += balance[m] * choice.yields[m] }
    guard mixture > 0 else { return choice }

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
      remaining -= balance[m] * choice.yields[m]
      if remaining < 0 {
        mass = m
        break
      }
    }
    guard let point = point(candidates, mass: mass, quantile: depthPoint, total: choice.yields[mass]),
      let chosen = production.channels[point.process][mass]
    else { return choice }
    let variable = chosen.variable(quantile: quantile, point.candidate, element: point.element)

    var density = 0.0
    for m in 0..<massCount {
      guard let channel = production.channels[point.process][m] else { continue }
      choice.weights[m] = channel.density_pb(
        point.candidate, element: point.element, variable: variable)
      density += balance[m] * choice.weights[m]
    }
    guard density > 0 else {
      choice.weights = zeros
      return choice
    }
    for m in 0..<massCount { choice.weights[m] *= mixture / density }
    // Only flights of hadrons have an extent: others emit at their start and draw nothing.
    let vertex =
      point.candidate.extent_mm > 0 ? point.candidate.moved(rng.uniform()) : point.candidate
    let boson = chosen.emit(vertex, element: point.element, variable: variable, &rng)
    var emission = Emission(
      candidate: vertex, process: point.process, boson: boson, fate: nil, mass: mass)
    if let decays {
      let volume = point.candidate.volume
      let fate = decays[mass].fate(
        energy_GeV: boson.energy_GeV, from: world.view.toGlobal(point.candidate.position, volume: volume),
        along: world.view.directionToGlobal(boson.direction, volume: volume), in: world, &rng)
      choice.weights = zeros
      choice.weights[mass] = fate.weight * mixture / balance[mass]
      emission.fate = fate
    }
    choice.emission = emission
    return choice
  }

  private struct Point {
    var candidate: EmissionCandidate
    var process: Int
    var element: Int
  }

  /// A step, process and element with probability ∝ ℓ n σ_mass: the quantile of the distribution in depth.
  private func point(
    _ candidates: UnsafeBufferPointer<EmissionCandidate>, mass: Int, quantile: Double, total: Double
  ) -> Point? {
    let byDepth = candidates.indices.sorted {
      let (a, b) = (candidates[$0], candidates[$1])
      return (a.volume, a.position.z, $0) < (b.volume, b.position.z, $1)
    }
    var remaining = quantile * total
    var last: Point?
    let scale = Constants.pb_mm2 / Double(card.chainsPerEvent)
    for index in byDepth {
      let candidate = candidates[index]
      guard isSource[Int(candidate.volume)] else { continue }
      for target in targets[Int(candidate.material)] {
        for process in production.processes.indices
        where production.particles[process].contains(candidate.particle) {
          let sigma =
            production.channels[process][mass]?.crossSection_pb(candidate, element: target.element) ?? 0
          guard sigma > 0 else { continue }
          last = Point(candidate: candidate, process: process, element: target.element)
          remaining -= candidate.length_mm * target.density * scale * sigma
          if remaining < 0 { return last }
        }
      }
    }
    return last
  }

  private func frac(_ x: Double) -> Double { x - x.rounded(.down) }
}

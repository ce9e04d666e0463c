import Core
import Events
import Matter
import Numerics

/// Rates of interactions and energy loss of all hadrons in one material, as a step reads them.
@frozen public struct HadronTableView: @unchecked Sendable {
  @usableFromInline let grid: LogarithmicGrid
  /// [species][inelastic, elastic][energy], 1/mm.
  @usableFromInline let rates: UnsafeMutablePointer<Double>
  /// [mass class][energy]: dE/dx, and ln of the range.
  @usableFromInline let losses: UnsafeMutablePointer<Double>
  @usableFromInline let ranges: UnsafeMutablePointer<Double>
  let elements: UnsafeMutablePointer<HadronElement>
  let elementCount: Int
  public let radiationLength_mm: Double
  /// Mean time to capture of a thermal neutron, ns.
  public let captureTime_ns: Double

  @inline(__always) public func cell(_ kineticEnergy_GeV: Double) -> (index: Int, fraction: Double) {
    grid.cell(logX: log(max(kineticEnergy_GeV, 1e-12)))
  }

  @inline(__always) public func rate(_ particle: Particle, _ cell: (index: Int, fraction: Double))
    -> (inelastic: Double, elastic: Double)
  {
    let base = rates + HadronTable.row(particle) * 2 * grid.count
    return (interpolate(base, cell), interpolate(base + grid.count, cell))
  }

  @inline(__always) public func loss_GeV_per_mm(_ particle: Particle, _ cell: (index: Int, fraction: Double))
    -> Double
  {
    interpolate(losses + HadronTable.massClass(particle) * grid.count, cell)
  }

  /// Range in the continuous-slowing-down approximation [mm].
  @inline(__always) public func range_mm(_ particle: Particle, _ cell: (index: Int, fraction: Double))
    -> Double
  {
    exp(interpolate(ranges + HadronTable.massClass(particle) * grid.count, cell))
  }

  /// Kinetic energy of a residual range; the inverse of `range_mm` in the same interpolation.
  public func energy_GeV(_ particle: Particle, range_mm: Double) -> Double {
    let row = ranges + HadronTable.massClass(particle) * grid.count
    guard range_mm > 0 else { return 0 }
    let target = log(range_mm)
    if target <= row[0] { return grid.lowest * range_mm / exp(row[0]) }
    var low = 0
    var high = grid.count - 1
    if target >= row[high] { return grid.highest }
    while high - low > 1 {
      let middle = (low + high) / 2
      if row[middle] <= target { low = middle } else { high = middle }
    }
    let fraction = (target - row[low]) / (row[low + 1] - row[low])
    return exp(grid.logPoint(low) + fraction * grid.spacing)
  }
}

@usableFromInline struct HadronElement {
  var atomicNumber: Int
  var atomicMass: Double
  var density_per_mm3: Double
}

/// Builds a `HadronTableView` and keeps its memory.
public final class HadronTable: @unchecked Sendable {
  public let view: HadronTableView
  public let crossSections: HadronCrossSection

  static let species: [Particle] = [
    .pionPlus, .pionMinus, .kaonPlus, .kaonMinus, .kaonShort, .kaonLong, .proton, .antiproton, .neutron,
    .antineutron,
    .lambda, .antilambda, .photon,
  ]
  /// Below it neutrons are captured where they are, other particles stop.
  public static let lowestEnergy_GeV = 1e-6

  @inline(__always) static func row(_ particle: Particle) -> Int {
    let raw = Int(particle.rawValue) - Int(Particle.pionPlus.rawValue)
    return raw >= 0 && raw < 12 ? raw : 12
  }

  @inline(__always) static func massClass(_ particle: Particle) -> Int {
    switch particle {
    case .pionPlus, .pionMinus: return 0
    case .kaonPlus, .kaonMinus: return 1
    default: return 2
    }
  }

  public init(material: Material, crossSections: HadronCrossSection, highestEnergy_GeV: Double) {
    self.crossSections = crossSections
    let lowest = Self.lowestEnergy_GeV
    let highest = max(10, highestEnergy_GeV)
    let grid = LogarithmicGrid(
      lowest: lowest, highest: highest, count: Int(24 * log(highest / lowest) / 2.302585) + 2)
    let count = grid.count
    let rates = UnsafeMutablePointer<Double>.allocate(capacity: 13 * 2 * count)
    rates.initialize(repeating: 0, count: 13 * 2 * count)
    let points = grid.points
    for (species, particle) in Self.species.enumerated() {
      for component in material.components {
        for (index, energy) in points.enumerated() {
          let sigma = Self.perAtom_mb(
            particle, kineticEnergy_GeV: energy, atomicNumber: component.element.atomicNumber,
            atomicMass: component.element.atomicMass, crossSections)
          let scale = component.atomDensity_per_mm3 * 1e-25  // mb to mm²
          rates[(species * 2) * count + index] += scale * sigma.inelastic
          rates[(species * 2 + 1) * count + index] += scale * sigma.elastic
        }
      }
    }
    let losses = UnsafeMutablePointer<Double>.allocate(capacity: 3 * count)
    let ranges = UnsafeMutablePointer<Double>.allocate(capacity: 3 * count)
    let masses = [Particle.pionPlus.mass_GeV, Particle.kaonPlus.mass_GeV, Particle.proton.mass_GeV]
    let quadrature = GaussLegendre(count: 4)
    for (kind, mass) in masses.enumerated() {
      let ionisation = HeavyIonisation(material: material, mass_GeV: mass)
      var range = 0.0
      for (index, energy) in points.enumerated() {
        losses[kind * count + index] = ionisation.loss_GeV_per_mm(kineticEnergy_GeV: energy)
        if material.electronDensity_per_mm3 < 1e3 {
          range = 1e30
        } else if index == 0 {
          // dE/dx ∝ β below.
          range = 2 * energy / ionisation.loss_GeV_per_mm(kineticEnergy_GeV: energy)
        } else {
          range += quadrature.integrate(log(points[index - 1]), log(energy), panels: 1) {
            let e = exp($0)
            return e / ionisation.loss_GeV_per_mm(kineticEnergy_GeV: e)
          }
        }
        ranges[kind * count + index] = log(range)
      }
    }
    let elements = UnsafeMutablePointer<HadronElement>.allocate(capacity: max(1, material.components.count))
    var capture = 0.0
    for (index, component) in material.components.enumerated() {
      (elements + index).initialize(
        to: HadronElement(
          atomicNumber: component.element.atomicNumber, atomicMass: component.element.atomicMass,
          density_per_mm3: component.atomDensity_per_mm3))
      capture +=
        component.atomDensity_per_mm3 * 1e-25
        * SlowNeutron.thermalCapture_mb(atomicNumber: component.element.atomicNumber)
    }
    // 1/v: the rate does not depend on the energy; 2200 m/s = 2.2e-3 mm/ns.
    view = HadronTableView(
      grid: grid, rates: rates, losses: losses, ranges: ranges, elements: elements,
      elementCount: material.components.count, radiationLength_mm: material.radiationLength_mm,
      captureTime_ns: capture > 0 ? 1 / (capture * 2.2e-3) : .infinity)
  }

  deinit {
    view.rates.deallocate()
    view.losses.deallocate()
    view.ranges.deallocate()
    view.elements.deallocate()
  }

  /// All particles and energies: slow neutrons have formulas of their own, joined at 20 MeV; photons photonuclear.
  static func perAtom_mb(
    _ particle: Particle, kineticEnergy_GeV t: Double, atomicNumber: Int, atomicMass: Double,
    _ crossSections: HadronCrossSection
  ) -> (inelastic: Double, elastic: Double) {
    if particle == .photon {
      return (
        PhotonuclearCrossSection.perAtom_mb(
          energy_GeV: t, atomicNumber: atomicNumber, atomicMass: atomicMass), 0
      )
    }
    if particle == .neutron, t < 0.05 {
      let slow = SlowNeutron.perAtom_mb(
        kineticEnergy_GeV: t, atomicNumber: atomicNumber, atomicMass: atomicMass)
      if t < 0.02 { return (slow.nonelastic, slow.elastic) }
      let fast = crossSections.perAtom_mb(
        particle, kineticEnergy_GeV: t, atomicNumber: atomicNumber, atomicMass: atomicMass)
      let w = (t - 0.02) / 0.03
      return (
        slow.nonelastic + w * (fast.inelastic - slow.nonelastic),
        slow.elastic + w * (fast.elastic - slow.elastic)
      )
    }
    return crossSections.perAtom_mb(
      particle, kineticEnergy_GeV: t, atomicNumber: atomicNumber, atomicMass: atomicMass)
  }

  /// The element of an interaction, and whether it is elastic, for the sum of both rates.
  public func chooseElement(
    _ particle: Particle, kineticEnergy_GeV: Double, elastic: Bool, _ rng: inout RandomStream
  ) -> (atomicNumber: Int, atomicMass: Double) {
    var sum = 0.0
    if view.elementCount == 1 { return (view.elements[0].atomicNumber, view.elements[0].atomicMass) }
    for index in 0..<view.elementCount {
      sum += weight(index, particle, kineticEnergy_GeV, elastic)
    }
    var left = rng.uniform() * sum
    for index in 0..<view.elementCount - 1 {
      left -= weight(index, particle, kineticEnergy_GeV, elastic)
      if left < 0 { return (view.elements[index].atomicNumber, view.elements[index].atomicMass) }
    }
    let last = view.elements[view.elementCount - 1]
    return (last.atomicNumber, last.atomicMass)
  }

  /// The element that captures a thermal neutron.
  public func chooseCapture(_ rng: inout RandomStream) -> (atomicNumber: Int, atomicMass: Double) {
    func rate(_ index: Int) -> Double {
      let element = view.elements[index]
      return element.density_per_mm3 * SlowNeutron.thermalCapture_mb(atomicNumber: element.atomicNumber)
    }
    var left = rng.uniform() * (0..<view.elementCount).reduce(0) { $0 + rate($1) }
    for index in 0..<view.elementCount - 1 {
      left -= rate(index)
      if left < 0 { return (view.elements[index].atomicNumber, view.elements[index].atomicMass) }
    }
    let last = view.elements[view.elementCount - 1]
    return (last.atomicNumber, last.atomicMass)
  }

  private func weight(_ index: Int, _ particle: Particle, _ t: Double, _ elastic: Bool) -> Double {
    let element = view.elements[index]
    let sigma = Self.perAtom_mb(
      particle, kineticEnergy_GeV: t, atomicNumber: element.atomicNumber, atomicMass: element.atomicMass,
      crossSections)
    return element.density_per_mm3 * (elastic ? sigma.elastic : sigma.inelastic)
  }
}

extension HadronTableView {
  /// dE/dx at minimum ionisation.
  public var leastLoss_GeV_per_mm: Double {
    var least = Double.infinity
    for index in 0..<grid.count { least = min(least, losses[index]) }
    return least
  }

  /// ∫₀ᵀ dE/(1 + k_B dE/dx) for all mass classes and energies of the grid (Birks, Proc. Phys. Soc. A 64 (1951) 874). The
  /// caller frees the memory.
  public func visibleEnergies(birks_mm_per_GeV birks: Double) -> UnsafeMutablePointer<Double> {
    let memory = UnsafeMutablePointer<Double>.allocate(capacity: 3 * grid.count)
    for kind in 0..<3 {
      let row = losses + kind * grid.count
      var sum = grid.lowest / (1 + birks * row[0])
      memory[kind * grid.count] = sum
      for index in 1..<grid.count {
        let width = grid.point(index) - grid.point(index - 1)
        sum += width / (1 + birks * 0.5 * (row[index] + row[index - 1]))
        memory[kind * grid.count + index] = sum
      }
    }
    return memory
  }

  @inline(__always) public func visible_GeV(
    _ table: UnsafeMutablePointer<Double>, _ particle: Particle, kineticEnergy_GeV t: Double
  ) -> Double {
    let row = table + HadronTable.massClass(particle) * grid.count
    if t <= grid.lowest { return row[0] * t / grid.lowest }
    let cell = cell(t)
    // Linear in the energy inside a cell: V/T varies slowly.
    let low = exp(grid.logPoint(cell.index))
    let high = exp(grid.logPoint(cell.index + 1))
    return row[cell.index] + (row[cell.index + 1] - row[cell.index]) * min(1, (t - low) / (high - low))
  }
}

import Core
import Numerics

/// σ(E) of e⁺e⁻ → X → final states on one element, and its integral over E: what a positron that loses energy
/// along a step needs.
///
/// I(E) = ∫σ dE is tabulated at the points of octaves about the resonance (eighths of an octave, from a quarter of
/// the line's width up) and of a logarithmic grid, and interpolated by the cubic that has σ for its slope at the
/// points: a line of 1e-12 of its energy is as good as a wide one.
///
/// - Accuracy: `AnnihilationTableTests` prints it; over more than a point's spacing I is exact.
/// - Cost: 20 to 60 ms to build with moving electrons, 0.3 ms at rest; a query 0.05 µs.
public struct AnnihilationTable: Sendable {
  /// E − E_res of the points, ascending.
  private let offsets: [Double]
  private let integrals: [Double]
  private let values: [Double]
  private let centre: Double
  public let lowestEnergy_GeV: Double
  public let highestEnergy_GeV: Double

  /// - Parameters: processes: final states to be summed, of one mediator and element; energies: total, of the
  ///   positron; above the highest σ is taken as there
  public init(
    _ processes: [ResonantAnnihilation], lowestEnergy_GeV: Double, highestEnergy_GeV: Double
  ) throws {
    guard let first = processes.first else {
      throw HermeticError(.argument, "processes is empty (a table needs a final state).")
    }
    guard lowestEnergy_GeV > Constants.electronMass_GeV, highestEnergy_GeV > lowestEnergy_GeV,
      highestEnergy_GeV <= 1e5
    else {
      throw HermeticError.range(
        "lowestEnergy_GeV", lowestEnergy_GeV,
        allowed: "between the electron's mass and highestEnergy_GeV = \(highestEnergy_GeV) <= 1e5")
    }
    self.lowestEnergy_GeV = lowestEnergy_GeV
    self.highestEnergy_GeV = highestEnergy_GeV
    let centre = first.resonantEnergy_GeV
    self.centre = centre
    offsets = Self.points(processes, low: lowestEnergy_GeV, high: highestEnergy_GeV)
    let sigma: (Double) -> Double = { offset in
      processes.reduce(0) { $0 + $1.crossSection_pb(beyondResonance: offset) }
    }
    values = offsets.map(sigma)
    var sum = 0.0
    var integrals = [0.0]
    for index in 1..<offsets.count {
      sum += Self.rule.integrate(offsets[index - 1], offsets[index], sigma)
      integrals.append(sum)
    }
    self.integrals = integrals
  }

  private static let rule = GaussLegendre(count: 4)
  private static let gridSpacing = 0.015

  private static func points(_ processes: [ResonantAnnihilation], low: Double, high: Double) -> [Double] {
    let centre = processes[0].resonantEnergy_GeV
    var points = [low - centre, high - centre]
    let steps = 1 + Int(log(high / low) / gridSpacing)
    for index in 1..<max(2, steps) {
      points.append(low * exp(log(high / low) * Double(index) / Double(steps)) - centre)
    }
    let width = processes[0].lineWidth_GeV
    points.append(0)
    var distance = 0.25 * width
    while distance < 0.15 * high {
      points.append(distance)
      points.append(-distance)
      distance *= 1.0905077326652577  // 2^(1/8)
    }
    for process in processes where process.electronMotion == .rest {
      // σ rises like a power of the distance to the threshold.
      let m = Constants.electronMass_GeV
      let threshold = (process.thresholdSquaredMass_GeV2 - 2 * m * m) / (2 * m)
      for power in 0..<40 {
        points.append(threshold * (1 + 0.2 * exp(-0.25 * Double(power))) - centre)
      }
      points.append(threshold - centre)
    }
    points = points.filter { $0 >= low - centre && $0 <= high - centre }
    points.sort()
    var kept: [Double] = []
    for point in points where kept.isEmpty || point > kept[kept.count - 1] { kept.append(point) }
    return kept
  }

  /// Index of the interval that holds an offset.
  private func interval(_ offset: Double) -> Int {
    var low = 0
    var high = offsets.count - 1
    while high - low > 1 {
      let middle = (low + high) / 2
      if offsets[middle] <= offset { low = middle } else { high = middle }
    }
    return low
  }

  /// I at an energy, from 0 at the table's lower end.
  private func integral(_ offset: Double) -> Double {
    if offset <= offsets[0] { return 0 }
    let last = offsets.count - 1
    if offset >= offsets[last] { return integrals[last] + values[last] * (offset - offsets[last]) }
    let i = interval(offset)
    let h = offsets[i + 1] - offsets[i]
    let t = (offset - offsets[i]) / h
    let s = 1 - t
    // Hermite's cubic, written from the nearer end.
    let rise = integrals[i + 1] - integrals[i]
    return integrals[i] + t * t * (3 - 2 * t) * rise + h * t * s * (s * values[i] - t * values[i + 1])
  }

  /// σ [pb per atom]; 0 below the table.
  public func crossSection_pb(totalEnergy_GeV energy: Double) -> Double {
    let offset = energy - centre
    if !(offset >= offsets[0]) { return 0 }
    let last = offsets.count - 1
    if offset >= offsets[last] { return values[last] }
    let i = interval(offset)
    let t = (offset - offsets[i]) / (offsets[i + 1] - offsets[i])
    guard values[i] > 0, values[i + 1] > 0 else { return values[i] + t * (values[i + 1] - values[i]) }
    return values[i] * exp(t * log(values[i + 1] / values[i]))
  }

  /// ⟨σ⟩ of a positron whose energy falls evenly from one value to another [pb per atom].
  public func averageCrossSection_pb(from high: Double, to low: Double) -> Double {
    let loss = high - low
    guard loss > 1e-9 * high else { return crossSection_pb(totalEnergy_GeV: high) }
    return max(0, integral(high - centre) - integral(low - centre)) / loss
  }
}

extension ResonantAnnihilation {
  /// Width of the line in E: MΓ/2m_e, and with moving electrons that of the slowest group on top.
  var lineWidth_GeV: Double {
    let natural = mediator.mass_GeV * totalWidth_GeV / (2 * Self.electronMass)
    guard electronMotion != .rest else { return natural }
    let slowest = orbitals.groups.map(\.momentumScale_GeV).min() ?? 0
    return natural + resonantEnergy_GeV.magnitude * slowest / Self.electronMass
  }

  /// σ at E_res + offset, so that a line narrower than the rounding of E is resolved [pb per atom].
  func crossSection_pb(beyondResonance offset: Double) -> Double {
    let energy = resonantEnergy_GeV + offset
    guard electronMotion == .rest else { return totalCrossSection_pb(totalEnergy_GeV: energy) }
    let s = squaredMassAtRest_GeV2(energy)
    guard energy > Self.electronMass, s > thresholdSquaredMass_GeV2 else { return 0 }
    let distance = 2 * Self.electronMass * offset
    let squared = mediator.mass_GeV * mediator.mass_GeV
    return Double(element.atomicNumber) * numerator(s)
      / (distance * distance + squared * totalWidth_GeV * totalWidth_GeV)
  }
}

import Numerics

/// The tabulated boson spectrum of one process: f(v; E) = dσ/dv with v = (z − z₁)/(z₂ − z₁), and its
/// integral S(v; E) from v to 1.
///
/// S is kept as the exact integral of the piecewise linear f, and both are interpolated with the same
/// weights in ln E: total, density and sampled x agree with each other to rounding.
struct SpectrumTable<Source: SpectrumSource>: Sendable {
  private let source: Source
  private let minimumBosonEnergy: Double
  /// Lowest boson energy the rows reach down to. Half the cut, so that a row keeps its width when the
  /// lepton's energy approaches the cut and the spectrum there stays smooth in E.
  private let floorEnergy: Double
  private let energies: LogarithmicGrid?
  private let firstEnergy: Double
  private let cells: Int
  private let density: [Double]
  private let survival: [Double]

  /// Width of a cell in z: the error of the piecewise linear density is ~ (width)² f″/12f.
  private static var cellWidth: Double { 0.04 }
  private static var rowSpacing: Double { 0.015 }

  /// Nothing to be made at the energies of the table.
  var isEmpty: Bool { energies == nil }

  init(
    _ source: Source, lowestEnergy: Double, highestEnergy: Double, minimumBosonEnergy: Double
  ) {
    self.source = source
    self.minimumBosonEnergy = minimumBosonEnergy
    floorEnergy = 0.5 * minimumBosonEnergy
    // Just above threshold the form factor leaves less than 1e-6 of what there is at a few per cent
    // above; starting there keeps ln σ smooth.
    var first = max(lowestEnergy, max(source.thresholdEnergy_GeV * 1.02, minimumBosonEnergy))
    // A heavy lepton keeps much of the energy: rows begin where the boson can have some above their floor.
    while first < highestEnergy,
      (source.energyFractionLimits(leptonEnergy_GeV: first)?.highest ?? 0) * first < 1.2 * floorEnergy
    {
      first *= 1.02
    }
    firstEnergy = first
    guard first < highestEnergy else {
      energies = nil
      cells = 0
      density = []
      survival = []
      return
    }
    let range = log(highestEnergy / first)
    let grid = LogarithmicGrid(
      lowest: first, highest: highestEnergy, count: 2 + Int(range / Self.rowSpacing))
    energies = grid
    let widest =
      EnergyFractionVariable(
        source.energyFractionLimits(leptonEnergy_GeV: highestEnergy), energy: highestEnergy,
        minimumBosonEnergy: floorEnergy)?.width ?? 1
    let cells = 2 + Int(widest / Self.cellWidth)
    self.cells = cells
    let rows = ChebyshevRows(
      source, floorEnergy: floorEnergy, from: first, to: highestEnergy, cells: cells)
    let stride = cells + 1
    var density = [Double](repeating: 0, count: grid.count * stride)
    var survival = density
    let half = 0.5 / Double(cells)
    for row in 0..<grid.count {
      let values = rows.row(logEnergy: grid.logPoint(row))
      var sum = 0.0
      density[row * stride + cells] = values[cells]
      for cell in (0..<cells).reversed() {
        sum += half * (values[cell] + values[cell + 1])
        density[row * stride + cell] = values[cell]
        survival[row * stride + cell] = sum
      }
    }
    self.density = density
    self.survival = survival
  }

  /// Row, weight and range of v for one energy; nil where nothing can be made.
  private struct Query {
    let first: Int
    let weight: Double
    let variable: EnergyFractionVariable
    let lowestV: Double
  }

  private func query(_ energy: Double) -> Query? {
    guard let energies, energy > firstEnergy,
      energy.isFinite,
      let variable = EnergyFractionVariable(
        source.energyFractionLimits(leptonEnergy_GeV: energy), energy: energy,
        minimumBosonEnergy: floorEnergy)
    else { return nil }
    let cell = energies.cell(logX: log(energy))
    var lowestV = 0.0
    let cut = minimumBosonEnergy / energy
    if cut > variable.base {
      guard cut < variable.top else { return nil }
      lowestV = max(0, (variable.logit(cut) - variable.lowest) / variable.width)
      guard lowestV < 1 else { return nil }
    }
    return Query(
      first: cell.index * (cells + 1), weight: cell.fraction, variable: variable,
      lowestV: lowestV)
  }

  @inline(__always)
  private func mixed(_ table: [Double], _ query: Query, _ column: Int) -> Double {
    let a = table[query.first + column]
    return a + query.weight * (table[query.first + cells + 1 + column] - a)
  }

  /// f at v.
  private func density(_ query: Query, v: Double) -> Double {
    let position = v * Double(cells)
    let cell = min(cells - 1, max(0, Int(position)))
    let left = mixed(density, query, cell)
    return left + (position - Double(cell)) * (mixed(density, query, cell + 1) - left)
  }

  /// S at v.
  private func survival(_ query: Query, v: Double) -> Double {
    let position = v * Double(cells)
    let cell = min(cells - 1, max(0, Int(position)))
    let rest = 1 - (position - Double(cell))
    let left = mixed(density, query, cell)
    let right = mixed(density, query, cell + 1)
    return mixed(survival, query, cell + 1)
      + rest * (right - 0.5 * rest * (right - left)) / Double(cells)
  }

  func crossSection(energy: Double) -> Double {
    guard let query = query(energy) else { return 0 }
    return max(0, survival(query, v: query.lowestV))
  }

  func differential(energy: Double, x: Double) -> Double {
    guard let query = query(energy), x > query.variable.base, x < query.variable.top else { return 0 }
    let z = query.variable.logit(x)
    let v = (z - query.variable.lowest) / query.variable.width
    guard v >= query.lowestV, v <= 1 else { return 0 }
    return density(query, v: v) / (query.variable.width * query.variable.jacobian(z))
  }

  /// The x above which a fraction `uniform` of the restricted cross section lies.
  func sample(energy: Double, _ uniform: Double) -> Double {
    guard let query = query(energy) else { return 0 }
    let target = uniform * survival(query, v: query.lowestV)
    var low = 0
    var high = cells
    while high - low > 1 {
      let middle = (low + high) / 2
      if mixed(survival, query, middle) >= target { low = middle } else { high = middle }
    }
    // From the right edge of the cell: right·y − (right − left) y²/2 = area.
    let left = mixed(density, query, low)
    let right = mixed(density, query, low + 1)
    let area = (target - mixed(survival, query, low + 1)) * Double(cells)
    let root = max(0, right * right - 2 * (right - left) * area).squareRoot()
    let y = right + root > 0 ? min(1, max(0, 2 * area / (right + root))) : 0
    let v = max(query.lowestV, (Double(low + 1) - y) / Double(cells))
    return query.variable.fraction(query.variable.lowest + v * query.variable.width)
  }
}

/// ln dσ/dv on Chebyshev points in (ln E, v), evaluated on the fine grid in v.
private struct ChebyshevRows {
  private let energyNodes: ChebyshevNodes
  /// ln f on the fine grid of v, one row per energy node.
  private let logRows: [[Double]]
  private let cells: Int

  init<Source: SpectrumSource>(
    _ source: Source, floorEnergy: Double, from low: Double, to high: Double, cells: Int
  ) {
    self.cells = cells
    let range = log(high / low)
    energyNodes = ChebyshevNodes(from: log(low), to: log(high), count: 7 + Int(3 * range))
    let spectrum = source.spectrum()
    logRows = energyNodes.points.map { logEnergy in
      let energy = exp(logEnergy)
      guard
        let variable = EnergyFractionVariable(
          source.energyFractionLimits(leptonEnergy_GeV: energy), energy: energy,
          minimumBosonEnergy: floorEnergy)
      else { return [Double](repeating: -700, count: cells + 1) }
      let nodes = ChebyshevNodes(from: 0, to: 1, count: 32 + Int(2 * variable.width))
      let values = nodes.points.map { v -> Double in
        let z = variable.lowest + v * variable.width
        let f =
          variable.width * variable.jacobian(z)
          * spectrum(energy, variable.fraction(z))
        return log(max(f, 1e-300))
      }
      return (0...cells).map { nodes.interpolate(values, at: Double($0) / Double(cells)) }
    }
  }

  /// f(v) on the fine grid at one energy.
  func row(logEnergy: Double) -> [Double] {
    let weights = energyNodes.weights(at: logEnergy)
    return (0...cells).map { column in
      var sum = 0.0
      for (weight, row) in zip(weights, logRows) { sum += weight * row[column] }
      return exp(sum)
    }
  }
}

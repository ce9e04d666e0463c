import Core
import Events
import Matter
import Numerics

/// Everything that transport needs to know about e⁻ or e⁺ in one material at given cuts, tabulated from
/// 1 keV to `highestEnergy_GeV` at 32 points per decade and interpolated linearly in ln T (0.1 %).
///
/// Owns the memory that `view` points to: keep the table alive while a view is in use.
public final class ElectronTable: @unchecked Sendable {
  public let material: Material
  public let cuts: ProductionCuts
  public let particle: Particle
  public let highestEnergy_GeV: Double

  static let lowestEnergy_GeV = 1e-6
  static let pointsPerDecade = 32

  private let grid: LogarithmicGrid
  private let rows: UnsafeMutablePointer<ElectronTableRow>
  private let rangeHints: UnsafeMutablePointer<Int32>
  private let bounds: UnsafeMutablePointer<Double>
  private let bremsstrahlung: BremsstrahlungSamplerTable
  private let hintCount: Int
  private let flights: FlightTable

  /// - Parameter particle: `.electron` or `.positron`; a photon is taken for an electron.
  public init(
    material: Material, cuts: ProductionCuts, particle: Particle, highestEnergy_GeV: Double
  ) {
    let isPositron = particle == .positron
    self.material = material
    self.cuts = cuts
    self.particle = isPositron ? .positron : .electron
    let highest = min(max(highestEnergy_GeV.isNaN ? 1 : highestEnergy_GeV, 1e-3), 1e4)
    self.highestEnergy_GeV = highest
    let decades = log(highest / Self.lowestEnergy_GeV) / log(10)
    grid = LogarithmicGrid(
      lowest: Self.lowestEnergy_GeV, highest: highest,
      count: Int((decades * Double(Self.pointsPerDecade)).rounded(.up)) + 1)
    let spectrum = MaterialBremsstrahlung(material: material, isPositron: isPositron)
    bremsstrahlung = BremsstrahlungSamplerTable(
      spectrum: spectrum, cut_GeV: cuts.photon_GeV, highest_GeV: highest)

    var table = Self.physics(
      material: material, cuts: cuts, isPositron: isPositron, grid: grid, spectrum: spectrum)
    Self.integrateRange(&table, grid: grid)
    flights = FlightTable(
      rows: table, grid: grid, radiationLength_mm: material.radiationLength_mm)
    rows = .allocate(capacity: table.count)
    rows.initialize(from: table, count: table.count)
    bounds = .allocate(capacity: table.count)
    Self.fillBounds(bounds, table, grid: grid)
    hintCount = 2 * table.count
    rangeHints = .allocate(capacity: hintCount)
    Self.fillRangeHints(rangeHints, count: hintCount, table)
  }

  deinit {
    rows.deallocate()
    bounds.deallocate()
    rangeHints.deallocate()
  }

  /// Soft electrons: flights between collective collisions.
  public var flightView: FlightTableView { flights.view }

  public var view: ElectronTableView {
    ElectronTableView(
      rows: UnsafePointer(rows), bounds: UnsafePointer(bounds), rangeHints: UnsafePointer(rangeHints),
      hintCount: hintCount, grid: grid, bremsstrahlungGrid: bremsstrahlung.grid,
      bremsstrahlungCells: UnsafePointer(bremsstrahlung.bins),
      cellsPerSpectrum: BremsstrahlungSamplerTable.cells, photonCut_GeV: cuts.photon_GeV,
      electronCut_GeV: cuts.electron_GeV, particle: particle)
  }

  private static func physics(
    material: Material, cuts: ProductionCuts, isPositron: Bool, grid: LogarithmicGrid,
    spectrum: MaterialBremsstrahlung
  ) -> [ElectronTableRow] {
    let collision = CollisionStoppingPower(material: material, isPositron: isPositron)
    let elastic = ElasticScattering(
      material: material, isPositron: isPositron, knockOnCut_GeV: cuts.electron_GeV)
    let electrons = material.electronDensity_per_mm3
    return (0..<grid.count).map { i in
      let t = grid.point(i)
      var row = ElectronTableRow()
      let cut = cuts.electron_GeV
      let radiated = spectrum.softMoments(kineticEnergy_GeV: t, cut_GeV: cuts.photon_GeV)
      let knockOn =
        isPositron
        ? BhabhaScattering.crossSection_mm2(kineticEnergy_GeV: t, cut_GeV: cut)
        : MollerScattering.crossSection_mm2(kineticEnergy_GeV: t, cut_GeV: cut)
      let soft =
        isPositron
        ? BhabhaScattering.softMoments(kineticEnergy_GeV: t, cut_GeV: cut)
        : MollerScattering.softMoments(kineticEnergy_GeV: t, cut_GeV: cut)
      let annihilation =
        isPositron ? AnnihilationInFlight.crossSection_mm2(kineticEnergy_GeV: t) : 0
      row.knockOnRate = electrons * knockOn
      row.annihilationRate = electrons * annihilation
      row.rate =
        row.knockOnRate + row.annihilationRate
        + spectrum.rate_per_mm(kineticEnergy_GeV: t, cut_GeV: cuts.photon_GeV)
      // The tiny floor keeps the range finite in vacuum.
      row.stoppingPower = max(
        collision(kineticEnergy_GeV: t, cut_GeV: cut) + radiated.loss, 1e-30)
      row.secondMoment = electrons * soft.second + radiated.second
      row.thirdMoment = electrons * soft.third + radiated.third
      let scattering = elastic.moments(kineticEnergy_GeV: t)
      row.firstTransport = scattering.first_per_mm
      row.secondTransport = scattering.second_per_mm
      row.scatteringReach =
        scattering.rutherford_per_mm > 0
        ? min(2, scattering.second_per_mm / scattering.rutherford_per_mm) : 2
      row.scatteringScreening =
        scattering.elastic_per_mm > 0
        ? min(0.1, scattering.rutherford_per_mm / scattering.elastic_per_mm) : 0.1
      return row
    }
  }

  /// CSDA range of the restricted loss; between points the integrand follows a power law.
  private static func integrateRange(_ table: inout [ElectronTableRow], grid: LogarithmicGrid) {
    // Loss ∝ √T below the grid.
    var range = 2 * grid.lowest / table[0].stoppingPower
    table[0].logRange = log(range)
    for i in 1..<table.count {
      let a = grid.point(i - 1) / table[i - 1].stoppingPower
      let b = grid.point(i) / table[i].stoppingPower
      let logRatio = log(b / a)
      range += grid.spacing * (logRatio.magnitude < 1e-6 ? 0.5 * (a + b) : (b - a) / logRatio)
      table[i].logRange = log(range)
    }
  }

  /// bounds[i] ≥ rate anywhere in [¾T, T] for T in cell i.
  private static func fillBounds(
    _ bounds: UnsafeMutablePointer<Double>, _ table: [ElectronTableRow], grid: LogarithmicGrid
  ) {
    let back = Int((0.2877 / grid.spacing).rounded(.up)) + 1
    for i in table.indices {
      let first = max(0, i - back)
      let last = min(table.count - 1, i + 1)
      bounds[i] = table[first...last].reduce(0) { max($0, $1.rate) }
    }
  }

  /// For each point of a uniform grid in ln R the table cell to start from.
  private static func fillRangeHints(
    _ hints: UnsafeMutablePointer<Int32>, count: Int, _ table: [ElectronTableRow]
  ) {
    let low = table[0].logRange
    let spacing = (table[table.count - 1].logRange - low) / Double(count)
    var cell = 0
    for i in 0..<count {
      let x = low + Double(i) * spacing
      while cell < table.count - 2, table[cell + 1].logRange <= x { cell += 1 }
      hints[i] = Int32(cell)
    }
  }
}

/// One energy of the table.
@frozen public struct ElectronTableRow: Sendable {
  @usableFromInline var rate = 0.0  // all discrete interactions, 1/mm
  @usableFromInline var knockOnRate = 0.0
  @usableFromInline var annihilationRate = 0.0
  @usableFromInline var stoppingPower = 0.0  // restricted, GeV/mm
  @usableFromInline var logRange = 0.0  // ln mm
  @usableFromInline var secondMoment = 0.0  // GeV²/mm
  @usableFromInline var thirdMoment = 0.0  // GeV³/mm
  @usableFromInline var firstTransport = 0.0  // 1/λ1, 1/mm
  @usableFromInline var secondTransport = 0.0  // ∫ x² dΣ, 1/mm
  @usableFromInline var scatteringReach = 2.0
  @usableFromInline var scatteringScreening = 0.1  // 2A

  init() {}
}

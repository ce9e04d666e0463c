import Core
import Events
import Matter
import Numerics

/// What transport needs to know about muons in one material at given cuts, 1 MeV to `highestEnergy_GeV`.
///
/// Losses above the cuts are discrete: knock-on electrons (electron cut), bremsstrahlung photons, pairs and
/// photonuclear losses (photon cut); what is below is a mean loss with straggling (`CollisionStraggling`). μ⁺ and μ⁻ are alike.
///
/// Elastic scattering takes the moments of an electron of the same pβ, which sets Rutherford scattering and
/// its screening; spin terms, of order q²/p², are the electron's.
public final class MuonTable: @unchecked Sendable {
  public static let lowestEnergy_GeV = 1e-3
  public let material: Material
  public let cuts: ProductionCuts
  public let loss: MuonEnergyLoss
  /// Losses below 10 keV are never discrete, whatever the cuts say.
  public static func electronCut_GeV(_ cuts: ProductionCuts) -> Double { max(cuts.electron_GeV, 1e-5) }
  public static func photonCut_GeV(_ cuts: ProductionCuts) -> Double { max(cuts.photon_GeV, 1e-5) }

  let electronCut_GeV: Double
  let photonCut_GeV: Double
  let grid: LogarithmicGrid
  private let rows: UnsafeMutablePointer<MuonTableRow>
  private let bounds: UnsafeMutablePointer<Double>
  let bremsstrahlung: LossSpectrumTable
  let pairs: LossSpectrumTable
  let photonuclear: LossSpectrumTable

  public init(material: Material, cuts: ProductionCuts, highestEnergy_GeV: Double) {
    self.material = material
    self.cuts = cuts
    let loss = MuonEnergyLoss(material: material)
    self.loss = loss
    let electronCut = Self.electronCut_GeV(cuts)
    let photonCut = Self.photonCut_GeV(cuts)
    electronCut_GeV = electronCut
    photonCut_GeV = photonCut
    let highest = min(max(highestEnergy_GeV, 1), 1e4)
    // Odd, for `everySecond`.
    let count = 2 * Int(log(highest / Self.lowestEnergy_GeV) / 2.302585 * 8) + 3
    let grid = LogarithmicGrid(lowest: Self.lowestEnergy_GeV, highest: highest, count: count)
    self.grid = grid
    let elastic = ElasticScattering(material: material, isPositron: false, knockOnCut_GeV: electronCut)
    func spectrum(_ process: MuonEnergyLoss.Process, cells: Int, _ cut: Double, _ grid: LogarithmicGrid)
      -> LossSpectrumTable
    {
      LossSpectrumTable(cut_GeV: cut, grid: grid, cells: cells) { kinetic in
        let energy = kinetic + Constants.muonMass_GeV
        let density = loss.spectrum(process, totalEnergy_GeV: energy)
        return { density($0 / energy) }
      }
    }
    let nodes = Self.spectrumNodes(of: grid, above: photonCut)
    let nuclearCut = max(photonCut, MuonPhotonuclear.lowestTransfer_GeV)
    let nuclearNodes = Self.spectrumNodes(of: grid.everySecond, above: nuclearCut)
    bremsstrahlung = spectrum(.bremsstrahlung, cells: 96, photonCut, nodes)
    pairs = spectrum(.pair, cells: 96, photonCut, nodes)
    photonuclear = spectrum(.photonuclear, cells: 48, nuclearCut, nuclearNodes)
    rows = .allocate(capacity: count)
    bounds = .allocate(capacity: count)
    for i in 0..<count {
      var row = Self.row(grid.point(i), loss, elastic, electronCut: electronCut, photonCut: photonCut)
      // Dear to integrate: by-products of the spectra, which have the same nodes.
      row.bremsstrahlungRate = bremsstrahlung.rate_per_mm(logKineticEnergy: grid.logPoint(i))
      row.pairRate = pairs.rate_per_mm(logKineticEnergy: grid.logPoint(i))
      row.photonuclearRate = photonuclear.rate_per_mm(logKineticEnergy: grid.logPoint(i))
      (rows + i).initialize(to: row)
    }
    // bounds[i] ≥ rate anywhere in [¾T, T] for T in cell i.
    let back = Int((0.2877 / grid.spacing).rounded(.up)) + 1
    for i in 0..<count {
      var largest = 0.0
      for j in max(0, i - back)...min(count - 1, i + 1) { largest = max(largest, rows[j].rate) }
      (bounds + i).initialize(to: largest)
    }
  }

  deinit {
    rows.deallocate()
    bounds.deallocate()
  }

  /// What the step reads. The table must outlive it.
  public var view: MuonTableView {
    MuonTableView(
      rows: UnsafePointer(rows), bounds: UnsafePointer(bounds), grid: grid, cut_GeV: electronCut_GeV,
      collisions: loss.ionisation.collisions, table: Unmanaged.passUnretained(self))
  }

  /// The upper part of a grid, where a process has losses above a cut: from 50 MeV, and from 2 % above the cut.
  private static func spectrumNodes(of grid: LogarithmicGrid, above cut: Double) -> LogarithmicGrid {
    let lowest = max(0.05, 1.02 * cut)
    if let first = (0..<grid.count - 1).first(where: { grid.point($0) >= lowest }) { return grid.from(first) }
    return LogarithmicGrid(lowest: lowest, highest: 1.1 * lowest, count: 2)
  }

  private static func row(
    _ kinetic: Double, _ loss: MuonEnergyLoss, _ elastic: ElasticScattering, electronCut: Double,
    photonCut: Double
  ) -> MuonTableRow {
    let mu = Constants.muonMass_GeV
    let energy = kinetic + mu
    var row = MuonTableRow()
    row.stoppingPower = loss.ionisation.stoppingPower_GeV_per_mm(
      totalEnergy_GeV: energy, cut_GeV: electronCut)
    row.knockOnRate = loss.ionisation.knockOnRate_per_mm(totalEnergy_GeV: energy, cut_GeV: electronCut)
    for process in [MuonEnergyLoss.Process.bremsstrahlung, .pair, .photonuclear] {
      let cut = photonCut / energy
      let moments = loss.moments(process, energy, below: cut)
      row.stoppingPower += energy * moments.x
      row.radiativeSecond += energy * energy * moments.y
      row.radiativeThird += energy * energy * energy * moments.z
    }
    // An electron with the same p β.
    let pBeta = (energy - mu) * (energy + mu) / energy
    let m = Constants.electronMass_GeV
    let electronEnergy = 0.5 * (pBeta + (pBeta * pBeta + 4 * m * m).squareRoot())
    let scattering = elastic.moments(kineticEnergy_GeV: electronEnergy - m)
    row.firstTransport = scattering.first_per_mm
    row.secondTransport = scattering.second_per_mm
    if scattering.rutherford_per_mm > 0, scattering.elastic_per_mm > 0 {
      row.scatteringReach = min(2, scattering.second_per_mm / scattering.rutherford_per_mm)
      row.scatteringScreening = min(0.1, scattering.rutherford_per_mm / scattering.elastic_per_mm)
    }
    return row
  }

  /// Variance of the losses below the cuts, per path.
  public func lossVariance_GeV2_per_mm(kineticEnergy_GeV: Double) -> Double {
    loss.ionisation.softMoments(
      totalEnergy_GeV: kineticEnergy_GeV + Constants.muonMass_GeV, cut_GeV: electronCut_GeV
    ).second + row(logKineticEnergy: log(kineticEnergy_GeV)).radiativeSecond
  }

  /// The row at an energy, between the two neighbours; ends are kept outside.
  public func row(logKineticEnergy: Double) -> MuonTableRow { view.row(logKineticEnergy: logKineticEnergy) }
}

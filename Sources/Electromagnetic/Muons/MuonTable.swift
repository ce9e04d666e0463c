import Core
import Events
import Matter
import Numerics

/// What transport needs to know about muons in one material at given cuts, 10 MeV to `highestEnergy_GeV`.
///
/// Losses above the cuts are discrete: knock-on electrons (electron cut), bremsstrahlung photons, pairs and
/// photonuclear losses (photon cut); what is below is a mean loss with straggling of the right variance and
/// third moment. μ⁺ and μ⁻ are alike.
///
/// Elastic scattering takes the moments of an electron of the same pβ, which sets Rutherford scattering and
/// its screening; spin terms, of order q²/p², are the electron's.
public final class MuonTable: @unchecked Sendable {
  public struct Row: Sendable {
    var knockOnRate = 0.0  // 1/mm
    var bremsstrahlungRate = 0.0
    var pairRate = 0.0
    var photonuclearRate = 0.0
    var stoppingPower = 0.0  // below the cuts, GeV/mm
    var secondMoment = 0.0  // GeV²/mm
    var thirdMoment = 0.0  // GeV³/mm
    var firstTransport = 0.0  // 1/mm
    var secondTransport = 0.0
    var scatteringReach = 2.0
    var scatteringScreening = 0.1
    var rate: Double { knockOnRate + bremsstrahlungRate + pairRate + photonuclearRate }
  }

  public static let lowestEnergy_GeV = 0.01
  public let material: Material
  public let cuts: ProductionCuts
  public let loss: MuonEnergyLoss
  /// Losses below it are never discrete, whatever the cuts say: 10 keV.
  let electronCut_GeV: Double
  let photonCut_GeV: Double
  let grid: LogarithmicGrid
  let rows: [Row]
  let bremsstrahlung: LossSpectrumTable
  let pairs: LossSpectrumTable
  let photonuclear: LossSpectrumTable

  public init(material: Material, cuts: ProductionCuts, highestEnergy_GeV: Double) {
    self.material = material
    self.cuts = cuts
    let loss = MuonEnergyLoss(material: material)
    self.loss = loss
    let electronCut = max(cuts.electron_GeV, 1e-5)
    let photonCut = max(cuts.photon_GeV, 1e-5)
    electronCut_GeV = electronCut
    photonCut_GeV = photonCut
    let highest = min(max(highestEnergy_GeV, 1), 1e4)
    let count = Int(log(highest / Self.lowestEnergy_GeV) / 2.302585 * 16) + 2
    let grid = LogarithmicGrid(lowest: Self.lowestEnergy_GeV, highest: highest, count: count)
    self.grid = grid
    let elastic = ElasticScattering(material: material, isPositron: false, knockOnCut_GeV: electronCut)
    rows = (0..<count).map {
      Self.row(grid.point($0), loss, elastic, electronCut: electronCut, photonCut: photonCut)
    }
    func spectrum(_ process: MuonEnergyLoss.Process) -> LossSpectrumTable {
      LossSpectrumTable(
        cut_GeV: process == .photonuclear ? max(photonCut, 0.14) : photonCut, lowest_GeV: 0.05,
        highest_GeV: highest
      ) { kinetic, transfer in
        let energy = kinetic + Constants.muonMass_GeV
        let v = transfer / energy
        return v * loss.density_per_mm(process, totalEnergy_GeV: energy, fraction: v)
      }
    }
    bremsstrahlung = spectrum(.bremsstrahlung)
    pairs = spectrum(.pair)
    photonuclear = spectrum(.photonuclear)
  }

  private static func row(
    _ kinetic: Double, _ loss: MuonEnergyLoss, _ elastic: ElasticScattering, electronCut: Double,
    photonCut: Double
  ) -> Row {
    let mu = Constants.muonMass_GeV
    let energy = kinetic + mu
    var row = Row()
    row.stoppingPower = loss.ionisation.stoppingPower_GeV_per_mm(
      totalEnergy_GeV: energy, cut_GeV: electronCut)
    let soft = loss.ionisation.softMoments(totalEnergy_GeV: energy, cut_GeV: electronCut)
    row.secondMoment = soft.second
    row.thirdMoment = soft.third
    row.knockOnRate = loss.ionisation.knockOnRate_per_mm(totalEnergy_GeV: energy, cut_GeV: electronCut)
    for process in [MuonEnergyLoss.Process.bremsstrahlung, .pair, .photonuclear] {
      let cut = photonCut / energy
      row.stoppingPower += energy * loss.moment(1, process, energy, below: cut)
      row.secondMoment += energy * energy * loss.moment(2, process, energy, below: cut)
      row.thirdMoment += energy * energy * energy * loss.moment(3, process, energy, below: cut)
      let rate = loss.rate_per_mm(process, totalEnergy_GeV: energy, cut_GeV: photonCut)
      switch process {
      case .bremsstrahlung: row.bremsstrahlungRate = rate
      case .pair: row.pairRate = rate
      default: row.photonuclearRate = rate
      }
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

  /// The row at an energy, between the two neighbours; ends are kept outside.
  @inline(__always)
  public func row(logKineticEnergy: Double) -> Row {
    let cell = grid.cell(logX: logKineticEnergy)
    let low = rows[cell.index]
    let high = rows[cell.index + 1]
    let f = cell.fraction
    var row = low
    row.knockOnRate += f * (high.knockOnRate - low.knockOnRate)
    row.bremsstrahlungRate += f * (high.bremsstrahlungRate - low.bremsstrahlungRate)
    row.pairRate += f * (high.pairRate - low.pairRate)
    row.photonuclearRate += f * (high.photonuclearRate - low.photonuclearRate)
    row.stoppingPower += f * (high.stoppingPower - low.stoppingPower)
    row.secondMoment += f * (high.secondMoment - low.secondMoment)
    row.thirdMoment += f * (high.thirdMoment - low.thirdMoment)
    row.firstTransport += f * (high.firstTransport - low.firstTransport)
    row.secondTransport += f * (high.secondTransport - low.secondTransport)
    return row
  }
}

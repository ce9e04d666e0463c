import Core
import Electromagnetic
import Events
import Geometry
import Matter
import Numerics

/// The physics tables of every material of a world: built once, immutable, shared by all threads.
public final class TransportPhysics: @unchecked Sendable {
  public let settings: TransportSettings
  public let cuts: [ProductionCuts]
  let tables: TransportTables
  let materialCount: Int
  /// Built when the first muon comes.
  let muons: MuonPhysics
  let muonPairs: [MuonPairPhysics]
  let hadrons: HadronPhysics
  private let photonTables: [PhotonTable]
  private let electronTables: [ElectronTable]
  private let positronTables: [ElectronTable]

  /// - Parameter cuts: production thresholds per material; nil = those of `settings.rangeCut_mm`.
  public init(
    materials: [Material], settings: TransportSettings, highestEnergy_GeV: Double,
    cuts explicitCuts: [ProductionCuts]? = nil
  ) {
    self.settings = settings
    let cuts =
      explicitCuts
      ?? materials.map { ProductionCuts(material: $0, range_mm: settings.rangeCut_mm) }
    self.cuts = cuts
    photonTables = materials.map { PhotonTable(material: $0, highestEnergy_GeV: highestEnergy_GeV) }
    electronTables = zip(materials, cuts).map {
      ElectronTable(
        material: $0, cuts: $1, particle: .electron, highestEnergy_GeV: highestEnergy_GeV)
    }
    positronTables = zip(materials, cuts).map {
      ElectronTable(
        material: $0, cuts: $1, particle: .positron, highestEnergy_GeV: highestEnergy_GeV)
    }
    muons = MuonPhysics(materials: materials, cuts: cuts, highestEnergy_GeV: highestEnergy_GeV)
    muonPairs = materials.map { MuonPairPhysics(material: $0, highestEnergy_GeV: highestEnergy_GeV) }
    hadrons = HadronPhysics(
      materials: materials, settings: settings.hadrons, highestEnergy_GeV: highestEnergy_GeV)
    materialCount = materials.count
    tables = TransportTables(materials: materialCount)
    for index in 0..<materialCount {
      (tables.photons + index).initialize(to: photonTables[index].view)
      (tables.electrons + index).initialize(to: electronTables[index].view)
      (tables.positrons + index).initialize(to: positronTables[index].view)
      (tables.electronFlights + index).initialize(to: electronTables[index].flightView)
      (tables.positronFlights + index).initialize(to: positronTables[index].flightView)
      (tables.isVacuum + index).initialize(to: materials[index].electronDensity_per_mm3 < 1e3)
    }
  }

  deinit { tables.free() }
}

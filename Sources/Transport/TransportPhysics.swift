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
  let media: UnsafeMutablePointer<Medium>
  let mediumCount: Int
  private let photonTables: [PhotonTable]
  private let electronTables: [ElectronTable]
  private let positronTables: [ElectronTable]

  public init(materials: [Material], settings: TransportSettings, highestEnergy_GeV: Double) {
    self.settings = settings
    let cuts = materials.map { ProductionCuts(material: $0, range_mm: settings.rangeCut_mm) }
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
    mediumCount = materials.count
    media = .allocate(capacity: max(1, mediumCount))
    for index in 0..<mediumCount {
      (media + index).initialize(
        to: Medium(
          photon: photonTables[index].view, electron: electronTables[index].view,
          positron: positronTables[index].view,
          isVacuum: materials[index].electronDensity_per_mm3 < 1e3))
    }
  }

  deinit {
    media.deinitialize(count: mediumCount)
    media.deallocate()
  }
}

/// The tables of one material, as the step sees them.
struct Medium {
  let photon: PhotonTableView
  let electron: ElectronTableView
  let positron: ElectronTableView
  let isVacuum: Bool
}

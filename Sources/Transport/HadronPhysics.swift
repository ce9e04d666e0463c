import Core
import Hadronic
import Matter
import Numerics

/// Hadron tables of every material of a world, built when the first hadron comes.
final class HadronPhysics: @unchecked Sendable {
  /// What a step reads.
  struct View {
    let table: Unmanaged<HadronTable>
    let rates: HadronTableView
    /// Visible energy of a particle that stops, by mass class and energy (`HadronTableView`'s grid); nil without Birks.
    let visible: UnsafeMutablePointer<Double>?
    /// What sensors see of electrons.
    let electronsSeen: Double
  }

  private let materials: [Material]
  private let settings: HadronSettings
  private let highestEnergy_GeV: Double
  private let lock = Lock()
  private var tables: [HadronTable] = []
  private var memory: UnsafeMutablePointer<View>?

  init(materials: [Material], settings: HadronSettings, highestEnergy_GeV: Double) {
    self.materials = materials
    self.settings = settings
    self.highestEnergy_GeV = highestEnergy_GeV
  }

  deinit {
    guard let memory else { return }
    for index in 0..<tables.count { memory[index].visible?.deallocate() }
    memory.deallocate()
  }

  /// One view per material.
  func views() -> UnsafePointer<View> {
    lock.withLock {
      if let memory { return UnsafePointer(memory) }
      tables = materials.map {
        HadronTable(
          material: $0, crossSections: HadronCrossSection(kaons: settings.kaons),
          highestEnergy_GeV: highestEnergy_GeV)
      }
      let views = UnsafeMutablePointer<View>.allocate(capacity: max(1, tables.count))
      for (index, table) in tables.enumerated() {
        let birks = 1e3 * settings.birks_mm_per_MeV
        (views + index).initialize(
          to: View(
            table: Unmanaged.passUnretained(table), rates: table.view,
            visible: birks > 0 ? table.view.visibleEnergies(birks_mm_per_GeV: birks) : nil,
            electronsSeen: 1 / (1 + 1.5 * birks * table.view.leastLoss_GeV_per_mm)))
      }
      memory = views
      return UnsafePointer(views)
    }
  }
}

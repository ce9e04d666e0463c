import Core
import Electromagnetic
import Matter

/// Muon tables of every material of a world. They take longer to build than those of showers, and most runs have
/// no muon: they are built when the first one comes, once, by whichever thread it is on.
final class MuonPhysics: @unchecked Sendable {
  private let materials: [Material]
  private let cuts: [ProductionCuts]
  /// One per material: where a μ⁻ at rest goes.
  let atoms: [MuonicAtoms]
  private let highestEnergy_GeV: Double
  private let lock = Lock()
  private var tables: [MuonTable] = []
  private var memory: UnsafeMutablePointer<MuonTableView>?

  init(materials: [Material], cuts: [ProductionCuts], highestEnergy_GeV: Double) {
    self.materials = materials
    self.cuts = cuts
    atoms = materials.map { MuonicAtoms(material: $0) }
    self.highestEnergy_GeV = highestEnergy_GeV
  }

  deinit { memory?.deallocate() }

  /// One view per material.
  func views() -> UnsafePointer<MuonTableView> {
    lock.withLock {
      if let memory { return UnsafePointer(memory) }
      var made = [MuonTable?](repeating: nil, count: materials.count)
      let work = SharedCounter(from: 0, to: UInt64(materials.count))
      made.withUnsafeMutableBufferPointer { made in
        let out = made
        Threads.run(count: min(Threads.processorCount, materials.count)) { _ in
          while let next = work.next() {
            let index = Int(next)
            out[index] = MuonTable(
              material: materials[index], cuts: cuts[index], highestEnergy_GeV: highestEnergy_GeV)
          }
        }
      }
      tables = made.compactMap { $0 }
      let views = UnsafeMutablePointer<MuonTableView>.allocate(capacity: max(1, tables.count))
      for (index, table) in tables.enumerated() { (views + index).initialize(to: table.view) }
      memory = views
      return UnsafePointer(views)
    }
  }
}

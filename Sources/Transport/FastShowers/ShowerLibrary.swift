import Core
import Events
import Geometry
import Numerics

/// A spot of a recorded shower, relative to where the shower began and along its direction.
struct ShowerSpot {
  /// Share of the shower's energy, up to the entry's common factor.
  var share: Float
  /// Across the direction [mm].
  var x: Float
  var y: Float
  /// Along the direction, to the middle of the slab [mm].
  var depth: Float
  /// Which slab of a layer.
  var slab: Int32
}

/// One recorded shower.
struct ShowerEntry {
  var firstSpot: Int32
  var spotCount: Int32
  /// 1 / Σ shares.
  var scale: Double
}

/// All showers of one energy. They began at even distances in one layer; those that began in slab s stand
/// at `firstOfSlab[s] ..< firstOfSlab[s + 1]`.
struct ShowerGroup {
  var firstEntry: Int32
  var count: Int32
  var firstOfSlab: Int32
}

/// Showers that full transport has made in a calorimeter of the same layers, ready to be placed again.
///
/// A method, not physics: a recorded shower stands for another one of nearly the same energy that begins at
/// nearly the same place of a layer. Immutable; shared by threads.
public final class ShowerLibrary: @unchecked Sendable {
  public let layering: Layering
  public let settings: ShowerLibrarySettings
  /// Energies per kind of particle, rising [GeV].
  public let photonEnergies_GeV: [Double]
  public let electronEnergies_GeV: [Double]
  public let showerCount: Int
  public let spotCount: Int
  public let seconds: Double
  let photonGroups: UnsafeMutablePointer<ShowerGroup>
  let electronGroups: UnsafeMutablePointer<ShowerGroup>
  let slabStarts: UnsafeMutablePointer<Int32>
  let entries: UnsafeMutablePointer<ShowerEntry>
  let spots: UnsafeMutablePointer<ShowerSpot>
  /// Middle of each slab and its rear face, as fractions of a layer.
  let slabMiddles: UnsafeMutablePointer<Double>

  /// - Parameters: layering: the calorimeter; `materials`: what its indices mean
  public init(
    layering: Layering, physics: LibraryPhysics, settings: ShowerLibrarySettings, highestEnergy_GeV: Double,
    threads: Int
  ) throws {
    let began = monotonicSeconds()
    self.layering = layering
    self.settings = settings
    let recorder = try ShowerRecorder(layering: layering, physics: physics, settings: settings)
    photonEnergies_GeV = ShowerLibrary.energies(
      from: settings.lowestPhoton_GeV, to: highestEnergy_GeV, ratio: settings.energyRatio)
    electronEnergies_GeV = ShowerLibrary.energies(
      from: settings.lowestElectron_GeV, to: highestEnergy_GeV, ratio: settings.energyRatio)
    var tasks: [ShowerRecorder.Task] = []
    var groups: [ShowerGroup] = []
    var starts: [Int32] = []
    for (particle, energies) in [
      (Particle.photon, photonEnergies_GeV), (Particle.electron, electronEnergies_GeV),
    ] {
      for energy in energies {
        let count = settings.showerCount(energy_GeV: energy)
        groups.append(
          ShowerGroup(
            firstEntry: Int32(tasks.count), count: Int32(count), firstOfSlab: Int32(starts.count)))
        starts += recorder.slabStarts(count: count)
        for index in 0..<count {
          tasks.append(
            ShowerRecorder.Task(
              particle: particle, energy_GeV: energy, startFraction: (Double(index) + 0.5) / Double(count),
              number: UInt64(tasks.count)))
        }
      }
    }
    let recorded = recorder.record(tasks, largestShower_GeV: highestEnergy_GeV, threads: threads)
    photonGroups = ShowerLibrary.copy(Array(groups.prefix(photonEnergies_GeV.count)))
    electronGroups = ShowerLibrary.copy(Array(groups.suffix(electronEnergies_GeV.count)))
    slabStarts = ShowerLibrary.copy(starts)
    var list: [ShowerEntry] = []
    var all: [ShowerSpot] = []
    list.reserveCapacity(recorded.count)
    all.reserveCapacity(recorded.reduce(0) { $0 + $1.count })
    for shower in recorded {
      let sum = shower.reduce(0.0) { $0 + Double($1.share) }
      list.append(
        ShowerEntry(
          firstSpot: Int32(all.count), spotCount: Int32(shower.count), scale: sum > 0 ? 1 / sum : 0))
      all += shower
    }
    entries = ShowerLibrary.copy(list)
    spots = ShowerLibrary.copy(all)
    slabMiddles = ShowerLibrary.copy(recorder.slabMiddles)
    showerCount = list.count
    spotCount = all.count
    seconds = monotonicSeconds() - began
  }

  deinit {
    photonGroups.deallocate()
    electronGroups.deallocate()
    slabStarts.deallocate()
    entries.deallocate()
    spots.deallocate()
    slabMiddles.deallocate()
  }

  private static func copy<T>(_ array: [T]) -> UnsafeMutablePointer<T> {
    let memory = UnsafeMutablePointer<T>.allocate(capacity: max(1, array.count))
    memory.initialize(from: array, count: array.count)
    return memory
  }

  /// Equal ratios down from the highest energy to the first at or below the lowest.
  static func energies(from lowest: Double, to highest: Double, ratio: Double) -> [Double] {
    let steps = max(1, Int((log(highest / lowest) / log(ratio)).rounded(.up)))
    let exact = log(highest / lowest) / Double(steps)
    return (0...steps).map { $0 == steps ? highest : lowest * exp(Double($0) * exact) }
  }

  public var bytes: Int {
    spotCount * MemoryLayout<ShowerSpot>.stride + showerCount * MemoryLayout<ShowerEntry>.stride
  }
}

import Core
import Geometry
import Numerics

/// The energies of one kind of particle in a library.
struct ShowerGrid {
  let logLowest: Double
  let inverseSpacing: Double
  let last: Int
  let groups: UnsafePointer<ShowerGroup>

  init(energies: [Double], groups: UnsafeMutablePointer<ShowerGroup>) {
    last = energies.count - 1
    logLowest = log(energies[0])
    inverseSpacing = Double(last) / (log(energies[last]) - logLowest)
    self.groups = UnsafePointer(groups)
  }
}

/// A volume as fast mode reads it: plain pointers into a library, or none.
struct FastVolume {
  /// Energy of the photons that stand for what leaks through the rear face.
  static let leakingPhoton_GeV = 5e-3

  let library: UnsafeRawPointer?
  let photons: ShowerGrid
  let electrons: ShowerGrid
  let slabStarts: UnsafePointer<Int32>?
  let entries: UnsafePointer<ShowerEntry>?
  let spots: UnsafePointer<ShowerSpot>?
  let slabMiddles: UnsafePointer<Double>?
  let kinds: Int
  let layerCount: Int
  let halfX: Double
  let halfY: Double
  let halfZ: Double
  let layerThickness: Double
  let inverseThickness: Double

  init(_ library: ShowerLibrary, _ layering: Layering) {
    self.library = UnsafeRawPointer(library.entries)
    photons = ShowerGrid(energies: library.photonEnergies_GeV, groups: library.photonGroups)
    electrons = ShowerGrid(energies: library.electronEnergies_GeV, groups: library.electronGroups)
    slabStarts = UnsafePointer(library.slabStarts)
    entries = UnsafePointer(library.entries)
    spots = UnsafePointer(library.spots)
    slabMiddles = UnsafePointer(library.slabMiddles)
    kinds = layering.slabs.count
    layerCount = layering.layerCount
    halfX = layering.halfX_mm
    halfY = layering.halfY_mm
    halfZ = layering.halfZ_mm
    layerThickness = layering.layerThickness_mm
    inverseThickness = 1 / layerThickness
  }

  /// A shower of the group that began in the same slab, near the same place of its layer.
  func choose(
    _ group: UnsafePointer<ShowerGroup>, location: Location, z: Double, _ rng: inout RandomStream
  ) -> UnsafePointer<ShowerEntry> {
    let count = Int(group.pointee.count)
    let kind = Int(location.slab) % kinds
    let layer = Int(location.slab) / kinds
    let starts = slabStarts! + Int(group.pointee.firstOfSlab) + kind
    let first = Int(starts[0])
    let last = max(first, min(count, Int(starts[1])) - 1)
    let fraction = (z + halfZ) * inverseThickness - Double(layer)
    // A window of an eighth of a layer: many showers to choose from, small error of the start.
    let centre = fraction * Double(count)
    let half = 0.0625 * Double(count)
    let low = min(max(Int(max(0, centre - half)), first), last)
    let high = max(min(Int(max(0, centre + half)), last), low)
    let index = min(low + Int(rng.uniform() * Double(high - low + 1)), high)
    return entries! + Int(group.pointee.firstEntry) + min(index, count - 1)
  }
}

/// The libraries of a run and where they are used: showers that begin below `threshold_GeV` in one of the
/// volumes are taken from a library; everything else is followed in full.
public final class FastShowers: @unchecked Sendable {
  public let threshold_GeV: Double
  public let libraries: [ShowerLibrary]
  let volumes: UnsafeMutablePointer<FastVolume>
  private let volumeCount: Int

  /// - Parameter volumes: indices of layered calorimeters; equal layers share a library.
  public init(
    world: World, volumes chosen: [Int], physics: LibraryPhysics, settings: ShowerLibrarySettings,
    threshold_GeV: Double, threads: Int
  ) throws {
    self.threshold_GeV = threshold_GeV
    volumeCount = world.volumeCount
    var libraries: [ShowerLibrary] = []
    let memory = UnsafeMutableRawPointer.allocate(
      byteCount: max(1, volumeCount) * MemoryLayout<FastVolume>.stride,
      alignment: MemoryLayout<FastVolume>.alignment)
    // Volumes without a library: zero bytes, of which only the nil pointer is read.
    memory.initializeMemory(
      as: UInt8.self, repeating: 0, count: max(1, volumeCount) * MemoryLayout<FastVolume>.stride)
    volumes = memory.bindMemory(to: FastVolume.self, capacity: max(1, volumeCount))
    for volume in chosen {
      guard let layering = world.layering(volume) else {
        throw HermeticError(
          .configuration,
          "volume \"\(world.volumeNames[volume])\" is no layered calorimeter (fidelity \"fast\" places showers "
            + "in those). Leave it out of fast.volumes.")
      }
      let known = libraries.first { $0.layering.slabs == layering.slabs }
      let library =
        try known
        ?? ShowerLibrary.make(
          layering: layering, physics: physics, settings: settings, highestEnergy_GeV: threshold_GeV,
          threads: threads)
      if known == nil { libraries.append(library) }
      volumes[volume] = FastVolume(library, layering)
    }
    self.libraries = libraries
  }

  deinit { UnsafeMutableRawPointer(volumes).deallocate() }
}

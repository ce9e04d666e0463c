import Core
import Geometry
import Matter

/// The libraries made last, so that a scan of many runs makes each only once. Invisible but for the time:
/// a library depends on nothing but what its key holds.
extension ShowerLibrary {
  private static let largestCount = 4
  private static let recent = Locked<[(key: String, library: ShowerLibrary)]>([])

  /// A library from memory, or a new one.
  public static func make(
    layering: Layering, physics: LibraryPhysics, settings: ShowerLibrarySettings, highestEnergy_GeV: Double,
    threads: Int
  ) throws -> ShowerLibrary {
    let key = Self.key(layering, physics, settings, highestEnergy_GeV)
    let known = recent.withLock { list -> ShowerLibrary? in
      guard let index = list.firstIndex(where: { $0.key == key }) else { return nil }
      let entry = list.remove(at: index)
      list.append(entry)
      return entry.library
    }
    if let known { return known }
    // Made without the lock: two threads that want the same at once make it twice, with the same bits.
    let library = try ShowerLibrary(
      layering: layering, physics: physics, settings: settings, highestEnergy_GeV: highestEnergy_GeV,
      threads: threads)
    recent.withLock { list in
      list.append((key, library))
      if list.count > largestCount { list.removeFirst(list.count - largestCount) }
    }
    return library
  }

  private static func key(
    _ layering: Layering, _ physics: LibraryPhysics, _ settings: ShowerLibrarySettings, _ highest: Double
  ) -> String {
    let slabs = layering.slabs.map { slab -> String in
      let material = physics.materials[slab.material]
      let elements = material.components.map {
        "\($0.element.atomicNumber)/\($0.element.atomicMass):\($0.massFraction)"
      }
      return "\(slab.thickness_mm) \(slab.isSensitive) \(material.name) \(material.density_g_cm3) "
        + "\(material.meanExcitationEnergy_GeV) \(material.densityEffect) \(elements)"
    }
    return "\(highest) \(physics.transport.json.text) \(JSON.object(settings.members).text) \(slabs)"
  }
}

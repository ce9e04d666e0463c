import Events
import Geometry
import Numerics

/// A particle on a `CrossingPlane`, in the world's frame.
public struct Crossing {
  public let plane: Int32
  public let particle: Particle
  public let kineticEnergy_GeV: Double
  public let position: Vector3
  public let direction: Vector3
  public let time_ns: Double
  /// Names the track: the same on all planes that it crosses.
  public let lineage: UInt64
  /// Share of the event's weight (`Splitting`).
  public let weight: Double

  public var momentum_GeV: Double {
    (kineticEnergy_GeV * (kineticEnergy_GeV + 2 * particle.mass_GeV)).squareRoot()
  }
}

/// The crossings of one event, in the order in which transport makes them. Planes cost a look at each change of
/// volume; without planes nothing.
public struct CrossingLog {
  public private(set) var count = 0
  public private(set) var crossings: UnsafeMutablePointer<Crossing>
  private var capacity = 64
  private let planes: UnsafeMutablePointer<Entry>
  let planeCount: Int

  private struct Entry {
    let isExit: Bool
    /// One bit per particle.
    let particles: UInt32
    let minimum_GeV: Double
    /// Whether a volume is the plane's own or inside of it; index 0 is the outside of the world.
    let contains: UnsafeMutablePointer<Bool>
  }

  init(_ planes: [CrossingPlane], world: World) {
    crossings = .allocate(capacity: capacity)
    planeCount = planes.count
    self.planes = .allocate(capacity: max(1, planes.count))
    for (index, plane) in planes.enumerated() {
      let contains = UnsafeMutablePointer<Bool>.allocate(capacity: world.volumeCount + 1)
      contains.initialize(repeating: false, count: world.volumeCount + 1)
      for volume in 0..<world.volumeCount {
        var ancestor = volume
        while ancestor >= 0, ancestor != plane.volume { ancestor = world.view.mother(ofVolume: ancestor) }
        contains[volume + 1] = ancestor == plane.volume
      }
      var mask: UInt32 = 0
      for particle in plane.particles ?? Particle.allCases.filter({ $0.charge != 0 }) {
        mask |= 1 << UInt32(particle.rawValue)
      }
      (self.planes + index).initialize(
        to: Entry(
          isExit: plane.sense == .exit, particles: mask, minimum_GeV: plane.minimumKineticEnergy_GeV,
          contains: contains))
    }
  }

  func free() {
    for index in 0..<planeCount { planes[index].contains.deallocate() }
    planes.deallocate()
    crossings.deallocate()
  }

  mutating func removeAll() { count = 0 }

  /// The fastest particle on a plane.
  public func leading(plane: Int) -> Crossing? {
    var best: Crossing?
    for index in 0..<count where Int(crossings[index].plane) == plane {
      if best.map({ $0.momentum_GeV < crossings[index].momentum_GeV }) ?? true { best = crossings[index] }
    }
    return best
  }

  /// Sum of the weights on a plane: with splitting, what the number of crossings is on average.
  public func weight(plane: Int) -> Double {
    (0..<count).reduce(0) { $0 + (Int(crossings[$1].plane) == plane ? crossings[$1].weight : 0) }
  }

  public func count(plane: Int) -> Int {
    (0..<count).reduce(0) { $0 + (Int(crossings[$1].plane) == plane ? 1 : 0) }
  }

  /// A track has come from `volume` to where it is now, or out of the world with its position in the world's
  /// frame.
  @inline(never)
  mutating func record(_ track: Track, from volume: Int32, in world: WorldView) {
    for index in 0..<planeCount {
      let plane = planes + index
      let before = plane.pointee.contains[Int(volume) + 1]
      let after = plane.pointee.contains[Int(track.location.volume) + 1]
      guard before != after, before == plane.pointee.isExit,
        plane.pointee.particles & (1 << UInt32(track.particle.rawValue)) != 0,
        track.kineticEnergy_GeV >= plane.pointee.minimum_GeV
      else { continue }
      if count == capacity { grow() }
      (crossings + count).initialize(
        to: Crossing(
          plane: Int32(index), particle: track.particle, kineticEnergy_GeV: track.kineticEnergy_GeV,
          position: world.toGlobal(track.position, volume: track.location.volume),
          direction: world.directionToGlobal(track.direction, volume: track.location.volume),
          time_ns: track.time_ns, lineage: track.lineage, weight: track.weight))
      count += 1
    }
  }

  private mutating func grow() {
    let larger = UnsafeMutablePointer<Crossing>.allocate(capacity: 2 * capacity)
    larger.moveInitialize(from: crossings, count: count)
    crossings.deallocate()
    crossings = larger
    capacity *= 2
  }
}

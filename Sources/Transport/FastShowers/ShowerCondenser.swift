import Geometry
import Numerics

/// Turns the deposits of one shower into spots.
///
/// Every slab keeps the energy of each of its rings around the shower's axis; where in the ring it was is kept
/// by the position of one deposit, drawn with probability proportional to energy. Of rings with less than a
/// smallest energy some are kept, at that energy, by systematic sampling along the shower, and the energy of
/// each kind of slab is restored afterwards, so that the visible energy of the shower is that of full transport.
/// The smallest energy is the same for all showers of a library: one that is a small part of an event needs few
/// spots.
final class ShowerCondenser {
  private struct Ring {
    var energy = 0.0
    var x: Float = 0
    var y: Float = 0
  }

  /// Smallest energy of a spot in a sensitive slab, as a share of the energy of its kind of slab in the largest
  /// shower of the library.
  static let smallestShare = 2e-3
  /// As many times that in slabs of which nobody asks where their energy is.
  static let insensitiveFactor = 5.0
  /// The part of the smallest energy that holds in the fringe, from which leakage comes: the open ring, and the
  /// slabs behind `coreShare` of the energy.
  static let fringeFactor = 0.1
  static let coreShare = 0.985
  /// Shares of the energy within the rings' outer radii; the last ring is open.
  static let ringShares = [0.5, 0.8, 0.93, 0.985]

  private let layering: Layering
  private let slabMiddles: [Double]
  private let startLayer: Int
  private let slabCount: Int
  private let kinds: Int
  private let squaredRadii: [Double]
  private let smallest_GeV: Double
  private let rings: UnsafeMutablePointer<Ring>
  private let ringCount: Int
  private var first: Int
  private var last = -1
  private var rng = RandomStream(seed: 0, event: 0, purpose: .response)

  init(
    layering: Layering, slabMiddles: [Double], startLayer: Int, slabCount: Int, ringRadii_mm: [Double],
    largestShower_GeV: Double
  ) {
    smallest_GeV = ShowerCondenser.smallestShare * largestShower_GeV
    self.layering = layering
    self.slabMiddles = slabMiddles
    self.startLayer = startLayer
    self.slabCount = slabCount
    kinds = layering.slabs.count
    squaredRadii = ringRadii_mm.map { $0 * $0 }
    ringCount = ringRadii_mm.count + 1
    rings = .allocate(capacity: slabCount * ringCount)
    rings.initialize(repeating: Ring(), count: slabCount * ringCount)
    first = slabCount
  }

  deinit { rings.deallocate() }

  func begin(_ rng: RandomStream) {
    self.rng = rng
    if last >= first {
      (rings + first * ringCount).update(repeating: Ring(), count: (last - first + 1) * ringCount)
    }
    first = slabCount
    last = -1
  }

  func add(_ deposits: UnsafeBufferPointer<Deposit>) {
    for deposit in deposits where deposit.location.volume == 1 && deposit.energy_GeV > 0 {
      let slab = Int(deposit.location.slab)
      if slab < first { first = slab }
      if slab > last { last = slab }
      let r2 =
        deposit.position.x * deposit.position.x + deposit.position.y * deposit.position.y
      var ring = 0
      while ring < squaredRadii.count, r2 > squaredRadii[ring] { ring += 1 }
      let place = rings + (slab * ringCount + ring)
      place.pointee.energy += deposit.energy_GeV
      if rng.uniform() * place.pointee.energy < deposit.energy_GeV {
        place.pointee.x = Float(deposit.position.x)
        place.pointee.y = Float(deposit.position.y)
      }
    }
  }

  /// - Parameters: start: where in its layer the shower began, 0 front to 1 rear
  func finish(startFraction: Double) -> [ShowerSpot] {
    guard last >= first else { return [] }
    var sums = [Double](repeating: 0, count: kinds)
    for slab in first...last {
      for ring in 0..<ringCount { sums[slab % kinds] += rings[slab * ringCount + ring].energy }
    }
    let total = sums.reduce(0, +)
    guard total > 0 else { return [] }
    // By kind of slab, first in the core, then in the fringe.
    let inCore = (0..<kinds).map {
      smallest_GeV * sums[$0] / total
        * (layering.slabs[$0].isSensitive ? 1 : ShowerCondenser.insensitiveFactor)
    }
    let smallest =
      inCore + sums.map { smallest_GeV * $0 / total * ShowerCondenser.fringeFactor }
    var pending = smallest.map { _ in rng.uniform() }
    var kept = [Double](repeating: 0, count: kinds)
    var seen = 0.0
    // One ring of each kind, drawn in proportion to energy, for kinds that keep none otherwise.
    var passed = [Double](repeating: 0, count: kinds)
    var candidates = [ShowerSpot?](repeating: nil, count: kinds)
    var spots: [ShowerSpot] = []
    spots.reserveCapacity(512)
    let thickness = layering.layerThickness_mm
    for slab in first...last {
      let kind = slab % kinds
      let depth =
        (Double(slab / kinds - startLayer) + slabMiddles[kind] - startFraction) * thickness
      let isDeep = seen > ShowerCondenser.coreShare * total
      for ring in 0..<ringCount {
        let place = rings[slab * ringCount + ring]
        guard place.energy > 0 else { continue }
        seen += place.energy
        let stratum = isDeep || ring == ringCount - 1 ? kinds + kind : kind
        var spot = ShowerSpot(
          share: Float(place.energy / total), x: place.x, y: place.y, depth: Float(depth), slab: Int32(kind))
        if place.energy < smallest[stratum] {
          passed[kind] += place.energy
          if rng.uniform() * passed[kind] < place.energy { candidates[kind] = spot }
          pending[stratum] += place.energy / smallest[stratum]
          if pending[stratum] < 1 { continue }
          pending[stratum] -= 1
          spot.share = Float(smallest[stratum] / total)
        }
        kept[kind] += Double(spot.share) * total
        spots.append(spot)
      }
    }
    for kind in 0..<kinds where kept[kind] == 0 {
      guard let spot = candidates[kind] else { continue }
      kept[kind] = Double(spot.share) * total
      spots.append(spot)
    }
    for index in spots.indices {
      let kind = Int(spots[index].slab)
      spots[index].share *= Float(sums[kind] / kept[kind])
    }
    return spots
  }
}

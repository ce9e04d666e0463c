import Geometry
import Numerics

/// Turns the deposits of one shower into spots.
///
/// Every slab keeps the energy of each of its rings around the shower's axis; where in the ring it was is kept
/// by the position of one deposit, drawn with probability proportional to energy. Rings with next to nothing
/// are kept with a probability, at the threshold's energy, and the energy of each kind of slab is restored
/// afterwards, so that the visible energy of the shower is that of full transport.
final class ShowerCondenser {
  private struct Ring {
    var energy = 0.0
    var x: Float = 0
    var y: Float = 0
  }

  /// Rings below this share of the energy in their kind of slab are kept at random.
  static let smallestShare = 1e-3
  /// Shares of the energy within the rings' outer radii; the last ring is open.
  static let ringShares = [0.5, 0.8, 0.93, 0.985]

  private let layering: Layering
  private let slabMiddles: [Double]
  private let startLayer: Int
  private let slabCount: Int
  private let kinds: Int
  private let squaredRadii: [Double]
  private let rings: UnsafeMutablePointer<Ring>
  private let ringCount: Int
  private var first: Int
  private var last = -1
  private var rng = RandomStream(seed: 0, event: 0, purpose: .response)

  init(
    layering: Layering, slabMiddles: [Double], startLayer: Int, slabCount: Int, ringRadii_mm: [Double]
  ) {
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
    var kept = [Double](repeating: 0, count: kinds)
    var spots: [ShowerSpot] = []
    spots.reserveCapacity(512)
    let thickness = layering.layerThickness_mm
    for slab in first...last {
      let kind = slab % kinds
      let depth =
        (Double(slab / kinds - startLayer) + slabMiddles[kind] - startFraction) * thickness
      let smallest = ShowerCondenser.smallestShare * sums[kind]
      for ring in 0..<ringCount {
        let place = rings[slab * ringCount + ring]
        guard place.energy > 0 else { continue }
        var energy = place.energy
        if energy < smallest {
          if rng.uniform() * smallest >= energy { continue }
          energy = smallest
        }
        kept[kind] += energy
        spots.append(
          ShowerSpot(
            share: Float(energy / total), x: place.x, y: place.y, depth: Float(depth), slab: Int32(kind)))
      }
    }
    for index in spots.indices {
      let kind = Int(spots[index].slab)
      spots[index].share *= Float(sums[kind] / kept[kind])
    }
    return spots
  }
}

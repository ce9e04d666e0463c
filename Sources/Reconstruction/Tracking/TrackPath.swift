import Core
import Numerics

/// One linear operation on deviations from a reference track.
struct TrackStep {
  enum Kind: UInt8 { case drift, field, scatter, thickScatter, loss, measure }
  let kind: Kind
  /// Plane of `measure`, pair of matrices of `field`.
  var index = 0
  /// dz; or the dispersion's factors (tx from a, ty from a, ty from b), length; or derivative, sigma, radiation lengths and
  /// q/p behind a loss.
  var a = 0.0
  var b = 0.0
  var c = 0.0
  var d = 0.0
}

/// A reference track with everything that happens to deviations from it, in the order of z.
///
/// The memory is kept between tracks.
final class TrackPath {
  private(set) var steps: UnsafeMutablePointer<TrackStep>
  private(set) var count = 0
  private var capacity: Int
  private(set) var matrices: UnsafeMutablePointer<TrackMatrix>
  private(set) var matrixCount = 0
  private var matrixCapacity: Int
  /// Reference where it crosses each plane.
  let states: UnsafeMutablePointer<TrackState>
  private let planeCount: Int

  init(planeCount: Int) {
    capacity = 64
    matrixCapacity = 8
    self.planeCount = planeCount
    steps = .allocate(capacity: capacity)
    matrices = .allocate(capacity: matrixCapacity)
    states = .allocate(capacity: planeCount)
    states.initialize(
      repeating: TrackState(x: 0, y: 0, tx: 0, ty: 0, qOverP: 0, z: 0), count: planeCount)
  }

  deinit {
    steps.deallocate()
    matrices.deallocate()
    states.deallocate()
  }

  func clear() {
    count = 0
    matrixCount = 0
  }

  func append(_ step: TrackStep) {
    if count == capacity {
      let larger = UnsafeMutablePointer<TrackStep>.allocate(capacity: 2 * capacity)
      larger.moveInitialize(from: steps, count: count)
      steps.deallocate()
      steps = larger
      capacity *= 2
    }
    (steps + count).initialize(to: step)
    count += 1
  }

  /// - Returns: the number of the pair (F, F⁻¹)
  func append(_ matrix: TrackMatrix) -> Int {
    if matrixCount + 2 > matrixCapacity {
      let larger = UnsafeMutablePointer<TrackMatrix>.allocate(capacity: 2 * matrixCapacity)
      larger.moveInitialize(from: matrices, count: matrixCount)
      matrices.deallocate()
      matrices = larger
      matrixCapacity *= 2
    }
    (matrices + matrixCount).initialize(to: matrix)
    (matrices + matrixCount + 1).initialize(to: matrix.inverse)
    matrixCount += 2
    return matrixCount - 2
  }
}

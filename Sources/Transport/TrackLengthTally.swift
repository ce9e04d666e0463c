import Events
import Geometry
import Numerics

/// Track length per particle, material and kinetic energy, summed over events: ∫ T(E) dE per bin in mm.
/// It fixes every yield that is folded along tracks. Off unless asked for.
///
/// Photons that are tracked by Woodcock's method are scored by the collision estimator: every flight end,
/// real or not, counts 1/majorant in the material it lies in.
public struct TrackLengthTally {
  public static let binsPerDecade = 20
  public static let lowestEnergy_GeV = 1e-4
  public static let binCount = 140
  /// In the order of the bins. Others are not scored.
  public static let particles: [Particle] = [.photon, .electron, .positron, .muonMinus, .muonPlus]
  static let particleCount = 5
  let lengths: UnsafeMutablePointer<Double>
  let materialCount: Int

  public init(materialCount: Int) {
    self.materialCount = materialCount
    lengths = .allocate(capacity: TrackLengthTally.particleCount * materialCount * TrackLengthTally.binCount)
    lengths.initialize(
      repeating: 0, count: TrackLengthTally.particleCount * materialCount * TrackLengthTally.binCount)
  }

  public func free() { lengths.deallocate() }

  @inline(__always)
  func add(_ length_mm: Double, _ particle: Particle, material: Int, logEnergy: Double) {
    let position = (logEnergy + 9.210340371976184) * 8.685889638065037  // ln 1e-4, 20 / ln 10
    guard position >= 0, Int(particle.rawValue) < TrackLengthTally.particleCount else { return }
    let bin = min(Int(position), TrackLengthTally.binCount - 1)
    lengths[(Int(particle.rawValue) * materialCount + material) * TrackLengthTally.binCount + bin] +=
      length_mm
  }

  public func total_mm(_ particle: Particle, material: Int, bin: Int) -> Double {
    lengths[(Int(particle.rawValue) * materialCount + material) * TrackLengthTally.binCount + bin]
  }
}

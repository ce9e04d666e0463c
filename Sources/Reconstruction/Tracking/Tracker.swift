import Core
import Geometry
import Matter
import Numerics

/// Detectors, matter and field along the beam: what a track fit has to know. Immutable.
///
/// Tracks are propagated from node to node: planes, windows, ends of volumes and of fields, in the order
/// of z. A hit belongs to the upstream side of its plane's matter.
public final class Tracker: @unchecked Sendable {
  struct Node: Sendable {
    let z: Double
    var layers: [TrackMatter] = []
    var plane = -1
    /// Between this node and the next one.
    var volume = TrackMatter()
    var field = TrackField.Kind.none
  }

  /// How the width of multiple scattering is computed.
  public enum Scattering: String, CaseIterable, Sendable {
    /// Highland's formula as refitted by Lynch and Dahl, its logarithm for the matter of the whole
    /// tracker: variances add, and cutting a layer in two changes nothing.
    case highland
    /// The logarithm for each layer: narrower, since a sum of many layers has longer tails.
    case highlandPerLayer = "highland_per_layer"
    case none
  }

  /// How the momentum of an electron that may have radiated is estimated.
  public enum Radiation: String, CaseIterable, Sendable {
    /// The distribution of radiative losses, nothing most of the time and rarely much (`RadiationPosterior`).
    case mixture
    /// Their mean and variance as if they were normal.
    case normal
  }

  public let card: JSON
  public let planes: [DetectorPlane]
  public let axes: [MeasuredAxis]
  public let particle: TrackParticle
  /// Of the reference before anything is known; the constraint's centre when there is a spread.
  public let momentum_GeV: Double
  /// Relative standard deviation of 1/p of the beam; nil leaves the momentum free.
  public let momentumSpread: Double?
  let charge: Double
  let nodes: [Node]
  let nodeOfPlane: [Int]
  let losses: [MeanEnergyLoss]
  let field: TrackField
  let scattering: Scattering
  let hasEnergyLoss: Bool
  let radiation: Radiation
  /// 1 + 0.038 ln(x/X0) of the whole tracker.
  let scatteringLogarithm: Double
  public let radiationLengths: Double
  public let outlierPull: Double?
  let iterations: Int
  let tolerance_mm: Double

  /// - Parameter json: see `TrackerParts`
  public convenience init(json: JSON) throws {
    let own = try json["materials"].map { try MaterialsCard.read($0, path: "materials") } ?? [:]
    self.init(
      parts: try TrackerParts(json: json) { name in
        try own[name] ?? MaterialCatalogue.builtin(name)
      })
  }

  init(parts: TrackerParts) {
    card = parts.card
    planes = parts.planes
    axes = parts.axes
    particle = parts.particle
    momentum_GeV = parts.momentum_GeV
    momentumSpread = parts.momentumSpread
    charge = parts.charge
    field = parts.field
    losses = parts.losses
    scattering = parts.scattering
    hasEnergyLoss = parts.hasEnergyLoss
    radiation = parts.radiation
    outlierPull = parts.outlierPull
    iterations = parts.iterations
    tolerance_mm = parts.tolerance_mm
    nodes = parts.makeNodes()
    let built = nodes
    nodeOfPlane = parts.planes.indices.map { plane in built.firstIndex { $0.plane == plane }! }
    var sum = 0.0
    let first = nodeOfPlane.min()!
    let last = nodeOfPlane.max()!
    for index in first...last {
      sum += built[index].layers.reduce(0) { $0 + $1.radiationLengths }
      if index < last { sum += built[index].volume.radiationLengths * (built[index + 1].z - built[index].z) }
    }
    radiationLengths = sum
    scatteringLogarithm = max(0.1, 1 + 0.038 * log(max(sum, 1e-6)))
  }

  /// θ0² of x/X0 = t:  (13.6 MeV/(βcp))² t [1 + 0.038 ln t]²
  ///
  /// - Valid: 11 % for 1e-3 < t < 100, singly charged, β ≈ 1.
  ///
  /// Highland, Nucl. Instrum. Meth. 129 (1975) 497; Lynch, Dahl, ibid. B58 (1991) 6; PDG Eq. (34.16)
  func scatteringVariance(radiationLengths t: Double, qOverP: Double) -> Double {
    if scattering == .none || qOverP == 0 { return 0 }
    let m = particle.mass_GeV
    let logarithm =
      scattering == .highland ? scatteringLogarithm : max(0.1, 1 + 0.038 * log(max(t, 1e-12)))
    // 1/(βp)² = (q/p)² (1 + m² (q/p)²)
    let inverse = qOverP * qOverP * (1 + m * m * qOverP * qOverP)
    return 0.0136 * 0.0136 * inverse * t * logarithm * logarithm
  }
}

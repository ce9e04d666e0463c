import Core
import Numerics

/// What the auxiliary measurements say about the nuisance parameters before the counts are seen: N(a, σ) for
/// Gaussian constraints, gamma of shape a and mean a/τ for Poisson ones (so that a background b ± δb has
/// that mean and that error), cut at the parameters' bounds.
struct NuisancePrior {
  private struct Draw {
    var index: Int
    var center: Double
    var width: Double
    /// Index of a gamma table; −1 for a Gaussian.
    var table: Int
    var lower: Double
    var upper: Double
  }

  /// A rank-1 lattice with eight shifts, whose spread gives the error (as in the counting module); the tent
  /// map makes the integrand periodic, which a lattice rewards with 1/N².
  static let shifts = 8
  static let points = SignalQuadrature.latticePoints
  static let generator = SignalQuadrature.latticeGenerator
  private var draws: [Draw] = []
  private var tables: [GammaQuantileTable] = []
  /// dimension × shift × point
  private var values: [Double] = []
  var dimensions: Int { draws.count }

  /// Free parameters have no prior: the hybrid method has nothing to average them with.
  static func requirePriors(_ layout: LikelihoodLayout) throws {
    if let name = freeParameter(layout) {
      throw HermeticError(
        .configuration,
        "the hybrid method averages nuisances over their auxiliary measurements, and \"\(name)\" has none. Use "
          + "method \"toys\" or \"asymptotic\", fix the parameter, or give it a constraint (normsys).")
    }
  }

  static func freeParameter(_ layout: LikelihoodLayout) -> String? {
    let constrained = Set(layout.constraints.map(\.parameter))
    return (0..<layout.count).first {
      $0 != layout.interest && !layout.isFixed[$0] && !constrained.contains($0)
    }.map { layout.name(internal: $0) }
  }

  init(_ layout: LikelihoodLayout) throws {
    try NuisancePrior.requirePriors(layout)
    for constraint in layout.constraints where !layout.isFixed[constraint.parameter] {
      let index = constraint.parameter
      let auxiliary = layout.auxiliary[index]
      var draw = Draw(
        index: index, center: auxiliary, width: 1 / constraint.scale, table: -1, lower: layout.lower[index],
        upper: layout.upper[index])
      if constraint.isPoisson {
        guard auxiliary > 0 else {
          throw HermeticError(
            .configuration,
            "the hybrid method needs auxiliary counts above 0 for \"\(layout.name(internal: index))\".")
        }
        draw.center = auxiliary / constraint.scale
        draw.table = tables.firstIndex { $0.shape == auxiliary } ?? tables.count
        if draw.table == tables.count { tables.append(GammaQuantileTable(shape: auxiliary)) }
      }
      draws.append(draw)
    }
    for (d, draw) in draws.enumerated() {
      var generator = 1
      for _ in 0..<d { generator = generator * NuisancePrior.generator % NuisancePrior.points }
      for shift in 0..<NuisancePrior.shifts {
        let offset = Double(shift + 1) * Double(d + 2).squareRoot() * 0.6180339887498949
        for k in 0..<NuisancePrior.points {
          let u = Double(k * generator % NuisancePrior.points) / Double(NuisancePrior.points) + offset
          let tent = 1 - (2 * (u - u.rounded(.down)) - 1).magnitude
          let z = SpecialFunctions.normalQuantile(max(1e-12, min(1 - 1e-12, tent)))
          let value =
            draw.table < 0
            ? draw.center + draw.width * z : draw.center * tables[draw.table].value(normal: z)
          values.append(max(draw.lower, min(draw.upper, value)))
        }
      }
    }
  }

  /// Overwrites the nuisances in x with point k of a shift of the lattice.
  func fill(_ x: UnsafeMutablePointer<Double>, point k: Int, shift: Int) {
    let stride = NuisancePrior.shifts * NuisancePrior.points
    values.withUnsafeBufferPointer { values in
      for d in draws.indices { x[draws[d].index] = values[d * stride + shift * NuisancePrior.points + k] }
    }
  }
}

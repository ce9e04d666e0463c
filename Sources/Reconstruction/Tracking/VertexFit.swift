import Core
import Numerics

/// Common origin of tracks, with the momenta there.
///
/// Minimises Σ (m − f)ᵀ C⁻¹ (m − f) over the vertex (x, y, z) and the slopes and q/p of each track, where m
/// and C are the tracks' states at the plane z of the vertex, carried there through field and matter anew in
/// each step [1]. ndf = 2 · tracks − 3.
///
/// - Checked by: `VertexFitTests`.
///
/// [1] Billoir, Qian, Nucl. Instrum. Meth. A311 (1992) 139
public struct VertexFit: Sendable {
  public enum Status: Int, Sendable {
    case converged = 0
    case notConverged = 1
    /// Tracks are parallel, or do not reach a common plane.
    case undetermined = 2
  }

  public var status = Status.undetermined
  public var position = Vector3(.nan, .nan, .nan)
  /// Lower triangle: xx, yx, yy, zx, zy, zz.
  public var covariance = [Double](repeating: .nan, count: 6)
  public var chi2 = Double.nan
  public var ndf = 0
  /// Invariant mass and its standard deviation.
  public var mass_GeV = Double.nan
  public var massError_GeV = Double.nan
  public var momenta_GeV: [Vector3] = []

  public var pValue: Double {
    chi2.isFinite && ndf > 0
      ? SpecialFunctions.regularizedGammaQ(0.5 * Double(ndf), 0.5 * max(0, chi2)) : .nan
  }
}

/// How vertices are fitted.
///
///     {"z_mm": plane of the states, "masses_GeV": one per track, "from_mm", "to_mm": where a vertex may lie}
public struct VertexOptions: Sendable {
  public let z_mm: Double
  let masses_GeV: [Double]
  let from_mm: Double
  let to_mm: Double

  public init(json: JSON, tracks: Int) throws {
    var card = try Card(json, path: "")
    z_mm = try card.number("z_mm", in: TrackerParts.positions_mm, dimension: "length")
    masses_GeV = try card.numbers("masses_GeV", count: tracks, in: 0...1e4)
    from_mm = try card.number("from_mm", default: -1e6, in: TrackerParts.positions_mm, dimension: "length")
    to_mm = try card.number("to_mm", default: 1e6, in: TrackerParts.positions_mm, dimension: "length")
    try card.finish()
    guard from_mm < to_mm else {
      throw HermeticError(.configuration, "from_mm = \(from_mm) must lie upstream of to_mm = \(to_mm).")
    }
  }
}

extension Tracker {
  public func vertex(_ tracks: [(state: TrackState, covariance: TrackMatrix)], _ options: VertexOptions)
    -> VertexFit
  {
    var result = VertexFit()
    let count = tracks.count
    result.ndf = 2 * count - 3
    guard var z = Self.nearestPlane(tracks.map(\.state), options) else { return result }
    var z1 = z
    for iteration in 1...25 {
      var states: [TrackState] = []
      var weights: [TrackMatrix] = []
      for track in tracks {
        var state = track.state
        var covariance: TrackMatrix? = track.covariance
        guard propagate(&state, to: z, covariance: &covariance), let c = covariance,
          let weight = c.choleskyInverse
        else { return result }
        states.append(state)
        weights.append(weight)
      }
      guard let step = VertexStep(states: states, weights: weights) else { return result }
      z1 = z + step.shift
      let sigma = step.covariance(2, 2).squareRoot()
      guard z1.isFinite, z1 >= options.from_mm, z1 <= options.to_mm else { return result }
      if (z1 - z).magnitude < 1e-4 * sigma + 1e-9 || iteration == 25 {
        result.status = (z1 - z).magnitude < 1e-2 * sigma ? .converged : .notConverged
        step.write(to: &result, z: z, masses_GeV: options.masses_GeV)
        return result
      }
      z = z1
    }
    return result
  }

  /// Where straight lines come nearest to each other: minimum over z of Σ |x_i + t_i (z − z0) − mean|².
  private static func nearestPlane(_ states: [TrackState], _ options: VertexOptions) -> Double? {
    let n = Double(states.count)
    let x = states.reduce(0) { $0 + $1.x } / n
    let y = states.reduce(0) { $0 + $1.y } / n
    let tx = states.reduce(0) { $0 + $1.tx } / n
    let ty = states.reduce(0) { $0 + $1.ty } / n
    var top = 0.0
    var bottom = 0.0
    for s in states {
      top += (s.x - x) * (s.tx - tx) + (s.y - y) * (s.ty - ty)
      bottom += (s.tx - tx) * (s.tx - tx) + (s.ty - ty) * (s.ty - ty)
    }
    guard bottom > 1e-24 else { return nil }
    return min(options.to_mm, max(options.from_mm, states[0].z - top / bottom))
  }
}

/// One Gauss–Newton step at a plane z, where f = (vx − tx s, vy − ty s, tx, ty, q/p) with the shift s = vz − z
/// linear about 0.
private struct VertexStep {
  private let states: [TrackState]
  /// Inverse of the normal matrix, (3 + 3k)².
  private let inverse: [Double]
  private let solution: [Double]
  private let size: Int
  private let chi2: Double

  var shift: Double { solution[2] }
  func covariance(_ i: Int, _ j: Int) -> Double { inverse[i * size + j] }

  init?(states: [TrackState], weights: [TrackMatrix]) {
    let size = 3 + 3 * states.count
    var normal = [Double](repeating: 0, count: size * size)
    var right = [Double](repeating: 0, count: size)
    var constant = 0.0
    // Unknown: vertex position (about 0, at this plane), then the changes of (tx, ty, q/p) of each track.
    for (index, state) in states.enumerated() {
      let base = 3 + 3 * index
      let columns = [0, 1, 2, base, base + 1, base + 2]
      var jacobian = [[Double]](repeating: [Double](repeating: 0, count: 6), count: 5)
      jacobian[0][0] = 1
      jacobian[0][2] = -state.tx
      jacobian[1][1] = 1
      jacobian[1][2] = -state.ty
      for i in 0..<3 { jacobian[2 + i][3 + i] = 1 }
      let m = [state.x, state.y, 0, 0, 0]
      let w = weights[index]
      for i in 0..<5 {
        for j in 0..<5 {
          constant += m[i] * w[i, j] * m[j]
          for a in 0..<6 where jacobian[i][a] != 0 {
            right[columns[a]] += jacobian[i][a] * w[i, j] * m[j]
            for b in 0..<6 where jacobian[j][b] != 0 {
              normal[columns[a] * size + columns[b]] += jacobian[i][a] * w[i, j] * jacobian[j][b]
            }
          }
        }
      }
    }
    guard let inverse = DenseSymmetric.inverse(normal, size) else { return nil }
    var solution = [Double](repeating: 0, count: size)
    for i in 0..<size { for j in 0..<size { solution[i] += inverse[i * size + j] * right[j] } }
    self.states = states
    self.inverse = inverse
    self.solution = solution
    self.size = size
    var residual = 0.0
    // χ² from the residuals themselves: the difference of large sums would lose digits.
    for (index, state) in states.enumerated() {
      let base = 3 + 3 * index
      let r = [
        state.x - solution[0] + state.tx * solution[2], state.y - solution[1] + state.ty * solution[2],
        -solution[base], -solution[base + 1], -solution[base + 2],
      ]
      for i in 0..<5 { for j in 0..<5 { residual += r[i] * weights[index][i, j] * r[j] } }
    }
    chi2 = residual
  }

  func write(to result: inout VertexFit, z: Double, masses_GeV: [Double]) {
    result.position = Vector3(solution[0], solution[1], z + solution[2])
    result.covariance = [
      covariance(0, 0), covariance(1, 0), covariance(1, 1), covariance(2, 0), covariance(2, 1),
      covariance(2, 2),
    ]
    result.chi2 = chi2
    var parameters: [Double] = []
    for (index, state) in states.enumerated() {
      let base = 3 + 3 * index
      parameters += [
        state.tx + solution[base], state.ty + solution[base + 1], state.qOverP + solution[base + 2],
      ]
    }
    result.momenta_GeV = InvariantMass.momenta(parameters)
    result.mass_GeV = InvariantMass.mass_GeV(parameters, masses_GeV)
    var gradient: [Double] = []
    for k in parameters.indices {
      let step = 0.01 * covariance(3 + k, 3 + k).squareRoot()
      var up = parameters
      var down = parameters
      up[k] += step
      down[k] -= step
      gradient.append(
        (InvariantMass.mass_GeV(up, masses_GeV) - InvariantMass.mass_GeV(down, masses_GeV)) / (2 * step))
    }
    var variance = 0.0
    for i in gradient.indices {
      for j in gradient.indices { variance += gradient[i] * covariance(3 + i, 3 + j) * gradient[j] }
    }
    result.massError_GeV = max(0, variance).squareRoot()
  }
}

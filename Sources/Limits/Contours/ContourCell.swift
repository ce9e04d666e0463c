import Core
import Numerics

/// Where the boundary of {value ≥ level} crosses the edges of one square, by linear interpolation.
///
/// Corners run (0,0), (1,0), (1,1), (0,1); edge k joins corner k and k+1. A square with two opposite corners
/// above is a saddle: the mean of the corners decides which pair is joined, the same for both neighbours.
struct ContourCell {
  /// Pairs of edges to join.
  static func segments(_ v: (Double, Double, Double, Double), level: Double) -> [(Int, Int)] {
    let above = [v.0 >= level, v.1 >= level, v.2 >= level, v.3 >= level]
    var crossed: [Int] = []
    for edge in 0..<4 where above[edge] != above[(edge + 1) % 4] { crossed.append(edge) }
    switch crossed.count {
    case 2: return [(crossed[0], crossed[1])]
    case 4:
      let isCentreAbove = 0.25 * (v.0 + v.1 + v.2 + v.3) >= level
      // Corner 0 is cut off by the edges 3 and 0, corner 1 by 0 and 1, and so on.
      return above[0] == isCentreAbove ? [(0, 1), (2, 3)] : [(3, 0), (1, 2)]
    default: return []
    }
  }

  /// Share of the way from a to b at which the level is crossed.
  static func crossing(_ a: Double, _ b: Double, level: Double) -> Double {
    let t = (level - a) / (b - a)
    return t.isFinite ? min(1, max(0, t)) : 0.5
  }
}

/// Joins segments that share the points of grid edges into lines.
struct ContourAssembly {
  /// An edge of the lattice: its lower or left end and direction (0 along x, 1 along y).
  struct Edge: Hashable {
    var i: Int
    var j: Int
    var direction: Int
  }

  private var order: [Edge] = []
  private var partners: [Edge: [Edge]] = [:]
  private var points: [Edge: (Double, Double)] = [:]

  mutating func add(_ a: Edge, _ pointA: (Double, Double), _ b: Edge, _ pointB: (Double, Double)) {
    for (edge, point) in [(a, pointA), (b, pointB)] where points[edge] == nil {
      points[edge] = point
      order.append(edge)
    }
    partners[a, default: []].append(b)
    partners[b, default: []].append(a)
  }

  /// Open lines first (from an end), then closed ones, whose last point repeats the first.
  func lines() -> [[(Double, Double)]] {
    var left = partners
    var result: [[(Double, Double)]] = []
    func walk(from start: Edge) -> [(Double, Double)] {
      var line = [points[start]!]
      var here = start
      while let next = left[here]?.first {
        left[here]!.removeFirst()
        if let k = left[next]?.firstIndex(of: here) { left[next]!.remove(at: k) }
        line.append(points[next]!)
        here = next
      }
      return line
    }
    for edge in order where left[edge]!.count == 1 {
      let line = walk(from: edge)
      if line.count > 1 { result.append(line) }
    }
    for edge in order where !left[edge]!.isEmpty { result.append(walk(from: edge)) }
    return result
  }
}

/// How positions and values are interpolated.
public enum ContourScale: String, CaseIterable, Sendable {
  case linear
  case log

  /// Values at or below 0 on a logarithmic scale stand at the smallest one.
  func forward(_ x: Double) -> Double {
    self == .linear ? x : x > 1e-300 ? Numerics.log(x) : -690.7755278982137
  }
  func backward(_ x: Double) -> Double { self == .linear ? x : exp(x) }
}

import Numerics

/// A step function above a density of one variable, to draw from it by rejection: exact wherever the step
/// really lies above, which `samples` points per cell make sure of.
@frozen public struct StepMajorant: Sendable {
  @usableFromInline let edges: [Double]
  @usableFromInline let heights: [Double]
  @usableFromInline let alias: AliasTable

  /// - Parameters: edges ascending; density ≥ 0, finite; margin on top of the largest value seen in a cell
  /// - Returns: nil when the density vanishes everywhere
  public init?(edges: [Double], samples: Int = 4, margin: Double = 1.02, _ density: (Double) -> Double) {
    var heights = [Double](repeating: 0, count: edges.count - 1)
    var areas = heights
    for cell in heights.indices {
      let low = edges[cell]
      let width = edges[cell + 1] - low
      var highest = 0.0
      for i in 0...samples {
        highest = max(highest, density(low + width * Double(i) / Double(samples)))
      }
      heights[cell] = highest * margin
      areas[cell] = heights[cell] * width
    }
    guard areas.reduce(0, +) > 0 else { return nil }
    self.edges = edges
    self.heights = heights
    alias = AliasTable(areas)
  }

  /// Integral of the majorant: the density's integral divided by it is the efficiency.
  public var area: Double { alias.total }

  /// A point proposed, and the height of the step above it.
  @inlinable public func propose(_ rng: inout RandomStream) -> (point: Double, height: Double) {
    let cell = alias.index(rng.uniform())
    let low = edges[cell]
    return (low + rng.uniform() * (edges[cell &+ 1] - low), heights[cell])
  }
}

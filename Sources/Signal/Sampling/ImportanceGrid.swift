import Numerics

/// A function on the unit cube that is to be integrated or sampled; ≥ 0.
protocol CubeDensity: Sendable {
  /// What a point of the cube stands for.
  associatedtype State
  static var dimensions: Int { get }
  /// Nil where there is nothing.
  func evaluate(_ cube: UnsafePointer<Double>) -> (state: State, density: Double)?
}

extension CubeDensity {
  @inline(__always)
  func density(_ cube: UnsafePointer<Double>) -> Double { evaluate(cube)?.density ?? 0 }
}

/// A separable proposal on the unit cube, adapted so that density/proposal is as flat as a product of
/// one-dimensional step functions can make it.
///
/// Each axis has `bins` bins of equal probability; those whose share of ⟨density²⟩ is large are made
/// narrower (damped, so that the iteration settles).
///
/// G. P. Lepage, J. Comput. Phys. 27 (1978) 192.
struct ImportanceGrid: Sendable {
  static let bins = 48
  let dimensions: Int
  /// bins + 1 edges for each axis.
  private(set) var edges: [Double]

  init(dimensions: Int) {
    self.dimensions = dimensions
    edges = (0..<dimensions).flatMap { _ in
      (0...Self.bins).map { Double($0) / Double(Self.bins) }
    }
  }

  /// Maps uniform coordinates to the cube in place; returns 1/proposal there.
  @inline(__always)
  func map(_ point: UnsafeMutablePointer<Double>) -> Double {
    var volume = 1.0
    edges.withUnsafeBufferPointer { edges in
      for axis in 0..<dimensions {
        let position = point[axis] * Double(Self.bins)
        let bin = min(Self.bins - 1, Int(position))
        let low = edges[axis * (Self.bins + 1) + bin]
        let width = edges[axis * (Self.bins + 1) + bin + 1] - low
        point[axis] = low + (position - Double(bin)) * width
        volume *= width * Double(Self.bins)
      }
    }
    return volume
  }

  /// Adapts the axes to `density` with `count` points in each of `iterations` rounds.
  mutating func adapt<Density: CubeDensity>(
    to density: Density, count: Int, iterations: Int, _ rng: inout RandomStream
  ) {
    let point = UnsafeMutablePointer<Double>.allocate(capacity: dimensions)
    defer { point.deallocate() }
    var bin = [Int](repeating: 0, count: dimensions)
    for _ in 0..<iterations {
      var share = [Double](repeating: 0, count: dimensions * Self.bins)
      for _ in 0..<count {
        for axis in 0..<dimensions {
          point[axis] = rng.uniform()
          bin[axis] = min(Self.bins - 1, Int(point[axis] * Double(Self.bins)))
        }
        let volume = map(point)
        let weight = density.density(point) * volume
        for axis in 0..<dimensions { share[axis * Self.bins + bin[axis]] += weight * weight }
      }
      for axis in 0..<dimensions { refine(axis, Array(share[axis * Self.bins..<(axis + 1) * Self.bins])) }
    }
  }

  /// Moves the edges of one axis so that every bin has the same damped share.
  private mutating func refine(_ axis: Int, _ share: [Double]) {
    let bins = Self.bins
    var smooth = share
    for i in 0..<bins {
      let left = share[max(0, i - 1)]
      let right = share[min(bins - 1, i + 1)]
      smooth[i] = (left + 2 * share[i] + right) / 4
    }
    let sum = smooth.reduce(0, +)
    guard sum > 0 else { return }
    let importance = smooth.map { value -> Double in
      let fraction = value / sum
      guard fraction > 0 else { return 1e-3 / Double(bins) }
      if fraction >= 1 { return 1 }
      return max(1e-3 / Double(bins), exp(0.75 * log((fraction - 1) / log(fraction))))
    }
    let target = importance.reduce(0, +) / Double(bins)
    let first = axis * (bins + 1)
    var updated = [0.0]
    var filled = 0.0
    for i in 0..<bins {
      let low = edges[first + i]
      let width = edges[first + i + 1] - low
      var used = 0.0
      while filled + importance[i] - used >= target, updated.count < bins {
        used += target - filled
        filled = 0
        updated.append(low + width * used / importance[i])
      }
      filled += importance[i] - used
    }
    while updated.count < bins { updated.append(1) }
    updated.append(1)
    edges.replaceSubrange(first...(first + bins), with: updated)
  }
}

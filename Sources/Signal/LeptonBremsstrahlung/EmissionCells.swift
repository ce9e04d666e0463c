import Numerics

/// The four-dimensional domain of an `EmissionDensity` cut into cells, each with an upper bound of the
/// density: choose a cell with probability bound × volume, a point in it, accept with density/bound, and
/// the point is distributed exactly as the density wherever the bound holds.
///
/// z, then v in each slice of z, then y in each slice of v is divided so that no cell rejects more than the
/// others (a bin's waste is ½|f′| width², hence widths ∝ |f′|^(−½)). Bounds come from a lattice in each
/// cell and from trial draws.
///
/// A class, to own memory that the sampling loop reads without reference counting.
final class EmissionCells: @unchecked Sendable {
  static let zBins = 40
  static let vBins = 16
  static let partBins = 16
  static let yBins = 2 * partBins
  static let psiBins = 4
  static let count = zBins * vBins * yBins * psiBins
  static let cWidth = 2 / Double(psiBins)
  /// Bounds are raised by this above the largest value seen.
  private static let margin = 1.06

  struct Cell {
    /// Draws below keep the cell, others go to the alias: A. J. Walker's method.
    var threshold: UInt32
    var alias: Int32
    /// Rounded up.
    var bound: Float
  }

  let zEdges: UnsafeMutablePointer<Double>
  let vEdges: UnsafeMutablePointer<Double>
  /// Lower part, then upper part: partBins + 1 edges each.
  let yEdges: UnsafeMutablePointer<Double>
  let cells: UnsafeMutablePointer<Cell>
  /// ∫ density / Σ bound × volume, from the trial draws.
  private(set) var efficiency = 0.0

  static let vStride = vBins + 1
  static let yStride = 2 * (partBins + 1)

  init(_ density: EmissionDensity) {
    zEdges = .allocate(capacity: Self.zBins + 1)
    vEdges = .allocate(capacity: Self.zBins * Self.vStride)
    yEdges = .allocate(capacity: Self.zBins * Self.vBins * Self.yStride)
    cells = .allocate(capacity: Self.count)
    cells.initialize(repeating: Cell(threshold: 0, alias: 0, bound: 0), count: Self.count)
    divide(density)
    bound(density)
    buildAliases()
    raiseBounds(density)
    buildAliases()
  }

  deinit {
    zEdges.deallocate()
    vEdges.deallocate()
    yEdges.deallocate()
    cells.deallocate()
  }

  /// Volume of a cell without its width in c.
  @inline(__always)
  private func volume(_ z: Int, _ v: Int, _ y: Int) -> Double {
    let row = z * Self.vBins + v
    let yEdge = row * Self.yStride + (y < Self.partBins ? y : y + 1)
    return (zEdges[z + 1] - zEdges[z])
      * (vEdges[z * Self.vStride + v + 1] - vEdges[z * Self.vStride + v])
      * (yEdges[yEdge + 1] - yEdges[yEdge])
  }

  // ---------------------------------------------------------------- division

  private func divide(_ density: EmissionDensity) {
    let variable = density.variable
    EdgePlacement(samples: 96, from: variable.lowest, to: variable.highest) { density.spectrum($0) }
      .fill(zEdges, bins: Self.zBins)
    for z in 0..<Self.zBins {
      let vRow = vEdges + z * Self.vStride
      guard let step = density.fraction(0.5 * (zEdges[z] + zEdges[z + 1])) else {
        EdgePlacement.uniform(vRow, bins: Self.vBins, to: density.logSpan)
        for v in 0..<Self.vBins { uniformTransfer(z, v) }
        continue
      }
      EdgePlacement(samples: 48, from: 0, to: density.logSpan) { density.virtualitySpectrum(step, $0) }
        .fill(vRow, bins: Self.vBins)
      for v in 0..<Self.vBins {
        guard let virtuality = density.virtuality(step, 0.5 * (vRow[v] + vRow[v + 1])) else {
          uniformTransfer(z, v)
          continue
        }
        let yRow = yEdges + (z * Self.vBins + v) * Self.yStride
        for part in 0...1 {
          EdgePlacement(samples: 32, from: 0, to: transferSpan(density, z, v, part)) {
            density.transferSpectrum(step, virtuality, upper: part == 1, $0)
          }
          .fill(yRow + part * (Self.partBins + 1), bins: Self.partBins)
        }
      }
    }
  }

  /// Longest range of y in a column of cells: from its corners, with a little room.
  private func transferSpan(_ density: EmissionDensity, _ z: Int, _ v: Int, _ part: Int) -> Double {
    var longest = 1e-3
    for zCorner in 0...1 {
      guard let step = density.fraction(zEdges[z + zCorner]) else { continue }
      for vCorner in 0...1 {
        guard let virtuality = density.virtuality(step, vEdges[z * Self.vStride + v + vCorner]) else {
          continue
        }
        let mapping = virtuality.mapping
        longest = max(longest, part == 0 ? mapping.lowerSpan : mapping.upperSpan)
      }
    }
    return 1.02 * longest
  }

  private func uniformTransfer(_ z: Int, _ v: Int) {
    let yRow = yEdges + (z * Self.vBins + v) * Self.yStride
    EdgePlacement.uniform(yRow, bins: Self.partBins, to: 1)
    EdgePlacement.uniform(yRow + Self.partBins + 1, bins: Self.partBins, to: 1)
  }

  // ---------------------------------------------------------------- bounds

  private func bound(_ density: EmissionDensity) {
    let azimuths = (0...Self.psiBins).map { EmissionDensity.azimuth(Double($0) * Self.cWidth - 1) }
    azimuths.withUnsafeBufferPointer { azimuths in
      for z in 0..<Self.zBins {
        let width = zEdges[z + 1] - zEdges[z]
        let steps = Self.latticeSteps(width, atLeast: 2)
        for lattice in 0...steps {
          let point = zEdges[z] + width * Double(lattice) / Double(steps)
          guard let step = density.fraction(point) else { continue }
          for v in 0..<Self.vBins { boundRow(density, step, z, v, azimuths) }
        }
      }
    }
  }

  private func boundRow(
    _ density: EmissionDensity, _ step: EmissionDensity.FractionStep, _ z: Int, _ v: Int,
    _ azimuths: UnsafeBufferPointer<(cosPsi: Double, jacobian: Double)>
  ) {
    let vRow = vEdges + z * Self.vStride
    let yRow = yEdges + (z * Self.vBins + v) * Self.yStride
    let row = cells + (z * Self.vBins + v) * Self.yBins * Self.psiBins
    let width = vRow[v + 1] - vRow[v]
    let steps = Self.latticeSteps(width, atLeast: 2)
    for lattice in 0...steps {
      let point = vRow[v] + width * Double(lattice) / Double(steps)
      guard let virtuality = density.virtuality(step, point) else { continue }
      for part in 0...1 {
        let edges = yRow + part * (Self.partBins + 1)
        for bin in 0..<Self.partBins {
          let first = row + (part * Self.partBins + bin) * Self.psiBins
          let width = edges[bin + 1] - edges[bin]
          let steps = Self.latticeSteps(width, atLeast: 1)
          for lattice in (bin == 0 ? 0 : 1)...steps {
            // The upper edge is the next bin's lower one.
            let isShared = lattice == steps && bin + 1 < Self.partBins
            guard
              let transfer = density.transfer(
                step, virtuality, upper: part == 1, edges[bin] + width * Double(lattice) / Double(steps))
            else { continue }
            raise(first, alsoNext: isShared, density, step, virtuality, transfer, azimuths)
          }
        }
      }
    }
  }

  /// Raises the bounds of a row of cells in c to the density at one point of (z, v, y).
  @inline(__always)
  private func raise(
    _ first: UnsafeMutablePointer<Cell>, alsoNext: Bool, _ density: EmissionDensity,
    _ step: EmissionDensity.FractionStep, _ virtuality: EmissionDensity.VirtualityStep,
    _ transfer: EmissionDensity.TransferStep,
    _ azimuths: UnsafeBufferPointer<(cosPsi: Double, jacobian: Double)>
  ) {
    var previous = Float(0)
    for edge in 0...Self.psiBins {
      let value = Float(
        Self.margin
          * density.density(
            step, virtuality, transfer, cosPsi: azimuths[edge].cosPsi,
            jacobian: azimuths[edge].jacobian))
      if edge > 0 {
        let larger = max(previous, value)
        let cell = first + edge - 1
        cell.pointee.bound = max(cell.pointee.bound, larger)
        if alsoNext {
          let next = cell + Self.psiBins
          next.pointee.bound = max(next.pointee.bound, larger)
        }
      }
      previous = value
    }
  }

  /// Points of the lattice across a bin: the long ones at the ends of a range need more.
  private static func latticeSteps(_ width: Double, atLeast fewest: Int) -> Int {
    max(fewest, min(12, Int((width / 0.5).rounded(.up))))
  }

  /// Trial draws: where the density exceeds a bound, the bound follows.
  private func raiseBounds(_ density: EmissionDensity) {
    var rng = RandomStream(seed: 0x6272_656d_7373, event: 0, purpose: .signal)
    var sum = 0.0
    for _ in 0..<Self.trials {
      guard let point = propose(density, &rng) else { continue }
      let cell = cells + point.cell
      let bound = Double(cell.pointee.bound)
      sum += min(1, point.density / bound)
      if point.density > bound { cell.pointee.bound = Float(1.1 * point.density) }
    }
    efficiency = sum / Double(Self.trials)
  }
  private static let trials = 30_000

  // ---------------------------------------------------------------- drawing

  /// A proposed point with the steps that lead to it.
  struct Point {
    let step: EmissionDensity.FractionStep
    let virtuality: EmissionDensity.VirtualityStep
    let transfer: TransferSlice
    let cosPsi: Double
    let density: Double
    let cell: Int
  }

  @inline(__always)
  func propose(_ density: EmissionDensity, _ rng: inout RandomStream) -> Point? {
    let product = rng.next().multipliedFullWidth(by: UInt64(Self.count))
    var index = Int(truncatingIfNeeded: product.high)
    if UInt32(truncatingIfNeeded: product.low >> 32) >= cells[index].threshold {
      index = Int(cells[index].alias)
    }
    let psiBin = index % Self.psiBins
    let row = index / Self.psiBins
    let yBin = row % Self.yBins
    let column = row / Self.yBins
    let vBin = column % Self.vBins
    let zBin = column / Self.vBins
    let z = zEdges[zBin] + rng.uniform() * (zEdges[zBin + 1] - zEdges[zBin])
    let vEdge = vEdges + (zBin * Self.vStride + vBin)
    let v = vEdge[0] + rng.uniform() * (vEdge[1] - vEdge[0])
    let upper = yBin >= Self.partBins
    let yEdge = yEdges + (column * Self.yStride + (upper ? yBin + 1 : yBin))
    let y = yEdge[0] + rng.uniform() * (yEdge[1] - yEdge[0])
    let c = (Double(psiBin) + rng.uniform()) * Self.cWidth - 1
    guard let step = density.fraction(z), let virtuality = density.virtuality(step, v),
      let transfer = density.transfer(step, virtuality, upper: upper, y)
    else { return nil }
    let (cosPsi, jacobian) = EmissionDensity.azimuth(c)
    return Point(
      step: step, virtuality: virtuality, transfer: transfer.transfer,
      cosPsi: cosPsi,
      density: density.density(step, virtuality, transfer, cosPsi: cosPsi, jacobian: jacobian),
      cell: index)
  }

  // ---------------------------------------------------------------- aliases

  private func buildAliases() {
    let count = Self.count
    var scaled = [Double](repeating: 0, count: count)
    var total = 0.0
    for row in 0..<count / Self.psiBins {
      let column = row / Self.yBins
      let size = volume(column / Self.vBins, column % Self.vBins, row % Self.yBins)
      for index in row * Self.psiBins..<(row + 1) * Self.psiBins {
        scaled[index] = Double(cells[index].bound) * size
        total += scaled[index]
      }
    }
    guard total > 0 else { return }
    let scale = Double(count) / total
    var small: [Int32] = []
    var large: [Int32] = []
    small.reserveCapacity(count)
    large.reserveCapacity(count)
    for index in 0..<count {
      scaled[index] *= scale
      if scaled[index] < 1 { small.append(Int32(index)) } else { large.append(Int32(index)) }
    }
    while let low = small.popLast() {
      guard let high = large.last else {
        cells[Int(low)].threshold = .max
        cells[Int(low)].alias = low
        continue
      }
      let share = scaled[Int(low)]
      cells[Int(low)].threshold = UInt32(min(share * 0x1p32, 0x1.fffffffep31))
      cells[Int(low)].alias = high
      scaled[Int(high)] -= 1 - share
      if scaled[Int(high)] < 1 {
        large.removeLast()
        small.append(high)
      }
    }
    for high in large {
      cells[Int(high)].threshold = .max
      cells[Int(high)].alias = high
    }
  }
}

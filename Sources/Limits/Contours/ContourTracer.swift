import Core

/// Traces a contour of a function that the caller evaluates, in batches: no callback crosses the border.
///
///     while !tracer.pending.isEmpty { try tracer.supply(values of tracer.pending) }
///     tracer.lines
///
/// A coarse grid is evaluated first. Squares that the level crosses are halved, down to `refinements` times; at
/// each depth the line is followed into neighbours that it enters, so that it has no gaps where coarse and
/// fine squares meet. Only squares along the line are ever evaluated: the cost grows with the length of the
/// line over the fineness, not with its square.
///
/// - Numerics: a vertex is off by the curvature over the finest square, O(h²); features smaller than a coarse
///   square may be missed.
/// - Checked by: `ContourTests` (circles, saddles, random fields against the full grid)
public struct ContourTracer: Sendable {
  private let table: ContourTable
  private let low: (Double, Double)
  private let width: (Double, Double)
  private let coarse: (Int, Int)
  private let refinements: Int
  private let threshold: Double
  private struct Node: Hashable {
    var i: Int
    var j: Int
  }
  /// Values on the finest lattice, on the value scale.
  private var values: [Node: Double] = [:]
  private var depth = 0
  /// Squares of the present depth by their lower left node, in units of that depth.
  private var active: Set<Node> = []
  private var pendingNodes: [Node] = []
  public private(set) var isFinished = false
  public var evaluations: Int { values.count }

  /// {"x": [low, high], "y": [low, high], "level", "x_scale", "y_scale", "value_scale", "cells": [24, 24],
  ///  "refinements": 4}
  public init(json: JSON) throws {
    var card = try Card(json, path: "")
    var table = ContourTable()
    table.level = try card.number("level", default: 1, in: -1e300...1e300)
    (table.xScale, table.yScale, table.valueScale) = try ContourTable.scales(&card)
    try table.checkLevel()
    let x = try card.numbers("x", count: 2, in: -1e300...1e300)
    let y = try card.numbers("y", count: 2, in: -1e300...1e300)
    let cells = try card.numbers("cells", default: [24, 24], count: 2, in: 1...2000)
    refinements = try card.integer("refinements", default: 4, in: 0...12)
    try card.finish()
    for (axis, scale, name) in [(x, table.xScale, "x"), (y, table.yScale, "y")] {
      guard axis[0] < axis[1] else {
        throw HermeticError.range("\(name)[1]", axis[1], allowed: "above \(name)[0] = \(axis[0])")
      }
      guard scale == .linear || axis[0] > 1e-300 else {
        throw HermeticError.range("\(name)[0]", axis[0], allowed: "positive on a logarithmic scale")
      }
    }
    for (k, value) in cells.enumerated() where value != value.rounded() {
      throw HermeticError.range("cells[\(k)]", value, allowed: "an integer")
    }
    self.table = table
    coarse = (Int(cells[0]), Int(cells[1]))
    low = (table.xScale.forward(x[0]), table.yScale.forward(y[0]))
    width = (table.xScale.forward(x[1]) - low.0, table.yScale.forward(y[1]) - low.1)
    threshold = table.valueScale.forward(table.level)
    for j in 0..<coarse.1 { for i in 0..<coarse.0 { active.insert(Node(i: i, j: j)) } }
    collect(active)
  }

  private var stride: Int { 1 << (refinements - depth) }

  /// Points that wait for their values.
  public var pending: [(x: Double, y: Double)] { pendingNodes.map(position) }
  public var pendingCount: Int { pendingNodes.count }

  private func position(_ node: Node) -> (x: Double, y: Double) {
    let point = scaled(Double(node.i), Double(node.j))
    return (table.xScale.backward(point.0), table.yScale.backward(point.1))
  }

  private func scaled(_ i: Double, _ j: Double) -> (Double, Double) {
    let finest = Double(1 << refinements)
    return (
      low.0 + width.0 * i / (Double(coarse.0) * finest), low.1 + width.1 * j / (Double(coarse.1) * finest)
    )
  }

  /// Values of `pending`, in its order.
  public mutating func supply(_ supplied: UnsafeBufferPointer<Double>) throws {
    guard supplied.count == pendingNodes.count else {
      throw HermeticError(
        .argument, "\(supplied.count) values for \(pendingNodes.count) pending points. Give one each.")
    }
    for (k, value) in supplied.enumerated() where !value.isFinite {
      throw HermeticError.range(
        "values[\(k)]", value, allowed: "finite",
        hint: "It belongs to (\(position(pendingNodes[k]).x), \(position(pendingNodes[k]).y)).")
    }
    for (node, value) in zip(pendingNodes, supplied) { values[node] = table.valueScale.forward(value) }
    pendingNodes = []
    advance()
  }

  private func corners(_ cell: Node) -> [Node] {
    let s = stride
    let (i, j) = (cell.i * s, cell.j * s)
    return [Node(i: i, j: j), Node(i: i + s, j: j), Node(i: i + s, j: j + s), Node(i: i, j: j + s)]
  }

  /// Asks for the corners of squares that are not known yet, row by row.
  private mutating func collect(_ cells: Set<Node>) {
    var missing: Set<Node> = []
    for cell in cells { for node in corners(cell) where values[node] == nil { missing.insert(node) } }
    pendingNodes = missing.sorted { ($0.j, $0.i) < ($1.j, $1.i) }
  }

  private func isAbove(_ node: Node) -> Bool { values[node]! >= threshold }

  /// Follows the line into neighbours, then goes one depth further, until values are missing or all is done.
  private mutating func advance() {
    while true {
      let limit = (coarse.0 << depth, coarse.1 << depth)
      var entered: Set<Node> = []
      var mixed: [Node] = []
      for cell in active {
        let nodes = corners(cell)
        let above = nodes.map(isAbove)
        guard above.contains(true), above.contains(false) else { continue }
        mixed.append(cell)
        for (edge, step) in [(0, (0, -1)), (1, (1, 0)), (2, (0, 1)), (3, (-1, 0))]
        where above[edge] != above[(edge + 1) % 4] {
          let next = Node(i: cell.i + step.0, j: cell.j + step.1)
          let isInside = next.i >= 0 && next.j >= 0 && next.i < limit.0 && next.j < limit.1
          if isInside, !active.contains(next) { entered.insert(next) }
        }
      }
      if !entered.isEmpty {
        active.formUnion(entered)
        collect(entered)
        if !pendingNodes.isEmpty { return }
        continue
      }
      if depth == refinements || mixed.isEmpty {
        isFinished = true
        return
      }
      depth += 1
      active = []
      for cell in mixed {
        for (di, dj) in [(0, 0), (1, 0), (0, 1), (1, 1)] {
          active.insert(Node(i: 2 * cell.i + di, j: 2 * cell.j + dj))
        }
      }
      collect(active)
      if !pendingNodes.isEmpty { return }
    }
  }

  /// The lines, once nothing is pending.
  public func lines() throws -> [[(Double, Double)]] {
    guard isFinished else {
      throw HermeticError(
        .state, "\(pendingNodes.count) points still wait for their values. Call hermetic_contour_supply().")
    }
    var assembly = ContourAssembly()
    for cell in active.sorted(by: { ($0.j, $0.i) < ($1.j, $1.i) }) {
      let nodes = corners(cell)
      let v = nodes.map { values[$0]! }
      for (a, b) in ContourCell.segments((v[0], v[1], v[2], v[3]), level: threshold) {
        let (edgeA, pointA) = crossing(a, nodes, v)
        let (edgeB, pointB) = crossing(b, nodes, v)
        assembly.add(edgeA, pointA, edgeB, pointB)
      }
    }
    return assembly.lines().map { $0.map { (table.xScale.backward($0.0), table.yScale.backward($0.1)) } }
  }

  private func crossing(_ edge: Int, _ nodes: [Node], _ v: [Double]) -> (
    ContourAssembly.Edge, (Double, Double)
  ) {
    // From the lower or left end in both squares that share the edge: the same bits.
    let (a, b) = edge == 0 ? (0, 1) : edge == 1 ? (1, 2) : edge == 2 ? (3, 2) : (0, 3)
    let t = ContourCell.crossing(v[a], v[b], level: threshold)
    let point = scaled(
      Double(nodes[a].i) + t * Double(nodes[b].i - nodes[a].i),
      Double(nodes[a].j) + t * Double(nodes[b].j - nodes[a].j))
    return (.init(i: nodes[a].i, j: nodes[a].j, direction: edge % 2), point)
  }

  public func answer() throws -> JSON {
    [
      "level": .number(table.level), "lines": .contourLines(try lines()),
      "evaluations": .number(Double(evaluations)),
    ]
  }
}

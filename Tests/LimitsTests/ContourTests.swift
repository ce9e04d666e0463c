import Core
import Limits
import Numerics
import Testing

@Suite struct ContourTests {
  private func table(_ x: [Double], _ y: [Double], _ table: ContourTable, _ f: (Double, Double) -> Double)
    throws -> [[(Double, Double)]]
  {
    let values = y.flatMap { b in x.map { a in f(a, b) } }
    return try values.withUnsafeBufferPointer { try table.lines(x: x, y: y, values: $0) }
  }

  private func traced(_ json: JSON, _ f: (Double, Double) -> Double) throws -> (
    lines: [[(Double, Double)]], evaluations: Int
  ) {
    var tracer = try ContourTracer(json: json)
    while tracer.pendingCount > 0 {
      let values = tracer.pending.map { f($0.x, $0.y) }
      try values.withUnsafeBufferPointer { try tracer.supply($0) }
    }
    return (try tracer.lines(), tracer.evaluations)
  }

  /// A circle: one closed line whose points lie on it, to the interpolation's error.
  @Test func circle() throws {
    let axis = (0...50).map { -1 + 0.04 * Double($0) }
    var options = ContourTable()
    options.level = 0.5
    let lines = try table(axis, axis, options) { $0 * $0 + $1 * $1 }
    #expect(lines.count == 1)
    #expect(lines[0].first! == lines[0].last!)
    for point in lines[0] { #expect(abs(point.0 * point.0 + point.1 * point.1 - 0.5) < 5e-4) }
  }

  /// A power law on logarithmic scales is straight, hence exact; the line is open and ends at the border.
  @Test func powerLaw() throws {
    let x = (0...20).map { pow(10, -3 + 0.15 * Double($0)) }
    let y = (0...20).map { pow(10, -6 + 0.2 * Double($0)) }
    var options = ContourTable()
    options.xScale = .log
    options.yScale = .log
    options.valueScale = .log
    let lines = try table(x, y, options) { 1e8 * $1 * $1 / $0 }
    #expect(lines.count == 1)
    for point in lines[0] { #expect(abs(1e8 * point.1 * point.1 / point.0 - 1) < 1e-12) }
    #expect(lines[0].map(\.0).min()! == x[0] || lines[0].map(\.1).max()! == y[20])
  }

  /// Every crossing of every grid edge is a vertex, once, for random fields with their many saddles; every line
  /// is closed or ends at the border.
  @Test func randomFields() throws {
    var random = RandomStream(seed: 11, event: 0)
    for _ in 0..<20 {
      let n = 12
      let axis = (0..<n).map(Double.init)
      let values = (0..<(n * n)).map { _ in random.uniform() }
      var options = ContourTable()
      options.level = 0.5
      let lines = try values.withUnsafeBufferPointer { try options.lines(x: axis, y: axis, values: $0) }
      var crossings = 0
      for j in 0..<n {
        for i in 0..<n {
          let here = values[j * n + i] >= 0.5
          if i + 1 < n, (values[j * n + i + 1] >= 0.5) != here { crossings += 1 }
          if j + 1 < n, (values[(j + 1) * n + i] >= 0.5) != here { crossings += 1 }
        }
      }
      var vertices = 0
      for line in lines {
        let isClosed = line.first! == line.last!
        vertices += line.count - (isClosed ? 1 : 0)
        if !isClosed {
          for end in [line.first!, line.last!] {
            let last = Double(n - 1)
            #expect(end.0 == 0 || end.0 == last || end.1 == 0 || end.1 == last)
          }
        }
      }
      #expect(vertices == crossings)
    }
  }

  /// The tracer gives the line of the full fine grid from a few of its points, without gaps.
  @Test func tracerEqualsFineGrid() throws {
    let f = { (x: Double, y: Double) in sin(3 * x) * cos(2 * y) + 0.3 * x * y }
    let result = try traced(
      ["x": [-2, 2], "y": [-2, 2], "level": 0.2, "cells": [16, 16], "refinements": 4], f)
    let axis = (0...256).map { -2 + 4 * Double($0) / 256 }
    var options = ContourTable()
    options.level = 0.2
    let fine = try table(axis, axis, options, f)
    #expect(result.lines.count == fine.count)
    #expect(result.lines.reduce(0) { $0 + $1.count } == fine.reduce(0) { $0 + $1.count })
    print("tracer: \(result.evaluations) evaluations instead of \(257 * 257)")
    #expect(result.evaluations < 257 * 257 / 4)
    // The same points, whatever the order (the axes differ in the last bit).
    let key = { (p: (Double, Double)) in "\((p.0 * 1e9).rounded()) \((p.1 * 1e9).rounded())" }
    let missing = Set(fine.joined().map(key)).subtracting(result.lines.joined().map(key)).count
    #expect(missing == 0)
  }

  /// An island smaller than a coarse square is followed once seen; the area of an ellipse comes out.
  @Test func islandArea() throws {
    let result = try traced(
      ["x": [0, 1], "y": [0, 1], "cells": [10, 10], "refinements": 5]
    ) { x, y in
      1.5 - (x - 0.42) * (x - 0.42) / 0.02 - (y - 0.61) * (y - 0.61) / 0.005
    }
    #expect(result.lines.count == 1)
    let line = result.lines[0]
    var area = 0.0
    for (a, b) in zip(line, line.dropFirst()) { area += 0.5 * (a.0 * b.1 - b.0 * a.1) }
    let expected = 3.141592653589793 * 0.5 * (0.02 * 0.005).squareRoot()
    #expect(abs(abs(area) / expected - 1) < 1e-3)
  }

  /// A bad value is refused, and the tracer goes on with good ones.
  @Test func badValues() throws {
    var tracer = try ContourTracer(json: ["x": [0, 1], "y": [0, 1], "cells": [1, 1], "refinements": 0])
    #expect(throws: HermeticError.self) {
      try [0, .nan, 1, 2].withUnsafeBufferPointer { try tracer.supply($0) }
    }
    #expect(throws: HermeticError.self) { try [0.0].withUnsafeBufferPointer { try tracer.supply($0) } }
    #expect(throws: HermeticError.self) { _ = try tracer.lines() }
    try [0.0, 2, 0, 2].withUnsafeBufferPointer { try tracer.supply($0) }
    #expect(try tracer.lines().count == 1)
  }
}

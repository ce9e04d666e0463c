import CHermetic
import Core
import Limits

@_cdecl("hermetic_limit_couplings") @implementation
public func hermetic_limit_couplings(
  _ card: UnsafePointer<CChar>!, _ out: UnsafeMutablePointer<OpaquePointer?>!
) -> Int32 {
  guarded {
    let card = try json(card, "card")
    _ = try output(out, "out")
    try answer(try CouplingModel(json: card).answer(), out)
  }
}

@_cdecl("hermetic_limit_strengths") @implementation
public func hermetic_limit_strengths(
  _ card: UnsafePointer<CChar>!, _ couplings: UnsafePointer<Double>!, _ n: Int,
  _ strengths: UnsafeMutablePointer<Double>!
) -> Int32 {
  guarded {
    let model = try CouplingModel(json: try json(card, "card"))
    let couplings = try array(couplings, n, "couplings", in: 1e-30...1e30)
    let total = try count(n, times: model.masses_GeV.count, "n")
    if total == 0 { return }
    let out = try output(strengths, "strengths")
    var scanner = model.scanner()
    // To memory of our own first: a failure leaves the caller's untouched.
    var values = [Double](repeating: 0, count: total)
    for j in 0..<n {
      for i in model.masses_GeV.indices {
        values[j * model.masses_GeV.count + i] = try scanner.strengths(mass: i, coupling: couplings[j])[0]
      }
    }
    for k in 0..<total { out[k] = values[k] }
  }
}

@_cdecl("hermetic_limit_optimise") @implementation
public func hermetic_limit_optimise(
  _ card: UnsafePointer<CChar>!, _ out: UnsafeMutablePointer<OpaquePointer?>!
) -> Int32 {
  guarded {
    let card = try json(card, "card")
    _ = try output(out, "out")
    try answer(try SelectionOptimum.answer(json: card), out)
  }
}

@_cdecl("hermetic_limit_contour") @implementation
public func hermetic_limit_contour(
  _ options: UnsafePointer<CChar>!, _ x: UnsafePointer<Double>!, _ nx: Int, _ y: UnsafePointer<Double>!,
  _ ny: Int, _ values: UnsafePointer<Double>!, _ out: UnsafeMutablePointer<OpaquePointer?>!
) -> Int32 {
  guarded {
    let table = try ContourTable(json: try json(options, "options"))
    let finite = -Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude
    let x = Array(try array(x, nx, "x", in: finite))
    let y = Array(try array(y, ny, "y", in: finite))
    let values = try array(values, try count(nx, times: ny, "nx"), "values", in: finite)
    _ = try output(out, "out")
    try answer(try table.answer(x: x, y: y, values: values), out)
  }
}

/// The object behind `hermetic_contour`.
final class ContourObject {
  var tracer: ContourTracer
  init(_ tracer: ContourTracer) { self.tracer = tracer }
}

@_cdecl("hermetic_contour_create") @implementation
public func hermetic_contour_create(
  _ card: UnsafePointer<CChar>!, _ out: UnsafeMutablePointer<OpaquePointer?>!
) -> Int32 {
  guarded {
    let card = try json(card, "card")
    let out = try output(out, "out")
    out.pointee = Handle.make(ContourObject(try ContourTracer(json: card)))
  }
}

@_cdecl("hermetic_contour_free") @implementation
public func hermetic_contour_free(_ contour: OpaquePointer!) {
  Handle.free(contour, as: ContourObject.self)
}

@_cdecl("hermetic_contour_pending") @implementation
public func hermetic_contour_pending(
  _ contour: OpaquePointer!, _ xy: UnsafeMutablePointer<Double>!, _ capacity: Int,
  _ n: UnsafeMutablePointer<Int>!
) -> Int32 {
  guarded {
    let object = try Handle.object(contour, "contour", as: ContourObject.self)
    let n = try output(n, "n")
    n.pointee = object.tracer.pendingCount
    if xy == nil && capacity == 0 { return }
    let xy = try output(xy, "xy")
    guard capacity >= object.tracer.pendingCount else {
      throw HermeticError(
        .capacity,
        "xy has room for \(capacity) points (there are \(object.tracer.pendingCount)). Give 2 n numbers.")
    }
    for (k, point) in object.tracer.pending.enumerated() {
      xy[2 * k] = point.x
      xy[2 * k + 1] = point.y
    }
  }
}

@_cdecl("hermetic_contour_supply") @implementation
public func hermetic_contour_supply(
  _ contour: OpaquePointer!, _ values: UnsafePointer<Double>!, _ n: Int
) -> Int32 {
  guarded {
    let object = try Handle.object(contour, "contour", as: ContourObject.self)
    guard n >= 0, n < 1 << 40 else {
      throw HermeticError(.range, "the number of elements of values is too large.")
    }
    guard n == 0 || values != nil else {
      throw HermeticError(.argument, "values is NULL. Pass an array of \(n) numbers.")
    }
    try object.tracer.supply(UnsafeBufferPointer(start: values, count: n))
  }
}

@_cdecl("hermetic_contour_lines") @implementation
public func hermetic_contour_lines(
  _ contour: OpaquePointer!, _ out: UnsafeMutablePointer<OpaquePointer?>!
) -> Int32 {
  guarded {
    let object = try Handle.object(contour, "contour", as: ContourObject.self)
    _ = try output(out, "out")
    try answer(try object.tracer.answer(), out)
  }
}

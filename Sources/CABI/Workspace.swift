import CHermetic
import Core
import Limits

private func workspace(_ pointer: OpaquePointer?) throws -> WorkspaceModel {
  try Handle.object(pointer, "workspace", as: WorkspaceModel.self)
}

/// A card that may be absent: NULL asks for the defaults.
private func optionalCard(_ pointer: UnsafePointer<CChar>?, _ name: String) throws -> JSON {
  pointer == nil ? .object([]) : try json(pointer, name)
}

@_cdecl("hermetic_workspace_create") @implementation
public func hermetic_workspace_create(
  _ workspaceJSON: UnsafePointer<CChar>!, _ measurement: UnsafePointer<CChar>!,
  _ out: UnsafeMutablePointer<OpaquePointer?>!
) -> Int32 {
  guarded {
    let content = try json(workspaceJSON, "workspace_json")
    let out = try output(out, "out")
    let name = measurement == nil ? nil : try text(measurement, "measurement")
    out.pointee = Handle.make(try WorkspaceModel(json: content, measurement: name))
  }
}

@_cdecl("hermetic_workspace_free") @implementation
public func hermetic_workspace_free(_ model: OpaquePointer!) { Handle.free(model, as: WorkspaceModel.self) }

@_cdecl("hermetic_workspace_describe") @implementation
public func hermetic_workspace_describe(
  _ model: OpaquePointer!, _ out: UnsafeMutablePointer<OpaquePointer?>!
) -> Int32 {
  guarded { try answer(try workspace(model).description, out) }
}

@_cdecl("hermetic_workspace_nll") @implementation
public func hermetic_workspace_nll(
  _ model: OpaquePointer!, _ parameters: UnsafePointer<Double>!, _ points: Int,
  _ values: UnsafeMutablePointer<Double>!
) -> Int32 {
  guarded {
    let model = try workspace(model)
    let total = try count(points, times: model.parameterCount, "points")
    let parameters = try array(parameters, total, "parameters", in: -1e12...1e12)
    if points == 0 { return }
    try model.negativeLogLikelihood(parameters, into: try output(values, "values"))
  }
}

@_cdecl("hermetic_workspace_fit") @implementation
public func hermetic_workspace_fit(
  _ model: OpaquePointer!, _ card: UnsafePointer<CChar>!, _ out: UnsafeMutablePointer<OpaquePointer?>!
) -> Int32 {
  guarded {
    let model = try workspace(model)
    _ = try output(out, "out")
    try answer(try model.fit(try optionalCard(card, "fit_card")), out)
  }
}

@_cdecl("hermetic_workspace_limit") @implementation
public func hermetic_workspace_limit(
  _ model: OpaquePointer!, _ card: UnsafePointer<CChar>!, _ out: UnsafeMutablePointer<OpaquePointer?>!
) -> Int32 {
  guarded {
    let model = try workspace(model)
    _ = try output(out, "out")
    try answer(try model.limit(try optionalCard(card, "limit_card")).json, out)
  }
}

@_cdecl("hermetic_workspace_test") @implementation
public func hermetic_workspace_test(
  _ model: OpaquePointer!, _ card: UnsafePointer<CChar>!, _ out: UnsafeMutablePointer<OpaquePointer?>!
) -> Int32 {
  guarded {
    let model = try workspace(model)
    _ = try output(out, "out")
    try answer(try model.test(try json(card, "test_card")), out)
  }
}

@_cdecl("hermetic_workspace_discovery") @implementation
public func hermetic_workspace_discovery(
  _ model: OpaquePointer!, _ card: UnsafePointer<CChar>!, _ out: UnsafeMutablePointer<OpaquePointer?>!
) -> Int32 {
  guarded {
    let model = try workspace(model)
    _ = try output(out, "out")
    try answer(try model.discovery(try optionalCard(card, "discovery_card")), out)
  }
}

@_cdecl("hermetic_workspace_toys") @implementation
public func hermetic_workspace_toys(
  _ model: OpaquePointer!, _ card: UnsafePointer<CChar>!, _ values: UnsafeMutablePointer<Double>!,
  _ capacity: Int, _ written: UnsafeMutablePointer<Int>!
) -> Int32 {
  guarded {
    let model = try workspace(model)
    let card = try json(card, "toys_card")
    let written = try output(written, "count")
    let values = try output(values, "values")
    let wanted: Int
    if case .number(let toys)? = card["toys"], toys >= 0, toys < 1e15 {
      wanted = Int(toys)
    } else {
      wanted = 10_000
    }
    guard capacity >= wanted else {
      throw HermeticError(.capacity, "values holds \(capacity) numbers, \(wanted) toys are asked for.")
    }
    let statistics = try model.toys(card)
    for (index, value) in statistics.enumerated() { values[index] = value }
    written.pointee = statistics.count
  }
}

@_cdecl("hermetic_workspace_export") @implementation
public func hermetic_workspace_export(
  _ model: OpaquePointer!, _ kind: UnsafePointer<CChar>!, _ out: UnsafeMutablePointer<OpaquePointer?>!
) -> Int32 {
  guarded {
    let model = try workspace(model)
    let kind = try text(kind, "kind")
    _ = try output(out, "out")
    try answer(try model.export(kind), out)
  }
}

@_cdecl("hermetic_workspace_patch") @implementation
public func hermetic_workspace_patch(
  _ workspaceJSON: UnsafePointer<CChar>!, _ patchJSON: UnsafePointer<CChar>!, _ name: UnsafePointer<CChar>!,
  _ out: UnsafeMutablePointer<OpaquePointer?>!
) -> Int32 {
  guarded {
    let document = try json(workspaceJSON, "workspace_json")
    let patch = try json(patchJSON, "patch_json")
    let name = name == nil ? nil : try text(name, "name")
    _ = try output(out, "out")
    try answer(try Patchset.apply(patch, name: name, to: document), out)
  }
}

@_cdecl("hermetic_workspace_difference") @implementation
public func hermetic_workspace_difference(
  _ fromJSON: UnsafePointer<CChar>!, _ toJSON: UnsafePointer<CChar>!,
  _ out: UnsafeMutablePointer<OpaquePointer?>!
) -> Int32 {
  guarded {
    let old = try json(fromJSON, "from_json")
    let new = try json(toJSON, "to_json")
    _ = try output(out, "out")
    try answer(JSONPatch.difference(from: old, to: new), out)
  }
}

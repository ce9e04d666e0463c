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

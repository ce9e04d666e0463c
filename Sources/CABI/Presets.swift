import CHermetic
import Core
import Matter
import Study

@_cdecl("hermetic_preset_names") @implementation
public func hermetic_preset_names(
  _ kind: UnsafePointer<CChar>!, _ out: UnsafeMutablePointer<OpaquePointer?>!
) -> Int32 {
  guarded {
    let kind = try text(kind, "kind")
    _ = try output(out, "out")
    try answer(try Presets.names(kind: kind), out)
  }
}

@_cdecl("hermetic_preset_card") @implementation
public func hermetic_preset_card(
  _ kind: UnsafePointer<CChar>!, _ name: UnsafePointer<CChar>!,
  _ out: UnsafeMutablePointer<OpaquePointer?>!
) -> Int32 {
  guarded {
    let kind = try text(kind, "kind")
    let name = try text(name, "name")
    _ = try output(out, "out")
    try answer(try Presets.card(kind: kind, name: name), out)
  }
}

@_cdecl("hermetic_material_describe") @implementation
public func hermetic_material_describe(
  _ nameOrCard: UnsafePointer<CChar>!, _ out: UnsafeMutablePointer<OpaquePointer?>!
) -> Int32 {
  guarded {
    let text = try text(nameOrCard, "name_or_card")
    _ = try output(out, "out")
    try answer(MaterialDescription.json(of: try MaterialReference.material(text)), out)
  }
}

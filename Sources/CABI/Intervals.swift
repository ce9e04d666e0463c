import CHermetic
import Core
import Limits

@_cdecl("hermetic_limit_interval") @implementation
public func hermetic_limit_interval(
  _ card: UnsafePointer<CChar>!, _ out: UnsafeMutablePointer<OpaquePointer?>!
) -> Int32 {
  guarded {
    let card = try json(card, "card")
    _ = try output(out, "out")
    try answer(try CountingObservation.interval(json: card).json, out)
  }
}

@_cdecl("hermetic_limit_significance") @implementation
public func hermetic_limit_significance(
  _ card: UnsafePointer<CChar>!, _ out: UnsafeMutablePointer<OpaquePointer?>!
) -> Int32 {
  guarded {
    let card = try json(card, "card")
    _ = try output(out, "out")
    try answer(try Discovery.answer(json: card), out)
  }
}

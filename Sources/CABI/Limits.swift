import CHermetic
import Core
import Limits

@_cdecl("hermetic_limit_events") @implementation
public func hermetic_limit_events(
  _ observed: UInt64, _ background: Double, _ backgroundError: Double, _ efficiencyError: Double,
  _ confidenceLevel: Double, _ events: UnsafeMutablePointer<Double>!
) -> Int32 {
  guarded {
    let events = try output(events, "events")
    guard observed < 1_000_000 else {
      throw HermeticError.range("observed", Double(observed), allowed: "below 1e6")
    }
    let confidenceLevel = try number(confidenceLevel, "confidence_level", in: 0.5...0.9999)
    let background = try number(background, "background", in: 0...20_000)
    let backgroundError = try number(backgroundError, "background_error", in: 0...20_000)
    let efficiencyError = try number(
      efficiencyError, "efficiency_error", in: 0...2, hint: "It is relative: 15 % is 0.15.")
    events.pointee = try CountingLimit.events(
      observed: Int(observed), background: background, backgroundError: backgroundError,
      efficiencyError: efficiencyError, confidenceLevel: confidenceLevel
    ).value
  }
}

@_cdecl("hermetic_limit_counting") @implementation
public func hermetic_limit_counting(
  _ card: UnsafePointer<CChar>!, _ out: UnsafeMutablePointer<OpaquePointer?>!
) -> Int32 {
  guarded {
    let card = try json(card, "model_card")
    _ = try output(out, "out")
    try answer(try CountingModel(json: card, path: "").upperLimit().json, out)
  }
}

@_cdecl("hermetic_background_estimate") @implementation
public func hermetic_background_estimate(
  _ card: UnsafePointer<CChar>!, _ out: UnsafeMutablePointer<OpaquePointer?>!
) -> Int32 {
  guarded {
    let card = try json(card, "card")
    _ = try output(out, "out")
    try answer(try BackgroundEstimate.answer(json: card), out)
  }
}

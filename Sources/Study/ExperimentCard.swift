import Core
import Reconstruction

/// A whole experiment, by the name of a preset or as an edited card: what a run, a selection and an analysis take from it.
///
///     {"experiment": "na64mu_2022", "signal": {…}, "events": 1000}      a run card
///     {"experiment": "na64mu_2022"}                                     a selection: the trigger, then the cuts
///     {"experiment": "na64mu_2022", "observed": 1}                      an analysis: one period
struct ExperimentCard {
  private let card: JSON
  private let name: String

  init(json: JSON, path: String) throws {
    switch json {
    case .string(let name): card = try Presets.card(kind: "experiment", name: name)
    case .object: card = json
    default:
      throw HermeticError(
        .configuration, "\(path) must be the name of an experiment or its card, not \(json.text).")
    }
    if case .string(let name)? = card["name"] { self.name = name } else { name = "experiment" }
  }

  /// What a run card leaves out is the experiment's; of `physics`, key by key: who asks for biasing keeps the gate.
  func completing(_ run: JSON) -> JSON {
    guard case .object(var members) = run else { return run }
    members.removeAll { $0.key == "experiment" }
    if let own = card["physics"], own != .null {
      members.removeAll { $0.key == "physics" }
      members.append(JSON.Member("physics", ExperimentCard.merged(own, run["physics"])))
    }
    for key in ["name", "setup", "beam", "response", "identification", "trackers"] {
      guard run[key] == nil, let value = card[key], value != .null else { continue }
      members.append(JSON.Member(key, value))
    }
    return .object(members)
  }

  /// `changes` go before `base`, objects key by key.
  private static func merged(_ base: JSON, _ changes: JSON?) -> JSON {
    guard let changes, changes != .null else { return base }
    guard case .object(let old) = base, case .object(let new) = changes else { return changes }
    let kept = old.map { member in JSON.Member(member.key, merged(member.value, changes[member.key])) }
    return .object(kept + new.filter { base[$0.key] == nil })
  }

  /// The trigger, then the cuts of the selection.
  func selection() throws -> JSON {
    guard let own = card["selection"] else {
      throw HermeticError(.configuration, "the experiment \"\(name)\" has no selection. Give one.")
    }
    let selection = try Presets.resolve(own, kind: "selection", path: "\(name).selection")
    guard case .array(let cuts)? = selection["cuts"], case .object(let members) = selection else {
      return selection
    }
    guard case .array(let trigger)? = card["trigger"] else { return selection }
    return .object(
      members.map { $0.key == "cuts" ? JSON.Member("cuts", .array(trigger + cuts)) : $0 })
  }

  /// One period of an analysis; the keys of `changes` go before the experiment's normalisation.
  func period(_ changes: JSON) throws -> JSON {
    let normalisation = card["normalisation"] ?? .object([])
    var members = [JSON.Member("name", .string(name))]
    for (key, source) in [
      ("eot", "particles"), ("background", "background"), ("background_error", "background_error"),
      ("observed", "observed"), ("selection", ""), ("signal_uncertainties", ""),
    ] {
      if let value = changes[key] ?? normalisation[source], value != .null {
        members.append(JSON.Member(key, value))
      } else if key == "selection" {
        members.append(JSON.Member(key, try selection()))
      } else if ["eot", "background", "observed"].contains(key) {
        throw HermeticError(
          .configuration,
          "analysis.\(key) is missing (the experiment \"\(name)\" has no published number for it). Give it beside \"experiment\"."
        )
      }
    }
    return .object(members)
  }
}

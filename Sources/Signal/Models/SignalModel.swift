import Core
import Matter

/// A model of new physics: which processes make its particles, and into what they decay.
///
/// To add one: a type in this folder that conforms, a line in `ModelRegistry`, a row in docs/signal.md.
/// C, Python and Lua then have it.
public protocol SignalModel: Sendable {
  /// Name in cards: "dark_photon".
  static var kind: String { get }

  /// Reads the model's own keys from a card whose "kind" has been read; the caller checks for unknown ones.
  init(card: inout Card) throws

  /// The resolved card without "kind", defaults written out.
  var parameters: JSON { get }

  var processes: [SignalProcessDescription] { get }

  /// One of `processes`; the beam is among those that its description lists.
  func process(_ name: String, beam: Int32, element: Element) throws -> any SignalProcess

  /// Partial widths, for every particle of the model that decays; empty where nothing is known to decay.
  func decays() throws -> [DecayChannel]
}

extension SignalModel {
  /// `process`, after name and beam have been checked.
  public func checkedProcess(_ name: String, beam: Int32, element: Element) throws -> any SignalProcess {
    guard let description = processes.first(where: { $0.name == name }) else {
      throw HermeticError.notFound("process of \(Self.kind)", name, known: processes.map(\.name))
    }
    guard description.beams.contains(beam) else {
      throw HermeticError(
        .notFound,
        "pdg = \(beam) does not start the process \"\(name)\" of \(Self.kind). Use "
          + description.beams.map(String.init).joined(separator: ", ") + ".")
    }
    return try process(name, beam: beam, element: element)
  }

  /// The model with all that can be asked of it.
  public func describe() throws -> JSON {
    let channels = try decays()
    return [
      "kind": .string(Self.kind),
      "parameters": parameters,
      "processes": .array(processes.map(\.json)),
      "decays": .array(channels.map { $0.json(among: channels) }),
    ]
  }
}

extension SignalProcessDescription {
  var json: JSON {
    [
      "name": .string(name),
      "beams": .array(beams.map { .number(Double($0)) }),
      "variables": .array(variables.map(JSON.string)),
      "final_state": .array(finalState.map(JSON.string)),
      "approximation": .string(approximation),
    ]
  }
}

extension DecayChannel {
  /// With the branching ratio among the channels of the same parent, and the parent's total width and cτ.
  func json(among channels: [DecayChannel]) -> JSON {
    let total = channels.reduce(0) { $1.parent == parent ? $0 + $1.partialWidth_GeV : $0 }
    return [
      "channel": .string(name),
      "parent": .string(parent),
      "parent_mass_GeV": .number(parentMass_GeV),
      "width_GeV": .number(partialWidth_GeV),
      "branching_ratio": .number(total > 0 ? partialWidth_GeV / total : 0),
      "total_width_GeV": .number(total),
      "c_tau_mm": total > 0 ? .number(Constants.hbarc_GeVmm / total) : .null,
      "products": .array(products.map(JSON.string)),
      "can_be_sampled": .bool(sampler != nil),
    ]
  }
}

import Core
import Matter
import Signal

/// The object behind `hermetic_model`: the model, and the samplers of its last few uses, since a sampler's
/// tables take longer to build than a thousand final states.
final class ModelObject {
  let model: any SignalModel

  private struct Key: Equatable {
    let process: String
    let pdg: Int32
    let element: String
    let energy: Double
  }
  private let samplers = Locked<[(key: Key, sampler: any SignalSampler)]>([])
  private static let kept = 8

  init(_ model: any SignalModel) { self.model = model }

  func process(_ name: String, _ pdg: Int32, _ element: String) throws -> any SignalProcess {
    try model.checkedProcess(name, beam: pdg, element: try ElementTable.element(symbol: element))
  }

  func sampler(_ name: String, _ pdg: Int32, _ element: String, _ energy: Double) throws
    -> any SignalSampler
  {
    let process = try self.process(name, pdg, element)
    let key = Key(process: name, pdg: pdg, element: element, energy: energy)
    if let found = samplers.withLock({ list in list.first { $0.key == key }?.sampler }) { return found }
    let made = try process.sampler(totalEnergy_GeV: energy)
    samplers.withLock { list in
      if list.count == ModelObject.kept { list.removeFirst() }
      list.append((key, made))
    }
    return made
  }

  func description(of process: String) -> SignalProcessDescription? {
    model.processes.first { $0.name == process }
  }
}

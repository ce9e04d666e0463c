import CHermetic
import Core
import Numerics
import Signal

func model(_ model: OpaquePointer?) throws -> ModelObject {
  try Handle.object(model, "model", as: ModelObject.self)
}

/// Total energies at the border [GeV].
let energyRange = 0.0...1e4

@_cdecl("hermetic_model_create") @implementation
public func hermetic_model_create(
  _ card: UnsafePointer<CChar>!, _ out: UnsafeMutablePointer<OpaquePointer?>!
) -> Int32 {
  guarded {
    let card = try json(card, "card")
    let out = try output(out, "out")
    out.pointee = Handle.make(ModelObject(try ModelRegistry.model(json: card)))
  }
}

@_cdecl("hermetic_model_free") @implementation
public func hermetic_model_free(_ model: OpaquePointer!) { Handle.free(model, as: ModelObject.self) }

@_cdecl("hermetic_model_describe") @implementation
public func hermetic_model_describe(
  _ handle: OpaquePointer!, _ out: UnsafeMutablePointer<OpaquePointer?>!
) -> Int32 {
  guarded {
    let object = try model(handle)
    _ = try output(out, "out")
    try answer(try object.model.describe(), out)
  }
}

// ---------------------------------------------------------------- production

private func crossSection(
  _ handle: OpaquePointer?, _ process: String, _ pdg: Int32, _ element: UnsafePointer<CChar>?,
  _ energies: UnsafePointer<Double>?, _ n: Int, _ pb: UnsafeMutablePointer<Double>?
) throws {
  let process = try model(handle).process(process, pdg, try text(element, "element"))
  let energies = try array(energies, n, "total_energies_GeV", in: energyRange)
  guard n > 0 else { return }
  let pb = try output(pb, "pb")
  for (index, energy) in energies.enumerated() {
    pb[index] = process.totalCrossSection_pb(totalEnergy_GeV: energy)
  }
}

private func differential(
  _ handle: OpaquePointer?, _ name: String, _ pdg: Int32, _ element: UnsafePointer<CChar>?,
  _ energy: Double, _ variables: String, _ values: UnsafePointer<Double>?, _ n: Int,
  _ pb: UnsafeMutablePointer<Double>?, name valuesName: String, in range: ClosedRange<Double>
) throws {
  let object = try model(handle)
  let process = try object.process(name, pdg, try text(element, "element"))
  let known = object.description(of: name)?.variables ?? []
  guard known.contains(variables) else {
    throw HermeticError.notFound("variable of \"\(name)\"", variables, known: known)
  }
  let dimension = variables.utf8.reduce(1) { $1 == UInt8(ascii: ",") ? $0 + 1 : $0 }
  let energy = try number(energy, "total_energy_GeV", in: energyRange)
  let values = try array(values, try count(n, times: dimension, "n"), valuesName, in: range)
  guard n > 0 else { return }
  let pb = try output(pb, "pb")
  var point = [Double](repeating: 0, count: dimension)
  for index in 0..<n {
    for k in 0..<dimension { point[k] = values[dimension * index + k] }
    pb[index] = try process.differentialCrossSection_pb(variables, totalEnergy_GeV: energy, at: point)
  }
}

private func sample(
  _ handle: OpaquePointer?, _ process: String, _ pdg: Int32, _ element: UnsafePointer<CChar>?,
  _ energy: Double, _ seed: UInt64, _ first: UInt64, _ n: Int, _ out: UnsafeMutablePointer<Double>?,
  capacity: Int?
) throws {
  let object = try model(handle)
  let element = try text(element, "element")
  let energy = try number(energy, "total_energy_GeV", in: energyRange)
  let particles = object.description(of: process)?.finalState.count ?? 0
  let total = try count(n, times: 4 * max(1, particles), "n")
  try draw(
    try object.sampler(process, pdg, element, energy), total, seed, first, n, out, capacity: capacity)
}

/// Draws n states into the caller's numbers; state first + i has its own stream.
private func draw(
  _ sampler: any SignalSampler, _ total: Int, _ seed: UInt64, _ first: UInt64, _ n: Int,
  _ out: UnsafeMutablePointer<Double>?, capacity: Int?
) throws {
  if let capacity, capacity < total {
    throw HermeticError(
      .capacity, "capacity = \(capacity) numbers is too small for n = \(n) states. Give \(total).")
  }
  guard n > 0 else { return }
  let out = try output(out, "out")
  fill(sampler, seed, first, n, out)
}

/// Generic, so that the loop is compiled for each sampler and calls no existential.
private func fill<Sampler: SignalSampler>(
  _ sampler: Sampler, _ seed: UInt64, _ first: UInt64, _ n: Int, _ out: UnsafeMutablePointer<Double>
) {
  let stride = 4 * sampler.particleCount
  for index in 0..<n {
    var rng = RandomStream(seed: seed, event: first &+ UInt64(index), purpose: .signal)
    sampler.sample(into: out + stride * index, &rng)
  }
}

@_cdecl("hermetic_model_cross_section") @implementation
public func hermetic_model_cross_section(
  _ handle: OpaquePointer!, _ pdg: Int32, _ element: UnsafePointer<CChar>!,
  _ energies: UnsafePointer<Double>!, _ n: Int, _ pb: UnsafeMutablePointer<Double>!
) -> Int32 {
  guarded { try crossSection(handle, "bremsstrahlung", pdg, element, energies, n, pb) }
}

@_cdecl("hermetic_model_differential_cross_section") @implementation
public func hermetic_model_differential_cross_section(
  _ handle: OpaquePointer!, _ pdg: Int32, _ element: UnsafePointer<CChar>!, _ energy: Double,
  _ x: UnsafePointer<Double>!, _ n: Int, _ pb: UnsafeMutablePointer<Double>!
) -> Int32 {
  guarded {
    try differential(handle, "bremsstrahlung", pdg, element, energy, "x", x, n, pb, name: "x", in: 0...1)
  }
}

@_cdecl("hermetic_model_sample") @implementation
public func hermetic_model_sample(
  _ handle: OpaquePointer!, _ pdg: Int32, _ element: UnsafePointer<CChar>!, _ energy: Double,
  _ seed: UInt64, _ first: UInt64, _ n: Int, _ out: UnsafeMutablePointer<Double>!
) -> Int32 {
  guarded {
    try sample(handle, "bremsstrahlung", pdg, element, energy, seed, first, n, out, capacity: nil)
  }
}

@_cdecl("hermetic_model_process_cross_section") @implementation
public func hermetic_model_process_cross_section(
  _ handle: OpaquePointer!, _ process: UnsafePointer<CChar>!, _ pdg: Int32,
  _ element: UnsafePointer<CChar>!, _ energies: UnsafePointer<Double>!, _ n: Int,
  _ pb: UnsafeMutablePointer<Double>!
) -> Int32 {
  guarded {
    try crossSection(handle, try text(process, "process"), pdg, element, energies, n, pb)
  }
}

@_cdecl("hermetic_model_process_differential") @implementation
public func hermetic_model_process_differential(
  _ handle: OpaquePointer!, _ process: UnsafePointer<CChar>!, _ pdg: Int32,
  _ element: UnsafePointer<CChar>!, _ energy: Double, _ variables: UnsafePointer<CChar>!,
  _ values: UnsafePointer<Double>!, _ n: Int, _ pb: UnsafeMutablePointer<Double>!
) -> Int32 {
  guarded {
    try differential(
      handle, try text(process, "process"), pdg, element, energy, try text(variables, "variables"),
      values, n, pb, name: "values", in: -1e9...1e9)
  }
}

@_cdecl("hermetic_model_process_sample") @implementation
public func hermetic_model_process_sample(
  _ handle: OpaquePointer!, _ process: UnsafePointer<CChar>!, _ pdg: Int32,
  _ element: UnsafePointer<CChar>!, _ energy: Double, _ seed: UInt64, _ first: UInt64, _ n: Int,
  _ out: UnsafeMutablePointer<Double>!, _ capacity: Int
) -> Int32 {
  guarded {
    try sample(
      handle, try text(process, "process"), pdg, element, energy, seed, first, n, out,
      capacity: capacity)
  }
}

// ---------------------------------------------------------------- decay

@_cdecl("hermetic_model_decay_sample") @implementation
public func hermetic_model_decay_sample(
  _ handle: OpaquePointer!, _ channel: UnsafePointer<CChar>!, _ energy: Double, _ seed: UInt64,
  _ first: UInt64, _ n: Int, _ out: UnsafeMutablePointer<Double>!, _ capacity: Int
) -> Int32 {
  guarded {
    let object = try model(handle)
    let name = try text(channel, "channel")
    let channels = try object.model.decays()
    guard let channel = channels.first(where: { $0.name == name }) else {
      throw HermeticError.notFound("decay channel", name, known: channels.map(\.name))
    }
    guard let atRest = channel.sampler else {
      throw HermeticError(
        .argument, "channel \"\(name)\" is inclusive: its final state can't be sampled. Use another one.")
    }
    let energy = try number(energy, "total_energy_GeV", in: energyRange)
    guard energy >= channel.parentMass_GeV else {
      throw HermeticError(
        .kinematics,
        "total_energy_GeV = \(energy) is below the mass of \(channel.parent), "
          + "\(channel.parentMass_GeV) GeV. Give its total energy in GeV.")
    }
    let total = try count(n, times: 4 * channel.products.count, "n")
    let boosted = BoostedDecay(
      atRest, parentMass_GeV: channel.parentMass_GeV, parentEnergy_GeV: energy)
    try draw(boosted, total, seed, first, n, out, capacity: capacity)
  }
}

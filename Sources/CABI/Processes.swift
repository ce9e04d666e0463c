import CHermetic
import Core
import Electromagnetic
import Events
import Matter
import Numerics
import Study

/// A probe for one call. Tables are built only where the answer needs them.
private func probe(
  _ pdg: Int32, _ material: UnsafePointer<CChar>?, _ rangeCut: Double, tables: Bool
) throws -> ProcessProbe {
  try ProcessProbe(
    pdg: pdg, material: try text(material, "material"),
    rangeCut_mm: try number(rangeCut, "range_cut_mm", in: 1e-3...100), buildsTables: tables)
}

private func tabulate(
  _ evaluate: (Double) -> Double, _ energies: UnsafeBufferPointer<Double>,
  _ values: UnsafeMutablePointer<Double>?, _ name: String
) throws {
  guard energies.count > 0 else { return }
  let out = try output(values, name)
  for (index, energy) in energies.enumerated() { out[index] = evaluate(energy) }
}

@_cdecl("hermetic_process_cross_section") @implementation
public func hermetic_process_cross_section(
  _ process: UnsafePointer<CChar>!, _ pdg: Int32, _ material: UnsafePointer<CChar>!,
  _ rangeCut: Double, _ energies: UnsafePointer<Double>!, _ n: Int,
  _ perMillimetre: UnsafeMutablePointer<Double>!
) -> Int32 {
  guarded {
    let process = try text(process, "process")
    let probe = try probe(
      pdg, material, rangeCut,
      tables: process == "total" || process == "inverse_transport_mean_free_path")
    let energies = try array(energies, n, "kinetic_energies_GeV", in: probe.energies_GeV)
    try tabulate(try probe.crossSection(process), energies, perMillimetre, "per_mm")
  }
}

@_cdecl("hermetic_process_stopping_power") @implementation
public func hermetic_process_stopping_power(
  _ kind: UnsafePointer<CChar>!, _ pdg: Int32, _ material: UnsafePointer<CChar>!, _ rangeCut: Double,
  _ energies: UnsafePointer<Double>!, _ n: Int, _ perMillimetre: UnsafeMutablePointer<Double>!
) -> Int32 {
  guarded {
    let kind = try text(kind, "kind")
    let probe = try probe(pdg, material, rangeCut, tables: kind == "total")
    let energies = try array(energies, n, "kinetic_energies_GeV", in: probe.energies_GeV)
    try tabulate(try probe.stoppingPower(kind), energies, perMillimetre, "GeV_per_mm")
  }
}

@_cdecl("hermetic_process_sample") @implementation
public func hermetic_process_sample(
  _ pdg: Int32, _ material: UnsafePointer<CChar>!, _ rangeCut: Double, _ energy: Double,
  _ seed: UInt64, _ n: Int, _ out: UnsafeMutablePointer<Double>!
) -> Int32 {
  guarded {
    let probe = try probe(pdg, material, rangeCut, tables: true)
    try interact(probe, process: nil, energy, seed: seed, first: 0, n, out)
  }
}

private func interact(
  _ probe: ProcessProbe, process: String?, _ energy: Double, seed: UInt64, first: UInt64, _ n: Int,
  _ out: UnsafeMutablePointer<Double>?
) throws {
  let energy = try number(
    energy, "kinetic_energy_GeV", in: probe.energies_GeV, hint: "Energies are in GeV.")
  _ = try count(n, times: 18, "n")
  let sampler = try probe.sampler(process: process, kineticEnergy_GeV: energy)
  guard n > 0 else { return }
  let out = try output(out, "out")
  for index in 0..<n {
    var rng = RandomStream(seed: seed, event: first &+ UInt64(index), purpose: .user)
    sampler(out + 18 * index, &rng)
  }
}

// MARK: the handle that keeps its tables

private func object(_ probe: OpaquePointer?) throws -> ProcessProbe {
  try Handle.object(probe, "probe", as: ProcessProbe.self)
}

@_cdecl("hermetic_probe_create") @implementation
public func hermetic_probe_create(
  _ card: UnsafePointer<CChar>!, _ out: UnsafeMutablePointer<OpaquePointer?>!
) -> Int32 {
  guarded {
    let card = try json(card, "card")
    try output(out, "out").pointee = Handle.make(try ProcessProbe(json: card))
  }
}

@_cdecl("hermetic_probe_free") @implementation
public func hermetic_probe_free(_ probe: OpaquePointer!) { Handle.free(probe, as: ProcessProbe.self) }

@_cdecl("hermetic_probe_describe") @implementation
public func hermetic_probe_describe(
  _ probe: OpaquePointer!, _ out: UnsafeMutablePointer<OpaquePointer?>!
) -> Int32 {
  guarded {
    let probe = try object(probe)
    _ = try output(out, "out")
    try answer(probe.description, out)
  }
}

@_cdecl("hermetic_probe_evaluate") @implementation
public func hermetic_probe_evaluate(
  _ probe: OpaquePointer!, _ quantity: UnsafePointer<CChar>!, _ process: UnsafePointer<CChar>!,
  _ energies: UnsafePointer<Double>!, _ n: Int, _ values: UnsafeMutablePointer<Double>!
) -> Int32 {
  guarded {
    let probe = try object(probe)
    let evaluate = try probe.quantity(
      try text(quantity, "quantity"), process: try process.map { try text($0, "process") } ?? "total")
    let energies = try array(energies, n, "kinetic_energies_GeV", in: probe.energies_GeV)
    try tabulate(evaluate, energies, values, "values")
  }
}

@_cdecl("hermetic_probe_interact") @implementation
public func hermetic_probe_interact(
  _ probe: OpaquePointer!, _ process: UnsafePointer<CChar>!, _ energy: Double, _ seed: UInt64,
  _ first: UInt64, _ n: Int, _ out: UnsafeMutablePointer<Double>!
) -> Int32 {
  guarded {
    let probe = try object(probe)
    let process = try process.map { try text($0, "process") }
    try interact(probe, process: process, energy, seed: seed, first: first, n, out)
  }
}

@_cdecl("hermetic_probe_follow") @implementation
public func hermetic_probe_follow(
  _ probe: OpaquePointer!, _ energy: Double, _ path: Double, _ seed: UInt64, _ first: UInt64, _ n: Int,
  _ out: UnsafeMutablePointer<Double>!
) -> Int32 {
  guarded {
    let probe = try object(probe)
    let energy = try number(
      energy, "kinetic_energy_GeV", in: probe.energies_GeV, hint: "Energies are in GeV.")
    let path = try number(path, "path_mm", in: 0...1e6)
    _ = try count(n, times: 7, "n")
    // Refuses photons also when nothing is asked for.
    var probing = RandomStream(seed: seed, event: first, purpose: .user)
    _ = try probe.followPath(kineticEnergy_GeV: energy, path_mm: 0, &probing)
    guard n > 0 else { return }
    let out = try output(out, "out")
    for index in 0..<n {
      var rng = RandomStream(seed: seed, event: first &+ UInt64(index), purpose: .user)
      let end = try probe.followPath(kineticEnergy_GeV: energy, path_mm: path, &rng)
      let slot = out + 7 * index
      slot[0] = end.energyLoss_GeV
      slot[1] = end.direction.x
      slot[2] = end.direction.y
      slot[3] = end.direction.z
      slot[4] = end.position_mm.x
      slot[5] = end.position_mm.y
      slot[6] = end.position_mm.z
    }
  }
}

@_cdecl("hermetic_probe_final_states") @implementation
public func hermetic_probe_final_states(
  _ probe: OpaquePointer!, _ process: UnsafePointer<CChar>!, _ energy: Double, _ seed: UInt64,
  _ first: UInt64,
  _ n: Int, _ capacity: Int, _ rows: UnsafeMutablePointer<Double>!, _ needed: UnsafeMutablePointer<Int>!
) -> Int32 {
  guarded {
    let probe = try object(probe)
    let process = try text(process, "process")
    let energy = try number(
      energy, "kinetic_energy_GeV", in: probe.energies_GeV, hint: "Energies are in GeV.")
    _ = try count(n, times: 6, "n")
    _ = try count(capacity, times: 6, "capacity")
    let needed = try output(needed, "needed")
    needed.pointee = 0
    let rows = capacity > 0 ? try output(rows, "rows") : nil
    needed.pointee = try probe.finalStates(
      process: process, kineticEnergy_GeV: energy, seed: seed, first: first, count: n, into: rows,
      capacity: capacity)
  }
}

import CHermetic
import Core
import Events
import Matter
import Numerics
import Signal
import Study

private func model(_ model: OpaquePointer?) throws -> SignalModel {
  try Handle.object(model, "model", as: SignalModel.self)
}

@_cdecl("hermetic_model_create") @implementation
public func hermetic_model_create(
  _ card: UnsafePointer<CChar>!, _ out: UnsafeMutablePointer<OpaquePointer?>!
) -> Int32 {
  guarded {
    let card = try json(card, "card")
    try output(out, "out").pointee = Handle.make(try SignalModel(json: card))
  }
}

@_cdecl("hermetic_model_free") @implementation
public func hermetic_model_free(_ model: OpaquePointer!) { Handle.free(model, as: SignalModel.self) }

@_cdecl("hermetic_model_cross_section") @implementation
public func hermetic_model_cross_section(
  _ handle: OpaquePointer!, _ pdg: Int32, _ element: UnsafePointer<CChar>!,
  _ energies: UnsafePointer<Double>!, _ n: Int, _ pb: UnsafeMutablePointer<Double>!
) -> Int32 {
  guarded {
    let process = try model(handle).bremsstrahlung(
      pdg: pdg, element: try text(element, "element"))
    let energies = try array(energies, n, "total_energies_GeV", in: 0...1e4)
    guard n > 0 else { return }
    let pb = try output(pb, "pb")
    for (index, energy) in energies.enumerated() {
      pb[index] = process.totalCrossSection_pb(leptonEnergy_GeV: energy)
    }
  }
}

@_cdecl("hermetic_model_differential_cross_section") @implementation
public func hermetic_model_differential_cross_section(
  _ handle: OpaquePointer!, _ pdg: Int32, _ element: UnsafePointer<CChar>!, _ energy: Double,
  _ x: UnsafePointer<Double>!, _ n: Int, _ pb: UnsafeMutablePointer<Double>!
) -> Int32 {
  guarded {
    let process = try model(handle).bremsstrahlung(
      pdg: pdg, element: try text(element, "element"))
    let energy = try number(energy, "total_energy_GeV", in: 0...1e4)
    let x = try array(x, n, "x", in: 0...1)
    guard n > 0 else { return }
    let pb = try output(pb, "pb")
    for (index, value) in x.enumerated() {
      pb[index] = process.differentialCrossSection_pb(leptonEnergy_GeV: energy, x: value)
    }
  }
}

@_cdecl("hermetic_model_sample") @implementation
public func hermetic_model_sample(
  _ handle: OpaquePointer!, _ pdg: Int32, _ element: UnsafePointer<CChar>!, _ energy: Double,
  _ seed: UInt64, _ first: UInt64, _ n: Int, _ out: UnsafeMutablePointer<Double>!
) -> Int32 {
  guarded {
    let model = try model(handle)
    let element = try text(element, "element")
    let energy = try number(energy, "total_energy_GeV", in: 0...1e4)
    _ = try count(n, times: 12, "n")
    let sampler = try model.sampler(pdg: pdg, element: element, totalEnergy_GeV: energy)
    guard n > 0 else { return }
    let out = try output(out, "out")
    for index in 0..<n {
      var rng = RandomStream(seed: seed, event: first &+ UInt64(index), purpose: .signal)
      sampler.sample(into: out + 12 * index, &rng)
    }
  }
}

import CHermetic
import Core
import Events
import Numerics
import Signal
import Study

/// The object behind `hermetic_production`.
final class ProductionObject {
  let production: MaterialProduction

  init(_ production: MaterialProduction) { self.production = production }

  /// From {"process", "beam", "material", "energies_GeV", "minimum_boson_energy_GeV"}.
  convenience init(_ model: any SignalModel, card json: JSON) throws {
    var card = try Card(json, path: "")
    let name = try card.string("process", default: model.processes.first?.name ?? "")
    let known = model.processes.first { $0.name == name }
    let beam = try Self.beam(card.optional("beam")) ?? known?.beams.first ?? 11
    let material = try MaterialReference.material(card.optional("material") ?? .string("Pb"))
    guard card.optional("energies_GeV") != nil else {
      throw HermeticError(
        .configuration,
        "energies_GeV is missing. Give [lowest, highest]: total energies of the beam particle.")
    }
    let energies = try card.numbers("energies_GeV", count: 2, in: 1e-6...energyRange.upperBound)
    guard energies[0] < energies[1] else {
      throw HermeticError(
        .range,
        "energies_GeV = [\(energies[0]), \(energies[1])] is empty. Give the lower one first, and a higher one."
      )
    }
    let minimum = try card.number("minimum_boson_energy_GeV", default: 0, in: 0...energies[1])
    try card.finish()
    self.init(
      try MaterialProduction(
        model, process: name, beam: beam, material: material, energies_GeV: energies[0]...energies[1],
        minimumBosonEnergy_GeV: minimum))
  }

  /// A name or a PDG number.
  private static func beam(_ json: JSON?) throws -> Int32? {
    switch json {
    case nil: return nil
    case .number(let pdg)? where pdg == pdg.rounded() && abs(pdg) < 1e9: return Int32(pdg)
    case .string(let name)?:
      guard let particle = Particle(name: name) else {
        throw HermeticError.notFound("beam", name, known: Particle.allCases.map(\.name))
      }
      return particle.pdg
    case .some(let other):
      throw HermeticError(.configuration, "beam must be a name or a PDG number, not \(other.text).")
    }
  }
}

private func production(_ handle: OpaquePointer?) throws -> MaterialProduction {
  try Handle.object(handle, "production", as: ProductionObject.self).production
}

@_cdecl("hermetic_production_create") @implementation
public func hermetic_production_create(
  _ handle: OpaquePointer!, _ card: UnsafePointer<CChar>!, _ out: UnsafeMutablePointer<OpaquePointer?>!
) -> Int32 {
  guarded {
    let object = try model(handle)
    let card = try json(card, "card")
    let out = try output(out, "out")
    out.pointee = Handle.make(try ProductionObject(object.model, card: card))
  }
}

@_cdecl("hermetic_production_free") @implementation
public func hermetic_production_free(_ production: OpaquePointer!) {
  Handle.free(production, as: ProductionObject.self)
}

@_cdecl("hermetic_production_rate") @implementation
public func hermetic_production_rate(
  _ handle: OpaquePointer!, _ energies: UnsafePointer<Double>!, _ n: Int,
  _ perMillimetre: UnsafeMutablePointer<Double>!
) -> Int32 {
  guarded {
    let production = try production(handle)
    let energies = try array(
      energies, n, "total_energies_GeV", in: 0...production.energies_GeV.upperBound)
    guard n > 0 else { return }
    let out = try output(perMillimetre, "per_mm")
    for (index, energy) in energies.enumerated() {
      out[index] =
        energy < production.energies_GeV.lowerBound ? 0 : production.rate_per_mm(totalEnergy_GeV: energy)
    }
  }
}

@_cdecl("hermetic_production_sample") @implementation
public func hermetic_production_sample(
  _ handle: OpaquePointer!, _ energies: UnsafePointer<Double>!, _ seed: UInt64, _ first: UInt64, _ n: Int,
  _ out: UnsafeMutablePointer<Double>!, _ capacity: Int
) -> Int32 {
  guarded {
    let production = try production(handle)
    let energies = try array(energies, n, "total_energies_GeV", in: production.energies_GeV)
    let stride = 4 * production.particleCount
    let total = try count(n, times: stride, "n")
    guard capacity >= total else {
      throw HermeticError(
        .capacity, "capacity = \(capacity) numbers is too small for n = \(n) states. Give \(total).")
    }
    guard n > 0 else { return }
    let out = try output(out, "out")
    for (index, energy) in energies.enumerated() {
      var rng = RandomStream(seed: seed, event: first &+ UInt64(index), purpose: .signal)
      try production.sample(totalEnergy_GeV: energy, into: out + stride * index, &rng)
    }
  }
}

import CHermetic
import Core
import Electromagnetic
import Numerics

/// Mass and charge of the particles that a magnet bends here; masses PDG 2024.
private let bent: [(name: String, pdg: Int32, mass_GeV: Double)] = [
  ("e-", 11, Constants.electronMass_GeV), ("e+", -11, Constants.electronMass_GeV),
  ("mu-", 13, Constants.muonMass_GeV), ("mu+", -13, Constants.muonMass_GeV),
  ("pi-", -211, 0.13957039), ("pi+", 211, 0.13957039), ("K-", -321, 0.493677), ("K+", 321, 0.493677),
  ("p", 2212, Constants.protonMass_GeV), ("pbar", -2212, Constants.protonMass_GeV),
]

private func radiation(_ card: UnsafePointer<CChar>?) throws -> SynchrotronRadiation {
  var card = try Card(try json(card, "card"), path: "")
  let particle: (name: String, pdg: Int32, mass_GeV: Double)
  switch try card.required("particle") {
  case .string(let name):
    guard let found = bent.first(where: { $0.name == name }) else {
      throw HermeticError.notFound("particle", name, known: bent.map(\.name))
    }
    particle = found
  case .number(let number):
    guard let found = bent.first(where: { Double($0.pdg) == number }) else {
      throw HermeticError.notFound("particle", "\(number)", known: bent.map { "\($0.pdg)" })
    }
    particle = found
  case let other:
    throw HermeticError(.configuration, "particle must be a name or a PDG number, not \(other.text).")
  }
  let energy = try card.number(
    "energy_GeV", in: 1e-3...1e4, dimension: "energy", hint: "Energies are in GeV.")
  let field = try card.number("field_T", in: -100...100)
  try card.finish()
  guard energy > particle.mass_GeV else {
    throw HermeticError(
      .kinematics,
      "energy_GeV = \(energy) is below the mass of \(particle.name), \(particle.mass_GeV) GeV. "
        + "Give the total energy in GeV.")
  }
  return SynchrotronRadiation(mass_GeV: particle.mass_GeV, totalEnergy_GeV: energy, transverseField_T: field)
}

@_cdecl("hermetic_synchrotron_describe") @implementation
public func hermetic_synchrotron_describe(
  _ card: UnsafePointer<CChar>!, _ out: UnsafeMutablePointer<OpaquePointer?>!
) -> Int32 {
  guarded {
    let radiation = try radiation(card)
    _ = try output(out, "out")
    try answer(
      [
        "photons_per_mm": .number(radiation.photons_per_mm),
        "mean_photon_energy_GeV": .number(radiation.meanPhotonEnergy_GeV),
        "critical_energy_GeV": .number(radiation.criticalEnergy_GeV),
        "loss_GeV_per_mm": .number(radiation.loss_GeV_per_mm),
        "curvature_per_mm": .number(radiation.curvature_per_mm),
        "mass_GeV": .number(radiation.mass_GeV),
      ], out)
  }
}

@_cdecl("hermetic_synchrotron_spectrum") @implementation
public func hermetic_synchrotron_spectrum(
  _ card: UnsafePointer<CChar>!, _ energies: UnsafePointer<Double>!, _ n: Int,
  _ density: UnsafeMutablePointer<Double>!
) -> Int32 {
  guarded {
    let radiation = try radiation(card)
    let energies = try array(energies, n, "photon_energies_GeV", in: 1e-12...1e4)
    guard n > 0 else { return }
    let out = try output(density, "per_mm_GeV")
    for (index, energy) in energies.enumerated() {
      out[index] = radiation.spectrum_per_mm_GeV(photonEnergy_GeV: energy)
    }
  }
}

@_cdecl("hermetic_synchrotron_sample") @implementation
public func hermetic_synchrotron_sample(
  _ card: UnsafePointer<CChar>!, _ seed: UInt64, _ first: UInt64, _ n: Int,
  _ out: UnsafeMutablePointer<Double>!
) -> Int32 {
  guarded {
    let radiation = try radiation(card)
    _ = try count(n, times: 1, "n")
    guard radiation.criticalEnergy_GeV > 0 else {
      throw HermeticError(.kinematics, "field_T = 0: nothing is radiated. Give a transverse field.")
    }
    guard n > 0 else { return }
    let out = try output(out, "photon_energies_GeV")
    for index in 0..<n {
      var rng = RandomStream(seed: seed, event: first &+ UInt64(index), purpose: .user)
      out[index] = radiation.samplePhotonEnergy_GeV(&rng)
    }
  }
}

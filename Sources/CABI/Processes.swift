import CHermetic
import Core
import Electromagnetic
import Events
import Matter
import Numerics
import Study

@_cdecl("hermetic_process_cross_section") @implementation
public func hermetic_process_cross_section(
  _ process: UnsafePointer<CChar>!, _ pdg: Int32, _ material: UnsafePointer<CChar>!,
  _ rangeCut: Double, _ energies: UnsafePointer<Double>!, _ n: Int,
  _ perMillimetre: UnsafeMutablePointer<Double>!
) -> Int32 {
  guarded {
    let process = try text(process, "process")
    let probe = try ProcessProbe(
      pdg: pdg, material: try text(material, "material"),
      rangeCut_mm: try number(rangeCut, "range_cut_mm", in: 1e-3...100))
    let energies = try array(energies, n, "kinetic_energies_GeV", in: 1e-6...200)
    let evaluate = try probe.crossSection(process)
    guard n > 0 else { return }
    let out = try output(perMillimetre, "per_mm")
    for (index, energy) in energies.enumerated() { out[index] = evaluate(energy) }
  }
}

@_cdecl("hermetic_process_stopping_power") @implementation
public func hermetic_process_stopping_power(
  _ kind: UnsafePointer<CChar>!, _ pdg: Int32, _ material: UnsafePointer<CChar>!, _ rangeCut: Double,
  _ energies: UnsafePointer<Double>!, _ n: Int, _ perMillimetre: UnsafeMutablePointer<Double>!
) -> Int32 {
  guarded {
    let kind = try text(kind, "kind")
    let probe = try ProcessProbe(
      pdg: pdg, material: try text(material, "material"),
      rangeCut_mm: try number(rangeCut, "range_cut_mm", in: 1e-3...100))
    let energies = try array(energies, n, "kinetic_energies_GeV", in: 1e-6...200)
    let evaluate = try probe.stoppingPower(kind)
    guard n > 0 else { return }
    let out = try output(perMillimetre, "GeV_per_mm")
    for (index, energy) in energies.enumerated() { out[index] = evaluate(energy) }
  }
}

@_cdecl("hermetic_process_sample") @implementation
public func hermetic_process_sample(
  _ pdg: Int32, _ material: UnsafePointer<CChar>!, _ rangeCut: Double, _ energy: Double,
  _ seed: UInt64, _ n: Int, _ out: UnsafeMutablePointer<Double>!
) -> Int32 {
  guarded {
    let probe = try ProcessProbe(
      pdg: pdg, material: try text(material, "material"),
      rangeCut_mm: try number(rangeCut, "range_cut_mm", in: 1e-3...100))
    let energy = try number(energy, "kinetic_energy_GeV", in: 1e-6...200, hint: "Energies are in GeV.")
    _ = try count(n, times: 18, "n")
    guard n > 0 else { return }
    let out = try output(out, "out")
    for index in 0..<n {
      var rng = RandomStream(seed: seed, event: UInt64(index), purpose: .user)
      probe.sample(energy, into: out + 18 * index, &rng)
    }
  }
}

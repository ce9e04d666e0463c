import CHermetic
import Core
import Electromagnetic
import Study

private let energies_GeV = 0.01...1e4

private func loss(_ material: UnsafePointer<CChar>?) throws -> MuonEnergyLoss {
  let material = try MaterialReference.material(try text(material, "material"))
  guard material.electronDensity_per_mm3 > 0 else {
    throw HermeticError(.argument, "material \"\(material.name)\" has no atoms: nothing is lost there.")
  }
  return MuonEnergyLoss(material: material)
}

private func muonProcess(_ name: String, alsoKnown: [String]) throws -> MuonEnergyLoss.Process {
  guard let process = MuonEnergyLoss.Process(rawValue: name) else {
    throw HermeticError.notFound(
      "muon process", name, known: MuonEnergyLoss.Process.allCases.map(\.rawValue) + alsoKnown)
  }
  return process
}

@_cdecl("hermetic_muon_stopping_power") @implementation
public func hermetic_muon_stopping_power(
  _ process: UnsafePointer<CChar>!, _ material: UnsafePointer<CChar>!, _ energies: UnsafePointer<Double>!,
  _ n: Int, _ perMillimetre: UnsafeMutablePointer<Double>!
) -> Int32 {
  guarded {
    let name = try text(process, "process")
    let chosen =
      name == "total" ? MuonEnergyLoss.Process.allCases : [try muonProcess(name, alsoKnown: ["total"])]
    let loss = try loss(material)
    let energies = try array(energies, n, "kinetic_energies_GeV", in: energies_GeV)
    guard n > 0 else { return }
    let out = try output(perMillimetre, "GeV_per_mm")
    for (index, kinetic) in energies.enumerated() {
      out[index] = chosen.reduce(0) {
        $0 + loss.stoppingPower_GeV_per_mm($1, totalEnergy_GeV: kinetic + Constants.muonMass_GeV)
      }
    }
  }
}

@_cdecl("hermetic_muon_loss_density") @implementation
public func hermetic_muon_loss_density(
  _ process: UnsafePointer<CChar>!, _ material: UnsafePointer<CChar>!, _ energy: Double,
  _ losses: UnsafePointer<Double>!, _ n: Int, _ density: UnsafeMutablePointer<Double>!
) -> Int32 {
  guarded {
    let process = try muonProcess(try text(process, "process"), alsoKnown: [])
    let loss = try loss(material)
    let kinetic = try number(energy, "kinetic_energy_GeV", in: energies_GeV, hint: "Energies are in GeV.")
    let losses = try array(losses, n, "losses_GeV", in: 1e-6...1e4)
    guard n > 0 else { return }
    let out = try output(density, "per_mm_GeV")
    let total = kinetic + Constants.muonMass_GeV
    for (index, value) in losses.enumerated() {
      out[index] =
        process == .ionisation
        ? loss.ionisation.knockOn_per_mm_GeV(totalEnergy_GeV: total, transfer_GeV: value)
        : loss.density_per_mm(process, totalEnergy_GeV: total, fraction: value / total) / total
    }
  }
}

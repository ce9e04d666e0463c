import Core
import Events
import Matter
import Numerics
import Signal

/// A signal model as the border sees it: cross sections and samples by PDG number and element symbol.
public final class SignalModel: @unchecked Sendable {
  public let mass_GeV: Double
  public let formFactor: NuclearFormFactor

  public init(json: JSON) throws {
    var card = try Card(json, path: "")
    let kind = try card.string("kind")
    guard kind == "dark_photon" else {
      throw HermeticError.notFound("signal model", kind, known: ["dark_photon"])
    }
    mass_GeV = try card.number(
      "mass_GeV", in: 1e-6...3, dimension: "energy",
      hint: "Masses are in GeV; write \"10 MeV\" for another unit.")
    let form = try card.string("form_factor", default: "elastic")
    switch form {
    case "elastic": formFactor = .elastic
    case "elastic_plus_inelastic": formFactor = .elasticPlusInelastic
    default:
      throw HermeticError.notFound("form factor", form, known: ["elastic", "elastic_plus_inelastic"])
    }
    try card.finish()
  }

  public func bremsstrahlung(pdg: Int32, element: String) throws -> LeptonBremsstrahlung {
    let leptonMass: Double
    switch pdg {
    case 11, -11: leptonMass = Constants.electronMass_GeV
    case 13, -13: leptonMass = Constants.muonMass_GeV
    default:
      throw HermeticError(
        .notFound, "pdg = \(pdg) is not a charged lepton that radiates here. Use 11, -11, 13 or -13.")
    }
    return try LeptonBremsstrahlung(
      bosonMass_GeV: mass_GeV, leptonMass_GeV: leptonMass,
      element: try ElementTable.element(symbol: element), formFactor: formFactor)
  }

  /// Samples full final states at one energy.
  public final class Sampler {
    let table: BremsstrahlungTable
    let finalState: BremsstrahlungFinalStateSampler
    let process: LeptonBremsstrahlung
    let energy: Double

    init(_ process: LeptonBremsstrahlung, energy: Double) throws {
      try process.requireOpen(leptonEnergy_GeV: energy)
      self.process = process
      self.energy = energy
      table = try BremsstrahlungTable(
        bosonMass_GeV: process.bosonMass_GeV, leptonMass_GeV: process.leptonMass_GeV,
        elements: [process.element], lowestEnergy_GeV: 0.999 * energy, highestEnergy_GeV: 1.001 * energy,
        minimumBosonEnergy_GeV: 0, formFactor: process.formFactor)
      finalState = BremsstrahlungFinalStateSampler(process)
    }

    /// Twelve numbers: (E, px, py, pz) of boson, lepton, nucleus; the lepton came along +z.
    public func sample(into out: UnsafeMutablePointer<Double>, _ rng: inout RandomStream) {
      let x = table.sampleX(leptonEnergy_GeV: energy, elementIndex: 0, &rng)
      let state = finalState(leptonEnergy_GeV: energy, x: x, direction: Vector3(0, 0, 1), &rng)
      store(state.bosonEnergy_GeV, process.bosonMass_GeV, state.bosonDirection, out)
      store(
        state.leptonKineticEnergy_GeV + process.leptonMass_GeV, process.leptonMass_GeV,
        state.leptonDirection, out + 4)
      store(
        state.nucleusKineticEnergy_GeV + process.nucleusMass_GeV, process.nucleusMass_GeV,
        state.nucleusDirection, out + 8)
    }

    private func store(
      _ energy: Double, _ mass: Double, _ direction: Vector3, _ out: UnsafeMutablePointer<Double>
    ) {
      let momentum = max(0, (energy - mass) * (energy + mass)).squareRoot()
      out[0] = energy
      out[1] = momentum * direction.x
      out[2] = momentum * direction.y
      out[3] = momentum * direction.z
    }
  }

  public func sampler(pdg: Int32, element: String, totalEnergy_GeV: Double) throws -> Sampler {
    try Sampler(try bremsstrahlung(pdg: pdg, element: element), energy: totalEnergy_GeV)
  }
}

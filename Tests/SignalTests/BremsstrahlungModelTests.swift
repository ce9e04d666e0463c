import Core
import Matter
import Testing

@testable import Signal

/// Models from cards: couplings, beams, approximations, refusals.
@Suite struct BremsstrahlungModelTests {
  private func model(_ text: String) throws -> any SignalModel {
    try ModelRegistry.model(json: try JSON.parse(text))
  }

  private func sigma(_ text: String, beam: Int32 = 11, energy: Double = 100) throws -> Double {
    try model(text).checkedProcess("bremsstrahlung", beam: beam, element: lead)
      .totalCrossSection_pb(totalEnergy_GeV: energy)
  }

  /// Every kind at its default coupling against the cross section at ε = 1, and the scaling with coupling².
  @Test func couplings() throws {
    let charge2 = 4 * Double.pi * Constants.fineStructure
    for (kind, boson, unit) in [
      ("dark_photon", BosonKind.vector, 1.0), ("b_minus_l", .vector, 1 / charge2),
      ("protophobic_vector", .vector, 1), ("scalar", .scalar, 1), ("pseudoscalar", .pseudoscalar, 1),
      ("axial_vector", .axialVector, 1), ("z_prime_mu_tau", .vector, 1 / charge2),
    ] {
      let isMuon = kind == "z_prime_mu_tau"
      let bare = try LeptonBremsstrahlung(
        boson: boson, bosonMass_GeV: 0.1,
        leptonMass_GeV: isMuon ? Constants.muonMass_GeV : Constants.electronMass_GeV, element: lead
      ).totalCrossSection_pb(leptonEnergy_GeV: 100)
      let key = ["b_minus_l", "z_prime_mu_tau"].contains(kind) ? "coupling" : "epsilon"
      let beam: Int32 = isMuon ? 13 : 11
      let one = try sigma("{\"kind\": \"\(kind)\", \"mass_GeV\": 0.1}", beam: beam)
      let small = try sigma("{\"kind\": \"\(kind)\", \"mass_GeV\": 0.1, \"\(key)\": 1e-3}", beam: beam)
      #expect(abs(one / (unit * bare) - 1) < 1e-12, "\(kind)")
      #expect(abs(small / one / 1e-6 - 1) < 1e-12, "\(kind)")
    }
    let byCoupling = try sigma("{\"kind\": \"scalar\", \"mass_GeV\": 0.1, \"coupling\": 1}")
    let byEpsilon = try sigma("{\"kind\": \"scalar\", \"mass_GeV\": 0.1}")
    #expect(abs(byCoupling / byEpsilon * charge2 - 1) < 1e-12)
    let half = try sigma("{\"kind\": \"scalar\", \"mass_GeV\": 0.1, \"electron_share\": 0.5}")
    #expect(abs(half / byEpsilon - 0.25) < 1e-12)
  }

  /// L_μ − L_τ couples to electrons by loops alone: |Π|² of the mixing, 0.0144329² for light bosons
  /// (shared/reference/rare_signal/zprime_mixing.json).
  @Test func loopMixing() throws {
    let loops = try sigma("{\"kind\": \"z_prime_mu_tau\", \"mass_GeV\": 0.001}")
    let photon = try sigma("{\"kind\": \"dark_photon\", \"mass_GeV\": 0.001}")
    #expect(abs((loops / photon).squareRoot() / 0.0144329 - 1) < 1e-5)
    #expect(throws: HermeticError.self) {
      try sigma("{\"kind\": \"protophobic_vector\", \"mass_GeV\": 0.017}", beam: 13)
    }
  }

  /// The three approximations for electrons of 100 GeV and 100 MeV, ε = 1e-4, α = 1/137, lead: 103.8377,
  /// 139.5165, 173.67 pb (shared/reference/signal/ref_e_Pb_V_100.json).
  @Test(arguments: [
    ("exact_tree_level", 103.8377), ("weizsaecker_williams", 139.5165),
    ("improved_weizsaecker_williams", 173.67),
  ])
  func approximations(name: String, pb: Double) throws {
    let ours = try sigma(
      "{\"kind\": \"dark_photon\", \"mass_GeV\": 0.1, \"epsilon\": 1e-4, \"approximation\": \"\(name)\"}")
    let alpha = referenceFineStructure / Constants.fineStructure
    let scaled = ours * alpha * alpha * alpha * referenceScale * 1e8
    #expect(abs(scaled / pb - 1) < 1e-3)
    let described = try model(
      "{\"kind\": \"dark_photon\", \"mass_GeV\": 0.1, \"approximation\": \"\(name)\"}"
    ).parameters.text
    #expect(described.contains(name) && described.contains("elastic"))
  }

  @Test(arguments: [
    "{\"kind\": \"dark_foton\", \"mass_GeV\": 0.1}", "{\"kind\": \"scalar\"}",
    "{\"kind\": \"scalar\", \"mass_GeV\": 5}", "{\"kind\": \"scalar\", \"mass_GeV\": 1e-7}",
    "{\"kind\": \"scalar\", \"mass_GeV\": 0.1, \"epsilon\": -1}",
    "{\"kind\": \"scalar\", \"mass_GeV\": 0.1, \"epsilon\": 1, \"coupling\": 1}",
    "{\"kind\": \"b_minus_l\", \"mass_GeV\": 0.1, \"epsilon\": 1}",
    "{\"kind\": \"dark_photon\", \"mass_GeV\": 0.1, \"approximation\": \"ETL\"}",
    "{\"kind\": \"dark_photon\", \"mass_GeV\": 0.1, \"form_factor\": \"point\"}",
  ])
  func refusals(text: String) {
    #expect(throws: HermeticError.self) { try model(text) }
  }

  /// d²σ/dx dθ by name, and an unknown variable.
  @Test func variables() throws {
    let process = try model("{\"kind\": \"scalar\", \"mass_GeV\": 0.1}").checkedProcess(
      "bremsstrahlung", beam: -13, element: carbon)
    let value = try process.differentialCrossSection_pb(
      "x,theta", totalEnergy_GeV: 160, at: [0.5, 1e-3])
    let direct = try LeptonBremsstrahlung(
      boson: .scalar, bosonMass_GeV: 0.1, leptonMass_GeV: Constants.muonMass_GeV, element: carbon
    ).differentialCrossSection_pb(leptonEnergy_GeV: 160, x: 0.5, theta: 1e-3)
    #expect(value > 0 && abs(value / direct - 1) < 1e-12)
    #expect(throws: HermeticError.self) {
      try process.differentialCrossSection_pb("y", totalEnergy_GeV: 160, at: [0.5])
    }
  }
}

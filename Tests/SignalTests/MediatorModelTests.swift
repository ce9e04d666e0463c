import Core
import Foundation
import Matter
import Numerics
import Testing

@testable import Signal

/// The models that share annihilation and decays, as the border sees them.
@Suite struct MediatorModelTests {
  static func model(_ text: String) throws -> any SignalModel {
    try ModelRegistry.model(json: try JSON.parse(text))
  }

  static let cards = [
    """
    {"kind": "dark_photon", "mass_GeV": 0.2, "epsilon": 1e-4,
     "dark_matter": {"kind": "pseudo_dirac", "mass_ratio": 0.333, "alpha_D": 0.5, "splitting": 0.4}}
    """,
    """
    {"kind": "dark_photon", "mass_GeV": 0.3, "epsilon": 1e-3, "electron_motion": "rest",
     "decay_polarisation": "transverse"}
    """,
    """
    {"kind": "b_minus_l", "mass_GeV": 0.25, "coupling": 1e-4, "neutrinos": "dirac",
     "dark_matter": {"kind": "complex_scalar", "mass_GeV": 0.01}}
    """,
    """
    {"kind": "protophobic_vector", "mass_GeV": 0.0167, "epsilon": 5e-4, "neutron_epsilon": 3e-3}
    """,
    """
    {"kind": "alp", "mass_GeV": 0.05, "photon_coupling_per_GeV": 1e-4, "electron_coupling": 1e-5,
     "dark_matter": {"kind": "majorana", "mass_ratio": 0.1, "alpha_D": 1e-9}}
    """,
    """
    {"kind": "z_prime_mu_tau", "mass_GeV": 0.1, "coupling": 1e-3}
    """,
    """
    {"kind": "scalar", "mass_GeV": 0.2, "epsilon": 1e-4, "dark_matter": {"kind": "majorana"}}
    """,
    """
    {"kind": "axial_vector", "mass_GeV": 0.15, "coupling": 1e-5, "dark_matter": {"mass_ratio": 0.2}}
    """,
  ]

  /// A description can be read back, branching ratios add up to one for each parent, each process answers, each
  /// sampler conserves energy.
  @Test(arguments: cards) func everythingAnswers(card: String) throws {
    let model = try Self.model(card)
    guard case .object(let members) = model.parameters else {
      Issue.record("parameters are no object")
      return
    }
    let again = try ModelRegistry.model(
      json: .object([JSON.Member("kind", .string(type(of: model).kind))] + members))
    #expect(again.parameters.text == model.parameters.text)

    let decays = try model.decays()
    var sums: [String: Double] = [:]
    for decay in decays {
      guard let description = try model.describe()["decays"], case .array(let list) = description,
        case .number(let ratio)? = list.first(where: { $0["channel"] == .string(decay.name) })?[
          "branching_ratio"]
      else {
        Issue.record("no branching ratio of \(decay.name)")
        continue
      }
      sums[decay.parent, default: 0] += ratio
      guard let sampler = decay.sampler else { continue }
      #expect(sampler.particleCount == decay.products.count)
      let boosted = BoostedDecay(
        sampler, parentMass_GeV: decay.parentMass_GeV, parentEnergy_GeV: 100)
      var out = [Double](repeating: 0, count: 4 * sampler.particleCount)
      var rng = RandomStream(seed: 1, event: 1, purpose: .signal)
      for _ in 0..<200 {
        out.withUnsafeMutableBufferPointer { boosted.sample(into: $0.baseAddress!, &rng) }
        var total = [0.0, 0, 0, 0]
        for i in out.indices { total[i % 4] += out[i] }
        #expect(abs(total[0] - 100) < 1e-10 && abs(total[1]) < 1e-10 && abs(total[2]) < 1e-10)
      }
    }
    for (parent, sum) in sums { #expect(abs(sum - 1) < 1e-12, "\(parent)") }

    let lead = try ElementTable.element(symbol: "Pb")
    for description in model.processes {
      for beam in description.beams {
        let process = try model.checkedProcess(description.name, beam: beam, element: lead)
        let energy = max(60, 1.2 * process.thresholdEnergy_GeV)
        let sigma = process.totalCrossSection_pb(totalEnergy_GeV: energy)
        #expect(sigma > 0, "\(description.name)")
        #expect(process.totalCrossSection_pb(totalEnergy_GeV: 0.5 * process.thresholdEnergy_GeV) == 0)
        guard !description.finalState.isEmpty, description.name != "bremsstrahlung" else { continue }
        let sampler = try process.sampler(totalEnergy_GeV: energy)
        #expect(sampler.particleCount == description.finalState.count)
        var out = [Double](repeating: 0, count: 4 * sampler.particleCount)
        var rng = RandomStream(seed: 1, event: 1, purpose: .signal)
        let mass = lead.atomicMass * Constants.atomicMassUnit_GeV
        for _ in 0..<100 {
          out.withUnsafeMutableBufferPointer { sampler.sample(into: $0.baseAddress!, &rng) }
          let sum = stride(from: 0, to: out.count, by: 4).reduce(0) { $0 + out[$1] }
          #expect(abs(sum - energy - mass) < 1e-9 * energy)
        }
        #expect(throws: HermeticError.self) {
          try process.sampler(totalEnergy_GeV: 0.5 * process.thresholdEnergy_GeV)
        }
      }
    }
  }

  /// Rates scale with the coupling squared where no line shape is involved.
  @Test func couplingsScale() throws {
    let lead = try ElementTable.element(symbol: "Pb")
    func sigma(_ card: String, _ process: String, _ beam: Int32) throws -> Double {
      try Self.model(card).checkedProcess(process, beam: beam, element: lead)
        .totalCrossSection_pb(totalEnergy_GeV: 50)
    }
    let one = try sigma(#"{"kind": "dark_photon", "mass_GeV": 0.1}"#, "bremsstrahlung", 11)
    let small = try sigma(
      #"{"kind": "dark_photon", "mass_GeV": 0.1, "epsilon": 1e-4}"#, "bremsstrahlung", 11)
    #expect(abs(small / one / 1e-8 - 1) < 1e-12)
    let x = try sigma(
      #"{"kind": "protophobic_vector", "mass_GeV": 0.1, "epsilon": 1e-4}"#, "bremsstrahlung", -11)
    #expect(abs(x / small - 1) < 1e-12)
    let e = Mediator.electricCharge()
    let z = try sigma(
      "{\"kind\": \"b_minus_l\", \"mass_GeV\": 0.1, \"coupling\": \(e * 1e-4)}", "bremsstrahlung", 11)
    #expect(abs(z / small - 1) < 1e-9)
    let a = try sigma(#"{"kind": "alp", "mass_GeV": 0.1}"#, "primakoff", 22)
    let b = try sigma(
      #"{"kind": "alp", "mass_GeV": 0.1, "photon_coupling_per_GeV": 1e-3}"#, "primakoff", 22)
    #expect(abs(b / a / 1e-6 - 1) < 1e-12)
  }

  /// Z′ of L_μ − L_τ: electrons by loops alone, BR(ee) ≈ 2e-5 at 10 to 100 MeV, and e⁺e⁻ → Z′ → νν̄ with that
  /// coupling. shared/physics/rare_signal_formulas.md, section 5.
  @Test func muonTauLoops() throws {
    func boson(_ mass: Double) throws -> Mediator {
      var x = try Mediator(
        kind: .vector, mass_GeV: mass, muonCoupling: 1e-3, tauCoupling: 1e-3,
        neutrinoCouplingSquared: 2e-6)
      x.muonTauLoopCoupling = 1e-3
      return x
    }
    for mass in [0.01, 0.03, 0.1] {
      let x = try boson(mass)
      let ratio = x.branchingRatio(.electrons)
      #expect(ratio > 1.8e-5 && ratio < 2.6e-5, "\(ratio)")
      #expect(abs(x.partialWidth_GeV(.neutrinos) / (1e-6 * mass / (12 * .pi)) - 1) < 1e-12)
    }
    // At low q²: e Π = e² g ln(m_τ²/m_μ²)/12π² = e g/69.29.
    let light = try boson(0.0015)
    let e = Mediator.electricCharge()
    #expect(
      abs(light.electronCouplingSquared(squaredMass: 2e-6).squareRoot() / (1e-3 * e / 69.29) - 1) < 1e-3)
    // |Π|/g = 0.021237 at q² = 0.0447.
    #expect(
      abs(light.electronCouplingSquared(squaredMass: 0.0447).squareRoot() / (1e-3 * e * 0.021237) - 1) < 1e-3)
  }

  /// Angles of polarised decays against their densities (χ²): a flat one must fail.
  @Test(arguments: ["transverse", "longitudinal"]) func polarisedDecay(polarisation: String) throws {
    let model = try Self.model(
      """
      {"kind": "dark_photon", "mass_GeV": 0.3, "epsilon": 1e-3, "decay_polarisation": "\(polarisation)"}
      """)
    let channel = try #require(try model.decays().first { $0.name == "muons" })
    let sampler = try #require(channel.sampler)
    let count = draws(100_000)
    var rng = RandomStream(seed: 2, event: 5, purpose: .signal)
    var out = [Double](repeating: 0, count: 8)
    var seen = [Double](repeating: 0, count: 20)
    for _ in 0..<count {
      out.withUnsafeMutableBufferPointer { sampler.sample(into: $0.baseAddress!, &rng) }
      let p = (out[1] * out[1] + out[2] * out[2] + out[3] * out[3]).squareRoot()
      seen[min(19, Int((out[3] / p + 1) * 10))] += 1
    }
    let y = 4 * Constants.muonMass_GeV * Constants.muonMass_GeV / 0.09
    // Σ over helicities must be isotropic: 2 transverse + 1 longitudinal.
    func density(_ c: Double) -> Double {
      polarisation == "transverse"
        ? (1 + c * c + y * (1 - c * c)) * 3 / (8 * (1 + y / 2))
        : (1 - c * c + y * c * c) * 3 / (4 * (1 + y / 2))
    }
    let rule = GaussLegendre(count: 3)
    func probability(_ density: (Double) -> Double) -> Double {
      let chi2 = seen.indices.reduce(0.0) { sum, bin in
        let c = -1 + 0.1 * Double(bin)
        let mean = Double(count) * rule.integrate(c, c + 0.1, density)
        return sum + (seen[bin] - mean) * (seen[bin] - mean) / mean
      }
      return chiSquareProbability(chi2, degrees: 19)
    }
    let p = probability(density)
    print("A' → μμ \(polarisation): p \(p), flat \(probability { _ in 0.5 })")
    #expect(p > 0.01 / 2)
    if count >= 100_000 { #expect(probability { _ in 0.5 } < 1e-6) }
  }

  @Test(arguments: [
    (#"{"kind": "alp", "mass_GeV": 0.1, "photon_coupling_per_GeV": -1}"#, HermeticError.Code.range),
    (#"{"kind": "alp", "mass_GeV": 0.1, "photon_coupling_per_GeV": 0}"#, .configuration),
    (#"{"kind": "alp", "mass_GeV": 0}"#, .range), (#"{"kind": "alp"}"#, .configuration),
    (#"{"kind": "alp", "mass_GeV": 0.1, "dark_matter": {"kind": "complex_scalar"}}"#, .configuration),
    (#"{"kind": "dark_photon", "mass_GeV": 0.1, "dark_matter": {"kind": "axion"}}"#, .notFound),
    (
      #"{"kind": "dark_photon", "mass_GeV": 0.1, "dark_matter": {"mass_GeV": 1, "mass_ratio": 1}}"#,
      .configuration
    ),
    (#"{"kind": "dark_photon", "mass_GeV": 0.1, "dark_matter": {"alpha_D": 0}}"#, .range),
    (#"{"kind": "dark_photon", "mass_GeV": 0.1, "dark_matter": {"splitting": 0.1}}"#, .configuration),
    (#"{"kind": "dark_photon", "mass_GeV": 0.1, "electron_motion": "fast"}"#, .notFound),
    (#"{"kind": "dark_photon", "mass_GeV": 0.1, "decay_polarisation": "left"}"#, .notFound),
    (#"{"kind": "dark_photon", "mass_GeV": 0.1, "epsilon": -1}"#, .range),
    (#"{"kind": "b_minus_l", "mass_GeV": 0.1, "neutrinos": "many"}"#, .notFound),
    (#"{"kind": "protophobic_vector", "mass_GeV": 0.1, "proton_epsilon": 1}"#, .configuration),
  ])
  func badCards(card: String, code: HermeticError.Code) {
    do {
      _ = try Self.model(card)
      Issue.record("accepted: \(card)")
    } catch {
      #expect((error as? HermeticError)?.code == code, "\(error)")
    }
  }

  @Test func epsilonMustBeGivenForLineShapes() throws {
    let model = try Self.model(#"{"kind": "dark_photon", "mass_GeV": 0.1, "dark_matter": {}}"#)
    do {
      _ = try model.checkedProcess("annihilation_to_dark_matter", beam: -11, element: lead)
      Issue.record("accepted")
    } catch { #expect((error as? HermeticError)?.code == .configuration) }
  }
}

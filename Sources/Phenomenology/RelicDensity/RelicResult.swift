import Core
import Numerics

/// What a freeze-out calculation found.
public struct RelicResult: Sendable {
  public let scenario: RelicScenario
  /// ε of a dark photon, g of another mediator.
  public let coupling: Double
  /// ε² α_D (m_χ/M)⁴, or (g g_χ)² (m_χ/M)⁴.
  public let y: Double
  public let omega: Double
  /// m_χ/T when n is 2.5 n_eq.
  public let freezeOut: Double
  /// ⟨σv⟩ then, with the share of pairs that can annihilate.
  public let sigmaV_perGeV2: Double
  public let mediatorWidth_GeV: Double

  /// (ħc)² c: 1 GeV⁻² in cm³/s.
  static let cm3PerSecond_GeV2 = 3.893793721e-28 * 2.99792458e10

  /// Reasons to distrust the number, in words.
  public var notes: [String] {
    let chi = scenario.darkMatter
    var notes: [String] = []
    // s-wave estimate of χχ → XX, which opens thermally.
    let alpha = chi.couplingStrength
    let barrier = 2 * (scenario.massRatio - 1) * freezeOut
    let other = .pi * alpha * alpha / (chi.mass_GeV * chi.mass_GeV) * exp(-max(0, barrier))
    if other > 0.01 * sigmaV_perGeV2 {
      notes.append("χχ → XX is not included and may matter at this mass ratio and α_D")
    }
    let pole = scenario.mediatorMass_GeV / chi.pairThreshold_GeV - 1
    if pole > -0.02, pole < 0.1 {
      notes.append(
        "on the resonance: kinetic equilibrium is assumed, and the width in the propagator is constant")
    }
    if chi.mass_GeV > 1.8, scenario.family != .muonMinusTau {
      notes.append("R(s) has no open charm above 3.7 GeV")
    }
    if freezeOut < 4 { notes.append("hardly ever in equilibrium: the calculation does not apply") }
    if freezeOut >= 100 { notes.append("still in equilibrium at x = 100") }
    return notes
  }

  public var json: JSON {
    var members: [JSON.Member] = [
      JSON.Member("m_chi_GeV", .number(scenario.darkMatter.mass_GeV)),
      JSON.Member("mediator_mass_GeV", .number(scenario.mediatorMass_GeV)),
      JSON.Member("alpha_D", .number(scenario.darkMatter.couplingStrength)),
      JSON.Member(scenario.family == .darkPhoton ? "epsilon" : "coupling", .number(coupling)),
      JSON.Member("y", .number(y)),
      JSON.Member("omega_h2", .number(omega)),
      JSON.Member("x_freeze_out", .number(freezeOut)),
      JSON.Member("sigma_v_cm3_s", .number(sigmaV_perGeV2 * Self.cm3PerSecond_GeV2)),
      JSON.Member("mediator_width_GeV", .number(mediatorWidth_GeV)),
    ]
    if !notes.isEmpty { members.append(JSON.Member("notes", .array(notes.map { .string($0) }))) }
    return .object(members)
  }
}

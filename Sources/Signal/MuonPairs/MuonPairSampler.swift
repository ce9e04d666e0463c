import Core
import Matter
import Numerics

/// The Bethe–Heitler amplitude γ N → μ⁻ μ⁺ N: the vector current crossed, with b = μ⁻ and c = μ⁺.
///
/// p → −p₊ and k → −k_γ turn s̃ into −U, ũ into −W with W = m² − … = s̃ + t − U > 0, and t₂ into the squared
/// mass of the pair.
struct BetheHeitlerAmplitude: CoherentAmplitude {
  let squaredMass: Double

  @inline(__always)
  func callAsFunction(_ point: CoherentPoint) -> Double {
    let w = point.sTilde + point.t - point.u
    guard w > 0 else { return 0 }
    return
      -CurrentAmplitude.vector(
        s: -point.u, u: -w, t: point.t, nuclear: point.squaredNuclear,
        nuclearDotP: -point.nuclearDotRemaining,
        nuclearDotPFinal: point.nuclearDotBeam - point.nuclearDotRemaining, squaredBosonMass: 0,
        squaredLeptonMass: squaredMass)
  }
}

/// Exact Born cross section of γ N → μ⁻ μ⁺ N with this library's elastic form factor, per atom.
///
/// - Checked by: `MuonPairTests`, against `PhotonToMuonPair` whose form factors differ.
public struct ExactPhotonToMuonPair: Sendable {
  let reaction: CoherentReaction
  let amplitude: BetheHeitlerAmplitude

  public init(element: Element, formFactor: NuclearFormFactor = .elastic) {
    let mu = Constants.muonMass_GeV
    reaction = CoherentReaction(
      beamMass: 0, emittedMass: mu, remainingMass: mu, element: element, formFactor: formFactor)
    amplitude = BetheHeitlerAmplitude(squaredMass: mu * mu)
  }

  public var thresholdEnergy_GeV: Double { reaction.thresholdEnergy }

  /// - Returns: dσ/dx [pb per atom], x = E_μ⁻/E_γ; 0 outside the kinematic limits.
  public func differentialCrossSection_pb(photonEnergy_GeV energy: Double, x: Double) -> Double {
    CoherentIntegrand(reaction, amplitude, energy: energy)?.differential(x: x) ?? 0
  }

  /// - Returns: [pb per atom]; 0 below threshold. About 5 ms.
  public func totalCrossSection_pb(photonEnergy_GeV energy: Double) -> Double {
    CoherentIntegrand(reaction, amplitude, energy: energy)?.total() ?? 0
  }
}

import Core
import Numerics

/// ℓ₁ N → ℓ₂ N φ on one element for production along tracks: σ(E), x = E_φ/E by quantile, final states at given x.
///
/// - Accuracy: σ 1e-3, dσ/dx 5e-3.
/// - Checked by: `RareProductionTests`.
public struct FlavourChangingProduction: Sendable {
  public let process: FlavourChangingScalarProcess
  private let spectrum: SpectrumTable<FlavourChangingScalarProcess>

  public init(
    _ process: FlavourChangingScalarProcess, lowestEnergy_GeV: Double, highestEnergy_GeV: Double,
    minimumBosonEnergy_GeV: Double
  ) {
    self.process = process
    spectrum = SpectrumTable(
      process, lowestEnergy: lowestEnergy_GeV, highestEnergy: highestEnergy_GeV,
      minimumBosonEnergy: minimumBosonEnergy_GeV)
  }

  public var nucleusMass_GeV: Double { process.emission.reaction.nucleusMass }

  public var isEmpty: Bool { spectrum.isEmpty }

  /// [pb per nucleus], at the coupling of the process.
  public func crossSection_pb(leptonEnergy_GeV: Double) -> Double {
    spectrum.crossSection(energy: leptonEnergy_GeV)
  }

  public func differentialCrossSection_pb(leptonEnergy_GeV: Double, x: Double) -> Double {
    spectrum.differential(energy: leptonEnergy_GeV, x: x)
  }

  public func x(quantile: Double, leptonEnergy_GeV: Double) -> Double {
    spectrum.sample(energy: leptonEnergy_GeV, quantile)
  }

  /// φ, ℓ₂ and the nucleus for a beam along +z; nil outside the kinematic limits. Exact tree level at given x.
  public func products(leptonEnergy_GeV energy: Double, x: Double, _ rng: inout RandomStream) -> (
    boson: FourMomentum, lepton: FourMomentum, nucleus: FourMomentum
  )? {
    guard let integrand = process.emission.integrand(energy: energy) else { return nil }
    let fraction = integrand.fraction
    let inside = min(fraction(fraction.highest).x, max(fraction(fraction.lowest).x, x))
    return CoherentEmission(integrand: integrand)(x: inside, &rng).map {
      (boson: $0.emitted, lepton: $0.remaining, nucleus: $0.nucleus)
    }
  }
}

extension FlavourChangingScalarProcess: SpectrumSource {
  func energyFractionLimits(leptonEnergy_GeV energy: Double) -> (lowest: Double, highest: Double)? {
    emission.reaction.fractionLimits(energy: energy)
  }

  func spectrum() -> (_ energy: Double, _ x: Double) -> Double {
    let (emission, approximation, factor) = (self.emission, self.approximation, couplingSquared)
    return { energy, x in
      factor * emission.differentialCrossSection_pb(leptonEnergy_GeV: energy, x: x, approximation)
    }
  }
}

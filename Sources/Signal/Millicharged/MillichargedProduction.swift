import Core
import Numerics

/// ℓ N → ℓ N Q Q̄ on one element for production along tracks: σ(E), x = (E_Q + E_Q̄)/E by quantile, final states at given x.
///
///     dσ/dx = ∫₀^{v_max(x)} dv W(v) dσ_V/dx(m = 2m_Q e^{v²})        (`MillichargedPair`)
///
/// with `LeptonBremsstrahlung` for σ_V. At given x the photon's mass is drawn from the integrand, tabulated in v on the
/// spot and accepted with the ratio of exact to tabulated; lepton and nucleus then come from vector emission of that mass.
///
/// - Accuracy: σ 1e-3, dσ/dx 5e-3.
/// - Checked by: `RareProductionTests`.
public struct MillichargedProduction: Sendable {
  public let pair: MillichargedPair
  public let squaredCharge: Double
  private let spectrum: SpectrumTable<MillichargedSpectrum>

  private static let massPanels = 40
  private static let ratioBound = 1.25
  private static let maximumTrials = 1000

  public init(
    _ pair: MillichargedPair, charge: Double, lowestEnergy_GeV: Double, highestEnergy_GeV: Double,
    minimumPairEnergy_GeV: Double
  ) {
    self.pair = pair
    squaredCharge = charge * charge
    spectrum = SpectrumTable(
      MillichargedSpectrum(pair: pair), lowestEnergy: lowestEnergy_GeV, highestEnergy: highestEnergy_GeV,
      minimumBosonEnergy: minimumPairEnergy_GeV)
  }

  public var isEmpty: Bool { spectrum.isEmpty }

  /// [pb per nucleus], at the charge of the model.
  public func crossSection_pb(leptonEnergy_GeV: Double) -> Double {
    squaredCharge * spectrum.crossSection(energy: leptonEnergy_GeV)
  }

  public func differentialCrossSection_pb(leptonEnergy_GeV: Double, x: Double) -> Double {
    squaredCharge * spectrum.differential(energy: leptonEnergy_GeV, x: x)
  }

  public func x(quantile: Double, leptonEnergy_GeV: Double) -> Double {
    spectrum.sample(energy: leptonEnergy_GeV, quantile)
  }

  /// The pair as one boson of its invariant mass, and the lepton and nucleus that it leaves.
  public func emission(
    leptonEnergy_GeV energy: Double, x: Double, direction: Vector3, _ rng: inout RandomStream
  ) -> (mass_GeV: Double, emission: SignalEmission)? {
    guard let highest = pair.highestV(energy: energy, x: x) else { return nil }
    func density(_ v: Double) -> Double {
      guard v > 0, let emission = pair.vectorEmission(v) else { return 0 }
      return pair.spectralWeight(v) * emission.differentialCrossSection_pb(leptonEnergy_GeV: energy, x: x)
    }
    let table = PiecewiseLinearDensity(from: 0, to: highest, panels: Self.massPanels, density)
    guard table.integral > 0 else { return nil }
    var v = 0.0
    for _ in 0..<Self.maximumTrials {
      let (proposed, proposal) = table.sample(&rng)
      v = proposed
      if rng.uniform() * Self.ratioBound * proposal < density(v) { break }
    }
    guard let emission = pair.vectorEmission(v) else { return nil }
    let sampler = BremsstrahlungFinalStateSampler(emission)
    return (
      pair.photonMass(v), sampler(leptonEnergy_GeV: energy, x: x, direction: direction, &rng)
    )
  }
}

/// dσ/dx of the pair at Q = 1.
struct MillichargedSpectrum: SpectrumSource {
  let pair: MillichargedPair

  private static let massRule = GaussLegendre(count: 14)

  var thresholdEnergy_GeV: Double { pair.thresholdEnergy_GeV }

  func energyFractionLimits(leptonEnergy_GeV energy: Double) -> (lowest: Double, highest: Double)? {
    pair.reaction(2 * pair.mass_GeV).fractionLimits(energy: energy)
  }

  func spectrum() -> (_ energy: Double, _ x: Double) -> Double {
    let pair = self.pair
    return { energy, x in
      guard let highest = pair.highestV(energy: energy, x: x) else { return 0 }
      return Self.massRule.integrate(0, highest) { v in
        guard let emission = pair.vectorEmission(v) else { return 0 }
        return pair.spectralWeight(v)
          * emission.differentialCrossSection_pb(leptonEnergy_GeV: energy, x: x)
      }
    }
  }
}

extension MillichargedPair {
  /// Emission of a vector of the photon's mass at v.
  func vectorEmission(_ v: Double) -> LeptonBremsstrahlung? {
    try? LeptonBremsstrahlung(
      bosonMass_GeV: photonMass(v), leptonMass_GeV: leptonMass_GeV, element: element, formFactor: formFactor,
      fineStructure: fineStructure)
  }

  /// v of the heaviest photon that can have an energy fraction x; nil where none can.
  func highestV(energy: Double, x: Double) -> Double? {
    guard let highest = highestV(energy: energy), x > 0, x < 1 else { return nil }
    func allowed(_ v: Double) -> Bool {
      guard let limits = reaction(photonMass(v)).fractionLimits(energy: energy) else { return false }
      return x > limits.lowest && x < limits.highest
    }
    guard allowed(0) else { return nil }
    var (low, high) = (0.0, highest)
    for _ in 0..<60 {
      let middle = 0.5 * (low + high)
      if allowed(middle) { low = middle } else { high = middle }
    }
    return low
  }
}

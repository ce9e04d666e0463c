import Core
import Matter

/// ℓ₁ A → ℓ₂ X as a process: the outgoing lepton and the hadrons as one four-momentum.
public struct FlavourConversionProcess: SignalProcess {
  let conversion: FlavourConversion
  let incomingMass: Double
  let protons: Double
  let neutrons: Double
  let couplingSquared: Double

  public init(
    _ conversion: FlavourConversion, incomingMass_GeV: Double, element: Element, coupling: Double
  ) {
    self.conversion = conversion
    incomingMass = incomingMass_GeV
    protons = Double(element.atomicNumber)
    neutrons = max(0, element.atomicMass - protons)
    couplingSquared = coupling * coupling
  }

  public var thresholdEnergy_GeV: Double {
    max(incomingMass, conversion.thresholdEnergy_GeV)
  }

  public func totalCrossSection_pb(totalEnergy_GeV energy: Double) -> Double {
    couplingSquared
      * conversion.crossSection_pb(
        leptonEnergy_GeV: energy, protons: protons, neutrons: neutrons)
  }

  public func differentialCrossSection_pb(
    _ variables: String, totalEnergy_GeV energy: Double, at point: [Double]
  ) throws -> Double {
    switch variables {
    case "y":
      return couplingSquared
        * conversion.differentialCrossSection_pb(
          leptonEnergy_GeV: energy, y: point[0], protons: protons, neutrons: neutrons)
    case "Q2":
      return couplingSquared
        * conversion.differentialCrossSection_pb(
          leptonEnergy_GeV: energy, squaredTransfer_GeV2: point[0], protons: protons,
          neutrons: neutrons)
    default:
      return couplingSquared
        * conversion.differentialCrossSection_pb(
          leptonEnergy_GeV: energy, fraction: point[0], squaredTransfer_GeV2: point[1],
          protons: protons, neutrons: neutrons)
    }
  }

  public func sampler(totalEnergy_GeV: Double) throws -> any SignalSampler {
    try FlavourConversionSampler(
      conversion, leptonEnergy_GeV: totalEnergy_GeV, incomingMass_GeV: incomingMass,
      protons: protons, neutrons: neutrons)
  }
}

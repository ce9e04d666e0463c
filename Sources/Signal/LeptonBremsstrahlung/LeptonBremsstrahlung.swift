import Core
import Matter
import Numerics

/// Emission of a massive boson X by a lepton in the field of a nucleus, ℓ N → ℓ N X.
///
/// Holds what stays constant: the boson, the lepton and the target. The cross sections are in the
/// extensions named after their approximation, `+ExactTreeLevel`, `+WeizsaeckerWilliams`,
/// `+ImprovedWeizsaeckerWilliams`; all return pb per nucleus at coupling ε = 1 (multiply by ε²).
public struct LeptonBremsstrahlung: Sendable {
  public let boson: BosonKind
  public let bosonMass_GeV: Double
  public let leptonMass_GeV: Double
  public let element: Element
  public let formFactor: NuclearFormFactor
  /// A × atomic mass unit; cross sections move by < 4e-6 (m_X ≤ 100 MeV) if it is off by 1 %.
  public let nucleusMass_GeV: Double
  public let formFactorSquared: NuclearFormFactorSquared
  /// α. The published tables that use 1/137 lie 0.079 % higher.
  public let fineStructure: Double

  /// 1 keV: down to here the integrals have been compared with the references; below, the matrix
  /// element's cancellations outrun double precision.
  public static let lowestBosonMass_GeV = 1e-6

  public init(
    boson: BosonKind = .vector, bosonMass_GeV: Double, leptonMass_GeV: Double, element: Element,
    formFactor: NuclearFormFactor = .elastic, fineStructure: Double = Constants.fineStructure
  ) throws {
    guard bosonMass_GeV.isFinite, bosonMass_GeV >= Self.lowestBosonMass_GeV else {
      throw HermeticError.range(
        "bosonMass_GeV", bosonMass_GeV, allowed: "a finite number >= \(Self.lowestBosonMass_GeV)",
        hint: "Masses are in GeV: 10 MeV is 0.01.")
    }
    guard leptonMass_GeV.isFinite, leptonMass_GeV > 0 else {
      throw HermeticError.range(
        "leptonMass_GeV", leptonMass_GeV, allowed: "a finite number > 0",
        hint: "The electron has 0.000511, the muon 0.10566.")
    }
    guard element.atomicNumber >= 1, element.atomicMass.isFinite, element.atomicMass > 0 else {
      throw HermeticError(
        .argument,
        "element \(element.symbol) has Z = \(element.atomicNumber), A = \(element.atomicMass) "
          + "(a target needs both positive). Use an element of the Matter library.")
    }
    self.boson = boson
    self.bosonMass_GeV = bosonMass_GeV
    self.leptonMass_GeV = leptonMass_GeV
    self.element = element
    self.formFactor = formFactor
    self.fineStructure = fineStructure
    nucleusMass_GeV = element.atomicMass * Constants.atomicMassUnit_GeV
    formFactorSquared = NuclearFormFactorSquared(element: element, kind: formFactor)
  }

  /// Lowest lepton total energy at which X can be made:
  /// s = m² + M² + 2ME ≥ (m + m_X + M)².
  public var thresholdEnergy_GeV: Double {
    let m = leptonMass_GeV
    let mX = bosonMass_GeV
    // Expanded, so that M² does not have to cancel.
    return m + mX + mX * (2 * m + mX) / (2 * nucleusMass_GeV)
  }

  /// Kinematic limits of x = E_X/E; nil below threshold.
  ///
  /// In the centre of mass X recoils against (m + M) at rest with momentum k*; its laboratory energy
  /// lies between γ(E* ∓ βk*), or above m_X where the frame's β is small enough to stop X.
  public func energyFractionLimits(leptonEnergy_GeV energy: Double) -> (
    lowest: Double, highest: Double
  )? {
    guard energy > thresholdEnergy_GeV, energy.isFinite else { return nil }
    let m = leptonMass_GeV
    let mX = bosonMass_GeV
    let mass = nucleusMass_GeV
    let momentum = ((energy - m) * (energy + m)).squareRoot()
    let s = m * m + mass * mass + 2 * mass * energy
    let rootS = s.squareRoot()
    let recoil = m + mass
    let starEnergy = (s + mX * mX - recoil * recoil) / (2 * rootS)
    let starMomentum = max(0, (starEnergy - mX) * (starEnergy + mX)).squareRoot()
    let highest = ((energy + mass) * starEnergy + momentum * starMomentum) / (rootS * energy)
    var lowest = mX / energy
    if starMomentum * (energy + mass) < starEnergy * momentum {
      lowest = ((energy + mass) * starEnergy - momentum * starMomentum) / (rootS * energy)
    }
    return lowest < highest ? (lowest, highest) : nil
  }

  /// Throws where X cannot be made, for callers who want an error and not a zero.
  public func requireOpen(leptonEnergy_GeV energy: Double) throws {
    guard energy.isFinite, energy > thresholdEnergy_GeV else {
      throw HermeticError(
        .kinematics,
        "leptonEnergy_GeV = \(energy) cannot make a boson of \(bosonMass_GeV) GeV on "
          + "\(element.symbol) (the threshold is \(thresholdEnergy_GeV) GeV total energy). "
          + "Raise the energy or lower the mass; both are in GeV.")
    }
  }
}

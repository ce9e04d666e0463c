import Core
import Numerics

/// Total width of a boson that decays visibly, at coupling 1; all of them grow as the coupling squared.
public enum DecayWidth: Sendable {
  /// A′ → e⁺e⁻: Γ = α ε² m/3 · (1 + 2r)√(1 − 4r), r = (m_e/m)².
  case vectorToElectrons
  /// Scalar with coupling ε e to electrons: Γ = α ε² m/2 · (1 − 4r)^{3/2}.
  case scalarToElectrons
  /// Pseudoscalar with coupling ε e: Γ = α ε² m/2 · (1 − 4r)^{1/2}.
  case pseudoscalarToElectrons
  /// a → γγ: Γ = g² m³/(64π), g in 1/GeV.
  case alpToPhotons
  /// Γ [GeV] at coupling 1, one number per mass of the model.
  case table([Double])

  static let names = ["vector_ee", "scalar_ee", "pseudoscalar_ee", "alp_photons"]

  init(name: String) throws {
    switch name {
    case "vector_ee": self = .vectorToElectrons
    case "scalar_ee": self = .scalarToElectrons
    case "pseudoscalar_ee": self = .pseudoscalarToElectrons
    case "alp_photons": self = .alpToPhotons
    default: throw HermeticError.notFound("width", name, known: DecayWidth.names)
    }
  }

  /// - Parameters: mass [GeV]; index: place of the mass in the model's list
  /// - Returns: Γ/g² [GeV]; 0 below the threshold
  public func perCouplingSquared(mass: Double, index: Int) -> Double {
    let ratio = Constants.electronMass_GeV / mass
    let r = ratio * ratio
    let beta = max(0, 1 - 4 * r).squareRoot()
    switch self {
    case .vectorToElectrons: return Constants.fineStructure * mass / 3 * (1 + 2 * r) * beta
    case .scalarToElectrons: return Constants.fineStructure * mass / 2 * beta * beta * beta
    case .pseudoscalarToElectrons: return Constants.fineStructure * mass / 2 * beta
    case .alpToPhotons: return mass * mass * mass / (64 * 3.141592653589793)
    case .table(let values): return values[index]
    }
  }
}

/// The part of a detector in which a decay counts, and the energies of what decays.
///
///     D(g) = Σ_k w_k [exp(−(a − z_k)/l_k) − exp(−(b − z_k)/l_k)],   l_k = (p_k/m) ħc/(g² Γ₁)
///
/// z_k is the place of production on the axis of a and b (0 unless given); b = ∞ asks for a decay beyond a.
public struct DecayWindow: Sendable {
  public var width: DecayWidth
  public var start_mm: Double
  public var end_mm: Double
  public var energies_GeV: [Double]
  /// z_k, one per energy; empty: all at 0.
  public var productions_mm: [Double]
  /// Per mass (or one list for all): the share of each energy in the production.
  public var weights: [[Double]]

  public init(
    width: DecayWidth, start_mm: Double, end_mm: Double, energies_GeV: [Double], weights: [[Double]],
    productions_mm: [Double] = []
  ) {
    self.productions_mm = productions_mm
    self.width = width
    self.start_mm = start_mm
    self.end_mm = end_mm
    self.energies_GeV = energies_GeV
    self.weights = weights
  }

  /// D at one coupling; 1 − exp is taken with expm1, so that the long-lived side keeps its digits.
  func probability(mass: Double, index: Int, coupling: Double) -> Double {
    let width = width.perCouplingSquared(mass: mass, index: index) * coupling * coupling
    let shares = weights[weights.count == 1 ? 0 : index]
    var sum = 0.0
    for k in energies_GeV.indices where energies_GeV[k] > mass && shares[k] > 0 {
      let energy = energies_GeV[k]
      let z = productions_mm.isEmpty ? 0 : productions_mm[k]
      let start = max(0, start_mm - z)
      guard end_mm - z > start else { continue }
      let momentum = ((energy - mass) * (energy + mass)).squareRoot()
      let perLength = width * mass / (momentum * Constants.hbarc_GeVmm)
      let inside = end_mm == .infinity ? 1 : -expm1(-(end_mm - z - start) * perLength)
      sum += shares[k] * exp(-start * perLength) * inside
    }
    return sum
  }
}

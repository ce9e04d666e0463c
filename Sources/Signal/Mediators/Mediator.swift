import Core

/// A boson X between the Standard Model and dark matter: its mass and the size of each coupling.
///
/// Couplings are dimensionless strengths g of L = g X_μ f̄γ^μf (γ^μγ⁵, 1, iγ⁵ for the other kinds); a dark
/// photon has g = ε e for every charged lepton, √(4πα) = 0.30282 being e.
public struct Mediator: Equatable, Sendable {
  public let kind: BosonKind
  public let mass_GeV: Double
  public var electronCoupling: Double
  public var muonCoupling: Double
  public var tauCoupling: Double
  /// g of L_μ − L_τ, whose muon and tau loops mix the boson with the photon and so reach electrons.
  public var muonTauLoopCoupling = 0.0
  /// Σ g² over the neutrino states that X couples to, left-handed each.
  public var neutrinoCouplingSquared: Double
  /// Nil where decays to hadrons are not described (scalars, pseudoscalars, axial vectors) or absent.
  public var quarks: QuarkCouplings?
  /// g of L = −(g/4) a F F̃, 1/GeV; pseudoscalars alone.
  public var photonCoupling_per_GeV: Double
  public var darkMatter: DarkMatter?

  /// Vector couplings of the light quarks, the same in every generation of up and down type.
  public struct QuarkCouplings: Equatable, Sendable {
    public var up: Double
    public var down: Double
    public init(up: Double, down: Double) {
      self.up = up
      self.down = down
    }
  }

  public init(
    kind: BosonKind, mass_GeV: Double, electronCoupling: Double = 0, muonCoupling: Double = 0,
    tauCoupling: Double = 0, neutrinoCouplingSquared: Double = 0, quarks: QuarkCouplings? = nil,
    photonCoupling_per_GeV: Double = 0, darkMatter: DarkMatter? = nil
  ) throws {
    guard mass_GeV.isFinite, mass_GeV > 0 else {
      throw HermeticError.range(
        "mediator mass_GeV", mass_GeV, allowed: "a finite number > 0",
        hint: "Masses are in GeV: 10 MeV is 0.01.")
    }
    for (name, value) in [
      ("electron coupling", electronCoupling), ("muon coupling", muonCoupling),
      ("tau coupling", tauCoupling), ("neutrino coupling squared", neutrinoCouplingSquared),
      ("photon coupling", photonCoupling_per_GeV),
    ] {
      guard value.isFinite, value >= 0 else {
        throw HermeticError.range(name, value, allowed: "a finite number >= 0")
      }
    }
    try darkMatter?.requireCoupling(to: kind)
    self.kind = kind
    self.mass_GeV = mass_GeV
    self.electronCoupling = electronCoupling
    self.muonCoupling = muonCoupling
    self.tauCoupling = tauCoupling
    self.neutrinoCouplingSquared = neutrinoCouplingSquared
    self.quarks = quarks
    self.photonCoupling_per_GeV = photonCoupling_per_GeV
    self.darkMatter = darkMatter
  }

  /// Directly or through loops.
  public var couplesToElectrons: Bool { electronCoupling > 0 || muonTauLoopCoupling > 0 }

  /// |g_e|² at virtuality s: tree level, and e Π(s) from muon and tau loops added in amplitude.
  @inline(__always) public func electronCouplingSquared(squaredMass s: Double) -> Double {
    guard muonTauLoopCoupling > 0 else { return electronCoupling * electronCoupling }
    let mixing = MuonTauLoopMixing.perCoupling(q2_GeV2: s)
    let scale = muonTauLoopCoupling * MuonTauLoopMixing.elementaryCharge
    let real = electronCoupling + scale * mixing.real
    let imaginary = scale * mixing.imaginary
    return real * real + imaginary * imaginary
  }

  public static func electricCharge(fineStructure: Double = Constants.fineStructure) -> Double {
    (4 * .pi * fineStructure).squareRoot()
  }

  /// A dark photon: ε e times the electric charge of everything.
  public static func darkPhoton(
    mass_GeV: Double, epsilon: Double, darkMatter: DarkMatter? = nil,
    fineStructure: Double = Constants.fineStructure
  ) throws -> Mediator {
    let g = epsilon * electricCharge(fineStructure: fineStructure)
    return try Mediator(
      kind: .vector, mass_GeV: mass_GeV, electronCoupling: g, muonCoupling: g, tauCoupling: g,
      quarks: QuarkCouplings(up: g * 2 / 3, down: -g / 3), darkMatter: darkMatter)
  }

  /// The gauge boson of B − L: leptons −1, quarks +1/3.
  ///
  /// - Parameter diracNeutrinos: three light Dirac neutrinos instead of three left-handed ones: twice
  ///   the invisible width.
  public static func baryonMinusLepton(
    mass_GeV: Double, coupling g: Double, diracNeutrinos: Bool = false, darkMatter: DarkMatter? = nil
  ) throws -> Mediator {
    try Mediator(
      kind: .vector, mass_GeV: mass_GeV, electronCoupling: g, muonCoupling: g, tauCoupling: g,
      neutrinoCouplingSquared: (diracNeutrinos ? 6 : 3) * g * g,
      quarks: QuarkCouplings(up: g / 3, down: g / 3), darkMatter: darkMatter)
  }

  /// A protophobic vector, 2 g_u + g_d = 0: proton charge 0, neutron charge g_n = −3 g_u.
  ///
  /// - Parameters: couplings to electron and neutron in units of e.
  public static func protophobic(
    mass_GeV: Double, electronCharge: Double, neutronCharge: Double = 0
  ) throws -> Mediator {
    let e = electricCharge()
    return try Mediator(
      kind: .vector, mass_GeV: mass_GeV, electronCoupling: electronCharge * e,
      quarks: QuarkCouplings(up: -neutronCharge * e / 3, down: 2 * neutronCharge * e / 3))
  }
}

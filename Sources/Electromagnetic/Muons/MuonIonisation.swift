import Core
import Matter
import Numerics

/// Energy loss of muons to atomic electrons, and the knock-on electrons.
///
///     dE/dx = (2π r_e² m n_e/β²) {ln(2mβ²γ²W/I²) − β²(1 + W/W_max) + [W/(2(E+μ))]² − δ + ∫ …Δ dW/W}
///             W = min(cut, W_max)
///     dσ/dW = 2π r_e² m/(β² W²) [1 − β²W/W_max + ½(W/(E + μ))²] (1 + Δ)
///
/// The Bethe formula restricted to transfers below W with Rossi's spin-½ term; W_max = 2mβ²γ²/(1 + 2γm/μ +
/// (m/μ)²). Δ(W) is the radiation of the knock-on electron, (α/2π)[a(2b + c) − b²] with
/// a = ln(1 + 2W/m), b = ln[(1 − W/W_max)/(1 − W/E)], c = ln[2γ(1 − W/E)m E/(μW)]                   [2]
///
/// - Valid: βγ ≥ 0.5 (no shell or Barkas corrections).
/// - Checked by: `MuonEnergyLossTests` (1e-3 of PROPOSAL's BetheBlochRossi).
///
/// [1] Rossi, High Energy Particles (1952) ch. 2; PDG, "Passage of particles through matter".
/// [2] Kelner, Kokoulin, Petrukhin, Phys. At. Nucl. 60 (1997) 576.
public struct MuonIonisation: Sendable {
  public let electronDensity_per_mm3: Double
  private let excitation_GeV: Double
  private let densityEffect: SternheimerDensityEffect
  private let quadrature = GaussLegendre(count: 24)

  public init(material: Material) {
    electronDensity_per_mm3 = material.electronDensity_per_mm3
    excitation_GeV = material.meanExcitationEnergy_GeV
    densityEffect = material.densityEffect
  }

  /// What straggling needs.
  public var collisions: CollisionStraggling {
    let re = Constants.classicalElectronRadius_mm
    return CollisionStraggling(
      strength_GeV_per_mm: 2 * Double.pi * re * re * Constants.electronMass_GeV * electronDensity_per_mm3,
      excitation_GeV: excitation_GeV)
  }

  /// W_max.
  public static func largestTransfer_GeV(totalEnergy_GeV energy: Double) -> Double {
    let m = Constants.electronMass_GeV
    let mu = Constants.muonMass_GeV
    let gamma = energy / mu
    return 2 * m * (gamma * gamma - 1) / (1 + 2 * gamma * m / mu + (m / mu) * (m / mu))
  }

  /// 2π r_e² m n_e/β²: [GeV/mm].
  private func strength(_ beta2: Double) -> Double {
    let re = Constants.classicalElectronRadius_mm
    return 2 * Double.pi * re * re * Constants.electronMass_GeV * electronDensity_per_mm3 / beta2
  }

  private static func radiation(_ w: Double, _ energy: Double, _ wMax: Double) -> Double {
    let m = Constants.electronMass_GeV
    let rest = 1 - w / energy
    let a = log1p(2 * w / m)
    let b = log(max(1 - w / wMax, 1e-300) / rest)
    let c = log(2 * rest * m * energy * energy / (Constants.muonMass_GeV * Constants.muonMass_GeV * w))
    return Constants.fineStructure / (2 * Double.pi) * (a * (2 * b + c) - b * b)
  }

  /// Knock-on electrons of kinetic energy W: n_e dσ/dW [1/(mm GeV)]; 0 above W_max.
  public func knockOn_per_mm_GeV(totalEnergy_GeV energy: Double, transfer_GeV w: Double) -> Double {
    let wMax = Self.largestTransfer_GeV(totalEnergy_GeV: energy)
    guard w > 0, w < wMax else { return 0 }
    let mu = Constants.muonMass_GeV
    let beta2 = (energy - mu) * (energy + mu) / (energy * energy)
    let spin = w / (energy + mu)
    return strength(beta2) / (w * w) * (1 - beta2 * w / wMax + 0.5 * spin * spin)
      * (1 + max(Self.radiation(w, energy, wMax), -1))
  }

  /// Rate of knock-on electrons above a cut [1/mm].
  public func knockOnRate_per_mm(totalEnergy_GeV energy: Double, cut_GeV: Double) -> Double {
    let wMax = Self.largestTransfer_GeV(totalEnergy_GeV: energy)
    guard wMax > cut_GeV else { return 0 }
    return quadrature.integrate(log(cut_GeV), log(wMax), panels: 2) {
      let w = exp($0)
      return w * knockOn_per_mm_GeV(totalEnergy_GeV: energy, transfer_GeV: w)
    }
  }

  /// ∫ W² and ∫ W³ over the collisions below a cut, per mm; binding is of no weight there.
  public func softMoments(totalEnergy_GeV energy: Double, cut_GeV: Double) -> (second: Double, third: Double)
  {
    let top = min(cut_GeV, Self.largestTransfer_GeV(totalEnergy_GeV: energy))
    func moment(_ power: Int) -> Double {
      quadrature.integrate(0, top) { w in
        (power == 2 ? w * w : w * w * w) * knockOn_per_mm_GeV(totalEnergy_GeV: energy, transfer_GeV: w)
      }
    }
    return (moment(2), moment(3))
  }

  /// A knock-on electron's kinetic energy above the cut: 1/W² and rejection. Nil when there is no room.
  public static func sampleTransfer_GeV(
    totalEnergy_GeV energy: Double, cut_GeV: Double, _ rng: inout RandomStream
  ) -> Double? {
    let wMax = largestTransfer_GeV(totalEnergy_GeV: energy)
    guard wMax > cut_GeV else { return nil }
    let mu = Constants.muonMass_GeV
    let beta2 = (energy - mu) * (energy + mu) / (energy * energy)
    let largestSpin = wMax / (energy + mu)
    // The radiative correction is below 0.09 up to 300 GeV (tests).
    let bound = (1 + 0.5 * largestSpin * largestSpin) * 1.1
    while true {
      let u = rng.uniform()
      let w = cut_GeV * wMax / (u * cut_GeV + (1 - u) * wMax)
      let spin = w / (energy + mu)
      let density =
        (1 - beta2 * w / wMax + 0.5 * spin * spin) * (1 + max(radiation(w, energy, wMax), -1))
      if rng.uniform() * bound < density { return w }
    }
  }

  /// Mean loss in transfers below `cut_GeV` (infinity: all) [GeV/mm].
  public func stoppingPower_GeV_per_mm(totalEnergy_GeV energy: Double, cut_GeV: Double = .infinity)
    -> Double
  {
    let mu = Constants.muonMass_GeV
    guard energy > mu, electronDensity_per_mm3 > 0 else { return 0 }
    let beta2 = (energy - mu) * (energy + mu) / (energy * energy)
    let betaGamma2 = (energy - mu) * (energy + mu) / (mu * mu)
    let wMax = Self.largestTransfer_GeV(totalEnergy_GeV: energy)
    let w = min(cut_GeV, wMax)
    let spin = w / (2 * (energy + mu))
    let bracket =
      log(2 * Constants.electronMass_GeV * betaGamma2 * w / (excitation_GeV * excitation_GeV))
      - beta2 * (1 + w / wMax) + spin * spin - densityEffect(betaGamma: betaGamma2.squareRoot())
    let radiative = quadrature.integrate(log(excitation_GeV), log(w), panels: 4) { logW in
      let transfer = exp(logW)
      let fraction = transfer / (energy + mu)
      return (1 - beta2 * transfer / wMax + 0.5 * fraction * fraction)
        * Self.radiation(transfer, energy, wMax)
    }
    return strength(beta2) * (max(bracket, 0.1) + radiative)
  }
}

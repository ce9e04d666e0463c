import Core
import Events
import Matter
import Numerics

/// Photoelectric absorption: γ + atom → e⁻ + ion.
///
/// - Total: XCOM, with all absorption edges above 1 keV.
/// - Shell: from the innermost edge below the photon energy outwards, each with probability 1 − 1/J, J the
///   jump of σ at the edge. The ratio is taken as independent of energy, as it is within a few per cent.
/// - Electron: T = E − edge; the edge energy is deposited on the spot. No fluorescence or Auger particles
///   are made, so lead K x rays (75–88 keV) stay where they arise. Edges below 1 keV count as zero.
/// - Direction: Sauter's K-shell distribution [1],
///
///       dσ/dcosθ ∝ sin²θ/(1 − β cosθ)⁴ [1 + ½ γ(γ−1)(γ−2)(1 − β cosθ)]
///
/// [1] Sauter, Ann. Phys. 403 (1931) 454; Gavrila, Phys. Rev. 113 (1959) 514.
/// [2] Salvat, PENELOPE-2018, NEA/MBDAV/R(2019)1, Sect. 2.2.1: the sampling in ν = 1 − cosθ.
public struct PhotoelectricEffect: Sendable {
  @usableFromInline struct Shell: Sendable {
    var edge_GeV = 0.0
    var probability = 0.0
  }

  static let mostShells = 16
  let shellCount: Int
  let shells: InlineArray<16, Shell>

  public init(element: Element) {
    let edges = XCOMCrossSection(atomicNumber: element.atomicNumber).edges
    var list = InlineArray<16, Shell>(repeating: Shell(edge_GeV: .infinity))
    shellCount = min(edges.count, PhotoelectricEffect.mostShells)
    for i in 0..<shellCount {
      list[i] = Shell(
        edge_GeV: edges[i].energy_GeV, probability: max(0, 1 - edges[i].inverseJump))
    }
    shells = list
  }

  /// All 16 places, the empty ones as shells that are never chosen.
  var allShells: [Shell] { (0..<PhotoelectricEffect.mostShells).map { shells[$0] } }

  /// - Parameter photonEnergy_GeV: 1 keV to 100 GeV, extrapolated above; 0 below 1 keV
  /// - Returns: barn per atom
  public static func crossSection_barn(photonEnergy_GeV: Double, element: Element) -> Double {
    guard photonEnergy_GeV >= 1e-6 else { return 0 }
    return XCOMCrossSection(atomicNumber: element.atomicNumber).photoelectric_barn(photonEnergy_GeV)
  }

  public func callAsFunction(
    kineticEnergy_GeV: Double, direction: Vector3, _ rng: inout RandomStream
  ) -> Interaction {
    withUnsafePointer(to: shells) {
      $0.withMemoryRebound(to: Shell.self, capacity: PhotoelectricEffect.mostShells) {
        PhotoelectricEffect.interact(
          kineticEnergy_GeV: kineticEnergy_GeV, direction: direction, shells: $0, count: shellCount,
          &rng)
      }
    }
  }

  /// - Parameter shells: innermost first
  static func interact(
    kineticEnergy_GeV: Double, direction: Vector3, shells: UnsafePointer<Shell>, count: Int,
    _ rng: inout RandomStream
  ) -> Interaction {
    var result = Interaction(unchanged: kineticEnergy_GeV, direction)
    result.survives = false
    result.kineticEnergy_GeV = 0
    let random = rng.pair()
    let binding = bindingEnergy_GeV(
      photonEnergy_GeV: kineticEnergy_GeV, shells: shells, count: count,
      (Double(Int64(random.0 & 0xff_ffff)) + 0.5) * 0x1p-24)
    let kinetic = kineticEnergy_GeV - binding
    result.localDeposit_GeV = binding
    guard kinetic > 0 else { return result }
    let oneMinusCos = PhotoelectricEffect.oneMinusCosine(
      kineticEnergy_GeV: kinetic, random.1, accept: random.0 >> 24 & 0xffff, &rng)
    let azimuth = AzimuthTable.shared(UInt32(truncatingIfNeeded: random.0 >> 32) & 0xffff_ff00)
    result.add(
      Secondary(
        particle: .electron, kineticEnergy_GeV: kinetic,
        direction: direction.rotated(
          cosTheta: 1 - oneMinusCos, sinTheta: (oneMinusCos * (2 - oneMinusCos)).squareRoot(),
          cosPhi: azimuth.cos, sinPhi: azimuth.sin)))
    return result
  }

  func bindingEnergy_GeV(photonEnergy_GeV: Double, _ rng: inout RandomStream) -> Double {
    withUnsafePointer(to: shells) {
      $0.withMemoryRebound(to: Shell.self, capacity: PhotoelectricEffect.mostShells) {
        PhotoelectricEffect.bindingEnergy_GeV(
          photonEnergy_GeV: photonEnergy_GeV, shells: $0, count: shellCount, rng.uniform())
      }
    }
  }

  /// One number goes from shell to shell: what is left of it after a shell is uniform again.
  static func bindingEnergy_GeV(
    photonEnergy_GeV: Double, shells: UnsafePointer<Shell>, count: Int, _ random: Double
  ) -> Double {
    var u = random
    var shell = shells
    let end = shells + count
    while shell < end {
      if shell.pointee.edge_GeV <= photonEnergy_GeV {
        let probability = shell.pointee.probability
        if u < probability { return shell.pointee.edge_GeV }
        u = (u - probability) / (1 - probability)
      }
      shell += 1
    }
    return 0
  }

  static func oneMinusCosine(kineticEnergy_GeV: Double, _ rng: inout RandomStream) -> Double {
    oneMinusCosine(
      kineticEnergy_GeV: kineticEnergy_GeV, rng.next(), accept: rng.next() & 0xffff, &rng)
  }

  /// 1 − cosθ of the photoelectron.
  ///
  /// Below γ = 2: the first term of Sauter's formula is the dipole distribution sin²θ* of a frame that moves
  /// with the electron, sin²θ dcosθ/(1 − βcosθ)⁴ ∝ sin²θ* dcosθ*; its bracket, with
  /// 1 − βcosθ = 1/(γ²(1 + βcosθ*)), is accepted in at least two of three cases.
  ///
  /// Above: with A = 1/β − 1 and ν = 1 − cosθ the density is ν/(A+ν)³, drawn in closed form, times
  /// (2−ν)[1/(A+ν) + ½βγ(γ−1)(γ−2)], rejected against its value at ν = 0 [2].
  ///
  /// - Parameters: 64 random bits and 16 to accept, for the first try; more come from `rng`
  static func oneMinusCosine(
    kineticEnergy_GeV: Double, _ first: UInt64, accept firstAccept: UInt64, _ rng: inout RandomStream
  ) -> Double {
    let gamma = 1 + kineticEnergy_GeV / Constants.electronMass_GeV
    let beta = ((gamma - 1) * (gamma + 1)).squareRoot() / gamma
    var bits = first
    guard beta > 0 else { return 2 * RandomStream.uniform(UInt32(truncatingIfNeeded: bits)) }
    let oneMinusBeta = 1 / (gamma * gamma * (1 + beta))
    if gamma < 2 {
      // The bracket over its largest value, at cosθ* = 1 (the second term is negative).
      let slope = 0.5 * (gamma - 1) * (gamma - 2) / gamma
      let largest = 1 + slope / (1 + beta)
      var accept = firstAccept
      while true {
        let nu = 2 * medianOfThree(bits)
        let stretch = 1 / (1 + beta - beta * nu)
        if (Double(Int64(accept)) + 0.5) * 0x1p-16 * largest <= 1 + slope * stretch {
          return min(2, nu * oneMinusBeta * stretch)
        }
        let random = rng.pair()
        bits = random.1
        accept = random.0 & 0xffff
      }
    }
    let a = oneMinusBeta / beta
    let b = 0.5 * beta * gamma * (gamma - 1) * (gamma - 2)
    let highest = 2 * (1 / a + b)
    while true {
      let u = RandomStream.uniform(UInt32(truncatingIfNeeded: bits))
      let nu = min(
        2, 2 * a / ((a + 2) * (a + 2) - 4 * u) * (2 * u + (a + 2) * u.squareRoot()))
      if RandomStream.uniform(UInt32(truncatingIfNeeded: bits >> 32)) * highest
        <= (2 - nu) * (1 / (a + nu) + b)
      {
        return nu
      }
      bits = rng.next()
    }
  }
  /// The median of three uniform numbers of 21 bits has the density 6x(1 − x).
  @inline(__always)
  private static func medianOfThree(_ bits: UInt64) -> Double {
    let a = Int64(bits & 0x1f_ffff)
    let b = Int64(bits >> 21 & 0x1f_ffff)
    let c = Int64(bits >> 42 & 0x1f_ffff)
    return (Double(max(min(a, b), min(max(a, b), c))) + 0.5) * 0x1p-21
  }
}

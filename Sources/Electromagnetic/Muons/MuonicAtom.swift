import Core
import Matter
import Numerics

/// A μ⁻ in the ground state of an atom: it decays or is captured by the nucleus,
///
///     Λ = Q Λ₀ + Λ_c,   Λ₀ = 1/2196.98 ns
///
/// Q is Huff's factor (binding slows the decay), Λ_c the rate of μ⁻p → nν on the nucleus. Where the mean life 1/Λ
/// was measured [1, Tables III, IV: of each element the value with the smallest error] Λ_c follows from it; elsewhere from
/// Goulard and Primakoff's formula [2] with the constants that [1] fits,
///
///     Λ_c = Z_eff⁴ · 261 s⁻¹ · [1 − 0.040 A/2Z + 0.26 (A − 2Z)/2Z − 3.24 ((A − Z)/2A + |A − 2Z|/8AZ)]
///     Z_eff = Z [1 + (Z/37.2)^1.54]^(−1/1.54)   [3]
///
/// - Accuracy: 1 % of the mean life where measured (2 % for Z > 70), 17 % (rms; 34 % at worst) by the formula elsewhere; natural isotopic mixtures
/// - Not included: hyperfine states of light nuclei; the spectrum of the electron is that of a free muon
/// - Returns: rates [1/ns]
/// - Checked by: `MuonicAtomTests` (other measurements, the formula against all measured elements)
///
/// [1] Suzuki, Measday, Roalsvig, Phys. Rev. C 35 (1987) 2212
/// [2] Goulard, Primakoff, Phys. Rev. C 10 (1974) 2034
/// [3] Wheeler, Rev. Mod. Phys. 21 (1949) 133
public struct MuonicAtom: Equatable, Sendable {
  public let decayRate_per_ns: Double
  public let captureRate_per_ns: Double

  public var meanLife_ns: Double { 1 / (decayRate_per_ns + captureRate_per_ns) }
  public var captureProbability: Double { captureRate_per_ns * meanLife_ns }

  public init(_ element: Element) {
    let z = element.atomicNumber
    decayRate_per_ns = Self.huffFactor(z) / Self.freeLife_ns
    switch z {
    case 1: captureRate_per_ns = 4.2e-7
    case 2: captureRate_per_ns = 3.6e-7
    default:
      if let life = MuonicAtomData.meanLife_ns[z] {
        captureRate_per_ns = max(0, 1 / life - decayRate_per_ns)
      } else {
        captureRate_per_ns = Self.primakoff_per_ns(z, massNumber: element.atomicMass)
      }
    }
  }

  static let freeLife_ns = 2196.9811

  /// The formula of [2].
  public static func primakoff_per_ns(_ atomicNumber: Int, massNumber a: Double) -> Double {
    let z = Double(atomicNumber)
    let effective = z * pow(1 + pow(z / 37.2, 1.54), -1 / 1.54)
    let squared = effective * effective
    let excess = a - 2 * z
    return squared * squared * 261e-9
      * (1 - 0.040 * a / (2 * z) + 0.26 * excess / (2 * z)
        - 3.24 * ((a - z) / (2 * a) + excess.magnitude / (8 * a * z)))
  }

  /// Straight lines between the elements of [1].
  static func huffFactor(_ z: Int) -> Double {
    let table = MuonicAtomData.huff
    guard let above = table.firstIndex(where: { $0.z >= z }) else { return table.last!.q }
    if above == 0 || table[above].z == z { return table[above].q }
    let (low, high) = (table[above - 1], table[above])
    return low.q + (high.q - low.q) * Double(z - low.z) / Double(high.z - low.z)
  }
}

/// Which element's atom takes a μ⁻ that stops in a material.
///
///     P_i ∝ n_i Z_i^{1/3} ln(0.57 Z_i)   [1], hydrogen: none
///
/// Muons that hydrogen takes go on to heavier atoms within nanoseconds when there are any.
///
/// - Accuracy: ratios of light elements are measured to differ from it by up to 30 %
///
/// [1] Daniel, Z. Phys. A 291 (1979) 29
public struct MuonicAtoms: Sendable {
  public struct Choice: Sendable {
    public let element: Element
    public let atom: MuonicAtom
    public let cumulative: Double
  }

  public let choices: [Choice]

  public init(material: Material) {
    let heavy = material.components.filter { $0.element.atomicNumber > 1 && $0.atomDensity_per_mm3 > 0 }
    let taken = heavy.isEmpty ? material.components : heavy
    let weights = taken.map { part -> Double in
      let z = Double(part.element.atomicNumber)
      return part.atomDensity_per_mm3 * pow(z, 1.0 / 3) * max(0.1, log(0.57 * z))
    }
    let sum = weights.reduce(0, +)
    var below = 0.0
    choices = zip(taken, weights).map { part, weight in
      below += sum > 0 ? weight / sum : 1
      return Choice(element: part.element, atom: MuonicAtom(part.element), cumulative: below)
    }
  }

  /// nil where there are no atoms.
  public func choose(_ rng: inout RandomStream) -> Choice? {
    let u = rng.uniform()
    return choices.first { u < $0.cumulative } ?? choices.last
  }
}

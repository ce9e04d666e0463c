import Core
import Numerics
import Signal

/// The energy dependence of χχ → X* → Standard Model, on quadrature points in the kinetic energy of the pair
/// that serve every temperature.
///
///     σ(s) = (4π/p²) (3/g₁g₂) s Γ_in(s) Γ_out(s) / [(s − M²)² + M²Γ²] × (2 for identical particles)
///
/// Γ_in and Γ_out are the widths of a mediator of mass √s into the initial and into all visible final states;
/// p the momentum in the centre of mass, g₁, g₂ the spin states of the two particles. For a dark photon this is
/// 8π²αε²α_D J(s) F(s)/(sβ[…]) with J = s + 2m² (Dirac), s − 4m² (complex scalar, Majorana).
///
/// - Approximation: s-channel alone, constant width in the propagator. χχ → XX is not included.
/// - Numerics: panels refine geometrically towards the threshold, the pole of the mediator, and every opening and
///   resonance of the Standard Model; six Gauss points each.
/// - Checked by: `AnnihilationTests`, `RelicTargetTests`.
struct AnnihilationSpectrum {
  /// √s − m₁ − m₂ and √s of the points [GeV].
  private(set) var kinetic: [Double] = []
  private(set) var rootS: [Double] = []
  /// Weight of the point × 2√s (from ds) × 4·(4π·3/g₁g₂)·s^{3/2} Γ_in Γ_out (from σλ/√s), propagator left out.
  private(set) var strength: [Double] = []
  let mediatorMass_GeV: Double
  let darkWidth_GeV: Double
  /// Width into visible states for coupling 1.
  let visibleWidth_GeV: Double
  let mediator: Mediator
  let darkMatter: DarkMatter

  /// 4π · 3/(g₁g₂) × identical-particle factor.
  private static func spinFactor(_ kind: DarkMatter.Kind) -> Double {
    switch kind {
    case .dirac, .pseudoDirac: return 12 * .pi / 4
    case .complexScalar: return 12 * .pi
    case .majorana: return 2 * 12 * .pi / 4
    }
  }

  init(
    family: MediatorFamily, darkMatter: DarkMatter, mediatorMass_GeV: Double, smallestTemperature_GeV: Double
  )
    throws
  {
    let mediator = try family.mediator(mass_GeV: mediatorMass_GeV, darkMatter: darkMatter)
    self.mediator = mediator
    self.darkMatter = darkMatter
    self.mediatorMass_GeV = mediatorMass_GeV
    darkWidth_GeV = mediator.partialWidth_GeV(.darkMatter)
    visibleWidth_GeV = MediatorFamily.visibleWidth_GeV(
      mediator, squaredMass: mediatorMass_GeV * mediatorMass_GeV)

    let threshold = darkMatter.pairThreshold_GeV
    let smallest = 1e-3 * smallestTemperature_GeV
    var centres = [(position: 0.0, width: smallest)]
    for landmark in family.landmarks where landmark.rootS > threshold {
      centres.append((landmark.rootS - threshold, max(landmark.width, smallest)))
    }
    // A pole below threshold counts with its distance; the width of a mediator that is stable at coupling 1
    // cannot be resolved and need not be: nothing annihilates there.
    let pole = mediatorMass_GeV - threshold
    if pole > 0 { centres.append((pole, max(0.3 * darkWidth_GeV, 1e-14 * mediatorMass_GeV))) }
    let end = 12 * threshold
    let points = [0] + centres.map(\.position).filter { $0 > 0 && $0 < end }.sorted() + [end]
    for (a, b) in zip(points, points.dropFirst()) where b > a {
      refine(a, b, centres, family: family)
    }
  }

  private static let quadrature = GaussLegendre(count: 6)

  /// Splits a panel until it is shorter than its distance to every centre, or than that centre's width.
  private mutating func refine(
    _ a: Double, _ b: Double, _ centres: [(position: Double, width: Double)], family: MediatorFamily
  ) {
    let length = b - a
    for (position, width) in centres {
      let away = position <= a ? a - position : (position >= b ? position - b : 0)
      if length > max(width, away) {
        let middle = 0.5 * (a + b)
        guard middle > a, middle < b else { break }
        refine(a, middle, centres, family: family)
        refine(middle, b, centres, family: family)
        return
      }
    }
    let threshold = darkMatter.pairThreshold_GeV
    let spin = Self.spinFactor(darkMatter.kind)
    for (node, weight) in zip(Self.quadrature.nodes, Self.quadrature.weights) {
      let e = a + 0.5 * length * (1 + node)
      let rootS = threshold + e
      let s = rootS * rootS
      let into = darkMatter.width_GeV(of: .vector, squaredMass: s, mediatorMass_GeV: mediatorMass_GeV)
      let out = MediatorFamily.visibleWidth_GeV(mediator, squaredMass: s)
      guard into > 0, out > 0 else { continue }
      kinetic.append(e)
      self.rootS.append(rootS)
      strength.append(0.5 * length * weight * 2 * rootS * 4 * spin * s * rootS * into * out)
    }
  }

  /// (s − M²)² + M²Γ², without cancellation near the pole.
  @inline(__always) func propagator(kinetic e: Double, width_GeV: Double) -> Double {
    let offset = e - (mediatorMass_GeV - darkMatter.pairThreshold_GeV)
    let distance = offset * (darkMatter.pairThreshold_GeV + e + mediatorMass_GeV)
    let imaginary = mediatorMass_GeV * width_GeV
    return distance * distance + imaginary * imaginary
  }

  /// σ [GeV⁻²] for coupling 1 at one energy; what the quadrature integrates.
  func crossSection_perGeV2(rootS: Double, width_GeV: Double) -> Double {
    let e = rootS - darkMatter.pairThreshold_GeV
    guard e > 0 else { return 0 }
    let s = rootS * rootS
    let difference = darkMatter.heavierMass_GeV - darkMatter.mass_GeV
    let p2 =
      e * (rootS + darkMatter.pairThreshold_GeV) * (rootS - difference) * (rootS + difference) / (4 * s)
    return Self.spinFactor(darkMatter.kind) / p2 * s
      * darkMatter.width_GeV(of: .vector, squaredMass: s, mediatorMass_GeV: mediatorMass_GeV)
      * MediatorFamily.visibleWidth_GeV(mediator, squaredMass: s)
      / propagator(kinetic: e, width_GeV: width_GeV)
  }
}

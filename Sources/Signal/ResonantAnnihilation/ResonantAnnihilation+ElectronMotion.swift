import Core
import Numerics

// The line shape seen by moving electrons. With δ = p_z − p*, p* = m − (M² − 2m²)/2E the momentum that hits
// the pole and γ = MΓ/2E,
//
//     s − M² = −2Eδ,    σ(s) = K(s)/4E² × 1/(δ² + γ²),
//
// so that everything is written in δ: γ may be 10⁻¹² of p* and nothing cancels.

extension ResonantAnnihilation {
  /// Quantities of the line shape at one positron energy.
  struct LineShape {
    let energy: Double
    /// p*.
    let pole: Double
    /// γ.
    let halfWidth: Double
    let squaredMass: Double
    /// Range of δ: from the threshold of the final state to the fastest electron against the positron.
    let lowest: Double
    let highest: Double

    func squaredMass(_ delta: Double) -> Double { squaredMass - 2 * energy * delta }
  }

  func lineShape(_ energy: Double) -> LineShape {
    let m = Self.electronMass
    let squared = mediator.mass_GeV * mediator.mass_GeV
    let pole = m - (squared - 2 * m * m) / (2 * energy)
    return LineShape(
      energy: energy, pole: pole, halfWidth: mediator.mass_GeV * totalWidth_GeV / (2 * energy),
      squaredMass: squared, lowest: -Self.largestElectronMomentum - pole,
      highest: (squared - thresholdSquaredMass_GeV2) / (2 * energy))
  }

  /// ρ(δ) = Σ_e J(p* + δ) σ(s), the integrand whose integral is σ per atom; pb/GeV.
  @inline(__always) func density(_ shape: LineShape, _ delta: Double) -> Double {
    orbitals.comptonProfile(shape.pole + delta) * numerator(shape.squaredMass(delta))
      / (4 * shape.energy * shape.energy * (delta * delta + shape.halfWidth * shape.halfWidth))
  }

  /// Points of δ between which the integrand is smooth: octaves around the pole, around the momentum 0
  /// where the Compton profile peaks, and below the threshold.
  func panels(_ shape: LineShape) -> [Double] {
    let m = Self.electronMass
    let narrowest = orbitals.groups.map(\.momentumScale_GeV).min() ?? m
    var points = [shape.lowest, shape.highest]
    func octaves(_ centre: Double, _ scale: Double) {
      points.append(centre)
      var distance = scale
      while distance < 8 * m {
        points.append(centre - distance)
        points.append(centre + distance)
        distance *= 2
      }
    }
    octaves(0, 0.5 * shape.halfWidth)
    octaves(-shape.pole, 0.5 * narrowest)
    octaves(shape.highest, 1e-7 * m)
    points = points.filter { $0 >= shape.lowest && $0 <= shape.highest }
    points.sort()
    return points
  }

  private static let rule = GaussLegendre(count: 8)

  /// Σ_e ∫ dp_z J(p_z) σ(s) weight(s), pb per atom.
  func motionAverage(totalEnergy_GeV energy: Double, weight: (Double) -> Double) -> Double {
    let shape = lineShape(energy)
    guard shape.highest > shape.lowest else { return 0 }
    let points = panels(shape)
    var sum = 0.0
    for index in 1..<points.count where points[index] > points[index - 1] {
      sum += Self.rule.integrate(points[index - 1], points[index]) {
        density(shape, $0) * weight(shape.squaredMass($0))
      }
    }
    return sum
  }

  /// The closed form for Lorentzian times Slater profile, b = a + γ, D = b² + p*²:
  ///
  ///     ⟨σ⟩ = K(s₀) π/(2EMΓ) Σ n (8a⁵/3π) h,   h = [3γ/(a⁵D) + 6bγ/(a⁴D²) + 8b³/(a³D³)]/8
  ///
  /// K at s₀, the electron at rest: right near the pole, where K hardly moves over the profile; 0 when s₀ is
  /// below threshold.
  func closedFormMotionAverage_pb(totalEnergy_GeV energy: Double) -> Double {
    let atRest = squaredMassAtRest_GeV2(energy)
    guard atRest > thresholdSquaredMass_GeV2 else { return 0 }
    let shape = lineShape(energy)
    let gamma = shape.halfWidth
    var overlap = 0.0
    for group in orbitals.groups {
      let a = group.momentumScale_GeV
      let b = a + gamma
      // In units of a, so that a⁵ does not underflow.
      let d = (b * b + shape.pole * shape.pole) / (a * a)
      let g = gamma / a
      let r = b / a
      let h = (3 * g / d + 6 * r * g / (d * d) + 8 * r * r * r / (d * d * d)) / 8
      overlap += group.electrons * 8 / (3 * .pi) * h / a
    }
    return numerator(atRest) * .pi / (2 * energy * mediator.mass_GeV * totalWidth_GeV) * overlap
  }
}

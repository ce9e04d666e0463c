import Numerics

/// How the virtual photon of ℓ N → ℓ N γ* is polarised at one kinematic point, for the exact direction of Q:
///
///     H_ab = Re Σ_spins M_a M_b*,   M_a = ū(p′) [ε̸_a (p̸′+k̸+m) P̸/s̃ + P̸ (p̸−k̸+m) ε̸_a/ũ] u(p)
///     fermion  dσ/dΩ ∝ ½ m² tr H − 2κ² n·H·n,    scalar  dσ/dΩ ∝ n·H·n,    κ² = m²/4 − m_Q²
///
/// P = P_i + P_f of a spinless nucleus; ε₁, ε₂ across k, ε₃ along it; n the direction of Q in the pair's rest frame on
/// these axes. Spinors in the chiral basis.
///
/// - Checked by: `MillichargedTests` (trace against the unpolarised matrix element, Ward identity).
struct MillichargedPolarisation {
  /// 11, 12, 13, 22, 23, 33.
  let h: (Double, Double, Double, Double, Double, Double)
  var trace: Double { h.0 + h.3 + h.5 }

  func quadratic(_ n: Vector3) -> Double {
    n.x * (h.0 * n.x + 2 * (h.1 * n.y + h.2 * n.z)) + n.y * (h.3 * n.y + 2 * h.4 * n.z) + h.5 * n.z * n.z
  }

  /// Axes of ε₁ and ε₂ for a photon along `direction`.
  static func axes(_ direction: Vector3) -> (Vector3, Vector3) {
    let first = direction.rotated(cosTheta: 0, sinTheta: 1, cosPhi: 1, sinPhi: 0)
    return (first, direction.cross(first))
  }

  /// - Parameters: nuclear P; leptonMass m
  init(
    beam p: FourMomentum, lepton q: FourMomentum, photon k: FourMomentum, nuclear: FourMomentum,
    leptonMass m: Double, axes: (Vector3, Vector3)
  ) {
    let direction = k.momentum.normalized
    let length = k.momentum.length
    let mass = (k.energy * k.energy - length * length).squareRoot()
    let polarisations = (
      FourMomentum(energy: 0, momentum: axes.0), FourMomentum(energy: 0, momentum: axes.1),
      FourMomentum(energy: length / mass, momentum: (k.energy / mass) * direction)
    )
    let after = q + k
    let before = p - k
    let s = 1 / (Self.square(after) - m * m)
    let u = 1 / (Self.square(before) - m * m)
    var sum = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    for spin in 0..<2 {
      let incoming = DiracSpinor(p, mass: m, spin: spin)
      let struck = incoming.slashed(nuclear)
      let dressed = struck.slashed(after).adding(m, struck).scaled(s)
      for final in 0..<2 {
        let outgoing = DiracSpinor(q, mass: m, spin: final)
        // ū′ P̸ (p̸−k̸+m) = the Dirac conjugate of (p̸−k̸+m) P̸ u′.
        let hit = outgoing.slashed(nuclear)
        let early = hit.slashed(before).adding(m, hit).scaled(u)
        func amplitude(_ e: FourMomentum) -> Complex {
          outgoing.conjugateProduct(dressed.slashed(e)) + early.conjugateProduct(incoming.slashed(e))
        }
        let a = amplitude(polarisations.0)
        let b = amplitude(polarisations.1)
        let c = amplitude(polarisations.2)
        sum.0 += a.squaredModulus
        sum.1 += a.real * b.real + a.imaginary * b.imaginary
        sum.2 += a.real * c.real + a.imaginary * c.imaginary
        sum.3 += b.squaredModulus
        sum.4 += b.real * c.real + b.imaginary * c.imaginary
        sum.5 += c.squaredModulus
      }
    }
    h = sum
  }

  private static func square(_ p: FourMomentum) -> Double {
    p.energy * p.energy - p.momentum.squaredLength
  }

  /// The direction of Q in the pair's rest frame on (ε₁, ε₂, ε₃), by rejection: at least a third is accepted.
  func direction(_ spin: MillichargedPair.Spin, ratio r: Double, _ rng: inout RandomStream) -> Vector3 {
    // 2κ²/(½m²) = 1 − 4r.
    let trace = self.trace
    while true {
      let n = rng.isotropic()
      let value: Double
      switch spin {
      case .fermion: value = trace - (1 - 4 * r) * quadratic(n)
      case .scalar: value = quadratic(n)
      }
      if rng.uniform() * trace <= value { return n }
    }
  }
}

/// Four complex components, left-handed first.
struct DiracSpinor {
  var a: Complex
  var b: Complex
  var c: Complex
  var d: Complex

  private init(_ a: Complex, _ b: Complex, _ c: Complex, _ d: Complex) {
    self.a = a
    self.b = b
    self.c = c
    self.d = d
  }

  /// u(p) = (√(p·σ) ξ, √(p·σ̄) ξ), ξ along ±z.
  init(_ p: FourMomentum, mass: Double, spin: Int) {
    let norm = 1 / (2 * (p.energy + mass)).squareRoot()
    let (x, y, z) = (p.momentum.x, p.momentum.y, p.momentum.z)
    let sum = p.energy + mass
    if spin == 0 {
      a = Complex(norm * (sum - z), 0)
      b = Complex(-norm * x, -norm * y)
      c = Complex(norm * (sum + z), 0)
      d = Complex(norm * x, norm * y)
    } else {
      a = Complex(-norm * x, norm * y)
      b = Complex(norm * (sum + z), 0)
      c = Complex(norm * x, -norm * y)
      d = Complex(norm * (sum - z), 0)
    }
  }

  /// v̸ ψ: the lower half by v·σ into the upper one, the upper half by v·σ̄ into the lower one.
  @inline(__always)
  func slashed(_ v: FourMomentum) -> DiracSpinor {
    let (e, x, y, z) = (v.energy, v.momentum.x, v.momentum.y, v.momentum.z)
    let off = Complex(x, -y)
    let conjugate = Complex(x, y)
    return DiracSpinor(
      (e - z) * c - off * d, (e + z) * d - conjugate * c, (e + z) * a + off * b, (e - z) * b + conjugate * a)
  }

  @inline(__always)
  func adding(_ factor: Double, _ other: DiracSpinor) -> DiracSpinor {
    DiracSpinor(a + factor * other.a, b + factor * other.b, c + factor * other.c, d + factor * other.d)
  }

  @inline(__always)
  func scaled(_ factor: Double) -> DiracSpinor {
    DiracSpinor(factor * a, factor * b, factor * c, factor * d)
  }

  /// ψ̄ φ = ψ† γ⁰ φ.
  @inline(__always)
  func conjugateProduct(_ other: DiracSpinor) -> Complex {
    func term(_ x: Complex, _ y: Complex) -> Complex {
      Complex(x.real * y.real + x.imaginary * y.imaginary, x.real * y.imaginary - x.imaginary * y.real)
    }
    return term(a, other.c) + term(b, other.d) + term(c, other.a) + term(d, other.b)
  }
}

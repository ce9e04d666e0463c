import Core
import Events
import Numerics

/// Kinematics of a three-body decay at rest: uniform points of the Dalitz plot in energies.
struct DalitzPlot {
  let mass: Double
  let m: (Double, Double, Double)
  let largest: (Double, Double)

  init(mass: Double, _ m0: Double, _ m1: Double, _ m2: Double) {
    self.mass = mass
    m = (m0, m1, m2)
    largest = (
      (mass * mass + m0 * m0 - (m1 + m2) * (m1 + m2)) / (2 * mass),
      (mass * mass + m1 * m1 - (m0 + m2) * (m0 + m2)) / (2 * mass)
    )
  }

  /// Phase space is flat in (E₀, E₁).
  func draw(_ rng: inout RandomStream) -> (Double, Double, Double) {
    while true {
      let e0 = m.0 + rng.uniform() * (largest.0 - m.0)
      let e1 = m.1 + rng.uniform() * (largest.1 - m.1)
      let e2 = mass - e0 - e1
      if isAllowed(e0, e1, e2) { return (e0, e1, e2) }
    }
  }

  /// For a pair (0, 1) of small mass q: dq²/q² and flat in the pair's angle.
  func drawPair(_ rng: inout RandomStream) -> (Double, Double, Double) {
    let least = (m.0 + m.1) * (m.0 + m.1)
    let most = (mass - m.2) * (mass - m.2)
    let q2 = least * exp(rng.uniform() * log(most / least))
    let e2 = (mass * mass + m.2 * m.2 - q2) / (2 * mass)
    let pair = mass - e2
    let q = q2.squareRoot()
    let k = twoBodyMomentum(q, m.0, m.1)
    let gammaBeta = max(0, pair * pair - q2).squareRoot() / q
    let e = (k * k + m.0 * m.0).squareRoot()
    let e0 = pair / q * e + gammaBeta * k * (2 * rng.uniform() - 1)
    return (e0, pair - e0, e2)
  }

  func isAllowed(_ e0: Double, _ e1: Double, _ e2: Double) -> Bool {
    guard e2 >= m.2 else { return false }
    let p0 = e0 * e0 - m.0 * m.0
    let p1 = e1 * e1 - m.1 * m.1
    let p2 = e2 * e2 - m.2 * m.2
    let x = p2 - p0 - p1
    return x * x <= 4 * p0 * p1
  }

  /// Momenta at rest, in a plane of random orientation.
  func momenta(_ e: (Double, Double, Double), _ rng: inout RandomStream) -> (
    FourMomentum, FourMomentum, FourMomentum
  ) {
    let p0 = max(0, e.0 * e.0 - m.0 * m.0).squareRoot()
    let p1 = max(0, e.1 * e.1 - m.1 * m.1).squareRoot()
    let p2 = e.2 * e.2 - m.2 * m.2
    let cosine = p0 * p1 > 0 ? max(-1, min(1, (p2 - p0 * p0 - p1 * p1) / (2 * p0 * p1))) : 1
    let axis = rng.isotropic()
    let phi = sincosTurns(rng.uniform())
    let other = axis.rotated(
      cosTheta: cosine, sinTheta: max(0, 1 - cosine * cosine).squareRoot(), cosPhi: phi.cos, sinPhi: phi.sin)
    let a = p0 * axis
    let b = p1 * other
    return (
      FourMomentum(mass: m.0, momentum: a), FourMomentum(mass: m.1, momentum: b),
      FourMomentum(mass: m.2, momentum: -(a + b))
    )
  }
}

extension DecaySampler {
  /// |M|² up to a factor, for a point of the plot (or relative to `drawPair`'s density).
  static func weight(_ mode: Mode, _ plot: DalitzPlot, _ e: (Double, Double, Double)) -> Double {
    let mass = plot.mass
    switch mode.spectrum {
    case .phaseSpace: return 1
    case .threePions:
      // u = (s₃ − s₀)/m_π², s₃ = (M − m₃)² − 2 M T₃.
      let m2 = plot.m.2
      let s3 = mass * mass + m2 * m2 - 2 * mass * e.2
      let s0 = (mass * mass + plot.m.0 * plot.m.0 + plot.m.1 * plot.m.1 + m2 * m2) / 3
      let u = (s3 - s0) / (0.13957039 * 0.13957039)
      return max(0, 1 + mode.slope * u + mode.curvature * u * u)
    case .semileptonicKaon:
      // Chounet, Gaillard, Gaillard, Phys. Rep. 4 (1972) 199; f₋/f₊ = −0.125 (scalar slope 0.0138):
      // A = M(2E_ℓE_ν − M E′) + m²(¼E′ − E_ν), B = m²(E_ν − ½E′), C = ¼ m² E′, E′ = E_max − E_π.
      let l2 = plot.m.1 * plot.m.1
      let rest = plot.largest.0 - e.0
      let a = mass * (2 * e.1 * e.2 - mass * rest) + l2 * (0.25 * rest - e.2)
      let b = l2 * (e.2 - 0.5 * rest)
      let c = 0.25 * l2 * rest
      let q2 = mass * mass + plot.m.0 * plot.m.0 - 2 * mass * e.0
      let form = 1 + mode.slope * q2 / (0.13957039 * 0.13957039)
      let xi = -0.125
      return max(0, (a + b * xi + c * xi * xi) * form * form)
    case .leptonic:
      // (p_L·p_ν̄)(p_ℓ·p_ν): product 1 is the antineutrino of the charged lepton.
      return e.1 * max(0, mass * mass + plot.m.1 * plot.m.1 - plot.m.0 * plot.m.0 - 2 * mass * e.1)
    case .dalitz:
      // dΓ/dq² ∝ (1/q²)(1 − q²/M²)³ √(1 − r)(1 + r/2), r = 4m²/q²; pair angle 1 + cos²θ + r sin²θ.
      let q2 = max(1e-12, mass * mass - 2 * mass * e.2)
      let r = min(1, 4 * plot.m.0 * plot.m.0 / q2)
      let x = 1 - q2 / (mass * mass)
      let beta = (1 - r).squareRoot()
      let pair = mass - e.2
      let gammaBeta = max(0, pair * pair - q2).squareRoot()
      let cosine = gammaBeta > 0 && beta > 0 ? (e.0 - e.1) / (gammaBeta * beta) : 0
      let c2 = min(1, cosine * cosine)
      return x * x * x * beta * (1 + c2 + r * (1 - c2)) * 0.5
    case .radiative:
      // Magnetic transition times the pair's ρ: E_γ³-weight is in E_γ² q² β³ here, with a Breit–Wigner at 775 MeV.
      let q2 = max(1e-12, mass * mass - 2 * mass * e.2)
      let d = q2 - 0.7753 * 0.7753
      let width = 0.7753 * 0.149
      let s = q2 - 4 * plot.m.0 * plot.m.0
      let k2 = e.2 * e.2
      // Angle of the pair against the photon: sin²θ.
      let beta2 = max(1e-12, s / q2)
      let pair = mass - e.2
      let gammaBeta2 = max(1e-24, pair * pair - q2)
      let cos2 = min(1, (e.0 - e.1) * (e.0 - e.1) / (gammaBeta2 * beta2))
      return k2 * s * (1 - cos2) / (d * d + width * width)
    case .vectorCurrent:
      // |F|² [2 (Q·N)(Q·P) − Q² (N·P)] with the current F(q²) Q, Q = p₀ − p₁ − q (m₀² − m₁²)/q², q = p₀ + p₁; P the τ, N
      // the neutrino.
      let (m0, m1) = (plot.m.0 * plot.m.0, plot.m.1 * plot.m.1)
      let rest = mass * mass
      let q2 = rest - 2 * mass * e.2
      let along = (m0 - m1) / q2
      // p₀·N = ½[(P − p₁)² − m₀²] and p₁·N likewise; q·N = ½(M² − q²), q·P = ½(M² + q²).
      let withNeutrino = m1 - m0 + mass * (e.0 - e.1) - 0.5 * along * (rest - q2)
      let withTau = mass * (e.0 - e.1) - 0.5 * along * (rest + q2)
      let square = 2 * (m0 + m1) - q2 - along * along * q2
      let leptons = 2 * withNeutrino * withTau - square * mass * e.2
      return max(0, leptons) * VectorFormFactor.square(q2, plot.m.0, plot.m.1)
    }
  }

  /// A bound of `weight` from a grid, with 20 % to spare.
  static func bound(_ particle: Particle, _ mode: Mode) -> Double {
    let plot = DalitzPlot(
      mass: particle.mass_GeV, mode.products.0.mass_GeV, mode.products.1.mass_GeV, mode.products.2.mass_GeV)
    if mode.spectrum == .dalitz { return 1.001 }
    var most = 0.0
    let n = 200
    for i in 0...n {
      for j in 0...n {
        let e0 = plot.m.0 + (plot.largest.0 - plot.m.0) * Double(i) / Double(n)
        let e1 = plot.m.1 + (plot.largest.1 - plot.m.1) * Double(j) / Double(n)
        let e2 = plot.mass - e0 - e1
        if plot.isAllowed(e0, e1, e2) { most = max(most, weight(mode, plot, (e0, e1, e2))) }
      }
    }
    return 1.2 * most
  }
}

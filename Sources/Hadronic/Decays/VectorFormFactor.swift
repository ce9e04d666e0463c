import Numerics

/// |F(q²)|² of the vector current that makes two mesons in τ decays, 1 at q² = 0 up to mixing.
///
///     F = (BW_V + β BW_V′)/(1 + β),   BW = M²/(M² − q² − i √q² Γ(q²)),   Γ(q²) = Γ (M²/q²) (k/k_M)³
///
/// ρ(770) and ρ(1450) for two pions, K*(892) and K*(1410) for a pion and a kaon. [1, 2]
///
/// - Checked by: `DecaySpectraTests` (mean q² and width of the peak)
///
/// [1] Kühn, Santamaria, Z. Phys. C 48 (1990) 445. [2] Finkemeier, Mirkes, Z. Phys. C 72 (1996) 619.
enum VectorFormFactor {
  private struct Resonance {
    let mass: Double
    let width: Double

    /// Real and imaginary part of BW.
    func callAsFunction(_ q2: Double, _ m0: Double, _ m1: Double) -> (re: Double, im: Double) {
      let ratio = twoBodyMomentum(q2.squareRoot(), m0, m1) / twoBodyMomentum(mass, m0, m1)
      // √q² Γ(q²)
      let damping = width * mass * mass / q2.squareRoot() * ratio * ratio * ratio
      let distance = mass * mass - q2
      let scale = mass * mass / (distance * distance + damping * damping)
      return (scale * distance, scale * damping)
    }
  }

  static func square(_ q2: Double, _ m0: Double, _ m1: Double) -> Double {
    let isStrange = max(m0, m1) > 0.3
    let ground = isStrange ? Resonance(mass: 0.8955, width: 0.0473) : Resonance(mass: 0.773, width: 0.145)
    let excited = isStrange ? Resonance(mass: 1.412, width: 0.227) : Resonance(mass: 1.370, width: 0.510)
    let beta = isStrange ? -0.135 : -0.145
    let (a, b) = (ground(q2, m0, m1), excited(q2, m0, m1))
    let re = (a.re + beta * b.re) / (1 + beta)
    let im = (a.im + beta * b.im) / (1 + beta)
    return re * re + im * im
  }
}

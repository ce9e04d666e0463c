import Core
import Events
import Numerics

/// μ⁻ → e⁻ ν̄_e ν_μ and its conjugate, V − A at tree level, the electron's mass neglected in the matrix element.
///
///     dΓ ∝ y (1 − y) dx dy,   x = 2E_e/m_μ, y = 2E_ν̄e/m_μ, 1 − x ≤ y ≤ 1                     [1]
///     d²Γ/dx dcosθ ∝ x² [(3 − 2x) + P q cosθ (2x − 1)],   q = charge of the muon
///
/// The y integral of the first line is Michel's spectrum x²(3 − 2x). P cosθ: polarisation along the muon's
/// direction, electron's angle to it in the rest frame.
///
/// - Approximation: no radiative corrections (up to 5 % of the spectrum at its lower end); neutrino directions of
///   polarised muons are those of the electron's.
/// - Energy: exact; the muon neutrino takes the remainder.
/// - Checked by: `MuonDecayTests`.
///
/// [1] PDG, "Muon decay parameters"; Kinoshita, Sirlin, Phys. Rev. 107 (1957) 593.
public enum MuonDecay {
  public struct Products {
    public var electron: Secondary
    public var electronNeutrino: Secondary
    public var muonNeutrino: Secondary
  }

  public static func sample(
    _ muon: Particle, kineticEnergy_GeV: Double, direction: Vector3, polarisation: Double = 0,
    _ rng: inout RandomStream
  ) -> Products {
    let mass = Constants.muonMass_GeV
    let m = Constants.electronMass_GeV
    let lowest = 2 * m / mass
    var x = 0.0
    var y = 0.0
    repeat {
      // y(1 − y) is the density of the middle one of three uniform numbers.
      let (a, b, c) = (rng.uniform(), rng.uniform(), rng.uniform())
      y = max(min(a, b), min(max(a, b), c))
      x = rng.uniform()
    } while x <= max(1 - y, lowest)
    var cosTheta = 2 * rng.uniform() - 1
    if polarisation != 0 {
      let asymmetry = polarisation * (muon == .muonPlus ? 1 : -1) * (2 * x - 1) / (3 - 2 * x)
      if 2 * rng.uniform() > 1 + asymmetry * cosTheta { cosTheta = -cosTheta }
    }
    let turn = sincosTurns(rng.uniform())
    let electronAxis = direction.rotated(
      cosTheta: cosTheta, sinTheta: max(0, 1 - cosTheta * cosTheta).squareRoot(), cosPhi: turn.cos,
      sinPhi: turn.sin)
    // Momenta of three massless particles close: the angle between electron and neutrino.
    let z = 2 - x - y
    let cosine = min(1, max(-1, (z * z - x * x - y * y) / (2 * x * y)))
    let around = sincosTurns(rng.uniform())
    let neutrinoAxis = electronAxis.rotated(
      cosTheta: cosine, sinTheta: max(0, 1 - cosine * cosine).squareRoot(), cosPhi: around.cos,
      sinPhi: around.sin)

    let gamma = 1 + kineticEnergy_GeV / mass
    let betaGamma = (gamma * gamma - 1).squareRoot()
    func boosted(_ energy: Double, _ momentum: Vector3) -> (energy: Double, direction: Vector3) {
      let along = momentum.dot(direction)
      let result = momentum + ((gamma - 1) * along + betaGamma * energy) * direction
      return (gamma * energy + betaGamma * along, result)
    }
    let energy = 0.5 * x * mass
    let momentum = max(0, energy * energy - m * m).squareRoot()
    let e = boosted(energy, momentum * electronAxis)
    let nu = boosted(0.5 * y * mass, (0.5 * y * mass) * neutrinoAxis)
    let last = boosted(
      0.5 * z * mass, (-0.5 * x * mass) * electronAxis - (0.5 * y * mass) * neutrinoAxis)
    let isMinus = muon == .muonMinus
    let electronKinetic = max(0, e.energy - m)
    return Products(
      electron: Secondary(
        particle: isMinus ? .electron : .positron, kineticEnergy_GeV: electronKinetic,
        direction: e.direction.normalized),
      electronNeutrino: Secondary(
        particle: isMinus ? .electronAntineutrino : .electronNeutrino, kineticEnergy_GeV: nu.energy,
        direction: nu.direction.normalized),
      muonNeutrino: Secondary(
        particle: isMinus ? .muonNeutrino : .muonAntineutrino,
        kineticEnergy_GeV: kineticEnergy_GeV + mass - (electronKinetic + m) - nu.energy,
        direction: last.direction.normalized))
  }
}

import Core
import Numerics

/// Draws χ₂ → χ₁ ℓ⁻ℓ⁺ from the exact matrix element, χ₂ unpolarised and at rest.
///
/// q² from dΓ/dq²; χ₁ and the virtual vector back to back, isotropic; the lepton in the vector's frame, c against
/// the vector's flight, with
///
///     (1+c²) + x(1−c²) + (m₁+m₂)²/q² [(1−c²) + x c²],   x = 4m_ℓ²/q²:
///
/// transverse and longitudinal vectors without interference, which the average over χ₂'s spin removes.
///
/// - Numerics: four-momentum to 1e-14 of m₂.
/// - Checked by: `ExcitedStateDecayTests` (Dalitz plane against the traces).
public struct ExcitedStateDecaySampler: Sendable {
  public let decay: ExcitedStateDecay
  private let majorant: StepMajorant

  public init(_ decay: ExcitedStateDecay) throws {
    let edges = (0...512).map { 0.5 * Double.pi * Double($0) / 512 }
    let majorant = StepMajorant(edges: edges) { psi in
      let (q2, complement, jacobian) = decay.point(psi)
      return decay.density(q2, complement: complement) * jacobian
    }
    guard decay.isOpen, let majorant else {
      throw HermeticError(
        .kinematics,
        "χ₂ → χ₁ + \(decay.mode.rawValue) is closed: m₂ − m₁ = \(decay.difference) GeV. Raise the splitting.")
    }
    self.decay = decay
    self.majorant = majorant
  }

  func sampleSquaredMass(_ rng: inout RandomStream) -> Double {
    while true {
      let (psi, height) = majorant.propose(&rng)
      let (q2, complement, jacobian) = decay.point(psi)
      if rng.uniform() * height < decay.density(q2, complement: complement) * jacobian { return q2 }
    }
  }

  /// Angle of the lepton at given q².
  func angle(_ q2: Double) -> AngularDensity {
    let x = 4 * decay.leptonMass * decay.leptonMass / q2
    let longitudinal = decay.sum * decay.sum / q2
    return AngularDensity(
      constant: 1 + x + longitudinal, quadratic: 1 - x + longitudinal * (x - 1))
  }

  public var particleCount: Int { 3 }

  /// Twelve numbers: (E, px, py, pz) of χ₁, ℓ⁻, ℓ⁺ in the rest frame of χ₂.
  public func sample(into out: UnsafeMutablePointer<Double>, _ rng: inout RandomStream) {
    let q2 = sampleSquaredMass(&rng)
    let mass = q2.squareRoot()
    let parent = FourMomentum(
      energy: decay.matter.heavierMass_GeV, momentum: Vector3(0, 0, 0))
    let first = TwoBodyDecay(
      allowed: decay.matter.heavierMass_GeV, decay.matter.mass_GeV, mass, angle: .isotropic)
    let (chi, vector) = first.sample(parent: parent, axis: Vector3(0, 0, 1), &rng)
    let pair = TwoBodyDecay(
      allowed: mass, decay.leptonMass, decay.leptonMass, angle: angle(q2))
    let length = vector.momentum.length
    let axis = length > 0 ? (1 / length) * vector.momentum : Vector3(0, 0, 1)
    let (minus, plus) = pair.sample(parent: vector, axis: axis, &rng)
    chi.store(out)
    minus.store(out + 4)
    plus.store(out + 8)
  }
}

extension ExcitedStateDecaySampler: SignalSampler {}

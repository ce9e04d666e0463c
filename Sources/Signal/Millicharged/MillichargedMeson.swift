import Core
import Numerics

/// Vector mesons that decay to Q Q̄ through a virtual photon,
///
///     Γ(V → Q Q̄) = Γ(V → e⁺e⁻) Q² √(1−4r) (1 + 2r), scalars ¼ (1−4r)^{3/2};  r = m_Q²/m_V²
///
/// The width is as good as Γ_ee (a few %). How many mesons a dump makes is known here to an order of magnitude
/// only, so no production is offered.
enum MillichargedMeson: String, CaseIterable {
  case rho, omega, phi
  case jPsi = "J/psi"

  /// Mass, total and e⁺e⁻ width [GeV], PDG 2024.
  private var numbers: (mass: Double, width: Double, electronWidth: Double) {
    switch self {
    case .rho: return (0.77526, 0.1474, 7.04e-6)
    case .omega: return (0.78266, 8.68e-3, 0.60e-6)
    case .phi: return (1.019461, 4.249e-3, 1.27e-6)
    case .jPsi: return (3.0969, 92.6e-6, 5.53e-6)
    }
  }

  static func channels(_ mass: Double, _ charge: Double, _ spin: MillichargedPair.Spin) throws
    -> [DecayChannel]
  {
    try allCases.flatMap { meson -> [DecayChannel] in
      let (mesonMass, width, electronWidth) = meson.numbers
      let ratio = mass / mesonMass
      let fourR = 4 * ratio * ratio
      guard fourR < 1, charge > 0 else { return [] }
      let root = (1 - fourR).squareRoot()
      let shape = spin == .fermion ? root * (1 + 0.5 * fourR) : 0.25 * root * root * root
      let partial = electronWidth * charge * charge * shape
      return [
        DecayChannel(
          name: "\(meson.rawValue) -> Q Qbar", parent: meson.rawValue, parentMass_GeV: mesonMass,
          partialWidth_GeV: partial, products: ["Q", "Qbar"],
          sampler: RestPair(
            decay: try TwoBodyDecay(
              parentMass_GeV: mesonMass, firstMass_GeV: mass, secondMass_GeV: mass))),
        DecayChannel(
          name: "\(meson.rawValue) -> other", parent: meson.rawValue, parentMass_GeV: mesonMass,
          partialWidth_GeV: max(0, width - partial), products: [], sampler: nil),
      ]
    }
  }

  /// An unpolarised meson at rest.
  struct RestPair: SignalSampler {
    let decay: TwoBodyDecay
    var particleCount: Int { 2 }

    func sample(into out: UnsafeMutablePointer<Double>, _ rng: inout RandomStream) {
      let rest = FourMomentum(energy: decay.parentMass_GeV, momentum: .zero)
      let (first, second) = decay.sample(parent: rest, axis: Vector3(0, 0, 1), &rng)
      first.store(out)
      second.store(out + 4)
    }
  }
}

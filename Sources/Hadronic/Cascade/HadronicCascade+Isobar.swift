import Core
import Events
import Numerics

extension HadronicCascade {
  /// NN → NΔ, Δ → Nπ: the production of one pion.
  ///
  /// Mass of the Δ by Breit and Wigner (1.232, 0.115 GeV) between its threshold and what the energy allows, dσ/dt ∝ e^{5t},
  /// charges by isospin: pp → nΔ⁺⁺ : pΔ⁺ = 3 : 1, np → pΔ⁰ : nΔ⁺ = 1 : 1; isotropic decay.
  ///
  /// - Source: Lindenbaum, Sternheimer, Phys. Rev. 105 (1957) 1874 (the isobar model).
  /// - Checked by: `IntranuclearTests`.
  mutating func makeIsobar(
    _ particle: Particle, _ momentum: FourMomentum, _ target: Particle, _ rng: inout RandomStream
  ) -> Bool {
    let total = momentum + FourMomentum(energy: table.mass(target), momentum: .zero)
    let nucleon = table.mass(.neutron)
    let least = nucleon + table.mass(.pionPlus) + 1e-3
    let most = total.mass - nucleon
    guard most > least else { return false }
    let low = atan((least - 1.232) / 0.0575)
    let high = atan((most - 1.232) / 0.0575)
    let turn = sincosTurns((low + (high - low) * rng.uniform()) / (2 * Double.pi))
    let mass = min(max(least, 1.232 + 0.0575 * turn.sin / turn.cos), most)
    // Twice the isospin projection of the pair, then of the nucleon.
    let sum = table.charge(particle) + table.charge(target)
    let recoil: Particle
    switch sum {
    case 2: recoil = rng.uniform() < 0.75 ? .neutron : .proton
    case 0: recoil = rng.uniform() < 0.75 ? .proton : .neutron
    default: recoil = rng.uniform() < 0.5 ? .proton : .neutron
    }
    guard
      let (first, second) = twoBody(
        total, axis: momentum, recoil, table.mass(recoil), .proton, mass, slope: 5, &rng)
    else { return false }
    // Either of the two may be excited.
    let swaps = rng.uniform() < 0.5
    var nucleonMomentum = first
    var isobar = second
    if swaps {
      guard
        let (a, b) = twoBody(total, axis: momentum, .proton, mass, recoil, table.mass(recoil), slope: 5, &rng)
      else { return false }
      isobar = a
      nucleonMomentum = b
    }
    products.append(recoil, nucleonMomentum)
    let begin = products.count
    let (baryon, pion) = isobarDecay(charge: sum - table.charge(recoil), &rng)
    products.append(baryon, .zero)
    products.append(pion, .zero)
    decayIsotropically(isobar, from: begin, &rng)
    return true
  }

  private func isobarDecay(charge: Int, _ rng: inout RandomStream) -> (Particle, Particle) {
    switch charge {
    case 2: return (.proton, .pionPlus)
    case 1: return rng.uniform() < 2.0 / 3 ? (.proton, .pionZero) : (.neutron, .pionPlus)
    case 0: return rng.uniform() < 2.0 / 3 ? (.neutron, .pionZero) : (.proton, .pionMinus)
    default: return (.neutron, .pionMinus)
    }
  }
}

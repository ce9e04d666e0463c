import Core
import Events
import Numerics

/// Inelastic collisions at a few GeV, where light-cone splitting has no room: two clusters, each a leading hadron and some
/// pions, scatter off each other and decay by phase space.
///
///     ⟨n_π⟩ = 3/2 (⟨n_ch⟩ − 1.4),  ⟨n_ch⟩ = 0.88 + 0.44 ln s + 0.118 ln² s  [1] for two baryons;
///     mesons: (⟨n_ch⟩ − 0.55), s of a collision with 0.6 GeV more, the projectile among the pions;  n_π = 1 + Poisson
///
/// Clusters of one pion are Δ(1232), ρ(770) and K*(892), of more the masses of their members and 0.16 GeV per pion with
/// exponential fluctuations; dσ/dt ∝ e^{4t}. A cluster with a nucleon may be ΛK.
///
/// - Valid: from the threshold to 10 GeV. Charges beyond Δ are random.
/// - Checked by: `IntranuclearTests`.
///
/// [1] Thomé et al., Nucl. Phys. B 129 (1977) 365.
extension HadronicCascade {
  /// Whether this collision is made by clusters: always below 4 (mesons 2) GeV, never above 10 (5).
  func isClustered(_ particle: Particle, _ kinetic: Double, _ rng: inout RandomStream) -> Bool {
    let isBaryon = table.baryon(particle) != 0
    return kinetic < (isBaryon ? 4 : 2) + (isBaryon ? 6 : 3) * rng.uniform()
  }

  mutating func makeClusters(
    _ particle: Particle, _ momentum: FourMomentum, _ target: Particle, _ rng: inout RandomStream
  ) -> Bool {
    let total = momentum + FourMomentum(energy: table.mass(target), momentum: .zero)
    let rootS = total.mass
    let isBaryon = table.baryon(particle) != 0
    let l = 2 * log(isBaryon ? rootS : rootS + 0.6)
    let charged = 0.88 + 0.44 * l + 0.118 * l * l
    let mean = isBaryon ? 1.5 * (charged - 1.4) : 1.5 * (charged - 0.55) - 1
    var pions = 1 + poisson(max(0, mean - 1), &rng)
    let rates = SpeciesRates(parameters, squaredEnergy: rootS * rootS, isBaryon: isBaryon)
    let isNucleon = particle == .proton || particle == .neutron
    for _ in 0..<60 {
      products.removeAll()
      if isNucleon, pions == 1 { return makeIsobar(particle, momentum, target, &rng) }
      var first = 0
      for _ in 0..<pions where rng.uniform() < 0.5 { first += 1 }
      let second = pions - first
      let isStrange = second > 0 && rng.uniform() < rates.hyperons
      guard chooseSpecies(particle, target, first, second, isStrange: isStrange, &rng) else { continue }
      let split = first + 1
      let massOne = clusterMass(from: 0, to: split, &rng)
      let massTwo = clusterMass(from: split, to: products.count, &rng)
      guard massOne + massTwo < rootS,
        let (one, two) = twoBody(total, axis: momentum, particle, massOne, target, massTwo, slope: 4, &rng)
      else {
        if pions > 1, rng.uniform() < 0.1 { pions -= 1 }
        continue
      }
      decayIsotropically(one, from: 0, to: split, &rng)
      decayIsotropically(two, from: split, &rng)
      return true
    }
    products.removeAll()
    return phaseSpace(particle, total, target, &rng)
  }

  /// All charges at random until they add up: states of isospin by their number.
  private mutating func chooseSpecies(
    _ particle: Particle, _ target: Particle, _ first: Int, _ second: Int, isStrange: Bool,
    _ rng: inout RandomStream
  ) -> Bool {
    for _ in 0..<40 {
      products.removeAll()
      fillCluster(flipped(particle, &rng), pions: first, isStrange: false, &rng)
      fillCluster(flipped(target, &rng), pions: second, isStrange: isStrange, &rng)
      var need = table.charge(particle) + table.charge(target)
      for index in 0..<products.count { need -= table.charge(products[index].particle) }
      if need == 0 { return true }
    }
    return false
  }

  /// hN → hNπ by phase space alone, near its threshold.
  private mutating func phaseSpace(
    _ particle: Particle, _ total: FourMomentum, _ target: Particle, _ rng: inout RandomStream
  ) -> Bool {
    let least = table.mass(particle) + table.mass(.neutron) + table.mass(.pionPlus) + 0.01
    guard total.mass > least else { return false }
    products.append(particle, .zero)
    products.append(flipped(target, &rng), .zero)
    products.append(.pionZero, .zero)
    var need = table.charge(particle) + table.charge(target)
    for index in 0..<products.count { need -= table.charge(products[index].particle) }
    guard balanceCharge(need, from: 0, leading: 0, &rng) else { return false }
    decayIsotropically(total, from: 0, &rng)
    return true
  }

  private func clusterMass(from begin: Int, to end: Int, _ rng: inout RandomStream) -> Double {
    var sum = 0.0
    for index in begin..<end { sum += table.mass(products[index].particle) }
    let leading = products[begin].particle
    if end - begin == 1 { return sum }
    if end - begin == 2, leading != .lambda, leading != .antilambda {
      let isBaryon = table.baryon(leading) != 0
      let (peak, half) =
        isBaryon ? (1.232, 0.0575) : (table.mass(leading) > 0.4 ? (0.892, 0.025) : (0.775, 0.0745))
      let turn = sincosTurns(0.5 * (rng.uniform() - 0.5))
      return max(sum + 0.01, min(peak + half * turn.sin / max(turn.cos, 1e-3), peak + 0.3))
    }
    for _ in begin + 1..<end { sum += 0.08 + 0.08 * rng.exponential() }
    return sum
  }

  private func flipped(_ leading: Particle, _ rng: inout RandomStream) -> Particle {
    if rng.uniform() < 0.5 { return leading }
    switch leading {
    case .pionPlus, .pionMinus, .pionZero:
      // Exchange of isospin 0 keeps the charge of most leading pions.
      if rng.uniform() < 0.4 { return leading }
      let u = rng.uniform()
      return u < 1.0 / 3 ? .pionPlus : (u < 2.0 / 3 ? .pionMinus : .pionZero)
    case .proton: return .neutron
    case .neutron: return .proton
    case .antiproton: return .antineutron
    case .antineutron: return .antiproton
    case .kaonPlus: return .kaonShort
    case .kaonShort: return .kaonPlus
    case .kaonMinus: return .kaonLong
    case .kaonLong: return .kaonMinus
    default: return leading
    }
  }

  private mutating func fillCluster(
    _ leading: Particle, pions: Int, isStrange: Bool, _ rng: inout RandomStream
  ) {
    products.append(isStrange ? .lambda : leading, .zero)
    for index in 0..<pions {
      let u = rng.uniform()
      if isStrange, index == 0 {
        products.append(u < 0.5 ? .kaonPlus : .kaonShort, .zero)
      } else {
        products.append(u < 1.0 / 3 ? .pionPlus : (u < 2.0 / 3 ? .pionMinus : .pionZero), .zero)
      }
    }
  }
}

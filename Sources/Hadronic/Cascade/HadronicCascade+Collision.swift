import Core
import Events
import Numerics

/// Collisions of a hadron with one nucleon (or a pair) at rest.
extension HadronicCascade {
  /// Fills `products`. The struck nucleon has been taken out of `residual` by the caller; further ones are taken here.
  ///
  /// - Parameters: isolated: hydrogen, nothing around.
  /// - Returns: false when it does not happen.
  mutating func collide(
    _ particle: Particle, _ momentum: FourMomentum, with target: Particle, _ rng: inout RandomStream,
    isolated: Bool
  ) -> Bool {
    let mass = table.mass(particle)
    let kinetic = momentum.kineticEnergy(mass: mass)
    formation_fm_per_GeV = 0
    let isPion = particle == .pionPlus || particle == .pionMinus || particle == .pionZero
    if isPion, !isolated, residual.massNumber > 0, kinetic < 1.2 {
      let share = 0.38 / (1 + (kinetic / 0.45) * (kinetic / 0.45))
      if rng.uniform() < share { return absorb(particle, momentum, target, &rng) }
    }
    if particle == .antiproton || particle == .antineutron {
      let p = momentum.momentum.length
      if rng.uniform() < min(0.65, 0.55 / (0.3 + p).squareRoot()) {
        return annihilate(particle, momentum, target, &rng)
      }
    }
    if particle == .kaonMinus || particle == .kaonLong, kinetic < 2, rng.uniform() < 0.6 * exp(-kinetic / 0.5)
    {
      return makeHyperon(particle, momentum, target, &rng)
    }
    let elastic = HadronNucleon.elasticShare(particle, kineticEnergy_GeV: kinetic)
    let isQuasiFree = !isolated
    if kinetic > 0.3 || (isPion && kinetic > 0.25) {
      if !isQuasiFree || rng.uniform() > elastic * quasiElastic(kinetic) {
        if inelastic(particle, momentum, target, &rng, isolated: isolated) {
          return true
        }
      }
    }
    return scatter(particle, momentum, target, &rng, isolated: isolated)
  }

  /// Share of elastic collisions inside a nucleus relative to free ones: where the collisions of one passage are made at once
  /// (from 3 to 6 GeV on) those that follow make particles.
  private func quasiElastic(_ kinetic: Double) -> Double {
    1 + (parameters.quasiElastic - 1) * min(1, max(0, (kinetic - 3) / 3))
  }

  private mutating func inelastic(
    _ particle: Particle, _ momentum: FourMomentum, _ target: Particle, _ rng: inout RandomStream,
    isolated: Bool
  ) -> Bool {
    let kinetic = momentum.kineticEnergy(mass: table.mass(particle))
    if isClustered(particle, kinetic, &rng) {
      formation_fm_per_GeV = parameters.clusterFormation_fm_per_GeV
      return makeClusters(particle, momentum, target, &rng)
    }
    formation_fm_per_GeV = parameters.formation_fm_per_GeV
    var protons = target == .proton ? 1 : 0
    var neutrons = 1 - protons
    let struck = (massNumber: residual.massNumber, atomicNumber: residual.atomicNumber)
    if !isolated, kinetic > 3 + 3 * rng.uniform(), residual.massNumber > 1 {
      let sigma = HadronNucleon.total_mb(particle, kineticEnergy_GeV: kinetic) * 0.085
      var further = poisson(centralDensity_per_fm3 * sigma * column_fm, &rng)
      further = min(further, residual.massNumber - 1)
      for _ in 0..<further {
        let nucleon = takeNucleon(&rng)
        remove(nucleon)
        if nucleon == .proton { protons += 1 } else { neutrons += 1 }
      }
    }
    if protons + neutrons == 1, kinetic > 2, rng.uniform() < parameters.diffraction,
      diffract(particle, momentum, target, &rng)
    {
      return true
    }
    if split(particle, momentum, protons: protons, neutrons: neutrons, &rng) {
      collisions &+= protons + neutrons - 1
      return true
    }
    residual = Nucleus(massNumber: struck.massNumber, atomicNumber: struck.atomicNumber)
    return false
  }

  func poisson(_ mean: Double, _ rng: inout RandomStream) -> Int {
    let limit = exp(-mean)
    var product = rng.uniform()
    var count = 0
    while product > limit, count < 60 {
      product *= rng.uniform()
      count += 1
    }
    return count
  }

  /// Two bodies in, two bodies out, with dσ/dt ∝ e^{bt}; masses may change.
  mutating func twoBody(
    _ total: FourMomentum, axis: FourMomentum, _ a: Particle, _ massA: Double, _ b: Particle, _ massB: Double,
    slope: Double, _ rng: inout RandomStream
  ) -> (FourMomentum, FourMomentum)? {
    let mass = total.mass
    let k = twoBodyMomentum(mass, massA, massB)
    guard k > 0 else { return nil }
    let range = 4 * k * k * slope
    let u = rng.uniform()
    let y = range < 1e-3 ? u : -log1p(u * expm1(-range)) / range
    let cosTheta = 1 - 2 * y
    let sinTheta = 2 * (y * max(0, 1 - y)).squareRoot()
    let azimuth = sincosTurns(rng.uniform())
    // The projectile's direction in the rest frame of the two.
    let inverse = FourMomentum(energy: total.energy, momentum: -total.momentum)
    let incoming = axis.boosted(by: inverse, mass: mass).momentum
    let direction = incoming.squaredLength > 0 ? incoming.normalized : rng.isotropic()
    let unit = direction.rotated(
      cosTheta: cosTheta, sinTheta: sinTheta, cosPhi: azimuth.cos, sinPhi: azimuth.sin)
    let first = FourMomentum(mass: massA, momentum: k * unit).boosted(by: total, mass: mass)
    let second = FourMomentum(mass: massB, momentum: -k * unit).boosted(by: total, mass: mass)
    return (first, second)
  }

  /// Elastic scattering and charge exchange on a nucleon.
  private mutating func scatter(
    _ particle: Particle, _ momentum: FourMomentum, _ target: Particle, _ rng: inout RandomStream,
    isolated: Bool
  ) -> Bool {
    let mass = table.mass(particle)
    let kinetic = momentum.kineticEnergy(mass: mass)
    let (out, recoil) = exchanged(particle, target, kinetic, &rng)
    let isBaryon = table.baryon(particle) != 0
    let slope = (isBaryon ? 8.5 : 8.0) * kinetic * kinetic / (kinetic * kinetic + (isBaryon ? 0.25 : 0.36))
    let total = momentum + FourMomentum(energy: table.mass(target), momentum: .zero)
    guard
      let (first, second) = twoBody(
        total, axis: momentum, out, table.mass(out), recoil, table.mass(recoil), slope: slope, &rng)
    else { return false }
    products.append(out, first)
    products.append(recoil, second)
    return true
  }

  /// Charges after the collision.
  private func exchanged(
    _ particle: Particle, _ target: Particle, _ kinetic: Double, _ rng: inout RandomStream
  )
    -> (Particle, Particle)
  {
    let low = kinetic < 0.6
    switch (particle, target) {
    case (.pionMinus, .proton) where rng.uniform() < (low ? 0.667 : 0.08): return (.pionZero, .neutron)
    case (.pionPlus, .neutron) where rng.uniform() < (low ? 0.667 : 0.08): return (.pionZero, .proton)
    case (.pionZero, .proton) where rng.uniform() < (low ? 0.333 : 0.08): return (.pionPlus, .neutron)
    case (.pionZero, .neutron) where rng.uniform() < (low ? 0.333 : 0.08): return (.pionMinus, .proton)
    case (.kaonMinus, .proton) where rng.uniform() < (low ? 0.2 : 0.05): return (.kaonLong, .neutron)
    case (.kaonLong, .neutron) where rng.uniform() < (low ? 0.2 : 0.05): return (.kaonMinus, .proton)
    case (.kaonPlus, .neutron) where rng.uniform() < (low ? 0.2 : 0.05): return (.kaonShort, .proton)
    case (.kaonShort, .proton) where rng.uniform() < (low ? 0.2 : 0.05): return (.kaonPlus, .neutron)
    case (.neutron, .proton) where rng.uniform() < 0.5 * exp(-kinetic / 0.6): return (.proton, .neutron)
    case (.proton, .neutron) where rng.uniform() < 0.5 * exp(-kinetic / 0.6): return (.neutron, .proton)
    default: return (particle, target)
    }
  }

  /// A pion taken up by a pair of nucleons, which share its energy.
  private mutating func absorb(
    _ particle: Particle, _ momentum: FourMomentum, _ target: Particle, _ rng: inout RandomStream
  ) -> Bool {
    let charge = table.charge(particle) + (target == .proton ? 1 : 0)
    var partner = rng.uniform() < 0.75 ? (target == .proton ? Particle.neutron : .proton) : takeNucleon(&rng)
    if charge + (partner == .proton ? 1 : 0) > 2 { partner = .neutron }
    if charge + (partner == .proton ? 1 : 0) < 0 { partner = .proton }
    if partner == .proton, residual.atomicNumber == 0 { partner = .neutron }
    if partner == .neutron, residual.massNumber == residual.atomicNumber { partner = .proton }
    let sum = charge + (partner == .proton ? 1 : 0)
    guard sum >= 0, sum <= 2 else { return false }
    let a: Particle = sum >= 1 ? .proton : .neutron
    let b: Particle = sum == 2 ? .proton : .neutron
    let rest = table.mass(target) + table.mass(partner)
    let total = momentum + FourMomentum(energy: rest, momentum: .zero)
    guard
      let (first, second) = twoBody(
        total, axis: momentum, a, table.mass(a), b, table.mass(b), slope: 0, &rng)
    else { return false }
    remove(partner)
    products.append(a, first)
    products.append(b, second)
    return true
  }

  /// K̄N → Λπ.
  private mutating func makeHyperon(
    _ particle: Particle, _ momentum: FourMomentum, _ target: Particle, _ rng: inout RandomStream
  ) -> Bool {
    let charge = table.charge(particle) + (target == .proton ? 1 : 0)
    let pion: Particle = charge == 0 ? .pionZero : (charge > 0 ? .pionPlus : .pionMinus)
    let total = momentum + FourMomentum(energy: table.mass(target), momentum: .zero)
    guard
      let (first, second) = twoBody(
        total, axis: momentum, pion, table.mass(pion), .lambda, table.mass(.lambda), slope: 0.5, &rng)
    else { return false }
    products.append(pion, first)
    products.append(.lambda, second)
    return true
  }

  /// N̄N → pions: n̄ = 2.6 + 1.3 √s/GeV (5 at rest) with a spread of 1, isotropic.
  private mutating func annihilate(
    _ particle: Particle, _ momentum: FourMomentum, _ target: Particle, _ rng: inout RandomStream
  ) -> Bool {
    let total = momentum + FourMomentum(energy: table.mass(target), momentum: .zero)
    let mass = total.mass
    let mean = 2.6 + 1.3 * mass
    let count = min(max(2, Int((mean + rng.normal()).rounded())), Int(mass / 0.2))
    var need = table.charge(particle) + (target == .proton ? 1 : 0)
    let begin = products.count
    for _ in 0..<count {
      let u = rng.uniform()
      let pion: Particle = u < 0.333 ? .pionPlus : (u < 0.667 ? .pionMinus : .pionZero)
      need -= table.charge(pion)
      products.append(pion, .zero)
    }
    balanceCharge(need, from: begin, leading: -1, &rng)
    decayIsotropically(total, from: begin, &rng)
    return true
  }

  /// Gives the products from `begin` on momenta in a chain of two-body decays of `total`; the invariant masses between
  /// are uniform, not weighted by phase space.
  mutating func decayIsotropically(
    _ total: FourMomentum, from begin: Int, to last: Int? = nil, _ rng: inout RandomStream
  ) {
    let end = last ?? products.count
    var rest = total
    var restMass = total.mass
    var sum = 0.0
    for index in begin..<end { sum += table.mass(products[index].particle) }
    var index = begin
    while index < end - 1 {
      var product = products[index]
      let mass = table.mass(product.particle)
      sum -= mass
      let remaining = end - index - 1
      var next = sum
      if remaining > 1 {
        // The largest of `remaining − 1` uniform numbers: as if all intermediate masses were drawn and sorted.
        let u = exp(log(rng.uniform()) / Double(remaining - 1))
        next = sum + u * max(0, restMass - mass - sum)
      } else {
        next = table.mass(products[index + 1].particle)
      }
      let k = twoBodyMomentum(restMass, mass, next)
      let unit = rng.isotropic()
      product.momentum = FourMomentum(mass: mass, momentum: k * unit).boosted(by: rest, mass: restMass)
      products[index] = product
      rest = FourMomentum(mass: next, momentum: -k * unit).boosted(by: rest, mass: restMass)
      restMass = next
      index += 1
    }
    var last = products[index]
    last.momentum = rest
    products[index] = last
  }

  /// Target diffraction, hN → h N*: mass spectrum dM²/M² from 1.2 GeV² to 0.12 s, slope 7 GeV⁻², N* → Nπ (isospin ½),
  /// Nππ above 1.6 GeV.
  private mutating func diffract(
    _ particle: Particle, _ momentum: FourMomentum, _ target: Particle, _ rng: inout RandomStream
  ) -> Bool {
    let total = momentum + FourMomentum(energy: table.mass(target), momentum: .zero)
    let highest = 0.12 * total.squaredMass
    guard highest > 1.3 else { return false }
    let mass = (1.2 * exp(rng.uniform() * log(highest / 1.2))).squareRoot()
    guard
      let (first, second) = twoBody(
        total, axis: momentum, particle, table.mass(particle), target, mass, slope: 7, &rng)
    else { return false }
    products.append(particle, first)
    let begin = products.count
    let other: Particle = target == .proton ? .neutron : .proton
    let charged: Particle = target == .proton ? .pionPlus : .pionMinus
    if rng.uniform() < 0.667 {
      products.append(other, .zero)
      products.append(charged, .zero)
    } else {
      products.append(target, .zero)
      products.append(.pionZero, .zero)
    }
    if mass > 1.6 {
      if rng.uniform() < 0.667 {
        products.append(.pionPlus, .zero)
        products.append(.pionMinus, .zero)
      } else {
        products.append(.pionZero, .zero)
      }
    }
    decayIsotropically(second, from: begin, &rng)
    return true
  }
}

import Core
import Events
import Numerics

/// Particle production in one hadron–(ν nucleons) collision.
///
/// Light-cone fractions x of the projectile come from a chain, z from (C + 1)(1 − z)^C of what is left, whose inclusive
/// spectrum is exactly x dN/dx = (C + 1)(1 − x)^C; further collisions open chains of their own with a small fraction. Struck
/// nucleons keep a share u of their own light-cone momentum, distributed as that of a leading baryon; a chain ends when the
/// rest of its nucleon, (1 − u) m_N, is used up. Transverse masses have dN/dm_T² ∝ e^{−m_T/T}. Two rigid boosts along the axis,
/// of the produced cluster and of the struck nucleons, then conserve four-momentum exactly.
extension HadronicCascade {
  mutating func split(
    _ particle: Particle, _ momentum: FourMomentum, protons: Int, neutrons: Int, _ rng: inout RandomStream
  ) -> Bool {
    let struck = protons + neutrons
    let mass = table.mass(particle)
    let pz = momentum.momentum.length
    let plus = momentum.energy + pz
    let nucleon = 0.5 * (table.mass(.proton) + table.mass(.neutron))
    let targetMass = Double(protons) * table.mass(.proton) + Double(neutrons) * table.mass(.neutron)
    let totalPlus = plus + targetMass
    let totalMinus = mass * mass / plus + targetMass
    let s = totalPlus * totalMinus
    let sOne = mass * mass + nucleon * nucleon + 2 * momentum.energy * nucleon
    let rates = SpeciesRates(parameters, squaredEnergy: sOne, isBaryon: table.baryon(particle) != 0)
    let isPion = particle == .pionPlus || particle == .pionMinus
    for _ in 0..<25 {
      products.removeAll()
      let spread = parameters.densitySpread
      let density =
        (parameters.splitting + 1) * exp(spread * rng.normal() - 0.5 * spread * spread)
      let power = 1 / max(1.1, density)
      // Struck nucleons.
      var budget = 0.0
      var pending = 0
      for index in 0..<struck {
        var species: Particle = index < protons ? .proton : .neutron
        if index == 0, rng.uniform() < rates.hyperons {
          species = .lambda
          pending = 1
        }
        let share =
          1 - (1 - parameters.leastNucleonShare) * exp(log(rng.uniform()) / (parameters.leadingBaryon + 1))
        fractions[index] = share
        products.append(species, .zero)
      }
      // Fractions of further collisions, then the leading particle.
      var rest = 1.0
      for index in 1..<max(1, struck) {
        budget += (1 - fractions[index]) * nucleon
        let taken = parameters.furtherCollision * exp(parameters.furtherPower * log(rng.uniform())) * rest
        rest -= taken
        var open = 0
        chain(taken, plus, power, rates, budget: &budget, pending: &open, &rng)
      }
      budget += (1 - fractions[0]) * nucleon
      let leading = products.count
      let exchanges = isPion && rng.uniform() < parameters.chargeExchange
      let lead: Particle =
        exchanges
        ? (rng.uniform() < 2.0 / 3 ? .pionZero : .eta) : leadingSpecies(particle, rates, &pending, &rng)
      let leadX = (exchanges ? rng.uniform() : leadingFraction(particle, lead, &rng)) * rest
      let leadMass = table.mass(lead)
      append(lead, leadX, plus, transverseMass(leadMass, &rng), leadMass, &budget, &rng)
      chain(rest - leadX, plus, power, rates, budget: &budget, pending: &pending, &rng)
      if table.baryon(particle) != 0, rng.uniform() > baryonExchange(from: struck) { continue }
      let charge = table.charge(particle) + protons
      if !drawCharges(charge, of: particle, protons: protons, struck: struck, leading: leading, &rng) {
        continue
      }
      if conserve(struck, plus, nucleon, s, totalPlus, totalMinus, momentum, &rng) { return true }
    }
    products.removeAll()
    return false
  }

  /// A meson that carries off nearly all of a baryon's momentum needs the exchange of a baryon, dN/dx ∝ (1 − x)² at large
  /// x (triple-Regge, α_N = −½): the share of such events that is kept. 1 up to x = 0.7.
  private func baryonExchange(from begin: Int) -> Double {
    var sum = 0.0
    var largest = 0.0
    for index in begin..<products.count {
      sum += fractions[index]
      if table.baryon(products[index].particle) == 0 { largest = max(largest, fractions[index]) }
    }
    let left = (1 - largest / max(sum, 1e-12)) / 0.3
    return min(1, left * left)
  }

  /// One particle with fraction x; its light-cone energy is taken from the budget.
  private mutating func append(
    _ species: Particle, _ x: Double, _ plus: Double, _ transverse: Double, _ mass: Double,
    _ budget: inout Double, _ rng: inout RandomStream
  ) {
    let pT = max(0, transverse * transverse - mass * mass).squareRoot()
    let azimuth = sincosTurns(rng.uniform())
    fractions[products.count] = x
    products.append(
      species, FourMomentum(energy: 0, momentum: Vector3(pT * azimuth.cos, pT * azimuth.sin, 0)))
    budget -= transverse * transverse / max(x * plus, 1e-9)
  }

  /// m_T from m_T e^{−m_T/T}, m_T > m.
  @inline(__always) private func transverseMass(_ mass: Double, _ rng: inout RandomStream) -> Double {
    let t = parameters.temperature_GeV
    let first = rng.exponential()
    return mass + t * (rng.uniform() * (mass + t) < t ? first + rng.exponential() : first)
  }

  private mutating func chain(
    _ fraction: Double, _ plus: Double, _ power: Double, _ rates: SpeciesRates, budget: inout Double,
    pending: inout Int, _ rng: inout RandomStream
  ) {
    var rest = fraction
    var pendingBaryon = 0
    for _ in 0..<120 {
      let mustGoOn = pending != 0 || pendingBaryon != 0
      let species = nextSpecies(rates, &pending, &pendingBaryon, mayOpen: budget > 0.1, &rng)
      let mass = table.mass(species)
      let transverse = transverseMass(mass, &rng)
      // What the fraction must be for its share of the targets' light-cone momentum to be there.
      let least = transverse * transverse / (plus * max(budget, 1e-3) * parameters.largestShare * rest)
      if least >= 1, !mustGoOn {
        // A pair that was only begun is taken back.
        pending = 0
        return
      }
      let z = least >= 1 ? 0.9 : 1 - (1 - least) * exp(power * log(rng.uniform()))
      append(species, max(z * rest, 1e-4 / plus), plus, transverse, mass, &budget, &rng)
      rest *= 1 - z
    }
  }

  private func nextSpecies(
    _ rates: SpeciesRates, _ pending: inout Int, _ pendingBaryon: inout Int, mayOpen: Bool,
    _ rng: inout RandomStream
  ) -> Particle {
    let u = rng.uniform()
    if pending != 0 {
      let species: Particle =
        pending > 0 ? (u < 0.5 ? .kaonPlus : .kaonShort) : (u < 0.5 ? .kaonMinus : .kaonLong)
      pending = 0
      return species
    }
    if pendingBaryon != 0 {
      let species: Particle =
        pendingBaryon > 0 ? (u < 0.5 ? .proton : .neutron) : (u < 0.5 ? .antiproton : .antineutron)
      pendingBaryon = 0
      return species
    }
    if mayOpen {
      if u < rates.kaonPairs {
        pending = u < 0.5 * rates.kaonPairs ? -1 : 1
        let isCharged = rng.uniform() < 0.5
        return pending < 0 ? (isCharged ? .kaonPlus : .kaonShort) : (isCharged ? .kaonMinus : .kaonLong)
      }
      if u < rates.kaonPairs + rates.baryonPairs {
        let isFirst = rng.uniform() < 0.5
        pendingBaryon = isFirst ? 1 : -1
        let isCharged = rng.uniform() < 0.5
        return isFirst ? (isCharged ? .antiproton : .antineutron) : (isCharged ? .proton : .neutron)
      }
      if u < rates.kaonPairs + rates.baryonPairs + rates.eta { return .eta }
    }
    let v = rng.uniform()
    if v < parameters.neutralPions { return .pionZero }
    return v < 0.5 + 0.5 * parameters.neutralPions ? .pionPlus : .pionMinus
  }

  private func leadingSpecies(
    _ particle: Particle, _ rates: SpeciesRates, _ pending: inout Int, _ rng: inout RandomStream
  ) -> Particle {
    let u = rng.uniform()
    switch particle {
    case .pionPlus, .pionMinus:
      let same = rates.sameMeson
      if u < same { return particle }
      if u < same + rates.leadingEta { return .eta }
      if u < same + 0.08 + rates.leadingEta, pending == 0, rates.kaonPairs > 0.01 {
        // Leading kaon; its partner follows.
        let isCharged = rng.uniform() < 0.5
        if particle == .pionPlus {
          pending = isCharged ? -1 : 1
          return isCharged ? .kaonPlus : .kaonLong
        }
        pending = isCharged ? 1 : -1
        return isCharged ? .kaonMinus : .kaonShort
      }
      return u < 0.93 ? .pionZero : (particle == .pionPlus ? .pionMinus : .pionPlus)
    case .pionZero:
      return u < 0.30 ? .pionPlus : (u < 0.60 ? .pionMinus : (u < 0.60 + rates.leadingEta ? .eta : .pionZero))
    case .kaonPlus: return u < 0.6 ? .kaonPlus : .kaonShort
    case .kaonShort: return u < 0.6 ? .kaonShort : .kaonPlus
    case .kaonMinus: return u < 0.6 ? .kaonMinus : .kaonLong
    case .kaonLong: return u < 0.6 ? .kaonLong : .kaonMinus
    case .proton, .neutron:
      if u < parameters.leadingHyperon * rates.hyperons, pending == 0 {
        pending = 1
        return .lambda
      }
      return u < 0.66 ? particle : (particle == .proton ? .neutron : .proton)
    case .antiproton, .antineutron:
      return u < 0.66 ? particle : (particle == .antiproton ? .antineutron : .antiproton)
    default: return particle
    }
  }

  private func leadingFraction(_ particle: Particle, _ lead: Particle, _ rng: inout RandomStream) -> Double {
    let c: Double
    if table.baryon(particle) != 0 {
      c = parameters.leadingBaryon
    } else if table.mass(particle) > 0.4 {
      c = parameters.leadingKaon
    } else {
      c = parameters.leadingMeson
    }
    return 1 - exp(log(rng.uniform()) / (c + 1))
  }

  /// Charges of all products at random, each with its own probability, until they add up: what is neutral and what is charged
  /// then follows from the number of states. Only what cannot be had by that is forced (`balanceCharge`).
  private mutating func drawCharges(
    _ charge: Int, of projectile: Particle, protons: Int, struck: Int, leading: Int, _ rng: inout RandomStream
  ) -> Bool {
    for _ in 0..<40 {
      var need = charge
      for index in 0..<products.count {
        var species = products[index].particle
        if index < struck {
          if species != .lambda { species = (index < protons) == (rng.uniform() < 0.35) ? .neutron : .proton }
        } else if index == leading {
          if species.isNucleon, projectile.isNucleon {
            species = (projectile == .proton) == (rng.uniform() < 0.34) ? .neutron : .proton
          }
        } else {
          species = isospinPartner(species, &rng)
        }
        products[index].particle = species
        need -= table.charge(species)
      }
      if need == 0 { return true }
    }
    var need = charge
    for index in 0..<products.count { need -= table.charge(products[index].particle) }
    return balanceCharge(need, from: 0, leading: leading, &rng)
  }

  private func isospinPartner(_ species: Particle, _ rng: inout RandomStream) -> Particle {
    let u = rng.uniform()
    switch species {
    case .pionPlus, .pionMinus, .pionZero:
      if u < parameters.neutralPions { return .pionZero }
      return u < 0.5 + 0.5 * parameters.neutralPions ? .pionPlus : .pionMinus
    case .kaonPlus, .kaonShort: return u < 0.5 ? .kaonPlus : .kaonShort
    case .kaonMinus, .kaonLong: return u < 0.5 ? .kaonMinus : .kaonLong
    case .proton, .neutron: return u < 0.5 ? .proton : .neutron
    case .antiproton, .antineutron: return u < 0.5 ? .antiproton : .antineutron
    default: return species
    }
  }

  /// Changes charges of products until `need` is met: pions first, the leading particle last.
  @discardableResult
  mutating func balanceCharge(_ need: Int, from begin: Int, leading: Int, _ rng: inout RandomStream) -> Bool {
    var need = need
    let count = products.count - begin
    guard count > 0 else { return need == 0 }
    for pass in 0..<3 where need != 0 {
      let offset = Int(rng.uniform() * Double(count))
      for step in 0..<count * 2 where need != 0 {
        let index = begin + (offset + step) % count
        if pass < 2, index == leading { continue }
        let changed = products[index].particle.shifted(need > 0, pionsOnly: pass == 0)
        if changed != products[index].particle {
          products[index].particle = changed
          need -= need > 0 ? 1 : -1
        }
      }
    }
    return need == 0
  }

  /// The two boosts; false when the energy is not enough.
  private mutating func conserve(
    _ struck: Int, _ plus: Double, _ nucleon: Double, _ s: Double, _ totalPlus: Double, _ totalMinus: Double,
    _ momentum: FourMomentum, _ rng: inout RandomStream
  ) -> Bool {
    // Transverse momenta of the nucleons, then the sum is shared out.
    var sum = Vector3.zero
    for index in 0..<products.count {
      if index < struck {
        let mass = table.mass(products[index].particle)
        let transverse = transverseMass(mass, &rng)
        let pT = max(0, transverse * transverse - mass * mass).squareRoot()
        let azimuth = sincosTurns(rng.uniform())
        products[index].momentum.momentum = Vector3(pT * azimuth.cos, pT * azimuth.sin, 0)
      }
      sum = sum + products[index].momentum.momentum
    }
    let shift = (-1 / Double(products.count)) * sum
    var plusOne = 0.0
    var minusOne = 0.0
    var plusTwo = 0.0
    var minusTwo = 0.0
    for index in 0..<products.count {
      let product = products[index]
      let mass = table.mass(product.particle)
      let pT = product.momentum.momentum + shift
      let square = mass * mass + pT.x * pT.x + pT.y * pT.y
      products[index].momentum.momentum = Vector3(pT.x, pT.y, 0)
      if index < struck {
        let minus = fractions[index] * nucleon
        minusTwo += minus
        plusTwo += square / minus
      } else {
        let p = fractions[index] * plus
        plusOne += p
        minusOne += square / p
      }
    }
    let one = plusOne * minusOne
    let two = plusTwo * minusTwo
    let discriminant = (s - one - two) * (s - one - two) - 4 * one * two
    guard s > one + two, discriminant > 0 else { return false }
    let root = discriminant.squareRoot()
    let scaleOne = (s + one - two + root) / (2 * s) * totalPlus / plusOne
    let scaleTwo = (s + two - one + root) / (2 * s) * totalMinus / minusTwo
    let direction = momentum.momentum.normalized
    for index in 0..<products.count {
      let product = products[index]
      let mass = table.mass(product.particle)
      let pT = product.momentum.momentum
      let square = mass * mass + pT.x * pT.x + pT.y * pT.y
      let p: Double
      if index < struck {
        p = square / (fractions[index] * nucleon * scaleTwo)
      } else {
        p = fractions[index] * plus * scaleOne
      }
      let pz = 0.5 * (p - square / p)
      let vector = Vector3(pT.x, pT.y, pz)
      products[index].momentum = FourMomentum(mass: mass, momentum: vector.length * turned(vector, direction))
    }
    return true
  }
}

/// Rates of rare species at one energy; thresholds as (1 − s₀/s)².
struct SpeciesRates {
  let kaonPairs: Double
  let baryonPairs: Double
  let hyperons: Double
  let eta: Double
  let leadingEta: Double
  /// Chance that a leading pion keeps its charge: more often at low energy.
  let sameMeson: Double

  init(_ parameters: CascadeParameters, squaredEnergy s: Double, isBaryon: Bool) {
    func open(_ threshold: Double) -> Double {
      let x = max(0, 1 - threshold / s)
      return x * x
    }
    kaonPairs = parameters.kaonPairs * (isBaryon ? parameters.baryonKaons : 1) * open(8.5)
    baryonPairs = parameters.baryonPairs * open(16)
    hyperons = parameters.hyperons * open(5)
    eta = parameters.eta * open(4)
    leadingEta = parameters.leadingEta * open(4)
    sameMeson = 0.50 + parameters.slowSame * exp(-s / 16)
  }
}

extension Particle {
  @inline(__always) var isNucleon: Bool { self == .proton || self == .neutron }

  /// The isospin partner with one unit of charge more or less, or the same.
  func shifted(_ up: Bool, pionsOnly: Bool) -> Particle {
    switch self {
    case .pionMinus: return up ? .pionZero : self
    case .pionZero: return up ? .pionPlus : .pionMinus
    case .pionPlus: return up ? self : .pionZero
    default: break
    }
    if pionsOnly { return self }
    switch self {
    case .kaonShort: return up ? .kaonPlus : self
    case .kaonPlus: return up ? self : .kaonShort
    case .kaonMinus: return up ? .kaonLong : self
    case .kaonLong: return up ? self : .kaonMinus
    case .neutron: return up ? .proton : self
    case .proton: return up ? self : .neutron
    case .antiproton: return up ? .antineutron : self
    case .antineutron: return up ? self : .antiproton
    default: return self
    }
  }
}

import Core
import Events
import Numerics

extension HadronicCascade {
  /// The first collision: rays of any impact parameter until one hits.
  mutating func strike(_ particle: Particle, _ momentum: FourMomentum, _ rng: inout RandomStream) {
    let kinetic = momentum.kineticEnergy(mass: table.mass(particle))
    let perLength =
      centralDensity_per_fm3 * 0.1 * HadronNucleon.total_mb(particle, kineticEnergy_GeV: kinetic)
    var hits = 0
    for _ in 0..<4000 {
      let impact = rng.uniform().squareRoot() * density.edge_fm
      let azimuth = sincosTurns(rng.uniform())
      var struck = CascadeParticle(particle: particle, momentum: momentum)
      let front = max(0, density.edge_fm * density.edge_fm - impact * impact).squareRoot()
      struck.position_fm = Vector3(impact * azimuth.cos, impact * azimuth.sin, -front)
      let direction = Vector3(0, 0, 1)
      guard let way = wayToCollision_fm(struck.position_fm, direction, perLength, free: 0, nil, &rng) else {
        continue
      }
      struck.position_fm = struck.position_fm + way * direction
      if collideInside(struck, &rng) { return }
      hits += 1
      if hits > 200 {
        inside.append(struck)
        return
      }
    }
    inside.append(CascadeParticle(particle: particle, momentum: momentum))
  }

  /// Distance to the next collision, by Woodcock's method; nil when it leaves.
  private func wayToCollision_fm(
    _ position: Vector3, _ direction: Vector3, _ perLength: Double, free: Double, _ medium: InMediumNucleon?,
    _ rng: inout RandomStream
  ) -> Double? {
    let end = density.wayOut_fm(position, direction)
    guard perLength > 0 else { return nil }
    var way = free
    while true {
      way += rng.exponential() / perLength
      if way >= end { return nil }
      let shape = density.shape(squaredRadius: (position + way * direction).squaredLength)
      if rng.uniform() >= shape { continue }
      if let medium, rng.uniform() >= medium.factor(density_per_fm3: shape * centralDensity_per_fm3) {
        continue
      }
      return way
    }
  }

  /// Nucleons per fm³ in the middle, of those that are still there.
  var centralDensity_per_fm3: Double { Double(max(0, residual.massNumber)) * density.central_per_fm3 }

  /// Follows everything inside until it is out, or captured.
  mutating func followInside(_ rng: inout RandomStream) {
    var budget = 4000
    while inside.count > 0 {
      var track = inside.popLast()
      budget -= 1
      let mass = table.mass(track.particle)
      let kinetic = track.momentum.kineticEnergy(mass: mass)
      let isNucleon = track.particle == .proton || track.particle == .neutron
      if isNucleon, kinetic < field.depth_GeV(of: track.particle) + parameters.capture_GeV {
        capture(track.particle)
        continue
      }
      let p = track.momentum.momentum
      let length = p.length
      let direction = length > 0 ? (1 / length) * p : Vector3(0, 0, 1)
      let sigma = budget > 0 && residual.massNumber > 1 ? crossSection_fm2(track.particle, kinetic) : 0
      guard
        let way = wayToCollision_fm(
          track.position_fm, direction, centralDensity_per_fm3 * sigma, free: track.free_fm,
          isNucleon ? InMediumNucleon(kineticEnergy_GeV: kinetic) : nil, &rng)
      else {
        exit(track, kinetic)
        continue
      }
      track.position_fm = track.position_fm + way * direction
      track.free_fm = 0
      if !collideInside(track, &rng) { inside.append(track) }
    }
  }

  @inline(__always) func crossSection_fm2(_ particle: Particle, _ kinetic: Double) -> Double {
    switch particle {
    case .eta, .etaPrime: return 0
    default: return 0.1 * HadronNucleon.total_mb(particle, kineticEnergy_GeV: kinetic)
    }
  }

  mutating func capture(_ nucleon: Particle) {
    residual.massNumber += 1
    if nucleon == .proton { residual.atomicNumber += 1 }
  }

  /// Leaves the nucleus, unless the Coulomb barrier holds a proton back.
  mutating func exit(_ track: CascadeParticle, _ kinetic: Double) {
    let isNucleon = track.particle == .proton || track.particle == .neutron
    guard isNucleon, nucleus.massNumber > 1 else {
      outside.append(track)
      return
    }
    let left = kinetic - field.depth_GeV(of: track.particle)
    let barrier = track.particle == .proton ? 1.15e-3 * Double(residual.atomicNumber) / nucleus.radius_fm : 0
    if left <= barrier {
      capture(track.particle)
      return
    }
    var free = track
    free.momentum = withKinetic(left, track.particle, track.momentum)
    outside.append(free)
  }

  /// A collision at the track's place; false when Pauli's principle forbids it.
  mutating func collideInside(_ track: CascadeParticle, _ rng: inout RandomStream) -> Bool {
    products.removeAll()
    let before = residual
    let target = target(for: track.particle, track.momentum, &rng)
    remove(target)
    column_fm = density.column_fm(from: track.position_fm, along: track.momentum.momentum.normalized)
    // In the rest frame of the struck nucleon; further ones move with it.
    let mass = table.mass(target)
    let moving = fermiMotion(target, &rng)
    let inverse = FourMomentum(energy: moving.energy, momentum: -moving.momentum)
    let seen = track.momentum.boosted(by: inverse, mass: mass)
    var happens = collide(track.particle, seen, with: target, &rng, isolated: false)
    if happens {
      for index in 0..<products.count {
        products[index].momentum = products[index].momentum.boosted(by: moving, mass: mass)
      }
      happens = isAllowed()
    }
    if !happens {
      residual = before
      return false
    }
    collisions &+= 1
    for index in 0..<products.count {
      var product = products[index]
      let isNucleon = product.particle == .proton || product.particle == .neutron
      product.position_fm = track.position_fm
      product.free_fm =
        (isNucleon ? parameters.nucleonFormation : 1) * formation_fm_per_GeV
        * product.momentum.momentum.length
      inside.append(product)
    }
    return true
  }

  /// Which nucleon: slow pions prefer the one with which they make a Δ⁺⁺ or Δ⁻, 3 : 1; slow nucleons the other kind, σ(np)/σ(pp)
  /// = 1 + 1.9 e^{−T/0.2 GeV} (2.4 at 50 MeV, 1.7 at 200, 1.1 at 600).
  private func target(for particle: Particle, _ momentum: FourMomentum, _ rng: inout RandomStream) -> Particle
  {
    var protons = Double(residual.atomicNumber)
    var neutrons = Double(residual.massNumber - residual.atomicNumber)
    if momentum.energy < 0.6 {
      if particle == .pionPlus { protons *= 3 }
      if particle == .pionMinus { neutrons *= 3 }
    }
    if particle == .proton || particle == .neutron {
      let other = 1 + 1.9 * exp(-momentum.kineticEnergy(mass: table.mass(particle)) / 0.2)
      if particle == .proton { neutrons *= other } else { protons *= other }
    }
    return rng.uniform() * (protons + neutrons) < protons ? .proton : .neutron
  }
}

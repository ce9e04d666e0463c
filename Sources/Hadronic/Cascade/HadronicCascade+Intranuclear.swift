import Core
import Events
import Numerics

extension HadronicCascade {
  /// The first collision: impact parameter with the chance to collide at all, depth exponential.
  mutating func strike(_ particle: Particle, _ momentum: FourMomentum, _ rng: inout RandomStream) {
    let radius = radius_fm
    let mass = table.mass(particle)
    let kinetic = momentum.kineticEnergy(mass: mass)
    let perLength = density_per_fm3 * 0.1 * HadronNucleon.total_mb(particle, kineticEnergy_GeV: kinetic)
    var tries = 0
    while true {
      let half = (rng.uniform()).squareRoot() * radius
      let thickness = 2 * perLength * half
      tries &+= 1
      if tries < 1000, rng.uniform() > -expm1(-thickness) { continue }
      let depth = -log1p(rng.uniform() * expm1(-thickness)) / perLength
      let impact = max(0, radius * radius - half * half).squareRoot()
      let azimuth = sincosTurns(rng.uniform())
      var struck = CascadeParticle(particle: particle, momentum: momentum)
      struck.position_fm = Vector3(impact * azimuth.cos, impact * azimuth.sin, min(depth, 2 * half) - half)
      if collideInside(struck, &rng) { return }
      if tries > 200 {
        inside.append(struck)
        return
      }
    }
  }

  /// Nucleons per fm³ that are still there.
  var density_per_fm3: Double {
    Double(max(0, residual.massNumber)) * inverseVolume_per_fm3
  }

  /// Follows everything inside until it is out, or captured.
  mutating func followInside(_ rng: inout RandomStream) {
    let radius = radius_fm
    var budget = 4000
    while inside.count > 0 {
      var track = inside.popLast()
      budget -= 1
      let mass = table.mass(track.particle)
      let kinetic = track.momentum.kineticEnergy(mass: mass)
      let isNucleon = track.particle == .proton || track.particle == .neutron
      if isNucleon, kinetic < parameters.capture_GeV {
        capture(track.particle)
        continue
      }
      let p = track.momentum.momentum
      let length = p.length
      let direction = length > 0 ? (1 / length) * p : Vector3(0, 0, 1)
      let along = track.position_fm.dot(direction)
      let missing = track.position_fm.squaredLength - along * along
      let surface = missing < radius * radius ? (radius * radius - missing).squareRoot() - along : 0
      let sigma = crossSection_fm2(track.particle, kinetic)
      let path =
        budget > 0 && sigma > 0 && residual.massNumber > 1
        ? track.free_fm + rng.exponential() / (density_per_fm3 * sigma) : .infinity
      if path >= surface {
        exit(track, kinetic)
        continue
      }
      track.position_fm = track.position_fm + path * direction
      track.free_fm = 0
      if !collideInside(track, &rng) { inside.append(track) }
    }
  }

  @inline(__always) func crossSection_fm2(_ particle: Particle, _ kinetic: Double) -> Double {
    switch particle {
    case .eta, .etaPrime: return 0
    case .proton, .neutron:
      // Pauli's principle on the average: 1 − (7/5) E_F/E (Kikuchi, Kawai, Nuclear Matter and Nuclear Reactions (1968)).
      let free = 1 - 0.053 / (kinetic + 0.038)
      return 0.1 * HadronNucleon.total_mb(particle, kineticEnergy_GeV: kinetic) * max(0, free)
    default: return 0.1 * HadronNucleon.total_mb(particle, kineticEnergy_GeV: kinetic)
    }
  }

  mutating func capture(_ nucleon: Particle) {
    residual.massNumber += 1
    if nucleon == .proton { residual.atomicNumber += 1 }
  }

  /// Leaves the nucleus, unless the Coulomb barrier holds a proton back.
  mutating func exit(_ track: CascadeParticle, _ kinetic: Double) {
    if track.particle == .proton {
      let barrier = 1.15e-3 * Double(residual.atomicNumber) / radius_fm
      if kinetic < barrier {
        capture(.proton)
        return
      }
    }
    outside.append(track)
  }

  /// A collision at the track's place; false when Pauli's principle forbids it.
  mutating func collideInside(_ track: CascadeParticle, _ rng: inout RandomStream) -> Bool {
    products.removeAll()
    let target = target(for: track.particle, track.momentum, &rng)
    remove(target)
    atSurface_fm = wayOut_fm(track)
    if !collide(track.particle, track.momentum, with: target, &rng, isolated: false) {
      capture(target)
      return false
    }
    collisions &+= 1
    for index in 0..<products.count {
      var product = products[index]
      let isNucleon = product.particle == .proton || product.particle == .neutron
      product.position_fm = track.position_fm
      if !isNucleon {
        product.free_fm = parameters.formation_fm_per_GeV * product.momentum.momentum.length
      } else {
        product.free_fm =
          parameters.nucleonFormation * parameters.formation_fm_per_GeV * product.momentum.momentum.length
      }
      inside.append(product)
    }
    return true
  }

  func wayOut_fm(_ track: CascadeParticle) -> Double {
    let radius = radius_fm
    let direction = track.momentum.momentum.normalized
    let along = track.position_fm.dot(direction)
    let missing = track.position_fm.squaredLength - along * along
    return missing < radius * radius ? (radius * radius - missing).squareRoot() - along : 0
  }

  /// Which nucleon: slow pions prefer the one with which they make a Δ⁺⁺ or Δ⁻, 3 : 1.
  private func target(for particle: Particle, _ momentum: FourMomentum, _ rng: inout RandomStream) -> Particle
  {
    var protons = Double(residual.atomicNumber)
    var neutrons = Double(residual.massNumber - residual.atomicNumber)
    if momentum.energy < 0.6 {
      if particle == .pionPlus { protons *= 3 }
      if particle == .pionMinus { neutrons *= 3 }
    }
    return rng.uniform() * (protons + neutrons) < protons ? .proton : .neutron
  }
}

import Core
import Events
import Geometry
import Hadronic
import Numerics

extension ShowerTransport {
  /// Follows a hadron (or a τ) to its end: it interacts, decays, stops, is captured, or leaves the world.
  ///
  /// Straight steps to the next interaction, decay or boundary, whatever comes first; the number of mean free paths and the
  /// proper time left are drawn once and used up. Charged hadrons lose energy on the way by their range (exact in a step),
  /// and are turned by one Gaussian angle at its end (Highland).
  mutating func follow(hadron initial: Track) {
    var track = initial
    var rng = RandomStream(sameEventAs: base, trackBase: trackBase, track: track.lineage)
    var children: UInt64 = 0
    let before = tally.steps
    defer { tally.hadronSteps &+= tally.steps &- before }
    let particle = track.particle
    let life_ns = kinds.life_ns(particle)
    if life_ns < 1e-3, kinds.charge(particle) == 0 {
      if particle != .etaPrime {
        tally.electromagnetic_GeV += track.weight * (track.kineticEnergy_GeV + kinds.mass(particle))
      }
      decay(track, &rng, &children)
      return
    }
    if track.kineticEnergy_GeV < emission.leadingThreshold_GeV { return }
    let isWatched = emission.watches(track)
    var stepNumber: UInt32 = 0
    let views = hadronTables()
    var flight = HadronFlight(
      toInteraction: exponentials.exponential(rng.next()),
      life_mm: exponentials.exponential(rng.next()) * life_ns * Constants.lightSpeed_mm_per_ns,
      isBiased: settings.biasing.biasesHadrons
        && track.kineticEnergy_GeV > settings.biasing.hadronMinimumEnergy_GeV)
    if flight.isBiased { flight.life_mm /= settings.biasing.hadronDecay }
    if let life = forcedLife_mm(track, mean_mm: life_ns * Constants.lightSpeed_mm_per_ns, &rng) {
      flight.life_mm = life
    }
    while true {
      let material = world.materialIndex(track.location)
      let view = views + material
      let isVacuum = tables.isVacuum[material]
      let isBent = kinds.charge(particle) != 0 && isBent(track.location)
      let room = world.room(track.location)
      var boundary = BoundaryDistance(distance_mm: 0)
      while true {
        tally.steps &+= 1
        if track.kineticEnergy_GeV < HadronTable.lowestEnergy_GeV {
          stop(hadron: track, view, flight, &rng, &children)
          return
        }
        if isWatched, emits(hadron: &track, step: stepNumber, view) { return }
        let start = track
        let end =
          isVacuum
          ? glide(hadron: &track, &flight, room, &boundary, isBent: isBent, &rng, &children)
          : step(hadron: &track, &flight, view, room, &boundary, isBent: isBent, &rng, &children)
        if isWatched, !isVacuum, emission.isRecording {
          record(flightOf: track, from: start, step: stepNumber, isBent: isBent, material)
          if track.kineticEnergy_GeV < emission.leadingThreshold_GeV { return }
        }
        stepNumber &+= 1
        switch end {
        case .goesOn: continue
        case .crosses: break
        case .decays:
          decay(track, &rng, &children)
          return
        case .stops:
          stop(hadron: track, view, flight, &rng, &children)
          return
        case .interacts:
          if interact(hadron: &track, view, flight, &rng, &children) { return }
          flight.toInteraction = exponentials.exponential(rng.next())
          continue
        }
        break
      }
      if !cross(&track, boundary) { return }
      if settings.splitting.isOn, track.kineticEnergy_GeV > settings.splitting.minimumEnergy_GeV {
        split(&track, &children)
      }
    }
  }

  @inline(__always)
  private mutating func step(
    hadron track: inout Track, _ flight: inout HadronFlight, _ view: UnsafePointer<HadronPhysics.View>,
    _ room: Room, _ boundary: inout BoundaryDistance, isBent: Bool, _ rng: inout RandomStream,
    _ children: inout UInt64
  ) -> HadronStepEnd {
    let particle = track.particle
    let mass = kinds.mass(particle)
    let energy = track.kineticEnergy_GeV
    let rates = view.pointee.rates
    let cell = rates.cell(energy)
    var rate = rates.rate(particle, cell)
    var scale = 1.0
    if flight.isBiased {
      scale = settings.biasing.hadronInelastic
      rate.inelastic *= scale
    }
    let sum = rate.inelastic + rate.elastic
    let betaGamma = (energy * (energy + 2 * mass)).squareRoot() / mass
    let gamma = 1 + energy / mass
    let toInteraction = sum > 0 ? flight.toInteraction / sum : .infinity
    let toDecay = flight.life_mm * betaGamma
    var length = min(toInteraction, toDecay)
    boundary =
      isBent
      ? lookAhead(track, along: min(length, 1e7), atEnergy_GeV: energy).boundary
      : distanceToBoundary(track, room)
    var end: HadronStepEnd = length == toInteraction ? .interacts : .decays
    if length >= boundary.distance_mm {
      length = boundary.distance_mm
      end = .crosses
    }
    let isCharged = kinds.charge(particle) != 0
    var after = energy
    if isCharged {
      let range = rates.range_mm(particle, cell)
      // Rates follow the energy: at most a third of the range, at least 2 mm, at a time.
      let longest = max(2, 0.33 * range)
      if length > longest, range > longest {
        length = longest
        end = .goesOn
      }
      if range <= length {
        length = range
        end = .stops
        after = 0
      } else {
        after = min(energy, rates.energy_GeV(particle, range_mm: range - length))
      }
      let middle = track.position + 0.5 * length * track.direction
      deposit(hadron: track, from: energy, to: after, view, middle)
    }
    if isBent {
      let curve = bend(
        &track, along: length, crossing: end == .crosses, atEnergy_GeV: 0.5 * (energy + after), &rng,
        &children)
      if curve.crosses {
        boundary = curve.boundary
        if end != .crosses, end != .stops { end = .crosses }
      } else if end == .crosses {
        end = .goesOn
      }
      length = curve.length_mm
    } else {
      track.position = track.position + length * track.direction
    }
    // What was radiated on the curve is gone already.
    track.kineticEnergy_GeV = max(0, after - (energy - track.kineticEnergy_GeV))
    track.time_ns += length * gamma / (betaGamma * Constants.lightSpeed_mm_per_ns)
    flight.life_mm = max(0, flight.life_mm - length / betaGamma)
    flight.toInteraction = max(0, flight.toInteraction - length * sum)
    if flight.isBiased {
      weigh(bias: exp((1 - 1 / scale) * rate.inelastic * length))
      countLife(particle, length / betaGamma, decays: end == .decays)
    }
    if end == .interacts { flight.isElastic = rng.uniform() * sum >= rate.inelastic }
    if end == .interacts, flight.isBiased, !flight.isElastic { weigh(bias: 1 / scale) }
    if isCharged, end != .stops, length > 0 {
      scatter(hadron: &track, length, 0.5 * (energy + after), mass, view, &rng)
    }
    return end
  }

  /// Multiple scattering: Gaussian of Highland's width [PDG, Eq. 34.16], both projections.
  @inline(__always)
  private func scatter(
    hadron track: inout Track, _ length: Double, _ energy: Double, _ mass: Double,
    _ view: UnsafePointer<HadronPhysics.View>, _ rng: inout RandomStream
  ) {
    let x = length / view.pointee.rates.radiationLength_mm
    guard x > 1e-9 else { return }
    let momentumBeta = energy * (energy + 2 * mass) / (energy + mass)
    let width = min(0.5, 0.0136 / momentumBeta * x.squareRoot() * max(0.5, 1 + 0.038 * log(x)))
    let theta = min(3, width * (2 * rng.exponential()).squareRoot())
    let turn = sincosTurns(theta * (0.5 / Double.pi))
    let phi = sincosTurns(rng.uniform())
    track.direction = track.direction.rotated(
      cosTheta: turn.cos, sinTheta: turn.sin, cosPhi: phi.cos, sinPhi: phi.sin)
  }

  /// Ionisation between two energies, quenched for sensors.
  @inline(__always)
  func deposit(
    hadron track: Track, from before: Double, to after: Double, _ view: UnsafePointer<HadronPhysics.View>,
    _ position: Vector3
  ) {
    var visible = before - after
    if let table = view.pointee.visible {
      let rates = view.pointee.rates
      visible =
        rates.visible_GeV(table, track.particle, kineticEnergy_GeV: before)
        - rates.visible_GeV(table, track.particle, kineticEnergy_GeV: after)
    }
    tally.deposit(
      before - after, visible_GeV: isLate(track) ? 0 : visible, at: track.location, position, in: world)
  }

  /// A deposit of α particles or slow nuclei; sensors see 1/(1 + k_B dE/dx) of it.
  func deposit(
    _ kind: NuclearDeposit, _ energy: Double, _ track: Track, _ view: UnsafePointer<HadronPhysics.View>
  ) {
    let seen = isLate(track) ? 0 : 1 / (1 + settings.hadrons.birks_mm_per_MeV * kind.rawValue)
    tally.deposit(energy, visible_GeV: seen * energy, at: track.location, track.position, in: world)
  }

  /// Whether a track is past the sensors' time window.
  @inline(__always)
  func isLate(_ track: Track) -> Bool {
    let window = settings.hadrons.timeWindow_ns
    guard window > 0 else { return false }
    let z = world.toGlobal(track.position, volume: track.location.volume).z
    return track.time_ns - (z - startZ_mm) / Constants.lightSpeed_mm_per_ns > window
  }

  private mutating func glide(
    hadron track: inout Track, _ flight: inout HadronFlight, _ room: Room, _ boundary: inout BoundaryDistance,
    isBent: Bool, _ rng: inout RandomStream, _ children: inout UInt64
  ) -> HadronStepEnd {
    if !isBent { boundary = distanceToBoundary(track, room) }
    let mass = kinds.mass(track.particle)
    let energy = track.kineticEnergy_GeV
    let betaGamma = (energy * (energy + 2 * mass)).squareRoot() / mass
    let toDecay = flight.life_mm * betaGamma
    var length = toDecay
    var decays = true
    if isBent {
      let curve = bend(
        &track, along: min(toDecay, 1e7), atEnergy_GeV: energy, isVacuum: true, &rng, &children)
      boundary = curve.boundary
      length = curve.length_mm
      decays = !curve.crosses
      if curve.isTrapped { return .stops }
    } else {
      length = min(boundary.distance_mm, toDecay)
      decays = toDecay < boundary.distance_mm
      track.position = track.position + length * track.direction
    }
    track.time_ns += length * (1 + energy / mass) / (betaGamma * Constants.lightSpeed_mm_per_ns)
    flight.life_mm = max(0, flight.life_mm - length / betaGamma)
    if flight.isBiased { countLife(track.particle, length / betaGamma, decays: decays) }
    return decays ? .decays : .crosses
  }

  @inline(__always)
  mutating func hadronTables() -> UnsafePointer<HadronPhysics.View> {
    if let hadronViews { return hadronViews }
    let views = physics.hadrons.views()
    hadronViews = views
    return views
  }

  /// What sensors see depends on tables that are built when they are needed.
  mutating func prepareHadrons(_ primary: Particle) {
    guard hasVisibility else { return }
    let views = hadronTables()
    electronsSeen = 1
    for sensor in geometry.sensors.indices {
      electronsSeen = views[geometry.material(ofSensor: sensor)].electronsSeen
    }
  }

  /// Event weights stay finite however absurd the factors are.
  @inline(__always)
  mutating func weigh(bias factor: Double) { tally.weight = min(tally.weight * factor, 1e100) }

  /// Keeps the weight when lives are biased.
  @inline(__always)
  private mutating func countLife(_ particle: Particle, _ proper_mm: Double, decays: Bool) {
    let factor = settings.biasing.hadronDecay
    if factor == 1 { return }
    let life = kinds.life_ns(particle) * Constants.lightSpeed_mm_per_ns
    guard life < .infinity else { return }
    weigh(bias: exp((factor - 1) * proper_mm / life))
    if decays { weigh(bias: 1 / factor) }
  }
}

/// Slow nuclei by their dE/dx in a plastic scintillator [MeV/mm] (ICRU reports 49 and 73).
enum NuclearDeposit: Double {
  /// α particles of 5 to 10 MeV.
  case alpha = 80
  /// Carbon and heavier recoils around 1 MeV.
  case recoil = 500
}

/// How a step of a hadron ended.
enum HadronStepEnd {
  case goesOn
  case crosses
  case decays
  case stops
  case interacts
}

/// What a hadron carries from step to step besides its track.
struct HadronFlight {
  /// Mean free paths to the next interaction.
  var toInteraction: Double
  /// c times the proper time left to live.
  var life_mm: Double
  var isBiased: Bool
  var isElastic = false

  init(toInteraction: Double, life_mm: Double, isBiased: Bool) {
    self.toInteraction = toInteraction
    self.life_mm = life_mm
    self.isBiased = isBiased
  }
}

import Core
import Electromagnetic
import Events
import Geometry
import Numerics

extension ShowerTransport {
  /// Follows a muon to its end: it leaves the world, decays in flight, or comes to rest.
  ///
  /// The proper time left to live is drawn at birth; losses of energy on the way are then accounted for exactly.
  mutating func follow(muon initial: Track) {
    if initial.kineticEnergy_GeV < emission.leadingThreshold_GeV { return }
    var track = initial
    var rng = RandomStream(sameEventAs: base, trackBase: trackBase, track: track.lineage)
    var children: UInt64 = 0
    var step: UInt32 = 0
    let world = self.world
    let views = muonTables()
    var flight = MuonFlight(
      toInteraction: exponentials.exponential(rng.next()),
      life_mm: exponentials.exponential(rng.next()) * MuonFlight.meanLife_mm / settings.biasing.muonDecay,
      toPhotonuclear: settings.biasing.muonPhotonuclear == 1
        ? .infinity : exponentials.exponential(rng.next()))
    if let life = forcedLife_mm(track, mean_mm: MuonFlight.meanLife_mm, &rng) { flight.life_mm = life }

    while true {
      let material = world.materialIndex(track.location)
      let view = views + material
      let isVacuum = tables.isVacuum[material]
      let isBent = isBent(track.location)
      let room = world.room(track.location)
      var boundary = BoundaryDistance(distance_mm: 0)
      // All steps in one volume or slab.
      while true {
        tally.steps &+= 1
        if emission.isArmed, emission.apply(to: &track, step: step) {
          leaveEmission(of: track, at: track.location, track.position)
          if !emission.outcome.particleSurvives { return }
        }
        if track.kineticEnergy_GeV < emission.leadingThreshold_GeV { return }
        // In vacuum nothing stops it.
        if track.kineticEnergy_GeV <= (isVacuum ? 1e-9 : MuonTable.lowestEnergy_GeV) {
          stop(muon: track, life_mm: flight.life_mm, &rng, &children)
          return
        }
        let end =
          isBent
          ? stepMuonInField(&track, &flight, view, room, material, step, &boundary, &rng, &children)
          : isVacuum
            ? glide(&track, &flight, room, &boundary)
            : stepMuon(&track, &flight, view, room, material, step, &boundary, &rng, &children)
        step &+= 1
        if end == .ends {
          decay(track, &rng, &children)
          return
        }
        if end == .crosses { break }
      }
      if !cross(&track, boundary) { return }
    }
  }

  /// One condensed step: as that of fast electrons (`stepCondensed`), with the random hinge; in a layer of a
  /// calorimeter it is the whole layer unless there is a discrete loss.
  ///
  /// The number of mean free paths to the next discrete loss is kept from step to step; it is counted with an
  /// upper bound of the rate and thinned where it ends.
  @inline(__always)
  private mutating func stepMuon(
    _ track: inout Track, _ flight: inout MuonFlight, _ view: UnsafePointer<MuonTableView>, _ room: Room,
    _ material: Int, _ step: UInt32, _ boundary: inout BoundaryDistance, _ rng: inout RandomStream,
    _ children: inout UInt64, isBent: Bool = false
  ) -> StepEnd {
    let energy = track.kineticEnergy_GeV
    let logEnergy = log(energy)
    if !isBent { boundary = distanceToBoundary(track, room) }
    let row = view.pointee.row(logKineticEnergy: logEnergy)
    let bound = view.pointee.rateBound_per_mm(logKineticEnergy: logEnergy)
    let pace = MuonFlight.pace(energy)
    // A biased process has a Poisson law of its own, with the rate at the step's start.
    let photonuclear = flight.toPhotonuclear < .infinity ? row.photonuclearRate : 0
    let toInteraction = flight.toInteraction / bound
    let toDecay = flight.life_mm * pace.betaGamma
    var length = min(toInteraction, toDecay)
    if photonuclear > 0 {
      length = min(length, flight.toPhotonuclear / (settings.biasing.muonPhotonuclear * photonuclear))
    }
    length = min(length, settings.scatteringFraction / max(row.firstTransport, 1e-300))
    length = min(length, max(0.1 * energy / row.stoppingPower, 1e-3))
    var interacts = length == toInteraction
    var isPhotonuclear =
      photonuclear > 0
      && length == flight.toPhotonuclear / (settings.biasing.muonPhotonuclear * photonuclear)
    var decays = length == toDecay
    if isBent { boundary = lookAhead(track, along: length, atEnergy_GeV: energy).boundary }
    if length >= boundary.distance_mm {
      length = boundary.distance_mm
      interacts = false
      decays = false
      isPhotonuclear = false
    }
    let start = (position: track.position, direction: track.direction)

    let hinge = length * RandomStream.uniform(UInt32(truncatingIfNeeded: rng.next()))
    var curve = CurvedFlight(length_mm: 0, boundary: boundary, crosses: false)
    if isBent {
      curve = bend(&track, along: hinge, atEnergy_GeV: energy, &rng, &children)
    } else {
      track.position = track.position + hinge * track.direction
    }
    let hingePosition = track.position
    let oneMinusCosine = view.pointee.sampleMultipleScatteringCosine(step_mm: length, row, &rng)
    let (sinPhi, cosPhi) = azimuths(UInt32(truncatingIfNeeded: rng.next()))
    track.direction = track.direction.rotated(
      cosTheta: 1 - oneMinusCosine, sinTheta: max(0, oneMinusCosine * (2 - oneMinusCosine)).squareRoot(),
      cosPhi: cosPhi, sinPhi: sinPhi)
    var rest = length - hinge
    // A gap of a few per cent of the step is closed rather than stepped into, unless something happens there.
    let gap = interacts || decays || isPhotonuclear ? 0 : 0.05 * length
    let crosses: Bool
    if isBent {
      bendOn(
        &track, &curve, along: rest,
        closingGap_mm: interacts || decays || isPhotonuclear ? 0 : max(gap, CurvedFlight.leastGap_mm),
        atEnergy_GeV: energy, &rng, &children)
      rest = curve.length_mm
      boundary = curve.boundary
      crosses = curve.crosses
    } else {
      boundary = distanceToBoundary(track, room)
      crosses = rest + gap >= boundary.distance_mm
      if crosses { rest = boundary.distance_mm }
      track.position = track.position + rest * track.direction
    }
    let path = hinge + rest
    trackLengths?.add(path, track.particle, material: material, logEnergy: logEnergy)
    let mean = view.pointee.meanLoss_GeV(kineticEnergy_GeV: energy, step_mm: path, row)
    var loss = view.pointee.sampleLoss_GeV(
      kineticEnergy_GeV: energy, meanLoss_GeV: mean, step_mm: path, row, &rng, exponentials)
    // What was radiated on the way is gone already.
    let left = isBent ? track.kineticEnergy_GeV : energy
    if isBent { loss = min(loss, left) }
    tally.deposit(loss, at: track.location, hingePosition, in: world)
    track.kineticEnergy_GeV = left - loss
    if emission.isRecording {
      emission.record(
        track, from: start, step: step, kineticEnergy_GeV: energy,
        endKineticEnergy_GeV: track.kineticEnergy_GeV, length_mm: path, material: material)
    }
    track.time_ns += path * pace.time_ns_per_mm
    flight.life_mm = max(0, flight.life_mm - path / pace.betaGamma)
    flight.toInteraction = max(0, flight.toInteraction - path * bound)
    if photonuclear > 0 {
      let factor = settings.biasing.muonPhotonuclear
      weigh(exp((factor - 1) * photonuclear * path))
      flight.toPhotonuclear = max(0, flight.toPhotonuclear - factor * photonuclear * path)
    }
    countLife(path / pace.betaGamma, decays: decays && !crosses)
    if crosses { return .crosses }
    if decays { return .ends }
    if isPhotonuclear {
      tally.weight /= settings.biasing.muonPhotonuclear
      flight.toPhotonuclear = exponentials.exponential(rng.next())
      interact(muon: &track, view, .photonuclear, &rng, &children)
      return .goesOn
    }
    if !interacts || track.kineticEnergy_GeV <= MuonTable.lowestEnergy_GeV { return .goesOn }
    flight.toInteraction = exponentials.exponential(rng.next())
    let here = view.pointee.row(logKineticEnergy: log(track.kineticEnergy_GeV))
    let choice = rng.uniform() * bound
    if photonuclear > 0, here.process(choice) == .photonuclear { return .goesOn }
    if choice < here.rate { interact(muon: &track, view, here.process(choice), &rng, &children) }
    return .goesOn
  }

  /// Through vacuum: straight on, to the boundary or to the place of decay.
  private mutating func glide(
    _ track: inout Track, _ flight: inout MuonFlight, _ room: Room, _ boundary: inout BoundaryDistance
  ) -> StepEnd {
    boundary = distanceToBoundary(track, room)
    let pace = MuonFlight.pace(track.kineticEnergy_GeV)
    let toDecay = flight.life_mm * pace.betaGamma
    let length = min(boundary.distance_mm, toDecay)
    track.position = track.position + length * track.direction
    track.time_ns += length * pace.time_ns_per_mm
    flight.life_mm = max(0, flight.life_mm - length / pace.betaGamma)
    let decays = toDecay < boundary.distance_mm
    countLife(length / pace.betaGamma, decays: decays)
    return decays ? .ends : .crosses
  }

  /// Weights stay finite however absurd the factors are.
  @inline(__always)
  private mutating func weigh(_ factor: Double) { tally.weight = min(tally.weight * factor, 1e100) }

  /// Keeps the weight when lives are biased.
  @inline(__always)
  private mutating func countLife(_ proper_mm: Double, decays: Bool) {
    let factor = settings.biasing.muonDecay
    if factor == 1 { return }
    weigh(exp((factor - 1) * proper_mm / MuonFlight.meanLife_mm))
    if decays { tally.weight /= factor }
  }

  /// A step in a volume with a field. A muon that circles in vacuum does so until it decays.
  @inline(never)
  private mutating func stepMuonInField(
    _ track: inout Track, _ flight: inout MuonFlight, _ view: UnsafePointer<MuonTableView>, _ room: Room,
    _ material: Int, _ step: UInt32, _ boundary: inout BoundaryDistance, _ rng: inout RandomStream,
    _ children: inout UInt64
  ) -> StepEnd {
    guard tables.isVacuum[material] else {
      return stepMuon(
        &track, &flight, view, room, material, step, &boundary, &rng, &children, isBent: true)
    }
    let pace = MuonFlight.pace(track.kineticEnergy_GeV)
    let toDecay = flight.life_mm * pace.betaGamma
    let curve = bend(
      &track, along: min(toDecay, 1e7), atEnergy_GeV: track.kineticEnergy_GeV, isVacuum: true, &rng, &children
    )
    boundary = curve.boundary
    track.time_ns += curve.length_mm * pace.time_ns_per_mm
    flight.life_mm = max(0, flight.life_mm - curve.length_mm / pace.betaGamma)
    // A trapped one decays where it is.
    countLife(curve.length_mm / pace.betaGamma, decays: !curve.crosses)
    return curve.crosses ? .crosses : .ends
  }

  /// A discrete loss.
  @inline(never)
  private mutating func interact(
    muon track: inout Track, _ view: UnsafePointer<MuonTableView>, _ process: MuonEnergyLoss.Process,
    _ rng: inout RandomStream, _ children: inout UInt64
  ) {
    let interaction = view.pointee.withTable {
      $0.interact(process, kineticEnergy_GeV: track.kineticEnergy_GeV, direction: track.direction, &rng)
    }
    if process == .photonuclear, settings.hadrons.photonuclear,
      interaction.localDeposit_GeV > ShowerTransport.photonuclearThreshold_GeV
    {
      // The virtual photon, along the muon: its angle is below √(Q²)/ν.
      var photon = track
      photon.particle = .photon
      photon.kineticEnergy_GeV = interaction.localDeposit_GeV
      makeHadrons(photon: photon, hadronTables() + world.materialIndex(track.location), &rng, &children)
    } else if interaction.localDeposit_GeV > 0 {
      tally.deposit(interaction.localDeposit_GeV, at: track.location, track.position, in: world)
    }
    push(interaction, from: track, children: &children)
    track.kineticEnergy_GeV = interaction.kineticEnergy_GeV
    track.direction = interaction.direction
  }

  /// At rest: what is left of the kinetic energy stays here; a μ⁺ decays when its time has come, a μ⁻ in an atom's
  /// ground state also may be captured (`MuonicAtom`).
  @inline(never)
  private mutating func stop(
    muon track: Track, life_mm: Double, _ rng: inout RandomStream, _ children: inout UInt64
  ) {
    var track = track
    tally.deposit(track.kineticEnergy_GeV, at: track.location, track.position, in: world)
    track.kineticEnergy_GeV = 0
    let material = world.materialIndex(track.location)
    if track.particle == .muonMinus, !tables.isVacuum[material],
      let choice = physics.muons.atoms[material].choose(&rng)
    {
      end(track, in: choice, &rng, &children)
      return
    }
    // What is left of a biased life, made natural again: exponential laws have no memory.
    track.time_ns += life_mm * settings.biasing.muonDecay / Constants.lightSpeed_mm_per_ns
    decay(track, &rng, &children)
  }

  /// A μ⁻ in an atom: decay or capture, whichever comes first.
  private mutating func end(
    _ muon: Track, in choice: MuonicAtoms.Choice, _ rng: inout RandomStream, _ children: inout UInt64
  ) {
    var track = muon
    track.time_ns += exponentials.exponential(rng.next()) * choice.atom.meanLife_ns
    guard rng.uniform() < choice.atom.captureProbability else {
      decay(track, &rng, &children)
      return
    }
    cascade.captureMuon(
      atomicNumber: choice.element.atomicNumber, atomicMass: choice.element.atomicMass, &rng,
      into: &finalState)
    tally.nuclearLoss_GeV += track.weight * finalState.nuclearLoss_GeV
    if finalState.localDeposit_GeV != 0 {
      deposit(
        .alpha, finalState.localDeposit_GeV, track, hadronTables() + world.materialIndex(track.location))
    }
    for index in 0..<finalState.count {
      push(finalState.secondaries[index], from: track, children: &children)
    }
  }

  @inline(__always)
  private mutating func muonTables() -> UnsafePointer<MuonTableView> {
    if let muonViews { return muonViews }
    let views = physics.muons.views()
    muonViews = views
    return views
  }
}

/// What a muon carries from step to step besides its track.
struct MuonFlight {
  /// c times the mean life.
  static let meanLife_mm = Particle.muonMinus.meanLife_ns * Constants.lightSpeed_mm_per_ns

  /// Mean free paths to the next discrete loss.
  var toInteraction: Double
  /// c times the proper time left to live.
  var life_mm: Double
  /// Mean free paths to the next photonuclear interaction where that is biased.
  var toPhotonuclear: Double

  @inline(__always)
  static func pace(_ kineticEnergy_GeV: Double) -> (betaGamma: Double, time_ns_per_mm: Double) {
    let mass = Constants.muonMass_GeV
    let betaGamma = (kineticEnergy_GeV * (kineticEnergy_GeV + 2 * mass)).squareRoot() / mass
    return (betaGamma, (kineticEnergy_GeV + mass) / (mass * betaGamma * Constants.lightSpeed_mm_per_ns))
  }
}

import Events
import Geometry
import Numerics

extension ShowerTransport {
  /// Deposits also go to a log that the caller owns; nil ends that.
  public mutating func logDeposits(to log: UnsafeMutablePointer<DepositLog>?) { tally.log = log }

  /// Showers below the threshold are taken from libraries from now on. The caller keeps `fast` alive.
  public mutating func use(_ fast: FastShowers?) {
    fastVolumes = fast.map { UnsafePointer($0.volumes) }
    fastThreshold_GeV = fast?.threshold_GeV ?? 0
  }

  /// The energy below which a track is not simply followed.
  @inline(__always)
  var handOverThreshold_GeV: Double { max(emission.leadingThreshold_GeV, fastThreshold_GeV) }

  /// What becomes of a track below `handOverThreshold_GeV`: in a chain of leading particles it is dropped; in
  /// fast mode it becomes a shower of the library where there is one for it.
  ///
  /// A signal's emission is not disturbed: it happens to tracks above the leading threshold, and the fast
  /// threshold is not above that (`Run` checks it).
  ///
  /// - Returns: true when the track has found its end.
  @inline(never)
  mutating func handOver(_ track: Track, _ rng: inout RandomStream, _ children: inout UInt64) -> Bool {
    let energy = track.kineticEnergy_GeV
    if energy < emission.leadingThreshold_GeV { return true }
    guard energy < fastThreshold_GeV else { return false }
    let volume = fastVolumes! + Int(track.location.volume)
    // Showers are recorded along +z: much larger angles than this they cannot be turned to.
    guard volume.pointee.library != nil, track.direction.z > 0.5 else { return false }
    // A positron's annihilation matters when it is soft.
    if track.particle == .positron, energy < 0.02 { return false }
    let grid = track.particle == .photon ? volume.pointee.photons : volume.pointee.electrons
    let cell = (log(energy) - grid.logLowest) * grid.inverseSpacing
    if cell < 0 { return false }
    let low = min(Int(cell), grid.last &- 1)
    let group = grid.groups + (rng.uniform() < cell - Double(low) ? low &+ 1 : low)
    place(
      volume.pointee.choose(group, location: track.location, z: track.position.z, &rng), for: track,
      in: volume, &rng, &children)
    return true
  }

  /// Deposits the spots of a recorded shower along a track's direction; what falls out of the volume has
  /// escaped, or goes on behind it.
  private mutating func place(
    _ entry: UnsafePointer<ShowerEntry>, for track: Track, in volume: UnsafePointer<FastVolume>,
    _ rng: inout RandomStream, _ children: inout UInt64
  ) {
    let energy = track.particle.availableEnergy_GeV(kineticEnergy_GeV: track.kineticEnergy_GeV)
    guard entry.pointee.spotCount > 0 else {
      tally.deposit(energy, at: track.location, track.position, in: world)
      return
    }
    let scale = energy * entry.pointee.scale
    // Any two axes across the direction, turned by a random angle. Duff et al., JCGT 6 (2017) 1, for z > 0.
    let d = track.direction
    let a = -1 / (1 + d.z)
    let b = d.x * d.y * a
    let turn = sincosTurns(rng.uniform())
    let first = Vector3(1 + d.x * d.x * a, b, -d.x)
    let second = Vector3(b, 1 + d.y * d.y * a, -d.y)
    let acrossX = turn.cos * first + turn.sin * second
    let acrossY = turn.cos * second - turn.sin * first

    let v = volume.pointee
    let middles = v.slabMiddles!
    let offset = (track.position.z + v.halfZ) * v.inverseThickness
    let origin = track.position
    var spot = v.spots! + Int(entry.pointee.firstSpot)
    let end = spot + Int(entry.pointee.spotCount)
    var out = 0.0
    var behind = 0.0
    var behindX = 0.0
    var behindY = 0.0
    while spot < end {
      let energy = Double(spot.pointee.share) * scale
      let depth = Double(spot.pointee.depth)
      let x = Double(spot.pointee.x)
      let y = Double(spot.pointee.y)
      let px = origin.x + depth * d.x + x * acrossX.x + y * acrossY.x
      let py = origin.y + depth * d.y + x * acrossX.y + y * acrossY.y
      let along = depth * d.z + x * acrossX.z + y * acrossY.z
      // The slab of its kind that is nearest to where it is.
      let kind = Int(spot.pointee.slab)
      let layer = Int(along * v.inverseThickness + offset - middles[kind] + 4096.5) &- 4096
      spot += 1
      if px.magnitude >= v.halfX || py.magnitude >= v.halfY || layer < 0 {
        out += energy
        continue
      }
      if layer >= v.layerCount {
        behind += energy
        behindX += energy * px
        behindY += energy * py
        continue
      }
      tally.deposit(
        energy,
        at: Location(
          volume: track.location.volume, slab: Int32(truncatingIfNeeded: layer &* v.kinds &+ kind)),
        Vector3(px, py, (Double(layer) + middles[kind]) * v.layerThickness - v.halfZ), in: world)
    }
    tally.escaped_GeV += out
    if behind > 0 {
      goOn(
        behind, at: Vector3(behindX / behind, behindY / behind, v.halfZ), track, v, &rng, &children)
    }
  }

  /// Energy that a recorded shower would have left beyond the rear face flies on as photons: the tail of a
  /// shower in heavy matter is photons of several MeV. A model of the leakage, not transport of it.
  @inline(never)
  private mutating func goOn(
    _ energy_GeV: Double, at position: Vector3, _ track: Track, _ volume: FastVolume,
    _ rng: inout RandomStream, _ children: inout UInt64
  ) {
    let count = max(1, min(64, Int(energy_GeV / FastVolume.leakingPhoton_GeV)))
    let each = energy_GeV / Double(count)
    for _ in 0..<count {
      let cosTheta = 1 - 0.5 * rng.uniform()
      let azimuth = sincosTurns(rng.uniform())
      var photon = track
      photon.particle = .photon
      photon.kineticEnergy_GeV = each
      photon.position = position
      photon.direction = track.direction.rotated(
        cosTheta: cosTheta, sinTheta: (1 - cosTheta * cosTheta).squareRoot(), cosPhi: azimuth.cos,
        sinPhi: azimuth.sin)
      photon.location.slab = Int32(volume.layerCount * volume.kinds - 1)
      photon.lineage = Track.childLineage(parent: track.lineage, index: children)
      children &+= 1
      guard photon.direction.z > 0 else {
        tally.escaped_GeV += each
        continue
      }
      if cross(&photon, BoundaryDistance(distance_mm: 0)) { stack.push(photon) }
    }
  }
}

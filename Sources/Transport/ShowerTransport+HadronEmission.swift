import Core
import Events
import Geometry
import Hadronic
import Numerics

/// Signal production along the flights of hadrons. A flight is as long as an interaction length, so that the new
/// particle is made anywhere on it and not at its start.
extension ShowerTransport {
  mutating func record(flightOf track: Track, from start: Track, step: UInt32, isBent: Bool, _ material: Int)
  {
    // Chords of a curve in a field are right to 1e-6 for the energies of beams.
    let length = (track.position - start.position).length
    emission.record(
      track, from: (start.position, start.direction), step: step,
      kineticEnergy_GeV: start.kineticEnergy_GeV, endKineticEnergy_GeV: track.kineticEnergy_GeV,
      length_mm: length, material: material, extent_mm: isBent ? 0 : length)
  }

  /// Carries out the armed emission of a hadron: it flies to the vertex, leaves its ionisation, and is gone.
  ///
  /// - Returns: true when it has done so.
  @inline(never)
  mutating func emits(
    hadron track: inout Track, step: UInt32, _ view: UnsafePointer<HadronPhysics.View>
  ) -> Bool {
    guard let flight = emission.flight(of: track, step: step) else { return false }
    let energy = track.kineticEnergy_GeV
    if flight.length_mm > 0 {
      let middle = track.position + 0.5 * flight.length_mm * track.direction
      if kinds.charge(track.particle) != 0 {
        deposit(hadron: track, from: energy, to: flight.kineticEnergy_GeV, view, middle)
      }
      let mass = kinds.mass(track.particle)
      let beta = (energy * (energy + 2 * mass)).squareRoot() / (energy + mass)
      track.time_ns += flight.length_mm / (beta * Constants.lightSpeed_mm_per_ns)
      track.position = track.position + flight.length_mm * track.direction
      track.kineticEnergy_GeV = flight.kineticEnergy_GeV
    }
    _ = emission.apply(to: &track, step: step)
    leaveEmission(of: track, at: track.location, track.position)
    return true
  }
}

import Core
import Electromagnetic
import Events
import Matter
import Numerics

@testable import Transport

/// Showers in a plate of one material by a second, plain programme: nothing but condensed steps, whose length and
/// manner can be chosen, and the cross sections of the library. It shows what a transport with long steps makes of
/// the shape of a shower.
struct PlainShower {
  enum Steps {
    /// At most a twentieth of a transport mean free path, displaced by a random hinge.
    case short
    /// As Geant4's option 0 takes them in an unbounded medium: by the loss function alone (0.2, 1 mm: the
    /// whole range when it is below 1 mm), straight on over the mean distance λ (1 − e^{−s/λ}), the turn at the
    /// end, no displacement of what cannot reach a surface; the last step to rest without turn (Geant4 Physics
    /// Reference Manual, release 11.2, chapters "Multiple scattering" and "Mean energy loss").
    case long
  }

  /// Where the energy of a step is booked.
  enum Booking: Int, CaseIterable {
    case atStart
    case inTheMiddle
    case atEnd
  }

  static let radii_mm = [1.0, 2, 5, 10, 20, 50]

  struct Result {
    /// Shares of the beam energy within the radii, by booking.
    var within = Array(repeating: [Double](repeating: 0, count: radii_mm.count), count: 3)
    /// Their sums of squares.
    var squares = Array(repeating: [Double](repeating: 0, count: radii_mm.count), count: 3)
    var events = 0
    var imbalance = 0.0

    /// Mean share within a radius and its error.
    func share(_ radius_mm: Double, _ booking: Booking = .inTheMiddle) -> (mean: Double, error: Double) {
      let index = radii_mm.firstIndex(of: radius_mm)!
      let n = Double(events)
      let mean = within[booking.rawValue][index] / n
      return (mean, ((squares[booking.rawValue][index] / n - mean * mean) / n).squareRoot())
    }
  }

  private struct Flying {
    var particle: Particle
    var energy: Double
    var position: Vector3
    var direction: Vector3
  }

  let physics: TransportPhysics
  let thickness_mm: Double

  init(_ name: String, radiationLengths: Double) throws {
    let material = try MaterialCatalogue.builtin(name)
    physics = TransportPhysics(materials: [material], settings: TransportSettings(), highestEnergy_GeV: 20)
    thickness_mm = radiationLengths * material.radiationLength_mm
  }

  func shoot(kineticEnergy_GeV: Double, events: Int, steps: Steps, seed: UInt64 = 1) -> Result {
    var result = Result()
    result.events = events
    var stack: [Flying] = []
    for event in 0..<events {
      var rng = RandomStream(seed: seed, event: UInt64(event), purpose: .transport)
      var within = Array(repeating: [Double](repeating: 0, count: PlainShower.radii_mm.count), count: 3)
      var total = 0.0
      func book(_ energy: Double, from start: Vector3, to end: Vector3) {
        let share = energy / kineticEnergy_GeV
        total += share
        for booking in Booking.allCases {
          let p = booking == .atStart ? start : booking == .atEnd ? end : 0.5 * (start + end)
          let r = (p.x * p.x + p.y * p.y).squareRoot()
          for (index, radius) in PlainShower.radii_mm.enumerated() where r < radius {
            within[booking.rawValue][index] += share
          }
        }
      }
      func push(_ interaction: Interaction, at position: Vector3) {
        for (index, secondary) in [interaction.first, interaction.second].enumerated()
        where index < interaction.secondaryCount {
          stack.append(
            Flying(
              particle: secondary.particle, energy: secondary.kineticEnergy_GeV, position: position,
              direction: secondary.direction))
        }
      }
      stack = [
        Flying(
          particle: .electron, energy: kineticEnergy_GeV, position: .zero, direction: Vector3(0, 0, 1))
      ]
      while var p = stack.popLast() {
        let isPhoton = p.particle == .photon
        let view = p.particle == .positron ? physics.tables.positrons : physics.tables.electrons
        while true {
          let start = p.position
          let logEnergy = log(p.energy)
          if isPhoton {
            let mu = physics.tables.photons.pointee.attenuation_per_mm(logEnergy: logEnergy)
            p.position = start + (-log(rng.uniform()) / mu) * p.direction
            if isOutside(p.position) {
              total += p.energy / kineticEnergy_GeV
              break
            }
            let outcome = physics.tables.photons.pointee.interact(
              kineticEnergy_GeV: p.energy, logEnergy: logEnergy, direction: p.direction,
              choice: rng.uniform(), &rng)
            if outcome.localDeposit_GeV > 0 { book(outcome.localDeposit_GeV, from: start, to: p.position) }
            push(outcome, at: p.position)
            if !outcome.survives { break }
            p.energy = outcome.kineticEnergy_GeV
            p.direction = outcome.direction
            continue
          }
          let data = view.pointee.stepData(logKineticEnergy: logEnergy)
          let range = view.pointee.range_mm(logKineticEnergy: logEnergy)
          let toInteraction = -log(rng.uniform()) / data.rateBound_per_mm
          var length: Double
          switch steps {
          case .short:
            length = min(0.05 / data.inverseTransportMeanFreePath_per_mm, 0.1 * range)
            if p.energy < 2e-5 { length = range }
          case .long:
            length = range <= 1 ? range : 0.2 * range + 0.8 * (2 - 1 / range)
            length = min(length, range)
          }
          // The bound of the rate holds down to three quarters of the energy.
          let interacts = toInteraction < length
          if interacts { length = toInteraction }
          let stops = length >= range
          let loss0 = view.pointee.meanLoss_GeV(
            kineticEnergy_GeV: p.energy, logKineticEnergy: logEnergy, step_mm: length)
          let loss =
            stops
            ? p.energy
            : view.pointee.sampleLoss(
              kineticEnergy_GeV: p.energy, logKineticEnergy: logEnergy, meanLoss_GeV: loss0, step_mm: length,
              &rng)
          let logMiddle = log(p.energy - 0.5 * min(loss0, 0.999 * p.energy))
          let inverse = view.pointee.inverseTransportMeanFreePath_per_mm(logKineticEnergy: logMiddle)
          let x =
            stops
            ? 0
            : view.pointee.sampleMultipleScatteringCosine(
              kineticEnergy_GeV: 0, logKineticEnergy: logMiddle, step_mm: length, &rng)
          let azimuth = AzimuthTable.shared(UInt32(truncatingIfNeeded: rng.next()))
          let turned = p.direction.rotated(
            cosTheta: 1 - x, sinTheta: max(0, x * (2 - x)).squareRoot(), cosPhi: azimuth.cos,
            sinPhi: azimuth.sin)
          let safety = min(start.z, thickness_mm - start.z)
          if steps == .long, range < safety {
            let way =
              stops
              ? range / (1 + range * data.inverseTransportMeanFreePath_per_mm)
              : -expm1(-length * inverse) / inverse
            p.position = start + way * p.direction
          } else {
            let hinge = rng.uniform() * length
            p.position = start + hinge * p.direction + (length - hinge) * turned
          }
          p.direction = turned
          if isOutside(p.position) {
            total += p.particle.availableEnergy_GeV(kineticEnergy_GeV: p.energy) / kineticEnergy_GeV
            break
          }
          book(loss, from: start, to: p.position)
          p.energy -= loss
          if p.energy <= 1e-6 {
            if p.energy > 0 { book(p.energy, from: p.position, to: p.position) }
            if p.particle == .positron { push(PositronAtRest.annihilate(&rng), at: p.position) }
            break
          }
          guard interacts else { continue }
          let logAfter = log(p.energy)
          let rate = view.pointee.interactionRate_per_mm(logKineticEnergy: logAfter)
          if rng.uniform() * data.rateBound_per_mm >= rate { continue }
          let outcome = view.pointee.interact(
            kineticEnergy_GeV: p.energy, logKineticEnergy: logAfter, direction: p.direction, &rng)
          if outcome.localDeposit_GeV > 0 { book(outcome.localDeposit_GeV, from: p.position, to: p.position) }
          push(outcome, at: p.position)
          if !outcome.survives { break }
          p.energy = outcome.kineticEnergy_GeV
          p.direction = outcome.direction
        }
      }
      result.imbalance = max(result.imbalance, (total - 1).magnitude)
      for booking in 0..<3 {
        for index in within[booking].indices {
          result.within[booking][index] += within[booking][index]
          result.squares[booking][index] += within[booking][index] * within[booking][index]
        }
      }
    }
    return result
  }

  private func isOutside(_ p: Vector3) -> Bool { !(p.z >= 0 && p.z <= thickness_mm) }
}

import Core
import Electromagnetic
import Events
import Geometry
import Matter
import Numerics
import Testing

@testable import Transport

/// Results must not depend on how the steps are taken.
@Suite struct SteppingTests {
  static let reference = Result { try Calorimeter(layers: 100).shoot(kineticEnergy_GeV: 1, events: 400) }

  func compare(_ physics: JSON, _ name: String, seed: UInt64 = 77, systematic: Double) throws {
    let reference = try SteppingTests.reference.get()
    let other = try Calorimeter(layers: 100, physics: physics).shoot(
      kineticEnergy_GeV: 1, events: 400, seed: seed)
    let ratio = other.mean / reference.mean
    let error =
      ((other.error / other.mean) * (other.error / other.mean)
      + (reference.error / reference.mean) * (reference.error / reference.mean)).squareRoot()
    print("visible energy, \(name): \(ratio) ± \(error)")
    #expect((ratio - 1).magnitude < 4 * error + systematic)
  }

  /// What the step relies on when it leaves out the look-up of the range.
  @Test(arguments: ["Pb", "W", "Fe", "polystyrene", "air", "Be"]) func rangeIsAtLeastHalfOfEnergyOverLoss(
    name: String
  ) throws {
    let material = try MaterialCatalogue.builtin(name)
    for particle in [Particle.electron, .positron] {
      let table = ElectronTable(
        material: material, cuts: ProductionCuts(material: material, range_mm: 0.7), particle: particle,
        highestEnergy_GeV: 200)
      var lowest = Double.infinity
      withExtendedLifetime(table) {
        for index in 0...1000 {
          let logEnergy = -13.8 + Double(index) * 0.019
          let ratio =
            table.view.range_mm(logKineticEnergy: logEnergy)
            * table.view.stoppingPower_GeV_per_mm(logKineticEnergy: logEnergy) / exp(logEnergy)
          lowest = min(lowest, ratio)
        }
      }
      #expect(lowest >= 0.5, "\(name) \(particle): \(lowest)")
    }
  }

  /// Woodcock tracking is exact.
  @Test func photonsFromBoundaryToBoundary() throws {
    try compare(["woodcock_tracking": false], "photons from boundary to boundary", systematic: 0)
  }

  /// Range rejection keeps what would have got past the detour-corrected range.
  @Test func withoutRangeRejection() throws {
    try compare(["range_rejection_GeV": 0], "no range rejection", systematic: 0.001)
  }

  @Test func halfTheSteps() throws {
    try compare(
      [
        "scattering_fraction": 0.15, "range_fraction": 0.1, "collision_grouping": 1.5,
        "safety_fraction": 0.25,
      ], "steps halved", systematic: 0.005)
  }

  /// One kind of collision everywhere, with both moments of elastic scattering.
  @Test func collisionsAsNearBoundaries() throws {
    try compare(["collision_grouping": 1, "safety_fraction": 0], "finest collisions", systematic: 0.005)
  }

  /// Soft electrons are followed to the end where they are: in the middle of 100 mm of lead none comes out, however
  /// wide their collisions.
  @Test(arguments: [1.0, 3, 10]) func softElectronsStay(grouping: Double) throws {
    let card = try JSON.parse(
      "{\"world\": {\"material\": \"Pb\", \"size_mm\": [1000, 1000, 100]}, \"volumes\": []}")
    let world = try World(json: card, path: "", materialNamed: MaterialCatalogue.builtin)
    let settings = try TransportSettings(
      json: ["range_rejection_GeV": 0, "collision_grouping": .number(grouping)], path: "physics")
    let physics = TransportPhysics(materials: world.materials, settings: settings, highestEnergy_GeV: 10)
    var transport = ShowerTransport(world: world, physics: physics)
    defer { transport.free() }
    var escaped = 0.0
    for event in 0..<200 {
      transport.simulate(
        ParticleState(
          particle: .electron, kineticEnergy_GeV: 3e-4, position: .zero, direction: Vector3(0, 0, 1)),
        seed: 3,
        event: UInt64(event))
      escaped += transport.tally.escaped_GeV
    }
    #expect(escaped == 0)
  }

  /// A collision turns by no more than an isotropic one does: 1 − cosθ, uniform on [0, 2t], stays below 2.
  @Test(arguments: ["Pb", "W", "Fe", "polystyrene", "air", "Be"]) func collisionsAreTurns(name: String) throws
  {
    let physics = TransportPhysics(
      materials: [try MaterialCatalogue.builtin(name)], settings: TransportSettings(), highestEnergy_GeV: 10)
    for flights in [physics.tables.electronFlights[0], physics.tables.positronFlights[0]] {
      for index in 0...2000 {
        let cell = flights.cell(1e-6 * exp(Double(index) * 0.007)).pointee
        #expect(cell.finestTurn <= 1 && cell.widestTurn <= 1)
      }
    }
  }
}

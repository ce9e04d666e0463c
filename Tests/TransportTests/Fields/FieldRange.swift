import Core
import Events
import Geometry
import Numerics

@testable import Transport

/// A world with fields whose planes and deposits the tests look at.
struct FieldRange {
  let world: World
  let physics: TransportPhysics

  init(
    _ fields: String, volumes: String = "", material: String = "vacuum", size: String = "[4000,4000,40000]",
    physics json: JSON = ["synchrotron": .bool(false)]
  ) throws {
    world = try World(
      json: try JSON.parse(
        #"{"world":{"material":"\#(material)","size_mm":\#(size)},"volumes":[\#(volumes)],"fields":[\#(fields)]}"#
      ),
      path: "")
    physics = TransportPhysics(
      materials: world.materials, settings: try TransportSettings(json: json, path: "physics"),
      highestEnergy_GeV: 200)
  }

  struct Event {
    var crossings: [Crossing] = []
    var deposited_GeV = 0.0
    var escaped_GeV = 0.0
    var imbalance = 0.0
    var steps: UInt64 = 0
  }

  /// Shoots particles one by one; the planes record every kind of particle.
  func shoot(
    planes: [(volume: Int, sense: CrossingPlane.Sense)] = [(0, .exit)], events: Int = 1, seed: UInt64 = 1,
    _ primary: (Int) -> ParticleState
  ) -> [Event] {
    var transport = ShowerTransport(
      world: world, physics: physics,
      planes: planes.map {
        CrossingPlane(volume: $0.volume, sense: $0.sense, particles: Particle.allCases)
      })
    defer { transport.free() }
    return (0..<events).map { number in
      let state = primary(number)
      transport.simulate(state, seed: seed, event: UInt64(number))
      var event = Event()
      event.crossings = (0..<transport.crossings.count).map { transport.crossings.crossings[$0] }
      event.deposited_GeV = transport.tally.deposited_GeV
      event.escaped_GeV = transport.tally.escaped_GeV
      event.steps = transport.tally.steps
      let incoming = state.particle.availableEnergy_GeV(kineticEnergy_GeV: state.kineticEnergy_GeV)
      event.imbalance =
        (event.deposited_GeV + event.escaped_GeV + transport.tally.nuclearLoss_GeV - incoming).magnitude
        / incoming
      return event
    }
  }

  static let twoMagnets = #"""
    {"name":"first","kind":"dipole","field_T":1.75,"length_mm":2000,"aperture_mm":[600,200],"position_mm":[0,0,-16500]},
    {"name":"second","kind":"dipole","field_T":1.75,"length_mm":2000,"aperture_mm":[600,200],"position_mm":[0,0,-13500]}
    """#

  static func beam(_ particle: Particle, momentum_GeV: Double, z_mm: Double = -19000) -> ParticleState {
    ParticleState(
      particle: particle, kineticEnergy_GeV: particle.kineticEnergy_GeV(momentum_GeV: momentum_GeV),
      position: Vector3(0, 0, z_mm), direction: Vector3(0, 0, 1))
  }
}

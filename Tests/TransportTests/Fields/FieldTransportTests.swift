import Core
import Events
import Geometry
import Numerics
import Testing

@testable import Transport

@Suite struct FieldTransportTests {
  /// 7 T·m: 20.99 mrad at 100 GeV; the field leaves the energy as it is, to the last bit.
  @Test func bendsTheBeam() throws {
    let range = try FieldRange(FieldRange.twoMagnets)
    for particle in [Particle.electron, .positron, .muonMinus, .muonPlus] {
      for momentum in [60.0, 100, 150] {
        let primary = FieldRange.beam(particle, momentum_GeV: momentum)
        let event = range.shoot { _ in primary }[0]
        let out = try #require(event.crossings.last)
        #expect(out.kineticEnergy_GeV == primary.kineticEnergy_GeV)
        let sign = particle.charge < 0 ? 1.0 : -1.0
        #expect((out.direction.x - sign * 0.299792458 * 7 / momentum).magnitude < 1e-12)
        let expected = try #require(
          FieldPropagator(field: range.world.field).propagate(
            FieldTrajectory(
              position: primary.position, direction: primary.direction, charge: -sign,
              momentum_GeV: momentum), toZ: 20000)
        ).state
        #expect((out.position - expected.position).length < 1e-8)
        #expect(event.imbalance < 1e-9)
      }
    }
    let angle =
      1000 * range.shoot { _ in FieldRange.beam(.electron, momentum_GeV: 100) }[0].crossings[0].direction.x
    #expect((angle - 20.985).magnitude < 0.001)
  }

  /// Volumes of vacuum, however placed, leave a trajectory as it is: boundaries are found on the curve, and
  /// nothing is lost or gained at them.
  @Test(arguments: [false, true]) func boundariesDoNotMatter(_ isSoft: Bool) throws {
    let field =
      isSoft
      ? #"{"kind":"dipole","field_T":[0.9,1.2,0],"length_mm":900,"aperture_mm":[1400,1400],"edge":{"gap_mm":3000}}"#
      : #"{"kind":"dipole","field_T":[0.4,1.1,-0.3],"length_mm":1500,"aperture_mm":[1300,1300],"rotation_deg":[5,10,15]}"#
    let size = "[1400,1600,2000]"
    let empty = try FieldRange(field, size: size)
    let nested = try FieldRange(field, volumes: Self.nested, size: size)
    var rng = RandomStream(seed: 8, event: 0, purpose: .user)
    var worst = 0.0
    var crossings = 0
    let planes = (0..<nested.world.volumeCount).map { (volume: $0, sense: CrossingPlane.Sense.exit) }
    for number in 0..<600 {
      let z = 2 * rng.uniform() - 1
      let (s, c) = sincosTurns(rng.uniform())
      let r = (1 - z * z).squareRoot()
      let state = ParticleState(
        particle: number % 2 == 0 ? .electron : .positron, kineticEnergy_GeV: pow(10, -1 + 2 * rng.uniform()),
        position: Vector3(1300 * rng.uniform() - 650, 1500 * rng.uniform() - 750, 1900 * rng.uniform() - 950),
        direction: Vector3(r * c, r * s, z))
      let a = empty.shoot { _ in state }[0]
      let b = nested.shoot(planes: planes) { _ in state }[0]
      #expect(a.imbalance < 1e-9 && b.imbalance < 1e-9)
      crossings += b.crossings.count
      // A few circle inside of the field and are stopped there, in both.
      guard let outA = a.crossings.last, let outB = b.crossings.last(where: { $0.plane == 0 }) else {
        #expect(a.crossings.isEmpty && !b.crossings.contains { $0.plane == 0 })
        continue
      }
      worst = max(worst, (outA.position - outB.position).length)
      #expect((outA.position - outB.position).length < 1e-3)
      #expect((outA.direction - outB.direction).length < 1e-5)
    }
    print("curves through \(crossings) exits: worst difference \(worst) mm")
    #expect(crossings > 700)
  }

  /// Crossings lie on the surface and on the circle.
  @Test func crossingsToAMicrometre() throws {
    let range = try FieldRange(
      #"{"kind":"dipole","field_T":1,"length_mm":3000,"aperture_mm":[3000,3000]}"#,
      volumes: #"""
        {"name":"box","shape":"box","material":"vacuum","size_mm":[100,100,100],"position_mm":[60,0,150],"rotation_deg":[0,27,0]},
        {"name":"tube","shape":"tube","material":"vacuum","inner_radius_mm":40,"outer_radius_mm":70,"length_mm":200,"position_mm":[300,0,100],"rotation_deg":[90,0,0]}
        """#)
    var worst = 0.0
    var worstOfFirst = 0.0
    var found = 0
    for number in 0..<100 {
      let momentum = 0.02 + 0.0015 * Double(number)
      let rho = momentum / 0.299792458e-3
      let event = range.shoot(
        planes: [(1, .entry), (1, .exit), (2, .entry), (2, .exit)],
        { _ in FieldRange.beam(.electron, momentum_GeV: momentum, z_mm: 0) })[0]
      // Electrons in a field along +y turn towards +x, about (ρ, 0, 0).
      for (number, crossing) in event.crossings.enumerated() {
        let d = (crossing.position - Vector3(rho, 0, 0)).length
        worst = max(worst, (d - rho).magnitude)
        if number < 6 { worstOfFirst = max(worstOfFirst, (d - rho).magnitude) }
        if crossing.plane >= 2 {
          let away = crossing.position - Vector3(300, 0, 100)
          let radius = (away.x * away.x + away.z * away.z).squareRoot()
          #expect(min((radius - 40).magnitude, (radius - 70).magnitude) < 1e-8)
        }
        found += 1
      }
    }
    print(
      "distance of crossings from the circle: first six \(worstOfFirst), all \(found) of 100 turns \(worst) mm"
    )
    #expect(found > 300)
    #expect(worstOfFirst < 1e-5)
    #expect(worst < 1e-3)
  }

  /// Slow electrons circle: in vacuum they are given up after a hundred turns, in air they come to rest.
  @Test(arguments: ["vacuum", "air"]) func spiralsEnd(_ material: String) throws {
    let range = try FieldRange(
      #"{"kind":"dipole","field_T":1.75,"length_mm":2000,"aperture_mm":[500,140]}"#, material: material,
      size: "[1000,400,4000]")
    for (number, energy) in [1e-5, 1e-4, 1e-3, 3e-3, 1e-2, 3e-2].enumerated() {
      for particle in [Particle.electron, .positron] {
        let events = range.shoot(events: material == "air" ? 20 : 2, seed: UInt64(number)) { index in
          ParticleState(
            particle: particle, kineticEnergy_GeV: energy, position: Vector3(0, 0, 10),
            direction: Vector3(1, index == 0 ? 0 : 0.1, 0).normalized)
        }
        for event in events {
          #expect(event.imbalance < 1e-9)
          #expect(event.steps < 200_000)
        }
        if material == "vacuum" {
          #expect((events[0].deposited_GeV / energy - 1).magnitude < 0.3 || particle == .positron)
        }
      }
    }
  }

  /// Steps that end a rounding error in front of a boundary must not repeat for ever: air, a field, thin windows,
  /// and synchrotron photons on the way.
  @Test(arguments: [Particle.electron, .positron, .muonMinus, .pionMinus, .proton])
  func nobodyStaysInFrontOfABoundary(_ particle: Particle) throws {
    let windows = (0..<6).map {
      #"{"name":"window\#($0)","shape":"box","material":"Mylar","size_mm":[480,140,\#(0.02 + 0.2 * Double($0))],"#
        + #""position_mm":[0,0,\#(-2500 + 1000 * $0)],"rotation_deg":[0,\#(7 * $0 - 10),0]}"#
    }
    let range = try FieldRange(
      #"{"kind":"dipole","field_T":1.75,"length_mm":4000,"aperture_mm":[500,140]}"#,
      volumes: windows.joined(separator: ","), material: "air", size: "[1000,600,12000]", physics: [:])
    for momentum in [1.0, 30, 100] {
      let events = range.shoot(events: 60) { _ in
        FieldRange.beam(particle, momentum_GeV: momentum, z_mm: -5500)
      }
      #expect(events.allSatisfy { $0.imbalance < 1e-9 && $0.steps < 100_000 })
    }
  }

  /// A field too weak to bend changes nothing but the code that is run: the same shower on average.
  @Test func weakFieldIsNone() throws {
    let block =
      #"{"name":"block","shape":"layered_calorimeter","layers":20,"slabs":[{"material":"Pb","thickness_mm":2},{"material":"polystyrene","thickness_mm":4}],"size_mm":[100,100]}"#
    func energies(_ fields: String, _ seed: UInt64) throws -> (mean: Double, error: Double, escaped: Double) {
      let range = try FieldRange(fields, volumes: block, size: "[200,200,200]")
      let events = range.shoot(events: 400, seed: seed) { _ in
        FieldRange.beam(.electron, momentum_GeV: 0.5, z_mm: -70)
      }
      let n = Double(events.count)
      let mean = events.reduce(0) { $0 + $1.deposited_GeV } / n
      let square = events.reduce(0) { $0 + $1.deposited_GeV * $1.deposited_GeV } / n
      #expect(events.allSatisfy { $0.imbalance < 1e-9 })
      return (mean, ((square - mean * mean) / n).squareRoot(), events.reduce(0) { $0 + $1.escaped_GeV } / n)
    }
    let none = try energies("", 1)
    let weak = try energies(#"{"kind":"dipole","field_T":1e-9,"length_mm":190,"aperture_mm":[190,190]}"#, 2)
    let error = (none.error * none.error + weak.error * weak.error).squareRoot()
    print("deposit without field \(none.mean), with none to speak of \(weak.mean) ± \(error) GeV")
    #expect((none.mean - weak.mean).magnitude < 4 * error)
    #expect(error < 0.02 * none.mean)
  }

  static let nested = #"""
    {"name":"hall","shape":"box","material":"vacuum","size_mm":[600,700,800],"position_mm":[10,-20,30],"rotation_deg":[10,20,30]},
    {"name":"crate","shape":"box","material":"vacuum","size_mm":[200,300,200],"position_mm":[100,0,100],"rotation_deg":[0,0,90],"mother":"hall"},
    {"name":"pipe","shape":"tube","material":"vacuum","inner_radius_mm":40,"outer_radius_mm":60,"length_mm":500,"position_mm":[-150,100,0],"rotation_deg":[45,0,0],"mother":"hall"},
    {"name":"rod","shape":"tube","material":"vacuum","outer_radius_mm":50,"length_mm":160,"position_mm":[0,0,0],"rotation_deg":[0,90,0],"mother":"crate"},
    {"name":"core","shape":"box","material":"vacuum","size_mm":[30,30,40],"position_mm":[0,0,20],"rotation_deg":[0,0,45],"mother":"rod"},
    {"name":"left","shape":"box","material":"vacuum","size_mm":[40,40,40],"position_mm":[-20,-250,-900]},
    {"name":"inner","shape":"tube","material":"vacuum","outer_radius_mm":30,"length_mm":100,"position_mm":[300,500,-900]},
    {"name":"sleeve","shape":"tube","material":"vacuum","inner_radius_mm":30,"outer_radius_mm":50,"length_mm":100,"position_mm":[300,500,-900]},
    {"name":"stack","shape":"layered_calorimeter","layers":7,"slabs":[{"material":"vacuum","thickness_mm":3},{"material":"vacuum","thickness_mm":4},{"material":"vacuum","thickness_mm":0.5}],"size_mm":[120,140],"position_mm":[0,-100,-150],"rotation_deg":[0,30,0],"mother":"hall"}
    """#
}

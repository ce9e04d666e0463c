import Core
import Events
import Geometry
import Numerics
import Testing

@testable import Transport

/// Lenses and maps in transport, where the path is cut at boundaries wherever they are.
@Suite struct LensTransportTests {
  /// B = (a y, b + a x, 0) on a grid that a tricubic interpolation meets exactly.
  static var map: String {
    func axis(_ half: Double, _ n: Int) -> [Double] {
      (0..<n).map { -half + 2 * half * Double($0) / Double(n - 1) }
    }
    let (x, y, z) = (axis(200, 9), axis(200, 9), axis(1000, 21))
    let values = x.flatMap { x in
      y.flatMap { y in z.map { z in "[\(0.002 * y),\(0.3 + 0.002 * x + 1e-7 * z * z),\(2e-7 * y * z)]" } }
    }
    func list(_ v: [Double]) -> String { "[" + v.map { "\($0)" }.joined(separator: ",") + "]" }
    return
      #"{"kind":"map","interpolation":"tricubic","x_mm":\#(list(x)),"y_mm":\#(list(y)),"z_mm":\#(list(z)),"field_T":[\#(values.joined(separator: ","))]}"#
  }
  static let fields = [
    #"{"kind":"quadrupole","gradient_T_m":20,"length_mm":1000,"aperture_mm":[120,120]}"#,
    #"{"kind":"quadrupole","gradient_T_m":20,"length_mm":1000,"aperture_mm":[80,80],"edge":{"kind":"enge","bore_mm":100}}"#,
    #"{"kind":"solenoid","field_T":2,"length_mm":1200,"bore_mm":400}"#,
    map,
  ]
  /// Tilted plates, tubes and a box of vacuum in the way, some of them across the ends of the magnets.
  static let obstacles = #"""
    {"name":"plate","shape":"box","material":"vacuum","size_mm":[300,300,1],"position_mm":[0,0,-480],"rotation_deg":[11,7,0]},
    {"name":"box","shape":"box","material":"vacuum","size_mm":[30,40,300],"position_mm":[6,-4,-100],"rotation_deg":[3,25,10]},
    {"name":"tube","shape":"tube","material":"vacuum","inner_radius_mm":4,"outer_radius_mm":12,"length_mm":150,"position_mm":[0,0,250],"rotation_deg":[4,0,0]},
    {"name":"end","shape":"box","material":"vacuum","size_mm":[300,300,40],"position_mm":[0,0,500],"rotation_deg":[0,14,0]}
    """#

  /// Crossings lie on the trajectory that no boundary has cut, to a micrometre; nothing is lost or gained, and the
  /// energy stays to the bit.
  @Test(arguments: fields.indices) func boundariesToAMicrometre(_ index: Int) throws {
    let range = try FieldRange(Self.fields[index], volumes: Self.obstacles, size: "[800,800,6000]")
    var reference = FieldPropagator(field: range.world.field)
    reference.tolerance_mm = 1e-9
    let planes = (1..<range.world.volumeCount).flatMap {
      [(volume: $0, sense: CrossingPlane.Sense.entry), (volume: $0, sense: .exit)]
    }
    var rng = RandomStream(seed: 12, event: UInt64(index), purpose: .user)
    var worst = 0.0
    var worstTurn = 0.0
    var found = 0
    for number in 0..<150 {
      let momentum = pow(10, -0.3 + 2.3 * rng.uniform())
      let x = 16 * rng.uniform() - 8
      let y = 16 * rng.uniform() - 8
      let start = PlaneState(
        x_mm: x, y_mm: y, tx: 0.01 * rng.uniform() - 0.005, ty: 0.01 * rng.uniform() - 0.005,
        chargeOverMomentum: -1 / momentum)
      let at = start.trajectory(z_mm: -2500)
      let particle = number % 2 == 0 ? Particle.electron : .positron
      let charge = number % 2 == 0 ? -1.0 : 1
      let kinetic = particle.kineticEnergy_GeV(momentum_GeV: momentum)
      let state = ParticleState(
        particle: particle, kineticEnergy_GeV: kinetic, position: at.position, direction: at.direction)
      for crossing in range.shoot(planes: planes, { _ in state })[0].crossings {
        let exact = try #require(
          reference.propagate(
            FieldTrajectory(
              position: at.position, direction: at.direction, charge: charge, momentum_GeV: momentum),
            toZ: crossing.position.z))
        worst = max(worst, (exact.state.position - crossing.position).length)
        worstTurn = max(worstTurn, (exact.state.direction - crossing.direction).length)
        #expect(crossing.kineticEnergy_GeV == kinetic)
        found += 1
      }
    }
    print("field \(index): \(found) crossings within \(worst) mm of the trajectory, direction \(worstTurn)")
    #expect(found > 200)
    #expect(worst < 1e-3)
    #expect(worstTurn < 1e-6)
  }
}

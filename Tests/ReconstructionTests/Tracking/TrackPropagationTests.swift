import Core
import Geometry
import Matter
import Numerics
import Testing

@testable import Reconstruction

@Suite("Propagation of tracks")
struct TrackPropagationTests {
  /// Two virtual planes far apart, with what is given between them.
  static func tracker(fields: JSON = [], volumes: JSON = [], more: [JSON.Member] = []) throws -> Tracker {
    try Tracker(
      json: .object(
        [
          .init(
            "planes",
            [
              ["name": "in", "z_mm": -4000, "resolution_mm": 0.1],
              ["name": "out", "z_mm": 4000, "resolution_mm": 0.1],
            ]),
          .init("fields", fields), .init("volumes", volumes), .init("momentum_spread", 0.1),
        ] + more))
  }

  static let dipole: JSON = [
    [
      "kind": "dipole", "field_T": 1.75, "length_mm": 4000, "aperture_mm": [4000, 4000],
    ]
  ]
  static let enge: JSON = [
    [
      "kind": "dipole", "field_T": 1.75, "length_mm": 4000, "aperture_mm": [4000, 100],
      "edge": ["kind": "enge", "gap_mm": 200],
    ]
  ]
  static let tilted: JSON = [
    [
      "kind": "dipole", "field_T": [0.1, 1.2, 0.2], "length_mm": 3000, "aperture_mm": [4000, 4000],
      "rotation_deg": [3, 10, 0],
    ]
  ]
  /// A quadrupole, which a trilinear map has exactly.
  static var map: JSON {
    let x = [-200.0, 0, 200]
    let z = [-1000.0, 0, 1000]
    var values: [JSON] = []
    for a in x {
      for b in x { for _ in z { values.append([.number(0.004 * b), .number(0.004 * a + 0.5), 0]) } }
    }
    return [
      [
        "kind": "map", "x_mm": .array(x.map { .number($0) }), "y_mm": .array(x.map { .number($0) }),
        "z_mm": .array(z.map { .number($0) }), "field_T": .array(values),
      ]
    ]
  }

  static func states(_ n: Int, momentum_GeV: Double) -> [TrackState] {
    (0..<n).map { event in
      var rng = RandomStream(seed: 7, event: UInt64(event))
      return TrackState(
        x: 20 * rng.normal(), y: 10 * rng.normal(), tx: 0.005 * rng.normal(), ty: 0.002 * rng.normal(),
        qOverP: (rng.uniform() < 0.5 ? -1 : 1) / momentum_GeV, z: -4000)
    }
  }

  /// 7 T m at 100 GeV: 20.99 mrad, and sin θ = 0.2998 B L/p exactly.
  @Test func deflectionOfADipole() throws {
    let tracker = try Self.tracker(fields: Self.dipole, more: [.init("tolerance_mm", 1e-11)])
    for (p, quoted) in [(150.0, 13.99e-3), (100, 20.99e-3), (70, 29.98e-3), (40, 52.46e-3)] {
      var s = TrackState(x: 0, y: 0, tx: 0, ty: 0, qOverP: -1 / p, z: -4000)
      var nothing: TrackMatrix?
      #expect(tracker.propagate(&s, to: 4000, covariance: &nothing))
      let sine = s.tx / (1 + s.tx * s.tx).squareRoot()
      #expect((sine - 0.299792458 * 7 / p).magnitude < 1e-13)
      // detector.md, table 6, to the digits that it gives
      #expect((sine - quoted).magnitude < 1.2e-5)
      #expect(s.tx > 0, "negative particles bend to +x in By > 0")
    }
  }

  @Test func circleInClosedForm() throws {
    let tracker = try Self.tracker(fields: Self.dipole, more: [.init("tolerance_mm", 1e-11)])
    for p in [5.0, 20, 100, 160] {
      for start in Self.states(50, momentum_GeV: p) {
        var s = start
        var nothing: TrackMatrix?
        #expect(tracker.propagate(&s, to: 4000, covariance: &nothing))
        var toy = ToySpectrometer()
        toy.magnet = (-2000, 2000)
        let exact = toy.carry(start, to: 4000)
        let scale = 1 + exact.x.magnitude
        #expect((s.x - exact.x).magnitude < 1e-9 * scale, "\(s.x) \(exact.x) at \(p) GeV")
        #expect((s.y - exact.y).magnitude < 1e-9 * scale)
        #expect((s.tx - exact.tx).magnitude < 1e-12 * (1 + exact.tx.magnitude) * (p < 10 ? 100 : 1))
        #expect((s.ty - exact.ty).magnitude < 1e-12 * (p < 10 ? 100 : 1))
      }
    }
  }

  /// Forth and back: to 1e-9 mm in hard edges, and in soft ones with a tolerance to match; with matter.
  @Test func roundTrips() throws {
    let iron: JSON = [
      ["from_mm": -3500, "to_mm": -3000, "material": "Fe"],
      ["from_mm": -3000, "to_mm": 3900, "material": "air"],
    ]
    let sharp: [JSON.Member] = [.init("tolerance_mm", 1e-11)]
    let cases: [(JSON, JSON, [JSON.Member])] = [
      (Self.dipole, [], sharp), (Self.enge, [], sharp), (Self.map, [], sharp), (Self.tilted, [], sharp),
      (Self.dipole, iron, sharp),
    ]
    for (fields, volumes, more) in cases {
      let tracker = try Self.tracker(fields: fields, volumes: volumes, more: more)
      var worst = 0.0
      for start in Self.states(20, momentum_GeV: 100) {
        var s = start
        var nothing: TrackMatrix?
        #expect(tracker.propagate(&s, to: 4000, covariance: &nothing))
        #expect(tracker.propagate(&s, to: -4000, covariance: &nothing))
        for i in 0..<5 { worst = max(worst, (s[i] - start[i]).magnitude) }
      }
      print("round trip: \(worst)")
      #expect(worst < 1e-9)
    }
  }

  /// F against central differences of propagated states.
  @Test func jacobianIsTheDerivative() throws {
    let iron: JSON = [["from_mm": -3500, "to_mm": -3000, "material": "Fe"]]
    let sharp: [JSON.Member] = [.init("tolerance_mm", 1e-9)]
    let cases: [(JSON, JSON)] = [
      (Self.dipole, []), (Self.enge, []), (Self.map, []), (Self.tilted, []), (Self.dipole, iron),
    ]
    for (fields, volumes) in cases {
      let tracker = try Self.tracker(fields: fields, volumes: volumes, more: sharp)
      let steps = [0.01, 0.01, 1e-6, 1e-6, 1e-6]
      var worst = 0.0
      // That a slanted path through matter is longer is left out of the derivative: small at 20 mrad.
      for p in volumes == [] ? [10.0, 100] : [100] {
        for start in Self.states(10, momentum_GeV: p) {
          for target in [4000.0, -3990] {
            var s = start
            s.z = target > 0 ? -4000 : 4000
            let from = s
            var f = TrackMatrix()
            #expect(tracker.propagate(&s, to: target, jacobian: &f))
            for k in 0..<5 {
              var up = from
              var down = from
              var ignored = TrackMatrix()
              up[k] += steps[k]
              down[k] -= steps[k]
              #expect(tracker.propagate(&up, to: target, jacobian: &ignored))
              #expect(tracker.propagate(&down, to: target, jacobian: &ignored))
              for i in 0..<5 {
                let difference = (up[i] - down[i]) / (2 * steps[k])
                // In units of a change that a step of 1 mm, 1 mrad, 1e-3/GeV makes.
                let unit = (i < 2 ? 1 : 1e-3) / (k < 2 ? 1 : 1e-3)
                worst = max(worst, (difference - f[i, k]).magnitude / max(unit, f[i, k].magnitude))
              }
            }
          }
        }
      }
      print("Jacobian against differences: \(worst)")
      #expect(worst < (volumes == [] ? 2e-6 : 1e-4))
    }
  }

  /// The walk in z and the helices of `FieldPropagator` are independent.
  @Test func agreesWithFieldPropagator() throws {
    for fields in [Self.dipole, Self.enge, Self.map] {
      let tracker = try Self.tracker(fields: fields, more: [.init("tolerance_mm", 1e-8)])
      var propagator = FieldPropagator(field: tracker.field.field)
      propagator.tolerance_mm = 1e-9
      for start in Self.states(20, momentum_GeV: 50) {
        var s = start
        var f = TrackMatrix()
        #expect(tracker.propagate(&s, to: 4000, jacobian: &f))
        let other = propagator.propagateWithJacobian(
          PlaneState(
            x_mm: start.x, y_mm: start.y, tx: start.tx, ty: start.ty, chargeOverMomentum: start.qOverP),
          fromZ: -4000, toZ: 4000)!
        #expect((s.x - other.state.x_mm).magnitude < 1e-6)
        #expect((s.y - other.state.y_mm).magnitude < 1e-6)
        #expect((s.tx - other.state.tx).magnitude < 1e-9)
        for i in 0..<5 {
          for j in 0..<5 {
            let unit = (i < 2 ? 1 : 1e-3) / (j < 2 ? 1 : 1e-3)
            #expect(
              (f[i, j] - other.jacobian[5 * i + j]).magnitude < 1e-6 * max(unit, f[i, j].magnitude))
          }
        }
      }
    }
  }

  /// A volume scatters as ∫: θ0² [L²/3, L/2, 1], whole or in two halves, and backwards with the other sign.
  @Test func scatteringOfAVolume() throws {
    func noise(_ volumes: JSON, from: Double, to: Double) throws -> TrackMatrix {
      let tracker = try Self.tracker(volumes: volumes, more: [.init("energy_loss", "none")])
      var s = TrackState(x: 0, y: 0, tx: 0, ty: 0, qOverP: 0.01, z: from)
      var c: TrackMatrix? = TrackMatrix()
      #expect(tracker.propagate(&s, to: to, covariance: &c))
      return c!
    }
    let air = try MaterialCatalogue.builtin("air")
    let whole = try noise([["from_mm": -1000, "to_mm": 1000, "material": "air"]], from: -1000, to: 1000)
    let t = 2000 / air.radiationLength_mm
    let mu = Constants.muonMass_GeV / 100
    let theta = 0.0136 / 100 * (1 + mu * mu).squareRoot() * t.squareRoot() * (1 + 0.038 * log(t))
    let variance = theta * theta
    #expect((whole[2, 2] / variance - 1).magnitude < 1e-12)
    #expect((whole[0, 0] / (variance * 2000 * 2000 / 3) - 1).magnitude < 1e-12)
    #expect((whole[0, 2] / (variance * 1000) - 1).magnitude < 1e-12)
    let halves = try noise(
      [
        ["from_mm": -1000, "to_mm": 100, "material": "air"],
        ["from_mm": 100, "to_mm": 1000, "material": "air"],
      ], from: -1000, to: 1000)
    let back = try noise([["from_mm": -1000, "to_mm": 1000, "material": "air"]], from: 1000, to: -1000)
    for i in 0..<4 {
      for j in 0..<4 {
        #expect((halves[i, j] - whole[i, j]).magnitude <= 1e-12 * whole[i, j].magnitude)
        let sign = (i < 2) == (j < 2) ? 1.0 : -1.0
        #expect((back[i, j] - sign * whole[i, j]).magnitude <= 1e-12 * whole[i, j].magnitude)
      }
    }
  }

  /// Turning over in the field is reported.
  @Test func aTrackThatTurnsOverIsLost() throws {
    let tracker = try Self.tracker(fields: Self.dipole)
    var s = TrackState(x: 0, y: 0, tx: 0, ty: 0, qOverP: 1 / 0.9, z: -4000)
    var nothing: TrackMatrix?
    #expect(!tracker.propagate(&s, to: 4000, covariance: &nothing))
  }
}

import Core
import Numerics

@testable import Reconstruction

/// Two arms of planes around a uniform dipole By, with a simulation of its own: straight lines, the circle
/// in closed form, normal kinks at each plane. It shares no code with the tracker but the numbers.
struct ToySpectrometer {
  var z_mm = [-4000.0, -3900, -2600, -2500, 2500, 2600, 3900, 4000]
  var magnet = (from: -1000.0, to: 1000.0)
  var field_T = 1.75
  var resolution_mm = 0.1
  var thickness_X0 = 0.005
  var momentum_GeV = 100.0
  var angles_deg = [0.0, 90.0]
  var efficiency = 1.0

  var card: JSON {
    .object([
      .init(
        "planes",
        .array(
          z_mm.enumerated().map { index, z in
            [
              "name": .string("P\(index)"), "z_mm": .number(z), "resolution_mm": .number(resolution_mm),
              "thickness_X0": .number(thickness_X0), "angles_deg": .array(angles_deg.map { .number($0) }),
              "efficiency": .number(efficiency),
            ]
          })),
      .init(
        "fields",
        [
          [
            "kind": "dipole", "position_mm": [0, 0, .number(0.5 * (magnet.from + magnet.to))],
            "length_mm": .number(magnet.to - magnet.from), "aperture_mm": [1e4, 1e4],
            "field_T": .number(field_T),
          ]
        ]),
      .init("momentum_GeV", .number(momentum_GeV)), .init("particle", "mu+"),
      .init("scattering", thickness_X0 > 0 ? "highland" : "none"), .init("energy_loss", "none"),
    ])
  }

  /// Highland's width with the logarithm of the whole.
  func kink(qOverP: Double) -> Double {
    if thickness_X0 == 0 { return 0 }
    let total = thickness_X0 * Double(z_mm.count)
    let beta2 = 1 / (1 + Constants.muonMass_GeV * Constants.muonMass_GeV * qOverP * qOverP)
    return 0.0136 * qOverP.magnitude / beta2.squareRoot() * thickness_X0.squareRoot()
      * (1 + 0.038 * log(total))
  }

  /// In the plane of bending, sin of the track's angle changes linearly with z: the circle.
  static func circle(_ s: TrackState, to z: Double, field_T: Double) -> TrackState {
    let transverse = (1 + s.tx * s.tx + s.ty * s.ty).squareRoot() / (1 + s.tx * s.tx).squareRoot()
    // q/p of the motion in the x–z plane
    let k = 2.99792458e-4 * field_T * s.qOverP * transverse
    let sin0 = s.tx / (1 + s.tx * s.tx).squareRoot()
    let sin1 = sin0 - k * (z - s.z)
    let cos0 = (1 - sin0 * sin0).squareRoot()
    let cos1 = (1 - sin1 * sin1).squareRoot()
    // x = ∫ tan, and y grows with the arc; both without the difference of nearly equal numbers
    let dx = (z - s.z) * (sin0 + sin1) / (cos0 + cos1)
    let angle = atan((sin0 * cos1 - sin1 * cos0) / (cos0 * cos1 + sin0 * sin1))
    let arc = k == 0 ? (z - s.z) / cos0 : angle / k
    let vy = s.ty / (1 + s.tx * s.tx).squareRoot()
    return TrackState(
      x: s.x + dx, y: s.y + vy * arc, tx: sin1 / cos1, ty: vy / cos1, qOverP: s.qOverP, z: z)
  }

  func carry(_ s: TrackState, to z: Double) -> TrackState {
    func straight(_ s: TrackState, _ z: Double) -> TrackState {
      var r = s
      r.x += (z - s.z) * s.tx
      r.y += (z - s.z) * s.ty
      r.z = z
      return r
    }
    if s.z < magnet.from, z > magnet.to {
      let inside = Self.circle(straight(s, magnet.from), to: magnet.to, field_T: field_T)
      return straight(inside, z)
    }
    return straight(s, z)
  }

  /// States at the planes and hits (x then y at each), NaN for none.
  func track(_ start: TrackState, _ rng: inout RandomStream, noise: Bool = true) -> (
    states: [TrackState], hits: [Double]
  ) {
    var states: [TrackState] = []
    var hits: [Double] = []
    var s = start
    for z in z_mm {
      s = carry(s, to: z)
      states.append(s)
      for angle in angles_deg {
        let a = angle * .pi / 180
        hits.append(
          s.x * cos(a) + s.y * sin(a) + (noise ? resolution_mm * rng.normal() : 0))
      }
      if noise {
        // A kink of each projected angle, in the frame of the track: for slopes of mrad the same to 1e-6.
        let theta = kink(qOverP: s.qOverP)
        s.tx += theta * rng.normal()
        s.ty += theta * rng.normal()
      }
    }
    return (states, hits)
  }

  func randomStart(_ rng: inout RandomStream, momentum_GeV p: Double? = nil) -> TrackState {
    let sign = rng.uniform() < 0.5 ? -1.0 : 1.0
    return TrackState(
      x: 10 * rng.normal(), y: 10 * rng.normal(), tx: 1e-3 * rng.normal(), ty: 1e-3 * rng.normal(),
      qOverP: sign / (p ?? momentum_GeV), z: z_mm[0])
  }
}

/// Kolmogorov–Smirnov against a continuous distribution, p-value by the asymptotic series.
enum KolmogorovSmirnov {
  static func pValue(_ sample: [Double], cumulative: (Double) -> Double) -> Double {
    let sorted = sample.sorted()
    let n = Double(sorted.count)
    var d = 0.0
    for (index, value) in sorted.enumerated() {
      let f = cumulative(value)
      d = max(d, f - Double(index) / n, Double(index + 1) / n - f)
    }
    let lambda = (n.squareRoot() + 0.12 + 0.11 / n.squareRoot()) * d
    var sum = 0.0
    for j in 1...100 {
      let k = Double(j)
      sum += (j % 2 == 1 ? 2.0 : -2.0) * exp(-2 * k * k * lambda * lambda)
    }
    return min(1, max(0, sum))
  }
}

import Core
import Matter
import Numerics
import Testing

@testable import Signal

@Suite struct AzimuthalAverageTests {
  /// The closed form against the mean over a circle in ψ for every boson over the plane of U and t. Powers of
  /// s̃ have a peak of width √(1 − B/A) at ψ = π, which the number of points follows.
  @Test(arguments: BosonKind.allCases) func closedFormIsTheMean(kind: BosonKind) throws {
    var worst = 0.0
    var compared = 0
    for (lepton, energies) in [
      (Constants.electronMass_GeV, [1.0, 20, 100]), (Constants.muonMass_GeV, [2.0, 160]),
    ] {
      for mass in [1e-3, 0.0167, 0.1, 1] {
        let process = try LeptonBremsstrahlung(
          boson: kind, bosonMass_GeV: mass, leptonMass_GeV: lepton, element: lead)
        let integrator = ExactTreeLevelIntegrator(process)
        for energy in energies {
          for x in [0.1, 0.5, 0.9, 0.99] {
            guard let kinematics = EmissionKinematics(process, energy: energy, x: x) else { continue }
            let range = integrator.logURange(kinematics)
            for step in 1...5 {
              let u = exp(range.low + Double(step) / 6 * (range.high - range.low))
              guard let slice = VirtualitySlice(kinematics, u: u),
                let mapping = integrator.transferMapping(kinematics, slice)
              else { continue }
              for y in [0.1, 0.5, 0.9] {
                for t in [mapping.lower(y * mapping.lowerSpan).t, mapping.upper(y * mapping.upperSpan).t] {
                  guard t > mapping.lowestT, t < mapping.highestT,
                    let transfer = TransferSlice(kinematics, slice, t: t)
                  else { continue }
                  let narrow = (1 - transfer.b / transfer.a).squareRoot()
                  guard narrow > 2e-3 else { continue }
                  compared += 1
                  let points = 16 + Int(20 / narrow)
                  let sum = (0..<points).reduce(0.0) { sum, point in
                    let cosine = cos(.pi * (Double(point) + 0.5) / Double(points))
                    let inverse = (transfer.a + transfer.b * cosine) / transfer.squaredMean
                    return sum
                      + integrator.amplitude(
                        s: 1 / inverse, inverse: inverse, slice: slice, t: t, energy: energy,
                        remainingEnergy: kinematics.remainingEnergy) / inverse
                  }
                  let mean = sum / Double(points) / transfer.squaredMean.squareRoot()
                  let closed = integrator.amplitude.azimuthalMean(
                    a: transfer.a, b: transfer.b, squaredMean: transfer.squaredMean, u: u, t: t,
                    energy: energy, bosonEnergy: kinematics.bosonEnergy,
                    remainingEnergy: kinematics.remainingEnergy)
                  worst = max(worst, abs(closed / mean - 1))
                  #expect(abs(closed / mean - 1) < 1e-7, "\(lepton) \(mass) \(energy) \(x) \(u) \(t)")
                }
              }
            }
          }
        }
      }
    }
    #expect(compared > 500)
    print("azimuthal mean, \(kind), \(compared) points: worst \(worst)")
  }
}

import Testing

@testable import Transport

/// Showers against Geant4 11.4.1 (`Geant4Shower`); docs/validation.md has the plots and the reasons.
@Suite struct ReferenceShowerTests {
  static let ten = Result { try Calorimeter().shoot(kineticEnergy_GeV: 10, events: 200, seed: 31) }
  static let hundred = Result { try Calorimeter().shoot(kineticEnergy_GeV: 100, events: 16, seed: 32) }

  /// Mean of the k-th ten layers in MeV, and the statistical error of its ratio to the reference.
  func ratio(_ events: [[Double]], _ k: Int, reference: Double, referenceEvents: Int) -> (Double, Double) {
    let n = Double(events.count)
    let mean = events.reduce(0) { $0 + $1[k] } / n
    let variance = events.reduce(0) { $0 + ($1[k] - mean) * ($1[k] - mean) } / (n - 1)
    let error = variance.squareRoot() / mean * (1 / n + 1 / Double(referenceEvents)).squareRoot()
    return (1000 * mean / reference, error)
  }

  /// Energy by depth, 1 to 25 radiation lengths: 5 % and three standard deviations.
  @Test func longitudinalProfile() throws {
    for (reference, result) in [
      (Geant4Shower.electron10GeV, try ReferenceShowerTests.ten.get()),
      (Geant4Shower.electron100GeV, try ReferenceShowerTests.hundred.get()),
    ] {
      // The active layers' share as a whole is another test: here it is the shape that counts.
      let share = result.mean / reference.visible_GeV
      for k in 0..<9 {
        let (absorber, absorberError) = ratio(
          result.absorberByTen, k, reference: reference.absorber_MeV[k], referenceEvents: reference.events)
        let (active, activeError) = ratio(
          result.activeByTen, k, reference: reference.active_MeV[k], referenceEvents: reference.events)
        print(
          "\(reference.energy_GeV) GeV, layers \(10 * k) to \(10 * k + 9): absorber \(absorber) ± \(absorberError), "
            + "active \(active) ± \(activeError)")
        #expect((absorber - 1).magnitude < 0.05 + 3 * absorberError)
        #expect((active / share - 1).magnitude < 0.05 + 3 * activeError)
      }
    }
  }

  /// The sampling resolution.
  @Test func spreadOfVisibleEnergy() throws {
    let result = try ReferenceShowerTests.ten.get()
    let reference = Geant4Shower.electron10GeV
    let ours = result.rms / result.mean
    let theirs = reference.visibleRms_GeV / reference.visible_GeV
    let error = (0.5 / Double(reference.events) + 0.5 / Double(result.visible.count)).squareRoot()
    print("σ/E at 10 GeV: \(ours), Geant4 \(theirs)")
    #expect((ours / theirs - 1).magnitude < 0.05 + 3 * error)
  }
}

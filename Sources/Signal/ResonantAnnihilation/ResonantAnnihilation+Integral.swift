import Core
import Numerics

extension ResonantAnnihilation {
  /// ∫ σ dE between two positron energies, pb GeV per atom: what a thick target sees of a narrow line.
  ///
  /// - Numerics: octaves around the resonance from a quarter of its width up, and above the threshold, 8 Gauss
  ///   points each; 1e-6.
  public func integratedCrossSection_pbGeV(from low: Double, to high: Double) -> Double {
    guard low.isFinite, high.isFinite, high > low else { return 0 }
    let centre = resonantEnergy_GeV
    let halfWidth = mediator.mass_GeV * totalWidth_GeV / (2 * Self.electronMass)
    // With moving electrons the line is as wide as the slowest group makes it.
    let slowest = orbitals.groups.map(\.momentumScale_GeV).min() ?? 0
    let width =
      electronMotion == .rest ? halfWidth : halfWidth + centre * slowest / Self.electronMass
    let start = max(low, thresholdEnergy_GeV)
    guard high > start else { return 0 }
    // ε = E − E_res, so that a line of 1e-12 of its energy is resolved.
    var points = [start - centre, high - centre]
    func octaves(_ origin: Double, _ scale: Double) {
      points.append(origin)
      var distance = scale
      while distance < 2 * (high + centre) {
        points.append(origin + distance)
        points.append(origin - distance)
        distance *= 2
      }
    }
    octaves(0, 0.25 * width)
    octaves(start - centre, 1e-4 * start)
    let m = Self.electronMass
    octaves((thresholdSquaredMass_GeV2 - 2 * m * m) / (2 * m) - centre, 1e-4 * start)
    points = points.filter { $0 >= start - centre && $0 <= high - centre }
    points.sort()
    let rule = GaussLegendre(count: 8)
    var sum = 0.0
    for index in 1..<points.count where points[index] > points[index - 1] {
      sum += rule.integrate(points[index - 1], points[index]) { offset in
        guard electronMotion == .rest else {
          return totalCrossSection_pb(totalEnergy_GeV: centre + offset)
        }
        let s = squaredMassAtRest_GeV2(centre + offset)
        guard s > thresholdSquaredMass_GeV2 else { return 0 }
        let distance = 2 * m * offset
        let squared = mediator.mass_GeV * mediator.mass_GeV
        return Double(element.atomicNumber) * numerator(s)
          / (distance * distance + squared * totalWidth_GeV * totalWidth_GeV)
      }
    }
    return sum
  }
}

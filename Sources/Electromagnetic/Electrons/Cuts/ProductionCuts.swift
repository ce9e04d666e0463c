import Core
import Matter
import Numerics
import Tables

/// Kinetic energies below which secondaries are not made, their energy counting as continuous loss.
public struct ProductionCuts: Equatable, Sendable {
  public let photon_GeV: Double
  public let electron_GeV: Double
  public let positron_GeV: Double

  public static let lowest_GeV = 1e-6
  public static let highest_GeV = 10.0

  /// The same distance in every material: electrons and positrons whose CSDA range (collision and
  /// radiative loss, from 1 keV) is `range_mm`, and the highest photon energy at which five absorption
  /// lengths, 5/μ with μ from photoelectric and Compton effect and pair production, fit into it.
  /// At least 1 keV, at most 10 GeV.
  public init(material: Material, range_mm: Double) {
    photon_GeV = Self.photonThreshold(material, range_mm)
    electron_GeV = Self.chargedThreshold(material, range_mm, isPositron: false)
    positron_GeV = Self.chargedThreshold(material, range_mm, isPositron: true)
  }

  /// Values below 1 keV are raised to 1 keV.
  public init(photon_GeV: Double, electron_GeV: Double, positron_GeV: Double) {
    self.photon_GeV = Self.clamped(photon_GeV)
    self.electron_GeV = Self.clamped(electron_GeV)
    self.positron_GeV = Self.clamped(positron_GeV)
  }

  static func clamped(_ energy: Double) -> Double {
    energy.isNaN ? lowest_GeV : min(max(energy, lowest_GeV), highest_GeV)
  }

  static func chargedThreshold(_ material: Material, _ range: Double, isPositron: Bool) -> Double {
    guard material.electronDensity_per_mm3 > 0 else { return lowest_GeV }
    let collision = CollisionStoppingPower(material: material, isPositron: isPositron)
    let grid = LogarithmicGrid(lowest: lowest_GeV, highest: highest_GeV, count: 141)
    func inverse(_ t: Double) -> Double {
      var loss = collision(kineticEnergy_GeV: t, cut_GeV: .infinity)
      for component in material.components {
        let z = component.element.atomicNumber
        var radiative = BremsstrahlungCrossSection.radiativeLoss_GeVbarn(
          atomicNumber: z, kineticEnergy_GeV: t)
        if isPositron {
          radiative *= BremsstrahlungCrossSection.positronRatio(atomicNumber: z, kineticEnergy_GeV: t)
        }
        loss += component.atomDensity_per_mm3 * Constants.barn_mm2 * radiative
      }
      return t / loss
    }
    var sum = 2 * inverse(grid.lowest)
    guard range > sum else { return lowest_GeV }
    var previous = inverse(grid.lowest)
    for i in 1..<grid.count {
      let next = inverse(grid.point(i))
      let step = grid.spacing * (next - previous) / log(next / previous)
      if sum + step >= range {
        let fraction = log(range / sum) / log((sum + step) / sum)
        return exp(grid.logPoint(i - 1) + fraction * grid.spacing)
      }
      sum += step
      previous = next
    }
    return highest_GeV
  }

  static func photonThreshold(_ material: Material, _ range: Double) -> Double {
    let grid = LogarithmicGrid(lowest: lowest_GeV, highest: highest_GeV, count: 1401)
    // From above: absorption edges make the length non-monotonic.
    var previous = 0.0
    for i in stride(from: grid.count - 1, through: 0, by: -1) {
      let mu = attenuation(material, grid.point(i))
      let length = mu > 0 ? 5 / mu : .infinity
      // Above a few MeV pair production shortens the length again; that branch is not a range.
      if length <= range, grid.point(i) < 1e-3 || length > previous {
        guard previous > range, previous.isFinite else { return grid.point(i) }
        let fraction = log(range / length) / log(previous / length)
        return exp(grid.logPoint(i) + fraction * grid.spacing)
      }
      previous = length
    }
    return lowest_GeV
  }

  /// μ without coherent scattering [1/mm].
  static func attenuation(_ material: Material, _ energy: Double) -> Double {
    var sum = 0.0
    for component in material.components {
      let z = Int32(component.element.atomicNumber)
      guard let e = hermetic_xcom_energy(z), let photoelectric = hermetic_xcom_photoelectric(z),
        let incoherent = hermetic_xcom_incoherent(z), let nuclear = hermetic_xcom_pair_nuclear(z),
        let electron = hermetic_xcom_pair_electron(z)
      else { continue }
      let count = Int(hermetic_xcom_count(z))
      var low = 0
      var high = count - 1
      while high - low > 1 {
        let middle = (low + high) / 2
        if e[middle] <= energy { low = middle } else { high = middle }
      }
      let fraction = min(max(log(energy / e[low]) / log(e[high] / e[low]), 0), 1)
      func value(_ table: UnsafePointer<Double>) -> Double {
        if table[low] > 0, table[high] > 0 {
          return table[low] * exp(fraction * log(table[high] / table[low]))
        }
        return table[low] + fraction * (table[high] - table[low])
      }
      sum +=
        component.atomDensity_per_mm3 * Constants.barn_mm2
        * (value(photoelectric) + value(incoherent) + value(nuclear) + value(electron))
    }
    return sum
  }
}

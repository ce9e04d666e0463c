import Events
import Geometry

/// A surface where crossings are recorded: that of a volume, in one sense.
public struct CrossingPlane: Equatable, Sendable {
  public enum Sense: String, CaseIterable, Sendable {
    case entry, exit
  }

  public let volume: Int
  public let sense: Sense
  /// nil = all charged ones.
  public let particles: [Particle]?
  /// Slower particles are not recorded.
  public let minimumKineticEnergy_GeV: Double

  public init(volume: Int, sense: Sense, particles: [Particle]? = nil, minimumKineticEnergy_GeV: Double = 0) {
    self.volume = volume
    self.sense = sense
    self.particles = particles
    self.minimumKineticEnergy_GeV = minimumKineticEnergy_GeV
  }
}

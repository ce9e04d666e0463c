import Core

/// A particle of a model that decays: its mass, and cτ from the sum of its channels.
public struct UnstableParticle: Equatable, Sendable {
  public let name: String
  public let mass_GeV: Double
  public let totalWidth_GeV: Double

  public var properLength_mm: Double { Constants.hbarc_GeVmm / totalWidth_GeV }

  public func inFlight(totalEnergy_GeV: Double) throws -> DisplacedDecay {
    guard totalEnergy_GeV >= mass_GeV else {
      throw HermeticError(
        .kinematics,
        "total_energies_GeV has \(totalEnergy_GeV), below the mass of \(name), \(mass_GeV) GeV. "
          + "Give its total energy in GeV.")
    }
    return try DisplacedDecay(
      properLength: properLength_mm, mass_GeV: mass_GeV, totalEnergy_GeV: totalEnergy_GeV)
  }
}

extension SignalModel {
  /// The particle of that name; the first that decays for an empty one.
  public func unstableParticle(_ name: String) throws -> UnstableParticle {
    let channels = try decays().filter { $0.partialWidth_GeV > 0 }
    guard let first = channels.first else {
      throw HermeticError(
        .configuration,
        "nothing of this \(Self.kind) decays (no channel is open). Give it couplings to something lighter.")
    }
    let wanted = name.isEmpty ? first.parent : name
    guard let one = channels.first(where: { $0.parent == wanted }) else {
      throw HermeticError.notFound("unstable particle", wanted, known: Array(Set(channels.map(\.parent))))
    }
    return UnstableParticle(
      name: wanted, mass_GeV: one.parentMass_GeV,
      totalWidth_GeV: channels.reduce(0) { $1.parent == wanted ? $0 + $1.partialWidth_GeV : $0 })
  }
}

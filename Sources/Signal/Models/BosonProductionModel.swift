import Core
import Matter

/// A model of one boson that a run can make along the tracks of showers.
public protocol BosonProductionModel: TrackProductionModel {
  var mediator: Mediator { get }

  func bremsstrahlungProcess(beam: Int32, element: Element) throws -> BremsstrahlungProcess

  var electronMotion: ResonantAnnihilation.ElectronMotion { get }

  func primakoffProduction(element: Element) throws -> PrimakoffProduction

  func photonFusion(beam: Int32, element: Element) throws -> PhotonFusion
}

extension BosonProductionModel {
  /// Annihilation into what leaves no energy, one process for each open final state; couplings to ordinary matter
  /// are the model's times `scale`, those to dark matter are untouched. Empty when there is none.
  public func invisibleAnnihilation(scale: Double, element: Element) throws -> [ResonantAnnihilation] {
    let mediator = self.mediator.scaled(by: scale)
    guard mediator.couplesToElectrons, mediator.mass_GeV > 2 * Constants.electronMass_GeV,
      mediator.totalWidth_GeV > 0
    else { return [] }
    return try DecayMode.allCases.filter {
      $0.isInvisible && mediator.partialWidth_GeV($0, squaredMass: 1e12) > 0
    }.map {
      try ResonantAnnihilation(
        mediator: mediator, mode: $0, element: element, electronMotion: electronMotion)
    }
  }

  /// Whether there is an invisible final state that positrons can make.
  var annihilatesInvisibly: Bool {
    mediator.couplesToElectrons
      && DecayMode.allCases.contains {
        $0.isInvisible && mediator.partialWidth_GeV($0, squaredMass: 1e12) > 0
      }
  }

  /// Share of prompt decays that leave no energy: neutrinos and dark matter. Couplings to ordinary matter are the
  /// model's times `scale`, as in `invisibleAnnihilation`; it matters for dark matter only.
  ///
  /// - Returns: nil where the model has no invisible decay
  public func invisibleShare(scale: Double) -> Double? {
    let mediator = self.mediator.scaled(by: scale)
    let invisible = DecayMode.allCases.filter(\.isInvisible).reduce(0) {
      $0 + mediator.partialWidth_GeV($1)
    }
    return invisible > 0 ? invisible / mediator.totalWidth_GeV : nil
  }
}

extension Mediator {
  /// With all couplings to ordinary matter multiplied by a factor.
  public func scaled(by factor: Double) -> Mediator {
    var result = self
    result.electronCoupling *= factor
    result.muonCoupling *= factor
    result.tauCoupling *= factor
    result.muonTauLoopCoupling *= factor
    result.neutrinoCouplingSquared *= factor * factor
    result.photonCoupling_per_GeV *= factor
    if let quarks {
      result.quarks = QuarkCouplings(up: quarks.up * factor, down: quarks.down * factor)
    }
    return result
  }
}

import Numerics

/// The final state of ℓ N → ℓ N X: everything the lepton's energy and momentum turned into.
///
/// Energies and momenta add up to those of the incoming lepton and the nucleus at rest.
public struct SignalEmission: Equatable, Sendable {
  /// Total energy of the boson.
  public var bosonEnergy_GeV: Double
  public var bosonDirection: Vector3
  public var leptonKineticEnergy_GeV: Double
  public var leptonDirection: Vector3
  public var nucleusKineticEnergy_GeV: Double
  public var nucleusDirection: Vector3

  public init(
    bosonEnergy_GeV: Double, bosonDirection: Vector3, leptonKineticEnergy_GeV: Double,
    leptonDirection: Vector3, nucleusKineticEnergy_GeV: Double, nucleusDirection: Vector3
  ) {
    self.bosonEnergy_GeV = bosonEnergy_GeV
    self.bosonDirection = bosonDirection
    self.leptonKineticEnergy_GeV = leptonKineticEnergy_GeV
    self.leptonDirection = leptonDirection
    self.nucleusKineticEnergy_GeV = nucleusKineticEnergy_GeV
    self.nucleusDirection = nucleusDirection
  }

  /// No emission: the lepton goes on as it came.
  init(unchanged leptonKineticEnergy_GeV: Double, _ direction: Vector3) {
    self.init(
      bosonEnergy_GeV: 0, bosonDirection: direction,
      leptonKineticEnergy_GeV: leptonKineticEnergy_GeV, leptonDirection: direction,
      nucleusKineticEnergy_GeV: 0, nucleusDirection: direction)
  }
}

/// One energy of a `MuonTable`.
@frozen public struct MuonTableRow: Sendable {
  public var knockOnRate = 0.0  // 1/mm
  public var bremsstrahlungRate = 0.0
  public var pairRate = 0.0
  public var photonuclearRate = 0.0
  public var stoppingPower = 0.0  // below the cuts, GeV/mm
  @usableFromInline var radiativeSecond = 0.0  // radiation below the cut, GeV²/mm
  @usableFromInline var radiativeThird = 0.0  // GeV³/mm
  public var firstTransport = 0.0  // 1/mm
  @usableFromInline var secondTransport = 0.0
  @usableFromInline var scatteringReach = 2.0
  @usableFromInline var scatteringScreening = 0.1

  init() {}

  @inlinable public var rate: Double { knockOnRate + bremsstrahlungRate + pairRate + photonuclearRate }

  /// The process at a number between 0 and `rate`.
  @inlinable public func process(_ choice: Double) -> MuonEnergyLoss.Process {
    if choice < knockOnRate { return .ionisation }
    if choice < knockOnRate + bremsstrahlungRate { return .bremsstrahlung }
    if choice < knockOnRate + bremsstrahlungRate + pairRate { return .pair }
    return photonuclearRate > 0 ? .photonuclear : .ionisation
  }
}

/// The beam events that pile-up overlays: `PileUp.libraryEvents` of each kind of particle, kind by kind.
public protocol PileUpLibrary: Sendable {
  func event(_ index: Int) -> PileUpEvent
}

/// What one beam event leaves in the sensors; the numbers live as long as the library.
public struct PileUpEvent {
  /// Visible energies (collected light) of all channels, GeV.
  public let light: UnsafePointer<Double>
  /// Mean times per sensor, ns; NaN without energy.
  public let times_ns: UnsafePointer<Double>

  public init(light: UnsafePointer<Double>, times_ns: UnsafePointer<Double>) {
    self.light = light
    self.times_ns = times_ns
  }
}

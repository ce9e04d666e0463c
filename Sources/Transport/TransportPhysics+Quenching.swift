import Geometry

extension TransportPhysics {
  /// What sensors see of an electron's energy where Birks's law is on, else 1. Calibrations are made with electrons in the
  /// scintillator as it is: reported energies are divided by it.
  public func electronsSeen(in world: World) -> Double {
    guard settings.hadrons.birks_mm_per_MeV > 0, let last = world.sensors.indices.last else { return 1 }
    return hadrons.views()[world.material(ofSensor: last)].electronsSeen
  }
}

import Electromagnetic

/// What a step reads of `TransportPhysics`: one view per material, each kind side by side, without a reference to
/// count. Valid as long as the physics is.
struct TransportTables: @unchecked Sendable {
  let photons: UnsafeMutablePointer<PhotonTableView>
  let electrons: UnsafeMutablePointer<ElectronTableView>
  let positrons: UnsafeMutablePointer<ElectronTableView>
  let electronFlights: UnsafeMutablePointer<FlightTableView>
  let positronFlights: UnsafeMutablePointer<FlightTableView>
  let isVacuum: UnsafeMutablePointer<Bool>

  init(materials count: Int) {
    photons = .allocate(capacity: max(1, count))
    electrons = .allocate(capacity: max(1, count))
    positrons = .allocate(capacity: max(1, count))
    electronFlights = .allocate(capacity: max(1, count))
    positronFlights = .allocate(capacity: max(1, count))
    isVacuum = .allocate(capacity: max(1, count))
  }

  func free() {
    photons.deallocate()
    electrons.deallocate()
    positrons.deallocate()
    electronFlights.deallocate()
    positronFlights.deallocate()
    isVacuum.deallocate()
  }
}

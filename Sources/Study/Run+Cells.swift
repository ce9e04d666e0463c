import Core

extension Run {
  /// Cells of some finished events of one sensor, event after event.
  ///
  /// - Parameter truth: true energies rather than reported ones; the same without a response
  public func cellEnergies(sensor name: String, truth: Bool, first: UInt64, events: UInt64) throws
    -> UnsafeBufferPointer<Double>
  {
    guard let sensor = grids.firstIndex(where: { $0.name == name }) else {
      throw HermeticError.notFound("sensor", name, known: grids.map(\.name))
    }
    guard let rows = cells.rows(ofSensor: sensor, truth: truth, count: Int(eventsDone)) else {
      throw HermeticError(
        .state,
        "the cells of \"\(name)\" were not kept (they take memory). List the sensor under \"cells\" in the run card."
      )
    }
    guard first <= eventsDone, events <= eventsDone - first else {
      throw HermeticError.range(
        "first + events", Double(first) + Double(events), allowed: "at most the \(eventsDone) finished events"
      )
    }
    let width = grids[sensor].channelCount
    return UnsafeBufferPointer(rebasing: rows[Int(first) * width..<Int(first + events) * width])
  }
}

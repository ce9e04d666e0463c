import Core
import Reconstruction

extension Run {
  /// Hits of one tracker in some finished events, event after event.
  public func trackerHits(_ name: String, first: UInt64, events: UInt64) throws -> [[TrackerHit]] {
    guard let tracker = card.trackers.firstIndex(where: { $0.name == name }) else {
      throw HermeticError.notFound("tracker", name, known: card.trackers.map(\.name))
    }
    guard hits.keeps(tracker: tracker) else {
      throw HermeticError(
        .state,
        "the hits of \"\(name)\" were not kept (they take memory). Set trackers.\(name).keep_hits in the run card."
      )
    }
    guard first <= eventsDone, events <= eventsDone - first else {
      throw HermeticError.range(
        "first + events", Double(first) + Double(events), allowed: "at most the \(eventsDone) finished events"
      )
    }
    return (0..<events).map { hits.hits(row: Int(first + $0), tracker: tracker) }
  }
}

import CHermetic
import Core
import Reconstruction
import Study

@_cdecl("hermetic_run_hits") @implementation
public func hermetic_run_hits(
  _ run: OpaquePointer!, _ tracker: UnsafePointer<CChar>!, _ first: UInt64, _ events: UInt64,
  _ offsets: UnsafeMutablePointer<UInt64>!, _ axes: UnsafeMutablePointer<Int32>!,
  _ hits: UnsafeMutablePointer<Double>!, _ details: UnsafeMutablePointer<Double>!, _ capacity: Int,
  _ count: UnsafeMutablePointer<Int>!
) -> Int32 {
  guarded {
    let run = try Handle.object(run, "run", as: RunObject.self).run
    let list = try run.trackerHits(try text(tracker, "tracker"), first: first, events: events)
    let total = list.reduce(0) { $0 + $1.count }
    count?.pointee = total
    guard UInt(bitPattern: capacity) >= UInt(total) else {
      throw HermeticError(
        .capacity,
        "hits has room for \(capacity) hits but \(total) are needed. Make room and call again.")
    }
    let offsets = try output(offsets, "offsets")
    let axes = total == 0 ? axes : try output(axes, "axes")
    let hits = total == 0 ? hits : try output(hits, "hits")
    var position = 0
    for (event, found) in list.enumerated() {
      offsets[event] = UInt64(position)
      for hit in found {
        axes?[position] = hit.axis
        hits?[position] = hit.u_mm
        if let details { write(hit, to: details + 6 * position) }
        position += 1
      }
    }
    offsets[list.count] = UInt64(position)
  }
}

private func write(_ hit: TrackerHit, to row: UnsafeMutablePointer<Double>) {
  row[0] = hit.size
  row[1] = hit.drift_mm
  row[2] = hit.trueU_mm
  row[3] = Double(hit.pdg)
  row[4] = hit.momentum_GeV
  row[5] = Double(hit.track)
}

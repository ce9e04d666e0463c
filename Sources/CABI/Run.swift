import CHermetic
import Core
import Study

/// The object behind `hermetic_run`: the run and its column names as C texts.
final class RunObject {
  let run: Run
  let columnNames: [TextObject]

  init(_ run: Run) {
    self.run = run
    columnNames = run.columnNames.map(TextObject.init)
  }
}

private func object(_ run: OpaquePointer?) throws -> RunObject {
  try Handle.object(run, "run", as: RunObject.self)
}

@_cdecl("hermetic_run_create") @implementation
public func hermetic_run_create(
  _ card: UnsafePointer<CChar>!, _ out: UnsafeMutablePointer<OpaquePointer?>!
) -> Int32 {
  guarded {
    let card = try json(card, "card")
    try output(out, "out").pointee = Handle.make(RunObject(try Run(json: card)))
  }
}

@_cdecl("hermetic_run_free") @implementation
public func hermetic_run_free(_ run: OpaquePointer!) { Handle.free(run, as: RunObject.self) }

@_cdecl("hermetic_run_slice") @implementation
public func hermetic_run_slice(
  _ run: OpaquePointer!, _ maxEvents: UInt64, _ maxMilliseconds: Double, _ threads: Int32,
  _ progress: UnsafeMutablePointer<hermetic_progress>!
) -> Int32 {
  guarded {
    let run = try object(run).run
    let milliseconds = try number(maxMilliseconds, "max_ms", in: 0...1e12)
    guard (0...1024).contains(threads) else {
      throw HermeticError.range("threads", Double(threads), allowed: "in 0 … 1024 (0 = all processors)")
    }
    try check(progress)
    run.slice(maxEvents: maxEvents, maxSeconds: milliseconds * 1e-3, threads: Int(threads))
    report(run, to: progress)
  }
}

/// A caller's progress structure must be as large as this library's.
func check(_ progress: UnsafeMutablePointer<hermetic_progress>?) throws {
  guard let progress, progress.pointee.struct_size < UInt32(MemoryLayout<hermetic_progress>.size) else {
    return
  }
  throw HermeticError(
    .argument,
    "progress->struct_size = \(progress.pointee.struct_size) is too small. Set it to sizeof(hermetic_progress)."
  )
}

/// Where a run stands.
func report(_ run: Run, to progress: UnsafeMutablePointer<hermetic_progress>?) {
  guard let progress else { return }
  progress.pointee.finished = run.isFinished ? 1 : 0
  progress.pointee.events_done = run.eventsDone
  progress.pointee.events_total = run.card.events
  progress.pointee.steps = run.stepsDone
  progress.pointee.worst_energy_imbalance = run.worstImbalance
}

@_cdecl("hermetic_run_event_count") @implementation
public func hermetic_run_event_count(_ run: OpaquePointer!) -> UInt64 {
  (try? object(run))?.run.eventsDone ?? 0
}

@_cdecl("hermetic_run_column_count") @implementation
public func hermetic_run_column_count(_ run: OpaquePointer!) -> Int {
  (try? object(run))?.columnNames.count ?? 0
}

@_cdecl("hermetic_run_column_name") @implementation
public func hermetic_run_column_name(_ run: OpaquePointer!, _ index: Int) -> UnsafePointer<CChar>! {
  guard let object = try? object(run), object.columnNames.indices.contains(index) else { return nil }
  return UnsafePointer(object.columnNames[index].bytes)
}

@_cdecl("hermetic_run_column") @implementation
public func hermetic_run_column(
  _ run: OpaquePointer!, _ name: UnsafePointer<CChar>!, _ values: UnsafeMutablePointer<Double>!,
  _ capacity: Int, _ count: UnsafeMutablePointer<Int>!
) -> Int32 {
  guarded {
    let run = try object(run).run
    let column = try run.column(try text(name, "name"))
    try copy(column.count, capacity, count, "values") { index in
      guard let values else { throw HermeticError(.argument, "values is NULL. Pass an array.") }
      values[index] = column[index]
    }
  }
}

@_cdecl("hermetic_run_profile") @implementation
public func hermetic_run_profile(
  _ run: OpaquePointer!, _ sensor: UnsafePointer<CChar>!, _ mean: UnsafeMutablePointer<Double>!,
  _ error: UnsafeMutablePointer<Double>!, _ capacity: Int, _ count: UnsafeMutablePointer<Int>!
) -> Int32 {
  guarded {
    let profile = try object(run).run.profile(sensor: try text(sensor, "sensor"))
    let wantsValues = mean != nil || error != nil
    if !wantsValues {
      try output(count, "count").pointee = profile.count
      return
    }
    try copy(profile.count, capacity, count, "mean_GeV") { index in
      mean?[index] = profile[index].mean
      error?[index] = profile[index].error
    }
  }
}

@_cdecl("hermetic_run_cells") @implementation
public func hermetic_run_cells(
  _ run: OpaquePointer!, _ sensor: UnsafePointer<CChar>!, _ truth: Int32, _ first: UInt64, _ events: UInt64,
  _ values: UnsafeMutablePointer<Double>!, _ capacity: Int, _ count: UnsafeMutablePointer<Int>!
) -> Int32 {
  guarded {
    let run = try object(run).run
    guard truth == 0 || truth == 1 else {
      throw HermeticError.range("truth", Double(truth), allowed: "0 (reported) or 1 (before the response)")
    }
    let cells = try run.cellEnergies(
      sensor: try text(sensor, "sensor"), truth: truth == 1, first: first, events: events)
    try copy(cells.count, capacity, count, "values") { index in
      guard let values else { throw HermeticError(.argument, "values is NULL. Pass an array.") }
      values[index] = cells[index]
    }
  }
}

@_cdecl("hermetic_run_display") @implementation
public func hermetic_run_display(
  _ run: OpaquePointer!, _ event: UInt64, _ options: UnsafePointer<CChar>!,
  _ out: UnsafeMutablePointer<OpaquePointer?>!
) -> Int32 {
  guarded {
    let run = try object(run).run
    let options = try options.map { try json($0, "options") } ?? .object([])
    _ = try output(out, "out")
    try answer(try run.display(row: event, options: options), out)
  }
}

@_cdecl("hermetic_shower_library") @implementation
public func hermetic_shower_library(
  _ card: UnsafePointer<CChar>!, _ out: UnsafeMutablePointer<OpaquePointer?>!
) -> Int32 {
  guarded {
    let card = try json(card, "card")
    _ = try output(out, "out")
    try answer(try ShowerLibraryCard.answer(json: card), out)
  }
}

/// Fills a caller's array: all of it or, with HERMETIC_E_CAPACITY and the needed size in `count`, nothing.
private func copy(
  _ available: Int, _ capacity: Int, _ count: UnsafeMutablePointer<Int>?, _ name: String,
  _ store: (Int) throws -> Void
) throws {
  count?.pointee = available
  guard UInt(bitPattern: capacity) >= UInt(available) else {
    throw HermeticError(
      .capacity,
      "\(name) has room for \(capacity) numbers but \(available) are needed. Make room and call again.")
  }
  for index in 0..<available { try store(index) }
}

@_cdecl("hermetic_run_tally") @implementation
public func hermetic_run_tally(
  _ run: OpaquePointer!, _ name: UnsafePointer<CChar>!, _ out: UnsafeMutablePointer<OpaquePointer?>!
) -> Int32 {
  guarded {
    let run = try object(run).run
    let name = try text(name, "name")
    _ = try output(out, "out")
    try answer(try run.tally(name), out)
  }
}

@_cdecl("hermetic_run_card") @implementation
public func hermetic_run_card(_ run: OpaquePointer!, _ out: UnsafeMutablePointer<OpaquePointer?>!)
  -> Int32
{
  guarded {
    let run = try object(run).run
    _ = try output(out, "out")
    try answer(
      run.record(version: StaticText.versionString, abi: Int(HERMETIC_ABI_VERSION)), out)
  }
}

@_cdecl("hermetic_run_select") @implementation
public func hermetic_run_select(
  _ run: OpaquePointer!, _ selection: UnsafePointer<CChar>!, _ weight: UnsafePointer<CChar>!,
  _ passed: UnsafeMutablePointer<UInt8>!, _ capacity: Int,
  _ flow: UnsafeMutablePointer<OpaquePointer?>!
) -> Int32 {
  guarded {
    let run = try object(run).run
    let card = try json(selection, "selection_card")
    let weightName = try weight.map { try text($0, "weight_column") }
    let result = try run.select(card, weight: weightName)
    if let passed {
      guard UInt(bitPattern: capacity) >= UInt(result.mask.count) else {
        throw HermeticError(
          .capacity,
          "passed has room for \(capacity) bytes but \(result.mask.count) are needed. Make room and call again."
        )
      }
      for (index, pass) in result.mask.enumerated() { passed[index] = pass ? 1 : 0 }
    }
    if flow != nil { try answer(result.json, flow) }
  }
}

@_cdecl("hermetic_run_exclusion") @implementation
public func hermetic_run_exclusion(
  _ run: OpaquePointer!, _ analysis: UnsafePointer<CChar>!,
  _ out: UnsafeMutablePointer<OpaquePointer?>!
) -> Int32 {
  guarded {
    let run = try object(run).run
    let card = try json(analysis, "analysis_card")
    _ = try output(out, "out")
    try answer(try run.exclusion(card), out)
  }
}

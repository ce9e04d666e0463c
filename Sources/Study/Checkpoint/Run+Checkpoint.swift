import Core

extension Run {
  /// Everything that the finished events left, as bytes: columns, cells, hits, sums. Events in the middle of their shower
  /// are not in it.
  public func checkpoint(version: String) -> [UInt8] {
    var writer = ByteWriter()
    CheckpointHeader(
      version: version, card: card.json.sorted, firstEvent: card.firstEvent, eventsDone: eventsDone
    ).write(to: &writer)
    writer.write(stepsDone)
    writer.write(worstImbalance)
    columns.write(rows: Int(eventsDone), to: &writer)
    cells.write(rows: Int(eventsDone), to: &writer)
    hits.write(rows: Int(eventsDone), to: &writer)
    slabSums.write(0..<slabSums.count, to: &writer)
    for bins in tallyBins { tallySums.write(bins, to: &writer) }
    writer.seal()
    return writer.bytes
  }

  /// Takes in the events of a checkpoint as if they had been simulated here. They must be the next ones: after those
  /// that this run has, and of the same card but for its range of events.
  public func absorb(_ bytes: UnsafeRawBufferPointer, version: String) throws {
    var reader = try ByteReader(sealed: bytes, what: "the checkpoint")
    let header = try CheckpointHeader(from: &reader)
    try check(header, version: version)
    let rows = Int(header.eventsDone)
    let steps = try reader.integer()
    let imbalance = try reader.double()
    let done = Int(eventsDone)
    columns.reserve(done + rows, keeping: done)
    cells.reserve(done + rows, keeping: done)
    hits.reserve(done + rows)
    // Rows beyond `eventsDone` are nobody's yet: a failure on the way leaves the run as it was.
    try columns.read(rows: rows, after: done, from: &reader)
    try cells.read(rows: rows, after: done, from: &reader)
    try hits.read(rows: rows, after: done, from: &reader)
    var slabs = ExactSums(count: slabSums.count)
    try slabs.read(0..<slabs.count, from: &reader)
    var tallies = ExactSums(count: tallySums.count)
    for bins in tallyBins { try tallies.read(bins, from: &reader) }
    try reader.finish()
    slabSums.add(slabs)
    tallySums.add(tallies)
    count(events: header.eventsDone, steps: steps, imbalance: imbalance)
  }

  /// Bins of the tallies, by the tallies' names: the order of a card's keys does not matter.
  private var tallyBins: [Range<Int>] {
    var first = 0
    let bins = card.tallies.map { tally in
      defer { first += tally.binCount }
      return (name: tally.name, range: first..<first + tally.binCount)
    }
    return bins.sorted { $0.name < $1.name }.map(\.range)
  }

  private func check(_ header: CheckpointHeader, version: String) throws {
    guard !hasEventsInHand else {
      throw HermeticError(
        .state,
        "the run has events in the middle of their shower (a slice ended by time). Absorb before simulating, or finish them."
      )
    }
    guard header.version == version else {
      throw HermeticError(
        .state,
        "the checkpoint is of version \(header.version), this library of \(version) (their events differ). Simulate again."
      )
    }
    guard header.card.withoutRange == card.json.sorted.withoutRange else {
      throw HermeticError(
        .configuration,
        "the checkpoint is of another run card (not the same: \(differences(header.card).joined(separator: ", "))). "
          + "Use the card that it was made with."
      )
    }
    let next = card.firstEvent + eventsDone
    guard header.eventsDone == 0 || header.firstEvent == next else {
      throw HermeticError(
        .state,
        "the checkpoint begins with event \(header.firstEvent), but \(next) is next (events stay in order). "
          + "Absorb the parts by their first events, from the run's own on.")
    }
    guard header.eventsDone <= card.events - eventsDone else {
      throw HermeticError(
        .state,
        "the checkpoint has \(header.eventsDone) events, but only \(card.events - eventsDone) are missing here. "
          + "Make the run with more events.")
    }
  }

  /// Keys of the card that are not the same.
  private func differences(_ other: JSON) -> [String] {
    guard case .object(let members) = card.json.sorted.withoutRange else { return [] }
    return members.filter { other[$0.key] != $0.value }.map(\.key)
  }
}

extension ColumnStore {
  /// Columns stand by their names: their order follows that of a card's keys.
  private var byName: [Buffer] { zip(names, buffers).sorted { $0.0 < $1.0 }.map(\.1) }

  func write(rows: Int, to writer: inout ByteWriter) {
    writer.write(UInt64(buffers.count))
    for buffer in byName { writer.write(buffer.values, count: rows) }
  }

  /// Fills `rows` rows behind the first `used`; room has been made.
  func read(rows: Int, after used: Int, from reader: inout ByteReader) throws {
    guard try reader.integer() == UInt64(buffers.count) else {
      throw HermeticError(.parse, "the checkpoint has other columns than this run.")
    }
    for buffer in byName { try reader.doubles(into: buffer.values + used, count: rows) }
  }
}

extension ExactSums {
  func write(_ bins: Range<Int>, to writer: inout ByteWriter) {
    for bin in bins {
      writer.write(sums[bin])
      writer.write(squares[bin])
    }
  }

  mutating func read(_ bins: Range<Int>, from reader: inout ByteReader) throws {
    for bin in bins { set(bin, sum: try reader.wideInteger(), square: try reader.wideInteger()) }
  }
}

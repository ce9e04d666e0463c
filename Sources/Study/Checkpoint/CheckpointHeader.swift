import Core

/// What stands before the numbers of a checkpoint: enough to make the run that takes them in.
public struct CheckpointHeader {
  /// "HERMETIC" as eight letters.
  static let mark: UInt64 = 0x4349_5445_4d52_4548
  /// Of the layout of the bytes.
  static let format: UInt64 = 1

  /// Of the library that simulated: another one may make other bits.
  public let version: String
  /// The resolved run card.
  public let card: JSON
  public let firstEvent: UInt64
  public let eventsDone: UInt64

  /// The header of whole, unbroken bytes.
  public static func read(_ bytes: UnsafeRawBufferPointer) throws -> CheckpointHeader {
    var reader = try ByteReader(sealed: bytes, what: "the checkpoint")
    return try CheckpointHeader(from: &reader)
  }

  init(version: String, card: JSON, firstEvent: UInt64, eventsDone: UInt64) {
    self.version = version
    self.card = card
    self.firstEvent = firstEvent
    self.eventsDone = eventsDone
  }

  init(from reader: inout ByteReader) throws {
    guard try reader.integer() == CheckpointHeader.mark else {
      throw HermeticError(
        .parse,
        "these bytes are no checkpoint (they begin otherwise). Pass what hermetic_run_checkpoint gave.")
    }
    let format = try reader.integer()
    guard format == CheckpointHeader.format else {
      throw HermeticError(
        .parse, "the checkpoint has format \(format) (this library reads \(CheckpointHeader.format)).")
    }
    version = try reader.text()
    card = try JSON.parse(try reader.text())
    firstEvent = try reader.integer()
    eventsDone = try reader.integer()
  }

  func write(to writer: inout ByteWriter) {
    writer.write(CheckpointHeader.mark)
    writer.write(CheckpointHeader.format)
    writer.write(version)
    writer.write(card.text)
    writer.write(firstEvent)
    writer.write(eventsDone)
  }

  /// As the C interface answers it.
  public var json: JSON {
    [
      "version": .string(version), "card": card, "first_event": .number(Double(firstEvent)),
      "events_done": .number(Double(eventsDone)),
    ]
  }
}

extension JSON {
  /// A resolved run card without what the parts of one run may differ in.
  var withoutRange: JSON {
    guard case .object(let members) = self else { return self }
    return .object(members.filter { !["events", "first_event", "name"].contains($0.key) })
  }
}

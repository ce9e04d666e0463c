import Testing

@testable import Study

/// The bits of two small runs. They change with every change of physics or of the order of random draws, and with
/// nothing else: not with the machine, the optimiser or the number of threads. This is not a validation.
/// `make golden` prints the new values; the difference belongs into the CHANGELOG under Physics.
@Suite struct GoldenTests {
  /// FNV-1a over the bit patterns of all columns.
  func fingerprint(_ run: Run) throws -> String {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for name in run.columnNames {
      for value in try run.column(name) {
        for shift in stride(from: 0, to: 64, by: 8) {
          hash = (hash ^ ((value.bitPattern >> UInt64(shift)) & 0xff)) &* 0x100_0000_01b3
        }
      }
    }
    return String(hash, radix: 16)
  }

  @Test func electrons() throws {
    let run = try Run(json: runCard(events: 3))
    run.slice(maxEvents: 0, maxSeconds: 0, threads: 2)
    let bits = try fingerprint(run)
    print("golden electrons \(bits)")
    #expect(bits == "45fae311b14941e6")
  }

  @Test func signal() throws {
    let run = try Run(json: runCard(events: 3, signal: smallSignal))
    run.slice(maxEvents: 0, maxSeconds: 0, threads: 2)
    let bits = try fingerprint(run)
    print("golden signal \(bits)")
    #expect(bits == "f7a7e56bba9ad1ed")
  }

  @Test func muons() throws {
    let run = try Run(
      json: runCard(
        events: 8, beam: "{\"particle\": \"mu-\", \"energy_GeV\": 160}",
        extra: ", \"physics\": {\"biasing\": {\"muon_photonuclear\": 20, \"gamma_to_muons\": 100}}"))
    run.slice(maxEvents: 0, maxSeconds: 0, threads: 2)
    let bits = try fingerprint(run)
    print("golden muons \(bits)")
    #expect(bits == "c958454d69118184")
  }
}

import Core
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
    #expect(bits == "79c089c8b6cdcd1f")
  }

  @Test func signal() throws {
    let run = try Run(json: runCard(events: 3, signal: smallSignal))
    run.slice(maxEvents: 0, maxSeconds: 0, threads: 2)
    let bits = try fingerprint(run)
    print("golden signal \(bits)")
    #expect(bits == "bed10c8c7bc5f417")
  }

  @Test func muons() throws {
    let run = try Run(
      json: runCard(
        events: 8, beam: "{\"particle\": \"mu-\", \"energy_GeV\": 160}",
        extra: ", \"physics\": {\"biasing\": {\"muon_photonuclear\": 20, \"gamma_to_muons\": 100}}"))
    run.slice(maxEvents: 0, maxSeconds: 0, threads: 2)
    let bits = try fingerprint(run)
    print("golden muons \(bits)")
    #expect(bits == "bd797cf7ba827525")
  }

  @Test func hadrons() throws {
    let run = try Run(
      json: runCard(
        events: 6, beam: "{\"particle\": \"pi-\", \"energy_GeV\": 50}",
        extra: ", \"physics\": {\"hadrons\": {\"photonuclear\": true}}"))
    run.slice(maxEvents: 0, maxSeconds: 0, threads: 2)
    let bits = try fingerprint(run)
    print("golden hadrons \(bits)")
    #expect(bits == "ba15303e47346292")
  }

  /// Through a hard and a soft dipole in air, synchrotron photons included.
  @Test func electronsInFields() throws {
    let card = """
      {"setup": {"world": {"material": "air", "size_mm": [1000, 1000, 8000]},
         "volumes": [{"name": "ECAL", "shape": "layered_calorimeter", "layers": 60,
           "slabs": [{"material": "Pb", "thickness_mm": 1.5}, {"material": "polystyrene", "thickness_mm": 1.5}],
           "size_mm": [229.2, 229.2], "position_mm": [-19.1, -19.1, 3500], "sensitive": {"name": "ecal", "slab": 1}}],
         "fields": [
           {"kind": "dipole", "field_T": 1.2, "length_mm": 1000, "aperture_mm": [400, 140]},
           {"name": "soft", "kind": "dipole", "field_T": -1.2, "length_mm": 1000, "aperture_mm": [400, 140],
            "position_mm": [0, 0, 1800], "edge": {"gap_mm": 150}}]},
       "beam": {"energy_GeV": 50, "position_mm": [0, 0, -3500]}, "events": 3}
      """
    let run = try Run(json: try JSON.parse(card))
    run.slice(maxEvents: 0, maxSeconds: 0, threads: 2)
    let bits = try fingerprint(run)
    print("golden fields \(bits)")
    #expect(bits == "f28cd0b4fc03f37e")
  }
}

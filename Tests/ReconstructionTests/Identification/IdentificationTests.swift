import Core
import Numerics
import Testing

@testable import Reconstruction

@Suite struct IdentificationTests {
  func identification(_ text: String) throws -> Identification {
    try Identification(json: JSON.parse(text), path: "identification", grids: responseGrids)
  }

  func columns(_ id: Identification, _ energies: [Double], times: [Double]? = nil) -> [String: Double] {
    var result: [String: Double] = [:]
    id.evaluate(energies, times_ns: times) { result[id.columnNames[$0]] = $1 }
    return result
  }

  @Test func shapes() throws {
    let id = try identification("{\"cells\": [\"ecal\"], \"position\": [\"ecal\"]}")
    var cells = [Double](repeating: 0, count: 73)
    cells[3 * 6 + 3] = 1  // preshower
    cells[36 + 3 * 6 + 3] = 7
    cells[36 + 2 * 6 + 3] = 2
    let c = columns(id, cells)
    #expect(c["ecal.max_cell_x"] == 3 && c["ecal.max_cell_y"] == 3)
    #expect(c["ecal.centre_GeV"] == 8 && c["ecal.periphery_GeV"] == 2)
    #expect(c["ecal.max_peripheral_cell_GeV"] == 2)
    #expect((c["ecal.R"]! - 0.2).magnitude < 1e-12)
    // Weights 4 + ln 0.8 and 4 + ln 0.2 at x = 19.1 and −19.1.
    let (a, b) = (4 + log(0.8), 4 + log(0.2))
    #expect((c["ecal.x_mm"]! - 19.1 * (a - b) / (a + b)).magnitude < 1e-9)
    #expect((c["ecal.y_mm"]! - 19.1).magnitude < 1e-9)
    let nothing = columns(id, [Double](repeating: 0, count: 73))
    #expect(nothing["ecal.R"]!.isNaN && nothing["ecal.x_mm"]!.isNaN)
  }

  /// The middle of the cell: neighbours symmetric, no bias.
  @Test func symmetricShowerHasNoBias() throws {
    let id = try identification("{\"position\": [\"ecal\"]}")
    var cells = [Double](repeating: 0, count: 73)
    for (dx, dy, e) in [(0, 0, 8.0), (1, 0, 0.5), (-1, 0, 0.5), (0, 1, 0.5), (0, -1, 0.5)] {
      cells[36 + (3 + dx) * 6 + 3 + dy] = e
    }
    let c = columns(id, cells)
    #expect((c["ecal.x_mm"]! - 19.1).magnitude < 1e-9 && (c["ecal.y_mm"]! - 19.1).magnitude < 1e-9)
    #expect((c["ecal.radius_mm"]! - 0.2 * 38.2).magnitude < 1e-9)
  }

  @Test func tagsNeedEnergyAndTime() throws {
    let id = try identification(
      "{\"tags\": {\"t\": {\"sensors\": [\"ecal\", \"veto\"], \"range_GeV\": [1, 10], \"window_ns\": 2, \"required\": 2}}}"
    )
    var energies = [Double](repeating: 0, count: 73)
    energies[5] = 2
    energies[72] = 3
    #expect(columns(id, energies, times: [0, 1.9])["t.tag"] == 1)
    #expect(columns(id, energies, times: [0, 2.1])["t.tag"] == 0)
    #expect(columns(id, energies, times: [0, .nan])["t.tag"] == 0)
    #expect(columns(id, energies)["t.count_in_range"] == 2)
    energies[72] = 11
    #expect(columns(id, energies)["t.tag"] == 0)
  }

  @Test(arguments: [
    ("{\"cells\": [\"ecel\"]}", "ecal"),
    ("{\"tags\": {\"t\": {\"sensors\": [], \"range_GeV\": [0, 1]}}}", "sensors"),
    ("{\"tags\": {\"t\": {\"sensors\": [\"ecal\"], \"range_GeV\": [1, 0]}}}", "range_GeV"),
    ("{\"shower\": {}}", "library"), ("{\"shape\": []}", "shape"),
  ])
  func badCards(text: String, mentions: String) {
    let error = #expect(throws: HermeticError.self) { try identification(text) }
    #expect(error?.message.contains(mentions) == true)
  }
}

import Core
import Numerics
import Testing

@testable import Reconstruction

@Suite struct LightMapTests {
  static func map(_ text: String) throws -> LightMap { try LightMap(json: JSON.parse(text), path: "light") }

  @Test func meanIsOneAndRodsAreDark() throws {
    let map = try Self.map("{\"fibre_amplitude\": 0.02, \"rod_depth\": 0.1, \"rod_sigma_mm\": 3}")
    let table = map.table(cellX_mm: 38.2, cellY_mm: 38.2)
    let n = LightMap.bins
    #expect((table.reduce(0, +) / Double(table.count) - 1).magnitude < 1e-12)
    // The bin of the rod at (−¼, −¼) is among the darkest; the limits of the source hold.
    let rod = table[(n / 4) * n + n / 4]
    #expect(rod < table.min()! + 0.02)
    #expect(table.max()! / table.min()! < 1.13 && table.max()! / table.min()! > 1.08)
    // Four-fold symmetry.
    for ix in 0..<n {
      for iy in 0..<n {
        #expect((table[ix * n + iy] - table[(n - 1 - ix) * n + iy]).magnitude < 1e-12)
        #expect((table[ix * n + iy] - table[iy * n + ix]).magnitude < 1e-12)
      }
    }
  }

  @Test func offIsFlat() throws {
    #expect(try Self.map("{}").table(cellX_mm: 38.2, cellY_mm: 20).allSatisfy { $0 == 1 })
  }
}

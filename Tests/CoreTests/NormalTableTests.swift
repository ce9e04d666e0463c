import Numerics
import Testing

@Suite("Normal distribution by table")
struct NormalTableTests {
  @Test func agreesWithTheFunctions() {
    var worst = (0.0, 0.0)
    for index in 0..<200_000 {
      let z = -8.5 + 17 * (Double(index) + 0.37) / 200_000
      let found = NormalTable.shared(z)
      worst.0 = max(worst.0, (found.cumulative - SpecialFunctions.normalCumulative(z)).magnitude)
      worst.1 = max(worst.1, (found.density - 0.3989422804014327 * exp(-0.5 * z * z)).magnitude)
    }
    print("largest errors: \(worst)")
    #expect(worst.0 < 3e-10 && worst.1 < 1e-9)
    #expect(NormalTable.shared(-.infinity).cumulative == 0 && NormalTable.shared(.infinity).cumulative == 1)
    #expect(NormalTable.shared(.nan).cumulative.isNaN)
  }
}

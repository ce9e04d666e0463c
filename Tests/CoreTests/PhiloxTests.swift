import Numerics
import Testing

@Suite struct PhiloxTests {
  /// Known answers of Random123's kat_vectors for philox2x64-10.
  @Test func knownAnswers() {
    let zero = Philox.block(key: 0, counter: (0, 0))
    #expect(zero.0 == 0xca00_a045_9843_d731)
    #expect(zero.1 == 0x66c2_4222_c9a8_45b5)
    let ones = Philox.block(key: .max, counter: (.max, .max))
    #expect(ones.0 == 0x65b0_21d6_0cd8_310f)
    #expect(ones.1 == 0x4d02_f322_2f86_df20)
    let pi = Philox.block(
      key: 0xa409_3822_299f_31d0, counter: (0x243f_6a88_85a3_08d3, 0x1319_8a2e_0370_7344))
    #expect(pi.0 == 0x0a5e_742c_2997_341c)
    #expect(pi.1 == 0xb0f8_83d3_8000_de5d)
  }
}

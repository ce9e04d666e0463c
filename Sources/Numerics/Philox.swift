/// Philox2x64-10: a counter-based generator. The n-th block is a pure function of (key, counter), so
/// any event can be replayed alone and no result depends on the order of work.
///
/// Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC11 (2011).
public enum Philox {
  @inlinable @inline(__always) public static func block(key: UInt64, counter: (UInt64, UInt64)) -> (
    UInt64, UInt64
  ) {
    var k = key
    var x0 = counter.0
    var x1 = counter.1
    for _ in 0..<10 {
      let product = x0.multipliedFullWidth(by: 0xD2B7_4407_B1CE_6E93)
      x0 = product.high ^ k ^ x1
      x1 = product.low
      k = k &+ 0x9E37_79B9_7F4A_7C15
    }
    return (x0, x1)
  }
}

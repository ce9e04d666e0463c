import Glibc
import Testing

import enum Core.Constants
import func Numerics.atan
import func Numerics.exp
import func Numerics.log
import func Numerics.sincosTurns

@Suite struct ElementaryFunctionsTests {
  @Test func agreeWithTheCLibrary() {
    var worst = (log: 0.0, exp: 0.0, sin: 0.0, atan: 0.0)
    var x = 1e-300
    while x < 1e300 {
      let want = Glibc.log(x)
      worst.log = max(worst.log, abs(Numerics.log(x) - want) / max(abs(want), 1e-3))
      x *= 1.0371
    }
    var y = -700.0
    while y < 700 {
      worst.exp = max(worst.exp, abs(Numerics.exp(y) / Glibc.exp(y) - 1))
      y += 0.0713
    }
    var u = 0.0
    while u < 1 {
      let (s, c) = sincosTurns(u)
      worst.sin = max(worst.sin, abs(s - Glibc.sin(2 * .pi * u)), abs(c - Glibc.cos(2 * .pi * u)))
      worst.atan = max(worst.atan, abs(Numerics.atan((u - 0.5) * 40) - Glibc.atan((u - 0.5) * 40)))
      u += 0.00137
    }
    #expect(worst.log < 5e-16)
    #expect(worst.exp < 6e-16)
    // 2πu itself is rounded before it reaches Glibc: up to half an ulp of 2π, 4.4e-16, plus 2.4e-16.
    #expect(worst.sin < 1.3e-15)
    #expect(worst.atan < 5e-16)
  }
}

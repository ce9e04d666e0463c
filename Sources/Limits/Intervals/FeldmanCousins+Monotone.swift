import Numerics

extension FeldmanCousins {
  /// The edges as published: lengthened so that neither rises with the background [1, Sec. IV B].
  ///
  ///     upper(b) = sup_{b′ ≥ b} raw upper(b′),   lower(b) = inf_{b′ ≤ b} raw lower(b′)
  ///
  /// The raw edges jump as b grows, because the count is discrete; a larger background would otherwise
  /// give a *weaker* limit now and then. Above b the raw upper edge falls with slope −1 between upward
  /// jumps about one apart, and its peaks sink: the supremum lies within `reach` of b, found by a scan
  /// whose rising steps are bisected down to the jump.
  ///
  /// - Numerics: 1e-6 where a jump shows in the scan of step 0.02; a smaller jump between two points could hide.
  ///   Compared with scans of step 0.001 (n = 0 … 8, b = 0 … 5) it never lay below them.
  func monotoneEdges() -> (lower: Double, upper: Double)? {
    guard let raw = rawEdges() else { return nil }
    let reach = 3.0 + 2 * Double(observed).squareRoot()
    let upper = supremum(from: background, to: background + reach) { b in
      max(0, (moved(to: b).lastAccepted() ?? b) - b)
    }
    var lower = raw.lower
    if lower > 0 {
      let start = max(0, background - reach)
      lower = -supremum(from: background, to: start) { b in
        min(0, b - moved(to: b).firstAccepted())
      }
    }
    return (lower, max(upper, raw.upper))
  }

  private func moved(to background: Double) -> FeldmanCousins {
    FeldmanCousins(observed: observed, background: background, confidenceLevel: confidenceLevel)
  }

  /// Largest value of a function that falls between upward jumps, on the way from a to b.
  private func supremum(from a: Double, to b: Double, _ f: (Double) -> Double) -> Double {
    let steps = max(1, Int(((b - a).magnitude / 0.02).rounded(.up)))
    var x = a
    var value = f(a)
    var best = value
    for step in 1...steps {
      let next = a + (b - a) * Double(step) / Double(steps)
      let nextValue = f(next)
      if nextValue > value, nextValue + 0.05 > best {
        // A jump (or a short rise) lies in between: close in on the side where f is larger.
        var low = x
        var high = next
        var highValue = nextValue
        for _ in 0..<40 where (high - low).magnitude > 1e-10 {
          let middle = 0.5 * (low + high)
          let middleValue = f(middle)
          if middleValue >= highValue {
            high = middle
            highValue = middleValue
          } else {
            low = middle
          }
          best = max(best, middleValue)
        }
        best = max(best, highValue)
      }
      best = max(best, nextValue)
      x = next
      value = nextValue
    }
    return best
  }
}

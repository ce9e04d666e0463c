import Core
import Numerics

/// Unified intervals of a Poisson count with known background: likelihood-ratio ordering [1].
///
/// n is accepted at μ when P(counts with a larger ratio R) < CL, with
///
///     R_j(μ) = P(j | λ) / P(j | max(j, b)),   λ = μ + b.
///
/// ln R_j = j ln λ − λ − h_j, h_j = j ln λ̂_j − λ̂_j, λ̂_j = max(j, b). Two ratios are equal at the one point
/// λ_jn = exp((h_j − h_n)/(j − n)), so the counts that outrank n change only there: {n+1 … k} between λ_kn and
/// λ_k+1,n above n, {j … n−1} between λ_j−1,n and λ_jn below. Within such a piece the acceptance sum is a
/// difference of two incomplete gamma functions that rises and then falls, so the first and last accepted μ
/// are roots or ends of pieces: no scan, no step.
///
/// - Numerics: edges to 1e-12 relative.
/// - Checked by: `FeldmanCousinsTests` (independent table, 40 rows; the published table)
///
/// [1] G. J. Feldman, R. D. Cousins, Phys. Rev. D 57 (1998) 3873, arXiv:physics/9711021.
struct FeldmanCousins {
  let observed: Int
  let background: Double
  let confidenceLevel: Double

  /// First and last accepted μ; nil when no μ is accepted (a count far below the background at a low CL).
  func rawEdges() -> (lower: Double, upper: Double)? {
    guard let upper = lastAccepted() else { return nil }
    return (max(0, firstAccepted() - background), max(0, upper - background))
  }

  /// h_j
  private func logBest(_ j: Int) -> Double {
    let best = max(Double(j), background)
    return best > 0 ? Double(j) * log(best) - best : 0
  }

  /// λ at which j and the observed count rank alike, at least b.
  private func crossing(_ j: Int) -> Double {
    max(background, exp((logBest(j) - logBest(observed)) / Double(j - observed)))
  }

  /// P(a ≤ N ≤ b | λ)
  private func probability(_ a: Int, _ b: Int, _ mean: Double) -> Double {
    guard b >= a else { return 0 }
    let below = a == 0 ? 0 : SpecialFunctions.regularizedGammaQ(Double(a), mean)
    return SpecialFunctions.regularizedGammaQ(Double(b + 1), mean) - below
  }

  func lastAccepted() -> Double? {
    var last: Double?
    var k = observed >= Int(background) ? observed : Int(background)
    var left = k == observed ? max(background, Double(observed)) : crossing(k)
    while true {
      let right = crossing(k + 1)
      if right > left || last == nil {
        let atRight = probability(observed + 1, k, right)
        if atRight < confidenceLevel {
          last = right
        } else if probability(observed + 1, k, left) < confidenceLevel {
          last = root(left, right) { probability(observed + 1, k, $0) }
        }
      }
      // Further on, both tails outside {n+1 … k} are smaller still.
      let outside = SpecialFunctions.regularizedGammaQ(Double(observed + 1), right)
      if outside < 1e-3 * (1 - confidenceLevel) { return last }
      left = max(left, right)
      k += 1
    }
  }

  func firstAccepted() -> Double {
    guard Double(observed) > background else { return background }
    // Pieces from far below up to the observed count; the last, where nothing outranks n, is accepted.
    var right = Double(observed)
    var first = right
    var j = observed
    while true {
      // {j … n−1} outranks n between `left` and `right`.
      let left = j == 0 ? background : max(background, crossing(j - 1))
      if left < right || j == observed {
        let atLeft = probability(j, observed - 1, left)
        if atLeft < confidenceLevel {
          first = left
        } else if probability(j, observed - 1, right) < confidenceLevel {
          first = root(left, right) { probability(j, observed - 1, $0) }
        } else if probability(0, observed - 1, left) > 1 - 1e-3 * (1 - confidenceLevel) {
          return first
        }
      }
      if j == 0 || left <= background { return first }
      right = min(right, left)
      j -= 1
    }
  }

  private func root(_ a: Double, _ b: Double, _ f: (Double) -> Double) -> Double {
    BrentRootFinder(relativeTolerance: 1e-14).root(between: a, and: b) { f($0) - confidenceLevel } ?? b
  }
}

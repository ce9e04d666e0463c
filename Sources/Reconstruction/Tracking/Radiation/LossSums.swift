import Numerics

/// Sum over what may have been lost at up to four places: T η = y ± 1 says what the hits think of the losses η, their nodes how
/// probable they are. Each combination with at most two places off their first node makes one normal distribution of
///
///     q/p = centre + Σ slope η ± √base
struct LossSums {
  typealias Node = RadiativeLoss.Node

  let count: Int
  var nodes: [[Node]] = []
  var slope = InlineArray<4, Double>(repeating: 0)
  /// Rows of T.
  var tail = InlineArray<16, Double>(repeating: 0)
  var right = InlineArray<4, Double>(repeating: 0)
  var centre = 0.0
  var base = 0.0

  private(set) var components: [RadiationPosterior.Component] = []
  private(set) var lossMean = InlineArray<4, Double>(repeating: 0)
  private(set) var lossCovariance = InlineArray<16, Double>(repeating: 0)
  /// Of the most probable combination, its own losses included.
  private(set) var bestChi2 = 0.0
  private var best = -Double.infinity
  private var weightSum = 0.0
  private var logWeights: [Double] = []
  private var lossSums = InlineArray<4, Double>(repeating: 0)
  private var productSums = InlineArray<16, Double>(repeating: 0)

  init(count: Int) { self.count = count }

  mutating func run() {
    var chosen = InlineArray<4, Int>(repeating: 0)
    add(chosen)
    for k in 0..<count {
      for i in 1..<nodes[k].count {
        chosen[k] = i
        add(chosen)
        for l in (k + 1)..<max(k + 1, count) {
          for j in 1..<nodes[l].count {
            // Twice something that hardly ever happens.
            if nodes[k][i].weight * nodes[l][j].weight < 1e-7 { continue }
            chosen[l] = j
            add(chosen)
          }
          chosen[l] = 0
        }
      }
      chosen[k] = 0
    }
    finish()
  }

  /// With η = mean + sigma ν the losses are integrated: [T sigma; 1] ν = [y − T mean; 0] by its normal equations.
  private mutating func add(_ chosen: InlineArray<4, Int>) {
    var logWeight = 0.0
    var mean = InlineArray<4, Double>(repeating: 0)
    var sigma = InlineArray<4, Double>(repeating: 0)
    for k in 0..<count {
      let node = nodes[k][chosen[k]]
      logWeight += node.logWeight
      mean[k] = node.mean
      sigma[k] = node.sigma
    }
    var rest = right
    for i in 0..<4 { for k in 0..<count { rest[i] -= tail[i * 4 + k] * mean[k] } }
    // M = L Lᵀ
    var l = InlineArray<16, Double>(repeating: 0)
    var v = InlineArray<4, Double>(repeating: 0)
    var chi2 = 0.0
    for i in 0..<4 { chi2 += rest[i] * rest[i] }
    var determinant = 1.0
    for a in 0..<count {
      for i in 0..<4 { v[a] += tail[i * 4 + a] * sigma[a] * rest[i] }
      for b in 0...a {
        var sum = a == b ? 1.0 : 0.0
        for i in 0..<4 { sum += tail[i * 4 + a] * tail[i * 4 + b] * sigma[a] * sigma[b] }
        for k in 0..<b { sum -= l[a * 4 + k] * l[b * 4 + k] }
        l[a * 4 + b] = a == b ? sum.squareRoot() : sum / l[b * 4 + b]
      }
      determinant *= l[a * 4 + a]
    }
    // L w = v, Lᵀ ν = w; variance of d·ν = |L⁻¹ d|².
    var w = InlineArray<4, Double>(repeating: 0)
    var d = InlineArray<4, Double>(repeating: 0)
    var variance = base
    for a in 0..<count {
      var one = v[a]
      var two = slope[a] * sigma[a]
      for k in 0..<a {
        one -= l[a * 4 + k] * w[k]
        two -= l[a * 4 + k] * d[k]
      }
      w[a] = one / l[a * 4 + a]
      d[a] = two / l[a * 4 + a]
      chi2 -= w[a] * w[a]
      variance += d[a] * d[a]
    }
    // The determinant is 1 at least.
    if logWeight - 0.5 * chi2 < best - 16 { return }
    var q = centre
    var loss = InlineArray<4, Double>(repeating: 0)
    var a = count - 1
    while a >= 0 {
      var sum = w[a]
      for k in (a + 1)..<max(a + 1, count) { sum -= l[k * 4 + a] * loss[k] }
      loss[a] = sum / l[a * 4 + a]
      a -= 1
    }
    for k in 0..<count {
      loss[k] = mean[k] + sigma[k] * loss[k]
      q += slope[k] * loss[k]
    }
    logWeight += -0.5 * chi2 - log(determinant)
    if logWeight > best {
      // Sums so far are in units of the best weight.
      let scale = best.isFinite ? exp(best - logWeight) : 0
      weightSum *= scale
      for i in 0..<4 { lossSums[i] *= scale }
      for i in 0..<16 { productSums[i] *= scale }
      best = logWeight
      bestChi2 = max(0, chi2)
    }
    if logWeight < best - 16 { return }
    let weight = exp(logWeight - best)
    weightSum += weight
    for i in 0..<count {
      lossSums[i] += weight * loss[i]
      for j in 0..<count {
        productSums[i * 4 + j] += weight * (loss[i] * loss[j] + (i == j ? sigma[i] * sigma[i] : 0))
      }
    }
    logWeights.append(logWeight)
    components.append(.init(weight: 0, mean: q, sigma: variance.squareRoot()))
  }

  /// A loss that only scales q/p at the plane: (1 + ε) in front of it, 1/(1 + ε) behind it.
  mutating func scale(_ nodes: [Node], divides: Bool) {
    var result: [RadiationPosterior.Component] = []
    var sum = 0.0
    for component in components {
      for node in nodes where node.weight * component.weight > 1e-7 {
        let one = 1 + node.mean
        let factor = divides ? (1 + node.sigma * node.sigma / (one * one)) / one : one
        let spread = divides ? node.sigma / (one * one) : node.sigma
        let a = component.sigma * factor
        let b = component.mean * spread
        result.append(
          .init(
            weight: component.weight * node.weight, mean: component.mean * factor,
            sigma: (a * a + b * b).squareRoot()))
        sum += component.weight * node.weight
      }
    }
    for index in result.indices { result[index].weight /= sum }
    components = result
    merge()
  }

  /// Components of nearly one place and width become one with their moments: within a third of a width the sum is the same.
  private mutating func merge() {
    if components.count <= 40 { return }
    func widthClass(_ c: RadiationPosterior.Component) -> Double { (log(c.sigma) / 0.25).rounded() }
    components.sort { (widthClass($0), $0.mean) < (widthClass($1), $1.mean) }
    var merged: [RadiationPosterior.Component] = []
    var start = 0
    while start < components.count {
      let first = components[start]
      var (weight, mean, square) = (0.0, 0.0, 0.0)
      var end = start
      while end < components.count, components[end].mean - first.mean < 0.3 * first.sigma,
        components[end].mean >= first.mean, widthClass(components[end]) == widthClass(first)
      {
        let c = components[end]
        let off = c.mean - first.mean
        weight += c.weight
        mean += c.weight * off
        square += c.weight * (c.sigma * c.sigma + off * off)
        end += 1
      }
      mean /= weight
      merged.append(
        .init(
          weight: weight, mean: first.mean + mean, sigma: max(0, square / weight - mean * mean).squareRoot()))
      start = end
    }
    components = merged
  }

  private mutating func finish() {
    var sum = 0.0
    for index in components.indices {
      components[index].weight = exp(logWeights[index] - best)
      sum += components[index].weight
    }
    components = components.compactMap { component in
      component.weight < 1e-6 * sum
        ? nil : .init(weight: component.weight / sum, mean: component.mean, sigma: component.sigma)
    }
    merge()
    for i in 0..<count { lossMean[i] = lossSums[i] / weightSum }
    for i in 0..<count {
      for j in 0..<count {
        lossCovariance[i * 4 + j] = productSums[i * 4 + j] / weightSum - lossMean[i] * lossMean[j]
      }
    }
  }
}

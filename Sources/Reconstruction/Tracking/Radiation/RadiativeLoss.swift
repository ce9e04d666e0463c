import Core
import Numerics

/// Distribution of the energy that an electron radiates in t radiation lengths, as a sum of narrow normal distributions of
///
///     ε = E/E′ − 1:   q/p behind the matter is (1 + ε) q/p
///
/// Photons are emitted independently of each other (a compound Poisson process) with complete screening [1]:
///
///     dN/(dt dy) = [4/3 − 4/3 y + y² + 0.025 (1 − y)]/y,   y = k/E
///
/// The last term is the (Z² + Z)/9 of [1] in units of 1/X0: 0.020 to 0.032 from hydrocarbons to lead. The first node is "nothing
/// above y = 1e-4"; the others are bins of ln ε with their own means and widths. Probabilities of matter of length 2t are those
/// of t, convolved with themselves.
///
/// - Valid: electrons above some GeV, for which screening is complete; no suppression (LPM) of photons above y = 1e-4 in gas and
///   polymers to 300 GeV, above 1e-3 in iron at 100 GeV.
/// - Checked by: `RadiationTests` (moments of E′/E to 1 % for t = 0.002 to 1).
///
/// [1] Tsai, Rev. Mod. Phys. 46 (1974) 815, Eq. (3.83)
struct RadiativeLoss: Sendable {
  struct Node: Sendable {
    let weight: Double
    let mean: Double
    let sigma: Double
    let logWeight: Double

    init(weight: Double, mean: Double, sigma: Double) {
      self.weight = weight
      self.mean = mean
      self.sigma = sigma
      logWeight = log(weight)
    }
  }

  let nodes: [Node]

  private static let softest = 1e-4
  private static let hardest = 20.0
  private static let bins = 24
  private static let most = 30.0
  private static let binsPerLog = Double(bins) / log(hardest / softest)

  /// A measure on bins: mass, and moments of 1 + ε.
  private struct Measure {
    var none: Double
    var mass = [Double](repeating: 0, count: bins)
    var first = [Double](repeating: 0, count: bins)
    var second = [Double](repeating: 0, count: bins)

    mutating func add(_ m: Double, _ one: Double, _ two: Double) {
      // Hardly any energy is left: how little does not matter, and 1/E′ has no mean.
      if one > most {
        mass[bins - 1] += m
        first[bins - 1] += m * most
        second[bins - 1] += m * most * most
        return
      }
      let place = log(max(one - 1, 1e-300) / softest) * binsPerLog
      let bin = min(max(Int(max(-1, min(place, 1e3))), 0), bins - 1)
      mass[bin] += m
      first[bin] += m * one
      second[bin] += m * two
    }

    func doubled() -> Measure {
      var result = Measure(none: none * none)
      for i in 0..<bins where mass[i] > 0 {
        let a = first[i] / mass[i]
        let a2 = second[i] / mass[i]
        result.add(2 * none * mass[i], a, a2)
        for j in 0..<bins where mass[j] > 0 {
          result.add(mass[i] * mass[j], a * first[j] / mass[j], a2 * second[j] / mass[j])
        }
      }
      return result
    }
  }

  static func photons(y: Double) -> Double { (1.3583333333333334 * (1 - y) + y * y) / y }

  init(radiationLengths t: Double) {
    let rule = GaussLegendre(count: 8)
    let step = 1 / Self.binsPerLog
    var rate = 0.0
    var photons = Measure(none: 0)
    for bin in 0..<Self.bins {
      let low = log(Self.softest) + Double(bin) * step
      // What is harder than the last edge is in the last bin.
      let high = bin == Self.bins - 1 ? log(1000.0) : low + step
      func moment(_ power: Double) -> Double {
        rule.integrate(low, high) { u in
          let e = exp(u)
          let y = e / (1 + e)
          return Self.photons(y: y) * e / ((1 + e) * (1 + e))
            * (power == 0 ? 1 : pow(min(1 + e, Self.most), power))
        }
      }
      photons.mass[bin] = moment(0)
      photons.first[bin] = moment(1)
      photons.second[bin] = moment(2)
      rate += photons.mass[bin]
    }
    // So thin that two photons are a matter of 1e-4.
    var halvings = 0
    while t * rate / Double(1 << halvings) > 2e-4, halvings < 30 { halvings += 1 }
    let thin = t / Double(1 << halvings)
    let none = exp(-thin * rate)
    var measure = Measure(none: none)
    let scale = (1 - none) / rate
    for bin in 0..<Self.bins {
      measure.mass[bin] = scale * photons.mass[bin]
      measure.first[bin] = scale * photons.first[bin]
      measure.second[bin] = scale * photons.second[bin]
    }
    for _ in 0..<halvings { measure = measure.doubled() }
    // Softer photons: ∫ y dN and ∫ y² dN below the first edge.
    let soft = 1.3583333333333334 * t * Self.softest
    let softVariance = 0.5 * soft * Self.softest
    var nodes = [Node(weight: measure.none, mean: soft, sigma: softVariance.squareRoot())]
    for bin in 0..<Self.bins where measure.mass[bin] > 1e-9 {
      let mean = measure.first[bin] / measure.mass[bin]
      let variance = max(0, measure.second[bin] / measure.mass[bin] - mean * mean)
      nodes.append(
        Node(
          weight: measure.mass[bin], mean: mean * (1 + soft) - 1,
          sigma: (variance + softVariance).squareRoot()))
    }
    self.nodes = nodes
  }
}

import Numerics

/// A density whose first four coordinates are those of `CoherentIntegrand`.
protocol CoherentCubeDensity: CubeDensity where State == CoherentIntegrand<Amplitude>.Event {
  associatedtype Amplitude: CoherentAmplitude
  var integrand: CoherentIntegrand<Amplitude> { get }
}

/// dσ/(dx dU dt dψ) exactly, or with its x spectrum reshaped to another one.
///
/// Density: exact · r(x) with r = wanted/exact dσ/dx, linear between 97 points in z.
struct ReshapedDensity<Amplitude: CoherentAmplitude>: CoherentCubeDensity {
  static var dimensions: Int { 4 }
  let integrand: CoherentIntegrand<Amplitude>
  /// Empty when nothing is reshaped.
  private let ratios: [Double]

  /// - Parameter spectrum: the wanted dσ/dx; nil for the exact one
  init(_ integrand: CoherentIntegrand<Amplitude>, spectrum: ((Double) -> Double)? = nil) {
    self.integrand = integrand
    guard let spectrum else {
      ratios = []
      return
    }
    let fraction = integrand.fraction
    ratios = (0...96).map { i in
      let x = fraction(fraction.lowest + Double(i) / 96 * (fraction.highest - fraction.lowest)).x
      let exact = integrand.differential(x: x)
      return exact > 0 ? spectrum(x) / exact : 0
    }
  }

  @inline(__always)
  func evaluate(_ cube: UnsafePointer<Double>) -> (
    state: CoherentIntegrand<Amplitude>.Event, density: Double
  )? {
    guard let event = integrand.event(cube) else { return nil }
    guard !ratios.isEmpty else { return (event, event.density) }
    let position = cube[0] * Double(ratios.count - 1)
    let cell = min(ratios.count - 2, Int(position))
    return (
      event,
      event.density * (ratios[cell] + (position - Double(cell)) * (ratios[cell + 1] - ratios[cell]))
    )
  }
}

/// Final states b, c, nucleus of points drawn from a coherent density.
struct CoherentSampler<Density: CoherentCubeDensity>: SignalSampler {
  let cells: CellSampler<Density>
  var particleCount: Int { 3 }

  func sample(into out: UnsafeMutablePointer<Double>, _ rng: inout RandomStream) {
    withUnsafeTemporaryAllocation(of: Double.self, capacity: Density.dimensions) { cube in
      let point = cube.baseAddress!
      guard let event = cells.sample(into: point, &rng) else {
        for i in 0..<12 { out[i] = 0 }
        return
      }
      let (b, c, nucleus) = event.point.momenta(
        event.kinematics, event.slice, frameTurns: rng.uniform())
      b.store(out)
      c.store(out + 4)
      nucleus.store(out + 8)
    }
  }
}

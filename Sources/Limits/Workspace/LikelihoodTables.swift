/// The tables of a layout behind pointers, and room for what an evaluation remembers.
final class LikelihoodTables {
  let channelCount: Int
  let factorCount: Int
  let shapeCount: Int
  let constraintCount: Int
  let channels: UnsafeMutablePointer<LikelihoodLayout.Channel>
  let rows: UnsafeMutablePointer<LikelihoodLayout.Row>
  let scalarUses: UnsafeMutablePointer<LikelihoodLayout.ScalarUse>
  let shapeUses: UnsafeMutablePointer<LikelihoodLayout.ShapeUse>
  let slotUses: UnsafeMutablePointer<Int32>
  let globals: UnsafeMutablePointer<Int32>
  let slotParameters: UnsafeMutablePointer<Int32>
  let factors: UnsafeMutablePointer<InterpolatedFactor>
  let shapeParameters: UnsafeMutablePointer<Int32>
  let constraints: UnsafeMutablePointer<LikelihoodLayout.Constraint>
  let nominal: UnsafeMutablePointer<Double>
  let shapeS: UnsafeMutablePointer<Double>
  let shapeA: UnsafeMutablePointer<Double>

  // Per evaluation.
  let value: UnsafeMutablePointer<Double>
  let slope: UnsafeMutablePointer<Double>
  let curvature: UnsafeMutablePointer<Double>
  let shapeAlpha: UnsafeMutablePointer<Double>
  let shapeValue: UnsafeMutablePointer<Double>
  let shapeSlope: UnsafeMutablePointer<Double>
  let shapeCurvature: UnsafeMutablePointer<Double>
  /// λ per bin of all channels.
  let rates: UnsafeMutablePointer<Double>
  /// For row and bin: the sample's events, and d(events)/d(sum of nominal and shapes).
  let rowRates: UnsafeMutablePointer<Double>
  let rowFactors: UnsafeMutablePointer<Double>
  /// dλ_b/dθ of a channel: bin × local parameter (globals, then slots).
  let derivatives: UnsafeMutablePointer<Double>
  let localHessian: UnsafeMutablePointer<Double>
  let localGradient: UnsafeMutablePointer<Double>
  /// 1 − n/λ and n/λ² per bin of a channel.
  let first: UnsafeMutablePointer<Double>
  let second: UnsafeMutablePointer<Double>
  private var allocations: [UnsafeMutableRawPointer] = []

  init(_ layout: LikelihoodLayout) {
    var made: [UnsafeMutableRawPointer] = []
    func copy<T>(_ values: [T]) -> UnsafeMutablePointer<T> {
      let pointer = UnsafeMutablePointer<T>.allocate(capacity: values.count + 1)
      pointer.initialize(from: values, count: values.count)
      made.append(UnsafeMutableRawPointer(pointer))
      return pointer
    }
    func room(_ n: Int) -> UnsafeMutablePointer<Double> { copy([Double](repeating: 0, count: n)) }
    channelCount = layout.channels.count
    factorCount = layout.factors.count
    shapeCount = layout.shapeParameters.count
    constraintCount = layout.constraints.count
    channels = copy(layout.channels)
    rows = copy(layout.rows)
    scalarUses = copy(layout.scalarUses)
    shapeUses = copy(layout.shapeUses)
    slotUses = copy(layout.slotUses)
    globals = copy(layout.globals)
    slotParameters = copy(layout.slotParameters)
    factors = copy(layout.factors)
    shapeParameters = copy(layout.shapeParameters)
    constraints = copy(layout.constraints)
    nominal = copy(layout.nominal)
    shapeS = copy(layout.shapeSlope)
    shapeA = copy(layout.shapeCurvature)
    value = room(factorCount)
    slope = room(factorCount)
    curvature = room(factorCount)
    shapeAlpha = room(shapeCount)
    shapeValue = room(shapeCount)
    shapeSlope = room(shapeCount)
    shapeCurvature = room(shapeCount)
    rates = room(layout.binCount)
    rowRates = room(layout.nominal.count)
    rowFactors = room(layout.nominal.count)
    derivatives = room(layout.channels.map { ($0.globals + $0.slots) * $0.bins }.max() ?? 0)
    let globals = layout.channels.map(\.globals).max() ?? 0
    localHessian = room(globals * globals)
    localGradient = room(globals)
    let bins = layout.channels.map(\.bins).max() ?? 0
    first = room(bins)
    second = room(bins)
    allocations = made
  }

  deinit { for pointer in allocations { pointer.deallocate() } }
}

import Core
import Numerics

/// A workspace prepared for evaluation: flat tables in internal order.
///
/// Internal order of the parameters: first those that act on a single bin, bin by bin, then the others.
/// The Hessian is then an arrow: its Cholesky factor fills nothing in the first block, and hundreds of
/// per-bin parameters cost little.
final class LikelihoodLayout: @unchecked Sendable {
  struct Channel {
    var bin = 0
    var bins = 0
    var row = 0
    var rows = 0
    /// Parameters that act on the whole channel, and those of one bin ("slots" of the bins).
    var global = 0
    var globals = 0
    var slot = 0
    var slots = 0
  }

  /// One sample in one channel.
  struct Row {
    var nominal = 0
    var scalar = 0
    var scalars = 0
    var shape = 0
    var shapes = 0
    var slotUse = 0
    var slotUses = 0
  }

  struct ScalarUse {
    var factor: Int32
    /// Place among the channel's globals.
    var local: Int32
  }

  struct ShapeUse {
    var shape: Int32
    var local: Int32
    /// S_b and A_b begin here.
    var data: Int
  }

  struct Constraint {
    var parameter: Int
    var isPoisson: Bool
    /// 1/σ, or τ
    var scale: Double
  }

  let workspace: Workspace
  let measurement: Workspace.Measurement
  let parameters: [WorkspaceParameter]
  /// Number of numbers.
  let count: Int
  let binCount: Int
  var channels: [Channel] = []
  var rows: [Row] = []
  var scalarUses: [ScalarUse] = []
  var shapeUses: [ShapeUse] = []
  var slotUses: [Int32] = []
  var globals: [Int32] = []
  /// For channel, slot, bin: internal index, or −1.
  var slotParameters: [Int32] = []
  var factors: [InterpolatedFactor] = []
  /// Parameter (internal) of each distinct shape interpolation.
  var shapeParameters: [Int32] = []
  var nominal: [Double] = []
  var shapeSlope: [Double] = []
  var shapeCurvature: [Double] = []
  var constraints: [Constraint] = []

  /// internal[external] and back.
  var internalIndex: [Int] = []
  var externalIndex: [Int] = []
  /// First nonzero column of each row of the Hessian.
  var firstColumn: [Int] = []

  var initial: [Double] = []
  var lower: [Double] = []
  var upper: [Double] = []
  var isFixed: [Bool] = []
  var observed: [Double] = []
  /// By internal index; 0 for free parameters.
  var auxiliary: [Double] = []
  /// Internal index of the parameter of interest; nil when the measurement names none.
  var interest: Int?
  var interestHasBounds = false
  var channelOfBin: [Int] = []

  init(_ workspace: Workspace, measurement name: String? = nil) throws {
    let (index, measurement) = try workspace.measurement(name)
    let set = try WorkspaceParameters(workspace, measurementIndex: index)
    self.workspace = workspace
    self.measurement = measurement
    parameters = set.list
    count = set.list.reduce(0) { $0 + $1.count }
    binCount = workspace.channels.reduce(0) { $0 + $1.samples[0].data.count }
    guard count <= 4000, binCount <= 100_000 else {
      throw HermeticError(
        .capacity,
        "the workspace has \(count) parameters and \(binCount) bins (allowed are 4000 and 100000). "
          + "Merge bins or prune parameters.")
    }
    orderParameters(set)
    for channel in workspace.channels { append(channel, set) }
    collectNumbers()
    try checkRates()
  }

  /// Parameters of a single bin first, in the order of the bins.
  private func orderParameters(_ set: WorkspaceParameters) {
    var order: [Int] = []
    var isLocal = [Bool](repeating: false, count: count)
    var uses = [Int](repeating: 0, count: count)
    var bins: [[Int]] = []
    for channel in workspace.channels {
      let names = LikelihoodLayout.slotNames(channel)
      for bin in channel.samples[0].data.indices {
        bins.append(
          names.map { name in
            let external = set[name]!.offset + set.firstBin[name + "/" + channel.name]! + bin
            uses[external] += 1
            return external
          })
      }
    }
    for bin in bins {
      for external in bin where uses[external] == 1 {
        isLocal[external] = true
        order.append(external)
      }
    }
    order += (0..<count).filter { !isLocal[$0] }
    externalIndex = order
    internalIndex = [Int](repeating: 0, count: count)
    for (position, external) in order.enumerated() { internalIndex[external] = position }
    // A bin's own parameters couple among themselves; all others with everything.
    firstColumn = [Int](repeating: 0, count: count)
    var position = 0
    for bin in bins {
      let start = position
      for external in bin where isLocal[external] {
        firstColumn[position] = start
        position += 1
      }
    }
  }

  /// Names of the per-bin parameters of a channel.
  static func slotNames(_ channel: Workspace.Channel) -> [String] {
    var names: [String] = []
    for sample in channel.samples {
      for modifier in sample.modifiers {
        switch modifier.effect {
        case .shapesys, .staterror, .shapefactor:
          if !names.contains(modifier.name) { names.append(modifier.name) }
        default: break
        }
      }
    }
    return names
  }

  private func append(_ channel: Workspace.Channel, _ set: WorkspaceParameters) {
    var record = Channel()
    record.bin = channels.last.map { $0.bin + $0.bins } ?? 0
    record.bins = channel.samples[0].data.count
    record.row = rows.count
    record.rows = channel.samples.count
    record.global = globals.count
    record.slot = slotParameters.count
    let slotNames = LikelihoodLayout.slotNames(channel)
    record.slots = slotNames.count
    for name in slotNames {
      let first = set[name]!.offset + set.firstBin[name + "/" + channel.name]!
      for bin in 0..<record.bins { slotParameters.append(Int32(internalIndex[first + bin])) }
    }
    var locals: [Int: Int32] = [:]
    func local(_ parameter: Int) -> Int32 {
      if let known = locals[parameter] { return known }
      let new = Int32(locals.count)
      locals[parameter] = new
      globals.append(Int32(parameter))
      return new
    }
    for sample in channel.samples {
      append(sample, set, slotNames: slotNames, local: local)
    }
    record.globals = globals.count - record.global
    channelOfBin += [Int](repeating: channels.count, count: record.bins)
    channels.append(record)
    observed += workspace.observations.first { $0.name == channel.name }!.data
  }

  private func append(
    _ sample: Workspace.Sample, _ set: WorkspaceParameters, slotNames: [String], local: (Int) -> Int32
  ) {
    var row = Row()
    row.nominal = nominal.count
    nominal += sample.data
    row.scalar = scalarUses.count
    row.shape = shapeUses.count
    row.slotUse = slotUses.count
    for modifier in sample.modifiers {
      let parameter = internalIndex[set[modifier.name]!.offset]
      switch modifier.effect {
      case .normfactor, .lumi:
        scalarUses.append(.init(factor: factor(.linear(parameter)), local: local(parameter)))
      case .normsys(let high, let low):
        let made = InterpolatedFactor(parameter: parameter, high: high, low: low)
        scalarUses.append(.init(factor: factor(made), local: local(parameter)))
      case .histosys(let high, let low):
        let place = shapeParameters.firstIndex(of: Int32(parameter)) ?? shapeParameters.count
        if place == shapeParameters.count { shapeParameters.append(Int32(parameter)) }
        shapeUses.append(.init(shape: Int32(place), local: local(parameter), data: shapeSlope.count))
        for bin in sample.data.indices {
          shapeSlope.append(0.5 * (high[bin] - low[bin]))
          shapeCurvature.append((high[bin] + low[bin] - 2 * sample.data[bin]) / 16)
        }
      case .shapesys, .staterror, .shapefactor:
        slotUses.append(Int32(slotNames.firstIndex(of: modifier.name)!))
      }
    }
    row.scalars = scalarUses.count - row.scalar
    row.shapes = shapeUses.count - row.shape
    row.slotUses = slotUses.count - row.slotUse
    rows.append(row)
  }

  private func factor(_ made: InterpolatedFactor) -> Int32 {
    if let known = factors.firstIndex(of: made) { return Int32(known) }
    factors.append(made)
    return Int32(factors.count - 1)
  }

  private func collectNumbers() {
    initial = [Double](repeating: 0, count: count)
    lower = initial
    upper = initial
    auxiliary = initial
    isFixed = [Bool](repeating: false, count: count)
    for parameter in parameters {
      for k in 0..<parameter.count {
        let index = internalIndex[parameter.offset + k]
        initial[index] = parameter.inits[k]
        lower[index] = parameter.lower[k]
        upper[index] = parameter.upper[k]
        isFixed[index] = parameter.fixed[k]
        switch parameter.constraint {
        case .free: continue
        case .gaussian(let sigmas):
          constraints.append(.init(parameter: index, isPoisson: false, scale: 1 / sigmas[k]))
        case .poisson(let rates):
          constraints.append(.init(parameter: index, isPoisson: true, scale: rates[k]))
        }
        auxiliary[index] = parameter.auxiliary[k]
      }
    }
    if let poi = parameters.first(where: { $0.name == measurement.parameterOfInterest }) {
      interest = internalIndex[poi.offset]
      interestHasBounds = poi.hasGivenBounds
    }
  }

  /// Expected events that are negative at the starting point would make every likelihood meaningless.
  private func checkRates() throws {
    let evaluator = LikelihoodEvaluator(self)
    evaluator.setParameters(initial)
    let rates = evaluator.expectedRates()
    for (bin, rate) in rates.enumerated() where !(rate >= 0 && rate.isFinite) {
      let channel = channelOfBin[bin]
      throw HermeticError(
        .range,
        "channels[\(channel)] \"\(workspace.channels[channel].name)\": \(rate) events are expected in bin "
          + "\(bin - channels[channel].bin) at the initial parameters (must be at least 0). Check inits.")
    }
  }

  /// "mu", or "stat[3]" for one number of several.
  func name(internal index: Int) -> String {
    let external = externalIndex[index]
    let parameter = parameters.last { $0.offset <= external }!
    return parameter.isScalar ? parameter.name : "\(parameter.name)[\(external - parameter.offset)]"
  }
}

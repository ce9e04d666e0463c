import Core
import Numerics

/// What hits say of an electron's momentum when photons may have left it anywhere: the posterior density of q/p, a sum of normal
/// distributions.
///
/// Given the losses, everything is linear and normal, and the filter is right; the losses have the distribution of
/// `RadiativeLoss`. So the filter is run once with the losses as unknowns (`RadiationInformation`), and all combinations of their
/// nodes with at most two hard ones (above 1e-4 of the energy within one group) are put in, each with its probability and the
/// likelihood that the hits give it. What a Gaussian-sum filter [1, 2] approximates by merging components is here complete, since
/// only losses between different magnets are different. Losses are relative to a reference that radiates nothing; where two hard
/// ones act on hits, their product is left out.
///
/// The estimate is the median, the error half of the central 68.3 % interval, and χ² that of the most probable combination.
///
/// Not to be shared between threads.
///
/// - Valid: bends are linear in q/p; all energies above some 100 MeV.
/// - Checked by: `RadiationTests`, `test_trackers.py` (transported electrons).
///
/// [1] Kitagawa, Ann. Inst. Stat. Math. 46 (1994) 605
/// [2] Frühwirth, Comput. Phys. Commun. 100 (1997) 1
final class RadiationPosterior {
  struct Component {
    var weight: Double
    var mean: Double
    var sigma: Double
  }

  private let tracker: Tracker
  private let straight: TrackPath
  private var groupsOfPlane: [[RadiationGroup]?]
  /// Of the last fit, weights summing to 1; empty before the first one and after one that failed.
  private(set) var components: [Component] = []

  init?(tracker: Tracker, first: Int, last: Int) {
    guard tracker.particle == .electron, tracker.radiation == .mixture, tracker.hasEnergyLoss else {
      return nil
    }
    self.tracker = tracker
    straight = TrackPath(planeCount: tracker.planes.count)
    groupsOfPlane = [[RadiationGroup]?](repeating: nil, count: tracker.planes.count)
    // Matter along the axis, with no bend to speak of.
    let start = TrackState(x: 0, y: 0, tx: 0, ty: 0, qOverP: tracker.charge * 1e-4, z: tracker.nodes[first].z)
    guard tracker.record(start, fromNode: first, toNode: last, in: straight) else { return nil }
  }

  func clear() { components.removeAll(keepingCapacity: true) }

  private func groups(_ plane: Int) -> [RadiationGroup] {
    if let known = groupsOfPlane[plane] { return known }
    let found = RadiationGroup.find(on: straight, plane: plane, hasConstraint: tracker.momentumSpread != nil)
    groupsOfPlane[plane] = found
    return found
  }

  /// Replaces the momentum of a good fit by that of the posterior.
  func refine(
    _ fit: inout TrackFit, at plane: Int, path: TrackPath, constraint: (weight: Double, value: Double)?,
    weights: UnsafePointer<Double>, values: UnsafePointer<Double>
  ) {
    clear()
    let groups = groups(plane)
    if groups.isEmpty || path.count != straight.count { return }
    let known = information(plane, path, groups, constraint, weights, values)
    guard let delta = known.track.solution else { return }
    // dδ/dη of each loss
    var slopes: [InlineArray<5, Double>] = []
    for k in groups.indices {
      guard let slope = known.track.solve({ -known.track.at($0, 5 + k) }) else { return }
      slopes.append(slope)
    }
    let covariance = known.track.covariance
    let sigma = covariance[4, 4].squareRoot()
    // Losses that the hits can't feel lie between the plane and the next bend: they scale the momentum there.
    var felt: [Int] = []
    var scalings: [(law: RadiativeLoss, isUpstream: Bool)] = []
    var planeStep = 0
    while path.steps[planeStep].kind != .measure || path.steps[planeStep].index != plane { planeStep += 1 }
    for k in groups.indices {
      var sum = 0.0
      for i in 0..<4 { sum += known.tail(i, k) * known.tail(i, k) }
      if sum > 1e-6 {
        felt.append(k)
      } else if slopes[k][4].magnitude > 1e-3 * sigma {
        scalings.append((groups[k].law, groups[k].place <= planeStep))
      }
    }
    if felt.isEmpty, scalings.isEmpty { return }
    var sums = LossSums(count: felt.count)
    sums.base = covariance[4, 4]
    sums.centre = path.states[plane].qOverP + delta[4]
    for (place, k) in felt.enumerated() {
      sums.slope[place] = slopes[k][4]
      for i in 0..<4 { sums.tail[i * 4 + place] = known.tail(i, k) }
      sums.nodes.append(groups[k].law.nodes)
    }
    for i in 0..<4 { sums.right[i] = known.tail(i, 4) }
    sums.run()
    for scaling in scalings { sums.scale(scaling.law.nodes, divides: !scaling.isUpstream) }
    components = sums.components
    write(&fit, plane, path, delta, covariance, felt.map { slopes[$0] }, sums, known.chi2)
  }

  private func write(
    _ fit: inout TrackFit, _ plane: Int, _ path: TrackPath, _ delta: InlineArray<5, Double>,
    _ covariance: TrackMatrix, _ slopes: [InlineArray<5, Double>], _ sums: LossSums, _ chi2: Double
  ) {
    var mean = delta
    for (k, slope) in slopes.enumerated() {
      for i in 0..<4 { mean[i] += slope[i] * sums.lossMean[k] }
    }
    var total = covariance
    for i in 0..<4 {
      for j in 0..<4 {
        for (k, a) in slopes.enumerated() {
          for (l, b) in slopes.enumerated() { total[i, j] += a[i] * b[j] * sums.lossCovariance[k * 4 + l] }
        }
      }
    }
    let (low, middle, high) = centralInterval()
    let error = 0.5 * (high - low)
    let scale = error / covariance[4, 4].squareRoot()
    for i in 0..<4 {
      // Correlations of the filter, errors of the posterior.
      let own = (total[i, i] / covariance[i, i]).squareRoot()
      total[i, 4] = covariance[i, 4] * scale * own
      total[4, i] = total[i, 4]
    }
    total[4, 4] = error * error
    mean[4] = middle - path.states[plane].qOverP
    fit.state = path.states[plane].displaced(by: mean)
    fit.covariance = total
    fit.chi2 = chi2 + sums.bestChi2
  }

  /// Probability that q/p lies below `value`, given the hits of the last fit.
  func cumulative(_ value: Double) -> Double {
    var sum = 0.0
    for component in components {
      let x = (value - component.mean) / component.sigma
      if x > 8 {
        sum += component.weight
      } else if x > -8 {
        sum += component.weight * SpecialFunctions.normalCumulative(x)
      }
    }
    return min(1, max(0, sum))
  }

  /// Median and the ends of the central 68.3 %.
  private func centralInterval() -> (low: Double, middle: Double, high: Double) {
    var least = Double.infinity
    var most = -Double.infinity
    var heaviest = components[0]
    for component in components {
      least = min(least, component.mean - 9 * component.sigma)
      most = max(most, component.mean + 9 * component.sigma)
      if component.weight > heaviest.weight { heaviest = component }
    }
    let middle = quantile(0.5, from: heaviest.mean, within: least...most, scale: heaviest.sigma)
    let low = quantile(
      0.15865525393145707, from: middle - heaviest.sigma, within: least...middle, scale: heaviest.sigma)
    let high = quantile(
      0.8413447460685429, from: middle + heaviest.sigma, within: middle...most, scale: heaviest.sigma)
    return (low, middle, high)
  }

  /// Newton's steps where they stay inside of the bracket, half of it otherwise.
  private func quantile(
    _ probability: Double, from start: Double, within bracket: ClosedRange<Double>, scale: Double
  ) -> Double {
    var (low, high) = (bracket.lowerBound, bracket.upperBound)
    var x = min(max(start, low), high)
    let table = NormalTable.shared
    for _ in 0..<60 {
      var value = -probability
      var density = 0.0
      for component in components {
        let width = 1 / component.sigma
        let normal = table((x - component.mean) * width)
        value += component.weight * normal.cumulative
        density += component.weight * width * normal.density
      }
      if value < 0 { low = x } else { high = x }
      var next = x - value / density
      if !(next > low && next < high) { next = 0.5 * (low + high) }
      // The next step would be the square of this one.
      if (next - x).magnitude < 1e-5 * scale { return next }
      x = next
    }
    return x
  }

  /// The filter from both sides, with the losses as unknowns.
  private func information(
    _ plane: Int, _ path: TrackPath, _ groups: [RadiationGroup],
    _ constraint: (weight: Double, value: Double)?,
    _ weights: UnsafePointer<Double>, _ values: UnsafePointer<Double>
  ) -> RadiationInformation {
    var planeStep = 0
    while path.steps[planeStep].kind != .measure || path.steps[planeStep].index != plane { planeStep += 1 }
    func lose(_ information: inout RadiationInformation, _ index: Int, _ sign: Double) {
      for (k, group) in groups.enumerated() where group.place == index {
        // q/p of the reference behind the matter.
        var before = index - 1
        while before >= 0, path.steps[before].kind != .loss { before -= 1 }
        if before >= 0 { information.lose(k, sign * path.steps[before].d) }
      }
    }
    func measure(_ index: Int, _ information: inout RadiationInformation) {
      let reference = path.states[index]
      for axis in tracker.planes[index].axes where weights[axis] != 0 {
        let measured = tracker.axes[axis]
        var row = RadiationInformation.Row(repeating: 0)
        row[0] = weights[axis] * measured.cosine
        row[1] = weights[axis] * measured.sine
        row[9] = weights[axis] * (values[axis] - measured.cosine * reference.x - measured.sine * reference.y)
        information.absorb(row)
      }
    }
    var up = RadiationInformation()
    if let constraint {
      var row = RadiationInformation.Row(repeating: 0)
      row[4] = constraint.weight
      row[9] = constraint.value
      up.absorb(row, from: 4)
    }
    for index in 0...planeStep {
      lose(&up, index, -1)
      if index == planeStep { break }
      let step = path.steps[index]
      switch step.kind {
      case .measure: measure(step.index, &up)
      case .loss: up.track.scaleMomentum(1 / step.a)
      default: up.track.advance(step, path)
      }
    }
    var down = RadiationInformation()
    var index = path.count - 1
    while index >= planeStep {
      let step = path.steps[index]
      switch step.kind {
      case .measure: measure(step.index, &down)
      case .loss: down.track.scaleMomentum(step.a)
      default: down.track.retreat(step, path)
      }
      if index > planeStep { lose(&down, index, 1) }
      index &-= 1
    }
    down.absorb(up)
    return down
  }
}

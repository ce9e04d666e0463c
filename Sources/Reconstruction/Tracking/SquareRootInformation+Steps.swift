extension SquareRootInformation {
  /// Downstream over one step between planes.
  @inline(__always)
  mutating func advance(_ step: TrackStep, _ path: TrackPath) {
    switch step.kind {
    case .measure: break
    case .drift: drift(step.a)
    case .field: substitute(path.matrices[step.index + 1])
    case .scatter, .thickScatter: disperse(step)
    case .loss:
      scaleMomentum(1 / step.a)
      straggle(step.b)
    }
  }

  /// Upstream over one step between planes.
  @inline(__always)
  mutating func retreat(_ step: TrackStep, _ path: TrackPath) {
    switch step.kind {
    case .measure: break
    case .drift: drift(-step.a)
    case .field: substitute(path.matrices[step.index])
    case .scatter, .thickScatter: disperse(step)
    case .loss:
      straggle(step.b)
      scaleMomentum(step.a)
    }
  }

  @inline(__always)
  private mutating func disperse(_ step: TrackStep) {
    var g = InlineArray<5, Double>(repeating: 0)
    if step.kind == .thickScatter {
      let side = step.d * 0.28867513459481287  // 1/√12
      g[0] = side * step.a
      g[1] = side * step.b
      disperse(g, last: 1)
      g[0] = 0
      g[1] = side * step.c
      disperse(g, last: 1)
      g[1] = 0.5 * step.d * step.c
      g[3] = step.c
      disperse(g, last: 3)
      g[0] = 0.5 * step.d * step.a
      g[1] = 0.5 * step.d * step.b
      g[2] = step.a
      g[3] = step.b
      disperse(g, last: 3)
      return
    }
    g[2] = step.a
    g[3] = step.b
    disperse(g, last: 3)
    g[2] = 0
    g[3] = step.c
    disperse(g, last: 3)
  }

  private mutating func straggle(_ sigma: Double) {
    if sigma == 0 { return }
    var g = InlineArray<5, Double>(repeating: 0)
    g[4] = sigma
    disperse(g, last: 4)
  }
}

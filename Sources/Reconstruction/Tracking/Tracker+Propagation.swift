import Core
import Numerics

extension Tracker {
  /// What a walk along the beam meets; z grows or falls.
  fileprivate struct Walk {
    let tracker: Tracker
    let path: TrackPath?
    /// The Jacobian and the noise of the whole walk, for covariances.
    var jacobian: TrackMatrix?
    var covariance: TrackMatrix?

    mutating func apply(_ f: borrowing TrackMatrix) {
      if jacobian != nil { jacobian = f.multiplied(by: jacobian!) }
      if covariance != nil { covariance = f.transporting(covariance!) }
    }

    mutating func drift(_ dz: Double) {
      if jacobian != nil {
        for j in 0..<5 {
          jacobian![0, j] += dz * jacobian![2, j]
          jacobian![1, j] += dz * jacobian![3, j]
        }
      }
      covariance?.drift(dz)
    }

    mutating func scaleMomentum(_ factor: Double) {
      if jacobian != nil { for j in 0..<5 { jacobian![4, j] *= factor } }
      covariance?.scaleMomentum(factor)
    }
  }

  /// Carries `state` to the plane z = `z_mm`, with losses; `covariance` gets the Jacobian and the noise.
  ///
  /// - Returns: false when the track turns over, stops or leaves all bounds.
  public func propagate(
    _ state: inout TrackState, to z_mm: Double, covariance: inout TrackMatrix?
  ) -> Bool {
    var walk = Walk(tracker: self, path: nil, jacobian: nil, covariance: covariance)
    guard walk.run(&state, to: z_mm) else { return false }
    covariance = walk.covariance
    return true
  }

  /// The same with the Jacobian ∂(state at z)/∂(state before).
  public func propagate(_ state: inout TrackState, to z_mm: Double, jacobian: inout TrackMatrix) -> Bool {
    var walk = Walk(tracker: self, path: nil, jacobian: .identity, covariance: nil)
    guard walk.run(&state, to: z_mm) else { return false }
    jacobian = walk.jacobian!
    return true
  }

  /// Reference track from its first plane to the last one, recorded in `path`.
  func record(_ start: TrackState, fromNode first: Int, toNode last: Int, in path: TrackPath) -> Bool {
    path.clear()
    var walk = Walk(tracker: self, path: path, jacobian: nil, covariance: nil)
    var state = start
    for index in first...last {
      let node = nodes[index]
      if node.plane >= 0 {
        path.states[node.plane] = state
        path.append(TrackStep(kind: .measure, index: node.plane))
      }
      if index == last { break }
      guard walk.cross(node, &state, 1) else { return false }
      guard walk.fly(&state, to: nodes[index + 1].z, through: node) else { return false }
    }
    return true
  }
}

extension Tracker.Walk {
  /// From where the state is to z1.
  mutating func run(_ state: inout TrackState, to z1: Double) -> Bool {
    let nodes = tracker.nodes
    guard state.isFinite, z1.isFinite else { return false }
    if z1 >= state.z {
      // The upstream side of a layer is in front of it: a walk downstream begins with what is at its z.
      var index = tracker.firstNode(atOrBehind: state.z)
      let before = index - 1
      if before >= 0, index < nodes.count, nodes[index].z > state.z {
        guard fly(&state, to: min(z1, nodes[index].z), through: nodes[before]) else { return false }
      }
      while index < nodes.count, nodes[index].z < z1 {
        if state.z < nodes[index].z {
          guard fly(&state, to: nodes[index].z, through: nil) else { return false }
        }
        guard cross(nodes[index], &state, 1) else { return false }
        let next = index + 1 < nodes.count ? min(z1, nodes[index + 1].z) : z1
        guard fly(&state, to: next, through: index + 1 < nodes.count ? nodes[index] : nil) else {
          return false
        }
        index += 1
      }
    } else {
      var index = tracker.firstNode(atOrBehind: state.z) - 1
      while index >= 0, nodes[index].z >= z1 {
        guard fly(&state, to: nodes[index].z, through: index + 1 < nodes.count ? nodes[index] : nil) else {
          return false
        }
        guard cross(nodes[index], &state, -1) else { return false }
        index -= 1
      }
      if state.z > z1 {
        let through = index >= 0 && index + 1 < nodes.count ? nodes[index] : nil
        guard fly(&state, to: z1, through: through) else { return false }
      }
    }
    return state.z == z1 || fly(&state, to: z1, through: nil)
  }

  /// Through the layers at one z; `sign` −1 against the flight.
  mutating func cross(_ node: Tracker.Node, _ state: inout TrackState, _ sign: Double) -> Bool {
    for layer in node.layers {
      let slant = (1 + state.tx * state.tx + state.ty * state.ty).squareRoot()
      scatter(state, layer.radiationLengths * slant, 0)
      guard
        lose(&state, layer, sign * layer.thickness_mm * slant, sign * layer.radiationLengths * slant)
      else { return false }
    }
    return true
  }

  mutating func fly(_ state: inout TrackState, to z1: Double, through node: Tracker.Node?) -> Bool {
    let z0 = state.z
    if z0 == z1 { return true }
    let matter = node?.volume ?? TrackMatter()
    let field = node?.field ?? .none
    if matter.isEmpty { return move(&state, to: z1, field) }
    // Pieces of half a radiation length: momentum and direction hardly change in one.
    let pieces = max(1, ((z1 - z0).magnitude * matter.radiationLengths / 0.5).rounded(.up))
    for piece in 1...Int(min(pieces, 10_000)) {
      let start = state.z
      // In a field half of the loss comes before the bend, so that a step back undoes a step.
      let share = field == .none ? 1.0 : 0.5
      let end = piece == Int(pieces) ? z1 : z0 + (z1 - z0) * Double(piece) / pieces
      let dz = end - start
      if field != .none {
        let slant = 0.5 * (1 + state.tx * state.tx + state.ty * state.ty).squareRoot()
        guard lose(&state, matter, dz * slant, dz * slant * matter.radiationLengths) else { return false }
      }
      guard move(&state, to: end, field) else { return false }
      let slant = (1 + state.tx * state.tx + state.ty * state.ty).squareRoot()
      let t = dz * slant * matter.radiationLengths
      scatter(state, t.magnitude, dz)
      guard lose(&state, matter, share * dz * slant, share * t) else { return false }
    }
    return true
  }

  private mutating func move(_ state: inout TrackState, to z1: Double, _ kind: TrackField.Kind) -> Bool {
    if kind != .none {
      let bend = TrackBend(
        field: tracker.field, tolerance_mm: tracker.tolerance_mm, hasGradient: kind != .uniform)
      var f = TrackMatrix()
      let z0 = state.z
      shine(&state, from: z0, to: z1, kind)
      let arrives = kind == .tilted ? bend.exactly(&state, to: z1, &f) : bend(&state, to: z1, &f)
      guard arrives else { return false }
      if let path { path.append(TrackStep(kind: .field, index: path.append(f))) }
      if jacobian != nil || covariance != nil { apply(f) }
      shine(&state, from: z0, to: z1, kind)
      return true
    }
    let dz = z1 - state.z
    state.x += dz * state.tx
    state.y += dz * state.ty
    state.z = z1
    path?.append(TrackStep(kind: .drift, a: dz))
    drift(dz)
    return state.x.magnitude < 1e7 && state.y.magnitude < 1e7
  }

  /// Half of the synchrotron radiation of a step: one half in front of the bend, one behind it, so that a step back undoes a step.
  private mutating func shine(
    _ state: inout TrackState, from z0: Double, to z1: Double, _ kind: TrackField.Kind
  ) {
    guard tracker.hasEnergyLoss, tracker.particle == .electron, state.qOverP != 0 else { return }
    // Along the straight line through this end; B is constant in a box.
    let direction = state.direction
    let slant = (1 + state.tx * state.tx + state.ty * state.ty).squareRoot()
    let count = kind == .uniform ? 1 : 4
    var square = 0.0
    for index in 0..<count {
      let z = z0 + (z1 - z0) * (Double(index) + 0.5) / Double(count)
      let b = tracker.field.view.B(
        Vector3(state.x + (z - state.z) * state.tx, state.y + (z - state.z) * state.ty, z))
      let along = b.dot(direction)
      square += (b.dot(b) - along * along) / Double(count)
    }
    let length = 0.5e-3 * (z1 - z0) * slant
    let loss = SynchrotronLoss.apply(
      momentum_GeV: 1 / state.qOverP.magnitude, squared_T2_m: square * length, length_m: length)
    state.qOverP += state.qOverP < 0 ? -loss.growth : loss.growth
    path?.append(TrackStep(kind: .loss, a: 1, b: loss.sigma, d: state.qOverP))
    if covariance != nil { covariance?[4, 4] += loss.sigma * loss.sigma }
  }

  /// Multiple scattering of a layer (length 0) or of the volume that was just crossed.
  private mutating func scatter(_ state: TrackState, _ t: Double, _ dz: Double) {
    if t == 0 { return }
    let variance = tracker.scatteringVariance(radiationLengths: t, qOverP: state.qOverP)
    if variance == 0 { return }
    // Slopes spread by θ0² (1 + tx² + ty²) [[1 + tx², tx ty], [tx ty, 1 + ty²]]; a and b are its columns.
    let squared = 1 + state.tx * state.tx + state.ty * state.ty
    let root = (1 + state.tx * state.tx).squareRoot()
    let theta = (variance * squared).squareRoot()
    let a = theta * root
    let ay = theta * state.tx * state.ty / root
    let b = theta * (squared).squareRoot() / root
    if let path {
      path.append(
        TrackStep(kind: dz == 0 ? .scatter : .thickScatter, a: a, b: ay, c: b, d: dz))
    }
    guard var sum = covariance else { return }
    // ∫ of scattering along dz: position dz²/3, correlation dz/2 (times the angle's variance)
    let xx = a * a
    let xy = a * ay
    let yy = ay * ay + b * b
    let forms: [(Int, Int, Double)] = [(2, 2, xx), (2, 3, xy), (3, 3, yy)]
    for (i, j, value) in forms {
      add(&sum, i, j, value)
      add(&sum, i - 2, j - 2, value * dz * dz / 3)
      add(&sum, i - 2, j, value * dz / 2)
      if i != j { add(&sum, j - 2, i, value * dz / 2) }
    }
    for i in 0..<2 { for j in 2..<4 { sum[j, i] = sum[i, j] } }
    covariance = sum
  }

  private func add(_ sum: inout TrackMatrix, _ i: Int, _ j: Int, _ value: Double) {
    sum[i, j] += value
    if i != j, (i < 2) == (j < 2) { sum[j, i] += value }
  }

  private mutating func lose(
    _ state: inout TrackState, _ matter: TrackMatter, _ path_mm: Double, _ t: Double
  ) -> Bool {
    guard tracker.hasEnergyLoss, matter.loss >= 0 || tracker.particle == .electron else { return true }
    guard
      let after = MeanEnergyLoss.apply(
        matter.loss >= 0 ? tracker.losses[matter.loss] : nil, qOverP: state.qOverP,
        particle: tracker.particle, path_mm: path_mm, radiationLengths: t,
        // A filter's reference is the electron that radiates nothing, as most do: losses are relative to it.
        keepsRadiation: path != nil && tracker.radiation == .mixture)
    else { return false }
    state.qOverP = after.qOverP
    path?.append(TrackStep(kind: .loss, a: after.derivative, b: after.sigma, c: t, d: after.qOverP))
    scaleMomentum(after.derivative)
    covariance?[4, 4] += after.sigma * after.sigma
    return true
  }
}

extension Tracker {
  func firstNode(atOrBehind z: Double) -> Int {
    var low = 0
    var high = nodes.count
    while low < high {
      let middle = (low + high) / 2
      if nodes[middle].z < z { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

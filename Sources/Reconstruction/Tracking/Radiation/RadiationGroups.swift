import Numerics

/// Matter in which a loss looks the same to the hits: all of it between two magnets, or between a magnet and the plane at which
/// the state is wanted. A photon bends nothing; where it leaves the track between two bends makes no difference.
struct RadiationGroup {
  /// Losses act in front of this step of the path.
  var place: Int
  /// Steps that belong to it.
  var steps: Range<Int>
  var radiationLengths: Double
  var law: RadiativeLoss

  /// At most four along a path, for the state at `plane`. Of more, the thinnest neighbours on one side of the plane are taken
  /// together. Matter whose losses neither the hits nor the state can feel is left out.
  static func find(on path: TrackPath, plane: Int, hasConstraint: Bool) -> [RadiationGroup] {
    struct Piece {
      var place: Int
      var steps: Range<Int>
      var t: Double
    }
    let fields = (0..<path.count).filter { path.steps[$0].kind == .field }
    let planeStep = (0..<path.count).first {
      path.steps[$0].kind == .measure && path.steps[$0].index == plane
    }!
    var pieces: [Piece] = []
    var start = 0
    var t = 0.0
    func close(_ index: Int) {
      defer {
        start = index
        t = 0
      }
      let isUpstream = index <= planeStep
      let hasFieldBefore = fields.first.map { $0 < index } ?? false
      let hasFieldBehind = fields.last.map { $0 >= index } ?? false
      let matters = isUpstream ? hasFieldBefore || hasConstraint : hasFieldBehind
      if t > 0, matters { pieces.append(Piece(place: index, steps: start..<index, t: t)) }
    }
    for index in 0..<path.count {
      let step = path.steps[index]
      switch step.kind {
      case .loss: t += step.c
      case .field: close(index)
      case .measure where step.index == plane: close(index)
      default: break
      }
    }
    close(path.count)
    while pieces.count > RadiationInformation.losses {
      var best = -1
      for i in 0..<pieces.count - 1
      where (pieces[i].place <= planeStep) == (pieces[i + 1].place <= planeStep) {
        if best < 0 || pieces[i].t + pieces[i + 1].t < pieces[best].t + pieces[best + 1].t { best = i }
      }
      let (a, b) = (pieces[best], pieces[best + 1])
      pieces[best] = Piece(
        place: a.t > b.t ? a.place : b.place, steps: a.steps.lowerBound..<b.steps.upperBound, t: a.t + b.t)
      pieces.remove(at: best + 1)
    }
    return pieces.map {
      RadiationGroup(
        place: $0.place, steps: $0.steps, radiationLengths: $0.t, law: RadiativeLoss(radiationLengths: $0.t))
    }
  }
}

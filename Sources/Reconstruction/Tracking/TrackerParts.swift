import Core
import Matter
import Numerics

/// Reads a tracker's card.
///
///     {"planes": [{"name", "z_mm", "x_mm", "y_mm", "angles_deg": [0, 90], "resolution_mm", "efficiency",
///                  "half_size_mm", "thickness_X0" | "material" + "thickness_mm"}],
///      "layers": [{"name", "z_mm", "thickness_X0" | "material" + "thickness_mm"}],
///      "volumes": [{"from_mm", "to_mm", "material"}], "materials": {…}, "fields": […],
///      "particle": "mu-", "momentum_GeV": 160, "momentum_spread", "scattering", "energy_loss",
///      "radiation", "outlier_pull", "iterations", "tolerance_mm"}
struct TrackerParts {
  let card: JSON
  var planes: [DetectorPlane] = []
  var axes: [MeasuredAxis] = []
  var layers: [(z: Double, matter: TrackMatter)] = []
  var planeMatter: [TrackMatter] = []
  var volumes: [(from: Double, to: Double, matter: TrackMatter)] = []
  var losses: [MeanEnergyLoss] = []
  private var lossOfMaterial: [String: Int] = [:]
  let particle: TrackParticle
  let charge: Double
  let momentum_GeV: Double
  let momentumSpread: Double?
  let field: TrackField
  let scattering: Tracker.Scattering
  let hasEnergyLoss: Bool
  let radiation: Tracker.Radiation
  let outlierPull: Double?
  let iterations: Int
  let tolerance_mm: Double
  private let materialNamed: (String) throws -> Material

  static let positions_mm = -1e6...1e6
  static let mostPlanes = 200

  init(json: JSON, materialNamed: @escaping (String) throws -> Material) throws {
    self.materialNamed = materialNamed
    self.card = json
    var card = try Card(json, path: "")
    field = try TrackField(cards: try card.array("fields", default: []), path: "fields")
    _ = card.optional("materials")
    let name = try card.string("particle", default: "mu-")
    particle = try TrackParticle(name: name, path: "particle")
    charge = name.hasSuffix("-") || name == "pbar" ? -1 : 1
    momentum_GeV = try card.number(
      "momentum_GeV", default: 100, in: 0.05...1e4, dimension: "energy", hint: "Momenta are in GeV.")
    momentumSpread =
      card.optional("momentum_spread") == nil ? nil : try card.number("momentum_spread", in: 1e-6...100)
    let law = try card.string("scattering", default: Tracker.Scattering.highland.rawValue)
    guard let chosen = Tracker.Scattering(rawValue: law) else {
      throw HermeticError.notFound("scattering", law, known: Tracker.Scattering.allCases.map(\.rawValue))
    }
    scattering = chosen
    let loss = try card.string("energy_loss", default: "mean")
    guard ["mean", "none"].contains(loss) else {
      throw HermeticError.notFound("energy_loss", loss, known: ["mean", "none"])
    }
    hasEnergyLoss = loss == "mean"
    let photons = try card.string("radiation", default: Tracker.Radiation.mixture.rawValue)
    guard let treatment = Tracker.Radiation(rawValue: photons) else {
      throw HermeticError.notFound("radiation", photons, known: Tracker.Radiation.allCases.map(\.rawValue))
    }
    radiation = treatment
    outlierPull = card.optional("outlier_pull") == nil ? nil : try card.number("outlier_pull", in: 1...100)
    iterations = try card.integer("iterations", default: 6, in: 1...50)
    tolerance_mm = try card.number("tolerance_mm", default: 1e-6, in: 1e-12...1)
    try readPlanes(&card)
    try readLayers(&card)
    try readVolumes(&card)
    try card.finish()
    if momentumSpread == nil, !planesSeeField {
      throw HermeticError(
        .configuration,
        "there is no field between the planes, so that hits say nothing about the momentum. "
          + "Give \"momentum_spread\" (relative, such as 0.01), which constrains it to momentum_GeV, or \"fields\"."
      )
    }
  }

  private var planesSeeField: Bool {
    let z = planes.map(\.z_mm)
    return field.kind(from: z.min()!, to: z.max()!) != .none
  }

  private mutating func readPlanes(_ card: inout Card) throws {
    let items = try card.array("planes")
    guard !items.isEmpty, items.count <= Self.mostPlanes else {
      throw HermeticError(
        .configuration, "planes has \(items.count) entries (1 to \(Self.mostPlanes) are possible).")
    }
    for (index, item) in items.enumerated() {
      var plane = try Card(item, path: "planes[\(index)]")
      let name = try plane.string("name", default: "plane\(index + 1)")
      let z = try plane.number("z_mm", in: Self.positions_mm, dimension: "length")
      let x = try plane.number("x_mm", default: 0, in: Self.positions_mm, dimension: "length")
      let y = try plane.number("y_mm", default: 0, in: Self.positions_mm, dimension: "length")
      let angles = try plane.numbers("angles_deg", default: [0, 90], in: -360...360)
      guard angles.count <= 2 else {
        throw HermeticError(
          .configuration, "planes[\(index)].angles_deg must hold at most 2 angles, not \(angles.count).")
      }
      if angles.count == 2, sin((angles[1] - angles[0]) * .pi / 180).magnitude < 1e-6 {
        throw HermeticError(
          .configuration,
          "planes[\(index)].angles_deg = \(angles) measure one direction twice. Use two planes at one z.")
      }
      let resolutions: [Double]
      if case .array? = plane.optional("resolution_mm") {
        resolutions = try plane.numbers("resolution_mm", count: angles.count, in: 1e-6...1e4)
      } else {
        let one = try plane.number("resolution_mm", in: 1e-6...1e4, dimension: "length")
        resolutions = angles.map { _ in one }
      }
      let efficiency = try plane.number("efficiency", default: 1, in: 0...1)
      let half = try plane.number("half_size_mm", default: 1e6, in: 0.01...1e6, dimension: "length")
      let matter = try readMatter(&plane)
      try plane.finish()
      if let twin = planes.first(where: { $0.name == name }) {
        throw HermeticError(.configuration, "two planes are called \"\(twin.name)\". Give each its own name.")
      }
      let start = axes.count
      for (angle, resolution) in zip(angles, resolutions) {
        let turn = sincosTurns(angle / 360)
        axes.append(
          MeasuredAxis(
            plane: index, cosine: turn.cos, sine: turn.sin, resolution_mm: resolution,
            offset_mm: x * turn.cos + y * turn.sin))
      }
      planes.append(
        DetectorPlane(
          name: name, z_mm: z, x_mm: x, y_mm: y, axes: start..<axes.count, efficiency: efficiency,
          halfSize_mm: half))
      planeMatter.append(matter)
    }
  }

  private mutating func readLayers(_ card: inout Card) throws {
    for (index, item) in try card.array("layers", default: []).enumerated() {
      var layer = try Card(item, path: "layers[\(index)]")
      _ = try layer.string("name", default: "")
      let z = try layer.number("z_mm", in: Self.positions_mm, dimension: "length")
      let matter = try readMatter(&layer)
      try layer.finish()
      layers.append((z, matter))
    }
  }

  private mutating func readVolumes(_ card: inout Card) throws {
    for (index, item) in try card.array("volumes", default: []).enumerated() {
      let path = "volumes[\(index)]"
      var volume = try Card(item, path: path)
      let from = try volume.number("from_mm", in: Self.positions_mm, dimension: "length")
      let to = try volume.number("to_mm", in: Self.positions_mm, dimension: "length")
      let name = try volume.string("material")
      try volume.finish()
      guard from < to else {
        throw HermeticError(.configuration, "\(path): from_mm = \(from) must lie upstream of to_mm = \(to).")
      }
      for other in volumes where other.from < to && other.to > from {
        throw HermeticError(
          .configuration,
          "\(path) (\(from) … \(to) mm) overlaps the volume \(other.from) … \(other.to) mm. Let them touch.")
      }
      let number = try loss(of: name, path: path)
      volumes.append(
        (from, to, TrackMatter(radiationLengths: losses[number].inverseRadiationLength_per_mm, loss: number)))
    }
  }

  /// "thickness_X0", or "material" and "thickness_mm".
  private mutating func readMatter(_ card: inout Card) throws -> TrackMatter {
    let given = card.optional("thickness_X0") != nil
    if card.optional("material") != nil {
      if given {
        throw HermeticError(
          .configuration,
          "\(card.pathOf("thickness_X0")) and a material say the same twice. Keep one of them.")
      }
      let name = try card.string("material")
      let thickness = try card.number("thickness_mm", in: 0...1e5, dimension: "length")
      let number = try loss(of: name, path: card.path)
      return TrackMatter(
        radiationLengths: thickness * losses[number].inverseRadiationLength_per_mm, thickness_mm: thickness,
        loss: number)
    }
    return TrackMatter(radiationLengths: given ? try card.number("thickness_X0", in: 0...100) : 0)
  }

  private mutating func loss(of name: String, path: String) throws -> Int {
    if let known = lossOfMaterial[name] { return known }
    let material: Material
    do { material = try materialNamed(name) } catch let error as HermeticError {
      throw HermeticError(error.code, "\(path).material: \(error.message)")
    }
    losses.append(MeanEnergyLoss(material: material, particle: particle))
    lossOfMaterial[name] = losses.count - 1
    return losses.count - 1
  }

  /// Planes at one z become nodes of their own, in the order of the card.
  func makeNodes() -> [Tracker.Node] {
    var nodes: [Tracker.Node] = []
    for (index, plane) in planes.enumerated() {
      var node = Tracker.Node(z: plane.z_mm)
      node.plane = index
      if !planeMatter[index].isEmpty { node.layers = [planeMatter[index]] }
      nodes.append(node)
    }
    for layer in layers where !layer.matter.isEmpty {
      nodes.append(Tracker.Node(z: layer.z, layers: [layer.matter]))
    }
    for z in volumes.flatMap({ [$0.from, $0.to] }) + field.edges_mm { nodes.append(Tracker.Node(z: z)) }
    let order = nodes.indices.sorted { (nodes[$0].z, $0) < (nodes[$1].z, $1) }
    var sorted: [Tracker.Node] = []
    for node in order.map({ nodes[$0] }) {
      if let last = sorted.last, last.z == node.z, node.plane < 0, node.layers.isEmpty { continue }
      sorted.append(node)
    }
    for index in sorted.indices.dropLast() {
      let (a, b) = (sorted[index].z, sorted[index + 1].z)
      if b == a { continue }
      let middle = 0.5 * (a + b)
      if let volume = volumes.first(where: { $0.from <= middle && middle <= $0.to }) {
        sorted[index].volume = volume.matter
      }
      sorted[index].field = field.kind(from: a, to: b)
    }
    return sorted
  }
}

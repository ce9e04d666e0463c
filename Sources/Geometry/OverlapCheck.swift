import Core
import Numerics

/// Siblings must not share space and daughters must be inside their mothers; touching is fine
/// (`Tolerance.overlap`).
enum OverlapCheck {
  static func run(_ volumes: [VolumeDescription], _ tree: VolumeTree) throws {
    // Flat copies: nearly all pairs of many siblings end at the comparison of their spheres.
    let centres = volumes.map(\.position)
    let radii = volumes.map(\.solid.boundingRadius)
    for (mother, daughters) in tree.daughters.enumerated() {
      for (position, index) in daughters.enumerated() {
        let volume = volumes[index]
        if let clash = Clash.protrusion(of: volume.solid, in: volumes[mother].solid, volume.placement) {
          throw HermeticError(
            .geometry,
            "\(volume.path): volume \"\(volume.name)\" protrudes from its mother \"\(volumes[mother].name)\" by "
              + "\(text(clash.depth)) mm at \(text(clash.point)) mm in the mother's frame (navigation "
              + "would lose what is outside). Change position_mm, rotation_deg or a size.")
        }
        for other in daughters[..<position] {
          let reach = radii[other] + radii[index]
          if (centres[other] - centres[index]).squaredLength >= reach * reach { continue }
          try refuseOverlap(volumes[other], volume, mother: volumes[mother].name)
        }
      }
    }
  }

  private static func refuseOverlap(
    _ first: VolumeDescription, _ second: VolumeDescription, mother: String
  ) throws {
    let relative = second.placement.relative(to: first.placement)
    guard let clash = Clash.between(first.solid, second.solid, bInA: relative) else { return }
    throw HermeticError(
      .geometry,
      "\(second.path): volume \"\(second.name)\" overlaps \"\(first.name)\" by \(text(clash.depth)) mm at "
        + "\(text(first.placement.outward(clash.point))) mm in the frame of \"\(mother)\" (a point can "
        + "belong to one volume only). Move one of them, or make one the mother of the other.")
  }

  /// Four decimals are enough to find the place.
  private static func text(_ value: Double) -> String {
    guard value.magnitude < 1e12, value.magnitude > 1e-3 else { return "\(value)" }
    return "\((value * 1e4).rounded() / 1e4)"
  }
  private static func text(_ p: Vector3) -> String {
    func one(_ x: Double) -> String { x.magnitude < 1e-4 ? "0" : text(x) }
    return "(\(one(p.x)), \(one(p.y)), \(one(p.z)))"
  }
}

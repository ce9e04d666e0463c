import Events
import Geometry
import Numerics

/// What the middle of the beam passes, magnets included: the curve as chords of 50 mm.
enum BeamAxis {
  struct Stretch {
    let volume: Int
    let material: Int
    let length_mm: Double
  }

  private static let chord_mm = 50.0

  static func stretches(world: World, beam: Beam) throws -> [Stretch] {
    let field = world.field.view
    let charge = Double(beam.particle.charge)
    var position = beam.position_mm
    var direction = beam.direction.normalized
    var result: [Stretch] = []
    func add(_ segment: RaySegment, _ length: Double) {
      result.append(
        Stretch(volume: Int(segment.location.volume), material: segment.material, length_mm: length))
    }
    if field.count > 0, charge != 0, direction.z > 0 {
      let end = (0..<field.count).map { field.elements[$0].extent_mm.high }.max()!
      let momentum = beam.particle.momentum_GeV(kineticEnergy_GeV: beam.kineticEnergy_GeV)
      // 0.2998 GeV per T m.
      let bend = 0.299792458e-3 * chord_mm * charge / momentum
      while position.z < end, direction.z > 0.1 {
        var left = chord_mm
        for segment in try world.ray(from: position, direction: direction) where left > 0 {
          let length = min(left, segment.length_mm)
          add(segment, length)
          left -= length
        }
        if left > 0 { return result }
        let middle = position + (0.5 * chord_mm) * direction
        position = position + chord_mm * direction
        direction = (direction + bend * direction.cross(field.B(middle))).normalized
      }
    }
    for segment in try world.ray(from: position, direction: direction) { add(segment, segment.length_mm) }
    return result
  }
}

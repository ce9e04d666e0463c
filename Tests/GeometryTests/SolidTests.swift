import Numerics
import Testing

@testable import Geometry

/// Distances against closed forms; numbers in comments are worked out by hand.
@Suite struct SolidTests {
  let lean = Vector3(1e-9, 1e-9, 1e-9)
  let box = Solid.box(halfX: 10, halfY: 20, halfZ: 30)
  let tube = Solid.tube(innerRadius: 3, outerRadius: 5, halfZ: 10)

  @Test func boxAlongAxesAndDiagonals() {
    #expect(box.distanceToLeave(Vector3(1, 2, 3), Vector3(1, 0, 0)) == 9)
    #expect(box.distanceToLeave(Vector3(1, 2, 3), Vector3(-1, 0, 0)) == 11)
    #expect(box.distanceToLeave(Vector3(1, 2, 3), Vector3(0, 0, -1)) == 33)
    #expect(box.distanceToEnter(Vector3(-50, 2, 3), Vector3(1, 0, 0), lean: lean) == 40)
    #expect(box.distanceToEnter(Vector3(-50, 2, 3), Vector3(-1, 0, 0), lean: lean) == .infinity)
    #expect(box.distanceToEnter(Vector3(-50, 20.1, 3), Vector3(1, 0, 0), lean: lean) == .infinity)
    // From (−20, −30, 0) along (1, 1, 0)/√2 the face x = −10 is met at y = −20: an edge. Entry: 10√2.
    let diagonal = Vector3(1, 1, 0).normalized
    let entry = box.distanceToEnter(Vector3(-20, -30, 0), diagonal, lean: lean)
    #expect((entry - 10 * 2.0.squareRoot()).magnitude < 1e-12)
  }

  @Test func tubeClosedForms() {
    // From the left at height 4: enters at x = −3, no hole (4 > 3), leaves at +3.
    #expect((tube.distanceToEnter(Vector3(-20, 4, 0), Vector3(1, 0, 0), lean: lean) - 17).magnitude < 1e-12)
    #expect((tube.distanceToLeave(Vector3(-3, 4, 0), Vector3(1, 0, 0)) - 6).magnitude < 1e-12)
    // Through the axis: wall 2, hole 6, wall 2.
    #expect((tube.distanceToEnter(Vector3(-20, 0, 0), Vector3(1, 0, 0), lean: lean) - 15).magnitude < 1e-12)
    #expect((tube.distanceToLeave(Vector3(-5, 0, 0), Vector3(1, 0, 0)) - 2).magnitude < 1e-12)
    #expect((tube.distanceToEnter(Vector3(-3, 0, 0), Vector3(1, 0, 0), lean: lean) - 6).magnitude < 1e-12)
    #expect((tube.distanceToLeave(Vector3(3, 0, 0), Vector3(1, 0, 0)) - 2).magnitude < 1e-12)
    // Along the axis: misses through the hole, meets the wall.
    #expect(tube.distanceToEnter(Vector3(0, 0, -40), Vector3(0, 0, 1), lean: lean) == .infinity)
    #expect(tube.distanceToEnter(Vector3(0, 4, -40), Vector3(0, 0, 1), lean: lean) == 30)
    #expect(tube.distanceToLeave(Vector3(0, 4, -10), Vector3(0, 0, 1)) == 20)
    // Into the end face, then the inner wall: at y = 3.5 falling one for one, 0.5 down: 0.5√2.
    let slanted = Vector3(0, -1, 1).normalized
    let wall = tube.distanceToLeave(Vector3(0, 3.5, -10), slanted)
    #expect((wall - 0.5 * 2.0.squareRoot()).magnitude < 1e-12)
  }

  /// A tangent ray sees neither the outer wall nor the hole.
  @Test func tangentsAreMissed() {
    #expect(tube.distanceToEnter(Vector3(-20, 5, 0), Vector3(1, 0, 0), lean: lean) == .infinity)
    let through = tube.distanceToLeave(Vector3(-4, 3, 0), Vector3(1, 0, 0))
    #expect((through - 8).magnitude < 1e-12)
  }

  @Test func depthAndOutsideDistance() {
    #expect(box.depth(Vector3(1, 2, 3)) == 9)
    #expect(box.distanceFromOutside(Vector3(13, 24, 0)) == 5)
    #expect(tube.depth(Vector3(0, 4.5, 0)) == 0.5)
    #expect(tube.depth(Vector3(0, 3.25, 9.9)).isNearly(0.1))
    #expect(tube.distanceFromOutside(Vector3(0, 1, 0)) == 2)
    #expect(tube.distanceFromOutside(Vector3(8, 0, 14)) == 5)
  }

  @Test func volumes() {
    #expect(box.volume_mm3 == 48000)
    #expect(tube.volume_mm3.isNearly(.pi * 16 * 20))
  }
}

extension Double {
  func isNearly(_ other: Double, _ tolerance: Double = 1e-12) -> Bool {
    (self - other).magnitude <= tolerance * Swift.max(1, other.magnitude)
  }
}

import Numerics

/// All magnets and field maps of a world. Immutable; the step reads its `view`.
public final class MagneticField: @unchecked Sendable {
  public static let none = MagneticField(elements: [], names: [], grids: [], volumesWithField: [])

  public let names: [String]
  public let view: MagneticFieldView
  private let grids: [UnsafeMutablePointer<Vector3>]

  /// - Parameters:
  ///   - grids: memory of the maps, owned from now on
  ///   - volumesWithField: one per volume: can there be a field in it?
  init(
    elements: [FieldElement], names: [String], grids: [UnsafeMutablePointer<Vector3>],
    volumesWithField: [Bool]
  ) {
    self.names = names
    self.grids = grids
    let memory = UnsafeMutablePointer<FieldElement>.allocate(capacity: max(1, elements.count))
    memory.initialize(from: elements, count: elements.count)
    let flags = UnsafeMutablePointer<Bool>.allocate(capacity: max(1, volumesWithField.count))
    flags.initialize(from: volumesWithField, count: volumesWithField.count)
    view = MagneticFieldView(elements: memory, count: elements.count, hasField: flags)
  }

  deinit {
    UnsafeMutablePointer(mutating: view.elements).deallocate()
    UnsafeMutablePointer(mutating: view.hasField).deallocate()
    for grid in grids { grid.deallocate() }
  }

  public var isEmpty: Bool { view.count == 0 }

  /// The field [T] at a point of the world's frame.
  public func B(_ position: Vector3) -> Vector3 {
    withExtendedLifetime(self) { view.B(position) }
  }
}

/// What the step reads of a magnetic field: pointers only. Valid while its `MagneticField` (or its `World`) is held.
@frozen public struct MagneticFieldView: @unchecked Sendable {
  public let elements: UnsafePointer<FieldElement>
  public let count: Int
  @usableFromInline let hasField: UnsafePointer<Bool>

  /// Most elements of one world: a set of them is one word.
  public static let largestCount = 64

  /// True if no field reaches into a volume (`Location.volume`).
  @inlinable public func isZero(volume: Int32) -> Bool {
    count == 0 || volume < 0 || !hasField[Int(volume)]
  }

  /// The field [T] at a point of the world's frame: the sum of all elements that hold the point.
  public func B(_ position: Vector3) -> Vector3 {
    var sum = Vector3.zero
    for index in 0..<count where elements[index].depthOutside(position) <= 0 {
      sum = sum + elements[index].field(position)
    }
    return sum
  }

  /// The elements that hold a point, or that a step along the direction enters.
  func region(at position: Vector3, direction: Vector3) -> FieldRegion {
    // On a face the side counts that the direction points into.
    let probe = position + FieldRegion.skin * direction
    var region = FieldRegion()
    for index in 0..<count {
      let element = elements + index
      if element.pointee.depthOutside(probe) > 0 { continue }
      region.members |= 1 << UInt64(index)
      region.longestStep_mm = min(region.longestStep_mm, element.pointee.longestStep_mm(at: probe))
      region.focusing_T_mm += element.pointee.focusing_T_mm
      region.gyration_T += element.pointee.gyration_T
      if element.pointee.kind == .uniform {
        region.uniformField_T = region.uniformField_T + element.pointee.globalField_T
      } else {
        region.isUniform = false
      }
    }
    return region
  }

  /// The field [T] of the elements of a region, continued beyond their boxes.
  public func value(_ position: Vector3, in region: FieldRegion) -> Vector3 {
    var sum = region.uniformField_T
    if region.isUniform { return sum }
    for index in 0..<count where region.members & (1 << UInt64(index)) != 0 {
      if elements[index].kind != .uniform { sum = sum + elements[index].field(position) }
    }
    return sum
  }

  func fieldAndGradient(_ position: Vector3, in region: FieldRegion) -> (Vector3, FieldGradient) {
    var sum = region.uniformField_T
    var gradient = FieldGradient.zero
    if region.isUniform { return (sum, gradient) }
    for index in 0..<count where region.members & (1 << UInt64(index)) != 0 {
      if elements[index].kind == .uniform { continue }
      let (field, change) = elements[index].fieldAndGradient(position)
      sum = sum + field
      gradient.add(change)
    }
    return (sum, gradient)
  }
}

/// A set of field elements in which a particle is until it crosses a face of one of them.
@frozen public struct FieldRegion: Equatable, Sendable {
  /// mm: a point this close to a face belongs to the side that the direction points into.
  static let skin = 1e-6

  public var members: UInt64 = 0
  public var isUniform = true
  /// The sum of the uniform elements.
  public var uniformField_T = Vector3.zero
  public var longestStep_mm = Double.infinity
  /// The sum of the gradients of lenses.
  public var focusing_T_mm = 0.0

  /// The sum of the fields of solenoids.
  var gyration_T = 0.0

  public init() {}

  /// A step in which a lens turns a ray by a fifth of a radian of its oscillation at most; in a solenoid its
  /// frequency is κB/2.
  func longestStep_mm(bending: Double) -> Double {
    var longest = longestStep_mm
    if focusing_T_mm > 0 { longest = min(longest, 0.2 / (bending.magnitude * focusing_T_mm).squareRoot()) }
    if gyration_T > 0 { longest = min(longest, 0.4 / (bending.magnitude * gyration_T)) }
    return longest
  }

  /// No field: straight on.
  public var isEmpty: Bool { isUniform && uniformField_T == .zero }
}

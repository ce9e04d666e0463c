import Core
import Geometry
import Numerics

/// A `MagneticField` as a walk along z sees it.
struct TrackField: Sendable {
  /// What there is between two nodes.
  enum Kind: UInt8, Sendable {
    case none
    /// Boxes of constant field, their ends across z.
    case uniform
    /// Soft edges or maps.
    case smooth
    /// Hard ends that are not across z.
    case tilted
  }

  let field: MagneticField
  let view: MagneticFieldView
  /// The strongest lens [T/mm].
  let focusing_T_mm: Double

  init(cards: [JSON], path: String) throws {
    field = try MagneticField(cards: cards, path: path)
    view = field.view
    let view = field.view
    focusing_T_mm = (0..<view.count).map { view.elements[$0].focusing_T_mm }.max() ?? 0
  }

  /// z of the ends, where the field may jump.
  var edges_mm: [Double] {
    (0..<view.count).flatMap { index -> [Double] in
      let extent = view.elements[index].extent_mm
      return [extent.low, extent.high]
    }
  }

  func kind(from a: Double, to b: Double) -> Kind {
    var kind = Kind.none
    for index in 0..<view.count {
      let element = view.elements[index]
      let extent = element.extent_mm
      guard extent.low < b, extent.high > a else { continue }
      let own: Kind =
        element.hasHardEnds && element.isTilted ? .tilted : element.kind == .uniform ? .uniform : .smooth
      if own.rawValue > kind.rawValue { kind = own }
    }
    return kind
  }
}

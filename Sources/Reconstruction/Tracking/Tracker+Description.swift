import Core
import Numerics

/// How a batch of tracks is fitted.
public struct TrackFitOptions: Sendable {
  public let plane: Int
  public let outlierPull: Double?

  /// - Parameter json: {"at": plane, "outlier_pull": number}, or nil
  public init(json: JSON?, tracker: Tracker) throws {
    var card = try Card(json ?? .object([]), path: "")
    plane = try tracker.plane(&card, "at")
    outlierPull =
      card.optional("outlier_pull") == nil
      ? tracker.outlierPull : try card.number("outlier_pull", in: 1...100)
    try card.finish()
  }
}

extension Tracker {
  /// The plane that a card names; the first one along z if it names none.
  func plane(_ card: inout Card, _ key: String) throws -> Int {
    guard card.optional(key) != nil else { return firstPlane }
    let name = try card.string(key)
    guard let found = planes.firstIndex(where: { $0.name == name }) else {
      throw HermeticError.notFound("plane", name, known: planes.map(\.name))
    }
    return found
  }

  /// The same by its name, for a card that is part of a larger one.
  public func planeName(_ card: inout Card, _ key: String, path: String) throws -> String {
    do { return planes[try plane(&card, key)].name } catch let error as HermeticError {
      throw HermeticError(error.code, "\(path).\(key): \(error.message)")
    }
  }

  /// Whether there is a field between the planes: charges and momenta are then measured.
  public var seesField: Bool {
    let z = planes.map(\.z_mm)
    return field.kind(from: z.min()!, to: z.max()!) != .none
  }

  public var firstPlane: Int { nodes[nodeOfPlane.min()!].plane }

  public var description: JSON {
    let integral = fieldIntegral_T_m
    return .object([
      .init("card", card),
      .init(
        "planes",
        .array(
          planes.map { plane in
            [
              "name": .string(plane.name), "z_mm": .number(plane.z_mm),
              "axes": .array(plane.axes.map { .number(Double($0)) }),
            ]
          })),
      .init("axes", .number(Double(axes.count))),
      .init("radiation_lengths", .number(radiationLengths)),
      .init("bend_T_m", [.number(integral.x), .number(integral.y), .number(integral.z)]),
      .init("columns", .array(Self.columns.map { .string($0) })),
    ])
  }

  /// ∫ B dz along x = y = 0, from the first plane to the last one.
  var fieldIntegral_T_m: Vector3 {
    let rule = GaussLegendre(count: 24)
    var sum = Vector3.zero
    for index in nodeOfPlane.min()!..<nodeOfPlane.max()! where nodes[index].field != .none {
      let (a, b) = (nodes[index].z, nodes[index + 1].z)
      sum.x += rule.integrate(a, b) { field.view.B(Vector3(0, 0, $0)).x } / 1000
      sum.y += rule.integrate(a, b) { field.view.B(Vector3(0, 0, $0)).y } / 1000
      sum.z += rule.integrate(a, b) { field.view.B(Vector3(0, 0, $0)).z } / 1000
    }
    return sum
  }

  /// Names of the numbers of a fitted track, in their order.
  public static let columns: [String] = {
    let names = ["x_mm", "y_mm", "tx", "ty", "q_over_p"]
    var result = names
    for i in 0..<5 { for j in 0...i { result.append("cov(\(names[i]),\(names[j]))") } }
    return result + ["status", "chi2", "ndf", "p_value", "used", "rejected"]
  }()
}

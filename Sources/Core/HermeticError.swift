/// The one error type of the library.
///
/// Messages follow the shape "problem (why it is a problem). suggestion", and name the parameter,
/// the value that was given and what is allowed.
public struct HermeticError: Error, Equatable, CustomStringConvertible {
  /// Closed list, mirrored by `HERMETIC_E_*` in `include/hermetic.h`; numbers are never reused.
  public enum Code: Int32, Sendable {
    case argument = -1  // null pointer, wrong kind of value
    case range = -2  // number not finite or outside its allowed range
    case notFound = -3  // unknown name: material, preset, column, model
    case parse = -4  // malformed JSON, expression or UTF-8
    case configuration = -5  // unknown key, missing key, contradictory card
    case geometry = -6  // overlapping, protruding or degenerate volumes
    case kinematics = -7  // outside the kinematic limits of the process
    case capacity = -8  // caller's buffer too small
    case state = -9  // called at the wrong moment
    case numerics = -10  // no convergence
    case interrupted = -11  // the caller asked to stop
    case inside = -12  // a defect of the library; please report
  }

  public let code: Code
  public let message: String

  public init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  public var description: String { message }

  /// A number outside its allowed range.
  public static func range(_ name: String, _ value: Double, allowed: String, hint: String = "")
    -> HermeticError
  {
    let tail = hint.isEmpty ? "" : " " + hint
    return HermeticError(.range, "\(name) = \(value) is not allowed (must be \(allowed)).\(tail)")
  }

  /// A name that is not in a list; suggests the closest entry.
  public static func notFound(_ kind: String, _ name: String, known: [String]) -> HermeticError {
    // The search takes the product of the lengths: nobody mistypes a name of a thousand letters.
    let candidates = name.utf8.count <= 256 && known.count <= 4096 ? known : []
    let nearest = candidates.min {
      (editDistance($0.lowercased(), name.lowercased()), $0)
        < (editDistance($1.lowercased(), name.lowercased()), $1)
    }
    let hint = nearest.map { " Did you mean \"\($0)\"?" } ?? ""
    let list = known.count <= 24 ? " Known: \(known.sorted().joined(separator: ", "))." : ""
    return HermeticError(.notFound, "unknown \(kind) \"\(name)\".\(hint)\(list)")
  }
}

/// Levenshtein distance, for suggestions in error messages.
func editDistance(_ a: String, _ b: String) -> Int {
  let x = Array(a.unicodeScalars)
  let y = Array(b.unicodeScalars)
  var row = Array(0...y.count)
  for i in 0..<x.count {
    var diagonal = row[0]
    row[0] = i + 1
    for j in 0..<y.count {
      let substitution = diagonal + (x[i] == y[j] ? 0 : 1)
      diagonal = row[j + 1]
      row[j + 1] = min(substitution, min(diagonal, row[j]) + 1)
    }
  }
  return row[y.count]
}

import CHermetic
import Core

// Everything that crosses the border is checked here.

func text(_ pointer: UnsafePointer<CChar>?, _ name: String) throws -> String {
  guard let pointer else { throw HermeticError(.argument, "\(name) is NULL. Pass a text.") }
  guard let string = String(validatingCString: pointer) else {
    throw HermeticError(.parse, "\(name) is not valid UTF-8.")
  }
  return string
}

func json(_ pointer: UnsafePointer<CChar>?, _ name: String) throws -> JSON {
  try JSON.parse(try text(pointer, name))
}

func array(_ pointer: UnsafePointer<Double>?, _ count: Int, _ name: String, in range: ClosedRange<Double>)
  throws -> UnsafeBufferPointer<Double>
{
  guard count >= 0, count < 1 << 40 else {
    throw HermeticError(.range, "the number of elements of \(name) is too large.")
  }
  if count == 0 { return UnsafeBufferPointer(start: nil, count: 0) }
  guard let pointer else {
    throw HermeticError(.argument, "\(name) is NULL. Pass an array of \(count) numbers.")
  }
  let buffer = UnsafeBufferPointer(start: pointer, count: count)
  for (index, value) in buffer.enumerated() where !range.contains(value) {
    throw HermeticError.range(
      "\(name)[\(index)]", value, allowed: "in \(range.lowerBound) … \(range.upperBound)",
      hint: value > range.upperBound ? "Energies are in GeV." : "")
  }
  return buffer
}

func number(_ value: Double, _ name: String, in range: ClosedRange<Double>, hint: String = "") throws
  -> Double
{
  guard range.contains(value) else {
    throw HermeticError.range(
      name, value, allowed: "in \(range.lowerBound) … \(range.upperBound)", hint: hint)
  }
  return value
}

func output<T>(_ pointer: UnsafeMutablePointer<T>?, _ name: String) throws -> UnsafeMutablePointer<T> {
  guard let pointer else {
    throw HermeticError(.argument, "\(name) is NULL. Pass the address of a place for the result.")
  }
  return pointer
}

/// Checks the capacity of a caller's array of n × perItem numbers without overflow.
func count(_ n: Int, times perItem: Int, _ name: String) throws -> Int {
  let (total, overflow) = n.multipliedReportingOverflow(by: perItem)
  guard n >= 0, !overflow, total < 1 << 40 else {
    throw HermeticError(.range, "\(name) = \(UInt(bitPattern: n)) is too large.")
  }
  return total
}

/// A Swift object behind an opaque C pointer.
enum Handle {
  static func make<T: AnyObject>(_ object: T) -> OpaquePointer {
    OpaquePointer(Unmanaged.passRetained(object).toOpaque())
  }

  static func object<T: AnyObject>(_ pointer: OpaquePointer?, _ name: String, as type: T.Type) throws -> T {
    guard let pointer else {
      throw HermeticError(.argument, "\(name) is NULL. Make one with hermetic_\(name)_create().")
    }
    return Unmanaged<T>.fromOpaque(UnsafeRawPointer(pointer)).takeUnretainedValue()
  }

  static func free<T: AnyObject>(_ pointer: OpaquePointer?, as type: T.Type) {
    guard let pointer else { return }
    Unmanaged<T>.fromOpaque(UnsafeRawPointer(pointer)).release()
  }
}

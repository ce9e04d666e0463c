import Geometry
import Numerics

/// One deposit as transport makes it; position in the frame of its volume.
public struct Deposit {
  public let energy_GeV: Double
  public let position: Vector3
  public let location: Location
}

/// Deposits one after the other, for tallies that no array of sums can serve. Off unless asked for: the
/// stepping loop then looks at one pointer.
///
/// A full log calls `whenFull`, after which it is empty, or grows when nobody listens.
public struct DepositLog {
  public private(set) var count = 0
  public private(set) var deposits: UnsafeMutablePointer<Deposit>
  private var capacity: Int
  private let whenFull: ((UnsafeBufferPointer<Deposit>) -> Void)?

  public init(capacity: Int, whenFull: ((UnsafeBufferPointer<Deposit>) -> Void)? = nil) {
    self.capacity = max(1, capacity)
    deposits = .allocate(capacity: self.capacity)
    self.whenFull = whenFull
  }

  public func free() { deposits.deallocate() }

  public mutating func clear() { count = 0 }

  /// Hands over what has not been handed over yet.
  public mutating func flush() {
    whenFull?(UnsafeBufferPointer(start: deposits, count: count))
    count = 0
  }

  @inline(__always)
  mutating func add(_ energy_GeV: Double, _ location: Location, _ position: Vector3) {
    if count == capacity { makeRoom() }
    deposits[count] = Deposit(energy_GeV: energy_GeV, position: position, location: location)
    count &+= 1
  }

  @inline(never)
  private mutating func makeRoom() {
    if whenFull != nil {
      flush()
      return
    }
    let larger = UnsafeMutablePointer<Deposit>.allocate(capacity: 2 * capacity)
    larger.moveInitialize(from: deposits, count: count)
    deposits.deallocate()
    deposits = larger
    capacity *= 2
  }
}

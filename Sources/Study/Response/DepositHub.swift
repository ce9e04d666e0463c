import Transport

/// Hands the deposits of one thread's transport to whom they are for, one batch after the other.
final class DepositHub {
  private let log: UnsafeMutablePointer<DepositLog>

  init(_ consumer: @escaping (UnsafeBufferPointer<Deposit>) -> Void) {
    log = .allocate(capacity: 1)
    log.initialize(to: DepositLog(capacity: 4096, whenFull: consumer))
  }

  func attach(to transport: inout ShowerTransport) { transport.logDeposits(to: log) }

  /// Forgets what has not been handed over: the next shower counts.
  func clear() { log.pointee.clear() }

  func flush() { log.pointee.flush() }

  func free() {
    log.pointee.free()
    log.deinitialize(count: 1)
    log.deallocate()
  }
}
